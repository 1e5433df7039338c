"""A harvest in a source's own names -> things, relations and evidence that have IRIs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.curate.carrying import carried_over
from valuegraph.curate.gathering import flatten, gather, mentions_in
from valuegraph.curate.known import ALT_LABEL, NOTATION, plain
from valuegraph.curate.minting import Mint
from valuegraph.curate.settled import Settled, SettledThing
from valuegraph.curate.settling_relations import Relating
from valuegraph.curate.settling_things import Placing
from valuegraph.errors import DataError
from valuegraph.facts import assembly as a
from valuegraph.facts.drafts import Claim, Mention
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD, VGX
from valuegraph.vocabulary.registry import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.curate.gathering import Group
    from valuegraph.curate.ground import Ground
    from valuegraph.curate.settling_things import Placed
    from valuegraph.facts.drafts import Harvest
    from valuegraph.facts.records import Value

__all__ = ["settle"]

TYPE = a.RDF_TYPE
LAYER = VG + "inLayer"
LAYERS = {
    "Model": "model", "ModelFamily": "model", "ServingVariant": "model", "Artifact": "model",
    "Dataset": "data", "SoftwareTool": "tooling", "Standard": "tooling", "Platform": "cloud",
    "ComputeCluster": "cloud", "DataCentre": "cloud", "Application": "application",
    "AIChip": "hardware", "Material": "hardware", "InputGood": "hardware",
}  # fmt: skip
"""Layer of a thing by its class, as the curated core gives it, where the source gives none."""
FURTHER_TYPES = {"Licence": PREFIXES["odrl"] + "Set"}


def settle(harvest: Harvest, ground: Ground) -> Settled:
    """Give everything that a harvest says its place among what is known.

    Parameters
    ----------
    harvest : Harvest
        What one copy of one source says.
    ground : Ground
        What it is settled on.

    Returns
    -------
    Settled
        The same for every order of claims and things.

    Raises
    ------
    DataError
        A claim names a class, a property or a document that does not exist, or a node in the data
        namespace that nothing describes.
    """
    claims = flatten(harvest.claims)
    _check(claims, harvest, ground)
    mentions = [each for claim in claims for each in mentions_in(claim)]
    groups = gather((*mentions, *harvest.things))
    earlier = ground.earlier
    mint = Mint((*ground.known.statements, *(earlier.known.statements if earlier else ())))
    named = earlier.names() if earlier else {}
    placing = Placing(harvest.source, ground.identity, mint, ground.vocabulary, named)
    placed = placing.place(groups)
    if earlier:
        earlier.move(placed.moved)
    names = _Names(ground, placed)
    relating = Relating(ground, mint, placed.iris, names.of)
    relating.settle(claims)
    wanted = [placed.iris[each.handle] for each in harvest.things]
    wanted += [placed.iris[m.handle] for claim in relating.accepted for m in mentions_in(claim)]
    things = _Things(placing, placed, ground)
    settled = Settled(
        source=harvest.source,
        things=tuple(sorted(things.reached(wanted), key=lambda each: each.iri)),
        relations=tuple(sorted(relating.relations, key=lambda each: each.iri)),
        additions=tuple(sorted(things.additions(wanted))),
        grafts=tuple(sorted(relating.grafts)),
        proofs=dict(sorted(relating.proofs.items())),
        already_said=relating.already_said,
        differences=tuple(sorted(relating.differences)),
        proposals=tuple(sorted(each for each in placed.proposals if each.iri in things.done)),
        refusals=(*harvest.refusals, *sorted(relating.refusals, key=lambda r: (r.why, r.where))),
    )
    _refuse_dangling(settled, ground)
    return carried_over(settled, earlier, ground.known) if earlier else settled


class _Names:
    """What things, concepts and properties are called."""

    def __init__(self, ground: Ground, placed: Placed) -> None:
        self._ground = ground
        self._placed = placed

    def of(self, iri: str) -> str:
        if iri in self._placed.new:
            return self._placed.new[iri].name
        vocabulary = self._ground.vocabulary
        tables = (vocabulary.concepts, vocabulary.properties, vocabulary.classes)
        term = next((table[iri] for table in tables if iri in table), None)
        return term.label if term else self._ground.known.label(iri) or iri.rpartition("/")[2]


class _Things:
    """The nodes of the things that are reached from what was accepted."""

    def __init__(self, placing: Placing, placed: Placed, ground: Ground) -> None:
        self._placing = placing
        self._placed = placed
        self._ground = ground
        self.done: set[str] = set()

    def reached(self, wanted: Iterable[str]) -> Iterator[SettledThing]:
        waiting = sorted(set(wanted))
        while waiting:
            iri = waiting.pop()
            if iri in self.done or iri not in self._placed.new:
                continue
            self.done.add(iri)
            group = self._placed.new[iri]
            yield self._thing(iri, group)
            waiting += [
                self._placed.iris[value.handle]
                for _, value in group.pairs
                if isinstance(value, Mention)
            ]

    def _thing(self, iri: str, group: Group) -> SettledThing:
        pairs: set[tuple[str, Value]] = {(a.IDENTIFIER, each) for each in self._ids(group)}
        pairs |= {(NOTATION, each) for each in self._notations(group)}
        pairs |= {(ALT_LABEL, name) for name in group.names if name != group.name}
        pairs |= {(prop, value) for prop, value in self._own(iri, group)}
        if group.cls in LAYERS and not any(prop == LAYER for prop, _ in pairs):
            pairs.add((LAYER, Iri(VGX + LAYERS[group.cls])))
        if group.cls in FURTHER_TYPES:
            pairs.add((TYPE, Iri(FURTHER_TYPES[group.cls])))
        ordered = sorted(pairs, key=lambda pair: (pair[0], str(pair[1])))
        return SettledThing(iri, group.cls, group.name, tuple(ordered))

    def _own(self, iri: str, group: Group) -> Iterator[tuple[str, Value]]:
        allowed = self._ground.vocabulary.properties_of(VG + group.cls)
        for name, value in group.pairs:
            prop = expand(name, VG)
            if prop.startswith(VG) and prop not in allowed:
                raise DataError(
                    f"{name} is not foreseen for {group.cls}",
                    where=f"{self._placing.source}, {group.name!r}",
                    mend="add it to vg:takes of the class, or let the reader refuse it",
                )
            if isinstance(value, Mention):
                target = self._placed.iris[value.handle]
                if target != iri:
                    yield prop, Iri(target)
            else:
                yield prop, plain(value)

    def _ids(self, group: Group) -> list[str]:
        declared = [each for each in sorted(group.ids) if not each.startswith("iso3166:")]
        return [*declared, *self._placing.key_ids(group)]

    @staticmethod
    def _notations(group: Group) -> list[str]:
        return [each.partition(":")[2] for each in group.ids if each.startswith("iso3166:")]

    def additions(self, wanted: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the identifiers and names that known things did not have."""
        held = self._ground.known.things
        reached = set(wanted)
        reached |= {
            self._placed.iris[value.handle]
            for iri in self.done
            for _, value in self._placed.new[iri].pairs
            if isinstance(value, Mention)
        }
        for iri in reached & set(self._placed.found) & set(held):
            group, thing = self._placed.found[iri], held[iri]
            written = {str(each) for each in self._ground.known.all(iri, a.IDENTIFIER)}
            for each in set(self._ids(group)) - set(thing.ids) - written:
                yield iri, a.IDENTIFIER, each
            for name in set(group.names) - {thing.label, *thing.names}:
                yield iri, ALT_LABEL, name


def _check(claims: list[Claim], harvest: Harvest, ground: Ground) -> None:
    """Refuse claims that the ontology has no words for; every kind of mistake is named once."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        for fault in _faults(claim, ground):
            wrong[fault].append(claim.locator)
    if wrong:
        listed = [
            f"{fault} ({len(at)} times, first {at[0]})" for fault, at in sorted(wrong.items())
        ]
        raise DataError(
            "the reader states what the ontology has no words for",
            where=f"{harvest.source}: " + "; ".join(listed),
            mend="mend the reader, or add the term to the ontology",
        )


def _faults(claim: Claim, ground: Ground) -> Iterator[str]:
    cls = VG + claim.cls
    if cls not in ground.vocabulary.relations:
        yield f"no relation class {claim.cls}"
        return
    allowed = ground.vocabulary.properties_of(cls)
    for name, value in (*claim.ends, *claim.values):
        prop = expand(name, VG)
        if prop.startswith(VG) and prop not in allowed:
            yield f"{claim.cls} does not take {name}"
        scheme = getattr(ground.vocabulary.properties.get(prop), "value_scheme", None)
        concept = ground.vocabulary.concepts.get(str(value)) if scheme else None
        if scheme and scheme not in getattr(concept, "schemes", ()):
            yield f"{name} is {value!s}, no concept of {scheme.removeprefix(VGX)}"
    if claim.document not in ground.documents:
        yield f"no document {claim.document!r} in the manifest"
    for name in (claim.when.precision, claim.kind):
        if VGX + name not in ground.vocabulary.concepts:
            yield f"no concept {name}"


def _refuse_dangling(settled: Settled, ground: Ground) -> None:
    here = {each.iri for each in settled.things} | {each.iri for each in settled.relations}
    pairs = [(each.iri, *pair) for each in settled.things for pair in each.pairs]
    pairs += [
        (each.iri, *pair) for each in settled.relations for pair in (*each.ends, *each.values)
    ]
    lost = sorted(
        {
            f"{iri} {prop.rpartition('#')[2]} {value}"
            for iri, prop, value in pairs
            if isinstance(value, Iri) and not _stands(value, here, ground)
        }
    )
    if lost:
        raise DataError(
            f"{len(lost)} values point at nodes that nothing describes",
            where=f"{settled.source}: " + "; ".join(lost[:10]),
            mend="let the reader mention the thing, or name a node or concept that exists",
        )


def _stands(value: str, here: set[str], ground: Ground) -> bool:
    if value.startswith(VGX):
        return value in ground.vocabulary.concepts
    return not value.startswith(VGD) or value in here or ground.known.describes(value)
