"""Claims of a source that a surer fact says are over, or otherwise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from valuegraph.facts import assembly as a
from valuegraph.facts.drafts import Claim, Refusal
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VG, VGD, VGX

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from valuegraph.curate.ground import Ground
    from valuegraph.curate.known import KnownRelation, Span
    from valuegraph.curate.stated import Stated
    from valuegraph.facts.records import Value

__all__ = ["Overruling"]

SURE = Decimal("0.7")
"""From this confidence on a fact says that something is over, or that a weaker reading errs."""
PROVIDER, ASSET, CHANNEL = (VG + name for name in ("hasProvider", "ofAsset", "hasChannel"))
PLATFORM = VG + "viaPlatform"
LISTED = (CHANNEL, Iri(VGX + "managedApi"))
"""Lists of prices and models are lists of interfaces; who has weights to fetch says so itself."""
RETIRED = (VG + "eventKind", Iri(VGX + "deprecation"))
COMPONENT, STATUS = VG + "component", VG + "status"
WEIGHTS = frozenset({Iri(VGX + "weights"), Iri(VGX + "endModelWeights")})
GIVEN = frozenset({Iri(VGX + "available"), Iri(VGX + "partial")})
KEPT = Iri(VGX + "notAvailable")


@dataclass(frozen=True, slots=True)
class _Over:
    """When an offering ended, and by which fact."""

    day: dt.date
    why: str

    @property
    def against_list(self) -> str:
        """Return it as the reason for which a list is not followed."""
        return f"{self.why}: that a list still names it proves nothing"


@dataclass
class Overruling:
    """Holds the claims of one source against facts that are surer than they.

    A list that still names an offering proves nothing against a fact that it has ended: what is read
    there after the end is left out, what was read there before ends with it. A return has to be a
    fact of its own, which the list then is evidence for, or a source has to date it. A weak reading
    that weights are kept is left out where a sure one says that they are given.

    Attributes
    ----------
    ground : Ground
        What is known, and the readings that a later source overrules.
    label : callable
        IRI -> name.
    reasons : dict of Claim to str
        Why a claim was left out, or what ends it.
    """

    ground: Ground
    label: Callable[[str], str]
    reasons: dict[Claim, str] = field(default_factory=dict)
    _over: dict[Claim, _Over] = field(default_factory=dict)

    def judged(self, stated: Iterable[Stated]) -> tuple[list[Stated], list[Refusal]]:
        """Return the claims that stand, cut where they have ended, and the others with reasons."""
        stated = list(stated)
        given = self._given_here(stated)
        kept, refused = [], []
        for each in stated:
            why = self._contradicted(each, given)
            over = self._ended(each)
            if over and each.span.start >= over.day:
                why = over.against_list
            if why:
                self.reasons[each.claim] = why
                refused.append(Refusal(why, each.claim.locator))
            else:
                kept.append(self._cut(each, over))
        return kept, refused

    def resting(self, claim: Claim) -> str:
        """Return why a claim falls with one that it points at."""
        inner = (value for _, value in (*claim.ends, *claim.values) if isinstance(value, Claim))
        told = (self.reasons[each] for each in inner if each in self.reasons)
        return next(told, "it rests on a claim that was left out")

    def _cut(self, each: Stated, over: _Over | None) -> Stated:
        if over is None or (each.span.end is not None and each.span.end <= over.day):
            return each
        self.reasons[each.claim] = over.why
        return replace(each, span=replace(each.span, end=over.day))

    def _ended(self, each: Stated) -> _Over | None:
        """Return the end of an offering, or of the offering that a price is of."""
        if each.claim.cls == "Offering" and LISTED in each.ends:
            meeting, over = self._facts(each)
            if over is None or (each.span.start >= over.day and not each.span.vague):
                return None
            self._over[each.claim] = over
            return None if meeting else over
        if each.claim.cls == "Price":
            inner = (value for _, value in each.claim.ends if isinstance(value, Claim))
            return next((self._over[one] for one in inner if one in self._over), None)
        return None

    def _facts(self, each: Stated) -> tuple[bool, _Over | None]:
        """Return whether the claim is evidence for a known offering, and when that one ends."""
        of = frozenset(pair for pair in each.ends if pair[0] in {PROVIDER, ASSET, CHANNEL})
        like = [
            known
            for known in self.ground.known.like(VG + "Offering", of)
            if self._sure(known) and _one_platform(known, each)
        ]
        meeting = [known for known in like if known.span.meets(each.span)]
        ends = [(known.span.end, known.iri) for known in meeting or like]
        if any(end is None for end, _ in ends):
            return bool(meeting), None
        facts = [(end, iri) for end, iri in ends if end is not None]
        if not facts:
            facts = [(event.span.start, event.iri) for event in self._retired(each)]
        return bool(meeting), _last(facts)

    def _retired(self, each: Stated) -> list[KnownRelation]:
        found = dict(each.ends)
        return self._events.get((str(found.get(PROVIDER)), str(found.get(ASSET))), [])

    @cached_property
    def _events(self) -> dict[tuple[str, str], list[KnownRelation]]:
        """Retirements by provider and asset: a year alone does not say what a list came after."""
        found: dict[tuple[str, str], list[KnownRelation]] = defaultdict(list)
        for event in self.ground.known.relations(VG + "MarketEvent"):
            if RETIRED in event.pairs and event.span.precision == "day" and self._sure(event):
                for firm in _all(event.pairs, VG + "organization"):
                    for asset in _all(event.pairs, VG + "aboutAsset"):
                        found[str(firm), str(asset)].append(event)
        return found

    def _contradicted(self, each: Stated, given: dict[str, str]) -> str:
        held = dict(each.ends)
        if held.get(STATUS) != KEPT or held.get(COMPONENT) not in WEIGHTS:
            return ""
        if each.claim.cls != "ComponentStatus" or each.claim.confidence >= SURE:
            return ""
        asset = str(held[ASSET])
        known = (iri for span, iri in self._given_before[asset] if span.meets(each.span))
        sure = given.get(asset) or next((_short(iri) for iri in known), "")
        if sure:
            return f"weights said to be kept in a list of offers, which is otherwise by {sure}"
        return self.ground.overruled.get(self.label(asset), "")

    @staticmethod
    def _given_here(stated: Iterable[Stated]) -> dict[str, str]:
        """Return for each asset the place where this source itself says that weights are given."""
        found: dict[str, str] = {}
        for each in sorted(stated, key=lambda one: one.claim.locator):
            held = dict(each.ends)
            sure = each.claim.cls == "ComponentStatus" and each.claim.confidence >= SURE
            if sure and held.get(COMPONENT) in WEIGHTS and held.get(STATUS) in GIVEN:
                found.setdefault(str(held[ASSET]), each.claim.locator)
        return found

    @cached_property
    def _given_before(self) -> dict[str, list[tuple[Span, str]]]:
        found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for known in self.ground.known.relations(VG + "ComponentStatus"):
            held = dict(known.pairs)
            if held.get(COMPONENT) in WEIGHTS and held.get(STATUS) in GIVEN and self._sure(known):
                found[str(held[ASSET])].append((known.span, known.iri))
        return found

    def _sure(self, known: KnownRelation) -> bool:
        held = self.ground.known
        return any(
            held.first(each, a.STANCE) != a.DISPUTES
            and Decimal(held.first(each, a.CONFIDENCE) or "0") >= SURE
            for each in known.evidence
        )


def _one_platform(known: KnownRelation, each: Stated) -> bool:
    """Whether two offerings may be one: the firm's other platform may still have it."""
    here, there = set(_all(each.ends, PLATFORM)), set(_all(known.pairs, PLATFORM))
    return not here or not there or here == there


def _all(pairs: Iterable[tuple[str, Value]], prop: str) -> Iterator[Value]:
    return (value for name, value in pairs if name == prop)


def _last(facts: list[tuple[dt.date, str]]) -> _Over | None:
    if not facts:
        return None
    day, iri = max(facts)
    return _Over(day, f"over since {day} by {_short(iri)}")


def _short(iri: str) -> str:
    return iri.removeprefix(VGD)
