"""What the tables of one copy have given so far, and the odd values that were looked up on the way."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    from valuegraph.facts.records import Value
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

    Ends: TypeAlias = tuple[tuple[str, Mention | Claim | Value], ...]
    Values: TypeAlias = tuple[tuple[str, Value | Mention], ...]

__all__ = ["Gathering", "concept", "firm", "layered", "plain", "split"]


LAYERS = {
    "Model": "model",
    "Dataset": "data",
    "AIChip": "hardware",
    "ComputeCluster": "cloud",
    "DataCentre": "cloud",
    "Platform": "cloud",
    "Application": "application",
}
PLACEHOLDER_DAYS = (1, 15)
"""Epoch AI writes a month as its first or fifteenth day."""


class Gathering:
    """Claims, refusals and counts of one copy.

    Parameters
    ----------
    manifest : Manifest
        For the day of the copy and the lookups.
    """

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.claims: list[Claim] = []
        self.things: dict[tuple[str, str], Mention] = {}
        self.refusals: list[Refusal] = []
        self.counts: Counter[str] = Counter()
        self.looked: set[tuple[str, str]] = set()

    def add(self, claim: Claim) -> None:
        """Keep a claim."""
        self.claims.append(claim)

    def refuse(self, why: str, where: str) -> None:
        """List something that was read and is not carried over."""
        self.refusals.append(Refusal(why, where))

    def undated(self) -> When:
        """Return the interval of what the source states without a date."""
        return When(self.manifest.snapshot, "asOfDay")

    def table(self, name: str) -> Mapping[str, str]:
        """Return one lookup of the manifest."""
        return self.manifest.lookup(name)

    def renamed(self, table: str, text: str) -> str:
        """Return what a lookup makes of a text; the text itself where it says nothing."""
        found = self.table(table).get(text)
        if found is None:
            return text
        self.looked.add((table, text))
        return found

    def developers(self, names: Iterable[str], where: str) -> tuple[str, ...]:
        """Return those of some names that are a developer's; the others are refused."""
        told = {name: self.renamed("no_developer", name) for name in names}
        for name, why in told.items():
            if why != name:
                self.refuse(why, where)
        return tuple(name for name, why in told.items() if why == name)

    def choice(self, record: Record, column: str, table: str) -> str:
        """Return what a lookup says of a field, which it must know."""
        found: str = record.choice(column, self.table(table))
        self.looked.add((table, record.optional(column)))
        return found

    def sureness(self, record: Record, column: str, table: str) -> Decimal | None:
        """Return the confidence that a lookup gives to a mark of the source; None: not believed."""
        told = self.choice(record, column, table)
        return None if told == "refused" else Decimal(told)

    def country(self, record: Record, column: str, name: str) -> Mention | None:
        """Return a country by Epoch AI's name for it; None where it names no country."""
        told = self.table("countries").get(name)
        if told is None:
            raise record.wrong(column, f"{name!r} is no country that the reader knows")
        self.looked.add(("countries", name))
        if told == "none":
            return None
        code, label = told.split(" ", 1)
        return Mention("Jurisdiction", label, ids=(f"iso3166:{code}",))

    def unused(self) -> list[str]:
        """Return the lookups that nothing in the copy asked for."""
        return [
            f"{table}: {text}"
            for table, rows in self.manifest.lookups.items()
            for text in rows
            if (table, text) not in self.looked
        ]


def concept(name: str) -> Iri:
    """Return the IRI of a concept by its local name."""
    return Iri(VGX + name)


def layered(
    cls: str, name: str, *, key: str = "", maker: str = "", names: Iterable[str] = ()
) -> Mention:
    """Return a thing with the layer of its class."""
    return Mention(
        cls,
        name,
        key=key,
        maker=maker,
        names=tuple(names),
        properties=(("inLayer", concept(LAYERS[cls])),),
    )


def firm(name: str) -> Mention:
    """Return an organisation by the source's name for it."""
    return Mention("Organization", name)


def split(cell: str) -> list[str]:
    """Split a cell on its commas, but not on those inside brackets or quotes.

    Examples
    --------
    >>> split("BookCorpus (BooksCorpus, Toronto Book Corpus),C4")
    ['BookCorpus (BooksCorpus, Toronto Book Corpus)', 'C4']
    """
    parts, depth, quoted = [""], 0, False
    for sign in cell:
        if sign == '"':
            quoted = not quoted
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        if sign == "," and depth <= 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    if depth or quoted:
        raise DataError(
            f"brackets or quotes are not balanced in {cell!r}",
            why="it cannot be told which commas divide the names",
            mend="correct the cell in the copy",
        )
    return [part for part in (" ".join(each.split()) for each in parts) if part]


def plain(when: When) -> When:
    """Return a date whose day only stands for its month as that month."""
    if when.precision not in ("day", "asOfDay") or when.start.day not in PLACEHOLDER_DAYS:
        return when
    precision = "month" if when.precision == "day" else "asOfMonth"
    return When(when.start.replace(day=1), precision, when.end)
