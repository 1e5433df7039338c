"""One slice of the facts as a dependency network with its default targets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from valuegraph.projection.assembly import Assembly, local
from valuegraph.projection.catalogue import Catalogue
from valuegraph.projection.clustering import source_clusters
from valuegraph.projection.network import Need, Network
from valuegraph.projection.offerings import draw_on_offering, function_role
from valuegraph.projection.placing import place

if TYPE_CHECKING:
    from valuegraph.projection.catalogue import Record
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice

OLD = dt.timedelta(days=731)


@dataclass(frozen=True)
class Projection:
    """A slice ready for the engine, and what a reader must know about it.

    Attributes
    ----------
    network : Network
        Supplies, requirements, nodes and default targets.
    catalogue : Catalogue
        The facts of the slice.
    controllers : dict
        Organisation -> ultimate controller, where there is one.
    domiciles : dict
        Organisation -> jurisdiction.
    functions : dict
        Target node -> roles of its functions.
    old_uptakes : int
        Uptakes whose evidence is older than two years on the day of the slice.
    """

    network: Network
    catalogue: Catalogue
    controllers: dict[str, str]
    domiciles: dict[str, str]
    functions: dict[str, list[str]] = field(repr=False)
    old_uptakes: int

    @cached_property
    def clusters(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """For each fact the sources that support it, each with its confidence."""
        return source_clusters(self.catalogue.columns, self.catalogue.part)


def project(columns: Columns, part: Slice) -> Projection:
    """Project a slice: uptakes first, then everything they rest on, down to lithography."""
    catalogue = Catalogue(columns, part)
    build = Assembly(catalogue)
    uptakes = sorted(catalogue.of("Uptake"), key=lambda r: r.iri)
    functions = _implementors(build, uptakes)
    _complete_chain(build)
    place(build)
    limit = (part.as_of - OLD).toordinal()
    return Projection(
        network=build.network,
        catalogue=catalogue,
        controllers=build.controllers,
        domiciles=build.domiciles,
        functions=functions,
        old_uptakes=sum(r.start < limit for r in uptakes),
    )


def target_name(user: str, sector: str) -> str:
    """Return the node of an implementor's use of AI in a sector."""
    return f"{user}#in-{local(sector)}"


def _implementors(build: Assembly, uptakes: list[Record]) -> dict[str, list[str]]:
    """Add a node for each implementor in each sector: the mean over its functions.

    Functions run side by side, so the node loses the share of its functions that stop (a linear
    requirement each); alternatives within one function are members of one group.
    """
    functions: dict[str, list[str]] = defaultdict(list)
    sectors: dict[str, set[str]] = defaultdict(set)
    for uptake in uptakes:
        user, sector = uptake.one("hasUser"), uptake.one("inSector")
        if user is None or sector is None:
            continue
        name, role = target_name(user, sector), function_role(uptake)
        label = f"{build.catalogue.label(user)} ({local(sector)})"
        build.node(name, label, "implementors", firm=user, thing=user)
        build.network.nodes[name].sector = sector
        draw_on_offering(build, name, role, uptake)
        sectors[sector].add(name)
        if role not in functions[name]:
            functions[name].append(role)
    for name, roles in functions.items():
        for role in roles:
            old = build.network.needs.get((name, role), Need())
            build.network.needs[name, role] = Need(1.0 / len(roles), "linear", old.complete)
    for names in sectors.values():
        for name in names:
            build.network.targets[name] = 1.0 / len(sectors) / len(names)
    return dict(functions)


def _complete_chain(build: Assembly) -> None:
    """Give every group with a supply a requirement, so that coverage counts are complete."""
    for _, dependent, role in list(build.network.supplies):
        build.network.require(dependent, role)
