"""Whether the weights of an offered model can be had, as the files of models.dev say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal
from valuegraph.facts.records import Iri
from valuegraph.sources.models_dev.shelf import TORN
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from valuegraph.facts.drafts import When
    from valuegraph.sources.models_dev.layout import Entry
    from valuegraph.sources.models_dev.shelf import Placed, Shelf

__all__ = ["CLOSED", "DISPUTED", "OPEN", "UNTOLD", "Weights", "release_of"]

OPEN, CLOSED, DISPUTED, UNTOLD = "open", "closed", "disputed", "untold"

AGREED = Decimal("0.5")
"""Where a lab's record is there to compare, files of hosts that agree are right on 176 of 180 models."""
WEAK = Decimal("0.3")
"""Files disagree, or one firm alone leaves the flag at false: the makers of some such models give them."""
TWICE = 2
"""So many firms at least, and so many times those who leave the flag at false, say that the weights are
given: then they are heard alone. A lab's record bears them out on all 11 models where it can be asked."""


def release_of(model: Mention) -> Mention:
    """Return the release that a way of serving is of: weights belong to the release."""
    while model.cls == "ServingVariant":
        above = dict(model.properties).get("variantOf")
        if not isinstance(above, Mention):
            break
        model = above
    return model


class Weights:
    """Knows of each offered model whether its weights are given.

    A lab's own record decides. Without one the files of those who offer the model are asked, save
    those of resellers: they leave the flag at false for half of the open models. Of some hosts the
    same holds (``[lookups.defaults]``): from them only a flag that somebody set is heard.

    Parameters
    ----------
    placed : iterable of (Entry, Placed)
        Every offer, with its model.
    shelf : Shelf
        The labs' records.
    lookup : callable
        Gives a table of the manifest: ``resellers``, ``local``, ``own``, ``groups``,
        ``defaults``.
    firms : mapping of str to str
        The firm behind each provider: the files of one firm are one word.
    """

    def __init__(
        self,
        placed: Iterable[tuple[Entry, Placed]],
        shelf: Shelf,
        lookup: Callable[[str], Mapping[str, str]],
        firms: Mapping[str, str],
    ) -> None:
        self._recorded = {
            release_of(shelf.record(id_)).handle: record.open_weights
            for id_, record in shelf.records.items()
            if id_ not in shelf.same and shelf.record(id_).cls == "Model"
        }
        self._told: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._against: list[Entry] = []
        self._unset: list[Entry] = []
        self._own, self._groups, self._firms = lookup("own"), lookup("groups"), firms
        deaf, unset = (lookup("resellers"), lookup("local")), lookup("defaults")
        for entry, place in placed:
            if entry.open_weights is None or place.how == TORN:
                continue
            handle = release_of(place.model).handle
            if any(entry.provider in table for table in deaf):
                continue
            if handle not in self._recorded:
                own = self._by_maker(entry, place.model)
                if not (own or entry.open_weights) and entry.provider in unset:
                    self._unset.append(entry)
                    continue
                self._told[handle].append(entry)
            elif self._recorded[handle] != entry.open_weights:
                self._against.append(entry)

    def of(self, model: Mention) -> str:
        """Return `OPEN`, `CLOSED`, `DISPUTED` or `UNTOLD`; closed only if the developer says so."""
        handle = release_of(model).handle
        if handle in self._recorded:
            return OPEN if self._recorded[handle] else CLOSED
        told = self._heard(model)
        said = {entry.open_weights for entry in told}
        if len(said) > 1:
            return DISPUTED
        if said == {True}:
            return OPEN
        return CLOSED if any(self._by_maker(entry, model) for entry in told) else UNTOLD

    def _heard(self, model: Mention) -> list[Entry]:
        """Return the files that are asked about a release: without those that most others outvote."""
        told = self._told.get(release_of(model).handle, [])
        kept = [entry for entry in told if not entry.open_weights]
        given = [entry for entry in told if entry.open_weights]
        enough = len(self._who(given)) >= TWICE * max(1, len(self._who(kept)))
        by_maker = any(self._by_maker(entry, model) for entry in kept)
        return given if enough and not by_maker else told

    def _who(self, files: Iterable[Entry]) -> set[str]:
        return {self._firms.get(entry.provider, "") for entry in files}

    def _by_maker(self, entry: Entry, model: Mention) -> bool:
        parent = self._groups.get(self._firms.get(entry.provider, ""))
        return bool(model.maker) and model.maker in (self._own.get(entry.provider), parent)

    def claims(
        self, models: Iterable[Mention], today: When, document: Callable[[Entry], str]
    ) -> Iterator[Claim]:
        """Say of models without a lab's record what the files say; both where they disagree."""
        for model in {release_of(model).handle: release_of(model) for model in models}.values():
            told = self._heard(model)
            for open_ in (True, False):
                files = [entry for entry in told if entry.open_weights is open_]
                if files:
                    sure = len(files) == len(told) and self._meant(model, files)
                    claim = self._claim(model, files, AGREED if sure else WEAK, today)
                    yield replace(claim, document=document(files[0]))

    def refusals(self, models: Iterable[Mention]) -> Iterator[Refusal]:
        """List files that a lab's record contradicts, and models on which files disagree."""
        for entry in self._against:
            yield Refusal("a flag of open weights that the lab's record contradicts", entry.locator)
        for entry in self._unset:
            yield Refusal(
                "a flag of open weights that its host leaves at false for open models too",
                entry.locator,
            )
        releases = {release_of(model).handle: release_of(model) for model in models}
        for handle, model in sorted(releases.items()):
            told = self._heard(model)
            for entry in self._told.get(handle, []):
                if entry not in told:
                    yield Refusal(
                        "a flag of open weights that twice as many hosts contradict", entry.locator
                    )
            if len({entry.open_weights for entry in told}) > 1:
                yield Refusal(
                    "files of its hosts disagree on open weights: both are kept, as weak",
                    told[0].locator,
                )

    def _meant(self, model: Mention, files: list[Entry]) -> bool:
        """Return whether a flag is more than one firm's default."""
        own = any(self._by_maker(entry, model) for entry in files)
        return bool(files[0].open_weights) or len(self._who(files)) > 1 or own

    def _claim(self, model: Mention, files: list[Entry], confidence: Decimal, today: When) -> Claim:
        of = len(self._told[model.handle])
        status = "available" if files[0].open_weights else "notAvailable"
        return Claim(
            "ComponentStatus",
            (
                ("ofAsset", model),
                ("component", Iri(VGX + "weights")),
                ("status", Iri(VGX + status)),
            ),
            today,
            files[0].locator,
            confidence,
            note=f"{len(files)} of {of} files of those who serve it say so",
        )
