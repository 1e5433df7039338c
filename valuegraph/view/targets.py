"""Whose service counts: the default targets, or the names somebody gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.projection.assembly import local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from valuegraph.projection import Projection

VIEWS = ("renewal", "continuity")
DEFAULT = ("implementors", "sectors")
SECTORS = "http://data.europa.eu/ux2/nace2.1/"


def choose_views(view: str) -> tuple[str, ...]:
    """Return the views that a word stands for."""
    if view == "both":
        return VIEWS
    if view not in VIEWS:
        raise UsageError(f"no view {view!r}", mend="choose renewal, continuity or both")
    return (view,)


def choose_targets(
    projection: Projection,
    targets: str | Iterable[str] | Mapping[str, float],
    resolve: Callable[[str], str],
) -> dict[str, float]:
    """Return target nodes with their weights.

    Parameters
    ----------
    projection : Projection
        The slice.
    targets : str, iterable of str or mapping of str to float
        `implementors` for the default targets; otherwise names of implementors or sectors (their
        default targets, weighted as by default), or of anything else in the chain.
    resolve : callable
        Name -> IRI.

    Raises
    ------
    UnknownNameError
        A name is known but has no place in the chain of this slice.
    """
    if isinstance(targets, str) and targets in DEFAULT:
        return dict(projection.network.targets)
    if isinstance(targets, Mapping):
        given = dict(targets)
    else:
        given = dict.fromkeys([targets] if isinstance(targets, str) else targets, 1.0)
    weights: dict[str, float] = {}
    for name, weight in given.items():
        nodes = _nodes(projection, resolve(name), name)
        total = sum(nodes.values())
        for node, part in nodes.items():
            weights[node] = weights.get(node, 0.0) + weight * part / total
    return weights


def _nodes(projection: Projection, iri: str, name: str) -> dict[str, float]:
    """Return the nodes a thing stands for, with relative weights."""
    network = projection.network
    if iri.startswith(SECTORS):
        ending = f"#in-{local(iri)}"
        found = {n: w for n, w in network.targets.items() if n.endswith(ending)}
    else:
        found = {n: w for n, w in network.targets.items() if n.startswith(f"{iri}#in-")}
    if not found and iri in network.nodes:
        found = {iri: 1.0}
    if not found:
        raise UnknownNameError(
            f"{name} has no place in the chain on {projection.catalogue.part.as_of.isoformat()}",
            where=iri,
            why="no fact in force at this confidence says what its service rests on",
            mend="choose another date or lower --min-confidence; valuegraph show tells what is known",
        )
    return found


def shared_targets(projections: Sequence[Projection]) -> dict[str, float]:
    """Return the default targets that all slices have, weighted anew as by default."""
    names = set.intersection(*(set(p.network.targets) for p in projections))
    sectors: dict[str, list[str]] = {}
    for name in sorted(names):
        sectors.setdefault(name.rpartition("#in-")[2], []).append(name)
    return {name: 1.0 / len(sectors) / len(found) for found in sectors.values() for name in found}
