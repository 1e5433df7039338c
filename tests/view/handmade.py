"""Small dependency networks written by hand, with their names, as a projection would give them."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

from valuegraph.chokepoints import DependencyGraph
from valuegraph.projection.network import Need, Network, Node

SECTOR = "http://data.europa.eu/ux2/nace2.1/F"


class Names:
    """A catalogue that knows labels, classes and requirements, and nothing else."""

    def __init__(self, labels=(), classes=(), requirements=()):
        self._labels = {SECTOR: "Construction", **dict(labels)}
        self._classes = set(classes)
        self._requirements = list(requirements)
        self.things = {}

    def label(self, iri):
        return self._labels.get(iri, iri.rpartition("/")[2].rpartition("#")[2])

    def is_a(self, iri, cls):
        return (iri, cls) in self._classes

    def value(self, iri, prop):
        return None

    def by(self, cls, prop):
        found = defaultdict(list)
        for iri, dependent, role in self._requirements if prop == "dependent" else ():
            found[dependent].append(SimpleNamespace(iri=iri, one={"requiresRole": role}.get))
        return found


def network(*supplies, targets, needs=(), nodes=()):
    """Return a network of (supplier, dependent, role, facts) with options, and its targets."""
    made = Network(targets=dict(targets))
    for name, label, stage, firm in nodes:
        made.nodes[name] = Node(label, stage, firm=firm, thing=name.partition("#")[0])
    for supplier, dependent, role, facts, *options in supplies:
        made.supply(supplier, dependent, role, kind="supply", facts=facts, **dict(*options))
        for end in (supplier, dependent):
            made.nodes.setdefault(end, Node(end, "offerings", firm=end, thing=end))
    for dependent, role, need in needs:
        made.needs[dependent, role] = Need(**need)
    return made


def projection(made, functions=(), **names):
    """Return what the words need of a projection."""
    return SimpleNamespace(network=made, catalogue=Names(**names), functions=dict(functions))


def engine(made):
    return DependencyGraph.from_frame(
        made.supply_columns(), made.requirement_columns(), made.node_columns()
    )
