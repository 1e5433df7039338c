"""The questions an explanation asks of the engine beyond the ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.chokepoints.drawing import Clusters, Resampled
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.proof import Prover

    Weights = Mapping[str, float]
    Sets = Mapping[str, Iterable[str]]


def engine_of(graph: DependencyGraph) -> Engine:
    """Return the engine behind a graph."""
    return graph.engine


def prover(graph: DependencyGraph, remove: Iterable[str], surge: float, view: str) -> Prover:
    """Return what proves the losses of every node when some nodes stop."""
    from valuegraph.chokepoints.proof import Prover
    from valuegraph.chokepoints.shocks import conditions, node_shock

    engine, asked = engine_of(graph), conditions(surge, view)
    shock = node_shock(engine.graph, sorted(remove), None)
    return Prover(engine, shock, None, asked, engine.losses(shock, None, asked))


def resampled(
    graph: DependencyGraph, clusters: Clusters | None, draws: int, seed: int
) -> Resampled:
    """Return variations of the graph by resampling its evidence."""
    return graph.sensitivity.resample(draws, seed, clusters)


def customs(graph: DependencyGraph, targets: Weights, sets: Sets) -> dict[str, float]:
    """Return what each set loses, as custom, on average over the targets, without each alone."""
    from valuegraph.chokepoints.asymmetry import custom_lost
    from valuegraph.chokepoints.shocks import target_weights

    engine = engine_of(graph)
    code = engine.graph.code
    codes, weights = target_weights(engine.graph, targets)
    lost = custom_lost(engine, codes) @ weights
    selling = set(engine.graph.relations.supplier.tolist())
    found = {}
    for name, nodes in sets.items():
        sellers = [code[node] for node in nodes if code[node] in selling]
        found[name] = float(lost[sellers].mean()) if sellers else 0.0
    return found
