"""What an earlier copy said and the present one does not: kept, with its end."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.curate.known import ALT_LABEL
from valuegraph.curate.refreshing import Change
from valuegraph.curate.settled import Proof, SettledRelation, SettledThing
from valuegraph.facts import assembly as a
from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.curate.known import Known
    from valuegraph.curate.refreshing import Earlier
    from valuegraph.curate.settled import Settled

__all__ = ["carried_over"]

NAMING = (ALT_LABEL, a.IDENTIFIER)
NO_THINGS = {"Evidence", "Source"}


def carried_over(settled: Settled, earlier: Earlier, known: Known) -> Settled:
    """Return what there is to write when an earlier copy is carried on.

    Parameters
    ----------
    settled : Settled
        What the present copy comes to; its relations carry the IRIs of the earlier ones.
    earlier : Earlier
        The earlier copy; its changes are completed.
    known : Known
        What other data say.

    Returns
    -------
    Settled
        With relations that have ended, things and names that the source no longer gives, and the
        evidence that an earlier copy gave.
    """
    here = {each.iri for each in settled.relations}
    relations = [_with_earlier_evidence(each, earlier) for each in settled.relations]
    relations += [each for each in _ended(earlier) if each.iri not in here]
    grafts = {*settled.grafts, *_grafts(earlier, known)}
    things = {each.iri: _with_earlier_names(each, earlier) for each in settled.things}
    for thing in _things(earlier):
        things.setdefault(thing.iri, thing)
    cited = {each for relation in relations for each in relation.evidence}
    cited |= {each for _, each in grafts}
    return replace(
        settled,
        things=tuple(things[iri] for iri in sorted(things)),
        relations=tuple(sorted(relations, key=lambda each: each.iri)),
        additions=tuple(sorted({*settled.additions, *_additions(earlier, known)})),
        grafts=tuple(sorted(grafts)),
        proofs={
            iri: settled.proofs.get(iri) or _proof(iri, earlier.known) for iri in sorted(cited)
        },
    )


def _with_earlier_evidence(relation: SettledRelation, earlier: Earlier) -> SettledRelation:
    held = set(earlier.known.all(relation.iri, a.HAS_EVIDENCE))
    added = set(relation.evidence) - held
    if held and added:
        earlier.changes.append(
            Change("evidence added", relation.iri, relation.label, f"{len(added)} pieces")
        )
    return replace(relation, evidence=tuple(sorted({*relation.evidence, *held})))


def _ended(earlier: Earlier) -> Iterator[SettledRelation]:
    for old, span, note in earlier.remaining():
        pairs = tuple(pair for pair in old.pairs if pair[0] != a.NOTE)
        cls = old.cls.removeprefix(VG)
        yield SettledRelation(old.iri, cls, old.label, (), pairs, span, old.evidence, note)


def _grafts(earlier: Earlier, known: Known) -> Iterator[tuple[str, str]]:
    for iri in earlier.known.statements:
        if not earlier.known.describes(iri) and known.describes(iri):
            for each in earlier.known.all(iri, a.HAS_EVIDENCE):
                yield iri, each


def _additions(earlier: Earlier, known: Known) -> Iterator[tuple[str, str, str]]:
    for iri, pairs in earlier.known.statements.items():
        if not earlier.known.describes(iri) and known.describes(iri):
            yield from (
                (iri, prop, str(value))
                for prop, value in pairs
                if prop in NAMING and str(value) not in [known.label(iri), *known.all(iri, prop)]
            )


def _with_earlier_names(thing: SettledThing, earlier: Earlier) -> SettledThing:
    before = earlier.known.label(thing.iri)
    if not before:
        return thing
    pairs = set(thing.pairs)
    for prop, value in earlier.known.statements[thing.iri]:
        if prop in NAMING:
            pairs.add((prop, value))
    if before != thing.label:
        pairs.add((ALT_LABEL, before))
        earlier.changes.append(
            Change("renamed", thing.iri, thing.label, f"{before} -> {thing.label}")
        )
    pairs.discard((ALT_LABEL, thing.label))
    ordered = sorted(pairs, key=lambda pair: (pair[0], str(pair[1])))
    return replace(thing, pairs=tuple(ordered))


def _things(earlier: Earlier) -> Iterator[SettledThing]:
    for thing in earlier.known.things.values():
        if thing.cls not in NO_THINGS:
            pairs = tuple(
                pair
                for pair in dict.fromkeys(earlier.known.statements[thing.iri])
                if pair[0] != a.LABEL and pair != (a.RDF_TYPE, VG + thing.cls)
            )
            yield SettledThing(thing.iri, thing.cls, thing.label, pairs)


def _proof(iri: str, known: Known) -> Proof:
    return Proof(
        iri,
        known.first(iri, a.SOURCE),
        known.first(iri, a.LOCATOR),
        Decimal(known.first(iri, a.CONFIDENCE)),
        known.first(iri, a.EVIDENCE_KIND).removeprefix(VGX),
        known.first(iri, a.ORIGINAL_TEXT),
        known.first(iri, a.NOTE),
    )
