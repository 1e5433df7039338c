"""What the steps of the projection share: the slice's facts, the network and its node names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.projection.control import controllers, domiciles
from valuegraph.projection.network import Network, Node
from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.projection.catalogue import Catalogue, Record

ROLE_WORDS = {
    "fabricationLeadingEdge": "leading-edge fabrication",
    "fabricationMature": "mature fabrication",
    "highBandwidthMemory": "high-bandwidth memory",
    "advancedPackaging": "advanced packaging",
    "packageSubstrate": "package substrates",
    "buildUpFilm": "build-up film",
    "lithographyBelow7nm": "lithography for 7 nm and below",
    "lithographyMature": "lithography above 7 nm",
    "lithographyOptics": "lithography optics",
    "lithographyLaser": "lithography lasers",
    "electronicDesignAutomation": "chip design software",
    "acceleratorDesign": "accelerator design",
    "acceleratorSoftware": "accelerator software",
    "acceleratorSupply": "accelerators",
    "trainingCompute": "training compute",
    "servingCompute": "serving compute",
    "trainingData": "training data",
    "baseWeights": "base weights",
    "modelWeights": "model weights",
    "modelAccess": "access to a model",
    "licenceToUse": "licence to use",
    "licenceTerms": "licence terms",
    "licensor": "grant of the licence",
    "development": "development",
    "provision": "provision",
    "photoresist": "photoresist",
    "wafers": "wafers",
}
SUPPLY_KINDS = {
    "physicalSupply": "supply",
    "infrastructure": "infrastructure",
    "api": "api",
    "licenceGrant": "licence",
    "data": "data",
    "derivationInput": "derivation",
    "platformService": "platform",
}
ROLE_STAGE = {
    "fabricationLeadingEdge": "fabrication and memory",
    "fabricationMature": "fabrication and memory",
    "highBandwidthMemory": "fabrication and memory",
    "advancedPackaging": "fabrication and memory",
    "acceleratorDesign": "accelerators",
    "acceleratorSoftware": "accelerators",
}


class Assembly:
    """One projection under way.

    Parameters
    ----------
    catalogue : Catalogue
        The facts of the slice.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.network = Network()
        self.controllers = controllers(catalogue)
        self.domiciles = domiciles(catalogue)
        self.role_needs: dict[str, list[Record]] = catalogue.by("Requirement", "dependentRole")
        self.offerings: dict[str, Record] = {r.iri: r for r in catalogue.of("Offering")}
        self.families: dict[str, list[str]] = defaultdict(list)
        for thing, values in sorted(catalogue.things.items()):
            lines = [
                p for p in values.get(VG + "variantOf", ()) if catalogue.is_a(p, "ModelFamily")
            ]
            for family in dict.fromkeys((*values.get(VG + "inFamily", ()), *lines)):
                self.families[family].append(thing)
        self.markets: dict[str, list[str]] = defaultdict(list)
        for thing, values in sorted(catalogue.things.items()):
            for role in dict.fromkeys(values.get(VG + "tradesRole", ())):
                self.markets[role].append(thing)
        self.members: dict[str, set[str]] = defaultdict(set)
        for org, top in self.controllers.items():
            self.members[top] |= {org, top}

    def stock(self, role: str) -> float:
        """Return the default stock of a role in the continuity view."""
        return self.catalogue.stocks.get(VGX + role, 0.0)

    def top(self, org: str) -> str:
        """Return the ultimate controller of an organisation, itself when there is none."""
        return self.controllers.get(org, org)

    def family_of_firms(self, org: str) -> list[str]:
        """Return the organisations under common control with this one, itself first."""
        return [org, *sorted(self.members.get(self.top(org), set()) - {org})]

    def firm(self, org: str, stage: str = "compute") -> str:
        """Return the node of an organisation, made on first use."""
        if org not in self.network.nodes:
            self.network.nodes[org] = Node(self.catalogue.label(org), stage, firm=org, thing=org)
        return org

    def node(
        self,
        name: str,
        label: str,
        stage: str,
        *,
        firm: str | None = None,
        thing: str | None = None,
    ) -> bool:
        """Add a node; say whether it is new, so that its own requirements are added once."""
        if name in self.network.nodes:
            return False
        self.network.nodes[name] = Node(label, stage, firm=firm, thing=thing)
        return True

    def operated(self, name: str, org: str, facts: Iterable[str], *, stage: str) -> None:
        """State that an organisation runs a node: without it, the node does not work.

        Who runs a thing is part of what it is, so there is nobody else to be recorded.
        """
        self.network.supply(
            self.firm(org, stage), name, "provision", kind="platform", facts=facts, stock=0.0
        )
        self.network.complete(name, "provision")

    def kind(self, record: Record, default: str) -> str:
        """Return the kind of a supply relation in the engine's words."""
        found = (record.one("supplyKind") or "").rpartition("#")[2]
        return SUPPLY_KINDS.get(found, default)


def local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]
