"""What other facts say about a cell of the working paper: dates, licences, firms, access."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from valuegraph.errors import UnknownNameError
from valuegraph.vocabulary.namespaces import VGD, VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from valuegraph.projection.catalogue import Catalogue, Record

AGREES, DIFFERS, MORE, ELSEWHERE = "agrees", "differs", "says more", "paper elsewhere"
RELEASES = {"initialRelease", "openRelease", "relicence", "stagedRelease"}
TELLING_TERMS = {"sizeThreshold", "noTrainingOnOutputs", "modelCopyleft", "usePolicy"}
ODRL_PROHIBITION = "http://www.w3.org/ns/odrl/2/Prohibition"
UNNAMED = ("custom", "free with")
FILLERS = {"license", "licence", "agreement", "version", "the"}
SNAPSHOT = dt.date(2024, 1, 1).toordinal()
"""Figure 2 is as of 2023."""
UNION = VGD + "jur-eu"
"""A member state says where in the union a firm is; that it is a member is no fact on record."""
MONTH = 7


class Names(Protocol):
    """What this module needs of a store."""

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return the IRI of a name."""
        ...


@dataclass(frozen=True, slots=True)
class Beside:
    """What a fact says of a cell; `own` where the paper itself may be its source."""

    verdict: str
    text: str
    fact: str
    own: bool = False


class OnRecord:
    """Facts of a slice, looked up for the cells of the paper."""

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        self.catalogue = catalogue
        self.names = names
        self._offered: dict[str, list[Record]] = {}
        for record in catalogue.begun("Offering"):
            self._offered.setdefault(record.one("ofAsset") or "", []).append(record)
        self._below: dict[str, list[str]] = {}
        for iri in catalogue.things:
            above = catalogue.value(iri, "inFamily") or catalogue.value(iri, "variantOf")
            if above:
                self._below.setdefault(above, []).append(iri)
        self._placed: dict[str, list[Record]] = {}
        for record in catalogue.stated("GovernanceAssessment"):
            self._placed.setdefault(record.one("assesses") or "", []).append(record)
        self._contested: dict[str, list[Record]] = {}
        for record in catalogue.of("TableCell"):
            if record.one("cellTable") == VGX + "section":
                for fact in record.all("conflictsWith"):
                    self._contested.setdefault(fact, []).append(record)
        self._labels: dict[str, str] = {}

    def beside(self, table: str, cells: Sequence[Record]) -> dict[str, list[Beside]]:
        """Return what other facts say of each cell, by the IRI of the cell."""
        ask = {
            ("table1", "Firm"): self._firm,
            ("table1", "Licence"): self._licence,
            ("table1", "Release Date"): self._date,
            ("table1", "Firm Model Type"): self._position,
            ("table2", "AI examples"): self._example,
            ("figure2", "Level of Access"): self._access,
        }
        found: dict[str, list[Beside]] = {}
        for cell in cells:
            asked = ask.get((table, cell.one("cellColumn") or ""))
            found[cell.iri] = list(asked(cell)) if asked else []
        return found

    def _date(self, cell: Record) -> Iterator[Beside]:
        first = next(iter(self._releases(cell)), None)
        if first is not None:
            same = _day(first).startswith((cell.one("cellValue") or "")[:MONTH])
            yield Beside(AGREES if same else DIFFERS, _day(first), first.iri)

    def _licence(self, cell: Record) -> Iterator[Beside]:
        value = (cell.one("cellValue") or "").lower()
        unnamed = value.startswith(UNNAMED)
        for release in self._first_terms(cell):
            licence = release.one("hasTerms") or ""
            name = self.catalogue.label(licence)
            same = _words(name) <= _words(value)
            verdict = AGREES if same else MORE if unnamed else DIFFERS
            yield Beside(verdict, f"{name}, from {_day(release)}", release.iri)
            if not same:
                yield from self._terms(licence)
            for said in self._contested.get(release.iri, ()):
                text = f"{said.one('cellRow')}: {said.one('cellValue')}"
                yield Beside(ELSEWHERE, f"the paper itself says of the {text}", said.iri, own=True)

    def _first_terms(self, cell: Record) -> list[Record]:
        """Return the first release under each licence of the asset that was released first."""
        releases = self._releases(cell)
        asset = releases[0].one("ofAsset") if releases else None
        own = [each for each in releases if each.one("ofAsset") == asset and each.one("hasTerms")]
        return list({each.one("hasTerms"): each for each in reversed(own)}.values())[::-1]

    def _terms(self, licence: str) -> Iterator[Beside]:
        """Yield the clauses that the paper's summaries are about, each clause of a kind once."""
        seen: set[tuple[str, str | None]] = set()
        name = self.catalogue.label(licence)
        terms = self.catalogue.by("LicenceTerm", "termOf").get(licence, [])
        for term in sorted(terms, key=lambda each: (each.one("note") is None, each.iri)):
            kind = _local(term.one("restrictionKind") or "")
            banned_use = kind == "usePolicy" and ODRL_PROHIBITION in term.all("type")
            if kind not in TELLING_TERMS or banned_use or (kind, term.one("clause")) in seen:
                continue
            seen.add((kind, term.one("clause")))
            said = [(term.one("label") or kind).removeprefix(name).strip(": ")]
            said += [text for text in [term.one("note")] if text]
            exempt = term.one("exemptsText")
            said += [f"exempt: {exempt}"] if exempt else []
            yield Beside(MORE, "; ".join(said), term.iri)

    def _firm(self, cell: Record) -> Iterator[Beside]:
        named = {iri for iri in cell.all("aboutEntity") if self.catalogue.is_a(iri, "Organization")}
        for asset in set(cell.all("aboutEntity")) - named:
            for made in self.catalogue.by("Development", "developedAsset").get(asset, []):
                who = made.one("developer") or ""
                text = f"developed by {self.catalogue.label(who)}"
                yield Beside(AGREES if who in named else DIFFERS, text, made.iri)
        place = re.search(r"\((\w+)\)$", cell.one("cellValue") or "")
        for firm in sorted(named):
            for home in self.catalogue.by("Domicile", "organization").get(firm, []):
                where = home.one("inJurisdiction") or ""
                stated = self._jurisdiction(place[1] if place else "")
                loose = stated in {UNION, None}
                verdict = AGREES if where == stated else MORE if loose else DIFFERS
                text = f"{self.catalogue.label(firm)} is based in {self.catalogue.label(where)}"
                yield Beside(verdict, text, home.iri)

    def _jurisdiction(self, name: str) -> str | None:
        try:
            return self.names.resolve(name, ["Jurisdiction"])
        except UnknownNameError:
            return None

    def _position(self, cell: Record) -> Iterator[Beside]:
        value = (cell.one("cellValue") or "").lower()
        for release in self._releases(cell):
            position = release.one("marketPosition")
            if position and "paper" not in (release.one("marketPositionBasis") or ""):
                label = self._label(position)
                same = value.startswith(label.removesuffix("er model").split(" ")[0][:3])
                yield Beside(AGREES if same else DIFFERS, label, release.iri)
                return

    def _example(self, cell: Record) -> Iterator[Beside]:
        """Yield other places that the paper gives an example, and the licences of its weights."""
        given = {each for each in cell.all("aboutConcept") if each.startswith(VGX)}
        for thing in cell.all("aboutEntity"):
            for who in dict.fromkeys((thing, *self._makers(thing))):
                for seen in self._placed.get(who, ()):
                    kind = seen.one("governanceType") or ""
                    if kind not in given:
                        name = self.catalogue.label(who)
                        modality = seen.one("modality")
                        how = f" ({self._label(modality)})" if modality else ""
                        text = f"the paper itself also places {name} under {self._label(kind)}{how}"
                        yield Beside(ELSEWHERE, text, seen.iri, own=True)
            first: dict[str, Record] = {}
            for each in self._releases(cell):
                first.setdefault(each.one("hasTerms") or "", each)
            for licence, release in first.items():
                if licence:
                    asset = self.catalogue.label(release.one("ofAsset") or "")
                    name = self.catalogue.label(licence)
                    text = f"weights of {asset} under {name}, from {_day(release)}"
                    yield Beside(MORE, text, release.iri)

    def _makers(self, thing: str) -> list[str]:
        made = self.catalogue.by("Development", "developedAsset")
        found = (each for asset in self._members(thing) for each in made.get(asset, []))
        return sorted({each.one("developer") or "" for each in found})

    def _access(self, cell: Record) -> Iterator[Beside]:
        stated = next(iter(cell.all("aboutConcept")), "")
        first: dict[str, Record] = {}
        for each in self._first_party(cell):
            first.setdefault(each.one("accessLevel") or "", each)
        for level, offering in sorted(first.items(), key=lambda pair: pair[1].start):
            early = stated not in first and offering.start < SNAPSHOT
            verdict = AGREES if level == stated else DIFFERS if early else MORE
            asset = self.catalogue.label(offering.one("ofAsset") or "")
            text = f"{self._label(level)} ({asset}), from {_day(offering)}"
            yield Beside(verdict, text, offering.iri)

    def _releases(self, cell: Record) -> list[Record]:
        """Return the releases of weights of what a cell is about, the first one first."""
        weights = VGX + "weightDownload"
        return [each for each in self._first_party(cell) if each.one("hasChannel") == weights]

    def _first_party(self, cell: Record) -> list[Record]:
        own = [iri for iri in cell.all("aboutEntity") if iri in self._offered]
        things = own or list(cell.all("aboutEntity"))
        found = [
            each
            for thing in things
            for asset in self._members(thing)
            for each in self._offered.get(asset, [])
            if _local(each.one("releaseKind") or "") in RELEASES
        ]
        return sorted(found, key=lambda each: (each.start, each.iri))

    def _members(self, thing: str) -> list[str]:
        """Return a thing and what belongs to it, a family's families included."""
        found = [thing]
        for each in found:
            found += [below for below in self._below.get(each, ()) if below not in found]
        return found

    def _label(self, iri: str) -> str:
        if iri not in self._labels:
            self._labels.update(self.names.labels([iri]))
        return self._labels[iri]


def _day(record: Record) -> str:
    """Return when a record begins, as exactly as its precision says."""
    text = dt.date.fromordinal(record.start).isoformat()
    precision = _local(record.one("datePrecision") or "").lower()
    exact = text[: {"year": 4, "month": MONTH}.get(precision.removeprefix("asof"), len(text))]
    return f"before {exact}" if precision.startswith("asof") else exact


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z0-9.]+", name.lower())) - FILLERS
