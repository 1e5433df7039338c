"""Entries of genai-prices -> entries of a catalogue, with what is left out of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
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
    from collections.abc import Iterator, Sequence

    from valuegraph.sources.genai_prices.layout import Model, Provider, Spell
    from valuegraph.sources.manifest import Manifest

__all__ = ["Listing"]

SECOND_HAND = Decimal("0.5")


class Listing:
    """Reads entries one by one, and remembers what it left out.

    Parameters
    ----------
    manifest : Manifest
        Lookups and day of the copy.
    providers : sequence of Provider
        All of them: their entries name the makers of bare names.
    """

    def __init__(self, manifest: Manifest, providers: Sequence[Provider]) -> None:
        self._manifest = manifest
        self.refusals: list[Refusal] = []
        self.counts: Counter[str] = Counter()
        self.namer = Namer(Tables.of(manifest))
        for provider in providers:
            for model in provider.models:
                self.namer.see(model.id)
                maker, segment = self.namer.apart(model.id)
                if maker or self._own(provider, model):
                    self.namer.learn(maker or self._own(provider, model), segment)

    def enter(self, provider: Provider) -> Iterator[Listed]:
        """Yield the offers of a provider."""
        whole = f"providers/{provider.id}, price_comments of the file"
        remarked(provider.remark, whole, self._manifest.lookup("file_remarks"), "file_remarks")
        resold = provider.id in self._manifest.lookup("resellers")
        firm = self._manifest.lookup("firms").get(provider.id, provider.name)
        for model in provider.models:
            self._count(model)
            days = self._days(model)
            why = self._unfit(model, days, resold=resold)
            if why:
                self.refusals.append(Refusal(why, model.locator))
                continue
            named = self.namer.name(model.id, self._own(provider, model))
            lookup = self._manifest.lookup
            kind, page = standing_by_release(firm, named.maker, named.key, lookup)
            yield Listed(
                firm=firm,
                platform=self._manifest.lookup("platforms").get(provider.id, ""),
                kind=kind,
                model=self.namer.mention(named),
                maker=named.maker,
                locator=model.locator,
                when=When(min(days), "asOfDay"),
                confidence=SECOND_HAND,
                rates=tuple(self._rates(provider, model, kind)),
                note=page,
                scope=self._scope(provider, model),
            )

    def _own(self, provider: Provider, model: Model) -> str:
        """Return whose a model is by the list it stands in, or by the line it is of in that list."""
        own, lines = self._manifest.lookup("own"), self._manifest.lookup("own_lines")
        if provider.id in own:
            return own[provider.id]
        return lines.get(f"{provider.id}/{self.namer.key(model.id).split('-')[0]}", "")

    def _count(self, model: Model) -> None:
        self.counts["models_looked_up_on_a_day"] += model.checked is not None
        self.counts["models_with_dated_lists"] += any(spell.since for spell in model.spells)
        self.counts["models_priced_by_hours"] += any(spell.hours for spell in model.spells)
        self.counts["models_deprecated"] += model.deprecated

    def _days(self, model: Model) -> list[dt.date]:
        """Return the days on which somebody saw the offer."""
        told = [model.checked, *(spell.since for spell in model.spells)]
        return [when.start for when in told if when and when.start <= self._manifest.snapshot]

    def _unfit(self, model: Model, days: list[dt.date], *, resold: bool) -> str:
        if model.checked and model.checked.start > self._manifest.snapshot:
            raise DataError(
                f"prices_checked: {model.checked.start} is after the day of the copy",
                where=model.locator,
                why="nobody can have looked yet",
                mend="name the day of this copy with --snapshot",
            )
        if resold:
            return "an offer of a reseller: models.dev has them, with the day of the copy"
        if model.removed or model.deprecated:
            return f"marked as {'removed' if model.removed else 'deprecated'}"
        if not days:
            return "no day on which the price was looked up; the list keeps retired models"
        borrowed = phrase_in(model.remark, self._manifest.lookup("remarks"))
        if borrowed:
            self.counts["models_with_amounts_of_another"] += 1
            return borrowed[1]
        left = self._manifest.lookup("left")
        if self.namer.key(model.id) in left:
            return left[self.namer.key(model.id)]
        return ""

    def _rates(self, provider: Provider, model: Model, kind: str) -> Iterator[tuple[Rates, When]]:
        """Yield the lists that hold on a known day; a later one ends the one before it."""
        why = self._assumed(provider, model)
        if kind == RESELLER:
            why = RESOLD
        if why:
            self._leave(why, model)
            return
        lists = [spell for spell in model.spells if not spell.hours]
        for spell, later in zip(lists, [*lists[1:], None], strict=True):
            end = later.since.start if later and later.since else None
            yield from self._rate(model, spell, self._when(model, spell, end))
        if len(lists) < len(model.spells):
            self._leave("a price for some hours of the day", model)

    def _rate(self, model: Model, spell: Spell, when: When | None) -> Iterator[tuple[Rates, When]]:
        past = phrase_in(model.remark, self._manifest.lookup("assumed_first"))
        if spell.rates is None or not (spell.rates.put or spell.rates.got):
            self._leave("a price of zero or none", model)
        elif when is None:
            self._leave("a past price whose first day is not known", model)
        elif past and not spell.since:
            self._leave(past[1], model)
        else:
            kept = credible(spell.rates, model.locator, model.id, self._manifest.lookup)
            if kept:
                yield kept, when
            if kept != spell.rates:
                self._leave(CACHE_LEFT if kept else "an amount for another quantity", model)

    def _assumed(self, provider: Provider, model: Model) -> str:
        """Return why the publisher's own words speak against the amounts; empty where they do not."""
        lookup = self._manifest.lookup
        by_file = lookup("inferred")
        for key in (provider.id, f"{provider.id}/{model.id}"):
            if key in by_file:
                return by_file[key]
        if phrase_in(model.remark, lookup("assumed_first")):
            return ""
        return remarked(model.remark, model.locator, lookup("assumed"), "assumed")

    def _when(self, model: Model, spell: Spell, end: dt.date | None) -> When | None:
        if spell.since:
            return When(spell.since.start, spell.since.precision, end)
        if model.checked and (end is None or model.checked.start < end):
            return When(model.checked.start, "asOfDay", end)
        if end is not None and end <= self._manifest.snapshot:
            # The list that took its place says until when it held, and nothing since when.
            return When(end - dt.timedelta(days=1), "asOfDay", end)
        return None

    def _scope(self, provider: Provider, model: Model) -> str:
        """Return the region that the amounts are for, where they are not the ordinary ones."""
        head = model.id.split(".")[0].casefold()
        narrow = self._manifest.lookup("regions").get(head, "") if head != "global" else ""
        return self._manifest.lookup("twins").get(provider.id, "") or narrow

    def _leave(self, why: str, model: Model) -> None:
        self.refusals.append(Refusal(why, model.locator))
