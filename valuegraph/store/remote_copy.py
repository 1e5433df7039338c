"""A copy of what an endpoint holds, for commands that read all of it.

The endpoint is asked, per graph and property, for the number of triples and a sum over their
hashes. As long as these stay the same, the copy made before is the same facts. A copy is read in
pages whose sizes must add up to what the server counts, whatever limits it sets.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from valuegraph.errors import EndpointProblem, QueryError
from valuegraph.store.backing import Backing
from valuegraph.store.remote_answers import ask_rows
from valuegraph.store.remote_paging import whole
from valuegraph.store.remote_reading import Size, read_graph
from valuegraph.store.telling import telling
from valuegraph.store.terms import decode, table
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pyoxigraph as ox

    from valuegraph.store.backing import Arrays
    from valuegraph.store.caching import Manifest
    from valuegraph.store.codes import Codes
    from valuegraph.store.files import Source
    from valuegraph.store.remote_http import Endpoint
    from valuegraph.store.telling import Told

T = TypeVar("T")
SURELY_UNION = 10_000
MOST = 20_000_000
# Of each triple, nine digits of a hash; their sum does not depend on the order of rows. A blank
# node has no text of its own.
CHECK = (
    "SUM(<http://www.w3.org/2001/XMLSchema#integer>(SUBSTR(REPLACE(MD5(CONCAT("
    'COALESCE(STR(?s), "_"), " ", COALESCE(STR(?o), "_"), " ", COALESCE(LANG(?o), ""), " ", '
    'COALESCE(STR(DATATYPE(?o)), ""))), "[a-f]", ""), 1, 9)))'
)
PIECES = (
    "SELECT %(names)s (COUNT(*) AS ?n) (SUM(IF(isBlank(?s) || isBlank(?o), 1, 0)) AS ?blank) "
    "(%(check)s AS ?check) WHERE { %(where)s } GROUP BY %(names)s"
)
EVERYWHERE = "GRAPH ?g { ?s ?p ?o }"
NOWHERE = "?s ?p ?o"
BESIDE = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }"
# What Virtuoso keeps of itself beside the facts of others.
OF_THE_SERVER = (
    "http://www.openlinksw.com/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "http://localuriqaserver/",
    "http://localhost:8890/",
    "urn:core:services:sparql",
    "urn:activitystreams-owl:map",
    "urn:rules.",
    "virtrdf-label",
    "facets",
    "b3sonto",
    "b3sifp",
    "dbprdf-label",
)


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """What an endpoint holds of one property in one graph; "" is the default graph."""

    graph: str
    property: str
    triples: int
    blank: int
    check: str


class Copy:
    """What the house reads of an endpoint; fetched when it is first needed.

    Parameters
    ----------
    endpoint : Endpoint
        Who holds the facts.
    cache : Path or None
        Folder of caches.
    told : callable, optional
        Is told what takes long.
    """

    def __init__(self, endpoint: Endpoint, cache: Path | None, told: Told | None = None) -> None:
        self._endpoint = endpoint
        self._cache = cache
        self._told = told
        self._said: list[str] = []

    @cached_property
    def _backing(self) -> Backing:
        with telling(self._told, "asking the endpoint what it holds"):
            pieces, sure = pieces_of(self._endpoint)
        return _Fetched(self._endpoint, pieces, self._cache if sure else None, self._told)

    @property
    def content_hash(self) -> str:
        """Hash of the address and of what the endpoint says of each graph and property."""
        return self._backing.content_hash

    @property
    def sources(self) -> tuple[Source, ...]:
        """No file."""
        return ()

    @property
    def notes(self) -> list[str]:
        """What a user should be told; nothing is asked for it."""
        of_copy = self._backing.notes if "_backing" in self.__dict__ else []
        return [*self._said, *of_copy]

    def said(self, note: str) -> None:
        """Keep what a user should be told, once."""
        if note not in self._said:
            self._said.append(note)

    def held(self) -> tuple[ox.Store, Manifest]:
        """Return the database."""
        return self._backing.held()

    def reading(self, take: Callable[[ox.Store], T]) -> T:
        """Read the database; see `Backing.reading`."""
        return self._backing.reading(take)

    def codes(self) -> Codes:
        """Return every distinct triple as codes, from the database: there are no files."""
        return self._backing.codes()

    def remember(self, name: str, build: Callable[[], Arrays], version: str) -> Arrays:
        """Return kept columns; see `Backing.remember`."""
        return self._backing.remember(name, build, version)


class _Fetched(Backing):
    """A database of what pieces of an endpoint hold."""

    def __init__(
        self, endpoint: Endpoint, pieces: list[Piece], cache: Path | None, told: Told | None
    ) -> None:
        self._endpoint = endpoint
        self._pieces = pieces
        super().__init__((), digest_of(endpoint, pieces), cache, told)
        if cache is None:
            self.notes.append("what was read of the endpoint is not kept")

    def _build_on_disk(self, folder: Path) -> Manifest:
        return self._build(folder)[1]

    def _build_in_memory(self) -> tuple[ox.Store, Manifest]:
        return self._build(None)

    def _build(self, folder: Path | None) -> tuple[ox.Store, Manifest]:
        from valuegraph.store.engine import build_of_quads

        built = build_of_quads(_quads(self._endpoint, self._pieces, self._told), folder)
        if pieces_of(self._endpoint)[0] != self._pieces:
            raise EndpointProblem(
                "the endpoint's facts were edited while they were read",
                where=str(self._endpoint.address),
                why="the answer would belong to neither version",
                mend="ask again",
            )
        return built


def pieces_of(endpoint: Endpoint) -> tuple[list[Piece], bool]:
    """Return what an endpoint holds, and whether that is sure to change with every edit.

    Raises
    ------
    EndpointProblem
        It holds nothing in the terms of this ontology, or more than can be copied.
    """
    check, sure = CHECK, True
    try:
        pieces = _pieces(endpoint, EVERYWHERE, "?g ?p", check)
    except (EndpointProblem, QueryError):
        check, sure = '""', False
        pieces = _pieces(endpoint, EVERYWHERE, "?g ?p", check)
    beside = _beside(endpoint, sum(piece.triples for piece in pieces), check)
    found = sorted(
        piece for piece in [*pieces, *beside] if not piece.graph.startswith(OF_THE_SERVER)
    )
    _judge(endpoint, found)
    return found, sure


def digest_of(endpoint: Endpoint, pieces: Iterable[Piece]) -> str:
    """Return one hash of an address and what is there, 32 hexadecimal digits."""
    digest = hashlib.blake2b(b"endpoint 1", digest_size=16)
    digest.update(f"{endpoint.address!r}\n".encode())
    for piece in pieces:
        digest.update(f"{piece!r}\n".encode())
    return digest.hexdigest()


def _pieces(endpoint: Endpoint, where: str, names: str, check: str) -> list[Piece]:
    text = PIECES % {"names": names, "check": check, "where": where}
    answer = ask_rows(endpoint, text)
    pieces = _read(answer)
    # Cheaper than to probe for one more row, which would compute every sum again.
    if sum(piece.triples for piece in pieces) != _count(endpoint, where):
        pieces = _read(whole(endpoint, text, answer))
    return pieces


def _read(answer: bytes) -> list[Piece]:
    columns, lines = table(answer)
    rows = [dict(zip(columns, map(decode, line), strict=True)) for line in lines]
    return [
        Piece(
            graph=str(row.get("g", "")),
            property=str(row["p"]),
            triples=int(str(row["n"])),
            blank=int(str(row["blank"])),
            check=str(row["check"]),
        )
        for row in rows
        if row.get("p") is not None
    ]


def _count(endpoint: Endpoint, where: str) -> int:
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}"
    return int(str(decode(table(ask_rows(endpoint, text))[1][0][0])))


def _beside(endpoint: Endpoint, named: int, check: str) -> list[Piece]:
    """Return what is in the default graph and in no other.

    Where the default graph of many triples counts just as many as all others, it is their union,
    and need not be gone through.
    """
    count = _count(endpoint, NOWHERE)
    if not count or (count == named and count > SURELY_UNION):
        return []
    return _pieces(endpoint, BESIDE if named else NOWHERE, "?p", check)


def _judge(endpoint: Endpoint, pieces: list[Piece]) -> None:
    count = sum(piece.triples for piece in pieces)
    if not any(piece.property.startswith(VG) for piece in pieces):
        raise EndpointProblem(
            "the endpoint holds no facts in the terms of this ontology",
            where=f"{endpoint.address}: {count:,} other triples",
            why="an answer from no data would look like an answer",
            mend="load ontology and data into it (valuegraph export -f nq), or name the endpoint "
            "that holds them",
        )
    if count > MOST:
        raise EndpointProblem(
            f"the endpoint holds {count:,} triples, and at most {MOST:,} are copied",
            where=str(endpoint.address),
            why="commands that analyse the chain read all of it",
            mend="name the graphs that matter: URL?default-graph-uri=…, or ask with query",
        )


def _quads(endpoint: Endpoint, pieces: list[Piece], told: Told | None) -> Iterable[Any]:
    graphs: dict[str, dict[str, Piece]] = defaultdict(dict)
    for piece in pieces:
        graphs[piece.graph][piece.property] = piece
    named, size = any(graphs), Size()
    with telling(told):
        for number, (graph, inside) in enumerate(graphs.items(), 1):
            if told:
                told("reading the endpoint", number, len(graphs))
            where = (
                EVERYWHERE.replace("?g", f"<{graph}>") if graph else BESIDE if named else NOWHERE
            )
            counts = {name: (piece.triples, piece.blank) for name, piece in inside.items()}
            yield from read_graph(endpoint, graph, where, counts, size)
