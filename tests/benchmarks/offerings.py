"""Invented offerings for rules to be run on: as many and as complete facts as anybody wants.

Each fact is as the shipped ones in ``data/core/`` are, no larger: a label, a date with its
precision, and one evidence of its own with source, locator, confidence and kind. `validate` finds
nothing wrong with them, and a test holds that no class has more triples or evidence to a fact than
the shipped facts have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANNELS = (
    ("apiAccess", "managedApi"),
    ("downloadable", "weightDownload"),
    ("hostedAccess", "embeddedInProduct"),
    ("apiAccess", "managedApi"),
)
STATUSES = ("available", "notAvailable", "partial", "unknownStatus")
PARTS = ("trainingData", "trainingCode", "weights")
KINDS = ("sizeThreshold", "attribution", "nonCommercial", "naming", "usePolicy")
POSITIONS = {4: "leadingModel", 17: "lightweightModel"}
"""Of 24 offerings these have a position on record: 0.08 of each, as of the shipped ones."""
SOURCES = 50
SECOND_OF_7 = 3
"""Of seven offerings so many have evidence from two sources; of the shipped ones 0.44 of each."""
LICENCES = 50


def invented(offerings: int) -> str:
    """Return Turtle: a firm and a family for every 20 models, one model in three served twice."""
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()]
    lines += _sources()
    lines += _licences()
    for maker in range(_maker(offerings - 1) + 1):
        lines += _firm(maker)
    for model in range(_model(offerings - 1) + 1):
        lines.append(
            f'vgd:model-{model} a vg:Model ; rdfs:label "Model {model}"@en ;'
            f" vg:inLayer vgx:model ; vg:inFamily vgd:family-{model // 20} ."
        )
    for at in range(offerings):
        lines += _offering(at)
        lines += _around(at)
    return "\n".join(lines)


def _model(offering: int) -> int:
    return offering * 2 // 3


def _maker(offering: int) -> int:
    return _model(offering) // 20


def _offering(at: int) -> Iterator[str]:
    model, maker = _model(at), _maker(at)
    provider = maker if at % 3 else at % 40 % (maker + 1)
    level, channel = CHANNELS[at % 4]
    sector = " ; vg:servesSector nace:F" if at % 8 == 2 else ""
    position = (
        f" ; vg:marketPosition vgx:{POSITIONS[at % 24]} ;"
        ' vg:marketPositionBasis "order of release within the family"'
        if at % 24 in POSITIONS
        else ""
    )
    yield from _fact(
        f"off-{at}",
        f'a vg:Offering ; rdfs:label "Offering {at}"@en ; vg:hasProvider vgd:org-{provider} ;'
        f" vg:ofAsset vgd:model-{model} ; vg:accessLevel vgx:{level} ;"
        f" vg:hasChannel vgx:{channel} ; vg:hasTerms vgd:lic-{at % LICENCES} ;"
        f" vg:offeringKind vgx:firstParty{sector}{position}",
        sources=2 if at % 7 < SECOND_OF_7 else 1,
    )


def _around(at: int) -> Iterator[str]:
    model, maker = _model(at), _maker(at)
    yield from _fact(
        f"dev-{at}",
        f'a vg:Development ; rdfs:label "Firm {maker} develops Model {model}"@en ;'
        f" vg:developedAsset vgd:model-{model} ; vg:developer vgd:org-{maker}",
    )
    for part in PARTS:
        status = STATUSES[(at + len(part)) % 4]
        yield from _fact(
            f"cmp-{at}-{part}",
            f'a vg:ComponentStatus ; rdfs:label "Model {model}: {part} {status}"@en ;'
            f" vg:ofAsset vgd:model-{model} ; vg:component vgx:{part} ; vg:status vgx:{status}",
        )


def _firm(at: int) -> Iterator[str]:
    yield f'vgd:org-{at} a vg:Organization ; rdfs:label "Firm {at}"@en .'
    yield f'vgd:family-{at} a vg:ModelFamily ; rdfs:label "Family {at}"@en ; vg:inLayer vgx:model .'
    if at % 20 == 19:
        yield from _fact(
            f"own-{at}",
            f'a vg:OwnershipStake ; rdfs:label "Firm {at - 1} controls Firm {at}"@en ;'
            f" vg:owner vgd:org-{at - 1} ; vg:owned vgd:org-{at} ; vg:stakeKind vgx:parent",
        )


def _licences() -> Iterator[str]:
    for at in range(LICENCES):
        yield (
            f'vgd:lic-{at} a odrl:Set , vg:Licence ; rdfs:label "Licence {at}"@en ;'
            f' dct:identifier "LicenseRef-invented-{at}" ; vg:textSeen true ;'
            f" odrl:profile <https://w3id.org/valuegraph/odrl-profile> ;"
            f" odrl:prohibition {' , '.join(f'vgd:term-{3 * at + each}' for each in range(3))} ."
        )
    for at in range(3 * LICENCES):
        yield from _fact(
            f"term-{at}",
            f'a vg:LicenceTerm , odrl:Prohibition ; rdfs:label "Licence {at // 3}, term {at}"@en ;'
            f' odrl:action odrl:distribute ; vg:clause "section {at % 3 + 1}" ;'
            f" vg:assessedAt vgx:continuously ; vg:enforcementMode vgx:exPost ;"
            f" vg:restrictionKind vgx:{KINDS[at % 5]} ; vg:termOf vgd:lic-{at // 3}",
        )


def _sources() -> Iterator[str]:
    for at in range(SOURCES):
        yield (
            f'vgd:src-{at} a vg:Source ; rdfs:label "Register {at}"@en ;'
            f' dct:title "Register {at}"@en ; dct:publisher "Invented Press" ;'
            f' vg:retrievedOn "2025-01-01"^^xsd:date ; vg:sourceKind vgx:webPage ;'
            f' vg:url "https://example.org/register/{at}"^^xsd:anyURI .'
        )


def _fact(name: str, said: str, sources: int = 1) -> Iterator[str]:
    """Yield a dated fact, and evidence from so many sources."""
    cited = [f"ev-{name}-{number}" for number in range(sources)]
    yield (
        f'vgd:{name} {said} ; vg:validFrom "2024-01-01"^^xsd:date ; vg:datePrecision vgx:day ;'
        f" vg:hasEvidence {' , '.join(f'vgd:{each}' for each in cited)} ."
    )
    for each in cited:
        quoted = 'skos:note "read by rule"@en' if len(each) % 3 else 'vg:originalText "yes"'
        yield (
            f"vgd:{each} a vg:Evidence ; dct:source vgd:src-{sum(map(ord, each)) % SOURCES} ;"
            f' dct:identifier "{each}" ; vg:confidence 0.7 ; vg:evidenceKind vgx:documentary ;'
            f' vg:locator "row {name}" ; vg:retrievedOn "2025-01-01"^^xsd:date ;'
            f" vg:stance vgx:supports ; {quoted} ."
        )
