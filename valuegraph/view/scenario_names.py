"""Who is meant by a name in a scenario: what stops with it, and what it runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UnknownNameError, UsageError
from valuegraph.view.controlling import called, controller_sets
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from valuegraph.projection import Projection

BY = ("group", "firm")
PLACES = "SELECT ?place ?code WHERE { ?place a vg:Jurisdiction ; skos:notation ?code }"
JURISDICTION, LICENCE = "Jurisdiction", "Licence"
PARENTS = (VG + "inFamily", VG + "variantOf")


class Names(Protocol):
    """What this module needs of a store."""

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return the IRI that a name stands for."""
        ...

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something that a scenario speaks of.

    Attributes
    ----------
    iri, name : str
        Its IRI, and what to call it.
    stops : frozenset of str
        Nodes that stop when it withdraws; what they run stops with them.
    runs : frozenset of str
        Every node that it is or runs, an implementor's own uses of AI among them.
    """

    iri: str
    name: str
    stops: frozenset[str]
    runs: frozenset[str]


class Cast:
    """The names of one slice.

    Parameters
    ----------
    projection : Projection
        The slice.
    names : Names
        Where names are looked up, for instance a `Store`.
    by : str
        What the name of a firm stands for: `group` (all under common control) or `firm`.
    reach : mapping of node to float
        Target weight downstream of each node; a group goes by its member with the widest.
    """

    def __init__(
        self, projection: Projection, names: Names, by: str, reach: Mapping[str, float]
    ) -> None:
        if by not in BY:
            raise UsageError(
                f"cannot tell what a firm's name stands for: {by!r}",
                where="--by",
                mend=f"choose one of {', '.join(BY)}",
            )
        self.projection = projection
        self._names = names
        self._by = by
        self._reach = reach

    @cached_property
    def _firms(self) -> dict[str, set[str]]:
        return controller_sets(self.projection, self._by)

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {str(code).casefold(): str(place) for place, code in self._names.rows(PLACES)[1]}

    def knows(self, text: str) -> bool:
        """Tell whether a text is a name."""
        try:
            self.iri(text)
        except UnknownNameError:
            return False
        return True

    def iri(self, name: str) -> str:
        """Return what a name stands for; the code of a country counts where nothing is called so."""
        try:
            return self._names.resolve(name)
        except UnknownNameError:
            if name.casefold() in self._codes:
                return self._codes[name.casefold()]
            raise

    def label(self, iri: str) -> str:
        """Return what to call a thing."""
        return self._names.labels([iri])[iri]

    def is_place(self, iri: str) -> bool:
        """Tell whether a thing is a jurisdiction."""
        return self.projection.catalogue.is_a(iri, JURISDICTION)

    def party(self, name: str) -> Party:
        """Return who or what a name stands for.

        Raises
        ------
        UnknownNameError
            Nothing has the name, or what has it has no place in the chain of this slice.
        UsageError
            It only uses AI: nobody depends on it.
        """
        iri = self.iri(name)
        of_firms = self._of_firms(iri)
        if of_firms is not None:
            return of_firms
        network = self.projection.network
        if iri in network.nodes:
            nodes = {iri}
        else:
            through = self.projection.catalogue.by("Offering", "viaPlatform").get(iri, ())
            nodes = {offering.iri for offering in through} & network.nodes.keys()
            nodes |= {
                node
                for node, found in network.nodes.items()
                if found.thing == iri and node not in network.targets
            }
        if not nodes:
            raise self._absent(name, iri)
        return Party(iri, self.label(iri), frozenset(nodes), frozenset(nodes))

    def _of_firms(self, iri: str) -> Party | None:
        """Return the party of a firm, or of the firms of a jurisdiction; None for other things."""
        projection = self.projection
        if self.is_place(iri):
            key, sets = iri, controller_sets(projection, "jurisdiction")
        else:
            key, sets = self._group(iri), self._firms
        if key not in sets:
            return None
        firms = sets[key]
        nodes = projection.network.nodes
        runs = {name for name, node in nodes.items() if node.firm in firms} | firms
        return Party(key, self._called(iri, key, firms), frozenset(firms), frozenset(runs))

    def _called(self, iri: str, key: str, firms: set[str]) -> str:
        """Return what to call a set of firms of which one was named."""
        if firms == {iri}:
            return self.label(iri)
        return called(self.projection, key, firms, self._reach)

    def user(self, name: str) -> Party:
        """Return a party of which it matters only what it is or runs, so that it may be a mere user.

        Raises
        ------
        UnknownNameError
            Nothing has the name, or what has it has no place in the chain of this slice.
        """
        iri = self.iri(name)
        key = self._group(iri)
        owned = {
            node: found.firm
            for node, found in self.projection.network.nodes.items()
            if found.firm is not None and self._group(found.firm) == key
        }
        if not owned:
            return self.party(name)
        known = self._called(iri, key, set(owned.values()))
        return Party(key, known, frozenset(), frozenset(owned))

    def _group(self, firm: str) -> str:
        """Return what a firm withdraws with."""
        return self.projection.controllers.get(firm, firm) if self._by == "group" else firm

    def jurisdiction(self, name: str) -> str:
        """Return the IRI of a jurisdiction by its code, label or IRI.

        Raises
        ------
        UnknownNameError
            No jurisdiction has the name, or no firm of the slice is known to stand under it.
        """
        code = self._codes.get(name.casefold())
        iri = code or self._names.resolve(name, (JURISDICTION,))
        held = {node.jurisdiction for node in self.projection.network.nodes.values()}
        if iri in held:
            return iri
        known = sorted(self.label(place) for place in held if place is not None)
        raise UnknownNameError(
            f"nobody in the chain is known to stand under the law of {self.label(iri)}",
            where=f"as of {self._day}",
            why="a sanction from or to it would hit nothing, which is not the same as harmless",
            mend=f"known places: {', '.join(known) or 'none'}",
        )

    def licences(self, name: str) -> tuple[str, ...]:
        """Return the licences that a name stands for: itself, or those of a model or a family.

        Raises
        ------
        UnknownNameError
            Nothing has the name, or nobody holds weights under such a licence in this slice.
        """
        known = self.projection.network.licences
        iri = self._first(lambda: self._names.resolve(name, (LICENCE,)), lambda: self.iri(name))
        if iri in known:
            return (iri,)
        found = sorted(_terms_of(self.projection, iri) & set(known))
        if found:
            return tuple(found)
        labels = sorted(self.label(each) for each in known)
        raise UnknownNameError(
            f"no weights are held under a licence of {name}",
            where=f"{iri}, as of {self._day}",
            why="a clause of a licence that nobody holds would hit nothing",
            mend=f"licences under which somebody holds weights: {'; '.join(labels) or 'none'}",
        )

    @staticmethod
    def _first(*ways: Callable[[], str]) -> str:
        """Return the first answer; the error of the last way when none has one."""
        for way in ways[:-1]:
            try:
                return way()
            except UnknownNameError:
                continue
        return ways[-1]()

    @property
    def _day(self) -> str:
        return self.projection.catalogue.part.as_of.isoformat()

    def _absent(self, name: str, iri: str) -> UnknownNameError | UsageError:
        network = self.projection.network
        if any(node.startswith(f"{iri}#in-") for node in network.targets):
            return UsageError(
                f"{name} uses AI but supplies nobody in the chain",
                where=iri,
                why="its withdrawal would cost only its own service, by definition",
                mend="name a supplier; to see what it depends on itself, pass --target",
            )
        return UnknownNameError(
            f"{name} has no place in the chain on {self._day}",
            where=iri,
            why="no fact in force at this confidence says that anything rests on it",
            mend="choose another date or lower --min-confidence; valuegraph show tells what is known",
        )


def _terms_of(projection: Projection, asset: str) -> set[str]:
    """Return the licences of what is offered of an asset, of its line, or of the line's models."""
    catalogue = projection.catalogue
    line: set[str] = set()
    found = {asset}
    while not found <= line:
        line |= found
        found = {
            thing
            for thing, values in catalogue.things.items()
            for parent in PARENTS
            if not line.isdisjoint(values.get(parent, ()))
        }
    return {
        licence
        for offering in catalogue.of("Offering")
        if offering.one("ofAsset") in line
        for licence in offering.all("hasTerms")
    }
