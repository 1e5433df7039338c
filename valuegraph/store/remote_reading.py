"""Every triple of one graph of an endpoint, in as many questions as its limits demand.

Nothing is sorted: small properties are asked together, large ones divided by a hash of subject
and object, and what comes is held against what the server counts. Where less comes than it
counts, the number that came is its limit, and the question is divided further.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from valuegraph.errors import EndpointProblem
from valuegraph.store.files import GRAPHS
from valuegraph.store.remote_answers import ask_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.store.remote_http import Endpoint

BESIDE = GRAPHS + "endpoint"
"""Takes what an endpoint holds in no named graph."""
AT_ONCE = 50_000
LEAST = 50
FULL = 0.7
EVENLY = 8
DIGITS = "0123456789abcdef"
NAMED = "!isBlank(?s) && !isBlank(?o)"
BLANK = "isBlank(?s) || isBlank(?o)"
HASH = 'SUBSTR(MD5(CONCAT(STR(?s), " ", STR(?o))), 1, %d)'


class Size:
    """How many rows a server gives at once, as far as is known."""

    def __init__(self) -> None:
        self.rows = AT_ONCE

    def learn(self, endpoint: Endpoint, place: str, most: int, came: int, expected: int) -> None:
        """Take what came, where more was expected, for the limit of the server.

        Raises
        ------
        EndpointProblem
            More came, or so little that it cannot be a limit.
        """
        if came > expected or most < LEAST:
            raise EndpointProblem(
                f"the endpoint counts {expected:,} triples and gives {came:,}",
                where=f"{endpoint.address}: {place}",
                why="an answer from a part of the facts would look like one from all",
                mend="ask again; if it stays so, raise the server's limit of rows, or its keeper "
                "should know",
            )
        self.rows = min(self.rows, most)


def read_graph(
    endpoint: Endpoint, graph: str, where: str, counts: dict[str, tuple[int, int]], size: Size
) -> Iterator[ox.Quad]:
    """Yield every triple of a graph.

    Parameters
    ----------
    endpoint : Endpoint
        Who holds it.
    graph, where : str
        Its name ("" for the default graph), and the pattern that finds ?s ?p ?o in it.
    counts : dict
        Property -> triples, and those of them with blank nodes.
    size : Size
        What is known of the server's limit.

    Raises
    ------
    EndpointProblem
        Less or more comes than the server counts.
    """
    name = ox.NamedNode(graph or BESIDE)
    named = {prop: every - blank for prop, (every, blank) in counts.items()}
    rows = _of_properties(endpoint, where, {p: n for p, n in named.items() if n}, size)
    for s, p, o in rows:
        yield ox.Quad(s, p, o, name)
    # A blank node is the same within one answer only, so these must come in one.
    among = {prop: blank for prop, (_, blank) in counts.items() if blank}
    expected = sum(among.values())
    if expected:
        found = _ask(endpoint, where, list(among), BLANK)
        if len(found) != expected:
            size.learn(endpoint, f"blank nodes of {graph or 'no graph'}", 0, len(found), expected)
        for s, p, o in found:
            yield ox.Quad(s, p, o, name)


def _of_properties(
    endpoint: Endpoint, where: str, counts: dict[str, int], size: Size
) -> Iterator[tuple[Any, ...]]:
    waiting = sorted(counts, key=lambda prop: (counts[prop], prop))
    while waiting:
        chosen: list[str] = []
        expected = 0
        while waiting and (not chosen or expected + counts[waiting[0]] <= size.rows):
            chosen.append(waiting.pop(0))
            expected += counts[chosen[-1]]
        if len(chosen) == 1 and expected > size.rows:
            yield from _divided(endpoint, where, chosen[0], expected, size)
            continue
        found = _ask(endpoint, where, chosen, NAMED)
        if len(found) == expected:
            yield from found
            continue
        size.learn(endpoint, chosen[0], len(found), len(found), expected)
        waiting = chosen + waiting


def _divided(
    endpoint: Endpoint, where: str, prop: str, expected: int, size: Size
) -> Iterator[tuple[Any, ...]]:
    """Yield the triples of one property, part by part of a hash."""
    while True:
        found: list[tuple[Any, ...]] = []
        largest = 0
        for parts in _groups(expected, size.rows):
            values = ", ".join(f'"{part}"' for part in parts)
            condition = f"{NAMED} && {HASH % len(parts[0])} IN ({values})"
            part = _ask(endpoint, where, [prop], condition)
            largest = max(largest, len(part))
            found += part
        if len(found) == expected:
            yield from found
            return
        size.learn(endpoint, prop, min(largest, size.rows // 2), len(found), expected)


def _groups(expected: int, most: int) -> list[list[str]]:
    """Return beginnings of a hash in groups that should each stay well below a number of rows."""
    groups = math.ceil(expected / (most * FULL))
    digits = next(n for n in itertools.count(1) if len(DIGITS) ** n >= EVENLY * groups)
    parts = ["".join(each) for each in itertools.product(DIGITS, repeat=digits)]
    each = math.ceil(len(parts) / groups)
    return [parts[at : at + each] for at in range(0, len(parts), each)]


def _ask(
    endpoint: Endpoint, where: str, properties: list[str], condition: str
) -> list[tuple[Any, ...]]:
    among = f"VALUES ?p {{ {' '.join(f'<{prop}>' for prop in properties)} }}"
    return ask_terms(endpoint, f"SELECT ?s ?p ?o WHERE {{ {among} {where} FILTER({condition}) }}")
