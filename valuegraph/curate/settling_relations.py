"""Each claim of a harvest -> a relation of its own, or evidence for one that is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from valuegraph.curate.called import seed, stored
from valuegraph.curate.known import Span, plain
from valuegraph.curate.minting import short_hash
from valuegraph.curate.overruling import Overruling
from valuegraph.curate.settled import Difference, Proof, SettledRelation
from valuegraph.curate.stated import Stated, running
from valuegraph.curate.telling import noun, sentence, words
from valuegraph.facts.drafts import Claim, Mention, Refusal
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VG, VGD
from valuegraph.vocabulary.registry import expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from valuegraph.curate.gathering import Handle
    from valuegraph.curate.ground import Ground
    from valuegraph.curate.known import Ends, KnownRelation
    from valuegraph.curate.minting import Mint
    from valuegraph.facts.records import Value
    from valuegraph.vocabulary import RelationClass

__all__ = ["Relating"]


@dataclass(slots=True)
class Relating:
    """Turns the claims of one source into relations.

    Attributes
    ----------
    ground : Ground
        What is known, the ontology, the documents of the source, its earlier copy.
    mint : Mint
    iris : mapping of (str, str) to str
        Where the things of the harvest are.
    label : callable
        IRI -> name.
    relations : list of SettledRelation
        Those that are new; what follows is what was found on the way.
    """

    ground: Ground
    mint: Mint
    iris: Mapping[Handle, str]
    label: Callable[[str], str]
    relations: list[SettledRelation] = field(default_factory=list)
    proofs: dict[str, Proof] = field(default_factory=dict)
    grafts: set[tuple[str, str]] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)
    differences: set[Difference] = field(default_factory=set)
    accepted: list[Claim] = field(default_factory=list)
    already_said: int = 0
    _placed: dict[Claim, str] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    _overruling: Overruling = field(init=False)

    def __post_init__(self) -> None:
        self._overruling = Overruling(self.ground, self.label)

    def settle(self, claims: Sequence[Claim]) -> None:
        """Settle claims; those that others point at must come first."""
        for wave in _by_depth(claims):
            stated = [each for claim in wave if (each := self._stated(claim))]
            kept, refused = self._overruling.judged(stated)
            self.refusals += refused
            self._wave(kept)

    def _wave(self, stated: Iterable[Stated]) -> None:
        groups: dict[tuple[str, Ends], list[Stated]] = defaultdict(list)
        for each in running(stated, self.refusals):
            groups[VG + each.claim.cls, frozenset(each.ends)].append(each)
        for cls, ends in sorted(groups, key=lambda key: (key[0], _text(key[1]))):
            self._group(cls, ends, _clusters(groups[cls, ends]))

    def _stated(self, claim: Claim) -> Stated | None:
        ends, values = self._pairs(claim.ends), self._pairs(claim.values)
        if ends is None or values is None:
            self.refusals.append(Refusal(self._overruling.resting(claim), claim.locator))
            return None
        term = self.ground.vocabulary.relations[VG + claim.cls]
        held = dict(ends)
        source, target = held.get(term.edge_source), held.get(term.edge_target)
        if source is not None and source == target:
            why = f"both ends of {term.label} are one thing: {self.name(str(source))}"
            self.refusals.append(Refusal(why, claim.locator))
            return None
        when = claim.when
        return Stated(claim, ends, values, Span(when.start, when.end, when.precision))

    def _pairs(
        self, given: tuple[tuple[str, Mention | Claim | Value], ...]
    ) -> tuple[tuple[str, Value], ...] | None:
        pairs: list[tuple[str, Value]] = []
        for name, value in given:
            prop = expand(name, VG)
            if isinstance(value, Mention):
                pairs.append((prop, Iri(self.iris[value.handle])))
            elif isinstance(value, Claim):
                if value not in self._placed:
                    return None
                pairs.append((prop, Iri(self._placed[value])))
            else:
                pairs.append((prop, plain(value)))
        return tuple(sorted(set(pairs), key=_order))

    def _group(self, cls: str, ends: Ends, clusters: list[list[Stated]]) -> None:
        own: list[list[Stated]] = []
        held: list[tuple[KnownRelation, list[Stated]]] = []
        like = self.ground.known.like(cls, ends)
        for cluster in clusters:
            span = _span(cluster)
            known = next((each for each in like if each.span.meets(span)), None)
            self.accepted.extend(each.claim for each in cluster)
            if known:
                held.append((known, cluster))
            else:
                own.append(cluster)
        told = [(_span(cluster), self._values(cluster)) for cluster in own]
        earlier = self.ground.earlier
        carried = earlier.continued(cls, ends, told) if earlier else [(None, s) for s, _ in told]
        for cluster, (iri, span) in zip(own, carried, strict=True):
            self._own(cls, cluster, iri, span)
        for known, cluster in held:
            if earlier:
                earlier.told_elsewhere(cls, ends, known.iri)
            for each in cluster:
                self._placed[each.claim] = known.iri
                self._graft(known, each)

    def _own(self, cls: str, cluster: list[Stated], iri: str | None, span: Span) -> None:
        values = self._values(cluster)
        term = self.ground.vocabulary.relations[cls]
        label = sentence(term, (*cluster[0].ends, *values), self.name)
        if iri is None:
            iri = self._iri(term, frozenset(cluster[0].ends), span)
            if self.ground.earlier:
                self.ground.earlier.opened(iri, label)
        self._labels[iri] = noun(term, (*cluster[0].ends, *values), self.name)
        evidence = {self._proof(each.claim, "") for each in cluster}
        self.relations.append(
            SettledRelation(
                iri, cls.removeprefix(VG), label, cluster[0].ends, values, span,
                tuple(sorted(evidence)), self._overruling.reasons.get(cluster[0].claim, ""),
            )
        )  # fmt: skip
        for each in cluster:
            self._placed[each.claim] = iri
            self._note_differences(iri, values, each)

    def _note_differences(
        self, iri: str, values: tuple[tuple[str, Value], ...], each: Stated
    ) -> None:
        for prop, said in _by_prop(each.values).items():
            kept = _by_prop(values)[prop]
            if said != kept:
                self.differences.add(
                    Difference(iri, self.name(prop), self._told(kept), self._told(said))
                )

    def _graft(self, known: KnownRelation, each: Stated) -> None:
        if each.claim.fills_gap or self.ground.documents[each.claim.document] in known.documents:
            self.already_said += 1
            return
        told = [f"{what} {said}" for what, _, said in self._unlike(known, each)]
        for what, held, said in self._unlike(known, each):
            self.differences.add(Difference(known.iri, what, held, said))
        self.grafts.add((known.iri, self._proof(each.claim, "; ".join(told))))

    def _unlike(self, known: KnownRelation, each: Stated) -> list[tuple[str, str, str]]:
        found = []
        if each.span.start != known.span.start and not each.span.vague:
            found.append(("start", str(known.span.start), str(each.span.start)))
        if each.span.end is not None and each.span.end != known.span.end:
            found.append(("end", str(known.span.end or "open"), str(each.span.end)))
        for prop, said in _by_prop(each.values).items():
            held = {value for name, value in known.pairs if name == prop}
            if held and held != said:
                found.append((self.name(prop), self._told(held), self._told(said)))
        return found

    def _told(self, values: Iterable[Value]) -> str:
        return ", ".join(
            sorted(self.name(value) if isinstance(value, Iri) else words(value) for value in values)
        )

    def _values(self, cluster: list[Stated]) -> tuple[tuple[str, Value], ...]:
        """Return each property as the surest claim has it, of equally sure ones the latest."""
        chosen: dict[str, list[tuple[str, Value]]] = {}
        for each in cluster:
            for prop, values in _by_prop(each.values).items():
                chosen.setdefault(prop, [(prop, value) for value in values])
        return tuple(sorted((pair for pairs in chosen.values() for pair in pairs), key=_order))

    def _proof(self, claim: Claim, difference: str) -> str:
        original = "; ".join(filter(None, (claim.original, difference)))
        document = self.ground.documents[claim.document]
        parts = (
            document, claim.locator, format(claim.confidence.normalize(), "f"), claim.kind,
            original, claim.note,
        )  # fmt: skip
        iri = f"{VGD}ev-{short_hash(*parts)}"
        proof = Proof(
            iri, document, claim.locator, claim.confidence, claim.kind, original, claim.note
        )
        if self.proofs.setdefault(iri, proof) != proof:
            iri = f"{VGD}ev-{short_hash(*parts, 'second')}"
            self.proofs[iri] = replace(proof, iri=iri)
        return iri

    def _iri(self, term: RelationClass, ends: Ends, span: Span) -> str:
        grounds = (self.ground.known, *([self.ground.earlier.known] if self.ground.earlier else ()))
        again = self._again(ends) or any(each.like(term.iri, ends) for each in grounds)
        dates = (span.start.isoformat(),) if again else ()
        key = f"{term.iri}|{_text(ends)}"
        called = seed(term, ends)
        return self.mint.new(term.id_prefix or "rel", called, key, *stored(ends), *dates)

    def _again(self, ends: Ends) -> bool:
        return any(frozenset(each.ends) == ends for each in self.relations[-1:])

    def name(self, iri: str) -> str:
        """Return what a node, a concept or a property is called."""
        return self._labels.get(iri) or self.label(iri)


def _by_depth(claims: Sequence[Claim]) -> list[list[Claim]]:
    depths: dict[Claim, int] = {}
    waves: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        inner = (value for _, value in (*claim.ends, *claim.values) if isinstance(value, Claim))
        depths[claim] = 1 + max((depths[each] for each in inner), default=-1)
        waves[depths[claim]].append(claim)
    return [waves[depth] for depth in sorted(waves)]


def _clusters(stated: list[Stated]) -> list[list[Stated]]:
    """Return claims on one relation, parted where their intervals have no day in common."""
    ordered = sorted(stated, key=lambda each: (each.span.start, str(each.span.end or "~")))
    clusters: list[list[Stated]] = []
    for each in ordered:
        if clusters and any(each.span.meets(other.span) for other in clusters[-1]):
            clusters[-1].append(each)
        else:
            clusters.append([each])
    return [sorted(cluster, key=_surest) for cluster in clusters]


def _surest(each: Stated) -> tuple[object, ...]:
    claim = each.claim
    return (
        -claim.confidence, -each.span.start.toordinal(), claim.document, claim.locator,
        [_order(pair) for pair in each.values], claim.original, claim.note,
    )  # fmt: skip


def _span(cluster: list[Stated]) -> Span:
    exact = [each.span for each in cluster if not each.span.vague]
    first = min(exact or [each.span for each in cluster], key=lambda s: (s.start, s.precision))
    ends = [each.span.end for each in cluster if each.span.end is not None]
    end = min((day for day in ends if day > first.start), default=None)
    return Span(first.start, end, first.precision)


def _by_prop(pairs: tuple[tuple[str, Value], ...]) -> dict[str, set[Value]]:
    found: dict[str, set[Value]] = defaultdict(set)
    for prop, value in pairs:
        found[prop].add(value)
    return found


def _order(pair: tuple[str, Value]) -> tuple[str, str, str]:
    return pair[0], type(pair[1]).__name__, str(pair[1])


def _text(ends: Ends) -> str:
    return "|".join("=".join(map(str, pair)) for pair in sorted(ends, key=_order))
