"""From the facts of a day to the type of each offering, by the rules of the ontology."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.governance.types.deciding import Change, Decider
from valuegraph.projection.control import CONTROLLING, MAJORITY, STAKE, controllers
from valuegraph.resources import ontology_dir
from valuegraph.store.reasoning import Reasoning
from valuegraph.store.rules import rules
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuegraph.projection.catalogue import Catalogue, Record
    from valuegraph.store.rules import Rule
    from valuegraph.store.store import Store

CLASSES = ("Offering", "Development", "ComponentStatus", "LicenceTerm")
LINKS = (VG + "inFamily", VG + "variantOf", PREFIXES["rdf"] + "type")
RESTRICTS = "restrictiveTerm"
NOT_OFFERED = VGX + "notOffered"
CONDITIONS = """
SELECT ?about ?condition ?holds ?fact {
  { ?c vg:meetsCondition ?condition BIND(true AS ?holds) }
  UNION
  { ?c vg:failsCondition ?condition BIND(false AS ?holds) }
  ?c vg:assesses ?about ; prov:wasDerivedFrom ?fact
} ORDER BY ?about ?condition ?holds ?fact
"""
TYPES = """
SELECT ?offering ?type ?rule ?control ?skill {
  ?g a vg:GovernanceFinding ; vg:assesses ?offering ; vg:governanceType ?type ; vg:drawnBy ?rule ;
    vg:controlRetained ?control ; vg:skillRequired ?skill
} ORDER BY ?offering ?type
"""
SUBSIDIES = """
SELECT ?firm ?fact { ?x a vg:CrossSubsidyFinding ; vg:assesses ?firm ; prov:wasDerivedFrom ?fact }
ORDER BY ?firm ?fact
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A type that a rule inferred: the rule, and its steps of control and skill."""

    rule: str
    control: int
    skill: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What the rules say of one offering.

    Attributes
    ----------
    record : Record
        The offering.
    firm : str
        IRI of whoever ultimately controls its provider.
    drawn : dict of str to Drawn
        Every type that was inferred.
    facts : dict of (condition, answer) to tuple of str
        What each answer rests on; a condition answered both ways is contested.
    type : str
        The type that goes before the others, or `undeterminedGovernance`.
    answers : dict of str to bool
        One answer for each condition that has any: of contested ones that on which the type rests.
    """

    record: Record = field(repr=False)
    firm: str
    drawn: Mapping[str, Drawn]
    facts: Mapping[tuple[str, bool], tuple[str, ...]] = field(repr=False)
    type: str
    answers: Mapping[str, bool]

    @property
    def contested(self) -> tuple[str, ...]:
        """Conditions on which sources differ."""
        return tuple(sorted(c for c, holds in self.facts if holds and (c, False) in self.facts))

    def premises(self, decider: Decider) -> tuple[str, ...]:
        """Return the facts that the type follows from."""
        met = [
            pair
            for alternative in decider.when.get(self.type, ())
            if all(self.answers.get(c) is value for c, value in alternative)
            for pair in alternative
        ]
        found = (fact for pair in dict.fromkeys(met) for fact in self.facts.get(pair, ()))
        return tuple(dict.fromkeys(found))

    def flips(self, decider: Decider) -> tuple[Change, ...]:
        """Return the smallest sets of other answers that would give another type."""
        return decider.smallest_change(tuple(sorted(self.answers.items())))

    def missing(self, decider: Decider) -> tuple[str, ...]:
        """Return the unanswered conditions of types that are not excluded."""
        return decider.missing(self.answers)


class Inference:
    """All conclusions of a day.

    Attributes
    ----------
    catalogue : Catalogue
        The facts of the day.
    decider : Decider
        The types as alternatives of conditions.
    reasoning : Reasoning
        Facts and conclusions, to be asked or written out.
    offered : dict of str to Offered
        What is said of each offering, by its IRI; what its maker does not offer is left out.
    subsidies : dict of str to tuple of str
        Firms that cross-subsidise, with the offerings it rests on.
    withheld : int
        How many releases were left out since nobody is offered them.
    """

    def __init__(
        self, catalogue: Catalogue, reasoning: Reasoning, ruled: Mapping[str, Rule]
    ) -> None:
        self.catalogue = catalogue
        self.reasoning = reasoning
        self.decider = Decider(ruled.values())
        self._above = controllers(catalogue)
        offerings = catalogue.of("Offering")
        shown = [each for each in offerings if each.one("hasChannel") != NOT_OFFERED]
        self.withheld = len(offerings) - len(shown)
        facts, drawn = _facts(reasoning), _drawn(reasoning)
        self.offered = {
            each.iri: self._offered(each, facts, drawn.get(each.iri, {})) for each in shown
        }
        self.subsidies: dict[str, tuple[str, ...]] = {}
        for firm, fact in reasoning.rows(SUBSIDIES)[1]:
            top = self.top(firm)
            self.subsidies[top] = (*self.subsidies.get(top, ()), fact)

    def top(self, firm: str) -> str:
        """Return whoever ultimately controls a firm: itself when nobody is on record."""
        return self._above.get(firm, firm)

    def _offered(
        self,
        record: Record,
        facts: Mapping[str, dict[tuple[str, bool], tuple[str, ...]]],
        drawn: Mapping[str, Drawn],
    ) -> Offered:
        provider = record.one("hasProvider") or ""
        about = (provider, *record.all("ofAsset"), *record.all("hasTerms"), record.iri)
        known = _together(facts.get(each, {}) for each in about)
        chosen = self.decider.first(drawn)
        return Offered(
            record, self.top(provider), drawn, known, chosen, self._answers(known, chosen)
        )

    def _answers(self, known: Mapping[tuple[str, bool], object], chosen: str) -> dict[str, bool]:
        """Return one answer a condition; of contested ones what the chosen type asks for."""
        wanted = {pair for alternative in self.decider.when.get(chosen, ()) for pair in alternative}
        found: dict[str, bool] = {}
        for condition, holds in sorted(known):
            if condition not in found or (condition, holds) in wanted:
                found[condition] = holds
        return found


def infer(store: Store, catalogue: Catalogue, values: Mapping[str, str] | None = None) -> Inference:
    """Infer the type of governance of every offering of a day.

    Parameters
    ----------
    store : Store
        Where the facts are; it stays as it is.
    catalogue : Catalogue
        Which of them are in force, known and sure enough.
    values : mapping of str to str, optional
        Thresholds to set anew, by the name of the parameter.
    """
    ruled = {key: rule.with_values(values or {}) for key, rule in rules(ontology_dir()).items()}
    facts = [record.iri for record in _records(catalogue)]
    things = catalogue.things
    links = ((s, p, o) for s, said in things.items() for p in LINKS for o in said.get(p, ()))
    reasoning = Reasoning.of_facts(store, facts, links)
    reasoning.name((thing, catalogue.label(thing)) for thing in things)
    reasoning.run(ruled.values())
    return Inference(catalogue, reasoning, ruled)


def _records(catalogue: Catalogue) -> Iterator[Record]:
    for cls in CLASSES:
        yield from catalogue.of(cls)
    for stake in catalogue.of("OwnershipStake"):
        kind = stake.one("stakeKind")
        if kind in CONTROLLING or (kind == STAKE and (stake.number("share") or 0.0) > MAJORITY):
            yield stake


def _together(
    found: Iterable[Mapping[tuple[str, bool], tuple[str, ...]]],
) -> dict[tuple[str, bool], tuple[str, ...]]:
    """Return what is said of an offering, its provider, asset and licences; one that restricts is enough."""
    known: dict[tuple[str, bool], tuple[str, ...]] = {}
    for answers in found:
        for key, facts in answers.items():
            known[key] = tuple(dict.fromkeys((*known.get(key, ()), *facts)))
    if (RESTRICTS, True) in known:
        known.pop((RESTRICTS, False), None)
    return known


def _facts(reasoning: Reasoning) -> dict[str, dict[tuple[str, bool], tuple[str, ...]]]:
    found: dict[str, dict[tuple[str, bool], tuple[str, ...]]] = {}
    for about, condition, holds, fact in reasoning.rows(CONDITIONS)[1]:
        answers = found.setdefault(about, {})
        key = (condition.removeprefix(VGX), holds)
        answers[key] = (*answers.get(key, ()), fact)
    return found


def _drawn(reasoning: Reasoning) -> dict[str, dict[str, Drawn]]:
    found: dict[str, dict[str, Drawn]] = {}
    for offering, name, rule, control, skill in reasoning.rows(TYPES)[1]:
        found.setdefault(offering, {})[name.removeprefix(VGX)] = Drawn(rule, control, skill)
    return found
