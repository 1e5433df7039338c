"""Words for figures; each word has a printed threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.chokepoints.ranking import FULL, share_lost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from valuegraph.chokepoints.controllers import Controller
    from valuegraph.chokepoints.hypergraph import BoolArray, Name
    from valuegraph.chokepoints.ranking import Figures, Question
    from valuegraph.chokepoints.result import Thresholds

ROUNDING = 1.0 - FULL


def asserted(
    question: Question,
    controllers: Sequence[Controller],
    figures: Figures,
    thresholds: Thresholds,
) -> list[bool]:
    """Return which controllers stay unavoidable when only complete groups can fail.

    A group that no source calls complete may have a supplier nobody recorded: here it never
    fails, so what is left rests on asserted completeness alone.
    """
    found = [False] * len(controllers)
    least = thresholds.structural - ROUNDING
    waiting = [i for i, value in enumerate(figures.long.tolist()) if value >= least]
    immune: BoolArray = ~question.layout.graph.groups.complete
    if not waiting or immune.all():
        return found
    sets = [controllers[i].nodes for i in waiting]
    lost = share_lost(question, sets, float(question.surges[2]), immune=immune)
    for i, value in zip(waiting, lost.tolist(), strict=True):
        found[i] = value >= least
    return found


def only_together(
    question: Question,
    controllers: Sequence[Controller],
    figures: Figures,
    thresholds: Thresholds,
    owner: Mapping[Name, Name],
) -> list[bool]:
    """Return which sets reach a threshold that none of their members reaches alone.

    Members are the firms in the set (``owner`` names a node's firm), else its nodes.
    """
    names = question.layout.graph.names
    found = []
    for i, controller in enumerate(controllers):
        members: dict[Name, list[int]] = {}
        for node in controller.nodes:
            members.setdefault(owner.get(names[node], names[node]), []).append(node)
        reached = False
        for figure, surge, level in (
            (figures.long[i], question.surges[2], thresholds.structural),
            (figures.short[i], question.surges[0], thresholds.dominant_share),
        ):
            if figure >= level - ROUNDING and not reached:
                alone = share_lost(question, list(members.values()), float(surge))
                reached = bool((alone < level - ROUNDING).all())
        found.append(reached)
    return found


def words(
    figures: Figures,
    i: int,
    thresholds: Thresholds,
    *,
    complete: bool,
    together: bool,
    order: int | None,
) -> str:
    """Return the verdict words that apply to one controller, most binding first."""
    found = []
    unavoidable = figures.long[i] >= thresholds.structural - ROUNDING
    if unavoidable:
        found.append("structural" if complete else "unavoidable as recorded")
    if figures.short[i] >= thresholds.dominant_share - ROUNDING > figures.long[i]:
        found.append("dominant share")
    if order is not None and order == thresholds.joint:
        found.append("joint")
    if together:
        found.append("jurisdictional")
    if figures.leverage[i] >= thresholds.terms - ROUNDING:
        found.append("terms")
    return ", ".join(found)
