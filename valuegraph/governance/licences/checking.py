"""May this party do this with that model: the declared terms and those that ancestors bring."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from valuegraph.governance.licences.lineage import CARRYING, Ancestry, Branch
from valuegraph.governance.licences.permitting import permits
from valuegraph.governance.licences.verdicts import Answer, Verdict, strictest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from valuegraph.governance.licences.assigning import Reading
    from valuegraph.governance.licences.parties import Act, Party
    from valuegraph.governance.licences.policies import Policy
    from valuegraph.governance.licences.reading import Rows
    from valuegraph.projection.catalogue import Catalogue

DECLARED, INHERITED, DISPUTED = "declared", "inherited", "disputed"


@dataclass(frozen=True, slots=True)
class Judged:
    """One licence that bears on an asset, with its verdicts.

    Attributes
    ----------
    standing : str
        ``declared``: whoever offers the asset names it; ``inherited``: the asset contains weights
        that came under it; ``disputed``: a source names it against others.
    policy : Policy or None
        The licence; None where terms are known in words only.
    reading : Reading or None
        Who says so, for declared and disputed terms.
    through : str
        The asset that brings it, by name.
    verdicts : tuple of Verdict
        One for each act; empty without a policy.
    """

    standing: str
    policy: Policy | None
    reading: Reading | None
    through: str
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The answers to one party about one model or licence.

    Attributes
    ----------
    title, iri : str
        What was asked about.
    day : datetime.date
        Day of the acts.
    acts : tuple of Act
        What the party wants to do.
    judged : tuple of Judged
        Every licence that bears on it: declared, then inherited, then disputed.
    also : tuple of str
        Names of releases of the same family to which the same licences and answers apply.
    """

    title: str
    iri: str
    day: dt.date
    acts: tuple[Act, ...]
    judged: tuple[Judged, ...] = field(default=())
    also: tuple[str, ...] = ()

    def answer(self, place: int) -> Answer:
        """Return the answer on the act at a place: the strictest of all terms that bind.

        Terms known in words only leave it unknown, unless others already prohibit. Readings that
        dispute the declared terms do not decide; they are shown.
        """
        binding = [each for each in self.judged if each.standing != DISPUTED]
        found = [each.verdicts[place].answer for each in binding if each.verdicts]
        found += [Answer.UNKNOWN for each in binding if not each.verdicts]
        return strictest(found)

    def overall(self) -> Answer:
        """Return the answer on all acts together: the strictest."""
        return strictest(self.answer(place) for place in range(len(self.acts)))

    def contested(self, place: int) -> tuple[Judged, ...]:
        """Return the disputed readings under which the answer on an act would differ."""
        return tuple(
            each
            for each in self.judged
            if each.standing == DISPUTED
            and each.verdicts
            and each.verdicts[place].answer is not self.answer(place)
        )


def check(
    catalogue: Catalogue, rows: Rows, iri: str, party: Party, acts: Sequence[Act]
) -> list[Check]:
    """Return what the terms of a model, or one licence, let a party do on the day of a slice.

    Parameters
    ----------
    catalogue : Catalogue
        Relations of the day.
    rows : callable
        Answers SPARQL.
    iri : str
        A model, family or data set; or a licence, which is then judged alone.
    party : Party
        Who asks.
    acts : sequence of Act
        What for.

    Returns
    -------
    list of Check
        One; of a family without terms of its own, one for each set of licences among its releases.
    """
    ancestry = Ancestry(catalogue, rows)
    if catalogue.is_a(iri, "Licence"):
        policy = ancestry.policy(iri)
        day = catalogue.part.as_of
        judged = Judged(DECLARED, policy, None, "", _verdicts(policy, party, acts, day))
        return [Check(catalogue.label(iri), iri, day, tuple(acts), (judged,))]
    speaking = {reading.asset for reading in ancestry.readings(iri)}
    members = [each for each in ancestry.assets.members(iri) if each in speaking]
    found = [_check(ancestry, each, party, acts) for each in members or [iri]]
    return _gathered(found)


def _check(ancestry: Ancestry, iri: str, party: Party, acts: Sequence[Act]) -> Check:
    branch = ancestry.branch(iri)
    day = ancestry.assets.catalogue.part.as_of
    judged = tuple(
        Judged(standing, policy, reading, through, _verdicts(bound, party, acts, day))
        for standing, policy, reading, through in [
            *_declared(ancestry, branch),
            *_inherited(branch),
        ]
        for bound in [_about(ancestry, policy, reading, iri)]
    )
    order = (DECLARED, INHERITED, DISPUTED)
    ordered = tuple(sorted(judged, key=lambda each: order.index(each.standing)))
    return Check(branch.label, iri, day, tuple(acts), ordered)


def _gathered(found: list[Check]) -> list[Check]:
    """Put releases together that stand under the same terms with the same answers."""
    groups: dict[tuple[object, ...], list[Check]] = defaultdict(list)
    for each in found:
        terms = tuple(
            (j.standing, j.policy.iri if j.policy else (j.reading and j.reading.text))
            for j in each.judged
        )
        answers = tuple(v.reason for j in each.judged for v in j.verdicts)
        groups[(terms, answers)].append(each)
    return [
        replace(group[0], also=tuple(each.title for each in group[1:])) for group in groups.values()
    ]


Candidate = tuple[str, "Policy | None", "Reading | None", str]


def _declared(ancestry: Ancestry, branch: Branch) -> Iterator[Candidate]:
    seen = set()
    for reading in branch.readings:
        standing = DISPUTED if reading.disputed else DECLARED
        if (standing, reading.licence, reading.text) in seen:
            continue
        seen.add((standing, reading.licence, reading.text))
        policy = ancestry.policy(reading.licence)
        yield standing, policy, reading, ancestry.assets.label(reading.asset)


def _inherited(branch: Branch) -> Iterator[Candidate]:
    seen = {policy.iri for policy in branch.terms}
    for step in [*branch.steps, *branch.carried()]:
        policy = step.policy
        if policy is None or step.free or step.link.way not in CARRYING or policy.iri in seen:
            continue
        seen.add(policy.iri)
        yield INHERITED, policy, None, step.label


def _about(
    ancestry: Ancestry, policy: Policy | None, reading: Reading | None, iri: str
) -> Policy | None:
    """Return a policy without the rules that speak of other assets."""
    if policy is None:
        return None
    assets = ancestry.assets.stems_from(iri) | set(ancestry.assets.members(iri))
    if reading is not None:
        assets |= ancestry.assets.belongs_to(reading.asset)
    return policy.about(assets)


def _verdicts(
    policy: Policy | None, party: Party, acts: Sequence[Act], day: dt.date
) -> tuple[Verdict, ...]:
    return () if policy is None else tuple(permits(policy, party, act, day) for act in acts)
