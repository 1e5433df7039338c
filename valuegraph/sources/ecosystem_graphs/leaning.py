"""What an asset depends on: the source gives a name, the kinds of both say what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal
from valuegraph.facts.records import Iri
from valuegraph.sources.ecosystem_graphs.assets import APPLICATION, DATASET, MODEL
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from valuegraph.sources.ecosystem_graphs.assets import Asset
    from valuegraph.sources.manifest import Manifest

__all__ = ["Leaning"]

CONFIDENCE = Decimal("0.7")
KINDS = {
    "Model": MODEL, "Dataset": DATASET, "Application": APPLICATION, "Platform": APPLICATION,
    "ModelFamily": MODEL, "SoftwareTool": "software",
}  # fmt: skip
SUPPLIES = {
    MODEL: ("modelWeights", "derivationInput"),
    DATASET: ("trainingData", "data"),
    APPLICATION: ("aiService", "api"),
}
"""Role and manner in which each kind reaches an application."""
NEVER_ENTERED = "a name that the source never entered and that nothing makes clear"
TWO = "a name that stands for two assets"
TOOLS = "that an asset was made with a program is not what its dependencies tell"


@dataclass(slots=True)
class Leaning:
    """Dependencies as relations.

    Attributes
    ----------
    manifest : Manifest
    assets : sequence of Asset
        All of the copy, since a dependency names one of them.
    counts : Counter
    claims : list of Claim
    refusals : list of Refusal
    """

    manifest: Manifest
    assets: Sequence[Asset]
    counts: Counter[str]
    claims: list[Claim] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    _index: dict[str, set[Mention]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the assets by name."""
        for asset in self.assets:
            self._index.setdefault(asset.name, set()).add(asset.thing)

    def add(self, asset: Asset) -> None:
        """State what an asset depends on."""
        for name in asset.depends:
            self.counts["dependencies"] += 1
            exact = name in self._index
            self.counts["dependencies that resolve exactly"] += exact
            self.counts["dependencies that dangle"] += not exact
            found, why = self._found(name)
            if found is None:
                self.refusals.append(Refusal(why, f"{asset.where}, dependency '{name}'"))
                continue
            self.counts["dependencies that resolve by a lookup"] += not exact
            claim = self._claim(asset, found)
            if claim is None:
                self.refusals.append(Refusal(TOOLS, f"{asset.where}, dependency '{name}'"))
            else:
                self.claims.append(claim)

    def _found(self, name: str) -> tuple[Mention | None, str]:
        meant = name
        if name not in self._index:
            meant = self.manifest.lookup("aliases").get(name, name)
        things = self._index.get(meant, set())
        keys = {thing.handle for thing in things}
        if len(keys) > 1:
            return None, TWO
        if things:
            return min(things, key=lambda thing: thing.maker), ""
        cls = self.manifest.lookup("stubs").get(meant)
        if cls:
            return Mention(cls, meant), ""
        return None, NEVER_ENTERED

    def _claim(self, asset: Asset, found: Mention) -> Claim | None:
        kind = KINDS[found.cls]
        if kind == "software":
            return None
        if asset.kind == APPLICATION:
            role, manner = SUPPLIES[kind]
            ends = (
                ("supplier", found),
                ("dependent", asset.thing),
                ("fillsRole", Iri(VGX + role)),
            )
            return self._said(asset, "Supply", ends, (("supplyKind", Iri(VGX + manner)),))
        if asset.kind == MODEL and kind == DATASET:
            return self._said(
                asset, "TrainingRun", (("trainedAsset", asset.thing), ("trainedWith", found))
            )
        technique = "dataDerivation" if kind == DATASET else "notStatedDerivation"
        derived = (
            ("derivedAsset", asset.thing),
            ("sourceAsset", found),
            ("derivationKind", Iri(VGX + technique)),
        )
        return self._said(asset, "Derivation", derived)

    @staticmethod
    def _said(
        asset: Asset,
        cls: str,
        ends: tuple[tuple[str, Mention | Iri], ...],
        values: tuple[tuple[str, Iri], ...] = (),
    ) -> Claim:
        return Claim(cls, ends, asset.when, asset.where, CONFIDENCE, values=values)
