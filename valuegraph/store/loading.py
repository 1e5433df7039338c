"""Read RDF files into an oxigraph store; every problem with file, line, column and a way out."""

from __future__ import annotations

import re
import zlib
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from valuegraph.errors import DataError, FileProblem, ValuegraphError
from valuegraph.store.files import GRAPHS, open_bytes, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuegraph.store.files import Source
    from valuegraph.store.telling import Told

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
HEAD = 1 << 20
ENTITY_IN_ENTITY = re.compile(rb"""<!ENTITY\s+\S+\s+(?:"[^"]*&\w|'[^']*&\w)""")
POSITION = re.compile(r"^Parser error at line (\d+) (?:between columns|column) (\d+)[^:]*: ")
MENDS = (
    ("UTF-8", "save the file as UTF-8; if it is no text at all, it is not RDF"),
    ("prefix", "declare the prefix at the top of the file with @prefix"),
    ("dot is expected", "end the statement before this place with a full stop"),
    ("end of file", "close the string, IRI or statement that starts here"),
    ("remote contexts", "put the context into the file: nothing is fetched from the network"),
    ("buffer", "close the string or IRI that never ends; if the file is no RDF, leave it out"),
)
SHOWN = 20

# A store that answers over the union of its graphs gives a triple once for each graph that holds
# it, though the union of graphs is a set. So when graphs overlap, the default graph gets one copy
# of every triple and queries are answered from there.
OVERLAP = """ASK {
  { SELECT ?s { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s HAVING (COUNT(DISTINCT ?g) > 1) }
  GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h)
}"""
OVERLAP_OF_REST = """ASK {
  { SELECT ?s { VALUES ?g { %(rest)s } GRAPH ?g { ?s ?p ?o } }
    GROUP BY ?s HAVING (COUNT(DISTINCT ?g) > 1) }
  VALUES ?g { %(rest)s } GRAPH ?g { ?s ?p ?o }
  GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h)
}"""
OVERLAP_WITH_ONE = """ASK {
  VALUES ?g { %(rest)s } GRAPH ?g { ?s ?p ?o } GRAPH <%(one)s> { ?s ?p ?o }
}"""
SMALL_FILE = 1 << 20
OVERWHELMING = 0.75


def fill(
    store: ox.Store,
    sources: Sequence[Source],
    *,
    bulk: bool,
    told: Told | None = None,
    disjoint: bool = False,
) -> bool:
    """Load every file into its named graph.

    Parameters
    ----------
    store : pyoxigraph.Store
        An empty store.
    sources : sequence of Source
        Files; the quads of TriG, N-Quads and JSON-LD keep their own graph names.
    bulk : bool
        Stream large files to disk instead of loading each file in one transaction.
    told : Told, optional
        Is told of each file.
    disjoint : bool
        No triple is in two files: this is known and not looked for.

    Returns
    -------
    bool
        Whether graphs overlap, so that the default graph holds the union.

    Raises
    ------
    FileProblem, DataError
        With the problems of all files that cannot be read.
    """
    problems: list[ValuegraphError] = []
    # Each bulk load writes a dozen files, so small sources are streamed together.
    gathered = ox.Store() if bulk else store
    for number, source in enumerate(sources, 1):
        if told:
            told("reading files", number, len(sources))
        streamed = bulk and not problems and source.path.stat().st_size >= SMALL_FILE
        try:
            _load(store if streamed else gathered, source, bulk=streamed)
        except ValuegraphError as problem:
            problems.append(problem)
    if problems:
        raise _together(problems)
    if bulk:
        store.bulk_extend(gathered)
    if disjoint:
        return False
    if told:
        told("looking for statements that two files make", 0, 0)
    overlap = len(sources) + _own_graphs(store) > 1 and _overlap(store, sources)
    if overlap:
        store.bulk_extend(_union(store))
    return overlap


def unite(store: ox.Store) -> bool:
    """Give the default graph one copy of every triple if graphs overlap, and return whether."""
    overlap = bool(store.query(OVERLAP))
    if overlap:
        store.bulk_extend(_union(store))
    return overlap


def _overlap(store: ox.Store, sources: Sequence[Source]) -> bool:
    """Whether a triple is in two graphs.

    Where one file outweighs the others, theirs are looked up in it: to list its subjects would
    take a second and 100 MB for each million triples.
    """
    sizes = {source.graph: source.path.stat().st_size for source in sources}
    one = max(sizes, key=sizes.__getitem__)
    if sizes[one] < OVERWHELMING * sum(sizes.values()) or _own_graphs(store):
        return bool(store.query(OVERLAP))
    graphs = {"one": one, "rest": " ".join(f"<{graph}>" for graph in sizes if graph != one)}
    asked = (OVERLAP_WITH_ONE, OVERLAP_OF_REST)
    return any(bool(store.query(query % graphs)) for query in asked)


def _load(store: ox.Store, source: Source, *, bulk: bool) -> None:
    graph = ox.NamedNode(source.graph)
    with reading(source), open_bytes(source) as file:
        start = file.tell()
        _look_at(file.read(HEAD), source)
        file.seek(start)
        load = partial(
            store.bulk_load if bulk else store.load,
            format=FORMATS[source.form],
            base_iri=source.graph,
            to_graph=graph,
        )
        try:
            if source.compressed:
                load(file)
            elif source.content is not None:
                load(source.content[start:])
            elif start:
                load(file)
            else:
                load(path=source.path)
        except (SyntaxError, ValueError, MemoryError, zlib.error) as problem:
            raise _malformed(source, problem) from problem


def _look_at(head: bytes, source: Source) -> None:
    if b"\0" in head:
        before = head[: head.index(b"\0")]
        column = len(before) - before.rfind(b"\n")
        raise DataError(
            "this file is no text: it holds zero bytes",
            where=f"{source.path}, line {before.count(10) + 1}, column {column}",
            mend="save the file as UTF-8; if it is no RDF, leave it out",
        )
    if source.form == "rdf" and head.strip() and not head.lstrip().startswith(b"<"):
        raise DataError(
            "this file is not RDF/XML: it does not start with <",
            where=f"{source.path}, line 1, column 1",
            mend="rename it after the notation it is in, or leave it out",
        )
    if source.form == "rdf" and ENTITY_IN_ENTITY.search(head):
        raise DataError(
            "this XML defines entities out of entities",
            where=str(source.path),
            why="a few lines of them can grow to gigabytes",
            mend="write the entities out",
        )


def _own_graphs(store: ox.Store) -> int:
    return sum(not graph.value.startswith(GRAPHS) for graph in store.named_graphs())


def _union(store: ox.Store) -> Iterator[ox.Quad]:
    for quad in store:
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _malformed(source: Source, problem: BaseException) -> DataError:
    text = str(getattr(problem, "msg", None) or problem)
    found = POSITION.match(text)
    line, column = getattr(problem, "lineno", None), getattr(problem, "offset", None)
    where = str(source.path) + (f", line {line}, column {column}" if line else "")
    reason = text[found.end() :] if found else text
    mend = next((mend for sign, mend in MENDS if sign in reason), None)
    return DataError(
        f"this file is not valid {FORMATS[source.form].name}: {_printable(reason)}",
        where=where,
        why="a file is taken whole or not at all: half of it could pass for all of it",
        mend=mend or "mend the text at this place, or leave the file out",
    )


def _printable(text: str) -> str:
    shown = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "�" for char in shown)[:300]


def _together(problems: Sequence[ValuegraphError]) -> ValuegraphError:
    if len(problems) == 1:
        return problems[0]
    kind = DataError if any(isinstance(p, DataError) for p in problems) else FileProblem
    places = [f"{p.where}: {p.what}" for p in problems[:SHOWN]]
    if len(problems) > SHOWN:
        places.append(f"and {len(problems) - SHOWN} more")
    return kind(
        f"{len(problems)} files cannot be read",
        where="\n    ".join(places),
        why=problems[0].why,
        mend="mend these files, or leave them out",
    )
