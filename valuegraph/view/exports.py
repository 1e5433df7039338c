"""The dataset or its slice for other tools: RDF, graph formats, tables; atomic on disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import UsageError
from valuegraph.view.writing import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import networkx as nx
    import pandas as pd

RDF_FORMS = ("ttl", "nq", "jsonld")


@dataclass(frozen=True, slots=True)
class Exportable:
    """What can be written, each part made only when its format is asked for."""

    dump: Callable[[str], bytes]
    graph: Callable[[], nx.MultiDiGraph[str]]
    edges: Callable[[], pd.DataFrame]


def export(what: Exportable, fmt: str, path: Path, *, some_kinds: bool = False) -> None:
    """Write a graph in one of the export formats, atomically.

    `nq` and `jsonld` hold every statement of the data, `ttl` all but conclusions, which share no
    file with facts; the others hold the relations in force on the day of the graph as edges, one
    row or edge for each pair of ends, none left out.

    Parameters
    ----------
    what : Exportable
        The dataset and its slice.
    fmt : str
        ttl, nq, jsonld, graphml, gexf, csv, cyjs or parquet.
    path : Path
        File to write.
    some_kinds : bool
        Whether the slice was narrowed to some kinds of relation, which RDF forms cannot honour.
    """
    writers: dict[str, Callable[[], bytes]] = {
        "graphml": lambda: _graphml(what.graph()),
        "gexf": lambda: _gexf(what.graph()),
        "csv": lambda: bytes(what.edges().to_csv(index=False).encode()),
        "cyjs": lambda: _cyjs(what.graph()),
        "parquet": lambda: _parquet(what.edges()),
    }
    if fmt in RDF_FORMS:
        if some_kinds:
            raise UsageError(
                f"--kind does not apply to {fmt}",
                why="an RDF export is the whole dataset, with sources and evidence",
                mend="choose graphml, gexf, csv, cyjs or parquet, or use valuegraph query",
            )
        write_bytes(path, what.dump(fmt))
    elif fmt in writers:
        write_bytes(path, writers[fmt]())
    else:
        known = ", ".join((*RDF_FORMS, *writers))
        raise UsageError(f"no export format {fmt!r}", mend=f"choose one of {known}")


def _graphml(graph: nx.MultiDiGraph[str]) -> bytes:
    import io

    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue()


def _gexf(graph: nx.MultiDiGraph[str]) -> bytes:
    """Write GEXF with the start and end of each edge."""
    import io

    import networkx as nx

    dated: nx.MultiDiGraph[str] = nx.MultiDiGraph(mode="dynamic")
    dated.add_nodes_from(graph.nodes(data=True))
    for source, target, key, data in graph.edges(keys=True, data=True):
        times = {"start": data["valid_from"]}
        if data["valid_to"]:
            times["end"] = data["valid_to"]
        rest = {k: v for k, v in data.items() if k not in {"valid_from", "valid_to"}}
        dated.add_edge(source, target, key=key, id=f"{key}|{source}|{target}", **rest, **times)
    out = io.BytesIO()
    nx.write_gexf(dated, out)
    return out.getvalue()


def _cyjs(graph: nx.MultiDiGraph[str]) -> bytes:
    import networkx as nx

    return json.dumps(nx.cytoscape_data(graph), ensure_ascii=False, indent=1).encode()


def _parquet(edges: pd.DataFrame) -> bytes:
    import tempfile
    from pathlib import Path

    import fastparquet

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "edges.parquet"
        fastparquet.write(str(target), edges.astype(_plain_types(edges)), write_index=False)
        return target.read_bytes()


def _plain_types(edges: pd.DataFrame) -> dict[str, str]:
    """Return the column types that Parquet readers of every kind understand."""
    return {column: "float64" if column == "confidence" else "object" for column in edges.columns}
