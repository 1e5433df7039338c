"""Whether two names name one thing: judgements first, then what the names themselves state."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.curate.judging import (
    DIFFERENT,
    MODEL,
    ORGANISATION,
    SAME,
    UNSURE,
    Judged,
    Judgements,
    fold,
)
from valuegraph.curate.model_match import compare_models
from valuegraph.curate.names import compare, key_of
from valuegraph.curate.nobody import names_nobody
from valuegraph.curate.organisation_names import compare_organisations, read_organisation
from valuegraph.curate.relating import related
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from valuegraph.curate.relating import Related

__all__ = ["MATCHED", "Matcher", "Verdict"]

MATCHED = (MODEL, ORGANISATION)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two names stand.

    Attributes
    ----------
    verdict : str
        ``same``, ``different`` or ``unsure``.
    rung : str
        What decided: ``judgement``, ``relation``, ``name``, ``known`` or, without a decision,
        ``none``.
    why : str
        The reason in words.
    """

    verdict: str
    rung: str
    why: str


class Matcher:
    """Compares names of models or of organisations.

    Parameters
    ----------
    judged : iterable of Judged
        Decisions about names.
    known : callable, optional
        Kind and name -> IRI of the one thing that bears the name, or None.
    """

    def __init__(
        self,
        judged: Iterable[Judged] = (),
        known: Callable[[str, str], str | None] | None = None,
    ) -> None:
        rows = [each for found in related().values() for each in found]
        apart = {(fold(each.name), fold(each.other)) for each in rows if not each.renamed}
        renamed = [
            Judged(
                each.name,
                each.other,
                SAME,
                str(each),
                each.by,
                dt.date.fromisoformat(each.date),
                ORGANISATION,
            )
            for each in rows
            if each.renamed
        ]
        kept = renamed + [
            each
            for each in judged
            if each.kind != ORGANISATION or (fold(each.left), fold(each.right)) not in apart
        ]
        self._judgements = Judgements(kept)
        self._by_key: dict[tuple[str, frozenset[str]], list[Judged]] = defaultdict(list)
        for each in kept:
            for kind in (each.kind,) if each.kind else MATCHED:
                pair = frozenset((key_of(kind, each.left), key_of(kind, each.right)))
                self._by_key[kind, pair].append(each)
        self._sides: dict[str, set[str]] = defaultdict(set)
        for name in (*_named(kept), *_standing()):
            self._sides[read_organisation(name).joined].add(name)
        self._known = known

    def match(self, kind: str, left: str, right: str) -> Verdict:
        """Tell whether two names name one thing.

        Parameters
        ----------
        kind : str
            ``model`` or ``organisation``.
        left, right : str
            The names.

        Returns
        -------
        Verdict
            ``same`` only by a judgement or a rule that says why.

        Raises
        ------
        UsageError
            When the kind is another.
        """
        if kind not in MATCHED:
            raise UsageError(
                f"{kind!r} is no kind of thing whose names are compared",
                mend=f"write {' or '.join(MATCHED)}",
            )
        for name in (left, right):
            why = names_nobody(kind, name)
            if why:
                return Verdict(UNSURE, "none", f"{name!r} names nobody: {why}")
        if left.split() == right.split():
            return Verdict(SAME, "name", "one and the same name")
        for step in (self._related, self._directly, self._named, self._judged):
            found = step(kind, left, right)
            if found is not None:
                return found
        return self._compared(kind, left, right)

    def _related(self, kind: str, left: str, right: str) -> Verdict | None:
        if kind != ORGANISATION:
            return None
        mine, theirs = self._names(left), self._names(right)
        if mine & theirs:
            return None
        above, beneath = list(_above(mine)), list(_above(theirs))
        above = [each for each in above if not each.renamed]
        beneath = [each for each in beneath if not each.renamed]
        for each in (*above, *beneath):
            ends = {fold(each.name), fold(each.other)}
            if ends & mine and ends & theirs:
                return Verdict(DIFFERENT, "relation", str(each))
        for one in above:
            for other in beneath:
                if fold(one.other) == fold(other.other):
                    return Verdict(DIFFERENT, "relation", f"{one}; {other}")
        return None

    def _names(self, name: str) -> frozenset[str]:
        """Return the folded names judged the same as one, or as its name without legal form."""
        found: set[str] = set()
        for side in self._spellings(name):
            found |= {*self._judgements.names(ORGANISATION, side)}
        return frozenset(found)

    def _directly(self, kind: str, left: str, right: str) -> Verdict | None:
        """Judge by decisions on just these names, in any spelling."""
        pair = frozenset((key_of(kind, left), key_of(kind, right)))
        direct = self._by_key.get((kind, pair), []) if len(pair) > 1 else []
        if not direct:
            return None
        said = {each.judgement for each in direct}
        verdict = said.pop() if len(said) == 1 else UNSURE
        return Verdict(verdict, "judgement", "; ".join(str(each) for each in direct))

    def _named(self, kind: str, left: str, right: str) -> Verdict | None:
        """Judge names that state the same by themselves."""
        seen = compare(kind, left, right)
        return Verdict(SAME, "name", seen.why) if seen.verdict == SAME else None

    def _judged(self, kind: str, left: str, right: str) -> Verdict | None:
        """Judge by decisions that lead from one name to the other over further names."""
        path = self._judgements.between(kind, left, right)
        if not path and kind == ORGANISATION:
            path = self._around(left, right)
        if not path:
            return None
        why = "; ".join(str(step) for step in path)
        if kind == MODEL and path[-1].judgement == SAME:
            seen = compare_models(left, right)
            if seen.verdict == DIFFERENT:
                return Verdict(UNSURE, "judgement", f"{why}; but {seen.why}")
        return Verdict(path[-1].judgement, "judgement", why)

    def _around(self, left: str, right: str) -> tuple[Judged, ...]:
        """Return the decisions between names that differ from the two in typing or legal form."""
        for one in self._spellings(left):
            for other in self._spellings(right):
                path = self._judgements.between(ORGANISATION, one, other)
                if path:
                    return path
        return ()

    def _spellings(self, name: str) -> list[str]:
        sides = self._sides.get(read_organisation(name).joined, ())
        alike = [side for side in sides if compare_organisations(side, name).verdict == SAME]
        return [name, *sorted(alike)]

    def _compared(self, kind: str, left: str, right: str) -> Verdict:
        """Judge by the names alone, and by what is known of organisations."""
        seen = compare(kind, left, right)
        if seen.verdict == UNSURE and kind == ORGANISATION and self._known is not None:
            mine, theirs = self._known(kind, left), self._known(kind, right)
            if mine and theirs and mine != theirs and not _kin(left, right):
                return Verdict(DIFFERENT, "known", f"known as two: {mine} and {theirs}")
        return Verdict(seen.verdict, "none" if seen.verdict == UNSURE else "name", seen.why)


def _kin(left: str, right: str) -> bool:
    """Whether names have a word, a part or initials in common: two nodes may then be one firm."""
    one, other = read_organisation(left), read_organisation(right)
    initials = ["".join(word[0] for word in name.words) for name in (one, other)]
    return bool(
        {*one.words} & {*other.words}
        or one.joined in other.joined
        or other.joined in one.joined
        or initials[0] == other.joined
        or initials[1] == one.joined
    )


def _above(names: frozenset[str]) -> Iterator[Related]:
    for name in sorted(names):
        yield from related().get(name, ())


def _named(judged: Iterable[Judged]) -> Iterator[str]:
    for each in judged:
        if each.kind in {"", ORGANISATION}:
            yield from (each.left, each.right)


def _standing() -> Iterator[str]:
    for rows in related().values():
        for each in rows:
            yield from (each.name, each.other)
