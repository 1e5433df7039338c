"""How catalogues of models write one model: namespaces, regions, endings for speeds and formats."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Mention
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.facts.records import Value
    from valuegraph.sources.manifest import Manifest

__all__ = ["LAYER", "Named", "Namer", "Tables", "key_of"]

LAYER: tuple[tuple[str, Value | Mention], ...] = (("inLayer", Iri(VGX + "model")),)

_BREAKS = re.compile(r"[.:_@\s\-]+")
_DEPTH = 3


def key_of(segment: str) -> str:
    """Return what two spellings of one name have in common; plus, sizes and dates count."""
    return _BREAKS.sub("-", segment.casefold()).strip("-")


@dataclass(frozen=True, slots=True)
class Tables:
    """What a catalogue's odd spellings mean; all keys in lower case.

    Attributes
    ----------
    makers : mapping of str to str
        Firm by namespace.
    regions : mapping of str to str
        Prefixes before a dot that say where a call is answered: ``us``, ``apac``.
    same : mapping of str to str
        Endings that leave the release the same.
    serving : mapping of str to str
        Endings that name a way of serving a release.
    releases : mapping of str to str
        Keys that end like a way of serving and are releases of their own.
    aliases : mapping of str to str
        Keys of other spellings and the spelling that is meant.
    """

    makers: Mapping[str, str]
    regions: Mapping[str, str]
    same: Mapping[str, str]
    serving: Mapping[str, str]
    releases: Mapping[str, str]
    aliases: Mapping[str, str]

    @classmethod
    def of(cls, manifest: Manifest) -> Tables:
        """Return the tables of a manifest, which have the names of the attributes."""
        return cls(**{name: manifest.lookup(name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Named:
    """A release, or a way of serving one, as told apart from its spelling.

    Attributes
    ----------
    maker : str
        Firm that makes it; empty when the source does not say.
    key : str
        Key of the release.
    segment : str
        The spelling without namespace and region.
    ending : str
        Ending that names the way of serving; empty for the release itself.
    """

    maker: str
    key: str
    segment: str
    ending: str = ""


class Namer:
    """Tells from its spelling which release an entry of a catalogue means.

    Parameters
    ----------
    tables : Tables
        The catalogue's odd spellings.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.used: set[str] = set()
        self._fixed: set[str] = set()
        self._makers: dict[str, set[str]] = defaultdict(set)
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._same = tuple(sorted(tables.same, key=len, reverse=True))
        self._serving = tuple(
            sorted((e for e in tables.serving if e[0] == "-"), key=len, reverse=True)
        )
        self._prefixes = tuple(sorted(tables.makers, key=len, reverse=True))

    def learn(self, maker: str, segment: str, *, fixed: bool = False) -> None:
        """Take note of a release of a maker; a fixed one is never read as a way of serving."""
        whole, colon, mode = segment.rpartition(":")
        while colon and f":{mode.casefold()}" in self.tables.serving:
            segment = whole
            whole, colon, mode = segment.rpartition(":")
        key = self._alias(key_of(segment))
        self._makers[key].add(maker)
        if fixed:
            self._fixed.add(key)

    def apart(self, name: str) -> tuple[str, str]:
        """Return the maker that a spelling names, if any, and the rest of it."""
        pieces = [piece.removeprefix("hf:") for piece in name.removeprefix("~").split("/")]
        maker = ""
        for piece in pieces[:-1]:
            maker = self._maker(piece) or maker
        segment = pieces[-1]
        tokens = segment.split(".")
        if len(tokens) > 1 and tokens[0].casefold() in self.tables.regions:
            self.used.add(tokens[0].casefold())
            tokens = tokens[1:]
        if len(tokens) > 1 and not tokens[1][:1].isdigit() and self._maker(tokens[0]):
            maker = self._maker(tokens[0])
            tokens = tokens[1:]
        return maker, ".".join(tokens)

    def name(self, text: str, own: str = "") -> Named:
        """Return what a spelling means.

        Parameters
        ----------
        text : str
            The entry's id.
        own : str
            Maker to assume when nothing else names one.
        """
        maker, segment = self.apart(text)
        whole, colon, mode = segment.rpartition(":")
        if colon and f":{mode.casefold()}" in self.tables.serving:
            # A mode after a colon is a way of calling; "-thinking" may be a release of its own.
            base = self._named(maker, whole)
            if base.maker:
                self.used.add(f":{mode.casefold()}")
                return Named(base.maker, base.key, segment, f"{base.ending}-{mode.casefold()}")
        return self._named(maker, segment, own)

    def _named(self, maker: str, segment: str, own: str = "") -> Named:
        key = self._alias(key_of(segment))
        found = self._known(maker, key, 0) or self._prefixed(maker, key)
        if found:
            return Named(found[0], found[1], segment, found[2])
        return Named(maker or own, key, segment)

    def spelling(self, key: str) -> str:
        """Return how the entries of a catalogue mostly write a key, the first in order on a draw."""
        seen = self._spellings.get(key)
        return min(seen, key=lambda name: (-seen[name], name)) if seen else key

    def key(self, text: str) -> str:
        """Return the key of a spelling, other spellings not taken into account."""
        return key_of(self.apart(text)[1])

    def mention(self, named: Named) -> Mention:
        """Return a release, or a way of serving it, that has no record of its own."""
        base = Mention(
            "Model",
            self.spelling(named.key),
            key=f"{named.maker}/{named.key}",
            maker=named.maker,
            properties=LAYER,
        )
        return self.served(base, named) if named.ending else base

    def served(self, base: Mention, named: Named) -> Mention:
        """Return a way of serving a release."""
        return Mention(
            "ServingVariant",
            named.segment.casefold(),
            key=f"{named.maker}/{named.key}{named.ending}",
            maker=named.maker,
            properties=(*LAYER, ("variantOf", base)),
        )

    def see(self, text: str) -> None:
        """Take note of how an entry is written, or of what it is an odd spelling of."""
        segment = self.apart(text)[1].casefold()
        key = key_of(segment)
        self._spellings[self._alias(key)][self.tables.aliases.get(key, segment)] += 1

    def _maker(self, piece: str) -> str:
        found = self.tables.makers.get(piece.casefold(), "")
        if found:
            self.used.add(piece.casefold())
        return found

    def _alias(self, key: str) -> str:
        meant = self.tables.aliases.get(key, "")
        if not meant:
            return key
        self.used.add(key)
        self._spellings[key_of(meant)][meant] += 0
        return key_of(meant)

    def _known(self, maker: str, key: str, depth: int) -> tuple[str, str, str] | None:
        """Return maker, key and ending of a release that is on record."""
        if key in self.tables.releases:
            self.used.add(key)
        elif key not in self._fixed and depth < _DEPTH:
            reduced = self._reduced(maker, key, depth)
            if reduced:
                return reduced
        makers = self._makers.get(key, set())
        if maker in makers if maker else len(makers) == 1:
            return maker or next(iter(makers)), key, ""
        return None

    def _reduced(self, maker: str, key: str, depth: int) -> tuple[str, str, str] | None:
        for endings, serves in ((self._same, False), (self._serving, True)):
            for ending in endings:
                if not key.endswith(ending):
                    continue
                found = self._known(maker, self._alias(key.removesuffix(ending)), depth + 1)
                if found:
                    self.used.add(ending)
                    return found[0], found[1], found[2] + ending if serves else found[2]
        return None

    def _prefixed(self, maker: str, key: str) -> tuple[str, str, str] | None:
        """Read ``openai-gpt-5`` as a model of OpenAI where one of that name is on record."""
        for prefix in self._prefixes:
            firm = self.tables.makers[prefix]
            start = key_of(prefix) + "-"
            if key.startswith(start) and maker in ("", firm):
                found = self._known(firm, self._alias(key.removeprefix(start)), 0)
                if found:
                    self.used.add(prefix)
                    return found
        return None
