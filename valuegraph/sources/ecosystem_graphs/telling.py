"""Who made an asset, whether it can be had, and under which licence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal
from valuegraph.facts.records import Iri
from valuegraph.sources.ecosystem_graphs.assets import DATASET, MODEL
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.sources.ecosystem_graphs.assets import Asset
    from valuegraph.sources.manifest import Manifest

__all__ = ["told"]

CONFIDENCE = Decimal("0.7")
NO_MAKER = "no organisation is named"
NO_LICENCE = "a word that names no licence"
PRODUCT = "access and licence of an application, which is neither weights nor data"
CLOSED = "notAvailable"
LONGEST_NAME = 64
"""In characters; what is longer describes terms and names none."""


def told(asset: Asset, manifest: Manifest) -> tuple[list[Claim], list[Refusal]]:
    """Return what a record says of one asset, its dependencies apart.

    Raises
    ------
    UnknownNameError
        The manifest lacks a lookup.
    DataError
        A licence or a word for access that no lookup explains.
    """
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    for maker in asset.makers:
        ends = (("developer", maker), ("developedAsset", asset.thing))
        claims.append(Claim("Development", ends, asset.when, asset.where, CONFIDENCE))
    if not asset.makers:
        refusals.append(Refusal(NO_MAKER, asset.where))
    if asset.kind not in {MODEL, DATASET}:
        refusals.append(Refusal(PRODUCT, asset.where))
        return claims, refusals
    status = asset.record().choice("access", manifest.lookup("access"))
    licence = _licence(asset, manifest)
    if licence is None:
        refusals.append(Refusal(NO_LICENCE, f"{asset.where}, license '{asset.licence[:40]}'"))
    elif status == CLOSED:
        licence = None
    if asset.kind == MODEL:
        claims.append(_weights(asset, status, licence))
    elif status == "available":
        claims += [_data(asset, maker, licence) for maker in asset.makers]
    return claims, refusals


def _licence(asset: Asset, manifest: Manifest) -> Mention | None:
    prose = len(asset.licence) > LONGEST_NAME
    if prose or asset.licence.lower() in manifest.lookup("no_licence"):
        return None
    name, _, declared = (
        asset.record().choice("license", manifest.lookup("licences")).partition(" | ")
    )
    return Mention("Licence", name, ids=(declared,) if declared else ())


def _weights(asset: Asset, status: str, licence: Mention | None) -> Claim:
    ends = (
        ("component", Iri(VGX + "weights")),
        ("ofAsset", asset.thing),
        ("status", Iri(VGX + status)),
    )
    values = (("underLicence", licence),) if licence else ()
    return Claim("ComponentStatus", ends, asset.when, asset.where, CONFIDENCE, values=values)


def _data(asset: Asset, maker: Mention, licence: Mention | None) -> Claim:
    ends = (
        ("hasProvider", maker),
        ("ofAsset", asset.thing),
        ("hasChannel", Iri(VGX + "dataAccess")),
    )
    values: tuple[tuple[str, Iri | Mention], ...] = (("accessLevel", Iri(VGX + "downloadable")),)
    if licence:
        values = (*values, ("hasTerms", licence))
    return Claim("Offering", ends, asset.when, asset.where, CONFIDENCE, values=values)
