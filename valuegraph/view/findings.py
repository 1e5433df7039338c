"""From a ranking to findings: which controllers are chokepoints, by which figures and roles."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.view.acting import acting_facts, downstream_weight, grown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from valuegraph.chokepoints.result import Chokepoint
    from valuegraph.projection import Projection
    from valuegraph.view.ranking import Line, Ranking

NOTABLE = 0.05
"""From which share on a loss is a finding: unavoidable, or at once with a verdict word."""
ROUNDING = 1e-9

Caps = dict[tuple[str, str, str], float]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the withdrawal of one controller takes, in one view, on one day.

    Attributes
    ----------
    controller, name : str
        IRI and name of what withdraws.
    by, view, as_of : str, str, datetime.date
        How it is counted as one, the question answered, the day of the slice.
    surge, floor : float
        Surge of the middle figure; least confidence of the facts.
    reach, share_lost, share_lost_surge, unavoidable, leverage : float
        Shares of target service in [0, 1]; see `valuegraph.view.ranking`.
    verdict : str
        Words, separated by commas; may be empty.
    kinds : tuple of str
        Kinds of supply on the proof, in the engine's words.
    roles : tuple of str
        Roles of which the controller's part alone already makes a finding of it.
    facts : tuple of str
        IRIs of the facts through which it acts, those with the widest effect first.
    """

    controller: str
    name: str
    by: str
    view: str
    as_of: dt.date
    surge: float
    floor: float
    reach: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    leverage: float
    verdict: str
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    facts: tuple[str, ...] = field(repr=False)


def findings_of(ranking: Ranking) -> tuple[Finding, ...]:
    """Return the lines of a ranking that are findings, in its order.

    A line is one when its unavoidable share reaches `NOTABLE`, or when it deserves a verdict word
    and what is lost at once reaches it: a joint cut of one small user is no chokepoint of a chain.
    """
    return tuple(
        _finding(line, line.view, (line.iri, line.name, ranking.by), line.facts, ranking)
        for line in ranking.lines
        if _counts(line)
    )


def findings_about(thing: str, nodes: Collection[str], ranking: Ranking) -> tuple[Finding, ...]:
    """Return what the loss of one thing is found to be, in the views of a ranking.

    Parameters
    ----------
    thing : str
        IRI of the thing.
    nodes : collection of str
        The nodes that stand for it; they stop together.
    ranking : Ranking
        Gives the slice, the engine, the targets, the surge and the views.
    """
    basis = ranking.basis
    reach = downstream_weight(basis.projection)
    called = (thing, basis.projection.catalogue.label(thing), "asset")
    found = []
    for view in basis.found:
        asked = basis.graph.chokepoints(
            basis.weights, by={thing: set(nodes)}, surge=ranking.surge, view=view
        )
        for row in filter(_counts, asked.rows):
            facts = acting_facts(basis.projection, nodes, view, reach)
            found.append(_finding(row, view, called, facts, ranking, nodes))
    return tuple(found)


def _counts(line: Line | Chokepoint) -> bool:
    """Tell whether figures make a finding."""
    least = NOTABLE - ROUNDING
    return line.unavoidable >= least or (bool(line.verdict) and line.share_lost >= least)


def _finding(
    line: Line | Chokepoint,
    view: str,
    called: tuple[str, str, str],
    facts: tuple[str, ...],
    ranking: Ranking,
    nodes: Iterable[str] | None = None,
) -> Finding:
    part = ranking.basis.projection.catalogue.part
    controller, name, by = called
    held = ranking.basis.sets[controller] if nodes is None else nodes
    return Finding(
        controller=controller,
        name=name,
        by=by,
        view=view,
        as_of=part.as_of,
        surge=ranking.surge,
        floor=part.min_confidence,
        reach=float(line.reach),
        share_lost=float(line.share_lost),
        share_lost_surge=float(line.share_lost_surge),
        unavoidable=float(line.unavoidable),
        leverage=float(line.leverage),
        verdict=str(line.verdict),
        kinds=tuple(sorted(filter(None, str(line.kind).split(", ")))),
        roles=bearing_roles(held, view, ranking),
        facts=facts,
    )


def bearing_roles(nodes: Iterable[str], view: str, ranking: Ranking) -> tuple[str, ...]:
    """Return the roles of which a controller's part alone takes as much as a finding takes.

    For each role in which it or what it runs supplies anything, only these supplies stop, as far
    as no stock covers them; the role bears when the share lost reaches the threshold of a dominant
    share, or the unavoidable share that of a finding. So a firm that sells both compute and models
    is a case of compute only when its compute alone would do.

    Parameters
    ----------
    nodes : iterable of str
        The nodes of the controller.
    view : str
        One of the views of the ranking.
    ranking : Ranking
        Gives the slice, the engine, the targets and the thresholds.
    """
    basis = ranking.basis
    dominant = basis.found[view].thresholds.dominant_share

    def lost(caps: Caps, surge: float) -> float:
        return basis.graph.loss(basis.weights, relation_caps=caps, surge=surge, view=view)

    found = []
    for role, caps in sorted(_parts(basis.projection, nodes, view).items()):
        share = lost(caps, 0.0)
        if share >= dominant - ROUNDING or (
            share >= NOTABLE - ROUNDING and lost(caps, math.inf) >= NOTABLE - ROUNDING
        ):
            found.append(role)
    return tuple(found)


def _parts(projection: Projection, nodes: Iterable[str], view: str) -> Mapping[str, Caps]:
    """Return by role what is left of each supply of a controller, to itself as well as to others.

    That it runs a thing is no role of an input: what it runs stops by what it feeds it.
    """
    parts: dict[str, Caps] = defaultdict(dict)
    for node in grown(projection, nodes):
        for dependent, role, supply in projection.network.leaving(node):
            left = supply.stock if view == "continuity" else 0.0
            if role != "provision" and left < 1:
                parts[plain_role(role)][node, dependent, role] = left
    return parts


def plain_role(role: str) -> str:
    """Return a role without the function or level that parts it: `aiService(search)` is one."""
    return role.partition("(")[0].strip()
