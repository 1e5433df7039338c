"""From the facts of one slice to the plain records that openness is judged on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from valuegraph.governance.openness.components import Part, Reading, implied, vector
from valuegraph.governance.openness.freedoms import Case, Freedom, freedoms
from valuegraph.governance.openness.terms import Term
from valuegraph.projection.catalogue import Catalogue
from valuegraph.projection.coding import ENDLESS
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.projection.catalogue import Record
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice

MODELS = ("Model", "ModelFamily")
ACTION = "http://www.w3.org/ns/odrl/2/action"
CONSTRAINT = "http://www.w3.org/ns/odrl/2/constraint"
FORCES = ("Prohibition", "Permission", "Duty")
RANKS = {
    "fullyClosed": 1,
    "gradualRelease": 2,
    "hostedAccess": 3,
    "apiAccess": 4,
    "downloadable": 5,
    "fullyOpen": 6,
}
"""Steps of the gradient of access (Figure 2 of the working paper); an order, never a measure."""
OPEN_FROM = 5


@dataclass(frozen=True, slots=True)
class Release:
    """One offering of a model.

    Attributes
    ----------
    iri, label, asset, provider : str
        The fact, its name, and the ends by IRI.
    kind, channel, level, precision, position : str
        Local names of concepts; `kind` of release and `position` in the provider's range are
        empty where none is on record.
    own : bool
        Whether the provider offers what it developed, and no leak spread it.
    start : datetime.date
    end : datetime.date or None
    licences : tuple of str
        IRIs.
    lineage : frozenset of str
        The asset, what it is a variant of, and its families.
    whole : bool
        Whether it is of a family, not of one model.
    disputed : bool
        Whether evidence of 0.5 or more speaks against the offering as stated.
    """

    iri: str
    label: str
    asset: str
    provider: str
    kind: str
    channel: str
    level: str
    precision: str
    position: str
    own: bool
    start: dt.date
    end: dt.date | None
    licences: tuple[str, ...]
    lineage: frozenset[str]
    whole: bool = False
    disputed: bool = False

    @property
    def rank(self) -> int | None:
        """Step of the gradient of access, 1 to 6; None where it is unknown."""
        return RANKS.get(self.level)

    @property
    def opened(self) -> bool:
        """Whether everybody gets a copy of the weights."""
        return (self.rank or 0) >= OPEN_FROM

    def holds(self, day: dt.date) -> bool:
        """Tell whether it is in force on a day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Seen:
    """A release with its component vector and its four freedoms."""

    release: Release
    parts: dict[str, Part]
    freedoms: tuple[Freedom, ...]
    terms: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody calls assets open: the fact, who says it, in which words, from when on."""

    iri: str
    claimant: str
    text: str
    start: dt.date
    precision: str
    assets: frozenset[str]


class OpennessReader:
    """The offerings of models in one slice, and the claims about them.

    Parameters
    ----------
    columns : Columns
        The whole graph.
    part : Slice
        What enters: day, knowledge, floor of confidence.
    """

    def __init__(self, columns: Columns, part: Slice) -> None:
        self.catalogue = Catalogue(columns, part)
        self.day = part.as_of

    @cached_property
    def _disputed(self) -> frozenset[str]:
        columns = self.catalogue.columns
        return frozenset(columns.pool[iri] for iri in columns.relation[columns.disputed].tolist())

    @cached_property
    def releases(self) -> list[Release]:
        """Offerings of models begun by the day, ended ones too, by provider and start.

        Copies that somebody runs for nobody but itself are no offer to others.
        """
        found = [
            self._release(record)
            for record in self.catalogue.begun("Offering")
            if self._is_model(record) and local(record.one("offeringKind")) != "selfHosting"
        ]
        label = self.catalogue.label
        return sorted(found, key=lambda r: (label(r.provider), r.start, r.label, r.iri))

    @cached_property
    def seen(self) -> list[Seen]:
        """Offerings in force on the day, judged."""
        return [self._judged(release) for release in self.releases if release.holds(self.day)]

    @cached_property
    def claims(self) -> list[Claim]:
        """Claims of openness made by the day."""
        return [
            Claim(
                record.iri,
                record.one("claimant") or record.one("claimantText") or "",
                record.one("claimText") or "",
                dt.date.fromordinal(record.start),
                local(record.one("datePrecision")),
                frozenset(record.all("aboutAsset")),
            )
            for record in self.catalogue.of("OpennessClaim")
        ]

    def families(self, release: Release) -> tuple[str, ...]:
        """Return the widest families of a release: those that are in no other."""
        wide = [
            iri
            for iri in sorted(release.lineage)
            if self.catalogue.is_a(iri, "ModelFamily") and not self._above(iri)
        ]
        return tuple(wide)

    def claims_left_out(self) -> int:
        """Return how many claims the floor of confidence or their being illustrations keeps out."""
        every = replace(self.catalogue.part, min_confidence=0.0, include_illustrative=True)
        return len(Catalogue(self.catalogue.columns, every).of("OpennessClaim")) - len(self.claims)

    def left_out(self) -> int:
        """Return how many offerings in force are of no model, or of one's own copy."""
        return len(self.catalogue.of("Offering")) - len(self.seen)

    def _is_model(self, record: Record) -> bool:
        asset = record.one("ofAsset") or ""
        return any(self.catalogue.is_a(asset, cls) for cls in MODELS)

    def _release(self, record: Record) -> Release:
        asset, kind = record.one("ofAsset") or "", local(record.one("releaseKind"))
        first = local(record.one("offeringKind")) == "firstParty"
        return Release(
            iri=record.iri,
            label=record.one("label") or local(record.iri),
            asset=asset,
            provider=record.one("hasProvider") or "",
            kind=kind,
            channel=local(record.one("hasChannel")),
            level=local(record.one("accessLevel")),
            precision=local(record.one("datePrecision")),
            position=local(record.one("marketPosition")),
            own=first and kind != "leak",
            start=dt.date.fromordinal(record.start),
            end=None if record.end == ENDLESS else dt.date.fromordinal(record.end),
            licences=record.all("hasTerms"),
            lineage=self._lineage(asset),
            whole=self.catalogue.is_a(asset, "ModelFamily"),
            disputed=record.iri in self._disputed,
        )

    def _judged(self, release: Release) -> Seen:
        stated = [
            Reading(local(r.one("component")), local(r.one("status")), r.iri)
            for r in self.catalogue.by("ComponentStatus", "ofAsset").get(release.asset, ())
            if local(r.one("status")) != "unknown"
        ]
        own = implied(release.level, release.channel, release.iri, stated)
        parts = vector([*stated, *own])
        terms = tuple(self._terms(release))
        names = tuple(self.catalogue.label(iri) for iri in release.licences)
        case = Case(release.iri, release.level, parts, names, terms)
        return Seen(release, parts, freedoms(case), len(terms))

    def _terms(self, release: Release) -> Iterable[Term]:
        """Yield the terms in force of the licences of a release, save those for other assets."""
        index = self.catalogue.by("LicenceTerm", "termOf")
        for record in (term for licence in release.licences for term in index.get(licence, ())):
            only = record.all("appliesToAsset")
            if only and not release.lineage.intersection(only):
                continue
            types = {local(value) for value in record.all("type")}
            force = next((force for force in FORCES if force in types), "")
            yield Term(
                iri=record.iri,
                label=self._told(record, force),
                kind=local(record.one("restrictionKind")),
                force=force,
                action=local(record.one(ACTION)),
                clause=record.one("clause") or "",
                purposes=tuple(local(value) for value in record.all("purposeScope")),
            )

    def _told(self, record: Record, force: str) -> str:
        """Return a term in words; of a prohibition also its purposes, which the label leaves out."""
        label = record.one("label") or local(record.iri)
        bound = record.one(CONSTRAINT) if force == "Prohibition" else None
        scope = "" if bound is None else self.catalogue.label(bound)
        return f"{label} ({scope[:1].lower()}{scope[1:]})" if scope else label

    def _above(self, iri: str) -> tuple[str, ...]:
        things = self.catalogue.things.get(iri, {})
        return (*things.get(VG + "inFamily", ()), *things.get(VG + "variantOf", ()))

    def _lineage(self, asset: str) -> frozenset[str]:
        found, ahead = {asset}, [asset]
        while ahead:
            new = [iri for iri in self._above(ahead.pop()) if iri not in found]
            found.update(new)
            ahead += new
        return frozenset(found)


def local(iri: str | None) -> str:
    """Return the local name of an IRI; empty for None."""
    return "" if iri is None else iri.rpartition("/")[2].rpartition("#")[2]
