"""Who controls each node, under which law that firm stands, and what is known of its users."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.projection.assembly import Assembly

PUBLIC_BODY = VGX + "publicBody"


def place(build: Assembly) -> None:
    """Give every node the firm that runs it, with that firm's controller and domicile.

    What nobody in particular runs (a market, an unnamed supplier, a chip, a licence, weights of
    which each user holds a copy) has none of them. A user whom a source places among public
    bodies is not commercial; of all others it is unknown, since no fact says what kind of
    organisation they are.
    """
    network = build.network
    operators: dict[str, set[str]] = defaultdict(set)
    for supplier, dependent, role in network.supplies:
        if role == "provision":
            operators[dependent].add(supplier)
    positions = build.catalogue.by("ChainPosition", "chainRole").get(PUBLIC_BODY, ())
    public = {record.one("organization") for record in positions}
    for name, node in network.nodes.items():
        user = name in network.targets
        if user or name == node.firm:
            node.runner = node.firm
        elif len(operators[name]) == 1:
            (node.runner,) = operators[name]
        if node.runner is not None:
            node.controller = build.top(node.runner)
            node.jurisdiction = build.domiciles.get(node.runner)
        if user and node.firm in public:
            node.commercial = False
