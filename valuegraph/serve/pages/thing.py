"""Everything a page says of one thing: what it is, its facts, what it rests on and reaches."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import ValuegraphError
from valuegraph.serve.pages.citations import Cited, cite
from valuegraph.serve.pages.figures import FIRMS, Figures, Governed, figures, governed
from valuegraph.serve.pages.reach import Reach, reach
from valuegraph.serve.pages.stated import (
    OTHER_NAMES,
    PAGE,
    SAYS,
    TYPE,
    Group,
    Shown,
    Statement,
    Value,
    fact_groups,
    inbound,
    own,
    statements,
)
from valuegraph.serve.pages.upstream import Upstream, upstream
from valuegraph.vocabulary.namespaces import NACE, PREFIXES, VG, VGD

if TYPE_CHECKING:
    from valuegraph.facts import Iri
    from valuegraph.knowledge_graph import KnowledgeGraph

FACT, SOURCE, THING = "fact", "source", "thing"
REACHING = {
    VG + name
    for name in (
        "Organization",
        "Model",
        "ModelFamily",
        "ServingVariant",
        "Platform",
        "Application",
    )
}
PASSED = {PREFIXES["owl"] + "NamedIndividual"}
SUPPORTED = """
SELECT ?fact (MIN(STR(?text)) AS ?label) WHERE {
  ?evidence dct:source <%s> . ?fact vg:hasEvidence ?evidence .
  OPTIONAL { ?fact rdfs:label ?text }
} GROUP BY ?fact ORDER BY ?label ?fact LIMIT %d OFFSET %d
"""
SUPPORTS = """
SELECT (COUNT(DISTINCT ?fact) AS ?count) WHERE {
  ?evidence dct:source <%s> . ?fact vg:hasEvidence ?evidence .
}
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the analyses say of a thing; None where they have nothing to say of such a thing.

    `governed` holds the offerings of each type of governance, the commonest type first.
    """

    figures: Figures | None = None
    governed: tuple[tuple[str, tuple[Governed, ...]], ...] = ()
    upstream: Upstream | None = None
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What a page says of one thing.

    Attributes
    ----------
    iri, name, page : str
        Its IRI; what it is called; `fact`, `source` or `thing`.
    classes, aliases, says : tuple
        Of which classes it is, how else it is called, and what is said of it in prose.
    statements : tuple of Statement
        Its other statements.
    groups, named : tuple of Group
        Facts in which it takes part; things that name it outside of facts.
    fact : Cited, optional
        The fact itself, where it is one; `facts` and `count` of a source: those it supports.
    shown : Shown
        Which part of the facts is on the page.
    """

    iri: str
    name: str
    page: str
    classes: tuple[Value, ...]
    aliases: tuple[str, ...]
    says: tuple[str, ...]
    statements: tuple[Statement, ...]
    groups: tuple[Group, ...]
    named: tuple[Group, ...]
    shown: Shown
    fact: Cited | None = None
    facts: tuple[Cited, ...] = ()
    count: int = 0
    answers: Answers = Answers()

    @property
    def total(self) -> int:
        """How many facts it takes part in."""
        return sum(group.count for group in self.groups)

    @property
    def local(self) -> str:
        """Its id without the namespace of the data, as names are given on the command line."""
        return self.iri.removeprefix(VGD)

    @property
    def acts(self) -> bool:
        """Whether its withdrawal can be played."""
        return self.answers.figures is not None and bool(self.answers.figures.lines)

    @property
    def pages(self) -> int:
        """How many pages the facts of the group shown, or of a source, take."""
        count = self.count
        if self.shown.group is not None:
            every = (*self.groups, *self.named)
            count = next((g.count for g in every if g.key == self.shown.group), 0)
        return max(1, -(-count // PAGE))


def known(kg: KnowledgeGraph, iri: str) -> bool:
    """Tell whether anything is stated of an IRI."""
    return bool(kg.store.rows(f"SELECT ?p WHERE {{ <{iri}> ?p ?o }} LIMIT 1")[1])


def thing(kg: KnowledgeGraph, iri: str, shown: Shown) -> Thing | None:
    """Return what a page says of an IRI; None where nothing is stated of it.

    Parameters
    ----------
    kg : KnowledgeGraph
    iri : str
        The thing; an IRI without characters that none may hold.
    shown : Shown
        Which part of its facts.
    """
    told = own(kg, iri)
    if not told:
        return None
    classes = tuple(sorted(str(each) for each in told.get(TYPE, ()) if each not in PASSED))
    names = kg.store.labels({iri, *classes})
    told_page = _page(told, classes)
    made = _Parts(kg, iri, classes, shown)
    facts, count = made.supported() if told_page == SOURCE else ((), 0)
    return Thing(
        iri=iri,
        name=names[iri],
        page=told_page,
        classes=tuple(Value(names[each], each) for each in classes),
        aliases=tuple(sorted({str(v) for prop in OTHER_NAMES for v in told.get(prop, ())})),
        says=tuple(str(value) for prop in SAYS for value in told.get(prop, ())),
        statements=tuple(statements(kg, told)),
        groups=() if told_page == SOURCE else tuple(fact_groups(kg, iri, shown)),
        named=tuple(inbound(kg, iri, shown)) if told_page != SOURCE else (),
        shown=shown,
        fact=cite(kg, [iri])[iri] if told_page == FACT else None,
        facts=facts,
        count=count,
        answers=made.answers() if told_page == THING and shown == Shown() else Answers(),
    )


def _page(told: dict[str, list[str | Iri]], classes: tuple[str, ...]) -> str:
    if VG + "validFrom" in told and VG + "hasEvidence" in told:
        return FACT
    return SOURCE if VG + "Source" in classes else THING


class _Parts:
    """The parts of a page that need more than the statements of the thing."""

    def __init__(
        self, kg: KnowledgeGraph, iri: str, classes: tuple[str, ...], shown: Shown
    ) -> None:
        self.kg, self.iri, self.classes, self.shown = kg, iri, classes, shown

    def supported(self) -> tuple[tuple[Cited, ...], int]:
        """Return a page of the facts that a source supports, and how many there are."""
        ((count,),) = self.kg.store.rows(SUPPORTS % self.iri)[1]
        start = (self.shown.page - 1) * PAGE
        rows = self.kg.store.rows(SUPPORTED % (self.iri, PAGE, start))[1]
        found = cite(self.kg, [fact for fact, _ in rows])
        return tuple(found[fact] for fact, _ in rows), int(count)

    def answers(self) -> Answers:
        """Return what the analyses say of the thing."""
        if not self.iri.startswith((VGD, NACE)):
            return Answers()
        above = upstream(self.kg, self.iri)
        return Answers(self._figures(), self._governed(), above, self._reach())

    def _reach(self) -> Reach | None:
        """Return the sectors reached; of firms up the chain, whom no use names, nothing."""
        if not (set(self.classes) & REACHING or self.iri.startswith(NACE)):
            return None
        found = reach(self.kg, self.iri)
        return found if found.sectors or not set(self.classes) & FIRMS else None

    def _figures(self) -> Figures | None:
        try:
            return figures(self.kg, self.iri, self.classes)
        except ValuegraphError:  # nothing is supplied on the day: there are no figures
            return None

    def _governed(self) -> tuple[tuple[str, tuple[Governed, ...]], ...]:
        by: dict[str, list[Governed]] = defaultdict(list)
        for each in governed(self.kg, self.iri, self.classes):
            by[each.type].append(each)
        return tuple(
            (name, tuple(by[name])) for name in sorted(by, key=lambda name: (-len(by[name]), name))
        )
