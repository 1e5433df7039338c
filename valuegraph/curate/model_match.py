"""Whether two names of models state the same, by their parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from valuegraph.curate.judging import DIFFERENT, SAME, UNSURE
from valuegraph.curate.lines import dates_of, set_apart
from valuegraph.curate.model_names import NAME, read_model
from valuegraph.curate.words import undated

if TYPE_CHECKING:
    from valuegraph.curate.model_names import ModelName

__all__ = ["Compared", "compare_models", "contradict"]

PHRASES = {
    "version": "version", "size": "size", "active": "active size", "experts": "number of experts",
    "context": "context length", "date": "date", "revision": "revision", "stage": "training stage",
    "tier": "member of the line", "serving": "way of serving", "status": "state of release",
    "quantisation": "number format", "format": "file format", "mode": "purpose",
    "family": "family or release", "tag": "catalogue tag", "change": "change of the weights",
}  # fmt: skip
OPEN = {
    "version", "size", "active", "experts", "date", "stage", "revision", "format", "family", "tag",
}  # fmt: skip
"""Slots that a name may leave out and still mean what states them."""
APART = ("version", "size", "stage")
LEVELS = {
    "serving": "a serving variant and the release",
    "quantisation": "a copy in another number format and the release",
    "change": "a model made from the release and the release",
    "version": "a line and a release of it",
    "size": "a line and a release of it",
}
"""What two names are to one another when only one of them states a mark."""
MOVING = ("latest",)


class Compared(NamedTuple):
    """A verdict on two names and its reason."""

    verdict: str
    why: str


def compare_models(left: str, right: str) -> Compared:
    """Tell whether two names of models mean one release, by what they state.

    Parameters
    ----------
    left, right : str
        Titles, repositories or keys of catalogues.

    Returns
    -------
    Compared
        ``same`` only when every part agrees; ``different`` when a part tells them apart;
        ``unsure`` when one leaves out what the other states or has words that are not known.
    """
    one, other = read_model(left), read_model(right)
    if left.split() == right.split():
        return Compared(SAME, "one and the same name")
    if not one.words and not one.marks:
        return Compared(UNSURE, "the name states nothing")
    return (
        _published(one, other)
        or _cased(left, right, one)
        or _worded(one, other)
        or _dated(one, other)
        or _marked(one, other)
        or Compared(SAME, _agreed(one))
    )


def contradict(left: str, right: str) -> str:
    """Return a part on which two names state different things; empty when there is none.

    What only one of them states does not count.
    """
    one, other = read_model(left), read_model(right)
    for slot in ("version", "size", "stage", "date"):
        mine, theirs = one.mark(slot), other.mark(slot)
        if mine and theirs and mine != theirs and not (slot == "date" and _fit(mine, theirs)):
            return f"{PHRASES[slot]} {_told(mine)} and {_told(theirs)}"
    return ""


def _published(one: ModelName, other: ModelName) -> Compared | None:
    if one.publisher == other.publisher:
        if not one.publisher and one.makers and other.makers and not one.makers & other.makers:
            return Compared(DIFFERENT, f"made by {_told(one.makers)} and by {_told(other.makers)}")
        return None
    if one.publisher and other.publisher:
        return Compared(DIFFERENT, f"published by {one.publisher} and by {other.publisher}")
    copy = one if one.publisher else other
    if copy.copied:
        return Compared(
            DIFFERENT,
            f"{copy.publisher} re-uploads models of others: a mirror or a copy in another form is "
            "a thing of its own beside the release",
        )
    apart = _marked(one, other, certain=True) if one.lines & other.lines else None
    return apart or Compared(
        UNSURE, f"{copy.publisher} is not known as its maker: may be a copy or a derivation"
    )


def _cased(left: str, right: str, one: ModelName) -> Compared | None:
    """Doubt names of no known line that are spelled with other inner capitals: CALM and CaLM."""
    letters = [re.sub(r"[^A-Za-z]", "", name) for name in (left, right)]
    styled = all(re.search(r"[A-Za-z][A-Z]", each) for each in letters)
    if one.lines or letters[0] == letters[1] or not styled:
        return None
    if letters[0].casefold() != letters[1].casefold():
        return None
    return Compared(UNSURE, "capitals inside the names differ")


def _worded(one: ModelName, other: ModelName) -> Compared | None:
    if one.words == other.words:
        return None
    if one.words.replace("+", "") == other.words.replace("+", ""):
        return Compared(DIFFERENT, "one has a plus that the other has not")
    if one.lines and other.lines and one.lines != other.lines and not _nicknamed(one, other):
        names = f"{_told(one.lines)} and {_told(other.lines)}"
        return Compared(DIFFERENT, f"of different lines: {names}")
    told = _marked(one, other, certain=True)
    if told and (one.lines & other.lines or one.words in other.words or other.words in one.words):
        return told
    return Compared(UNSURE, f"words differ: {one.words or 'none'} and {other.words or 'none'}")


def _nicknamed(one: ModelName, other: ModelName) -> bool:
    """Whether one name's lines are among the other's, of one maker: GPT-3 (davinci) and davinci."""
    return one.makers == other.makers and (one.lines <= other.lines or other.lines <= one.lines)


def _dated(one: ModelName, other: ModelName) -> Compared | None:
    """Judge names that agree in all but a date, with what is known of the line's dates."""
    mine, theirs = one.mark("date"), other.mark("date")
    if mine == theirs or one.without("date") != other.without("date"):
        return None
    if mine and theirs:
        return _two_dates(mine, theirs, dates_of(one))
    return _one_date(mine or theirs, one)


def _one_date(date: tuple[str, ...], name: ModelName) -> Compared:
    """Judge a name with a date beside the same name without one."""
    known = dates_of(name)
    if len(known) > 1:
        return Compared(
            DIFFERENT,
            f"{_told(date)} is one of several dated releases of the line ({_told(known)}); the "
            "name without a date is another or moves from one to the next",
        )
    habits = {undated().get(line) for line in name.lines}
    if known and habits == {"alias"} and _fit(date, known):
        return Compared(SAME, f"{_told(date)} is the only dated release on record of this name")
    if habits == {"first"}:
        return Compared(
            DIFFERENT, f"{_told(date)} is a later release; the name without a date is the first"
        )
    return Compared(UNSURE, f"only one name states a date ({_told(date)})")


def _two_dates(mine: tuple[str, ...], theirs: tuple[str, ...], known: tuple[str, ...]) -> Compared:
    if not _fit(mine, theirs):
        return Compared(DIFFERENT, f"dates differ: {_told(mine)} and {_told(theirs)}")
    if len([day for day in known if _fit((day,), mine) and _fit((day,), theirs)]) == 1:
        return Compared(SAME, f"{_told(mine)} and {_told(theirs)} fit one known release only")
    return Compared(UNSURE, f"dates of unlike precision: {_told(mine)} and {_told(theirs)}")


def _marked(one: ModelName, other: ModelName, *, certain: bool = False) -> Compared | None:
    """Judge by the marks; with `certain` only marks that both state or that none leaves out."""
    unlike = [
        (slot, one.mark(slot), other.mark(slot))
        for slot in dict.fromkeys([*dict(one.marks), *dict(other.marks)])
        if one.mark(slot) != other.mark(slot)
    ]
    for slot, mine, theirs in unlike:
        if _decides(slot, mine, theirs):
            return Compared(DIFFERENT, _unlike(slot, mine, theirs))
    if certain or not unlike:
        return None
    for slot, mine, theirs in unlike:
        if _known_apart(slot, one, other):
            return Compared(DIFFERENT, _unlike(slot, mine, theirs))
    return Compared(UNSURE, "; ".join(_unlike(*each) for each in unlike))


def _decides(slot: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if slot == NAME:
        return False
    if slot == "date":
        return bool(mine and theirs) and not _fit(mine, theirs)
    if slot == "status" and {*mine, *theirs} <= {*MOVING}:
        return False
    if slot == "version" and _squeezed(mine) == _squeezed(theirs):
        return False
    if slot == "context":
        return not _windowed(mine, theirs)
    return slot not in OPEN or bool(mine and theirs)


def _windowed(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether context lengths may be one: a host writes 8192 for 8k, or for what needs no mark."""
    if mine and theirs:
        return {_thousands(each) for each in mine} == {_thousands(each) for each in theirs}
    return all(each.isdigit() for each in (*mine, *theirs))


def _thousands(length: str) -> str:
    return f"{int(length) // 1024}k" if length.isdigit() else length


def _squeezed(values: tuple[str, ...]) -> str:
    return "".join(values).replace(".", "")


def _known_apart(slot: str, one: ModelName, other: ModelName) -> bool:
    """Whether a mark that one name leaves out is known to set releases apart."""
    if one.mark("date") and one.mark("date") == other.mark("date"):
        return False
    if slot in APART and set_apart(slot, one, other):
        return True
    if slot == "stage":
        bare = other if one.mark(slot) else one
        return bare.titled and bool(one.mark("size")) and one.mark("size") == other.mark("size")
    bare = min((one, other), key=lambda each: len(each.marks))
    return slot == "version" and bool(bare.lines) and not bare.marks


def _fit(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether two dates can be one, where either may leave parts out."""
    return any(
        all(a == b or "?" in {a, b} for a, b in zip(x.split("-"), y.split("-"), strict=True))
        for x in mine
        for y in theirs
    )


def _unlike(slot: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    told = f"{PHRASES.get(slot, slot)} differs: {_told(mine)} and {_told(theirs)}"
    level = LEVELS.get(slot, "") if not (mine and theirs) else ""
    return told + (f" ({level})" if level else "")


def _told(values: object) -> str:
    texts = sorted(values) if isinstance(values, (set, frozenset)) else list(values)  # type: ignore[call-overload]
    return ", ".join(text.replace("-?", "").replace("?-", "") for text in texts) or "none"


def _agreed(name: ModelName) -> str:
    marks = [f"{PHRASES.get(slot, slot)} {_told(values)}" for slot, values in name.marks]
    return "equal in every part: " + ", ".join([name.words, *marks])
