"""What follows from answers to the conditions: the type, what is missing, what would flip it.

The headers of the rule files say which conditions each type asks for (``# when:``); a test holds
that they say what the rules do. Here they serve for what no rule can draw: why not, and what if.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuegraph.store.rules import Rule

Answers: TypeAlias = "tuple[tuple[str, bool], ...]"
"""The conditions answered, sorted by name; one that is not among them is unknown."""
UNDETERMINED = "undeterminedGovernance"
MET, OPEN, FAILED = "met", "not excluded", "excluded"
REACH = ("insideProduct", "servedByProvider", "weightsForDownload")
"""How an offering is reached: one input, so that one answer excludes the other two."""
MOST_CHANGES = 3
PHRASES = re.compile(r'STRLANG\(IF\(\?holds, "([^"]+)", "([^"]+)"\)')
CONCLUDES = re.compile(r"\?answer vgx:(\w+)")


@dataclass(frozen=True, slots=True)
class Change:
    """Answers that would have to be others, and the type that would then be inferred."""

    to: str
    answers: Answers


class Decider:
    """The types as alternatives of conditions, with their priorities.

    Parameters
    ----------
    rules : iterable of Rule
        All rules.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.when: dict[str, tuple[tuple[tuple[str, bool], ...], ...]] = {}
        self.priority: dict[str, int] = {}
        self.phrases: dict[str, tuple[str, str]] = {}
        for rule in rules:
            said = PHRASES.search(rule.text)
            if said:
                concluded = CONCLUDES.search(rule.text)
                self.phrases[concluded[1] if concluded else rule.id] = (said[1], said[2])
            for line in rule.headers.get("answer", ()):
                condition, yes, no = line.split(" | ")
                self.phrases[condition] = (yes, no)
            for name in rule.headers.get("type", ()):
                self.when[name] = tuple(map(_literals, rule.headers["when"]))
                self.priority[name] = int(rule.headers["priority"][0])
        self.conditions = tuple(
            sorted({c for alts in self.when.values() for a in alts for c, _ in a})
        )
        self.smallest_change = lru_cache(maxsize=None)(self._smallest_change)

    def phrase(self, condition: str, *, holds: bool) -> str:
        """Return a condition, or its contrary, in words."""
        yes, no = self.phrases[condition]
        return yes if holds else no

    def standing(self, name: str, answers: Mapping[str, bool]) -> str:
        """Tell whether a type's conditions are met, excluded, or neither for want of answers."""
        found = FAILED
        for alternative in self.when[name]:
            given = [answers.get(condition) for condition, _ in alternative]
            wanted = [value for _, value in alternative]
            if given == wanted:
                return MET
            if all(a is None or a == w for a, w in zip(given, wanted, strict=True)):
                found = OPEN
        return found

    def decide(self, answers: Mapping[str, bool]) -> str:
        """Return the type with the lowest priority number whose conditions are met."""
        met = [name for name in self.when if self.standing(name, answers) == MET]
        return min(met, key=self._order, default=UNDETERMINED)

    def first(self, names: Iterable[str]) -> str:
        """Return the type that goes before the others."""
        return min(names, key=self._order, default=UNDETERMINED)

    def missing(self, answers: Mapping[str, bool]) -> tuple[str, ...]:
        """Return the conditions nobody has answered, of the types that are not excluded."""
        asked = {
            condition
            for name, alternatives in self.when.items()
            if self.standing(name, answers) == OPEN
            for alternative in alternatives
            if all(answers.get(c) in {None, value} for c, value in alternative)
            for condition, _ in alternative
        }
        return tuple(sorted(asked - set(answers)))

    def _order(self, name: str) -> tuple[int, str]:
        return self.priority[name], name

    def _smallest_change(self, answers: Answers) -> tuple[Change, ...]:
        """Return the smallest sets of other answers that give another type, in order of type."""
        now = self.decide(dict(answers))
        for size in range(1, MOST_CHANGES + 1):
            found = {
                (to, changed)
                for changed in self._changes(dict(answers), size)
                if (to := self.decide(_changed(answers, changed))) not in {now, UNDETERMINED}
            }
            if found:
                return tuple(Change(to, changed) for to, changed in sorted(found))
        return ()

    def _changes(self, answers: Mapping[str, bool], size: int) -> Iterator[Answers]:
        for names in combinations(self.conditions, size):
            options = [
                [value for value in (True, False) if answers.get(name) is not value]
                for name in names
            ]
            for values in product(*options):
                changed = tuple(zip(names, values, strict=True))
                if sum(value for name, value in changed if name in REACH) <= 1:
                    yield changed


def _changed(answers: Answers, changed: Answers) -> dict[str, bool]:
    made = dict(answers)
    for name, value in changed:
        if name in REACH and value:
            made.update(dict.fromkeys(REACH, False))
    made.update(changed)
    return made


def _literals(line: str) -> tuple[tuple[str, bool], ...]:
    return tuple((each.lstrip("!"), not each.startswith("!")) for each in line.split())
