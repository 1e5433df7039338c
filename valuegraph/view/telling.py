"""Sentences: who loses how much, for want of what, and who is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.view.merging import FULL, PROVISION
from valuegraph.view.wording import FUNCTION, count, listing, opening, percent

if TYPE_CHECKING:
    from valuegraph.chokepoints.certificate import Member
    from valuegraph.view.merging import Finding
    from valuegraph.view.wording import Wording

STOPS = ("stops", "stop")
FAILS = ("fails", "fail")
NOT_GRANTED = ("is granted no more", "are granted no more")
RENEWED = ("cannot be renewed", "cannot be renewed")
VERBS = {
    "fabrication and memory": RENEWED,
    "accelerators": ("cannot be made", "cannot be made"),
    "compute": RENEWED,
    "models": ("gets no next version", "get no next version"),
    "offerings": RENEWED,
}
"""What befalls a node of a stage in the renewal view; in the continuity view it stops."""


def told(found: Finding, wording: Wording, view: str, *, unstated: bool) -> str:
    """Return the sentence of a finding.

    Parameters
    ----------
    found : Finding
        Steps of a proof that say the same.
    wording : Wording
        Names.
    view : str
        ``renewal`` or ``continuity``.
    unstated : bool
        Whether a share in the group is no fact, but counted as equal.
    """
    said = _told(found, wording, view, unstated=unstated)
    return opening(said)


def _told(found: Finding, wording: Wording, view: str, *, unstated: bool) -> str:
    if found.group is None:
        return _withdrawal(found, wording)
    if found.roles[0] == PROVISION:
        return f"{_subject(found, wording, view)}: {_suppliers(found, wording)} {_provides(found)}."
    if found.group.linear and not found.roles[0].startswith(FUNCTION):
        return _part(found, wording)
    return (
        f"{_subject(found, wording, view)}: {_need(found, wording)} on "
        f"{_suppliers(found, wording)}{_rest(found, wording)}{_equal(found, unstated=unstated)}."
    )


def _withdrawal(found: Finding, wording: Wording) -> str:
    who = listing(wording.firms(found.nodes))
    many = len(found.nodes) > 1
    if found.loss < FULL:
        return f"{who} {'keep' if many else 'keeps'} {percent(1 - found.loss)} of the service."
    verb = leaving(found.nodes[0], wording, many=many)
    if not found.runs:
        return f"{who} {verb}."
    return f"{who} {verb}, and with {'them' if many else 'it'} {listing(_own(found, wording))}."


def leaving(node: str, wording: Wording, *, many: bool = False) -> str:
    """Return what a node does when it is gone: a firm withdraws, a thing fails."""
    if wording.is_licence(node):
        return NOT_GRANTED[many]
    return FAILS[many] if wording.is_thing(node) else ("withdraws", "withdraw")[many]


def _own(found: Finding, wording: Wording) -> list[str]:
    """Return what those who withdraw run; a single firm needs no name again."""
    names = [wording.name(node) for node in found.runs]
    if len(found.nodes) > 1:
        return names
    parts = [node.partition("#")[2] for node in found.runs]
    return [
        f"its {wording.role(part)}" if part else name
        for part, name in zip(parts, names, strict=True)
    ]


def _subject(found: Finding, wording: Wording, view: str) -> str:
    """Return who loses how much."""
    who = listing([wording.name(node) for node in found.nodes])
    many = len(found.nodes) > 1
    if found.roles[0].startswith(FUNCTION) and found.group is not None and found.group.linear:
        return f"{who} loses {_functions(found, wording)}"
    if found.loss >= FULL:
        return f"{who} {_verbs(found, wording, view)[many]}"
    return f"{who} {'lose' if many else 'loses'} {percent(found.loss)}"


def _verbs(found: Finding, wording: Wording, view: str) -> tuple[str, str]:
    """Return what befalls nodes that lose everything, of one and of several."""
    stage = wording.stage(found.nodes[0])
    if wording.is_licence(found.nodes[0]):
        return NOT_GRANTED
    if view != "renewal" or found.roles[0] == PROVISION:
        return STOPS
    if "#" in found.nodes[0] and stage == "accelerators":
        return RENEWED
    return VERBS.get(stage, STOPS)


def _functions(found: Finding, wording: Wording) -> str:
    """Return which functions of an implementor are lost, how far, and out of how many."""
    names = listing([wording.role(role) for role in found.roles])
    every = len(wording.projection.functions.get(found.nodes[0], found.roles))
    of = f" ({len(found.roles)} of its {every} functions)" if every > 1 else ""
    assert found.group is not None  # noqa: S101 - a function is a group
    depth = found.taken / (found.group.essentiality * len(found.roles))
    return f"{names}{of}" if depth >= FULL else f"{percent(depth)} of {names}{of}"


def _need(found: Finding, wording: Wording) -> str:
    if found.roles[0].startswith(FUNCTION) and found.group is not None and found.group.linear:
        return f"{'they rest' if len(found.roles) > 1 else 'it rests'}"
    rests = "they rest" if len(found.nodes) > 1 else "it rests"
    return f"for {wording.need(found.roles[0])} {rests}"


def _provides(found: Finding) -> str:
    verb = "provides" if len(found.lost) == 1 else "provide"
    return f"{verb} {'them' if len(found.nodes) > 1 else 'it'}"


def _part(found: Finding, wording: Wording) -> str:
    """Return the sentence of one of several parts that add up."""
    group = found.group
    assert group is not None  # noqa: S101 - a part is a group
    who = listing([wording.name(node) for node in found.nodes])
    loses = "each lose" if len(found.nodes) > 1 else "loses"
    whole = "" if found.taken >= found.loss - 1e-9 else f", {percent(found.loss)} in all"
    share = "" if group.essentiality >= FULL else f" ({percent(group.essentiality)} of what it has)"
    amount = "everything" if found.taken >= FULL else percent(found.taken)
    its = "their" if len(found.nodes) > 1 else "its"
    return (
        f"{who} {loses} {amount} through {its} {wording.role(found.roles[0])}{share}{whole}: "
        f"{_suppliers(found, wording)} {_fail(found)}{_rest(found, wording)}."
    )


def _fail(found: Finding) -> str:
    many = len(found.lost) > 1
    if all(loss >= FULL for _, loss in found.lost):
        return "fail" if many else "fails"
    return "fail in part" if many else "fails in part"


def _suppliers(found: Finding, wording: Wording) -> str:
    """Return those who fail, with their shares and losses where these say something."""
    alone = len(found.lost) + len(found.kept) == 1
    partly = any(loss < FULL for _, loss in found.lost)
    ordered = sorted(found.lost, key=lambda each: (-each[0].share, str(each[0].supplier)))
    names = [
        wording.supplier(str(m.supplier)) + _aside(m, loss, alone=alone, partly=partly)
        for m, loss in ordered
    ]
    return listing(names)


def _aside(member: Member, loss: float, *, alone: bool, partly: bool) -> str:
    said = [] if alone else [percent(member.share)]
    if partly:
        said.append(f"loses {percent(loss)}" if loss < FULL else "loses all")
    return f" ({', '.join(said)})" if said else ""


def _rest(found: Finding, wording: Wording) -> str:
    """Return who is left to supply, or that nobody is."""
    if not found.kept:
        who = "a source says that there is nobody else" if found.complete else ""
        return f"; {who or 'nobody else is recorded'}"
    share = sum(member.share for member, _ in found.kept)
    names = listing([wording.supplier(str(m.supplier)) for m, _ in found.kept], most=3)
    return f"; the other {percent(share)}, from {names}, goes on"


def _equal(found: Finding, *, unstated: bool) -> str:
    several = len(found.lost) + len(found.kept) > 1
    if several and unstated and found.loss < FULL:
        return f" (shares of the {count(len(found.lost) + len(found.kept), 'supplier')} counted as equal: no source states them)"
    return ""
