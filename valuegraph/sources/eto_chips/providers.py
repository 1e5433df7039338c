"""Firms and countries: which of them are names of somebody, and where firms are based."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.sources.eto_chips.inputs import CONFIDENCE

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["COUNTRY", "Provider", "read_providers"]

COLUMNS = ("provider_name", "alias", "provider_id", "provider_type", "country")
COUNTRY, FIRM = "country", "organization"
FILLER = "'various' fills up a market and names nobody"
CONTINENT = "a continent is no jurisdiction"


@dataclass(frozen=True, slots=True)
class Provider:
    """Who provides something, or the country of those who do.

    Attributes
    ----------
    name : str
        As the table of providers has it.
    kind : str
        ``country`` or ``organization``.
    mention : Mention or None
        None where it names nobody.
    why : str
        Why it names nobody.
    domicile : tuple of Claim
        Where a firm is based.
    refusals : tuple of Refusal
    """

    name: str
    kind: str
    mention: Mention | None
    why: str = ""
    domicile: tuple[Claim, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def read_providers(
    package: Package, manifest: Manifest, counts: Counter[str]
) -> dict[str, Provider]:
    """Return providers by id; rows that share an id must differ in the alias alone."""
    rows: dict[str, tuple[str, str, str]] = {}
    aliases: dict[str, list[str]] = {}
    records: dict[str, Record] = {}
    for record in package.table(package.one("providers.csv"), "provider_id", COLUMNS):
        id_ = record.text("provider_id")
        row = (
            record.text("provider_name"),
            record.text("provider_type"),
            record.optional("country"),
        )
        if rows.setdefault(id_, row) != row:
            raise record.wrong("provider_id", f"{id_!r} stands for two providers")
        if row[1] not in {COUNTRY, FIRM}:
            raise record.wrong("provider_type", f"{row[1]!r} is neither a country nor a firm")
        aliases.setdefault(id_, []).append(record.optional("alias"))
        records.setdefault(id_, record)
        record.done()
        counts["provider rows"] += 1
    read: dict[str, Provider] = {}
    called = {name: aliases[id_][0] for id_, (name, kind, _) in rows.items() if kind == COUNTRY}
    for id_, (name, kind, home) in rows.items():
        if kind == COUNTRY:
            read[id_] = _country(records[id_], manifest, name, called)
        else:
            firm = Mention("Organization", name, key=id_, names=tuple(filter(None, aliases[id_])))
            read[id_] = _firm(records[id_], manifest, (id_, firm, home), called)
        counts[f"providers: {kind}"] += 1
    return read


def _country(record: Record, manifest: Manifest, name: str, called: Mapping[str, str]) -> Provider:
    if name in manifest.lookup("fillers"):
        return Provider(name, COUNTRY, None, FILLER)
    if name in manifest.lookup("no_country"):
        return Provider(name, COUNTRY, None, CONTINENT)
    code = record.choice("provider_name", manifest.lookup("countries"))
    return Provider(name, COUNTRY, _jurisdiction(code, called[name] or code))


def _firm(
    record: Record, manifest: Manifest, row: tuple[str, Mention, str], called: Mapping[str, str]
) -> Provider:
    id_, firm, home = row
    if firm.name in manifest.lookup("fillers"):
        return Provider(firm.name, FIRM, None, FILLER)
    where = f"providers.csv, row '{id_}'"
    if not home or home in manifest.lookup("no_country"):
        why = CONTINENT if home else "no country is given"
        return Provider(firm.name, FIRM, firm, refusals=(Refusal(why, where),))
    code = record.choice("country", manifest.lookup("countries"))
    based = Claim(
        "Domicile",
        (("organization", firm), ("inJurisdiction", _jurisdiction(code, called.get(home) or code))),
        When(manifest.snapshot, "asOfDay"),
        where,
        CONFIDENCE,
    )
    return Provider(firm.name, FIRM, firm, domicile=(based,))


def _jurisdiction(code: str, name: str) -> Mention:
    return Mention("Jurisdiction", name, key=code, ids=(f"iso3166:{code}",))
