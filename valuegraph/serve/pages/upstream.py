"""What a thing rests on, link by link up the chain, and the chips that a lab trains on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.projection.network import STAGES
from valuegraph.serve.pages.citations import Cited, cite
from valuegraph.view.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.projection import Projection

CITED = 1
DEVELOPMENT, PROVISION, TRAINING, CHIPS = (
    "development",
    "provision",
    "trainingCompute",
    "acceleratorSupply",
)
DESIGN, MAKING = "acceleratorDesign", ("fabricationLeadingEdge", "fabricationMature")
UNNAMED = "unnamed"
TRAINED, STANDS = "trained on it", "stands there"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in the chain: what they are called, and their IRI where they have a page."""

    name: str
    iri: str | None


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who fills a role above a thing, for whom, and a fact that says so."""

    party: Party
    dependents: tuple[str, ...]
    facts: int
    fact: Cited | None


@dataclass(frozen=True, slots=True)
class Role:
    """A role above a thing with everybody on record who fills it."""

    name: str
    stage: str
    suppliers: tuple[Supplier, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chip under the models of a lab: where it is known from, who designs it, who makes it.

    `known` says whether a source tells what was trained on it (`trained on it`) or only that it
    stands where the lab has compute (`stands there`).
    """

    known: str
    place: Party
    chip: Party
    designers: tuple[Party, ...]
    makers: tuple[Party, ...]
    facts: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Upstream:
    """Everything on record above a thing."""

    roles: tuple[Role, ...]
    chips: tuple[Chip, ...]

    @property
    def makers(self) -> tuple[tuple[Party, int], ...]:
        """Who makes the chips, and how many of them, each chip counted once."""
        made: dict[Party, set[Party]] = defaultdict(set)
        for each in self.chips:
            for maker in each.makers:
                made[maker].add(each.chip)
        counted = ((maker, len(chips)) for maker, chips in made.items())
        return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0].name)))

    @property
    def kinds(self) -> int:
        """How many different chips there are."""
        return len({each.chip for each in self.chips})

    @property
    def unmade(self) -> int:
        """Of how many chips nobody says who makes them."""
        return len({each.chip for each in self.chips if not each.makers})


class Above:
    """The chain above some nodes.

    Parameters
    ----------
    kg : KnowledgeGraph
    iri : str
        The thing.
    """

    def __init__(self, kg: KnowledgeGraph, iri: str) -> None:
        self.kg, self.iri = kg, iri
        self.projection = kg.projection
        self.network = self.projection.network
        self.words = Wording(self.projection)
        self.suppliers = arriving(self.projection)
        self.starts = self._starts()

    def _starts(self) -> set[str]:
        """Return the nodes of a thing, and of the models that it develops."""
        nodes, iri = self.network.nodes, self.iri
        found = {n for n, node in nodes.items() if iri in {n, node.firm, node.thing}}
        if iri in nodes and nodes[iri].firm == iri:
            found |= {
                d for (s, d, role) in self.network.supplies if s == iri and role == DEVELOPMENT
            }
        if not found:
            above = self.projection.catalogue.value(iri, "inFamily")
            found = {above} & nodes.keys() if above else set()
        return found

    def party(self, node: str) -> Party:
        """Return who stands at a node."""
        found = self.network.nodes.get(node)
        if found is not None and "#" not in node and found.thing in {None, node}:
            return Party(self.words.name(node), node if UNNAMED not in node else None)
        firm = found.firm if found is not None else None
        return Party(self.words.supplier(node), firm or (node if "#" not in node else None))

    def closure(self) -> Iterator[tuple[str, str, str]]:
        """Yield supplier, dependent and role of each supply above the starting nodes, once."""
        seen, waiting = set(self.starts), sorted(self.starts)
        while waiting:
            here = waiting.pop(0)
            for supplier, role in self.suppliers.get(here, ()):
                yield supplier, here, role
                if supplier not in seen:
                    seen.add(supplier)
                    waiting.append(supplier)

    def roles(self) -> list[tuple[str, str, dict[Party, tuple[set[str], list[str]]]]]:
        """Return name and stage of each role with its suppliers, their dependents and facts."""
        found: dict[str, dict[Party, tuple[set[str], list[str]]]] = {}
        stages: dict[str, int] = {}
        for supplier, dependent, role in self.closure():
            party = self.party(supplier)
            if role == PROVISION or party.iri == self.iri:
                continue
            name = self.words.need(role)
            told = found.setdefault(name, {}).setdefault(party, (set(), []))
            told[0].add(self.words.name(dependent))
            told[1].extend(self.network.supplies[supplier, dependent, role].facts)
            stage = self.network.nodes[supplier].stage if supplier in self.network.nodes else ""
            place = STAGES.index(stage) if stage in STAGES else len(STAGES)
            stages[name] = max(place, stages.get(name, 0))
        ordered = sorted(found, key=lambda name: (-stages[name], name))
        last = (*STAGES, "")
        return [(name, last[stages[name]], found[name]) for name in ordered]

    def chips(self) -> list[tuple[str, str, str, tuple[str, ...]]]:
        """Return how it is known, place, chip and facts for each chip that models train on."""
        rows: dict[tuple[str, str, str], dict[str, None]] = {}
        catalogue = self.projection.catalogue
        runs = catalogue.by("TrainingRun", "trainedAsset")
        for model in sorted(self.starts | self._members()):
            for record in runs.get(model, ()):
                for chip in record.all("trainedWith"):
                    if catalogue.is_a(chip, "AIChip"):
                        rows.setdefault((TRAINED, model, chip), {})[record.iri] = None
        for model in sorted(self.starts):
            for place, role in self.suppliers.get(model, ()):
                if role == TRAINING:
                    said = self.network.supplies[place, model, role].facts
                    for chip, need in self.suppliers.get(place, ()):
                        if need.startswith(CHIPS):
                            facts = self.network.supplies[chip, place, need].facts
                            row = rows.setdefault((STANDS, place, chip), {})
                            row.update(dict.fromkeys((*said[:CITED], *facts[:CITED])))
        told = sorted(rows, key=lambda key: (key[0] != TRAINED, key[1], key[2]))
        return [(*key, tuple(rows[key])) for key in told]

    def _members(self) -> set[str]:
        """Return the models of a family."""
        value = self.projection.catalogue.value
        return {
            thing
            for thing in self.projection.catalogue.things
            if self.iri in {value(thing, "inFamily"), value(thing, "variantOf")}
        }

    def filling(self, chip: str, roles: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return who fills some roles of a chip, and the facts that say so."""
        wanted = tuple(roles)
        found = [
            (supplier, fact)
            for supplier, role in self.suppliers.get(chip, ())
            if role in wanted and UNNAMED not in supplier
            for fact in (self.network.supplies[supplier, chip, role].facts or ("",))[:CITED]
        ]
        return list(dict.fromkeys(s for s, _ in found)), [fact for _, fact in found if fact]


def arriving(projection: Projection) -> dict[str, list[tuple[str, str]]]:
    """Return supplier and role of each supply by its dependent."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for supplier, dependent, role in sorted(projection.network.supplies):
        found[dependent].append((supplier, role))
    return found


def upstream(kg: KnowledgeGraph, iri: str) -> Upstream:
    """Return what a thing rests on, by role, and the chips under the models of a lab."""
    above = Above(kg, iri)
    roles, chips = above.roles(), above.chips()
    made = {chip: above.filling(chip, MAKING) for _, _, chip, _ in chips}
    designed = {chip: above.filling(chip, (DESIGN,)) for _, _, chip, _ in chips}
    wanted = {facts[0] for _, _, by in roles for _, facts in by.values() if facts}
    wanted |= {fact for *_, facts in chips for fact in facts}
    wanted |= {fact for _, facts in made.values() for fact in facts}
    known = cite(kg, wanted)
    return Upstream(
        tuple(Role(name, stage, _suppliers(by, known)) for name, stage, by in roles),
        tuple(
            Chip(
                how,
                above.party(place),
                above.party(chip),
                tuple(dict.fromkeys(above.party(each) for each in designed[chip][0])),
                tuple(dict.fromkeys(above.party(each) for each in made[chip][0])),
                tuple(known[fact] for fact in dict.fromkeys((*facts, *made[chip][1]))),
            )
            for how, place, chip, facts in chips
        ),
    )


def _suppliers(
    by: dict[Party, tuple[set[str], list[str]]], known: dict[str, Cited]
) -> tuple[Supplier, ...]:
    found = [
        Supplier(party, tuple(sorted(whom)), len(set(facts)), known[facts[0]] if facts else None)
        for party, (whom, facts) in by.items()
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.dependents), each.party.name)))
