"""Facts out of anything that answers SPARQL with rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from valuegraph.errors import UnknownNameError
from valuegraph.facts.assembly import HAS_EVIDENCE, SOURCE, Statements, fact_from
from valuegraph.facts.records import Fact, Iri, Value

Rows = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]
"""SPARQL SELECT -> names and rows of native values."""

AROUND = """
SELECT DISTINCT ?fact ?property ?source WHERE {{
  ?fact ?property <{iri}> ; vg:hasEvidence ?evidence ; a ?class .
  OPTIONAL {{ ?class vg:edgeSource ?source }}
}}
"""
ABOUT = """
SELECT ?node ?property ?value (isIRI(?value) AS ?named) WHERE {{
  VALUES ?node {{ {nodes} }} ?node ?property ?value
}}
"""
AT_ONCE = 2000
IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")


def facts_about(rows: Rows, iri: str) -> tuple[list[Fact], list[Fact]]:
    """Return the facts in which a thing takes part.

    Parameters
    ----------
    rows : callable
        Answers SPARQL, for instance `Store.rows`.
    iri : str
        The thing.

    Returns
    -------
    outgoing : list of Fact
        Those in which it stands at the upstream end (`vg:edgeSource` of the fact's class).
    incoming : list of Fact
        All others. Both sorted by class, start and label.

    Raises
    ------
    UnknownNameError
        The text is no IRI.
    DataError
        A fact lacks its class, or has a date or confidence that is none.
    """
    if not IRI.fullmatch(iri):
        raise UnknownNameError(f"{iri!r} is not an IRI", mend="resolve the name first")
    around = rows(AROUND.format(iri=iri))[1]
    upstream = {fact for fact, prop, source in around if prop == source}
    facts = facts_of(rows, (fact for fact, _, _ in around))
    return (
        [fact for fact in facts if fact.iri in upstream],
        [fact for fact in facts if fact.iri not in upstream],
    )


def facts_of(rows: Rows, iris: Iterable[str]) -> list[Fact]:
    """Return the facts of some nodes, sorted by class, start and label; see `facts_about`."""
    wanted = sorted(set(iris))
    statements: dict[str, list[tuple[str, Value]]] = _about(rows, wanted)
    evidence = _linked(statements, HAS_EVIDENCE)
    statements.update(_about(rows, evidence))
    statements.update(_about(rows, _linked(statements, SOURCE)))
    facts = [fact_from(iri, statements) for iri in wanted]
    return sorted(facts, key=lambda f: (f.cls, str(f.valid_from or ""), f.label, f.iri))


def _about(rows: Rows, nodes: list[str]) -> dict[str, list[tuple[str, Value]]]:
    found: dict[str, list[tuple[str, Value]]] = {}
    for start in range(0, len(nodes), AT_ONCE):
        listed = " ".join(f"<{node}>" for node in nodes[start : start + AT_ONCE])
        for node, prop, value, named in rows(ABOUT.format(nodes=listed))[1]:
            found.setdefault(node, []).append((prop, Iri(value) if named else value))
    return found


def _linked(statements: Statements, prop: str) -> list[str]:
    return sorted(
        {
            str(value)
            for pairs in statements.values()
            for name, value in pairs
            if name == prop and isinstance(value, Iri)
        }
    )
