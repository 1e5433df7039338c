"""The answer to "who is a chokepoint for these targets": figures, words and their conditions."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from html import escape
from typing import TYPE_CHECKING

from valuegraph.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from valuegraph.chokepoints.certificate import Certificate
    from valuegraph.chokepoints.details import Details, GroupConcentration, Replacement
    from valuegraph.chokepoints.hypergraph import Name

SHOWN_IN_HTML = 25
ATTRIBUTE_COLUMNS = (
    *("value", "targets", "weight"),
    *("share_lost", "share_lost_surge", "unavoidable"),
)


@dataclass(frozen=True)
class Thresholds:
    """From which figure on a verdict word applies.

    Attributes
    ----------
    structural : float
        Unavoidable share for *structural* (and *unavoidable as recorded*).
    dominant_share, terms : float
        Share lost in the short run for *dominant share*; leverage for *terms*.
    joint : int
        Order at which a cut is called *joint*.
    """

    structural: float = 1.0
    dominant_share: float = 0.5
    terms: float = 0.5
    joint: int = 2


@dataclass(frozen=True)
class Coverage:
    """What the figures rest on, counted among what the targets depend on.

    Attributes
    ----------
    targets : int
        Number of targets.
    groups, complete_groups : int
        Groups upstream of the targets, and how many a source claims to be complete.
    shared_groups, sourced_groups : int
        Groups with two or more members, and how many of them have every share stated.
    unknown_groups : int
        Required roles without any supplier; they neither stop nor serve.
    phantom_loops : int
        Cycles without a stock among the nodes upstream, which may prop themselves up.
    """

    targets: int
    groups: int
    complete_groups: int
    shared_groups: int
    sourced_groups: int
    unknown_groups: int
    phantom_loops: int

    def __str__(self) -> str:
        """Return the counts as one line."""
        return (
            f"{self.targets} targets; shares stated in {self.sourced_groups} of "
            f"{self.shared_groups} groups with alternatives; {self.complete_groups} of "
            f"{self.groups} groups complete by a source; {self.unknown_groups} required roles "
            f"unknown; {self.phantom_loops} loops without a stock"
        )


@dataclass(frozen=True)
class Chokepoint:
    """The figures of one name, each a share of target service.

    Attributes
    ----------
    reach : float
        Share that can be touched at all.
    share_lost, share_lost_surge, unavoidable : float
        Share lost in the short run, with the surge asked for, and in the long run.
    order : int or None
        Size of the smallest cut of a target that needs the name; None when none was found up
        to the order looked for.
    leverage : float
        Share lost when only the relations that the name may revoke are cut.
    kind : str
        Relation kinds on the proof.
    verdict : str
        Words whose thresholds are met.
    """

    name: Name
    reach: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    order: int | None
    leverage: float
    kind: str
    verdict: str


@dataclass(frozen=True)
class Chokepoints:
    """A ranking by (unavoidable, share lost with surge, share lost), with what it rests on.

    Attributes
    ----------
    rows : tuple of Chokepoint
        Highest first; ties go to names that touch more than themselves, then by name.
    by, view, surge, fixed_point, thresholds
        What was asked.
    coverage : Coverage
        What the figures rest on.
    max_order : int
        Up to which size cuts were looked for.
    cuts : mapping of name to frozenset of names
        For each name with an order, the smallest cut of a target that needs it.
    """

    rows: tuple[Chokepoint, ...]
    by: str
    view: str
    surge: float
    fixed_point: str
    thresholds: Thresholds
    coverage: Coverage
    max_order: int
    cuts: Mapping[Name, frozenset[Name]]
    details: Details = field(repr=False, compare=False)

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a name with the columns of :class:`Chokepoint`."""
        import pandas as pd

        frame = pd.DataFrame(
            {
                item.name: [getattr(row, item.name) for row in self.rows]
                for item in fields(Chokepoint)
            }
        )
        frame["order"] = pd.Series([row.order for row in self.rows], dtype=object)
        return frame

    def row(self, name: Name) -> Chokepoint:
        """Return the figures of one name."""
        for row in self.rows:
            if row.name == name:
                return row
        raise UnknownNameError(
            f"{name!r} is not among the {len(self.rows)} names ranked",
            where=f"ranking by {self.by}",
            mend="use a name of the first column",
        )

    def explain(self, name: Name, target: Name | None = None) -> Certificate:
        """Return the proof of what the withdrawal of a name does to a target.

        Parameters
        ----------
        name
            A name of the ranking.
        target
            The target; by default the one that loses most weight.
        """
        return self.details.certify(self.row(name).name, target)

    def concentration(self, name: Name) -> tuple[GroupConcentration, ...]:
        """Return the groups of others that a name supplies on the proof, with HHI and CR3.

        The proof is that of the unavoidable loss if there is one, else of the short-run loss;
        firms are told apart by the ``controller`` column.
        """
        return self.details.concentration(self.row(name).name)

    def replacement(self, name: Name) -> Replacement:
        """Return how many months it takes to replace what a name supplies, where facts say so."""
        return self.details.replacement(self.row(name).name)

    def fixed_points(self, name: Name) -> dict[str, tuple[float, float]]:
        """Return each loss of a name at the greatest and at the least fixed point.

        They differ where loops without a stock may prop themselves up; the truth lies between.
        """
        return self.details.fixed_points(self.row(name).name)

    def by_attribute(self, name: Name, column: str) -> pd.DataFrame:
        """Return what the targets lose by a column of the nodes table, such as ``jurisdiction``.

        One row a value, None for targets without one: ``value``, ``targets``, ``weight``,
        ``share_lost``, ``share_lost_surge``, ``unavoidable``, the last three as shares of the
        weight of these targets.
        """
        import pandas as pd

        rows = self.details.by_attribute(self.row(name).name, column)
        frame = pd.DataFrame(
            {item: [getattr(row, item) for row in rows] for item in ATTRIBUTE_COLUMNS}
        )
        frame["value"] = pd.Series([row.value for row in rows], dtype=object)
        return frame

    @property
    def conditions(self) -> str:
        """What was asked and what the figures rest on, in one line."""
        terms = self.thresholds
        return (
            f"by {self.by}, {self.view} view, surge {self.surge:g}, {self.fixed_point} fixed "
            f"point; structural at U >= {terms.structural:g}, dominant share at L(0) >= "
            f"{terms.dominant_share:g}, terms at leverage >= {terms.terms:g}, joint at order "
            f"{terms.joint}; cuts looked for up to order {self.max_order}; {self.coverage}"
        )

    def _repr_html_(self) -> str:
        names = [item.name for item in fields(Chokepoint)]
        head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(getattr(row, name))}</td>" for name in names) + "</tr>"
            for row in self.rows[:SHOWN_IN_HTML]
        )
        more = len(self.rows) - SHOWN_IN_HTML
        rest = f" {more} more names are not shown." if more > 0 else ""
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.conditions)}.{rest}</p>"
        )


def _cell(value: object) -> str:
    if value is None:
        return "none found"
    return f"{value:.3f}" if isinstance(value, float) else escape(str(value))
