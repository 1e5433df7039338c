"""Whether the weights of an offered model can be had, as the files of models.dev say."""

from __future__ import annotations

from collections import defaultdict
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
"""Where a lab's record is there to compare, files of hosts that agree are right on 154 of 160 models."""
WEAK = Decimal("0.3")
"""Files disagree, or one firm alone leaves the flag at false: the makers of some such models give them."""


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
    those of resellers: they leave the flag at false for half of the open models.

    Parameters
    ----------
    placed : iterable of (Entry, Placed)
        Every offer, with its model.
    shelf : Shelf
        The labs' records.
    lookup : callable
        Gives a table of the manifest: ``resellers``, ``local``.
    """

    def __init__(
        self,
        placed: Iterable[tuple[Entry, Placed]],
        shelf: Shelf,
        lookup: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._recorded = {
            release_of(shelf.record(id_)).handle: record.open_weights
            for id_, record in shelf.records.items()
            if id_ not in shelf.same and shelf.record(id_).cls == "Model"
        }
        self._told: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._against: list[Entry] = []
        self._own, self._firms = lookup("own"), lookup("firms")
        deaf = lookup("resellers"), lookup("local")
        for entry, place in placed:
            if entry.open_weights is None or place.how == TORN:
                continue
            handle = release_of(place.model).handle
            if any(entry.provider in table for table in deaf):
                continue
            if handle not in self._recorded:
                self._told[handle].append(entry)
            elif self._recorded[handle] != entry.open_weights:
                self._against.append(entry)

    def of(self, model: Mention) -> str:
        """Return `OPEN`, `CLOSED`, `DISPUTED` or `UNTOLD`; closed only if the developer says so."""
        handle = release_of(model).handle
        if handle in self._recorded:
            return OPEN if self._recorded[handle] else CLOSED
        told = self._told.get(handle, [])
        said = {entry.open_weights for entry in told}
        if len(said) > 1:
            return DISPUTED
        if said == {True}:
            return OPEN
        return CLOSED if any(self._by_maker(entry, model) for entry in told) else UNTOLD

    def _by_maker(self, entry: Entry, model: Mention) -> bool:
        return bool(model.maker) and self._own.get(entry.provider) == model.maker

    def claims(
        self, models: Iterable[Mention], today: When, document: Callable[[Entry], str]
    ) -> Iterator[Claim]:
        """Say of models without a lab's record what the files say; both where they disagree."""
        releases = {release_of(model).handle: release_of(model) for model in models}
        for handle, model in releases.items():
            told = self._told.get(handle, [])
            for open_ in (True, False):
                files = [entry for entry in told if entry.open_weights is open_]
                if files:
                    yield self._claim(model, files, len(told), today, document(files[0]))

    def refusals(self, models: Iterable[Mention]) -> Iterator[Refusal]:
        """List files that a lab's record contradicts, and models on which files disagree."""
        for entry in self._against:
            yield Refusal("a flag of open weights that the lab's record contradicts", entry.locator)
        for handle in sorted({release_of(model).handle for model in models}):
            told = self._told.get(handle, [])
            if len({entry.open_weights for entry in told}) > 1:
                yield Refusal(
                    "files of its hosts disagree on open weights: both are kept, as weak",
                    told[0].locator,
                )

    def _meant(self, model: Mention, files: list[Entry]) -> bool:
        """Return whether a flag is more than one firm's default."""
        firms = {self._firms.get(entry.provider, entry.provider) for entry in files}
        own = any(self._by_maker(entry, model) for entry in files)
        return bool(files[0].open_weights) or len(firms) > 1 or own

    def _claim(
        self, model: Mention, files: list[Entry], of: int, today: When, document: str
    ) -> Claim:
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
            AGREED if len(files) == of and self._meant(model, files) else WEAK,
            note=f"{len(files)} of {of} files of those who serve it say so",
            document=document,
        )
