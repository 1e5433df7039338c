"""Assets and what they were made from: families, variants, derivations, and who made what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from valuegraph.projection.catalogue import Catalogue, Record

WEIGHT_KINDS = frozenset(
    {"fineTuning", "continuedPretraining", "merging", "quantisation", "pruning"}
)


class Way(StrEnum):
    """How something of an ancestor entered a descendant."""

    WEIGHTS = "weights"
    OUTPUTS = "outputs"
    DATA = "data"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Link:
    """One ancestor of an asset.

    Attributes
    ----------
    record : Record
        The derivation.
    ancestor : str or None
        IRI of the ancestor; None where the source only tells it in words.
    text : str or None
        The ancestor in words of the source.
    way : Way
        What was taken from it.
    licence : str or None
        IRI of the licence under which it was had.
    stated : bool
        False where the source names no technique, and weights are supposed.
    """

    record: Record
    ancestor: str | None
    text: str | None
    way: Way
    licence: str | None
    stated: bool = True

    @property
    def kinds(self) -> tuple[str, ...]:
        """Local names of the techniques."""
        return tuple(kind.removeprefix(VGX) for kind in self.record.all("derivationKind"))


def links_of(record: Record) -> list[Link]:
    """Return the ancestors that one derivation names, and what was taken from each.

    Fine-tuning, more pretraining, merging, quantisation and pruning take weights, and so does a
    derivation whose technique no source states, as far as anybody knows. Distillation takes
    outputs of the teacher, and weights of the base if that is another. Reuse of an architecture
    takes nothing that a licence of weights reaches.
    """
    kinds = {kind.removeprefix(VGX) for kind in record.all("derivationKind")}
    source, teacher = record.one("sourceAsset"), record.one("teacherAsset")
    text, terms = record.one("teacherText"), record.one("teacherLicence")
    apart = bool(teacher or text) and teacher != source
    way = _way_of_source(kinds, apart=apart)
    licence = record.one("underLicence")
    if way is Way.OUTPUTS and not apart:
        return [Link(record, source, text, way, terms or licence)]
    stated = "notStatedDerivation" not in kinds
    found = [Link(record, source, None, way, licence, stated)]
    if teacher or text or terms:
        found.append(Link(record, teacher, text, Way.OUTPUTS, terms))
    return found


def _way_of_source(kinds: set[str], *, apart: bool) -> Way:
    if kinds & WEIGHT_KINDS or "notStatedDerivation" in kinds:
        return Way.WEIGHTS
    if "dataDerivation" in kinds:
        return Way.DATA
    if "distillation" in kinds and apart:
        return Way.WEIGHTS
    return Way.NOTHING if kinds == {"architectureReuse"} else Way.OUTPUTS


class Assets:
    """The assets of a slice, as far as licences ask for them.

    Parameters
    ----------
    catalogue : Catalogue
        Relations of one day.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def label(self, iri: str | None) -> str:
        """Return the name of an asset."""
        return "unnamed source" if iri is None else self.catalogue.label(iri)

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri, said in self.catalogue.things.items():
            for prop in ("variantOf", "inFamily"):
                for above in said.get(VG + prop, ()):
                    found[above].append(iri)
        return found

    @cached_property
    def _derivations(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.catalogue.begun("Derivation"):
            found[record.one("derivedAsset") or ""].append(record)
        return found

    def derivations(self, asset: str) -> list[Record]:
        """Return the derivations that made an asset, begun by the day."""
        return self._derivations.get(asset, [])

    def variant_of(self, asset: str) -> str | None:
        """Return the asset of which this is a size or edition."""
        return self.catalogue.value(asset, "variantOf")

    def members(self, asset: str) -> list[str]:
        """Return the variants of an asset, or of a family its releases, in order of their IRIs."""
        return sorted(set(self._below.get(asset, ())))

    def belongs_to(self, asset: str) -> frozenset[str]:
        """Return an asset with all it is a variant or a release of."""
        found, waiting = set(), [asset]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                said = self.catalogue.things.get(here, {})
                waiting += [*said.get(VG + "variantOf", ()), *said.get(VG + "inFamily", ())]
        return frozenset(found)

    def stems_from(self, asset: str) -> frozenset[str]:
        """Return an asset with all it belongs to and all whose weights are in it."""
        found: set[str] = set()
        waiting = [asset]
        while waiting:
            here = waiting.pop()
            if here in found:
                continue
            found.add(here)
            waiting += self.belongs_to(here) - found
            for record in self.derivations(here):
                waiting += [
                    link.ancestor
                    for link in links_of(record)
                    if link.ancestor and link.way is Way.WEIGHTS
                ]
        return frozenset(found)

    def makers(self, asset: str) -> frozenset[str]:
        """Return who developed an asset, or what it is a variant of, or its releases."""
        developed = self.catalogue.by("Development", "developedAsset")
        here: str | None = asset
        while here is not None:
            found = {
                maker for record in developed.get(here, ()) for maker in record.all("developer")
            }
            found |= {
                who for record in self.derivations(here) for who in record.all("hasPerformer")
            }
            if found:
                return frozenset(found)
            here = self.variant_of(here)
        below = self.members(asset)
        return frozenset(
            maker
            for member in below
            for record in developed.get(member, ())
            for maker in record.all("developer")
        )
