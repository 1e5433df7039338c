"""Which licence governs an asset on a day, as each source reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from valuegraph.facts import facts_of
from valuegraph.governance.licences.policies import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.governance.licences.ancestry import Assets
    from valuegraph.governance.licences.reading import Rows
    from valuegraph.projection.catalogue import Record

DISPUTED = """
SELECT ?fact ?licence ?confidence ?title ?locator ?url WHERE {{
  VALUES ?fact {{ {facts} }}
  ?fact vg:hasEvidence ?evidence .
  ?evidence vg:statesLicence ?licence ; vg:confidence ?confidence ; vg:locator ?locator ;
    dct:source ?source .
  ?source dct:title ?title .
  OPTIONAL {{ ?source vg:url ?url }}
}}
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A licence that a source says an asset is under.

    Attributes
    ----------
    asset : str
        The asset of which the source speaks.
    licence : str or None
        IRI of the licence; None where the terms are known in words only, or where none was given.
    text : str or None
        The terms in words of the record.
    fact : str
        IRI of the offering or derivation.
    said : str
        That fact in words.
    disputed : bool
        Whether this is the reading of a source that disputes the fact.
    citations : tuple of Citation
        Best first.
    """

    asset: str
    licence: str | None
    text: str | None
    fact: str
    said: str
    disputed: bool = False
    citations: tuple[Citation, ...] = ()

    @property
    def confidence(self) -> float:
        """The highest confidence behind it."""
        return max((each.confidence for each in self.citations), default=0.0)


def declared(assets: Assets, asset: str, rows: Rows) -> list[Reading]:
    """Return the licences declared for an asset on the day of the slice, supported ones first.

    An offering in force under terms; where there is none, the terms under which a derivative was
    passed on when it was made; where there are none either, those of what the asset is a variant of; for a family without terms of its own,
    those of its releases. Sources that name another licence are kept as disputed readings.
    """
    found = _own(assets, asset)
    above = assets.variant_of(asset)
    while not found and above is not None:
        found, above = _own(assets, above), assets.variant_of(above)
    if not found:
        found = [each for member in assets.members(asset) for each in _own(assets, member)]
    return _with_sources(found, rows)


def _own(assets: Assets, asset: str) -> list[Reading]:
    offered = assets.catalogue.by("Offering", "ofAsset").get(asset, ())
    found = [
        _reading(asset, licence, None, record)
        for record in offered
        for licence in record.all("hasTerms")
    ]
    if found:
        return found
    for record in assets.derivations(asset):
        text = record.one("derivedLicenceText")
        licences: Iterable[str | None] = record.all("derivedLicence") or ((None,) if text else ())
        for licence in licences:
            if licence not in {reading.licence for reading in found}:
                found.append(_reading(asset, licence, text, record))
    return found


def _reading(asset: str, licence: str | None, text: str | None, record: Record) -> Reading:
    return Reading(asset, licence, text, record.iri, record.one("label") or record.iri)


def _with_sources(readings: list[Reading], rows: Rows) -> list[Reading]:
    facts = {fact.iri: fact for fact in facts_of(rows, {each.fact for each in readings})}
    found = []
    for reading in readings:
        fact = facts[reading.fact]
        cited = (e for e in fact.evidence if e.supports)
        citations = tuple(
            Citation(e.source.title, e.locator, e.source.url, float(e.confidence)) for e in cited
        )
        found.append(replace(reading, said=fact.label, citations=citations))
    return [*found, *_disputing(found, rows)]


def _disputing(readings: list[Reading], rows: Rows) -> list[Reading]:
    home = {each.fact: each for each in readings}
    if not home:
        return []
    listed = " ".join(f"<{iri}>" for iri in sorted(home))
    other: list[tuple[Any, ...]] = sorted(rows(DISPUTED.format(facts=listed))[1])
    return [
        Reading(
            asset=home[fact].asset,
            licence=licence,
            text=None,
            fact=fact,
            said=home[fact].said,
            disputed=True,
            citations=(Citation(title, locator, url, float(confidence), supports=False),),
        )
        for fact, licence, confidence, title, locator, url in other
        if licence not in {each.licence for each in readings if each.fact == fact}
    ]
