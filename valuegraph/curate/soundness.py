"""Whether what is about to be written holds together: nothing of it is put in place if not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import category

from valuegraph.errors import DataError
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VG, VGD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.curate.known import Known
    from valuegraph.curate.settled import Settled

__all__ = ["check_sound"]

SINGLE = frozenset({VG + "value", VG + "unit", VG + "modality", VG + "supplyKind"})
SHOWN = 10


def check_sound(settled: Settled, known: Known) -> None:
    """Refuse facts that contradict themselves, at a thousandth of what the shapes would cost.

    Parameters
    ----------
    settled : Settled
        All that is to be written, with what an earlier copy said.
    known : Known
        What other data say.

    Raises
    ------
    DataError
        A node stands twice or has two values, an interval is empty, a name holds a sign that
        cannot be seen, or a reference leads to nothing.
    """
    found = (_doubles(settled), _intervals(settled), _labels(settled), _dangling(settled, known))
    wrong = sorted({each for kind in found for each in kind})
    if wrong:
        more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise DataError(
            f"what would be written does not hold together in {len(wrong)} places",
            where=f"{settled.source}: " + "; ".join(wrong[:SHOWN]) + more,
            why="a graph with such nodes answers wrongly; nothing was changed",
            mend="report it with the copy; --fresh leaves out what was imported before",
        )


def _iris(settled: Settled) -> list[str]:
    return [each.iri for each in settled.things] + [each.iri for each in settled.relations]


def _doubles(settled: Settled) -> Iterator[str]:
    told = Counter(_iris(settled))
    yield from (f"{_short(iri)} stands {count} times" for iri, count in told.items() if count > 1)
    for relation in settled.relations:
        props = Counter(prop for prop, _ in {*relation.ends, *relation.values})
        for prop in SINGLE & props.keys():
            if props[prop] > 1:
                yield f"{_short(relation.iri)} has {props[prop]} of {_short(prop)}"


def _intervals(settled: Settled) -> Iterator[str]:
    for each in settled.relations:
        if each.span.end is not None and each.span.end <= each.span.start:
            yield f"{_short(each.iri)} ends on {each.span.end}, before it begins"


def _labels(settled: Settled) -> Iterator[str]:
    for each in settled.things:
        if any(category(sign) == "Cc" for sign in each.label):
            yield f"{_short(each.iri)} has a control sign in its name, {each.label!r}"


def _dangling(settled: Settled, known: Known) -> Iterator[str]:
    here = set(_iris(settled))
    pairs = [(each.iri, value) for each in settled.things for _, value in each.pairs]
    pairs += [
        (each.iri, value) for each in settled.relations for _, value in (*each.ends, *each.values)
    ]
    for iri, value in pairs:
        ours = isinstance(value, Iri) and value.startswith(VGD)
        if ours and value not in here and not known.describes(str(value)):
            yield f"{_short(iri)} points at {_short(str(value))}, which nothing describes"
    for iri in {each[0] for each in (*settled.additions, *settled.grafts)}:
        if not known.describes(iri):
            yield f"something is added to {_short(iri)}, which nothing describes"


def _short(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]
