"""An earlier import of a source, and what becomes of it when another copy is read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from valuegraph.curate.judging import fold
from valuegraph.curate.known import Known, Span
from valuegraph.facts import assembly as a
from valuegraph.facts.records import Iri

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from valuegraph.curate.known import Ends, KnownRelation
    from valuegraph.facts.assembly import Statements
    from valuegraph.facts.records import Value

__all__ = ["Change", "Earlier", "made_by"]

Pairs = frozenset[tuple[str, "Value"]]

GONE = "not in the copy of {day}"
OTHERWISE = "said otherwise in the copy of {day}"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing that another copy changed.

    Attributes
    ----------
    kind : str
        ``opened``, ``closed``, ``changed`` (closed, and opened with another value), ``corrected``
        (the source gives another value for the same time), ``reopened``, ``removed`` (from an
        import of the same day), ``merged`` (now part of what was known), ``renamed``,
        ``evidence added``.
    iri, label : str
        The node, and what it is called.
    detail : str
        From what to what, where that can be said in a line.
    """

    kind: str
    iri: str
    label: str
    detail: str = ""


def made_by(name: str, maker: str) -> str:
    """Return a name together with its maker, in any case."""
    return f"made:{fold(name)}|{fold(maker)}"


@dataclass(slots=True)
class Earlier:
    """The facts of an earlier copy, and which of them the present one carries on.

    Attributes
    ----------
    known : Known
        What the folder of the source says.
    before, now : datetime.date
        The days of the two copies; equal when one copy is imported again.
    changes : list of Change
    closed : dict of str to (datetime.date, str)
        When relations ended that the present copy says otherwise, and the note on it.
    matched : set of str
        Relations that need no closing.
    elsewhere : dict of str to str
        Under which IRI other data have come to hold a relation.
    """

    known: Known
    before: dt.date
    now: dt.date
    changes: list[Change] = field(default_factory=list)
    closed: dict[str, tuple[dt.date, str]] = field(default_factory=dict)
    matched: set[str] = field(default_factory=set)
    elsewhere: dict[str, str] = field(default_factory=dict)
    _formerly: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def again(self) -> bool:
        """Whether the same day is imported once more: then nothing has ended."""
        return self.before == self.now

    def names(self) -> dict[tuple[str, str], str]:
        """Return IRIs by class and identifier or name, where those are one's own.

        A name stands as it is written (``label:``), together with a maker (``made:``) and in any
        case (``name:``): two things may differ in capitals alone.
        """
        found: dict[tuple[str, str], str] = {}
        doubtful: set[tuple[str, str]] = set()
        for thing in self.known.things.values():
            told = {f"name:{fold(name)}" for name in (thing.label, *thing.names)}
            told |= {f"label:{thing.label}", *(made_by(thing.label, each) for each in thing.makers)}
            for each in (*thing.ids, *told):
                key = (thing.cls, each)
                if found.setdefault(key, thing.iri) != thing.iri:
                    doubtful.add(key)
        return {key: iri for key, iri in found.items() if key not in doubtful}

    def move(self, moved: Mapping[str, str]) -> None:
        """Let things that turned out to be known ones stand under their IRIs."""
        if moved:
            self.known = Known(_moved(self.known.statements, moved))
            self.changes += [
                Change("merged", iri, self.known.label(iri), f"is {moved[iri]}") for iri in moved
            ]

    def continued(
        self, cls: str, ends: Ends, told: Sequence[tuple[Span, Iterable[tuple[str, Value]]]]
    ) -> list[tuple[str | None, Span]]:
        """Return the IRI and interval under which each relation of this copy goes on.

        Without an IRI it is a new one: nothing like it was known, or what was known held another
        value and has now ended. No two of them go on as one.

        Parameters
        ----------
        cls : str
        ends : frozenset
            Which relation it is.
        told : sequence of (Span, pairs)
            Interval and values of each relation of this copy with these ends.
        """
        like = self._like(cls, ends)
        props = frozenset(prop for prop, _ in ends)
        held = {each.iri: _values(each.pairs, props) for each in like}
        said = [_values(values, props) for _, values in told]
        pairs = [
            (_likeness(span, old, same=said[at] == held[old.iri]), at, old)
            for at, (span, _) in enumerate(told)
            for old in like
            if old.iri not in self.matched and old.span.meets(span)
        ]
        found: dict[int, KnownRelation] = {}
        for _, at, old in sorted(pairs, key=lambda pair: pair[0], reverse=True):
            if at not in found and old.iri not in self.matched:
                found[at] = old
                self.matched.add(old.iri)
        return [
            self._carried(found[at], span, like, (held[found[at].iri], said[at]))
            if at in found
            else (None, span)
            for at, (span, _) in enumerate(told)
        ]

    def _like(self, cls: str, ends: Ends) -> list[KnownRelation]:
        """Return relations with the same ends, also where those stood under another IRI."""
        found = list(self.known.like(cls, ends))
        for prop, value in ends:
            for iri in self._formerly.get(str(value), ()):
                found += self.known.like(cls, ends - {(prop, value)} | {(prop, Iri(iri))})
        return found

    def _carried(
        self,
        old: KnownRelation,
        span: Span,
        like: list[KnownRelation],
        values: tuple[Pairs, Pairs],
    ) -> tuple[str | None, Span]:
        same = values[0] == values[1]
        day = span.start if span.start > old.span.start else self.now
        apart = span.vague and day > old.span.start and (span.end is None or day < span.end)
        if same or self.again or not apart:
            self._note_correction(old, span, same=same)
            return old.iri, _joined(old, span, like)
        self.closed[old.iri] = (day, OTHERWISE.format(day=self.now))
        self.changes.append(Change("changed", old.iri, old.label, _told(*values)))
        return None, Span(day, span.end, "asOfDay" if day != span.start else span.precision)

    def _note_correction(self, old: KnownRelation, span: Span, *, same: bool) -> None:
        if old.span.end is not None and span.end is None:
            self.changes.append(Change("reopened", old.iri, old.label, f"had ended {old.span.end}"))
        elif not same:
            self.changes.append(Change("corrected", old.iri, old.label))
        elif not span.vague and span.start != old.span.start:
            detail = f"from {span.start}, not {old.span.start}"
            self.changes.append(Change("corrected", old.iri, old.label, detail))
        elif span.end is not None and span.end != old.span.end:
            self.changes.append(Change("closed", old.iri, old.label, f"{span.end}, by the source"))

    def opened(self, iri: str, label: str) -> None:
        """Note a relation that the earlier copy did not have."""
        self.changes.append(Change("opened", iri, label))

    def told_elsewhere(self, cls: str, ends: Ends, iri: str) -> None:
        """Let relations of the source's own go, that other data have come to hold under an IRI."""
        for old in self.known.like(cls, ends):
            if old.iri not in self.matched:
                self.matched.add(old.iri)
                self.elsewhere[old.iri] = iri
                self._formerly[iri].append(old.iri)
                self.changes.append(Change("merged", old.iri, old.label, "is told by other data"))

    def remaining(self) -> list[tuple[KnownRelation, Span, str]]:
        """Return the relations that the present copy does not hold, with their end and its reason.

        One that has ended before stays as it is. Importing one day again removes what it opened,
        and what rests on that.
        """
        kept = []
        gone: set[Value] = set()
        for cls in sorted(self.known.relation_classes):
            for old in self.known.relations(cls):
                found = self._remaining(old)
                if found:
                    kept.append((self._pointing(old), *found))
                elif old.iri not in self.matched or old.iri in self.closed:
                    gone.add(old.iri)
        return [each for each in kept if gone.isdisjoint(value for _, value in each[0].pairs)]

    def _pointing(self, old: KnownRelation) -> KnownRelation:
        """Return a relation with what it rests on where other data have come to hold that."""
        pairs = tuple(
            (
                prop,
                Iri(self.elsewhere[value])
                if isinstance(value, Iri) and value in self.elsewhere
                else value,
            )
            for prop, value in old.pairs
        )
        return replace(old, pairs=pairs)

    def _remaining(self, old: KnownRelation) -> tuple[Span, str] | None:
        note = next((str(value) for prop, value in old.pairs if prop == a.NOTE), "")
        if old.iri in self.closed:
            end, why = self.closed[old.iri]
            return self._ended(old, end, why)
        if old.iri in self.matched:
            return None
        if old.span.end is not None and old.span.end <= self.now:
            return old.span, note
        if self.again:
            self.changes.append(Change("removed", old.iri, old.label))
            return None
        self.changes.append(Change("closed", old.iri, old.label, self.now.isoformat()))
        return self._ended(old, self.now, GONE.format(day=self.now))

    @staticmethod
    def _ended(old: KnownRelation, end: dt.date, why: str) -> tuple[Span, str] | None:
        if end <= old.span.start:
            return None
        return Span(old.span.start, end, old.span.precision), why


def _values(pairs: Iterable[tuple[str, Value]], ends: frozenset[str]) -> Pairs:
    return frozenset(pair for pair in pairs if pair[0] not in ends and pair[0] != a.NOTE)


def _likeness(span: Span, old: KnownRelation, *, same: bool) -> tuple[object, ...]:
    """Return how near a relation is to a known one: by its values, its first day, its end."""
    begins = span.start == old.span.start
    return (same, begins, old.span.end is None, old.span.start, old.iri, span.start)


def _joined(old: KnownRelation, span: Span, like: list[KnownRelation]) -> Span:
    """Return the interval of both readings: a dated start counts more than a day of reading."""
    if not span.vague:
        return span
    follows = any(each.span.end == old.span.start for each in like)
    if follows or not old.span.vague or old.span.start <= span.start:
        return Span(old.span.start, span.end, old.span.precision)
    return span


def _told(old: frozenset[tuple[str, Value]], new: frozenset[tuple[str, Value]]) -> str:
    parts = []
    for prop in sorted({prop for prop, _ in old ^ new}):
        pair = [
            ", ".join(sorted(_short(value) for name, value in side if name == prop)) or "nothing"
            for side in (old, new)
        ]
        parts.append(f"{_short(prop)}: {pair[0]} -> {pair[1]}")
    return "; ".join(parts)


def _short(value: Value) -> str:
    return str(value).rpartition("#")[2].rpartition("/")[2]


def _moved(statements: Statements, moved: Mapping[str, str]) -> dict[str, list[tuple[str, Value]]]:
    return {
        iri: [
            (prop, Iri(moved[value]) if isinstance(value, Iri) and value in moved else value)
            for prop, value in pairs
        ]
        for iri, pairs in statements.items()
        if iri not in moved
    }
