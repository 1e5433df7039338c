"""A scenario's answer in sentences."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.view.scenario_moves import condition
from valuegraph.view.wording import count, listing, percent

if TYPE_CHECKING:
    from valuegraph.view.scenario_found import Played
    from valuegraph.view.scenario_parts import Loss, Middle, Unknown

SLACK = 1e-9
TRIED, CHANGED = 80, 12
FLIPS = (
    f"What would change the answer was tried for the {TRIED} assumptions of each kind on which most "
    f"of the loss rests, in each view; {CHANGED} of them are kept. Others may matter as well, above "
    "all a fact whose absence would raise the loss."
)
HORIZONS = (
    "Lost at once: survivors keep to what they supplied before. With surge: each of them can "
    "supply that much more than its share. Unavoidable: they may grow without bounds."
)
REACH = (
    "A removal stops what a firm runs, not its own use of AI. A cut takes what is held already; "
    "sanctions and clauses leave what stocks cover, unless they say otherwise."
)
SHAPLEY = (
    "What a shock costs jointly is its part of the whole, survivors keeping to their shares: what "
    "it adds, on average over all orders in which the shocks may come (Shapley value)."
)
LEFT_OUT = (
    "What a shock costs jointly is what would not be lost without it, survivors keeping to their "
    "shares; with so many shocks these parts need not add up."
)
GROUP = (
    "A firm's name stands for its group under common control; --by firm takes the firm alone.",
    "A firm's name stands for the firm alone; --by group takes all under common control.",
)


def headline(answer: Played) -> tuple[str, ...]:
    """Return the answer in sentences: one for each view, one for each shock that hits nothing."""
    first, *others = answer.losses
    who = _whose(answer, first)
    what = f"{condition(answer.moves)}, {_lost(answer, first, f'of {who}')}"
    more = [f"In the {loss.view} view {_lost(answer, loss, 'of it')}" for loss in others]
    return (what, *more, *_idle(answer))


def _lost(answer: Played, loss: Loss, whose: str) -> str:
    """Return what is lost in a view; the first sentence names the view, the others begin with it."""
    view = f" in the {loss.view} view" if loss is answer.losses[0] else ""
    if loss.share_lost <= SLACK:
        reached = f"; {percent(loss.exposed)} of it is within reach" if loss.exposed > SLACK else ""
        return f"nothing {whose} is lost{view}{_bound(loss)}{reached}."
    middle = _middle(answer.interval(loss.view))
    lost = percent(loss.share_lost)
    return f"{lost} {whose} is lost at once{view}{middle}{_bound(loss)}; {_rest(loss)}."


def _whose(answer: Played, loss: Loss) -> str:
    if answer.default_targets:
        return f"the service of {count(loss.targets, 'implementor-sector pair')}"
    names = list(dict.fromkeys(hit.name for hit in answer.hits))
    return f"the service of {listing(names)}"


def _middle(found: Middle) -> str:
    if found.low is None or found.high is None:
        return ""
    return f" ({100 * found.level:.0f} % interval {percent(found.low)} to {percent(found.high)})"


def _bound(loss: Loss) -> str:
    """Return the upper bound where it differs from the figure."""
    bound = loss.share_lost_at_most
    if bound <= loss.share_lost + SLACK:
        return ""
    return f", but up to {percent(bound)} if all that is undetermined is hit too"


def _rest(loss: Loss) -> str:
    """Return what stays lost when survivors grow without bounds."""
    left = loss.unavoidable
    if left <= SLACK:
        return "others can take up all of that if they may grow without bounds"
    if left >= loss.share_lost - SLACK:
        return "nobody who is recorded can take up any of that"
    return f"{percent(left)} stays lost however much others grow"


def _idle(answer: Played) -> tuple[str, ...]:
    """Return a sentence for each shock that hits nothing."""
    return tuple(
        f"Mind: {move.text} hits nothing in the facts in force on {answer.as_of.isoformat()}; "
        "it adds nothing to the figures, which is not to say that nobody depends on it."
        for move in answer.moves
        if not move.hits + move.perhaps
    )


def undetermined(answer: Played) -> tuple[str, ...]:
    """Return for each shock of what the facts do not say, and the bounds that follow."""
    groups: dict[tuple[str, str, str], list[Unknown]] = defaultdict(list)
    for row in answer.unknown:
        groups[row.shock, row.part, row.missing].append(row)
    said = [
        f"{shock}: not known of {_counted(part, len(rows))}: {missing} "
        f"({listing([row.name for row in rows], most=3)})."
        for (shock, part, missing), rows in groups.items()
    ]
    if said:
        bounds = [
            f"{percent(loss.share_lost)} to {percent(loss.share_lost_at_most)} ({loss.view} view)"
            for loss in answer.losses
        ]
        said.append(f"Whatever holds of them, what is lost at once lies in {listing(bounds)}.")
    return tuple(said)


def _counted(part: str, number: int) -> str:
    head, _, tail = part.partition(" ")
    return f"{count(number, head)} {tail}".strip()


def assumptions(answer: Played) -> tuple[str, ...]:
    """Return what the figures of a scenario rest on, besides what every ranking rests on."""
    shared = all(row.attribution == "shapley" for row in answer.causes)
    drawn = [
        f"Intervals hold {100 * row.level:.0f} % of {row.draws} draws (seed {row.seed}) in which "
        "each source stands or falls with its confidence. Where evidence falls a role becomes "
        "unknown, and unknown roles lose nothing: so draws tend to lie below the figure as "
        "recorded, which takes every fact as certain."
        for row in answer.intervals[:1]
    ]
    group = GROUP[answer.by == "firm"]
    return (group, HORIZONS, REACH, SHAPLEY if shared else LEFT_OUT, FLIPS, *drawn)
