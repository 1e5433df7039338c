"""The list of incidents, each with the parties that reports make out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal
from valuegraph.facts.records import Iri
from valuegraph.sources.incidents.classified import TABLE
from valuegraph.vocabulary.namespaces import PREFIXES, VGX

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from valuegraph.facts.drafts import When
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["Listing"]

FILE = "incidents.csv"
ROLES = {
    "Alleged developer of AI system": "allegedDeveloper",
    "Alleged deployer of AI system": "allegedDeployer",
    "Alleged harmed or nearly harmed parties": "allegedlyHarmed",
}
DEPLOYER = "allegedDeployer"
REST = ("_id", "reports", "description")  # keys of the publisher's, and prose
COLUMNS = ("incident_id", "date", "title", *ROLES, *REST)
CONFIDENCE = Decimal("0.7")
NOBODY = "a word for somebody unknown is no party"
NO_DEPLOYER = "a sector of deployment without a deployer that is named"


@dataclass(slots=True)
class Listing:
    """Incidents and what is alleged of whom.

    A party is a node only where the lookup says which one organisation is meant; all others, most
    of them private persons and crowds, stay in the source's words.

    Attributes
    ----------
    manifest : Manifest
    sectors : mapping of str to (str, tuple of str)
        Words and sections of the classification by number of the incident.
    counts : Counter
    claims : list of Claim
    things : list of Mention
        The incidents.
    refusals : list of Refusal
    """

    manifest: Manifest
    sectors: Mapping[str, tuple[str, tuple[str, ...]]]
    counts: Counter[str]
    claims: list[Claim] = field(default_factory=list)
    things: list[Mention] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def read(self, package: Package) -> None:
        """Read the table.

        Raises
        ------
        DataError
            A number that stands twice, a date that is none, a cell that is no list of names.
        """
        seen: set[str] = set()
        for record in package.table(package.one(FILE), "incident_id", COLUMNS):
            number = record.text("incident_id")
            if number in seen:
                raise record.wrong("incident_id", f"{number} stands twice")
            seen.add(number)
            when = record.when("date")
            if when is None:
                raise record.wrong("date", "is empty, and an incident has a day")
            incident = Mention("Incident", record.text("title"), key=number)
            self.things.append(incident)
            self.counts["incidents"] += 1
            parties = {role: _names(record, column) for column, role in ROLES.items()}
            self.counts["incidents whose deployers are not their developers"] += set(
                parties[DEPLOYER]
            ) != set(parties["allegedDeveloper"])
            for role, names in parties.items():
                self._say(incident, role, names, (when, record.where))
            self._place(incident, number, parties[DEPLOYER], when)
            record.refuse(*REST)
            record.done()
        lost = sorted(set(self.sectors) - seen, key=int)
        self.refusals += [
            Refusal("a classification of an incident that is not listed", f"{TABLE}, row '{each}'")
            for each in lost
        ]

    def _say(self, incident: Mention, role: str, names: list[str], told: tuple[When, str]) -> None:
        when, where = told
        for name in names:
            self.counts[f"links: {role}"] += 1
            self.counts[f"links to 'unknown': {role}"] += name.startswith("unknown")
            party = self._party(name)
            if party is None:
                self.counts[f"links to nobody: {role}"] += 1
                self.refusals.append(Refusal(NOBODY, where))
                continue
            self.counts[f"links to organisations: {role}"] += party[0] == "allegedParty"
            self.claims.append(
                Claim("IncidentRole", _ends(incident, role, party), when, where, CONFIDENCE)
            )

    def _party(self, name: str) -> tuple[str, Mention | str] | None:
        if name.partition("-")[0] in self.manifest.lookup("placeholders"):
            return None
        called = self.manifest.lookup("organisations").get(name)
        if called:
            return "allegedParty", Mention("Organization", called)
        return "allegedPartyText", " ".join(name.replace("-", " ").split())

    def _place(self, incident: Mention, number: str, deployers: list[str], when: When) -> None:
        """State the sector of an incident with each of its deployers."""
        text, sections = self.sectors.get(number, ("", ()))
        if not sections:
            return
        where = f"{TABLE}, row '{number}'"
        claims = list(self._placed(incident, deployers, (when, where), (text, sections)))
        self.claims += claims
        if not claims:
            self.refusals.append(Refusal(NO_DEPLOYER, where))
        else:
            self.counts["incidents with a deployer and a sector"] += 1

    def _placed(
        self,
        incident: Mention,
        deployers: list[str],
        told: tuple[When, str],
        sector: tuple[str, tuple[str, ...]],
    ) -> Iterator[Claim]:
        values = tuple(("inSector", Iri(PREFIXES["nace"] + each)) for each in sector[1])
        for name in deployers:
            party = self._party(name)
            if party:
                yield Claim(
                    "IncidentRole", _ends(incident, DEPLOYER, party), *told, CONFIDENCE,
                    values=values, original=sector[0], document="csetv1",
                )  # fmt: skip


def _ends(
    incident: Mention, role: str, party: tuple[str, Mention | str]
) -> tuple[tuple[str, Mention | str | Iri], ...]:
    return (("ofIncident", incident), ("incidentRole", Iri(VGX + role)), party)


def _names(record: Record, column: str) -> list[str]:
    """Return the ids in a cell, which holds a JSON list; each once."""
    text = record.text(column)
    try:
        names = json.loads(text)
    except json.JSONDecodeError:
        names = None
    if not isinstance(names, list) or not all(isinstance(each, str) and each for each in names):
        raise record.wrong(column, f"{text[:60]!r} is no list of names")
    return names
