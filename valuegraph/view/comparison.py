"""One controller on two dates: the same question, two answers, each with its sources."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UnknownNameError
from valuegraph.facts import Fact, facts_of
from valuegraph.view.ranking import VIEWS, acting_facts, controller_sets, downstream_weight
from valuegraph.view.targets import shared_targets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.projection import Projection
    from valuegraph.store import Store

ALL, SHARED = "all of the date", "shared by both dates"
COLUMNS = (
    *("as_of", "view", "targets", "count", "share_lost", "share_lost_surge", "unavoidable"),
    *("name", "iri"),
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A projection with its engine."""

    projection: Projection
    graph: DependencyGraph

    @property
    def day(self) -> str:
        """The day of the slice."""
        return self.projection.catalogue.part.as_of.isoformat()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one withdrawal does on two dates.

    Attributes
    ----------
    name : str
        Who withdraws.
    rows : tuple of dict
        One per date, view and set of targets; shares lie in [0, 1].
    facts : dict
        Date -> the facts through which the withdrawal acts, widest effect first.
    """

    name: str
    rows: tuple[dict[str, Any], ...]
    facts: dict[str, list[Fact]] = field(repr=False)

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, float_format="{:.3f}".format))


def compare(
    name: str, dates: Sequence[Dated], store: Store, *, by: str, surge: float
) -> Comparison:
    """Compare the withdrawal of one controller on several dates.

    Parameters
    ----------
    name : str
        The controller, or an organisation under its control.
    dates : sequence of Dated
        Two or more slices of one dataset.
    store : Store
        Where names and facts are read.
    by : str
        As for `controller_sets`.
    surge : float
        Surge capacity of the middle horizon.

    Raises
    ------
    UnknownNameError
        The name is unknown, or on none of the dates does anything rest on it.
    """
    iri = store.resolve(name)
    common = shared_targets([d.projection for d in dates])
    rows: list[dict[str, Any]] = []
    acting: dict[str, tuple[str, ...]] = {}
    for dated in sorted(dates, key=lambda d: d.day):
        nodes = _nodes(dated.projection, iri, by)
        reach = downstream_weight(dated.projection)
        acting[dated.day] = acting_facts(dated.projection, nodes, "renewal", reach)
        chosen = ((ALL, dated.projection.network.targets), (SHARED, common)) if nodes else ()
        for view in VIEWS:
            for which, targets in chosen:
                figures = _figures(dated.graph, targets, nodes, view, surge) if targets else {}
                said = {"targets": which, "count": len(targets), "name": name, "iri": iri}
                rows.append({"as_of": dated.day, "view": view, **said, **figures})
    if not rows:
        raise UnknownNameError(
            f"nothing in the chain rests on {name} on {' or '.join(d.day for d in dates)}",
            where=iri,
            mend="choose other dates; valuegraph show lists what is known",
        )
    found = {f.iri: f for f in facts_of(store.rows, {i for x in acting.values() for i in x})}
    facts = {day: [found[iri] for iri in listed] for day, listed in acting.items()}
    return Comparison(name, tuple(rows), facts)


def _nodes(projection: Projection, iri: str, by: str) -> set[str]:
    sets = controller_sets(projection, by)
    if iri in sets:
        return sets[iri]
    return next((nodes for nodes in sets.values() if iri in nodes), set())


def _figures(
    graph: DependencyGraph, targets: Mapping[str, float], nodes: set[str], view: str, surge: float
) -> dict[str, float]:
    horizons = {"share_lost": 0.0, "share_lost_surge": surge, "unavoidable": math.inf}
    return {
        column: graph.loss(targets, remove=sorted(nodes), surge=each, view=view)
        for column, each in horizons.items()
    }
