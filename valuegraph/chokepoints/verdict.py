"""Words for figures; each word has a printed threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.chokepoints.ranking import FULL, share_lost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from valuegraph.chokepoints.controllers import Controller
    from valuegraph.chokepoints.hypergraph import BoolArray, Name
    from valuegraph.chokepoints.question import Figures, Question
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
    fails, so what is left rests on asserted completeness alone. A target is unavoidable for
    itself whatever is complete.
    """
    found = [False] * len(controllers)
    least = thresholds.structural - ROUNDING
    waiting = [i for i, value in enumerate(figures.long.tolist()) if value >= least]
    immune: BoolArray = ~question.layout.graph.groups.complete
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
    among: Sequence[int],
) -> list[bool]:
    """Return which sets reach a threshold that none of their members reaches alone.

    Members are the firms in the set (``owner`` names a node's firm), else its nodes. Only the
    sets ``among`` which to look can.
    """
    names = question.layout.graph.names
    found = [False] * len(controllers)
    for i in among:
        members: dict[Name, list[int]] = {}
        for node in controllers[i].nodes:
            members.setdefault(owner.get(names[node], names[node]), []).append(node)
        reached = False
        for figure, surge, level in (
            (figures.long[i], question.surges[2], thresholds.structural),
            (figures.short[i], question.surges[0], thresholds.dominant_share),
        ):
            if figure >= level - ROUNDING and not reached:
                alone = share_lost(question, list(members.values()), float(surge))
                reached = bool((alone < level - ROUNDING).all())
        found[i] = reached
    return found


def jurisdictions(
    grouping: str,
    controllers: Sequence[Controller],
    names: Sequence[Name],
    attributes: Mapping[str, Mapping[Name, Name]],
) -> list[int]:
    """Return the places of the controllers that are jurisdictions.

    All are when grouped by that column; of sets that somebody passed, those named after the
    jurisdiction of each of their nodes.
    """
    if grouping == "jurisdiction":
        return list(range(len(controllers)))
    home = attributes.get("jurisdiction", {}) if grouping == "set" else {}
    return [
        i
        for i, controller in enumerate(controllers)
        if home
        and controller.nodes
        and all(home.get(names[node]) == controller.name for node in controller.nodes)
    ]


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
    found = loss_words(
        float(figures.short[i]), float(figures.long[i]), thresholds, complete=complete
    )
    if order is not None and order == thresholds.joint:
        found.append("joint")
    if together:
        found.append("jurisdictional")
    if figures.leverage[i] >= thresholds.terms - ROUNDING:
        found.append("terms")
    return ", ".join(found)


def loss_words(short: float, long: float, thresholds: Thresholds, *, complete: bool) -> list[str]:
    """Return the verdict words that rest on the losses alone."""
    found = []
    if long >= thresholds.structural - ROUNDING:
        found.append("structural" if complete else "unavoidable as recorded")
    if short >= thresholds.dominant_share - ROUNDING > long:
        found.append("dominant share")
    return found
