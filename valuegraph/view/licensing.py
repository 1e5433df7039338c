"""What terms permit on one day: the questions about licences, each one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from valuegraph.view.licences import licence_check, licence_lineage, licence_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.governance.licences import Act, Party
    from valuegraph.projection import Projection
    from valuegraph.view.licences import LicenceAnswer, LineageAnswer, Store, TermsAnswer


class Seen(Protocol):
    """What this module needs of a dataset seen on one day."""

    @property
    def projection(self) -> Projection:
        """The slice."""
        ...

    @property
    def store(self) -> Store:
        """Where names are resolved and sources are read."""
        ...


@dataclass(frozen=True, slots=True)
class Licensing:
    """The questions about licences of one day; reached as `KnowledgeGraph.licences`."""

    graph: Seen = field(repr=False)

    def check(self, name: str, party: Party, acts: Sequence[Act]) -> LicenceAnswer:
        """Return what the terms of a model or licence let a party do on this day."""
        return licence_check(self.graph.projection.catalogue, self.graph.store, name, party, acts)

    def lineage(self, name: str) -> LineageAnswer:
        """Return what a model inherits from its ancestors, and what conflicts."""
        return licence_lineage(self.graph.projection.catalogue, self.graph.store, name)

    def show(self, name: str) -> TermsAnswer:
        """Return one licence, term by term."""
        return licence_terms(self.graph.projection.catalogue, self.graph.store, name)
