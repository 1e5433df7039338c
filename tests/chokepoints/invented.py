"""Graphs with evidence, drawn at random, and the same graphs as one draw leaves them."""

import pandas as pd
from hypothesis import strategies as st

from valuegraph.chokepoints import DependencyGraph
from valuegraph.chokepoints.drawing import Resampling, resample
from valuegraph.chokepoints.shocks import conditions
from valuegraph.chokepoints.uncertainty import sample

NAMES = "abcdefg"
FACTS = ["f1", "f2", "f3", "f4", "f5"]
SOURCES = ["s1", "s2", "s3"]
CONFIDENCES = [0.3, 0.5, 0.9, 1.0]

facts = st.sampled_from(FACTS)
cells = st.none() | st.lists(
    facts | st.lists(facts, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3
)
evidence = st.lists(
    st.tuples(st.sampled_from(SOURCES), st.sampled_from(CONFIDENCES)), min_size=1, max_size=2
)
clusters_of_facts = st.none() | st.dictionaries(facts, evidence)
views = st.sampled_from(["renewal", "continuity"])


@st.composite
def evidenced(draw, *, acyclic=False):
    """Draw supplies with stated shares, confidences and sources, and requirements for some."""
    triples = st.tuples(
        st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from("rs")
    ).filter(lambda row: row[0] < row[1] if acyclic else row[0] != row[1])
    chosen = draw(st.lists(triples, min_size=2, max_size=14, unique=True))
    rows = [
        {
            "supplier": supplier,
            "dependent": dependent,
            "role": role,
            "weight": draw(st.sampled_from([1, 2, 5])),
            "stock": draw(st.sampled_from([0.0, 0.0, 0.4, 1.0])),
            "confidence": draw(st.sampled_from(CONFIDENCES)),
            "source": draw(cells),
        }
        for supplier, dependent, role in chosen
    ]
    for row in rows:
        group = [
            r["weight"]
            for r in rows
            if r["dependent"] == row["dependent"] and r["role"] == row["role"]
        ]
        row["share"] = row["weight"] / sum(group)
    needs = [
        {
            "dependent": dependent,
            "role": role,
            "essentiality": draw(st.sampled_from([0.5, 1.0])),
            "combination": draw(st.sampled_from(["essential", "linear"])),
            "complete": draw(st.booleans()),
        }
        for dependent, role in sorted({(row["dependent"], row["role"]) for row in rows})
    ]
    return rows, needs


def build(rows, needs, *, nodes=None):
    """Return the graph of drawn tables."""
    columns = ["supplier", "dependent", "role", "share", "stock", "confidence", "source"]
    return DependencyGraph.from_frame(pd.DataFrame(rows)[columns], pd.DataFrame(needs), nodes)


def sampled(graph, targets, by="node", *, view="renewal", **how):
    """Return the sample of a graph."""
    engine = graph.engine
    drawn = resample(engine.graph, Resampling(**how))
    return sample(engine, targets, by, conditions(0.3, view), drawn)
