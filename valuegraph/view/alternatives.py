"""Who else fills the roles on a proof, and how much of the loss they can take up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuegraph.view.merging import PROVISION
from valuegraph.view.wording import count, listing, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.view.proofs import Proof, Withdrawal
    from valuegraph.view.wording import Wording

SLACK = 1e-9
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Alternative:
    """A role on a proof, and who fills it besides those who fail.

    Attributes
    ----------
    view, role : str
        The view, and the role.
    dependents : tuple of str
        Who needs it: several where the same suppliers serve them alike.
    lost, left : tuple of str
        Suppliers that lose something, and those that lose nothing.
    share_left : float
        What those who lose nothing supply today, as a share of the role.
    share_lost, share_lost_surge, unavoidable : float
        Share of the role that is lost when nobody grows, with the surge asked for, and when
        whoever is left can grow without bounds.
    taken_up : tuple of three floats
        What the others take up at these horizons of what the failing ones supplied.
    complete : bool
        Whether a source says that the suppliers are all there are.
    """

    view: str
    role: str
    dependents: tuple[str, ...]
    lost: tuple[str, ...]
    left: tuple[str, ...]
    share_left: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    taken_up: tuple[float, float, float]
    complete: bool


def alternatives(
    proofs: Iterable[Proof], withdrawal: Withdrawal, surge: float
) -> tuple[Alternative, ...]:
    """Return who else fills the roles on some proofs, the greatest loss first.

    Parameters
    ----------
    proofs : iterable of Proof
        Proofs of one view.
    withdrawal : Withdrawal
        What they prove.
    surge : float
        The surge asked for.
    """
    seen: dict[tuple[str, str], None] = {}
    for proof in proofs:
        for step in proof.certificate.steps:
            if step.role is not None and step.role != PROVISION:
                seen.setdefault((str(step.node), str(step.role)))
    made: dict[object, Alternative] = {}
    for node, role in seen:
        found = _alternative(withdrawal, node, role, surge)
        key = replace(found, dependents=())
        old = made.get(key)
        made[key] = found if old is None else replace(old, dependents=(*old.dependents, node))
    return tuple(sorted(made.values(), key=lambda each: (not each.left, -each.share_lost)))


def _alternative(withdrawal: Withdrawal, node: str, role: str, surge: float) -> Alternative:
    losses, taken = [], []
    for horizon in (0.0, surge, math.inf):
        group = next(g for g in withdrawal.groups(node, horizon) if g.role == role)
        lost = withdrawal.lost(horizon)
        loss = group.loss(lost) / group.essentiality
        gone = math.fsum(m.share * m.loss(lost[str(m.supplier)]) for m in group.members)
        losses.append(round(loss, DIGITS))
        taken.append(round(max(0.0, gone - loss), DIGITS))
    lost = withdrawal.lost(0.0)
    kept = [m for m in group.members if m.loss(lost[str(m.supplier)]) <= SLACK]
    return Alternative(
        view=withdrawal.line.view,
        role=role,
        dependents=(node,),
        lost=tuple(str(m.supplier) for m in group.members if m not in kept),
        left=tuple(str(m.supplier) for m in kept),
        share_left=round(math.fsum(m.share for m in kept), DIGITS),
        share_lost=losses[0],
        share_lost_surge=losses[1],
        unavoidable=losses[2],
        taken_up=(taken[0], taken[1], taken[2]),
        complete=group.complete,
    )


def in_words(found: Alternative, wording: Wording, surge: float) -> str:
    """Return the sentence that says who is left and what they can take up."""
    names = [wording.supplier(node) for node in found.left]
    verb, grow, take = (
        ("loses", "it grows", "it takes") if len(names) == 1 else ("lose", "they grow", "they take")
    )
    horizons = (
        (f"with surge {surge:g}", found.share_lost_surge, found.taken_up[1]),
        (f"if {grow} without bounds", found.unavoidable, found.taken_up[2]),
    )
    later = [
        f"{percent(lost) if lost > SLACK else 'nothing'} {how}"
        + (f" ({take} up {percent(taken)})" if taken > SLACK else "")
        for how, lost, taken in horizons
    ]
    return (
        f"For {_what(found, wording)}: {listing(names, most=3)} "
        f"({percent(found.share_left)} today) {verb} nothing. Lost: {percent(found.share_lost)} at once, {', '.join(later)}."
    )


def nobody(found: Sequence[Alternative], wording: Wording) -> str:
    """Return the sentence on the roles for which nobody else is recorded."""
    alone = [each for each in found if not each.left]
    roles = sum(len(each.dependents) for each in alone)
    names = listing([_what(each, wording) for each in alone], most=6)
    return f"Nobody else is recorded for {count(roles, 'role')} on the proof: {names}."


def _what(found: Alternative, wording: Wording) -> str:
    whose = listing([wording.name(node) for node in found.dependents], most=2)
    return f"{wording.role(found.role)} of {whose}"
