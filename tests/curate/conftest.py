"""A small known graph, and claims to settle on it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from valuegraph.curate.ground import Ground
from valuegraph.curate.identity import Identity
from valuegraph.curate.known import Known
from valuegraph.curate.refreshing import Earlier
from valuegraph.curate.settling import settle
from valuegraph.facts import assembly as a
from valuegraph.facts.drafts import Claim, Harvest, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.resources import ontology_dir
from valuegraph.vocabulary import VG, VGD, VGX, load_vocabulary
from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.date(2026, 1, 31)
DAYS = (DAY, dt.date(2026, 3, 31))
API = Iri(VGX + "managedApi")
ALT = PREFIXES["skos"] + "altLabel"


def thing(name: str, cls: str, label: str, *pairs: tuple[str, str]) -> dict[str, list]:
    return {VGD + name: [(a.RDF_TYPE, Iri(VG + cls)), (a.LABEL, label), *pairs]}


def offering(name: str, start: dt.date, end: dt.date | None = None) -> dict[str, list]:
    pairs = [
        (a.RDF_TYPE, Iri(VG + "Offering")),
        (a.LABEL, "Acme offers Road 1 (managed API)"),
        (VG + "hasProvider", Iri(VGD + "org-acme")),
        (VG + "ofAsset", Iri(VGD + "model-road-1")),
        (VG + "hasChannel", API),
        (VG + "accessLevel", Iri(VGX + "apiAccess")),
        (a.VALID_FROM, start),
        (a.PRECISION, Iri(VGX + "day")),
        (a.HAS_EVIDENCE, Iri(VGD + "ev-1")),
    ]
    return {VGD + name: [*pairs, *([(a.VALID_TO, end)] if end else [])]}


STATEMENTS = {
    **thing("org-acme", "Organization", "Acme", (ALT, "Acme Corp")),
    **thing("org-ministry", "Authority", "Ministry of Roads"),
    **thing("jur-us", "Jurisdiction", "United States", (PREFIXES["skos"] + "notation", "US")),
    **thing("model-road-1", "Model", "Road 1", (a.IDENTIFIER, "hf:acme/road-1")),
    **thing("family-road", "ModelFamily", "Road"),
    **thing("src-core", "Source", "The core"),
    **offering("off-acme-road-1", dt.date(2024, 5, 1)),
    VGD + "ev-1": [
        (a.RDF_TYPE, Iri(VG + "Evidence")),
        (a.SOURCE, Iri(VGD + "src-core")),
        (a.LOCATOR, "page 1"),
        (a.CONFIDENCE, Decimal("0.9")),
        (a.EVIDENCE_KIND, Iri(VGX + "documentary")),
        (a.RETRIEVED_ON, dt.date(2025, 1, 1)),
    ],
}
DOCUMENTS = {"": VGD + "src-toy", "core": VGD + "src-core"}


@pytest.fixture(scope="session")
def vocabulary():
    return load_vocabulary(ontology_dir())


@pytest.fixture
def ground(vocabulary) -> Callable[..., Ground]:
    """Make a ground anew: an identity is changed by what is settled on it."""

    def make(statements=None, judgements=(), earlier=None) -> Ground:
        known = Known(STATEMENTS if statements is None else statements)
        identity = Identity(known.things.values(), judgements)
        return Ground(known, identity, vocabulary, DOCUMENTS, earlier)

    return make


@pytest.fixture
def offers() -> Callable[..., Claim]:
    """Make the claim that somebody offers something."""

    def make(who="Beta", what="Lane 7B", when=None, locator="rows.csv, row '1'", **given) -> Claim:
        provider = who if isinstance(who, Mention) else Mention("Organization", who)
        asset = what if isinstance(what, Mention) else Mention("Model", what)
        access = given.pop("access", "apiAccess")
        return Claim(
            "Offering",
            (("hasProvider", provider), ("ofAsset", asset), ("hasChannel", API)),
            when or When(DAY, "asOfDay"),
            locator,
            given.pop("confidence", Decimal("0.7")),
            (("accessLevel", Iri(VGX + access)),),
            **given,
        )

    return make


@pytest.fixture
def harvest() -> Callable[..., Harvest]:
    """Make the harvest of a few claims."""

    def make(*claims: Claim, things: tuple[Mention, ...] = (), day: dt.date = DAY) -> Harvest:
        return Harvest("toy", day, "digest", tuple(claims), things)

    return make


def statements(settled) -> dict[str, list]:
    """Return what would be read back from what is written."""
    found: dict[str, list] = {}
    for thing in settled.things:
        found[thing.iri] = [(a.RDF_TYPE, Iri(VG + thing.cls)), (a.LABEL, thing.label), *thing.pairs]
    for each in settled.relations:
        pairs = [
            (a.RDF_TYPE, Iri(VG + each.cls)), (a.LABEL, each.label), *each.ends, *each.values,
            (a.VALID_FROM, each.span.start), (a.PRECISION, Iri(VGX + each.span.precision)),
            *((a.HAS_EVIDENCE, Iri(iri)) for iri in each.evidence),
        ]  # fmt: skip
        pairs += [(a.VALID_TO, each.span.end)] if each.span.end else []
        found[each.iri] = pairs + ([(a.NOTE, each.note)] if each.note else [])
    for iri, prop, text in settled.additions:
        found.setdefault(iri, []).append((prop, text))
    for iri, proof in settled.grafts:
        found.setdefault(iri, []).append((a.HAS_EVIDENCE, Iri(proof)))
    for proof in settled.proofs.values():
        found[proof.iri] = [
            (a.RDF_TYPE, Iri(VG + "Evidence")), (a.SOURCE, Iri(proof.document)),
            (a.LOCATOR, proof.locator), (a.CONFIDENCE, proof.confidence),
            (a.EVIDENCE_KIND, Iri(VGX + proof.kind)),
        ]  # fmt: skip
    return found


@pytest.fixture
def again(ground, harvest):
    """Settle a copy on what an earlier copy came to; return both with the changes."""

    def settle_again(before, claims, *, days=DAYS, things=()):
        earlier = Earlier(Known(statements(before)), *days)
        settled = settle(harvest(*claims, day=days[1], things=things), ground(earlier=earlier))
        return settled, {(each.kind, each.iri.removeprefix(VGD)) for each in earlier.changes}

    return settle_again
