"""The requirements table: what is said of each (dependent, role)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.reading import Table, is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray, Name
    from valuegraph.chokepoints.reading import Columns

COLUMNS = ("essentiality", "combination", "surge", "complete", "cost_share", "substitution")
COMBINATIONS = ("essential", "linear")


@dataclass(frozen=True, eq=False)
class Requirements:
    """The rows of the table, checked cell by cell; one entry each.

    Attributes
    ----------
    dependent, role : list
        Who needs what.
    essentiality, surge, cost_share, substitution : float64 arrays
        As :class:`valuegraph.chokepoints.hypergraph.Groups` has them.
    linear, complete : bool arrays
        Likewise.
    """

    dependent: list[Name]
    role: list[Name]
    essentiality: FloatArray
    linear: BoolArray
    surge: FloatArray
    complete: BoolArray
    cost_share: FloatArray
    substitution: FloatArray

    def rows_of(
        self, code: Mapping[Name, int], role_code: Mapping[Name, int], keys: IntArray
    ) -> tuple[IntArray, tuple[tuple[Name, Name], ...]]:
        """Return the row that speaks of each group, and what is required without any supply.

        Parameters
        ----------
        code, role_code : mappings
            Codes of the nodes and roles.
        keys : (n_groups,) int64
            Sorted keys of the groups: dependent times number of roles, plus role.

        Returns
        -------
        rows : (n_groups,) int64
            -1 where no row does.
        unknown : tuple of (dependent, role)
            Required roles without any supply, sorted.
        """
        rows = np.full(len(keys), -1)
        absent = len(role_code)
        dependent = np.array([code[name] for name in self.dependent], dtype=np.int64)
        role = np.array([role_code.get(name, absent) for name in self.role], dtype=np.int64)
        asked = dependent * absent + role
        place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        served = (role < absent) & (keys[place] == asked)
        rows[place[served]] = np.flatnonzero(served)
        unknown = ((self.dependent[i], self.role[i]) for i in np.flatnonzero(~served).tolist())
        return rows, tuple(sorted(unknown, key=str))


def read_requirements(data: Columns | None) -> Requirements:
    """Return the requirements, checked row by row; none of them without a table."""
    if data is None:
        data = {"dependent": [], "role": []}
    table = Table(data, "requirements", ("dependent", "role"), COLUMNS)
    found = Requirements(
        dependent=table.names("dependent"),
        role=table.names("role"),
        essentiality=table.numbers("essentiality", default=1.0, high=1.0),
        surge=table.numbers("surge", default=float("nan")),
        complete=np.array(table.flags("complete"), dtype=np.bool_),
        cost_share=table.numbers("cost_share", default=float("nan"), high=1.0),
        substitution=table.numbers("substitution", default=float("nan")),
        linear=_linear(table),
    )
    seen: set[tuple[Name, Name]] = set()
    for row, key in enumerate(zip(found.dependent, found.role, strict=True)):
        if key in seen:
            table.problems.add(row, f"{key[0]} requires {key[1]} twice")
        seen.add(key)
    table.problems.raise_any()
    return found


def _linear(table: Table) -> BoolArray:
    combinations = table.cells("combination")
    for row, combination in enumerate(combinations):
        if not (is_missing(combination) or combination in COMBINATIONS):
            table.problems.add(
                row, f"the combination {combination!r} is none of {', '.join(COMBINATIONS)}"
            )
    return np.array([combination == "linear" for combination in combinations], dtype=np.bool_)
