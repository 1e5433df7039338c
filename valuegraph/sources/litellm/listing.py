"""Entries of the price map -> entries of a catalogue, with what is left out of each."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Refusal, When
from valuegraph.sources.lookups import phrase_in
from valuegraph.sources.offers import RESELLER, RESOLD, Listed, standing_by_release
from valuegraph.sources.rates import CACHE_LEFT, Rates, credible
from valuegraph.sources.remarks import remarked
from valuegraph.sources.spelling import Namer, Tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.sources.litellm.layout import Entry
    from valuegraph.sources.manifest import Manifest

__all__ = ["Listing", "has_address"]

SECOND_HAND = Decimal("0.5")
ADDRESS = re.compile(r"https?://\S+")


def has_address(entry: Entry) -> bool:
    """Whether an entry names a page: some say in its place whose amounts they took."""
    return bool(ADDRESS.fullmatch(entry.page))


class Listing:
    """Reads entries one by one, and remembers what it left out.

    Parameters
    ----------
    manifest : Manifest
        Lookups and day of the copy.
    entries : sequence of Entry
        All of them: they name the makers of bare names.
    """

    def __init__(self, manifest: Manifest, entries: Sequence[Entry]) -> None:
        self._manifest = manifest
        self.refusals: list[Refusal] = []
        self.namer = Namer(Tables.of(manifest))
        own = manifest.lookup("own")
        for entry in entries:
            self.namer.see(entry.key)
            maker, segment = self.namer.apart(entry.key)
            if maker or entry.tag in own:
                self.namer.learn(maker or own[entry.tag], segment)

    def enter(self, entry: Entry) -> Listed | None:
        """Return an offer as an entry, or None when it is refused."""
        where = f"model_prices.json, key '{entry.key}'"
        why = self._unfit(entry)
        if why:
            self.refusals.append(Refusal(why, where))
            return None
        when = When(self._manifest.snapshot, "asOfDay", entry.ends)
        named = self.namer.name(entry.key, self._manifest.lookup("own").get(entry.tag, ""))
        firm = self._firm(entry, where)
        lookup = self._manifest.lookup
        kind, page = standing_by_release(firm, named.maker, named.key, lookup)
        rates = self._rates(entry, kind, when, where)
        return Listed(
            firm=firm,
            platform=self._manifest.lookup("platforms").get(entry.tag, ""),
            kind=kind,
            model=self.namer.mention(named),
            maker=named.maker,
            locator=where,
            when=when,
            confidence=SECOND_HAND,
            rates=rates,
            note="; ".join(filter(None, (f"read there from {entry.page}", page))),
            scope=self._scope(entry),
            original=entry.wording if rates else "",
        )

    def _firm(self, entry: Entry, where: str) -> str:
        table = self._manifest.lookup("firms")
        if entry.tag not in table:
            raise DataError(
                f"litellm_provider: {entry.tag!r} is not among the tags the reader knows",
                where=f"{where}, column litellm_provider",
                why="it is all that says who offers",
                mend="add it to [lookups.firms] of litellm/source.toml",
            )
        return table[entry.tag]

    def _scope(self, entry: Entry) -> str:
        """Return the region that a key names before a dot or slash."""
        table = self._manifest.lookup("regions")
        heads = entry.key.casefold().replace("/", ".").split(".")[:-1]
        return next((table[head] for head in heads if head in table), "")

    def _unfit(self, entry: Entry) -> str:
        return self._not_offered(entry) or self._no_model(entry)

    def _not_offered(self, entry: Entry) -> str:
        if not entry.page:
            return "no page is named; the map keeps retired models"
        if not has_address(entry):
            return self._no_page(entry)
        if entry.tag in self._manifest.lookup("resellers"):
            return "an offer of a reseller: models.dev has them, newer"
        if entry.tag in self._manifest.lookup("closed"):
            return "a service that had closed before the day of the copy"
        return ""

    def _no_page(self, entry: Entry) -> str:
        found = phrase_in(entry.page, self._manifest.lookup("no_pages"))
        if found is None:
            raise DataError(
                f"source: {entry.page!r} is no address",
                where=f"model_prices.json, key '{entry.key}', column source",
                why="the text may say that the amounts are those of another model",
                mend="add a part of it to [lookups.no_pages] of litellm/source.toml",
            )
        return found[1]

    def _no_model(self, entry: Entry) -> str:
        if entry.mode not in self._manifest.lookup("modes"):
            return "pictures, speech or ranking: not priced by tokens of text"
        if "ft:" in entry.key:
            return "a rate for models tuned by the caller, no model"
        left = self._manifest.lookup("left")
        if self.namer.key(entry.key) in left:
            return left[self.namer.key(entry.key)]
        return ""

    def _rates(
        self, entry: Entry, kind: str, when: When, where: str
    ) -> tuple[tuple[Rates, When], ...]:
        if entry.put is None or not (entry.put or entry.got):
            return self._leave("a price of zero or none", where)
        why = remarked(entry.notes, where, self._manifest.lookup("assumed"), "assumed")
        if why:
            return self._leave(why, where)
        rates = Rates(entry.put, entry.got or None, entry.read or None, entry.write or None)
        kept = credible(rates, where, entry.key, self._manifest.lookup)
        if kept is None:
            return self._leave("an incredible price, a slip of the source", where)
        if kind == RESELLER:
            return self._leave(RESOLD, where)
        if kept != rates:
            self._leave(CACHE_LEFT, where)
        return ((kept, when),)

    def _leave(self, why: str, where: str) -> tuple[()]:
        self.refusals.append(Refusal(why, where))
        return ()
