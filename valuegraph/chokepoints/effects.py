"""What each of the five verbs does to a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.imposing import Effect, Shock
from valuegraph.chokepoints.licence import licence_effect
from valuegraph.chokepoints.naming import counted, suggestions
from valuegraph.chokepoints.price import price_effect
from valuegraph.chokepoints.sanction import sanction_effect
from valuegraph.chokepoints.splitting import ANY_KIND
from valuegraph.chokepoints.verbs import Cut, Licence, Remove, Sanction
from valuegraph.errors import UnknownNameError

if TYPE_CHECKING:
    from valuegraph.chokepoints.naming import Directory
    from valuegraph.chokepoints.verbs import Verb


def effect_of(directory: Directory, verb: Verb) -> Effect:
    """Return what one verb does to the graph of a directory."""
    if isinstance(verb, Remove):
        meant = directory.one(verb.name, verb.by)
        shock = Shock(caps=dict.fromkeys(meant.nodes, float(verb.level)))
        return Effect(shock, shock, f"{meant} keeps {verb.level:g} of its service")
    if isinstance(verb, Cut):
        return _cut(directory, verb)
    if isinstance(verb, Licence):
        return licence_effect(directory, verb.name, verb.clause, verb.of)
    if isinstance(verb, Sanction):
        return sanction_effect(directory, verb)
    return price_effect(directory, verb)


def _cut(directory: Directory, verb: Cut) -> Effect:
    graph = directory.graph
    if verb.kind != ANY_KIND and verb.kind not in graph.kinds:
        near = suggestions(verb.kind, graph.kinds)
        raise UnknownNameError(
            f"no supply is of the kind {verb.kind!r}",
            where="scenario",
            mend=(f"did you mean {' or '.join(near)}? " if near else "")
            + f"use one of {', '.join(graph.kinds)}, or {ANY_KIND} for all",
        )
    supplier = directory.owned(verb.supplier)
    hit = np.isin(graph.relations.supplier, supplier.nodes)
    if verb.kind != ANY_KIND:
        hit &= graph.relations.kind == graph.kinds.index(verb.kind)
    meaning = f"supplies from {supplier}"
    if verb.owner is not None:
        owner = directory.owned(verb.owner)
        hit &= np.isin(graph.dependent, owner.nodes)
        meaning += f" to {owner}"
    relations = np.flatnonzero(hit).tolist()
    kind = "any kind" if verb.kind == ANY_KIND else f"the kind {verb.kind}"
    shock = Shock(relation_caps=dict.fromkeys(relations, 0.0))
    return Effect(shock, shock, f"{meaning} ended: {counted(len(relations), 'supply')} of {kind}")
