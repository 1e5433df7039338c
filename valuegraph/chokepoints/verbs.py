"""The five verbs of a scenario, as objects and as text."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from valuegraph.chokepoints.clause import clause_of, predefined
from valuegraph.chokepoints.splitting import FORMS, RETROACTIVE, USERS, Reader, is_number
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from valuegraph.chokepoints.clause import Clause
    from valuegraph.chokepoints.hypergraph import Name
    from valuegraph.chokepoints.naming import Directory

SPECIAL = re.compile(r"[:=]|->|^//|^\s|\s$")
LARGEST_CHANGE = 100.0


class Said(ABC):
    """What has a form in words: ``parse(str(verb)) == verb``."""

    word: ClassVar[str]

    @classmethod
    def parse(
        cls,
        text: str,
        directory: Directory | None = None,
        clauses: Mapping[str, Clause] | None = None,
    ) -> Self:
        """Return the verb of a text; see :func:`valuegraph.chokepoints.parsing.read_verb`.

        Raises
        ------
        UsageError
            It cannot be read, or is another verb.
        """
        reader = Reader(text, directory, clauses)
        if reader.verb != cls.word:
            raise UsageError(f"{text!r} is no {cls.word}", mend=f"write {FORMS[cls.word]}")
        return cls.read(reader)

    @classmethod
    @abstractmethod
    def read(cls, reader: Reader) -> Self:
        """Return the verb of the rest of a text."""


@dataclass(frozen=True)
class Remove(Said):
    """Leave a node, or every node of a controller, firm or jurisdiction, part of its service.

    Attributes
    ----------
    name : name
        A node, else a controller, firm or jurisdiction; a node wins.
    level : float
        The share of service that is left, 0 to 1.
    by : str or None
        ``node`` or the column of the nodes table that has the name; None to look for it.
    """

    word: ClassVar[str] = "remove"
    name: Name
    level: float = 0.0
    by: str | None = None

    def __post_init__(self) -> None:
        """Refuse a level that is no share."""
        _check_share(self.level, f"the level of {str(self.name)!r}", "what is left, 0 for none")

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read ``[BY:]NAME[=LEVEL]``."""
        by, rest = reader.by(reader.rest)
        name, level = reader.name_and(rest, "=", is_number)
        return cls(name, 0.0 if level is None else reader.number(level), by)

    def __str__(self) -> str:
        by = f"{self.by}:" if self.by else ""
        level = f"={self.level!r}" if self.level else ""
        return f"remove:{by}{_written(self.name)}{level}"


@dataclass(frozen=True)
class Cut(Said):
    """End supplies, stocks included.

    Attributes
    ----------
    kind : str
        Relation kind, ``*`` for any.
    supplier : name
        Who supplies: the node of that name and all nodes whose controller or firm it is.
    owner : name or None
        Who depends, likewise; None for everybody.
    """

    word: ClassVar[str] = "cut"
    kind: str
    supplier: Name
    owner: Name | None = None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read ``KIND:SUPPLIER[:OWNER]``."""
        kind, rest = reader.kind(reader.rest)
        if not kind or not rest:
            raise reader.unreadable("it names no supplier")
        supplier, owner = reader.name_and(rest, ":", reader.is_name)
        if owner is None:
            return cls(kind, supplier)
        owner, more = reader.name_and(owner, ":", lambda _: False)
        if more is not None:
            raise reader.unreadable(f"nothing can follow the owner {owner!r}")
        return cls(kind, supplier, owner)

    def __str__(self) -> str:
        owner = "" if self.owner is None else f":{_written(self.owner)}"
        return f"cut:{_written(self.kind)}:{_written(self.supplier)}{owner}"


@dataclass(frozen=True)
class Licence(Said):
    """Apply a clause to those who use something under a licence.

    Attributes
    ----------
    name : name
        The licence: a node that supplies its holders with relations of the kind ``licence``.
    clause : Clause
        On whom it bears and what it does.
    of : str
        ``holders`` when the clause is about those whom the licence supplies; ``users`` when it
        is about those whom these supply in turn.
    """

    word: ClassVar[str] = "licence"
    name: Name
    clause: Clause
    of: Literal["holders", "users"] = "holders"

    def __post_init__(self) -> None:
        """Refuse a word that is not known."""
        if self.of not in ("holders", "users"):
            raise UsageError(
                f"a licence clause is about {self.of!r}", mend="choose holders or users"
            )

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read ``NAME:CLAUSE[:retroactive][:users]``."""
        rest, users = reader.flag(reader.rest, USERS)
        rest, held = reader.flag(rest, RETROACTIVE)
        name, word = reader.name_and(rest, ":", reader.is_clause)
        if not word:
            raise reader.unreadable("it names no clause")
        clause = clause_of(word, reader.clauses)
        if held:
            clause = replace(clause, retroactive=True)
        return cls(name, clause, "users" if users else "holders")

    def __str__(self) -> str:
        known = predefined(self.clause.name)
        later = known is not None and self.clause.retroactive != known.retroactive
        words = [self.clause.name, *[RETROACTIVE] * later, *[USERS] * (self.of == USERS)]
        return f"licence:{_written(self.name)}:{':'.join(words)}"


@dataclass(frozen=True)
class Sanction(Said):
    """Stop supplies from one jurisdiction to users in another.

    Attributes
    ----------
    origin, users : name
        The jurisdiction that imposes it, and the one whose users it is about.
    share : float or None
        From which share of origin on a foreign node's supplies are covered, above 0 and at most
        1: at 0 everything would be, whatever it is made from. None for supplies from the origin
        itself only.
    retroactive : bool
        Whether it takes what users hold already; otherwise their stock goes on.
    """

    word: ClassVar[str] = "sanction"
    origin: Name
    users: Name
    share: float | None = None
    retroactive: bool = False

    def __post_init__(self) -> None:
        """Refuse a share of 0, and a jurisdiction that sanctions itself."""
        if self.share is not None and not 0 < self.share <= 1:
            raise UsageError(
                f"the origin share {self.share!r} is not above 0 and at most 1",
                why="from this share on what others make is covered; at 0 all of it would be",
                mend="give a share such as 0.25, or none",
            )
        if self.origin == self.users:
            raise UsageError(
                f"{self.origin!s} cannot sanction itself",
                mend="name two jurisdictions; remove the nodes of one with remove:NAME",
            )

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read ``A->B[:SHARE][:retroactive]``."""
        rest, held = reader.flag(reader.rest, RETROACTIVE)
        origin, users = reader.name_and(rest, "->", bool)
        if not users:
            raise reader.unreadable("it needs two jurisdictions with an arrow between them")
        users, share = reader.name_and(users, ":", is_number)
        return cls(origin, users, None if share is None else reader.number(share), held)

    def __str__(self) -> str:
        share = "" if self.share is None else f":{self.share!r}"
        held = f":{RETROACTIVE}" if self.retroactive else ""
        return f"sanction:{_written(self.origin)}->{_written(self.users)}{share}{held}"


@dataclass(frozen=True)
class Price(Said):
    """Change the price that a node, or every node of a controller, firm or country, sets itself.

    Attributes
    ----------
    name : name
        As for :class:`Remove`.
    change : float
        Change in the logarithm of the price: +0.1 is about 10 % more, +1.0 times e.
    by : str or None
        As for :class:`Remove`.
    """

    word: ClassVar[str] = "price"
    name: Name
    change: float
    by: str | None = None

    def __post_init__(self) -> None:
        """Refuse a change that is no number, or astronomical."""
        if not abs(self.change) <= LARGEST_CHANGE:
            raise UsageError(
                f"the price change {self.change!r} of {str(self.name)!r} is not a number from "
                f"{-LARGEST_CHANGE:g} to {LARGEST_CHANGE:g}",
                mend="give the change in the logarithm of the price: +0.1 is about 10 % more",
            )

    @property
    def factor(self) -> float:
        """What the own price is multiplied by."""
        return math.exp(self.change)

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Read ``[BY:]NAME:CHANGE``."""
        by, rest = reader.by(reader.rest)
        name, change = reader.name_and(rest, ":", is_number)
        if change is None:
            raise reader.unreadable("it gives no change")
        return cls(name, reader.number(change), by)

    def __str__(self) -> str:
        by = f"{self.by}:" if self.by else ""
        return f"price:{by}{_written(self.name)}:{self.change:+}"


Verb: TypeAlias = Remove | Cut | Licence | Sanction | Price


def _check_share(level: float, what: str, meaning: str) -> None:
    if not 0 <= level <= 1:
        raise UsageError(
            f"{what}, {level!r}, is not between 0 and 1",
            mend=f"give a share of service: {meaning}",
        )


def _written(name: Name) -> str:
    text = str(name)
    return f"<{text}>" if SPECIAL.search(text) and not set("<>") & set(text) else text
