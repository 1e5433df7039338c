"""Offers of models.dev -> entries of a catalogue, with what is left out of each."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.sources.models_dev.shelf import NAMED, TORN
from valuegraph.sources.offers import HOST, RESELLER, TWIN, Listed, Rates, check_credible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.models_dev.layout import Entry, Provider
    from valuegraph.sources.models_dev.shelf import Placed, Shelf

__all__ = ["Listing"]

SURE = Decimal("0.7")
BY_NAME = Decimal("0.5")


class Listing:
    """Reads offers one by one, and remembers what it left out.

    The offers of one reseller share their evidence, which names the folder: there are thousands, and
    each stands in the file that is named as the model.

    Parameters
    ----------
    manifest : Manifest
        Lookups and day of the copy.
    providers : mapping of str to Provider
        Who offers, by id.
    shelf : Shelf
        The models.
    """

    def __init__(self, manifest: Manifest, providers: Mapping[str, Provider], shelf: Shelf) -> None:
        self._manifest = manifest
        self._providers = providers
        self._shelf = shelf
        self._today = When(manifest.snapshot, "asOfDay")
        self._found: list[tuple[Placed, Entry, Listed]] = []
        self.refusals: list[Refusal] = []
        self.counts: Counter[str] = Counter()
        self.used: set[str] = set()

    def enter(self, entry: Entry) -> None:
        """Read one offer."""
        if entry.provider not in self._providers:
            raise DataError(
                f"no provider.toml for {entry.provider}",
                where=entry.locator,
                why="it is not known who offers",
                mend="import the whole copy",
            )
        placed = self._shelf.place(entry)
        kind = self._kind(entry.provider)
        self._count(entry, placed, kind)
        why = self._unfit(entry, placed)
        if why:
            self.refusals.append(Refusal(why, entry.locator))
            return
        folder = f"providers/{entry.provider}/models"
        listed = Listed(
            firm=self._firm(entry.provider),
            platform=self._manifest.lookup("platforms").get(entry.provider, ""),
            kind=kind,
            model=placed.model,
            maker=placed.maker,
            locator=f"{folder}, one file for each" if kind == RESELLER else entry.locator,
            when=self._today,
            confidence=SURE,
            rates=self._rates(entry, kind),
            document=self._document(entry),
            note=self._status(entry),
        )
        self._found.append((placed, entry, listed))

    def close(self) -> list[Listed]:
        """Return the offers, once all are entered.

        A reseller's offer of what neither a lab's record nor any other provider lists is left out:
        nobody is on record to whom the call could be passed on.
        """
        served = {listed.model.handle for _, _, listed in self._found if listed.kind != RESELLER}
        kept = []
        for placed, entry, listed in self._found:
            recorded = any(id_.startswith("models.dev:") for id_ in listed.model.ids)
            if listed.kind == RESELLER and not recorded and listed.model.handle not in served:
                self.refusals.append(
                    Refusal("a reseller's model that no lab and no host lists", entry.locator)
                )
            else:
                kept.append((placed, entry, listed))
        self._found = kept
        return [listed for _, _, listed in kept]

    def makers(self) -> Iterator[Claim]:
        """Say who makes the models that only providers list: their names give the maker.

        Their release dates are not carried: most are the day on which the provider took them on.
        """
        made: dict[tuple[str, str], tuple[Mention, Entry]] = {}
        for placed, entry, _ in self._found:
            if placed.how == NAMED:
                model = dict(placed.model.properties).get("variantOf", placed.model)
                if isinstance(model, Mention):
                    made.setdefault(model.handle, (model, entry))
        for model, first in made.values():
            yield Claim(
                "Development",
                (("developer", Mention("Organization", model.maker)), ("developedAsset", model)),
                self._today,
                first.locator,
                BY_NAME,
                kind="derived",
                note="the maker is read from the namespace of the name",
                document=self._document(first),
            )

    def _firm(self, provider: str) -> str:
        return self._manifest.lookup("firms").get(provider, self._providers[provider].name)

    def _document(self, entry: Entry) -> str:
        return entry.provider if entry.provider in self._manifest.documents else ""

    def _kind(self, provider: str) -> str:
        if provider in self._manifest.lookup("resellers"):
            return RESELLER
        return TWIN if provider in self._manifest.lookup("twins") else HOST

    def _count(self, entry: Entry, placed: Placed, kind: str) -> None:
        self.counts[f"offers_{placed.how}"] += 1
        self.counts["offers_with_maker"] += bool(placed.maker)
        self.counts["offers_of_resellers"] += kind == RESELLER
        told = self._manifest.lookup("resellers").get(entry.provider)
        self.counts["offers_of_gateways_by_name"] += told == "gateway by name"

    def _unfit(self, entry: Entry, placed: Placed) -> str:
        first = entry.id.split("/")[0].casefold()
        if entry.provider in self._manifest.lookup("local"):
            return "the address is the user's own machine: nobody offers"
        if first in self._manifest.lookup("routers") and "/" in entry.id:
            return "a choice made anew with each call, no model"
        routed = self._manifest.lookup("routed")
        if entry.provider in routed or f"{entry.provider}/{entry.id}" in routed:
            return "a grade of service or a choice, no model"
        if placed.how == TORN:
            return "its id and its base_model name two models of the lab"
        return ""

    def _status(self, entry: Entry) -> str:
        table = self._manifest.lookup("status")
        if entry.status and entry.status not in table:
            raise DataError(
                f"status: {entry.status!r} is not among the values the reader knows",
                where=f"{entry.locator}, column status",
                mend="add it to [lookups.status] of models_dev/source.toml",
            )
        return table.get(entry.status, "") if entry.status else ""

    def _rates(self, entry: Entry, kind: str) -> tuple[tuple[Rates, When], ...]:
        rates = entry.rates
        if not rates:
            return ()
        zero = not (rates["input"] or rates["output"])
        free = entry.id.casefold().endswith(("-free", ":free"))
        if kind == RESELLER:
            self.refusals.append(
                Refusal("a reseller's price: that of the host and a fee", entry.locator)
            )
            return ()
        if zero and not free:
            self.refusals.append(
                Refusal("a price of zero: a plan or a gap, no price", entry.locator)
            )
            return ()
        found = Rates(
            rates["input"],
            rates["output"] if rates["output"] or zero else None,
            rates.get("cache_read") or None,
            rates.get("cache_write") or None,
        )
        key = f"{entry.provider}/{entry.id}"
        if not check_credible(found, entry.locator, key, self._manifest.lookup("incredible")):
            self.refusals.append(Refusal("an amount for another quantity", entry.locator))
            return ()
        return ((found, self._today),)
