"""Other people's labels against the rules, and the rules against licences alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from valuegraph.governance.types.deciding import UNDETERMINED
from valuegraph.projection.catalogue import NOT_YET
from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuegraph.governance.types.inference import Inference, Offered
    from valuegraph.projection.catalogue import Record

SELF_HOSTING = VGX + "selfHosting"
FIRST_PARTY = VGX + "firstParty"
DOWNLOAD = ("controlledOpenness", "openness")
AGREES, PARTLY, DIFFERS, UNSETTLED = "agrees", "partly", "differs", "undetermined"
UP = (VG + "inFamily", VG + "variantOf")


@dataclass(frozen=True, slots=True)
class Judged:
    """A label that somebody gave, and what the rules say of the same thing.

    Attributes
    ----------
    record : Record
        The assessment.
    says : str
        The type it gives.
    counts : mapping of str to int
        Offerings of the thing of each type, by the rules.
    main : str
        The most frequent type among those inferred; of equally frequent ones the label's, else
        the one of least control; `undeterminedGovernance` when none is.
    verdict : str
        `agrees` when the label is the main type, `partly` when some offerings have it, `differs`
        when none has, `undetermined` when no rule applies to any.
    by_rules, by_licence : str or None
        The main type of the offerings whose weights can be had, by the rules and by their
        licences alone; None when there are none or the label is of another kind.
    offered : tuple of Offered
        The offerings it was compared with, those of a named model or product first.
    """

    record: Record = field(repr=False)
    says: str
    counts: Mapping[str, int]
    main: str
    verdict: str
    by_rules: str | None
    by_licence: str | None
    offered: tuple[Offered, ...] = field(repr=False)


def judge(inference: Inference, members: Mapping[str, Iterable[str]]) -> list[Judged]:
    """Compare every label in force with what the rules infer.

    Parameters
    ----------
    inference : Inference
        The conclusions of the day.
    members : mapping of str to iterable of str
        What each named group of things holds.
    """
    labels = [
        each
        for each in inference.catalogue.of("GovernanceAssessment")
        if each.one("modality") not in NOT_YET
    ]
    return [_judged(inference, each, members) for each in labels]


def about(
    inference: Inference, thing: str, members: Mapping[str, Iterable[str]] | None = None
) -> tuple[Offered, ...]:
    """Return the offerings that a name covers: of an asset, a family, a group, a firm, a platform."""
    named = {thing, *(members or {}).get(thing, ())}
    return tuple(each for each in inference.offered.values() if named & _spoken(inference, each))


def by_licence(offered: Offered) -> str:
    """Return the type that the licence alone would give to weights that can be had."""
    limits = offered.answers.get("restrictiveTerm")
    if limits is None:
        return UNDETERMINED
    return "controlledOpenness" if limits else "openness"


def _judged(inference: Inference, record: Record, members: Mapping[str, Iterable[str]]) -> Judged:
    thing = record.one("assesses") or ""
    found = about(inference, thing, members)
    spoken_of = (thing, *members.get(thing, ()))
    kinds = product(spoken_of, ("Model", "ModelFamily"))
    if any(inference.catalogue.is_a(each, kind) for each, kind in kinds):
        found = tuple(each for each in found if each.record.one("offeringKind") == FIRST_PARTY)
    found = tuple(each for each in found if each.record.one("offeringKind") != SELF_HOSTING)
    found = tuple(sorted(found, key=lambda each: _names_no_model(inference, each)))
    says = (record.one("governanceType") or "").removeprefix(VGX)
    counts = Counter(each.type for each in found)
    main = most_frequent(counts, says)
    had = [each for each in found if each.answers.get("weightsForDownload")]
    compared = bool(had) and says in DOWNLOAD
    return Judged(
        record,
        says,
        counts,
        main,
        _verdict(says, main, counts),
        most_frequent(Counter(each.type for each in had), says) if compared else None,
        most_frequent(Counter(map(by_licence, had)), says) if compared else None,
        found,
    )


def _names_no_model(inference: Inference, offered: Offered) -> bool:
    return inference.catalogue.is_a(offered.record.one("ofAsset") or "", "Platform")


def most_frequent(counts: Mapping[str, int], favoured: str) -> str:
    """Return the type that most offerings have, the favoured one among equals."""
    known = {name: count for name, count in counts.items() if name != UNDETERMINED and count}
    return max(known, key=lambda name: (known[name], name == favoured, name), default=UNDETERMINED)


def _verdict(says: str, main: str, counts: Mapping[str, int]) -> str:
    if main == UNDETERMINED:
        return UNSETTLED
    if says == main:
        return AGREES
    return PARTLY if counts.get(says) else DIFFERS


def _spoken(inference: Inference, offered: Offered) -> set[str]:
    record = offered.record
    provider = record.one("hasProvider") or ""
    asset = record.one("ofAsset") or ""
    found = {record.iri, provider, inference.top(provider), *record.all("viaPlatform")}
    return found.union(_upwards(inference, asset))


def _upwards(inference: Inference, asset: str) -> Iterator[str]:
    """Yield an asset, what it is a variant of, its family, and so on upwards."""
    seen, waiting = {asset}, [asset]
    while waiting:
        each = waiting.pop()
        yield each
        said = inference.catalogue.things.get(each, {})
        above = {parent for prop in UP for parent in said.get(prop, ())} - seen
        seen |= above
        waiting.extend(above)
