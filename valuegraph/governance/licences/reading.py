"""Policies out of a store: terms, their conditions and sources, and the licences they are of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from valuegraph.facts import Fact, facts_of
from valuegraph.governance.licences.policies import Citation, Condition, Kind, Policy, Rule
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX

if TYPE_CHECKING:
    from valuegraph.projection.slices import Slice

Rows: TypeAlias = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]
"""SPARQL SELECT -> names and rows of native values, such as `Store.rows`."""

Statements: TypeAlias = Mapping[str, Mapping[str, tuple[Any, ...]]]
"""Node -> property -> values."""

ODRL, DCT, SKOS, RDF = PREFIXES["odrl"], PREFIXES["dct"], PREFIXES["skos"], PREFIXES["rdf"]
RDF_TYPE = RDF + "type"
LABEL = PREFIXES["rdfs"] + "label"
CONDITION = (ODRL + "constraint", ODRL + "refinement")
KINDS = (
    (ODRL + "Prohibition", Kind.PROHIBITION),
    (ODRL + "Duty", Kind.DUTY),
    (ODRL + "Permission", Kind.PERMISSION),
)

TERMS = (
    "SELECT ?licence ?term WHERE {{ VALUES ?licence {{ {licences} }} ?term vg:termOf ?licence }}"
)
ABOUT = (
    "SELECT ?node ?property ?value WHERE {{ VALUES ?node {{ {nodes} }} ?node ?property ?value }}"
)
WITHIN = "SELECT ?action ?wider WHERE { ?action odrl:includedIn ?wider }"


def read_policies(rows: Rows, licences: Iterable[str], part: Slice) -> dict[str, Policy]:
    """Return the policies of some licences.

    Parameters
    ----------
    rows : callable
        Answers SPARQL.
    licences : iterable of str
        IRIs.
    part : Slice
        What enters: terms that are sure enough and known by then. Its day does not count:
        a policy holds its rules of all times, and `permits` asks for the day.

    Returns
    -------
    dict of str to Policy
        By IRI; a licence without any term has a policy without rules.
    """
    wanted = sorted(set(licences))
    if not wanted:
        return {}
    found = rows(TERMS.format(licences=_listed(wanted)))[1]
    home = {term: licence for licence, term in found}
    facts = [fact for fact in facts_of(rows, home) if _enters(fact, part)]
    tests = _about(rows, {str(v) for fact in facts for p in CONDITION for v in fact.values(p)})
    said = _about(rows, wanted)
    named = {str(v) for each in said.values() for v in each.get(VG + "licensor", ())}
    named |= {str(v) for fact in facts for v in fact.values(VG + "appliesToAsset")}
    names = _about(rows, named)
    within: dict[str, str] = dict(rows(WITHIN)[1])
    rules: dict[str, list[Rule]] = defaultdict(list)
    for fact in facts:
        rules[home[fact.iri]].append(_rule(fact, tests, names))
    return {iri: _policy(iri, said, names, rules[iri], within) for iri in wanted}


def _enters(fact: Fact, part: Slice) -> bool:
    if fact.confidence <= 0 or fact.confidence < part.min_confidence:
        return False
    if not part.include_illustrative and all(
        (each.kind or "").endswith("#illustrative") for each in fact.evidence if each.supports
    ):
        return False
    read = [e.retrieved_on for e in fact.evidence if e.supports and e.retrieved_on]
    return part.known_at is None or any(day <= part.known_at for day in read)


def _policy(
    iri: str, said: Statements, names: Statements, rules: list[Rule], within: Mapping[str, str]
) -> Policy:
    about = said.get(iri, {})
    licensors = tuple(sorted(str(each) for each in about.get(VG + "licensor", ())))
    return Policy(
        iri=iri,
        label=_text(about, LABEL) or iri.rpartition("/")[2],
        rules=tuple(sorted(rules, key=lambda rule: rule.iri)),
        licensors=licensors,
        licensor_names=tuple(_text(names.get(each, {}), LABEL) or each for each in licensors),
        issued=_day(about, DCT + "issued"),
        identifier=_identifier(about),
        url=_text(about, VG + "url"),
        text_seen=_flag(about, VG + "textSeen") is not False,
        osi_approved=_flag(about, VG + "osiApproved"),
        notes=tuple(sorted(str(note) for note in about.get(SKOS + "note", ()))),
        within=within,
    )


def _rule(fact: Fact, tests: Statements, names: Statements) -> Rule:
    said: dict[str, tuple[Any, ...]] = defaultdict(tuple)
    for prop, value in fact.properties:
        said[prop] += (value,)
    conditions = sorted(str(each) for prop in CONDITION for each in said[prop])
    return Rule(
        iri=fact.iri,
        label=fact.label,
        kind=_kind(said[RDF_TYPE]),
        action=_text(said, ODRL + "action"),
        restriction=_local(said, "restrictionKind") or "",
        clause=_text(said, VG + "clause") or "",
        conditions=tuple(_condition(each, tests.get(each, {})) for each in conditions),
        scope=_local(said, "purposeScope"),
        exempts=frozenset(str(each) for each in said[VG + "exempts"]),
        exempts_text=_text(said, VG + "exemptsText"),
        object_text=_text(said, VG + "dutyObject"),
        label_text=_text(said, VG + "labelText"),
        consequence=_local(said, "ifNotMet"),
        consequence_text=_text(said, VG + "recordedText"),
        enforcement=_local(said, "enforcementMode"),
        moment=_local(said, "assessedAt"),
        assets=frozenset(str(each) for each in said[VG + "appliesToAsset"]),
        asset_names=tuple(
            sorted(
                _text(names.get(str(a), {}), LABEL) or str(a) for a in said[VG + "appliesToAsset"]
            )
        ),
        required_for=_text(said, VG + "requiredFor"),
        reaches_outputs=_flag(said, VG + "reachesOutputs"),
        begins=fact.valid_from or dt.date.min,
        ends=fact.valid_to,
        begin_known="asOf" not in (fact.precision or ""),
        citations=tuple(
            Citation(
                each.source.title,
                each.locator,
                each.source.url,
                float(each.confidence),
                each.supports,
                each.note,
            )
            for each in fact.evidence
        ),
        notes=tuple(sorted(str(note) for note in said[SKOS + "note"])),
    )


def _kind(classes: tuple[Any, ...]) -> Kind:
    return next((kind for cls, kind in KINDS if cls in classes), Kind.ENDING)


def _condition(iri: str, about: Mapping[str, tuple[Any, ...]]) -> Condition:
    right = about.get(ODRL + "rightOperand", ()) + about.get(ODRL + "rightOperandReference", ())
    on = _day(about, VG + "assessedOn")
    return Condition(
        iri=iri,
        label=_text(about, LABEL) or iri.rpartition("/")[2],
        operand=_end(_text(about, ODRL + "leftOperand") or ""),
        operator=_end(_text(about, ODRL + "operator") or ""),
        values=tuple(sorted((_plain(value) for value in right), key=str)),
        fixed=on is not None or _local(about, "assessedAt") == "atFixedDate",
        on=on,
        affiliates=_flag(about, VG + "countsAffiliates"),
        unit=_text(about, VG + "withUnit") or "",
    )


def _about(rows: Rows, nodes: Iterable[str]) -> Statements:
    wanted = sorted(set(nodes))
    found: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    if wanted:
        for node, prop, value in rows(ABOUT.format(nodes=_listed(wanted)))[1]:
            found[node][prop] = (*found[node].get(prop, ()), value)
    return found


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _text(about: Mapping[str, tuple[Any, ...]], prop: str) -> str | None:
    found = about.get(prop, ())
    return str(min(found, key=str)) if found else None


def _identifier(about: Mapping[str, tuple[Any, ...]]) -> str | None:
    """Return the name by which lawyers know a licence: SPDX before the keys of other lists."""
    found = sorted(map(str, about.get(DCT + "identifier", ())))
    plain = [each for each in found if ":" not in each or each.startswith("spdx:")]
    return next(iter(plain or found), None)


def _local(about: Mapping[str, tuple[Any, ...]], name: str) -> str | None:
    found = _text(about, VG + name)
    return None if found is None else found.removeprefix(VGX)


def _end(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def _flag(about: Mapping[str, tuple[Any, ...]], prop: str) -> bool | None:
    found = about.get(prop, ())
    return bool(found[0]) if found else None


def _day(about: Mapping[str, tuple[Any, ...]], prop: str) -> dt.date | None:
    found = [each for each in about.get(prop, ()) if isinstance(each, dt.date)]
    return min(found, default=None)


def _plain(value: object) -> float | str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return float(value)
    return str(value)
