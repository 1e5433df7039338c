"""Who needs whom more: what the targets lose without a name, less what it loses without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.controllers import controller_sets
from valuegraph.chokepoints.engine import Conditions, Engine
from valuegraph.chokepoints.plan import compile_plan
from valuegraph.chokepoints.propagate import Columns
from valuegraph.chokepoints.ranking import share_lost
from valuegraph.chokepoints.reversal import reversed_graph
from valuegraph.chokepoints.solving import solve
from valuegraph.chokepoints.uncertainty import ask

if TYPE_CHECKING:
    import pandas as pd

    from valuegraph.chokepoints.controllers import By
    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray
    from valuegraph.chokepoints.shocks import Targets

BLOCK = 128


def asymmetry(engine: Engine, targets: Targets, by: By, view: str) -> pd.Series[float]:
    """Return for each name how much more the targets need it than it needs them.

    The weighted mean over targets t of (what t loses when the name withdraws) less (what the
    name's custom loses when t alone withdraws, the mean over its nodes that have customers), in
    the short run. Custom is counted on the reversed graph.

    Parameters
    ----------
    engine : Engine
        The graph.
    targets, by, view
        As for :meth:`DependencyGraph.chokepoints`. Custom has no stock, so the view changes the
        first part only.

    Returns
    -------
    Series
        Between -1 and 1 by name; 0 also where neither needs the other.

    References
    ----------
    Hirschman, A. O. (1945). National Power and the Structure of Foreign Trade. University of
    California Press; that power comes from unequal dependence, not from trade as such.
    """
    import pandas as pd

    question = ask(engine, targets, Conditions(0.0, view))
    _, controllers = controller_sets(engine.graph, engine.attributes, by)
    sets = [controller.nodes for controller in controllers]
    needed = share_lost(question, sets, 0.0)
    custom = custom_lost(engine, question.targets) @ question.weights
    sells = np.zeros(len(engine.graph.names), dtype=bool)
    sells[engine.graph.relations.supplier] = True
    needs = np.zeros(len(sets))
    for i, nodes in enumerate(sets):
        sellers = [node for node in nodes if sells[node]]
        if sellers:
            needs[i] = custom[sellers].mean()
    index = pd.Index([controller.name for controller in controllers], name="name", dtype=object)
    return pd.Series(needed - needs, index=index, name="asymmetry")


def custom_lost(engine: Engine, targets: IntArray) -> FloatArray:
    """Return the share of custom each node loses without each target: (n_nodes, n_targets)."""
    mirror = Engine(reversed_graph(engine.graph), {})
    layout = mirror.layout("renewal")
    n_nodes = len(mirror.graph.names)
    plan = compile_plan(layout, np.ones(n_nodes, dtype=bool))
    # Both graphs sort the same names, so their codes agree.
    lost = np.zeros((n_nodes, len(targets)))
    for first in range(0, len(targets), BLOCK):
        part = targets[first : first + BLOCK]
        shock = np.zeros((n_nodes + 1, len(part)))
        shock[plan.row[part], np.arange(len(part))] = 1.0
        loss = solve(plan, Columns(shock, np.zeros(len(part))))
        lost[:, first : first + BLOCK] = loss[plan.row]
    return lost
