"""Offers of models.dev -> entries of a catalogue, with what is left out of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.sources.models_dev.shelf import NAMED, TORN
from valuegraph.sources.models_dev.weights import CLOSED
from valuegraph.sources.offers import (
    CLOUD,
    HOST,
    OWN,
    RESELLER,
    RESOLD,
    TWIN,
    Listed,
    left_prices,
    standing,
)
from valuegraph.sources.rates import CACHE_LEFT, Rates, credible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.models_dev.layout import Entry, Provider
    from valuegraph.sources.models_dev.shelf import Placed
    from valuegraph.sources.models_dev.weights import Weights

__all__ = ["Listing"]

SURE = Decimal("0.7")
BY_NAME = Decimal("0.5")
PASSED_ON = (
    "the weights are not given and no page says that the developer lets this firm run them: by rule "
    "it passes calls on"
)
OF_NAME = "the maker is read from the name, or from whose own list it stands in"
OF_FAMILY = "the maker is read from the family that the file names, and its name"


class Listing:
    """Reads offers one by one, and remembers what it left out.

    A firm can run on machines of its own only what it has the weights of. So whoever offers a model
    whose weights are not given, and neither made it nor is a channel of its maker on record
    (``[lookups.channels]``), passes calls on, whatever else it hosts.

    Parameters
    ----------
    manifest : Manifest
        Lookups and day of the copy.
    providers : mapping of str to Provider
        Who offers, by id.
    weights : Weights
        Of which models the weights are given.
    """

    def __init__(
        self, manifest: Manifest, providers: Mapping[str, Provider], weights: Weights
    ) -> None:
        self._manifest = manifest
        self._providers = providers
        self._weights = weights
        self._today = When(manifest.snapshot, "asOfDay")
        self._found: list[tuple[Placed, Entry, Listed]] = []
        self.refusals: list[Refusal] = []
        self.counts: Counter[str] = Counter()
        self.used: set[str] = set()

    def enter(self, entry: Entry, placed: Placed) -> None:
        """Read one offer."""
        if entry.provider not in self._providers:
            raise DataError(
                f"no provider.toml for {entry.provider}",
                where=entry.locator,
                why="it is not known who offers",
                mend="import the whole copy",
            )
        kind, why_kind = self._kind(entry, placed)
        self._count(entry, placed, kind)
        why = self._unfit(entry, placed) or self._status(entry)
        if why:
            self.refusals.append(Refusal(why, entry.locator))
            return
        listed = Listed(
            firm=self._firm(entry.provider),
            platform=self._manifest.lookup("platforms").get(entry.provider, ""),
            kind=kind,
            model=placed.model,
            maker=placed.maker,
            locator=entry.locator,
            when=self._today,
            confidence=SURE,
            rates=self._rates(entry, kind),
            document=self.document(entry),
            note=why_kind,
            scope=self._scope(entry),
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
            router = entry.provider in self._manifest.lookup("resellers")
            if router and not recorded and listed.model.handle not in served:
                self.refusals.append(
                    Refusal("a reseller's model that no lab and no host lists", entry.locator)
                )
            else:
                kept.append((placed, entry, listed))
        self._found = kept
        offers = [listed for _, _, listed in kept]
        self.refusals += left_prices(offers)
        return offers

    def makers(self) -> Iterator[Claim]:
        """Say who makes the models that only providers list: their names or lists give the maker.

        Their release dates are not carried: most are the day on which the provider took them on.
        """
        made: dict[tuple[str, str], tuple[Mention, Entry]] = {}
        for placed, entry, _ in self._found:
            if placed.how == NAMED:
                model = dict(placed.model.properties).get("variantOf", placed.model)
                if isinstance(model, Mention):
                    made.setdefault(model.handle, (model, entry))
        by_family = self._manifest.lookup("made")
        for model, first in made.values():
            told = OF_FAMILY if model.key.split("/")[-1] in by_family else OF_NAME
            yield Claim(
                "Development",
                (("developer", Mention("Organization", model.maker)), ("developedAsset", model)),
                self._today,
                first.locator,
                BY_NAME,
                kind="derived",
                note=told,
                document=self.document(first),
            )

    def _firm(self, provider: str) -> str:
        return self._manifest.lookup("firms").get(provider, self._providers[provider].name)

    def document(self, entry: Entry) -> str:
        """Return the document in which an offer stands."""
        return entry.provider if entry.provider in self._manifest.documents else ""

    def _kind(self, entry: Entry, placed: Placed) -> tuple[str, str]:
        """Return which part the provider has in an offer, and why, where a rule says so."""
        if entry.provider in self._manifest.lookup("resellers"):
            return RESELLER, ""
        first = entry.id.split("/")[0].casefold()
        if "/" in entry.id and f"{entry.provider}/{first}" in self._manifest.lookup("served_by"):
            return RESELLER, "its id names another firm that serves it"
        plain = TWIN if entry.provider in self._manifest.lookup("twins") else HOST
        firm = self._firm(entry.provider)
        kind, page = standing(firm, placed.maker, self._manifest.lookup)
        if kind == CLOUD or page:
            return kind, page
        if kind == OWN or not placed.maker:
            return plain, ""
        closed = self._weights.of(placed.model) == CLOSED
        return (RESELLER, PASSED_ON) if closed else (plain, "")

    def _scope(self, entry: Entry) -> str:
        """Return whether an offer is for a region or plan; what holds globally is the ordinary."""
        twin = entry.provider in self._manifest.lookup("twins")
        head = entry.id.split("/")[-1].split(".")[0].casefold()
        narrow = head != "global" and head in self._manifest.lookup("regions")
        return "region or plan" if twin or narrow else ""

    def _count(self, entry: Entry, placed: Placed, kind: str) -> None:
        self.counts[f"offers_{placed.how}"] += 1
        self.counts["offers_with_maker"] += bool(placed.maker)
        self.counts["offers_of_resellers"] += entry.provider in self._manifest.lookup("resellers")
        ruled = kind == RESELLER and entry.provider not in self._manifest.lookup("resellers")
        self.counts["offers_passed_on_by_rule"] += ruled
        self.counts["offers_of_cloud_channels"] += kind == CLOUD
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
            return "its id or name speaks of another model than its base_model"
        return ""

    def _status(self, entry: Entry) -> str:
        """Return why an offer of that status is left out, or nothing where it is not."""
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
            self.refusals.append(Refusal(RESOLD, entry.locator))
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
        kept = credible(found, entry.locator, key, self._manifest.lookup)
        if kept is None:
            self.refusals.append(Refusal("an amount for another quantity", entry.locator))
            return ()
        if kept != found:
            self.refusals.append(Refusal(CACHE_LEFT, entry.locator))
        until = self._manifest.lookup("price_ends").get(key)
        end = dt.date.fromisoformat(until) if until else None
        return ((kept, When(self._today.start, self._today.precision, end)),)
