"""From release, development and derivation facts to what a model or family rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.projection.compute import supply_compute
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.projection.assembly import Assembly
    from valuegraph.projection.catalogue import Record

OPEN_LEVELS = {VGX + "downloadable", VGX + "fullyOpen"}
NO_WEIGHTS = {
    VGX + kind
    for kind in ("distillation", "allegedDistillation", "architectureReuse", "dataDerivation")
}
RECENT_DAYS = 731


def model_node(build: Assembly, model: str) -> str:
    """Return the node of a model or family, with what its next version needs on first use."""
    if not build.node(model, build.catalogue.label(model), "models", thing=model):
        return model
    for lab, facts in developers(build, model).items():
        build.network.supply(
            build.firm(lab, "models"),
            model,
            "development",
            kind="supply",
            stock=build.stock("development"),
            facts=facts,  # any one of them shows who develops it
        )
        supply_compute(build, lab, model, "trainingCompute")
    for record in build.catalogue.by("Derivation", "derivedAsset").get(model, ()):
        source = record.one("sourceAsset")
        if source is None or source == model or record.one("derivationKind") in NO_WEIGHTS:
            continue
        build.network.supply(
            model_node(build, source),
            model,
            "baseWeights",
            kind="derivation",
            stock=build.stock("baseWeights"),
            confidence=record.confidence,
            facts=(record.iri,),
        )
    _data(build, model)
    return model


def _data(build: Assembly, model: str) -> None:
    """Add the data sets that a source names as training data of the model."""
    for record in build.catalogue.by("Supply", "dependent").get(model, ()):
        supplier = record.one("supplier")
        if VGX + "trainingData" not in record.all("fillsRole") or supplier is None:
            continue
        build.node(supplier, build.catalogue.label(supplier), "data", thing=supplier)
        build.network.supply(
            supplier,
            model,
            "trainingData",
            kind="data",
            stock=build.stock("trainingData"),
            confidence=record.confidence,
            facts=(record.iri,),
        )


def developers(build: Assembly, model: str) -> dict[str, list[str]]:
    """Return who develops a model, with the facts.

    A family without development facts of its own is developed by those who develop its models.
    """
    development = build.catalogue.by("Development", "developedAsset")
    found: dict[str, list[str]] = {}
    assets = [model, *family_models(build, model)]
    for asset in assets:
        for record in development.get(asset, ()):
            lab = record.one("developer")
            if lab is not None:
                found.setdefault(lab, []).append(record.iri)
        if found and asset == model:
            break
    return found


def family_models(build: Assembly, family: str) -> list[str]:
    """Return the models and lines stated to belong to a family or line, by IRI."""
    return build.families.get(family, [])


def holders_keep_weights(build: Assembly, model: str) -> bool:
    """Tell whether those who serve a model hold weights that its developer cannot take back.

    True for a model whose weights are offered for download on the day, and for a family of which
    any release of the two years before the day is so offered: a third party that hosts such a
    family hosts the weights it could download.
    """
    return bool(open_releases(build, model))


def open_releases(build: Assembly, model: str) -> list[Record]:
    """Return the offerings for download of a model, or of a family's recent releases."""
    day = build.catalogue.part.as_of.toordinal()
    family = build.catalogue.is_a(model, "ModelFamily")
    offerings = build.catalogue.by("Offering", "ofAsset")
    return [
        record
        for asset in (model, *(family_models(build, model) if family else ()))
        for record in offerings.get(asset, ())
        if (asset == model or record.start >= day - RECENT_DAYS)
        and record.one("accessLevel") in OPEN_LEVELS
    ]
