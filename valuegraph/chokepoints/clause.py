"""Clauses of a licence: on whom they bear, and what they do to them."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from valuegraph.chokepoints.hypergraph import Name

    Comparison: TypeAlias = Literal["in", "not in", ">", ">=", "<", "<="]
    Effect: TypeAlias = Literal["cut", "cut new versions", "add requirement"]

ORDERED: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
WRITTEN = re.compile(r"^(<=|>=|<|>|!=|=)\s*(.+)$")
EFFECTS = ("cut", "cut new versions", "add requirement")
SEVERAL = (list, tuple, set, frozenset)


@dataclass(frozen=True)
class Predicate:
    """A condition on one attribute of a user.

    Attributes
    ----------
    column : str
        Column of the nodes table.
    comparison : str
        ``in``, ``not in``, ``>``, ``>=``, ``<`` or ``<=``.
    value : frozenset or float
        The values for ``in`` and ``not in``, else the limit.
    """

    column: str
    comparison: Comparison
    value: frozenset[Name] | float

    def __post_init__(self) -> None:
        """Refuse a comparison that is not known or does not fit its value."""
        listed = isinstance(self.value, frozenset)
        known = self.comparison in ("in", "not in") if listed else self.comparison in ORDERED
        if not known or (not listed and math.isnan(float(self.value))):  # type: ignore[arg-type]
            raise UsageError(
                f"the condition {self} of a clause cannot be read",
                mend="compare with in or not in and a set of values, or with "
                f"{', '.join(ORDERED)} and a number",
            )

    @classmethod
    def of(cls, column: str, said: object) -> Predicate:
        """Return the condition that a value, several values or a text like ``> 700e6`` states."""
        if isinstance(said, SEVERAL):
            return cls(column, "in", frozenset(said))
        found = WRITTEN.match(said) if isinstance(said, str) else None
        if found is None:
            return cls(column, "in", frozenset((said,)))
        sign, value = found.groups()
        if sign in ORDERED:
            return cls(column, cast("Comparison", sign), _number(value, column))
        return cls(column, "not in" if sign == "!=" else "in", frozenset((value,)))

    @property
    def values(self) -> frozenset[Name]:
        """The values of ``in`` and ``not in``; empty for the others."""
        return self.value if isinstance(self.value, frozenset) else frozenset()

    def holds(self, cell: object) -> bool | None:
        """Return whether a cell meets the condition; None when it does not say.

        Parameters
        ----------
        cell
            A value, several values (one of them is enough), or None for an empty cell.
        """
        cells = tuple(cell) if isinstance(cell, SEVERAL) else () if cell is None else (cell,)
        found = [self._holds(each) for each in cells]
        if not found or (None in found and True not in found):
            return None
        return any(found)

    def _holds(self, cell: Name) -> bool | None:
        if not isinstance(self.value, frozenset):
            try:
                number = float(cell)  # type: ignore[arg-type]
            except (TypeError, ValueError):
                return None
            return ORDERED[self.comparison](number, self.value)
        truths = all(isinstance(each, bool) for each in self.value)
        if truths and not (isinstance(cell, bool) or type(cell).__name__ in {"bool_", "bool"}):
            return None
        inside = cell in self.value or str(cell) in self.value
        return inside if self.comparison == "in" else not inside

    def __str__(self) -> str:
        """Return the condition as it is written."""
        if isinstance(self.value, frozenset):
            return f"{self.column} {self.comparison} {', '.join(sorted(map(str, self.value)))}"
        return f"{self.column} {self.comparison} {self.value:g}"


@dataclass(frozen=True)
class Clause:
    """A clause of a licence.

    Attributes
    ----------
    name : str
        What it is called in a scenario.
    where : tuple of Predicate
        On whom it bears: all conditions must hold, and without any it bears on everybody. A
        mapping of columns to what :meth:`Predicate.of` reads is taken too.
    effect : str
        ``cut`` or ``cut new versions`` (they differ when retroactive), or ``add requirement``.
    retroactive : bool
        Whether it takes what users hold already; otherwise their stock goes on.
    requires : tuple of names
        Who can fill an added requirement, any one of them; empty when nobody is known to.
    """

    name: str
    where: tuple[Predicate, ...] | Mapping[str, object] = ()
    effect: Effect = "cut"
    retroactive: bool = False
    requires: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        """Put the conditions in one form, and refuse what contradicts itself."""
        where = self.where
        if isinstance(where, Mapping):
            where = tuple(Predicate.of(column, said) for column, said in where.items())
        object.__setattr__(self, "where", tuple(sorted(where, key=str)))
        object.__setattr__(self, "requires", tuple(dict.fromkeys(self.requires)))
        wrong = None
        if not self.name or self.effect not in EFFECTS:
            wrong = f"its effect is {self.effect!r}" if self.name else "it has no name"
        elif self.retroactive and self.effect == "cut new versions":
            wrong = "it cuts new versions only and is retroactive"
        elif self.requires and self.effect != "add requirement":
            wrong = f"it names suppliers to require, but its effect is {self.effect!r}"
        if wrong:
            raise UsageError(
                f"the clause {self.name!r} cannot be read: {wrong}",
                mend=f"give a name and one of the effects {', '.join(EFFECTS)}; only a clause "
                "that adds a requirement names suppliers",
            )

    @classmethod
    def read(cls, name: str, table: Mapping[str, object]) -> Clause:
        """Return the clause of a table with ``where``, ``effect``, ``retroactive``, ``requires``.

        Raises
        ------
        UsageError
            A key is not known or a value is not of its kind.
        """
        kinds: dict[str, Any] = {
            "where": Mapping,
            "effect": str,
            "retroactive": bool,
            "requires": SEVERAL,
        }
        wrong = [
            key for key, value in table.items() if not isinstance(value, kinds.get(key, type(None)))
        ]
        if wrong:
            raise UsageError(
                f"the clause {name!r} cannot be read: {', '.join(map(repr, sorted(wrong)))}",
                mend=f"its keys are {', '.join(kinds)}: a table, a text, true or false, a list",
            )
        told = {**table, "requires": tuple(table.get("requires", ()))}  # type: ignore[arg-type]
        return cls(name, **told)  # type: ignore[arg-type]

    @property
    def conditions(self) -> tuple[Predicate, ...]:
        """The conditions in their one form."""
        return self.where if isinstance(self.where, tuple) else ()

    def __str__(self) -> str:
        """Return the clause in words."""
        whom = " and ".join(map(str, self.conditions)) or "everybody"
        held = "what is held included" if self.retroactive else "what is held goes on"
        if self.effect == "add requirement":
            held = f"from {', '.join(map(str, self.requires)) or 'nobody known'}; {held}"
        return f"{self.name}: {self.effect} for {whom}, {held}"


REVOKED = Clause("revoked", retroactive=True)
CLOSED = Clause("closed", effect="cut new versions")
NON_COMMERCIAL = Clause("non-commercial", (Predicate("commercial", "in", frozenset((True,))),))
PREDEFINED = {clause.name: clause for clause in (REVOKED, CLOSED, NON_COMMERCIAL)}
BY_VALUE = {"field": "field", "region": "jurisdiction"}
WORDS = (*PREDEFINED, *(f"{word}:VALUE" for word in BY_VALUE))


def predefined(word: str) -> Clause | None:
    """Return the clause that a word such as ``revoked`` or ``region:VALUE`` names."""
    start, _, value = word.partition(":")
    value = value.removeprefix("<").removesuffix(">")
    if value and start in BY_VALUE:
        return Clause(word, (Predicate(BY_VALUE[start], "in", frozenset((value,))),))
    return PREDEFINED.get(word)


def clause_of(word: str, clauses: Mapping[str, Clause] | None = None) -> Clause:
    """Return the clause that a word names.

    Raises
    ------
    UsageError
        No clause has that name.
    """
    found = (clauses or {}).get(word) or predefined(word)
    if found is None:
        known = [*WORDS, *(clauses or {})]
        near = get_close_matches(word, known, n=1)
        raise UsageError(
            f"the licence clause {word!r} is not known",
            why="a clause that is skipped would look like one without effect",
            mend=(f"did you mean {near[0]}? " if near else "") + f"use one of {', '.join(known)}",
        )
    return found


def _number(text: str, column: str) -> float:
    try:
        return float(text.replace("_", ""))
    except ValueError:
        raise UsageError(
            f"a clause compares {column} with {text!r}, which is no number",
            mend="write the limit as a number, for example > 700e6",
        ) from None


def bears(clause: Clause, cells: Mapping[str, Sequence[object]], count: int) -> list[bool | str]:
    """Return for each user whether a clause bears on it, or the column that does not say.

    Parameters
    ----------
    clause : Clause
        The clause.
    cells : mapping of str to sequence of object
        For each column in a condition its cells, one for each user; None where empty.
    count : int
        How many users there are.
    """
    found: list[bool | str] = []
    for user in range(count):
        said = [(test.column, test.holds(cells[test.column][user])) for test in clause.conditions]
        silent = [column for column, holds in said if holds is None]
        spared = any(holds is False for _, holds in said)
        found.append(False if spared else (silent[0] if silent else True))
    return found
