"""What people call the nodes, roles and amounts of a projection; never an IRI or a node's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuegraph.projection.assembly import ROLE_WORDS, local
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.projection import Projection

SECTORS = "http://data.europa.eu/ux2/nace2.1/"
FUNCTION = "aiService("
LISTED = 4
ARTICLES = ("the", "an")
ALL = 1.0 - 5e-4
NEEDS = {"licenceToUse": "the right of use", "licenceTerms": "its licence", "licensor": "its grant"}
LEVELS = {"leading edge": "leading-edge", "mature": "mature"}


class Wording:
    """Names for one projection.

    Parameters
    ----------
    projection : Projection
        The slice.
    """

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.network = projection.network
        self.catalogue = projection.catalogue

    def name(self, node: str) -> str:
        """Return what a node is called in a sentence."""
        found = self.network.nodes.get(node)
        if found is None:
            return self.catalogue.label(node)
        owner, _, part = node.partition("#")
        if node in self.network.targets and part.startswith("in-"):
            return f"{self.catalogue.label(owner)} ({self.sector(part.removeprefix('in-'))})"
        if part and found.firm == owner:
            return f"{possessive(self.catalogue.label(owner))} {self.role(part)}"
        if owner.endswith("/unnamed"):
            return f"an unnamed supplier of {self.role(part)}"
        if found.thing is not None and self.catalogue.is_a(found.thing, "Market"):
            return f"the {found.label}"
        return found.label

    def supplier(self, node: str) -> str:
        """Return who supplies: the firm where the node is one of its capabilities."""
        found = self.network.nodes.get(node)
        if found is not None and "#" in node and found.firm == node.partition("#")[0]:
            return self.catalogue.label(found.firm)
        return self.name(node)

    def role(self, role: str) -> str:
        """Return what a role is called: a use of AI by its function."""
        if role.startswith(FUNCTION):
            return role.removeprefix(FUNCTION).removesuffix(")").partition("; ")[0]
        name, _, level = role.partition(" (")
        words = ROLE_WORDS.get(name) or self._role_label(name)
        level = level.removesuffix(")")
        if level in LEVELS:
            return f"{LEVELS[level]} {words}"
        return f"{words} ({level})" if level else words

    def need(self, role: str) -> str:
        """Return what somebody needs a role for, after *for*."""
        return NEEDS.get(role) or self.role(role)

    def _role_label(self, name: str) -> str:
        known = self.catalogue.things.get(VGX + name)
        return self.catalogue.label(VGX + name) if known else spaced(name)

    def sector(self, letter: str) -> str:
        """Return the name of a sector; its letter stays where it has none."""
        label = self.catalogue.label(SECTORS + letter)
        return label[:1].lower() + label[1:] if len(label) > 1 else f"sector {label}"

    def stage(self, node: str) -> str:
        """Return the stage of the chain in which a node stands."""
        found = self.network.nodes.get(node)
        return found.stage if found is not None else ""

    def is_licence(self, node: str) -> bool:
        """Tell whether a node is the terms under which something is offered."""
        return node in self.network.licences

    def is_thing(self, node: str) -> bool:
        """Tell whether a node is neither an organisation nor a part of one."""
        found = self.network.nodes.get(node)
        return found is not None and found.thing is not None and found.firm != node

    def firms(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """Return the names of nodes, sorted."""
        return tuple(sorted(self.name(node) for node in nodes))


def opening(sentence: str) -> str:
    """Return a sentence with a capital letter if it begins with an article; names stay as they are."""
    first = sentence.partition(" ")[0]
    return sentence[:1].upper() + sentence[1:] if first in ARTICLES else sentence


def spaced(name: str) -> str:
    """Return a name in camel case as words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", local(name)).lower()


def possessive(name: str) -> str:
    """Return the possessive of a name."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def listing(names: Sequence[str], most: int = LISTED) -> str:
    """Return names as one phrase; those beyond `most` are counted."""
    given = list(names)
    if len(given) > most + 1:
        given = [*given[:most], f"{len(given) - most} more"]
    if len(given) <= 1:
        return "".join(given)
    return f"{', '.join(given[:-1])} and {given[-1]}"


def percent(share: float) -> str:
    """Return a share of 1 as a percentage that never rounds up to all nor down to nothing."""
    if ALL <= share < 1.0 - 1e-9:
        return "more than 99.9 %"
    if 0 < share < 1.0 - ALL:
        return "less than 0.1 %"
    whole = 100.0 * share
    return f"{whole:.0f} %" if abs(whole - round(whole)) < 1e-7 else f"{whole:.1f} %"  # noqa: PLR2004


def count(number: int, word: str, plural: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {word if number == 1 else plural or word + 's'}"
