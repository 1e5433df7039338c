"""From what people call a sector to its sections of the classification, and the word that narrows it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UnknownNameError
from valuegraph.store.names import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

SECTORS = """
SELECT ?sector ?label ?code ?alias WHERE {
  ?sector skos:inScheme vgx:sector ; skos:prefLabel ?label ; skos:notation ?code .
  OPTIONAL { ?sector skos:altLabel ?alias }
}
"""
SUGGESTED = 3
CLOSE = 0.6
LISTED = 4
SHORTEST = 4


class Rows(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...


@dataclass(frozen=True, slots=True)
class Sector:
    """One or several sections, and the word of a part of them that was asked for.

    Attributes
    ----------
    sections : frozenset of str
        IRIs of the sections.
    word : str
        Part of a section, as users are described in the facts; empty for the whole.
    """

    sections: frozenset[str]
    word: str = ""

    def holds(self, section: str | None, part: str | None) -> bool:
        """Tell whether a user in a section, described as a part of it, belongs here."""
        return section in self.sections and f" {self.word}" in f" {normal(part or '')}"


class Sectors:
    """The sections of the classification with their labels, codes and aliases.

    Parameters
    ----------
    store : Rows
        Where the classification is read.
    parts : iterable of (str, str)
        Section and part for each use on record.
    """

    def __init__(self, store: Rows, parts: Iterable[tuple[str, str]]) -> None:
        self.labels: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for sector, label, code, alias in store.rows(SECTORS)[1]:
            self.labels[sector], self.codes[sector] = str(label), str(code)
            for name in (str(label), str(code), str(alias or label)):
                self._names[normal(name)].add(sector)
        self._parts: dict[str, set[str]] = defaultdict(set)
        for section, part in parts:
            self._parts[normal(part)].add(section)

    def find(self, name: str) -> Sector:
        """Return what a label, code, alias, IRI or part of a sector stands for.

        Raises
        ------
        UnknownNameError
            Nothing is called so, or several sections are; near misses are named.
        """
        key = normal(name.removeprefix("nace:"))
        if name in self.labels:
            return Sector(frozenset({name}))
        if key in self._names:
            return Sector(frozenset(self._names[key]))
        sections = self._by_word(key)
        if len(sections) > 1:
            raise UnknownNameError(
                f"{name!r} is a word of {len(sections)} sectors",
                where="; ".join(sorted(self._told(each) for each in sections)),
                mend="give the letter of one, for instance "
                + min(self.codes[each] for each in sections),
            )
        within = self._by_part(key)
        if sections:
            return Sector(frozenset(sections), key if sections & within else "")
        if within:
            return Sector(frozenset(within), key)
        raise UnknownNameError(f"no sector is called {name!r}", mend=self._near(key))

    def _by_word(self, key: str) -> set[str]:
        """Return the sections whose label has every word of a name."""
        words = set(key.split())
        return {
            sector
            for sector, label in self.labels.items()
            if words and words <= set(normal(label).split())
        }

    def _by_part(self, key: str) -> set[str]:
        """Return the sections in which the description of a user begins with a name."""
        found = (sections for part, sections in self._parts.items() if part.startswith(key))
        return set().union(*found) if len(key) >= SHORTEST else set()

    def _near(self, key: str) -> str:
        known = {
            word: sector for sector, label in self.labels.items() for word in normal(label).split()
        }
        known |= {name: min(sectors) for name, sectors in self._names.items()}
        known |= {part: min(sectors) for part, sectors in self._parts.items() if part not in known}
        near = difflib.get_close_matches(key, known, n=SUGGESTED, cutoff=CLOSE)
        if not near:
            return "give a letter of NACE 2.1 or a label: " + "; ".join(
                sorted(self._told(each) for each in self.labels)
            )
        return (
            "did you mean "
            + " or ".join(f"{each} ({self._told(known[each])})" for each in near)
            + "?"
        )

    def _told(self, sector: str) -> str:
        return f"{self.codes[sector]}, {self.labels[sector]}"
