"""Who withdraws together, what each such set is called, and how many belong to none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.projection import Projection

BY = ("group", "firm", "asset", "jurisdiction", "licence")


def controller_sets(projection: Projection, by: str) -> dict[str, set[str]]:
    """Return the sets of nodes that withdraw together, by the IRI of what they are called.

    Parameters
    ----------
    projection : Projection
        The slice.
    by : str
        `group` (organisations under common control), `firm`, `asset` (any node that is neither an
        organisation nor a target), `jurisdiction` (organisations by domicile; what they run stops
        with them, but an implementor's own use of AI is no supply and is not withdrawn) or
        `licence` (the terms under which weights are offered).
    """
    if by not in BY:
        raise UsageError(
            f"cannot rank by {by!r}",
            where="--by",
            mend=f"choose one of {', '.join(BY)}",
        )
    if by == "licence":
        return {iri: set(nodes) for iri, nodes in projection.network.licences.items()}
    sets: dict[str, set[str]] = defaultdict(set)
    for name, node in projection.network.nodes.items():
        if name in projection.network.targets:
            continue
        if node.firm != name:
            if by == "asset" and node.thing is not None:
                sets[name].add(name)
            continue
        if by == "firm":
            sets[name].add(name)
        elif by == "group":
            sets[projection.controllers.get(name, name)].add(name)
        elif by == "jurisdiction" and name in projection.domiciles:
            sets[projection.domiciles[name]].add(name)
    return dict(sets)


def called(projection: Projection, iri: str, nodes: set[str], reach: Mapping[str, float]) -> str:
    """Return what to call a controller: a group goes by its member with the widest reach."""
    label = projection.catalogue.label
    node = projection.network.nodes.get(iri)
    main = min(nodes, key=lambda name: (-reach.get(name, 0.0), name))
    if (
        main == iri
        or projection.network.nodes[main].firm != main
        or projection.catalogue.is_a(iri, "Jurisdiction")
    ):
        return node.label if node is not None else label(iri)
    return f"{label(main)} (group of {label(iri)})"


def known_members(projection: Projection, by: str) -> tuple[str, ...]:
    """Return the sentence that says how much of the chain belongs to any set at all."""
    network = projection.network
    if by == "jurisdiction":
        firms = [name for name, node in network.nodes.items() if node.firm == name]
        known = sum(name in projection.domiciles for name in firms)
        line = (
            f"{known} of {len(firms)} organisations in the chain have a known domicile; the "
            "others belong to no jurisdiction here. What an organisation runs stops with it, "
            "wherever it stands."
        )
        return (line,)
    if by == "licence":
        offered = {d for _, d, role in network.supplies if role == "modelWeights"}
        under = {d for _, d, role in network.supplies if role == "licenceTerms"}
        line = (
            f"{len(offered & under)} of {len(offered)} offerings of weights have known terms; "
            "the others belong to no licence here."
        )
        return (line,)
    return ()
