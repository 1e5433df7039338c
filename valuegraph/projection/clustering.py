"""Which sources stand behind each fact, so that a draw can doubt a source and all it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.projection.slices import begun

if TYPE_CHECKING:
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice


def source_clusters(columns: Columns, part: Slice) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each fact of a slice the sources that support it, each with its confidence.

    A source is a cluster: all that it says stands or falls together. Two records that copy one
    another under two IRIs are two clusters, since no fact says that they copy.

    Parameters
    ----------
    columns : Columns
        The whole graph.
    part : Slice
        Its floor, knowledge time and view of illustrations decide which evidence counts.

    Returns
    -------
    dict
        Fact IRI -> (source IRI, confidence in [0, 1]) pairs by source; the highest confidence
        where one source is cited several times. Evidence without a source is its own cluster.
    """
    keep = (columns.trust >= part.min_confidence) & (columns.trust > 0)
    keep &= begun(columns, part)[columns.support[:, 0]]
    if part.known_at is not None:
        keep &= columns.support[:, 2] <= part.known_at.toordinal()
    if not part.include_illustrative:
        keep &= columns.support[:, 3] == 0
    found: dict[int, dict[int, float]] = {}
    rows = zip(columns.support[keep][:, :2].tolist(), columns.trust[keep].tolist(), strict=True)
    for (relation, source), confidence in rows:
        cited = found.setdefault(relation, {})
        cited[source] = max(cited.get(source, 0.0), confidence)
    pool = columns.pool
    return {
        pool[columns.relation[relation]]: tuple(
            sorted((pool[source], confidence) for source, confidence in cited.items())
        )
        for relation, cited in found.items()
    }
