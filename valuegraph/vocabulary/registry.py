"""The registry of all terms of the ontology, and how they are found by name."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from valuegraph.errors import UnknownNameError
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGX
from valuegraph.vocabulary.terms import (
    ClassTerm,
    Concept,
    Deprecation,
    Property,
    RelationClass,
    Role,
    Scheme,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


T = TypeVar("T", bound=Term)

_PLACEHOLDER = re.compile(r"\{([A-Za-z:]+)\}")


@dataclass(frozen=True)
class Vocabulary:
    """All terms of the ontology by IRI.

    Attributes
    ----------
    classes : mapping
        Every class, entity and relation classes alike.
    relations : mapping
        The relation classes.
    properties : mapping
        Every property, annotation properties included.
    schemes : mapping
        Every code list.
    concepts : mapping
        Every concept; sectors included, roles as `Role`.
    roles : mapping
        The input roles.
    deprecated : mapping
        Terms kept for old data only.
    """

    classes: Mapping[str, ClassTerm] = field(repr=False)
    relations: Mapping[str, RelationClass] = field(repr=False)
    properties: Mapping[str, Property] = field(repr=False)
    schemes: Mapping[str, Scheme] = field(repr=False)
    concepts: Mapping[str, Concept] = field(repr=False)
    roles: Mapping[str, Role] = field(repr=False)
    deprecated: Mapping[str, Deprecation] = field(repr=False)

    def relation(self, name: str) -> RelationClass:
        """Return the relation class of a local name, CURIE, IRI or label.

        Raises
        ------
        UnknownNameError
            When nothing has the name; the message lists near misses.
        """
        return _find(self.relations, name, VG, "relation class")

    def role(self, name: str) -> Role:
        """Return the role of a local name, CURIE, IRI or label; see `relation`."""
        return _find(self.roles, name, VGX, "role")

    def concept(self, name: str) -> Concept:
        """Return the concept of a local name, CURIE, IRI or label; see `relation`."""
        return _find(self.concepts, name, VGX, "concept")

    def lineage(self, iri: str) -> tuple[str, ...]:
        """Return a class and all its own superclasses, nearest first."""
        found: list[str] = []
        waiting = [iri]
        while waiting:
            here = waiting.pop(0)
            if here in self.classes and here not in found:
                found.append(here)
                waiting.extend(self.classes[here].parents)
        return tuple(found)

    def properties_of(self, iri: str) -> frozenset[str]:
        """Return the properties that members of a class may carry, inherited ones included."""
        return frozenset(prop for cls in self.lineage(iri) for prop in self.classes[cls].takes)


def placeholders(sentence: str) -> tuple[str, ...]:
    """Return the IRIs of the properties named in braces in a sentence."""
    return tuple(expand(name, VG) for name in _PLACEHOLDER.findall(sentence))


def expand(name: str, namespace: str) -> str:
    """Return the IRI of a CURIE with a known prefix, of a local name, or of an IRI itself."""
    if "://" in name:
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return namespace + name


def _find(terms: Mapping[str, T], name: str, namespace: str, kind: str) -> T:
    exact = terms.get(expand(name, namespace))
    if exact is not None:
        return exact
    wanted = name.casefold()
    for term in terms.values():
        if wanted in {term.name.casefold(), term.label.casefold()}:
            return term
    names = sorted({term.name for term in terms.values()} | {term.label for term in terms.values()})
    near = difflib.get_close_matches(name, names, n=3)
    raise UnknownNameError(
        f"No {kind} is called {name!r}.",
        mend=f"Did you mean {' or '.join(near)}?"
        if near
        else "See the tables in ontology/README.md.",
    )
