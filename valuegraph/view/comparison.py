"""One controller on two dates: the same question, two answers, each with its sources."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UnknownNameError
from valuegraph.facts import Fact, facts_of
from valuegraph.projection import coverage_lines
from valuegraph.view.acting import (
    acting_facts,
    downstream_weight,
    grown,
    leaving_supplies,
    strongest_first,
    weigh,
)
from valuegraph.view.controlling import controller_sets
from valuegraph.view.ranking import VIEWS
from valuegraph.view.targets import shared_targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    alternatives : dict
        Date -> the facts by which others fill, on that date, the roles in which the two dates
        differ: the (dependent, role) groups that the controller fills by a fact that acts on one
        of the dates only. Widest effect first.
    coverage : tuple of str
        What must be read beside the figures, for each date.
    """

    name: str
    rows: tuple[dict[str, Any], ...]
    facts: dict[str, list[Fact]] = field(repr=False)
    alternatives: dict[str, list[Fact]] = field(repr=False)
    coverage: tuple[str, ...] = field(repr=False)

    def changed(self, day: str) -> list[Fact]:
        """Return the facts of a date that do not act on every other date, widest effect first."""
        elsewhere = [{f.iri for f in facts} for other, facts in self.facts.items() if other != day]
        kept = set.intersection(*elsewhere) if elsewhere else set()
        return [fact for fact in self.facts[day] if fact.iri not in kept]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import table_html

        names = [name for name in COLUMNS if name != "iri"]
        return table_html(self.rows, names, notes=self.coverage, digits=".3f")


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
    sides = [Side(each, _nodes(each.projection, iri, by)) for each in dates]
    sides.sort(key=lambda side: side.day)
    rows: list[dict[str, Any]] = []
    for side in sides:
        for view in VIEWS:
            for which, targets in ((ALL, side.network.targets), (SHARED, common)):
                if side.nodes:
                    figures = _figures(side, targets, view, surge) if targets else {}
                    said = {"targets": which, "count": len(targets), "name": name, "iri": iri}
                    rows.append({"as_of": side.day, "view": view, **said, **figures})
    if not rows:
        raise UnknownNameError(
            f"nothing in the chain rests on {name} on {' or '.join(side.day for side in sides)}",
            where=iri,
            mend="choose other dates; valuegraph show lists what is known",
        )
    acting = {side.day: side.acting() for side in sides}
    times = Counter(fact for facts in acting.values() for fact in facts)
    changed = {fact for fact, count in times.items() if count < len(sides)}
    groups = {group for side in sides for group in side.groups(changed)}
    others = {side.day: side.others(groups, acting[side.day]) for side in sides}
    wanted = {fact for named in (acting, others) for facts in named.values() for fact in facts}
    found = {fact.iri: fact for fact in facts_of(store.rows, wanted)}
    return Comparison(
        name,
        tuple(rows),
        {day: [found[fact] for fact in facts] for day, facts in acting.items()},
        {day: [found[fact] for fact in facts] for day, facts in others.items()},
        tuple(line for side in sides for line in coverage_lines(side.dated.projection)),
    )


class Side:
    """One date of a comparison: who withdraws there, and by which supplies it acts.

    Parameters
    ----------
    dated : Dated
        The slice.
    nodes : set of str
        The controller's nodes on that date.
    """

    def __init__(self, dated: Dated, nodes: set[str]) -> None:
        self.dated = dated
        self.day = dated.day
        self.network = dated.projection.network
        self.nodes = nodes
        self._inside = grown(dated.projection, nodes)
        self._reach = downstream_weight(dated.projection)

    def acting(self) -> tuple[str, ...]:
        """Return the facts through which the withdrawal acts, widest effect first."""
        return acting_facts(self.dated.projection, self.nodes, "renewal", self._reach)

    def groups(self, facts: set[str]) -> set[tuple[str, str]]:
        """Return the (dependent, role) groups that the controller fills by any of some facts."""
        leaving = leaving_supplies(self.dated.projection, self._inside)
        return {(dependent, role) for dependent, role, line in leaving if facts & set(line.facts)}

    def others(self, groups: set[tuple[str, str]], own: Iterable[str]) -> tuple[str, ...]:
        """Return the facts of others who fill some groups, widest effect first."""
        weight: dict[str, tuple[float, float]] = {}
        for (supplier, dependent, role), line in self.network.supplies.items():
            if (dependent, role) in groups and supplier not in self._inside:
                weigh(weight, line, self._reach.get(dependent, 0.0))
        return strongest_first({fact: weight[fact] for fact in weight.keys() - set(own)})


def _nodes(projection: Projection, iri: str, by: str) -> set[str]:
    sets = controller_sets(projection, by)
    if iri in sets:
        return sets[iri]
    return next((nodes for nodes in sets.values() if iri in nodes), set())


def _figures(side: Side, targets: Mapping[str, float], view: str, surge: float) -> dict[str, float]:
    horizons = {"share_lost": 0.0, "share_lost_surge": surge, "unavoidable": math.inf}
    return {
        column: side.dated.graph.loss(targets, remove=sorted(side.nodes), surge=each, view=view)
        for column, each in horizons.items()
    }
