"""What is stated of a thing: its own statements, and the facts in which it takes part, by group."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuegraph.facts import Iri, facts_of
from valuegraph.serve.pages.citations import Cited, cited
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD, VGX

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from valuegraph.facts import Fact
    from valuegraph.knowledge_graph import KnowledgeGraph

FIRST, PAGE = 6, 50
RDFS, SKOS = PREFIXES["rdfs"], PREFIXES["skos"]
TYPE = PREFIXES["rdf"] + "type"
NAMES = {RDFS + "label", SKOS + "prefLabel", PREFIXES["dct"] + "title"}
OTHER_NAMES = {SKOS + "altLabel"}
SAYS = (SKOS + "definition", RDFS + "comment", PREFIXES["dct"] + "description", SKOS + "note")
GROUP = re.compile(r"[A-Za-z]+\.[A-Za-z]+")
OWN = "SELECT ?p ?o (isIRI(?o) AS ?named) WHERE { <%s> ?p ?o }"
AROUND = """
SELECT DISTINCT ?fact ?property ?class ?start ?end ?label WHERE {
  ?fact ?property <%s> ; a ?class ; vg:validFrom ?start .
  OPTIONAL { ?fact vg:validTo ?end } OPTIONAL { ?fact rdfs:label ?label }
  FILTER(STRSTARTS(STR(?class), STR(vg:)))
}
"""
INBOUND = """
SELECT ?property (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?thing ?property <%s> . FILTER NOT EXISTS { ?thing vg:validFrom ?start }
} GROUP BY ?property ORDER BY ?property
"""
THINGS = """
SELECT DISTINCT ?thing WHERE {
  ?thing <%s> <%s> . FILTER NOT EXISTS { ?thing vg:validFrom ?start }
} ORDER BY ?thing LIMIT %d OFFSET %d
"""
SENTENCES = "SELECT ?class ?sentence WHERE { ?class vg:sentence ?sentence }"


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: what it reads as, and its IRI where it is a thing."""

    text: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A property of a thing with all its values."""

    name: str
    iri: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts, or things, in which another takes part in one way.

    Attributes
    ----------
    key, title, kind : str
        How the address names it; the sentence of such facts with the thing in its place; their class.
    count, in_force : int
        How many there are, and how many of them hold on the day.
    facts : tuple of Cited
        Those shown.
    things : tuple of Value
        Those shown, where they are no facts.
    """

    key: str
    title: str
    kind: str
    count: int
    in_force: int
    facts: tuple[Cited, ...] = ()
    things: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Which of many facts are shown: a page of one group, or the first of each."""

    group: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Around:
    """One fact beside a thing, before it is read in full."""

    iri: str
    prop: str
    cls: str
    start: dt.date
    end: dt.date | None
    label: str | None

    def holds(self, day: dt.date) -> bool:
        """Tell whether it holds on a day."""
        return self.start <= day and (self.end is None or day < self.end)


def own(kg: KnowledgeGraph, iri: str) -> dict[str, list[str | Iri]]:
    """Return what a thing's own statements say: property to values."""
    found: dict[str, list[str | Iri]] = defaultdict(list)
    for prop, value, named in kg.store.rows(OWN % iri)[1]:
        found[prop].append(Iri(value) if named else str(value))
    return dict(found)


def statements(kg: KnowledgeGraph, told: Mapping[str, Sequence[str | Iri]]) -> list[Statement]:
    """Return a thing's statements in words, without its names, classes and evidence."""
    left = {
        prop: values
        for prop, values in told.items()
        if prop not in NAMES | OTHER_NAMES | {TYPE, VG + "hasEvidence", *SAYS}
    }
    iris = {value for values in left.values() for value in values if isinstance(value, Iri)}
    names = kg.store.labels({*left, *iris})
    return sorted(
        (
            Statement(
                names[prop],
                prop,
                tuple(
                    Value(names[value], str(value)) if isinstance(value, Iri) else Value(value)
                    for value in sorted(values)
                ),
            )
            for prop, values in left.items()
        ),
        key=lambda each: each.name,
    )


def fact_groups(kg: KnowledgeGraph, iri: str, shown: Shown) -> list[Group]:
    """Return the facts in which a thing takes part, in groups; all are counted.

    Parameters
    ----------
    kg : KnowledgeGraph
    iri : str
        The thing.
    shown : Shown
        Which facts are read in full.
    """
    by: dict[tuple[str, str], list[Around]] = defaultdict(list)
    seen = set()
    for row in kg.store.rows(AROUND % iri)[1]:
        each = Around(*row)
        if (each.iri, each.prop, each.cls) not in seen:  # a fact may have several labels
            seen.add((each.iri, each.prop, each.cls))
            by[each.cls, each.prop].append(each)
    kept: dict[tuple[str, str], list[Around]] = {}
    for key, found in by.items():
        name = f"{key[0].removeprefix(VG)}.{_local(key[1])}"
        if shown.group is None:
            kept[key] = _ordered(found, kg.as_of)[:FIRST]
        elif shown.group == name:
            start = (shown.page - 1) * PAGE
            kept[key] = _ordered(found, kg.as_of)[start : start + PAGE]
    read = {f.iri: f for f in facts_of(kg.store.rows, [a.iri for k in kept.values() for a in k])}
    names = kg.store.labels({part for key in by for part in key} | {iri} | _ends(read.values()))
    wording = dict(kg.store.rows(SENTENCES)[1])
    groups = [
        Group(
            key=f"{cls.removeprefix(VG)}.{_local(prop)}",
            title=_title(wording.get(cls, ""), prop, names, (cls, iri)),
            kind=names[cls],
            count=len(by[cls, prop]),
            in_force=sum(each.holds(kg.as_of) for each in by[cls, prop]),
            facts=tuple(
                cited(read[each.iri], names, beside=iri, ended=not each.holds(kg.as_of))
                for each in kept.get((cls, prop), ())
            ),
        )
        for cls, prop in by
    ]
    return sorted(groups, key=lambda each: (-each.in_force, -each.count, each.key))


def inbound(kg: KnowledgeGraph, iri: str, shown: Shown) -> list[Group]:
    """Return the things that name a thing outside of facts, for instance members of a family."""
    groups = []
    for prop, count in kg.store.rows(INBOUND % iri)[1]:
        key = f"named.{_local(prop)}"
        if shown.group not in {None, key}:
            continue
        most, start = (FIRST, 0) if shown.group is None else (PAGE, (shown.page - 1) * PAGE)
        rows = kg.store.rows(THINGS % (prop, iri, most, start))[1]
        names = kg.store.labels({each for (each,) in rows} | {prop})
        groups.append(
            Group(
                key=key,
                title=names[prop],
                kind="",
                count=int(count),
                in_force=int(count),
                things=tuple(Value(names[each], each) for (each,) in rows),
            )
        )
    return groups


def _ordered(found: list[Around], day: dt.date) -> list[Around]:
    """Return facts that hold on the day first, then the youngest first."""
    return sorted(
        found, key=lambda f: (not f.holds(day), -f.start.toordinal(), f.label or "", f.iri)
    )


def _ends(facts: Any) -> set[str]:  # noqa: ANN401 - any iterable of Fact
    return {value for fact in facts for value in ends_of(fact)}


def ends_of(fact: Fact) -> list[str]:
    """Return the things and concepts that a fact speaks of, in the order of its properties."""
    return [
        str(value)
        for _, value in fact.properties
        if isinstance(value, Iri) and value.startswith((VGD, VGX, PREFIXES["nace"]))
    ]


def _title(sentence: str, prop: str, names: Mapping[str, str], about: tuple[str, str]) -> str:
    """Return the sentence of a class of facts with a thing in its place and dots for all others."""
    cls, iri = about
    slot = "{" + _local(prop) + "}"
    if slot not in sentence:
        return f"{names[cls].capitalize()}: {names[iri]} as {names[prop]}"
    told = sentence.replace(slot, names[iri].replace("{", "(").replace("}", ")"))
    return re.sub(r"\{\w+(?::\w+)?\}", "…", told)


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
