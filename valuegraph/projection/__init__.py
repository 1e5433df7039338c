"""Store -> integer columns -> one time slice -> dependency network and networkx graph.

The only room that builds graphs. `read_columns` reads the store once; `project` turns a slice
into the dependency network that the engine evaluates; `to_networkx` gives the relations as edges.
"""

from valuegraph.projection.columns import Columns, read_columns
from valuegraph.projection.coverage import coverage_lines
from valuegraph.projection.dependency import Projection, project
from valuegraph.projection.graphs import edge_rows, to_networkx
from valuegraph.projection.narrowing import narrowed
from valuegraph.projection.slices import Slice, parse_date

__all__ = [
    "Columns",
    "Projection",
    "Slice",
    "coverage_lines",
    "edge_rows",
    "narrowed",
    "parse_date",
    "project",
    "read_columns",
    "to_networkx",
]
