"""The dependency hypergraph of one time slice, as immutable arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from valuegraph.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    Name: TypeAlias = Hashable
    FloatArray: TypeAlias = NDArray[np.float64]
    IntArray: TypeAlias = NDArray[np.int64]
    BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Groups:
    """One group is one (dependent, role): what a dependent needs for one function.

    Attributes
    ----------
    dependent, role : (n_groups,) int64
        Codes of the node that depends and of the role.
    start : (n_groups + 1,) int64
        Members of group g are the relations ``start[g]`` to ``start[g + 1]``.
    essentiality : (n_groups,) float64
        Share of the dependent's service that falls with the group, 0 to 1.
    linear : (n_groups,) bool
        True when the group adds up with the other linear ones, False when it is essential.
    surge : (n_groups,) float64
        The group's own surge capacity; NaN where the caller's applies.
    complete, sourced : (n_groups,) bool
        Whether a source claims that all suppliers are listed; whether every share was stated.
    cost_share, substitution : (n_groups,) float64
        Share of the dependent's cost, and elasticity of substitution between the members; NaN
        where unknown. Prices need them, service does not.
    """

    dependent: IntArray
    role: IntArray
    start: IntArray
    essentiality: FloatArray
    linear: BoolArray
    surge: FloatArray
    complete: BoolArray
    sourced: BoolArray
    cost_share: FloatArray
    substitution: FloatArray


@dataclass(frozen=True, eq=False)
class Relations:
    """One relation is one supply: a member of a group.

    Attributes
    ----------
    supplier, group, kind : (n_relations,) int64
        Codes of the supplying node, the group it serves and the relation kind.
    share : (n_relations,) float64
        Share in the group; a group's shares sum to 1.
    stock : (n_relations,) float64
        Share of service that goes on without the supplier in the continuity view.
    confidence : (n_relations,) float64
        Confidence of the evidence, 0 to 1.
    replacement : (n_relations,) float64
        Months it takes to replace the supply; NaN where no fact says so.
    revoker : tuple
        Who may revoke: a name, True for the supplier itself, or None.
    source : tuple of tuple of str
        Identifiers of the facts behind the relation.
    grounds : tuple of tuple of tuple of str
        Alternative grounds of the relation, each the facts that must hold together; empty where
        no fact is named.
    """

    supplier: IntArray
    group: IntArray
    kind: IntArray
    share: FloatArray
    stock: FloatArray
    confidence: FloatArray
    replacement: FloatArray
    revoker: tuple[Name | None, ...]
    source: tuple[tuple[str, ...], ...]
    grounds: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, eq=False)
class Hypergraph:
    """Names, groups and relations; everything the engine computes on."""

    names: tuple[Name, ...]
    roles: tuple[Name, ...]
    kinds: tuple[str, ...]
    groups: Groups
    relations: Relations
    unknown: tuple[tuple[Name, Name], ...]

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for part in (self.groups, self.relations):
            for field in fields(part):
                value = getattr(part, field.name)
                if isinstance(value, np.ndarray):
                    value.setflags(write=False)

    @cached_property
    def code(self) -> dict[Name, int]:
        """Code of each name."""
        return {name: i for i, name in enumerate(self.names)}

    @cached_property
    def dependent(self) -> IntArray:
        """Code of the dependent of each relation."""
        return self.groups.dependent[self.relations.group]

    @cached_property
    def groups_of(self) -> list[list[int]]:
        """Groups of each node."""
        found: list[list[int]] = [[] for _ in self.names]
        for group, node in enumerate(self.groups.dependent.tolist()):
            found[node].append(group)
        return found

    @cached_property
    def relation_code(self) -> dict[tuple[Name, Name, Name], int]:
        """Code of each relation by (supplier, dependent, role)."""
        suppliers = self.relations.supplier.tolist()
        dependents = self.dependent.tolist()
        roles = self.groups.role[self.relations.group].tolist()
        return {
            (self.names[s], self.names[d], self.roles[r]): i
            for i, (s, d, r) in enumerate(zip(suppliers, dependents, roles, strict=True))
        }

    def members(self, group: int) -> range:
        """Return the relations of a group."""
        return range(int(self.groups.start[group]), int(self.groups.start[group + 1]))

    def floor(self, view: str) -> FloatArray:
        """Return the stock floor of each relation in a view."""
        if view == "continuity":
            return self.relations.stock
        return np.zeros_like(self.relations.stock)

    def codes(self, names: Iterable[Name], where: str) -> list[int]:
        """Return the codes of names, all unknown ones reported together."""
        wanted = list(names)
        missing = [name for name in wanted if name not in self.code]
        if missing:
            shown = ", ".join(repr(name) for name in missing[:10])
            raise UnknownNameError(
                f"{len(missing)} name(s) are not in the dependency graph: {shown}",
                where=where,
                why="an unknown name would silently count as unaffected",
                mend="use a name of the supplies, requirements or nodes table",
            )
        return [self.code[name] for name in wanted]
