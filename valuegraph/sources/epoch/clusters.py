"""``gpu_clusters.csv``: who holds which cluster, with which chips, for whom, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, When
from valuegraph.sources.epoch.cluster_rows import NAMELESS, tidy
from valuegraph.sources.epoch.gathering import concept, firm, layered, plain

if TYPE_CHECKING:
    import datetime as dt

    from valuegraph.facts.drafts import Mention
    from valuegraph.sources.epoch.cluster_rows import ClusterRow, Clusters
    from valuegraph.sources.epoch.gathering import Gathering, Values
    from valuegraph.sources.epoch.hardware import Chips

__all__ = ["claim_clusters"]

GROUP_IS_OWNER = (
    "Epoch AI gives the group, Amazon, as owner; the row's name says AWS, so the unit is taken as "
    "the owner."
)
PROVIDER_IS_OWNER = (
    "Epoch AI gives Microsoft and OpenAI as owners; other sources make Microsoft OpenAI's sole "
    "provider at the time, so Microsoft is taken as the owner and OpenAI as the user."
)
SAYS_TRAINING = "The row's note or quotation speaks of training."
READ_TRAINING = (
    "The row names the user, not the use; that a model developer trains there is read from it."
)
ENDED = {
    "decommissioned": "Ended when it was decommissioned.",
    "followed": "Ended when the phase that builds upon it started.",
}
FOLLOWER = (
    "Evidence of the end: this phase builds upon or supersedes the earlier one; that the earlier "
    "one ended then is read from it."
)


@dataclass(frozen=True, slots=True)
class _Place:
    row: ClusterRow
    cluster: Mention
    when: When
    note: str
    end_locator: str


def claim_clusters(clusters: Clusters, chips: Chips, gathering: Gathering) -> None:
    """Turn the rows that name a system in operation into claims; count and list the others."""
    for row in clusters.rows:
        why = _why_not(row)
        if why:
            gathering.refuse(why, row.where)
            continue
        place = _place(row, clusters, gathering)
        if place is None:
            continue
        gathering.counts["clusters carried"] += 1
        _owners(place, gathering)
        _chips(place, chips, gathering)


def _why_not(row: ClusterRow) -> str:
    """Return the first reason for which a row is not carried over; empty when it is."""
    reasons = (
        (NAMELESS in row.name, "one of the systems that share one name and have no owner"),
        (row.status == "Planned", "planned"),
        (row.confidence is None, "the source calls it unlikely"),
        (row.duplicate, "flagged as a possible duplicate"),
        (
            row.status == "Decommissioned" and not row.decommissioned,
            "decommissioned without a date",
        ),
        (not row.owners, "no owner is named"),
        (row.private_persons, "owned by private persons"),
    )
    return next((why for holds, why in reasons if holds), "")


def _place(row: ClusterRow, clusters: Clusters, gathering: Gathering) -> _Place | None:
    when = When(row.first, "day") if row.first else gathering.undated()
    end, note, locator = None, "", ""
    if row.decommissioned:
        end, note = row.decommissioned.start, ENDED["decommissioned"]
    elif following := clusters.follower(row):
        end, note = following.first, ENDED["followed"]
        locator = following.where
        if end is not None and end <= when.start:
            why = "superseded by a phase with the same start"
            gathering.refuse(why, row.where)
            return None
    names = (tidy(row.name),) if tidy(row.name) != row.name else ()
    cluster = layered("ComputeCluster", tidy(row.name), names=names)
    country = row.country
    if country:
        cluster = replace(cluster, properties=(*cluster.properties, ("locatedIn", country)))
    return _Place(row, cluster, _rounded(when, end, locator), note, locator)


def _rounded(when: When, end: dt.date | None, follower: str) -> When:
    """Return the interval with days that stand for a month as that month."""
    start = plain(when)
    if end is not None and follower:
        month = end.replace(day=1)
        if month > start.start and plain(When(end)).precision == "month":
            end = month
    return replace(start, end=end)


def _owners(place: _Place, gathering: Gathering) -> None:
    row = place.row
    owners, note = row.owners, ""
    if row.name in gathering.table("owned_by_provider"):
        gathering.looked.add(("owned_by_provider", row.name))
        owners, note = [gathering.table("owned_by_provider")[row.name]], PROVIDER_IS_OWNER
    elif owners == ["Amazon"] and row.name in gathering.table("owned_by_unit"):
        gathering.looked.add(("owned_by_unit", row.name))
        owners, note = [gathering.table("owned_by_unit")[row.name]], GROUP_IS_OWNER
    for owner in owners:
        ends = (
            ("operator", firm(owner)),
            ("operatedAsset", place.cluster),
            ("heldAs", concept("owner")),
        )
        claim = Claim(
            "Operation",
            ends,
            place.when,
            row.where,
            row.sure,
            original=f"Owner: {', '.join(row.owners)}" if note else "",
            note=" ".join(each for each in (note, row.remark, place.note) if each),
            document="clusters",
        )
        _keep(claim, place, gathering)
        for user in row.users:
            _user(owner, user, place, gathering)


def _keep(claim: Claim, place: _Place, gathering: Gathering) -> None:
    """Keep a claim, and what shows its end as evidence of its own."""
    gathering.add(claim)
    if place.end_locator:
        gathering.add(
            replace(
                claim,
                locator=place.end_locator,
                confidence=Decimal("0.5"),
                kind="derived",
                original="",
                note=FOLLOWER,
            )
        )


def _user(owner: str, user: str, place: _Place, gathering: Gathering) -> None:
    developer = gathering.table("training_users").get(user)
    if developer is None or developer in (owner, gathering.renamed("same_firm", owner)):
        return
    row = place.row
    ends = (
        ("supplier", firm(owner)),
        ("dependent", firm(developer)),
        ("fillsRole", concept("trainingCompute")),
    )
    said = row.speaks_of_training
    gathering.add(
        Claim(
            "Supply",
            ends,
            place.when,
            row.where,
            row.sure if said else Decimal("0.5"),
            values=(("supplyKind", concept("infrastructure")),),
            kind="reported" if said else "derived",
            note=SAYS_TRAINING if said else READ_TRAINING,
            document="clusters",
        )
    )


def _chips(place: _Place, chips: Chips, gathering: Gathering) -> None:
    for chip, quantity in place.row.chips:
        values: Values = (("supplyKind", concept("physicalSupply")),)
        if quantity is not None:
            values = (*values, ("quantity", quantity), ("unit", "chips"))
        ends = (
            ("supplier", chips.mention(gathering, chip)),
            ("dependent", place.cluster),
            ("fillsRole", concept("acceleratorSupply")),
        )
        claim = Claim(
            "Supply",
            ends,
            _not_before(place, chips.since.get(chip)),
            place.row.where,
            place.row.sure,
            values=values,
            note=place.note,
            document="clusters",
        )
        _keep(claim, place, gathering)


def _not_before(place: _Place, since: dt.date | None) -> When:
    """Return the interval of a chip in a cluster, which cannot begin before the chip is known."""
    if since is None or since <= place.when.start or place.row.first is None:
        return place.when
    return When(place.row.first, "day", place.when.end)
