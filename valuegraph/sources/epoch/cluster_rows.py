"""The rows of ``gpu_clusters.csv``, every column read or refused, before any is turned into claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.sources.epoch.gathering import split
from valuegraph.sources.epoch.hardware import FirstUse

if TYPE_CHECKING:
    import datetime as dt

    from valuegraph.facts.drafts import Mention, When
    from valuegraph.sources.epoch.gathering import Gathering
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["NAMELESS", "ClusterRow", "Clusters", "read_clusters", "tidy"]

NAMELESS = "Anonymized"
SPOKEN = ("Note", "Hardware note", "Quote", "First Operational Date Note")
"""Asked only whether they speak of training; no word of them is kept."""

READ = (
    *SPOKEN,
    "Name",
    "Status",
    "Certainty",
    "Chip type (primary)",
    "Chip quantity (primary)",
    "Chip type (secondary)",
    "Chip quantity (secondary)",
    "GPU Supplier (primary)",
    "GPU supplier (secondary)",
    "Country",
    "Owner",
    "Users",
    "First Operational Date",
    "Decommissioned Date (if applicable)",
    "Builds Upon",
    "Superseded by",
    "Possible Duplicate",
)
REFUSED = (
    # how large a system is, stated or calculated by Epoch AI: no question asks for it yet
    "Max OP/s (log)",
    "H100 equivalents",
    "Power Capacity (MW)",
    "Hardware Cost",
    "Energy Efficiency (log)",
    "Total number of AI chips",
    "Rank when first operational",
    "16-bit OP/s (log)",
    "Max OP/s",
    "8-bit OP/s",
    "16-bit OP/s",
    "32-bit OP/s",
    "Calculated Power Capacity (MW)",
    "Reported Power Capacity (MW)",
    "Energy Efficiency",
    "Calculated Cost",
    "Reported Cost",
    "Reported Cost (Inflation adjusted)",
    "Largest existing cluster when first operational",
    "% of largest cluster when first operational",
    # for Epoch AI's own charts
    "Include in Standard Analysis",
    "Exclude",
    "Noteworthy",
    # whether several buildings are one cluster; the row stays one thing either way
    "Single cluster?",
    # the flag says enough: a possible duplicate is not carried over
    "Possible Duplicate Of",
    # public or private owner: no scheme
    "Sector",
    # places inside a country, quotations, addresses
    "Location",
    "Certainty Note",
    "Cost Quote",
    "Source 1",
    "Source 2",
    "Source 3",
    "Source 4",
    "Source 5",
)
NO_VENDOR = ("", "Unknown", "Anonymized")


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One row, as far as it is used."""

    name: str
    where: str
    status: str
    confidence: Decimal | None
    first: dt.date | None
    decommissioned: When | None
    owners: list[str]
    users: list[str]
    chips: list[tuple[str, Decimal | None]]
    vendors: list[str]
    country: Mention | None
    builds_upon: list[str]
    superseded_by: str
    duplicate: bool
    private_persons: bool
    speaks_of_training: bool
    remark: str

    @property
    def kept(self) -> bool:
        """Whether it is a named system in operation that the source believes in."""
        return not (
            NAMELESS in self.name
            or self.status == "Planned"
            or self.confidence is None
            or self.duplicate
        )

    @property
    def sure(self) -> Decimal:
        """Confidence of a row that is kept."""
        return self.confidence or Decimal(0)


@dataclass(slots=True)
class Clusters:
    """All rows, and which follows which."""

    rows: list[ClusterRow] = field(default_factory=list)

    def follower(self, row: ClusterRow) -> ClusterRow | None:
        """Return the first dated phase that supersedes a row or builds upon it."""
        found = [
            other
            for other in self.rows
            if other.first
            and (
                (
                    other.name == row.superseded_by
                    and other.status != "Planned"
                    and not other.duplicate
                )
                or (row.name in other.builds_upon and other.kept)
            )
        ]
        return min(found, key=lambda other: (other.first, other.name), default=None)

    def first_uses(self) -> dict[str, FirstUse]:
        """Return the earliest kept row of each chip: it was designed and made by then."""
        first: dict[str, FirstUse] = {}
        for row in self.rows:
            if not row.kept or row.first is None or not row.owners:
                continue
            for (chip, _), vendor in zip(row.chips, row.vendors, strict=True):
                if chip not in first or row.first < first[chip].day:
                    first[chip] = FirstUse(row.first, row.where, row.sure, vendor)
        return first


def tidy(name: str) -> str:
    """Return a name without the quotation marks that some stand in."""
    return name.strip('"').strip()


def read_clusters(package: Package, gathering: Gathering) -> Clusters:
    """Read the table whole: a row's end may stand in another row."""
    clusters = Clusters()
    name = package.one("gpu_clusters.csv")
    for record in package.table(name, "Name", READ + REFUSED):
        clusters.rows.append(_row(record, gathering))
        record.refuse(*REFUSED)
        record.done()
    _count(clusters, gathering)
    return clusters


def _row(record: Record, gathering: Gathering) -> ClusterRow:
    name = record.text("Name")
    first = record.when("First Operational Date")
    country = record.optional("Country")
    chips = _chips(record)
    owner = record.optional("Owner")
    persons = owner in gathering.table("private_persons")
    if persons:
        gathering.looked.add(("private_persons", owner))
    return ClusterRow(
        name,
        record.where.replace("'\"", "'").replace("\"'", "'"),
        gathering.choice(record, "Status", "cluster_status"),
        gathering.sureness(record, "Certainty", "cluster_certainty"),
        first.start if first else None,
        record.when("Decommissioned Date (if applicable)"),
        split(owner),
        _users(record, gathering),
        [chip for chip, _ in chips],
        [vendor for _, vendor in chips],
        gathering.country(record, "Country", country) if country else None,
        _phases(record, gathering),
        record.optional("Superseded by"),
        bool(gathering.choice(record, "Possible Duplicate", "flag")),
        persons,
        _speaks_of_training(record),
        _remark(name, gathering),
    )


def _remark(name: str, gathering: Gathering) -> str:
    found = gathering.renamed("cluster_remarks", name)
    return "" if found == name else found


def _phases(record: Record, gathering: Gathering) -> list[str]:
    """Return the phases that a row builds upon; a name may hold a comma."""
    cell = record.optional("Builds Upon")
    if cell in gathering.table("names_with_comma"):
        gathering.looked.add(("names_with_comma", cell))
        return [cell, f'"{cell}"']
    return split(cell)


def _users(record: Record, gathering: Gathering) -> list[str]:
    cell = record.optional("Users")
    if '"' in cell:
        gathering.refuse("the users are told in a sentence, not in a list of names", record.where)
        return []
    users = [part for part in (each.strip() for each in cell.split(",")) if part]
    groups = [user for user in users if gathering.renamed("users", user) != user]
    developers = [user for user in users if user in gathering.table("training_users")]
    gathering.looked.update(("training_users", user) for user in developers)
    others = len(users) - len(groups) - len(developers)
    gathering.counts["cluster users that are no firm"] += len(groups)
    gathering.counts["cluster users other than model developers"] += others
    if groups or others:
        why = "users are named that are no firms, or of whose use nothing is said"
        gathering.refuse(why, record.where)
    return users


def _chips(record: Record) -> list[tuple[tuple[str, Decimal | None], str]]:
    found = []
    for which, vendor in (
        ("primary", "GPU Supplier (primary)"),
        ("secondary", "GPU supplier (secondary)"),
    ):
        chip = record.optional(f"Chip type ({which})")
        count = record.number(f"Chip quantity ({which})")
        maker = record.optional(vendor)
        if chip:
            whole = None if count is None else Decimal(int(count))
            found.append(((chip, whole), "" if maker in NO_VENDOR else maker))
    return found


def _speaks_of_training(record: Record) -> bool:
    texts = [record.optional(column) for column in SPOKEN]
    return any("train" in text.lower() for text in texts)


def _count(clusters: Clusters, gathering: Gathering) -> None:
    rows, counts = clusters.rows, gathering.counts
    counts["clusters"] = len(rows)
    counts["distinct cluster names"] = len({row.name for row in rows})
    counts["clusters without a name of their own"] = sum(NAMELESS in row.name for row in rows)
    counts["planned clusters"] = sum(row.status == "Planned" for row in rows)
    counts["unlikely clusters"] = sum(row.confidence is None for row in rows)
    counts["possible duplicates among clusters"] = sum(row.duplicate for row in rows)
    counts["cluster owner links"] = sum(len(row.owners) for row in rows)
    counts["distinct cluster owners"] = len({owner for row in rows for owner in row.owners})
    counts["cluster user links"] = sum(len(row.users) for row in rows)
    counts["cluster chip links"] = sum(len(row.chips) for row in rows)
    counts["clusters with a country"] = sum(row.country is not None for row in rows)
