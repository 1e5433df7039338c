"""From offerings to what serving them takes: the provider, the weights, the compute, the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.projection.assembly import local
from valuegraph.projection.compute import supply_compute
from valuegraph.projection.licences import require_leave
from valuegraph.projection.models import family_models, holders_keep_weights, model_node
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.projection.assembly import Assembly
    from valuegraph.projection.catalogue import Record

SELF_HOSTED, UNKNOWN = VGX + "selfHosted", VGX + "unknownChannel"
SERVED = {VGX + "managedApi", VGX + "hostedUi"}
RESELLER = VGX + "reseller"
MODELS = ("Model", "ModelFamily")


def offering_nodes(build: Assembly, offering: Record) -> list[str]:
    """Return the nodes that can stand for an offering somebody uses.

    One node when the channel is stated. When it is not, every offering of the same asset in force
    could be meant: they are alternatives, so that only what stops all of them stops the use.
    """
    if offering.one("hasChannel") != UNKNOWN:
        return [offering_node(build, offering)]
    candidates = [o for o in offerings_of(build, offering.one("ofAsset") or "") if _serves(o)]
    return [offering_node(build, o) for o in candidates] or [offering_node(build, offering)]


def _serves(offering: Record) -> bool:
    return offering.one("hasChannel") in SERVED | {SELF_HOSTED}


def offerings_of(build: Assembly, asset: str) -> list[Record]:
    """Return the offerings in force of an asset, of its family, and of its family's models."""
    by_asset = build.catalogue.by("Offering", "ofAsset")
    parents = [build.catalogue.value(asset, prop) for prop in ("variantOf", "inFamily")]
    assets = [asset, *(p for p in parents if p), *family_models(build, asset)]
    found = {o.iri: o for a in assets for o in by_asset.get(a, ())}
    return [found[iri] for iri in sorted(found)]


def offering_node(build: Assembly, offering: Record) -> str:
    """Return the node of one offering, with its requirements on first use."""
    name = offering.iri
    asset = offering.one("ofAsset") or ""
    provider = offering.one("hasProvider")
    label = offering.one("label") or local(name)
    if not build.node(name, label, "offerings", firm=provider, thing=asset):
        return name
    own_copy = offering.one("hasChannel") == SELF_HOSTED
    if provider is not None and not own_copy:
        build.operated(name, provider, (name,), stage="offerings")
    if any(build.catalogue.is_a(asset, cls) for cls in MODELS):
        _weights(build, offering, asset, own_copy=own_copy)
    elif build.catalogue.is_a(asset, "Platform"):
        _platform(build, offering, asset)
    else:
        _product(build, name, asset)
    if own_copy:
        build.network.require(name, "servingCompute")
    return name


def _weights(build: Assembly, offering: Record, asset: str, *, own_copy: bool) -> None:
    """Add the weights, the right to serve them, and the compute of a model's offering."""
    name, provider = offering.iri, offering.one("hasProvider")
    if offering.one("offeringKind") == RESELLER:
        _resold(build, name, offerings_of(build, asset))
        return
    held = own_copy or holders_keep_weights(build, asset)
    build.network.supply(
        model_node(build, asset),
        name,
        "modelWeights",
        kind="licence",
        stock=1.0 if held else 0.0,
        confidence=offering.confidence,
        facts=(name,),
    )
    require_leave(build, offering, asset, held=held, own_copy=own_copy)
    if provider is not None and not own_copy:
        supply_compute(build, provider, name, "servingCompute", offering.one("hasChannel") or "")


def _resold(build: Assembly, name: str, offerings: Iterable[Record]) -> None:
    """Let a reseller's offering need one of the same asset by somebody who serves it."""
    build.network.require(name, "modelAccess")
    for offering in offerings:
        if offering.iri == name or offering.one("offeringKind") == RESELLER:
            continue
        if offering.one("hasChannel") in SERVED:
            build.network.supply(
                offering_node(build, offering),
                name,
                "modelAccess",
                kind="api",
                facts=((name, offering.iri),),
                revocable_by=offering.one("hasProvider") or "",
            )


def _platform(build: Assembly, offering: Record, platform: str) -> None:
    """Let a platform used without a named model need one of its models, and compute."""
    name, provider = offering.iri, offering.one("hasProvider")
    build.network.require(name, "modelAccess")
    for other in build.catalogue.by("Offering", "viaPlatform").get(platform, ()):
        if other.iri != name and other.one("ofAsset") != platform:
            build.network.supply(
                offering_node(build, other),
                name,
                "modelAccess",
                kind="api",
                facts=(other.iri,),
                revocable_by=provider or "",
            )
    if provider is not None:
        supply_compute(build, provider, name, "servingCompute", offering.one("hasChannel") or "")


def _product(build: Assembly, name: str, product: str) -> None:
    """Let a vendor's product need what the vendor's own uptakes feed into it."""
    uptakes = build.catalogue.by("Uptake", "feeds").get(product, ())
    if not uptakes:
        build.network.require(name, "aiService")
    for uptake in uptakes:
        draw_on_offering(build, name, function_role(uptake), uptake)


def function_role(uptake: Record) -> str:
    """Return the role of an uptake: the function, and the product it serves."""
    function = uptake.one("functionLabel") or "function not stated"
    product = uptake.one("feeds")
    return f"aiService({function}; {local(product)})" if product else f"aiService({function})"


def draw_on_offering(build: Assembly, dependent: str, role: str, uptake: Record) -> None:
    """Supply a function from the offering that an uptake names."""
    offering = build.offerings.get(uptake.one("ofOffering") or "")
    if offering is None:
        build.network.require(dependent, role)
        return
    nodes = [n for n in offering_nodes(build, offering) if n != dependent]
    for node in nodes:
        cited = uptake.iri if node == offering.iri else (uptake.iri, node)
        build.network.supply(
            node,
            dependent,
            role,
            kind="api",
            confidence=uptake.confidence,
            revocable_by=_who_may_end(build.offerings[node]),
            facts=(cited,),
        )
    if not nodes:
        build.network.require(dependent, role)
    if uptake.one("exclusivity") == VGX + "sole" and offering.one("hasChannel") != UNKNOWN:
        build.network.complete(dependent, role)


def _who_may_end(offering: Record) -> str:
    """Return the provider that may end the use of its offering; nobody ends one's own copy."""
    own_copy = offering.one("hasChannel") == SELF_HOSTED
    return "" if own_copy else offering.one("hasProvider") or ""
