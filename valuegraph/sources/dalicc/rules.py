"""Rules of a licence -> readings, each with all its actions."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import PREFIXES, VGX

if TYPE_CHECKING:
    from rdflib.term import Node

    from valuegraph.facts.records import Value
    from valuegraph.sources.dalicc.library import Library
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

__all__ = ["Read", "Rules"]

ODRL, CC, DCT = PREFIXES["odrl"], PREFIXES["cc"], PREFIXES["dct"]
DALICC = "https://dalicc.net/ns#"
SPDX_ID = "http://spdx.org/rdf/terms#licenseId"
READER = Mention("Organization", "DALICC")
SURE = Decimal("0.7")
REFUSED = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    CC + "license",  # of the record itself
    CC + "jurisdiction", CC + "attributionName", CC + "legalcode", CC + "License",
    DALICC + "validityType",  # perpetual without exception
    # wording of the texts
    DALICC + "LiabilityLimitation", DALICC + "WarrantyDisclaimer", DALICC + "additionalClauses",
    DALICC + "WarrantyOrLiabilityAcceptance", DALICC + "PromotionSpecification",
    # one short name stands for dozens of national versions
    DCT + "alternative",
    DCT + "publisher", DCT + "source", DCT + "hasVersion",
    "http://schema.org/startDate", "http://schema.org/endDate",
    "http://www.w3.org/2002/07/owl#sameAs",  # former name in the library
    "http://xmlns.com/foaf/0.1/logo", "http://xmlns.com/foaf/0.1/img",
    ODRL + "target", ODRL + "assignee",
)  # fmt: skip
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What one licence gave: key in the library, claims, refusals and counts."""

    key: str
    claims: list[Claim]
    refusals: list[Refusal]
    counts: Counter[str]


class Rules:
    """Reads licences with the tables of the manifest.

    Parameters
    ----------
    manifest : Manifest
        With the lookups ``actions`` (IRI to the IRI of the same action here; empty for what is no
        action) and ``spdx`` (key to SPDX identifier).
    """

    def __init__(self, manifest: Manifest) -> None:
        self._actions = manifest.lookup("actions")
        self._spdx = manifest.lookup("spdx")
        self._when = When(manifest.snapshot, "asOfDay")

    def of(self, record: Record, library: Library) -> Read:
        """Return what a licence gives."""
        key = record.text("key")
        (title,) = record.items(DCT + "title") or [key]
        licence = Mention(
            "Licence",
            " ".join(str(title).split()),
            key=key,
            ids=self._ids(record),
            properties=(("textSeen", False),),
        )
        counts: Counter[str] = Counter(licences=1)
        found: dict[_Key, set[str]] = defaultdict(set)
        permissions = _optional(record, ODRL + "permission")
        prohibitions = _optional(record, ODRL + "prohibition")
        duties = _optional(record, ODRL + "duty")
        record.refuse(*REFUSED)
        record.done()
        for node in permissions:
            actions, hanging = library.rule(record, node)
            found["rulePermission", ""].update(actions)
            for duty in hanging:
                for action in actions:
                    found["ruleDuty", action].update(library.rule(record, duty)[0])
            counts["rules with duties"] += bool(hanging)
            counts["duties of permissions"] += len(hanging)
        for kind, nodes in (("ruleProhibition", prohibitions), ("ruleDuty", duties)):
            for node in nodes:
                found[kind, ""].update(library.rule(record, node)[0])
        counts.update(_blocks(permissions, prohibitions, duties))
        counts["duty blocks"] += counts["rules with duties"]
        claims, refusals = [], []
        for (kind, required), actions_ in sorted(found.items()):
            claim, refused = self._claim(record, licence, (kind, required), actions_)
            claims += [claim] if claim else []
            refusals += refused
        return Read(key, claims, refusals, counts)

    def _ids(self, record: Record) -> tuple[str, ...]:
        key = record.text("key")
        listed = [str(each) for each in _optional(record, SPDX_ID)]
        listed += [self._spdx[key]] if key in self._spdx else []
        return (*(f"spdx:{each}" for each in dict.fromkeys(listed)), f"dalicc:{key}")

    def _claim(
        self, record: Record, licence: Mention, rule: _Key, actions: set[str]
    ) -> tuple[Claim | None, list[Refusal]]:
        kind, required = rule
        ends: list[tuple[str, Mention | Claim | Value]] = [
            ("assessor", READER),
            ("ofLicence", licence),
            ("ruleKind", Iri(VGX + kind)),
        ]
        if required:
            ends.append(("requiredFor", Iri(self._action(record, required))))
        told = {each: self._action(record, each) for each in sorted(actions)}
        refused = [
            Refusal(f"{each} is no action", record.where) for each, here in told.items() if not here
        ]
        kept = sorted({here for here in told.values() if here})
        if not kept:
            return None, refused
        return Claim(
            "LicenceReading", tuple(ends), self._when, record.where, SURE,
            values=tuple(("odrl:action", Iri(each)) for each in kept),
        ), refused  # fmt: skip

    def _action(self, record: Record, action: str) -> str:
        if action not in self._actions:
            raise record.wrong(
                "odrl:action",
                f"{action} is in no table",
                "add it to [lookups.actions], empty if it is no action",
            )
        return self._actions[action]


def _optional(record: Record, name: str) -> list[Node]:
    return list(record.items(name)) if record.has(name) else []  # type: ignore[arg-type]


def _blocks(
    permissions: list[Node], prohibitions: list[Node], duties: list[Node]
) -> dict[str, int]:
    """Count properties and the rules under them; the library lists several rules to a property."""
    return {
        "permission blocks": bool(permissions),
        "prohibition blocks": bool(prohibitions),
        "duty blocks": bool(duties),
        "permissions": len(permissions),
        "prohibitions": len(prohibitions),
        "duties of licences": len(duties),
    }
