"""Rankings as columns, so that one content, slice and question is ranked once and then read."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from valuegraph.projection import coverage_lines
from valuegraph.view.contrast import Contrast, betweenness_of
from valuegraph.view.ranking import ASSUMPTIONS, Line, Ranking, rank
from valuegraph.view.targets import DEFAULT, choose_targets, choose_views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.projection import Projection
    from valuegraph.projection.slices import Slice

    Arrays = dict[str, NDArray[Any]]

FIGURES = ("reach", "share_lost", "share_lost_surge", "unavoidable", "leverage")
WORDS = ("view", "name", "iri", "verdict", "kind")
LISTS = ("facts", "nodes")
RANKING_ROOMS = ("chokepoints", "measures", "projection", "view", "vocabulary")
DIGEST = 8


class Store(Protocol):
    """What this module needs of a store."""

    def resolve(self, name: str) -> str:
        """Return the IRI that a name stands for."""
        ...

    def remember(self, name: str, build: Callable[[], Arrays], *, version: str = "") -> Arrays:
        """Return the named columns, built once per content and version."""
        ...


class Graph(Protocol):
    """What this module needs of a dataset on one day; slice and engine are made on first use."""

    @property
    def store(self) -> Store: ...  # noqa: D102 - said above
    @property
    def part(self) -> Slice: ...  # noqa: D102
    @property
    def projection(self) -> Projection: ...  # noqa: D102
    @property
    def dependency(self) -> DependencyGraph: ...  # noqa: D102


def ranking(
    graph: Graph,
    targets: str | Iterable[str] | Mapping[str, float],
    *,
    by: str,
    view: str,
    surge: float,
) -> Ranking:
    """Rank the chokepoints of a slice; for its default targets from the cache where it has them.

    One ranking is kept for each `by` and `view`, the latest: a day has its own figures, so to keep
    every day that is asked for would fill a disk. It is computed anew by other code, since a kept
    figure must be the one that would be computed.

    Parameters
    ----------
    graph : Graph
        The slice; nothing is projected where a ranking is kept, until its basis is asked for.
    targets, by, view, surge
        As for `KnowledgeGraph.chokepoints`.
    """
    views = choose_views(view)

    @cache
    def fresh() -> Ranking:
        slice_ = graph.projection
        weights = choose_targets(slice_, targets, graph.store.resolve)
        return rank(slice_, graph.dependency, by=by, surge=surge, views=views, targets=weights)

    if not isinstance(targets, str) or targets not in DEFAULT:
        return fresh()
    place, known = _number(str(by), *views), (_code(), repr(graph.part))
    columns = graph.store.remember(
        f"chokepoints-{place}",
        lambda: columns_of(fresh()),
        version=_number(*known, repr(surge)),
    )

    def scores() -> dict[str, float]:
        basis = fresh().basis
        return betweenness_of(basis.projection, basis.sets)

    def kept_scores() -> dict[str, float]:
        found = graph.store.remember(
            f"betweenness-{place}", lambda: _columns_of_scores(scores()), version=_number(*known)
        )
        return dict(zip(found["name"].tolist(), found["score"].tolist(), strict=True))

    return Ranking(
        lines_of(columns, Contrast(kept_scores)),
        tuple(columns["coverage"].tolist()),
        ASSUMPTIONS,
        by,
        surge,
        lambda: fresh().basis,
    )


def coverage(graph: Graph) -> tuple[str, ...]:
    """Return what `coverage_lines` says of a slice, from the cache where it has it."""
    columns = graph.store.remember(
        "coverage",
        lambda: {"line": _texts(coverage_lines(graph.projection))},
        version=_number(_code(), repr(graph.part)),
    )
    return tuple(columns["line"].tolist())


def columns_of(found: Ranking) -> Arrays:
    """Return the lines and the coverage of a ranking as columns; lists as codes into one pool."""
    pool: dict[str, int] = {}
    columns: Arrays = {
        **{name: _texts(getattr(line, name) for line in found.lines) for name in WORDS},
        **{name: np.array([getattr(x, name) for x in found.lines]) for name in FIGURES},
        "coverage": _texts(found.coverage),
    }
    for name in LISTS:
        lists = [_in_order(getattr(line, name)) for line in found.lines]
        codes = [pool.setdefault(text, len(pool)) for texts in lists for text in texts]
        columns[name] = np.array(codes, dtype=np.int64)
        columns[f"{name}_end"] = np.cumsum([len(texts) for texts in lists], dtype=np.int64)
    columns["pool"] = _texts(pool)
    return columns


def lines_of(columns: Arrays, contrast: Contrast) -> tuple[Line, ...]:
    """Return the lines that `columns_of` was given."""
    pool = columns["pool"].tolist()
    facts, nodes = (_lists(columns[name], columns[f"{name}_end"], pool) for name in LISTS)
    told = [columns[name].tolist() for name in (*WORDS, *FIGURES)]
    return tuple(
        Line(
            **dict(zip((*WORDS, *FIGURES), told_of_one, strict=True)),
            facts=some,
            contrast=contrast,
            nodes=frozenset(held),
        )
        for *told_of_one, some, held in zip(*told, facts, nodes, strict=True)
    )


def _lists(
    codes: NDArray[np.int64], ends: NDArray[np.int64], pool: list[str]
) -> list[tuple[str, ...]]:
    stops = ends.tolist()
    named = [pool[code] for code in codes.tolist()]
    return [tuple(named[a:b]) for a, b in zip([0, *stops], stops, strict=False)]


def _columns_of_scores(scores: Mapping[str, float]) -> Arrays:
    return {"name": _texts(scores), "score": np.array(list(scores.values()), dtype=np.float64)}


def _texts(texts: Iterable[str]) -> NDArray[Any]:
    return np.array(list(texts), dtype=object)


def _in_order(texts: Iterable[str]) -> list[str]:
    """Return texts in their order; those of a set, which has none, by the alphabet."""
    return sorted(texts) if isinstance(texts, frozenset) else list(texts)


def _number(*texts: str) -> str:
    """Return digits that stand for texts."""
    digest = hashlib.blake2b("\0".join(texts).encode(), digest_size=DIGEST)
    return str(int.from_bytes(digest.digest(), "big"))


@cache
def _code() -> str:
    """Return a hash of the code that ranks."""
    package = Path(__file__).parents[1]
    digest = hashlib.blake2b(np.__version__.encode(), digest_size=DIGEST)
    for room in RANKING_ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
