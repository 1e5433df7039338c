"""Runs rules on the engine: the facts of a day in memory, conclusions in a graph of their own.

The store itself stays as it is. Rules build on facts and on what lower strata have concluded,
never on one another: each writes at once into the graph that the next reads, and tests hold that
the order within a stratum changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from valuegraph.store import sparql
from valuegraph.store.engine import XSD, as_tsv
from valuegraph.store.files import DERIVED_GRAPHS
from valuegraph.store.terms import Decoder, table
from valuegraph.vocabulary.namespaces import PREFIXES, VG

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    import rdflib

    from valuegraph.store.rules import Rule
    from valuegraph.store.store import Store

CONCLUSIONS = DERIVED_GRAPHS + "rules"


class Reasoning:
    """Facts in memory, and what rules conclude from them.

    Parameters
    ----------
    inner : pyoxigraph.Store
        Facts in the default graph; made by `of_facts` or `of_files`.
    """

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner
        self._ran: dict[str, None] = {}

    @classmethod
    def of_facts(
        cls, store: Store, facts: Iterable[str], also: Iterable[tuple[str, str, str]] = ()
    ) -> Reasoning:
        """Copy facts out of a store, which stays as it is.

        Parameters
        ----------
        store : Store
            Where the facts are.
        facts : iterable of str
            IRIs of the facts: everything said of each is taken.
        also : iterable of (subject, property, value)
            Further statements between IRIs, such as the kinds of the things spoken of.
        """
        kept, nowhere = ox.Store(), ox.DefaultGraph()
        given = " ".join(map(str, map(ox.NamedNode, facts)))
        text = f"CONSTRUCT {{ ?fact ?p ?o }} WHERE {{ VALUES ?fact {{ {given} }} ?fact ?p ?o }}"

        def copied(inner: ox.Store) -> bytes:
            found: Any = inner.query(text, use_default_graph_as_union=True)
            return _as_text(found)

        kept.load(store.reading(copied), format=ox.RdfFormat.N_TRIPLES)
        kept.extend(
            ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o), nowhere) for s, p, o in also
        )
        return cls(kept)

    @classmethod
    def of_files(cls, paths: Iterable[Path]) -> Reasoning:
        """Read facts from files of Turtle."""
        kept = ox.Store()
        for path in paths:
            kept.load(path=str(path), format=ox.RdfFormat.TURTLE)
        return cls(kept)

    def name(self, labels: Iterable[tuple[str, str]]) -> None:
        """Give things their labels, so that rules can name them."""
        says = ox.NamedNode(PREFIXES["rdfs"] + "label")
        self._inner.extend(
            ox.Quad(ox.NamedNode(iri), says, ox.Literal(label, language="en"), ox.DefaultGraph())
            for iri, label in labels
        )

    @property
    def size(self) -> int:
        """How many triples there are, facts and conclusions; to count them walks through all."""
        return len(self._inner)

    def run(self, rules: Iterable[Rule]) -> None:
        """Draw every conclusion of some rules, lower strata first."""
        for rule in sorted(rules, key=lambda rule: (rule.stratum, rule.id)):
            self._draw(rule)

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT over facts and conclusions; see `Store.rows`."""
        sparql.check(text)
        names, lines = table(as_tsv(self._query(text)))
        value = Decoder().__getitem__
        return names, [tuple(map(value, line)) for line in lines]

    def conclusions(self, *, as_of: dt.date | None = None, digest: str = "") -> rdflib.Graph:
        """Return what was concluded, without the facts: all that is said of what a rule signed.

        Parameters
        ----------
        as_of, digest
            The day and the hash of the facts, to be written on each conclusion.
        """
        from valuegraph.store.bridge import graph_of

        triples: list[ox.Triple] = list(self._concluded())
        if as_of is not None:
            day = ox.Literal(as_of.isoformat(), datatype=ox.NamedNode(XSD + "date"))
            for node in dict.fromkeys(triple.subject for triple in triples):
                triples.append(ox.Triple(node, ox.NamedNode(VG + "asOf"), day))
                triples.append(
                    ox.Triple(node, ox.NamedNode(VG + "datasetHash"), ox.Literal(digest))
                )
        return graph_of(triples)

    def quads(self) -> bytes:
        """Return what was concluded as N-Quads, sorted, in the graph `CONCLUSIONS`."""
        ending = f" <{CONCLUSIONS}> .\n".encode()
        lines = _as_text(self._concluded()).splitlines()
        return b"".join(sorted(line.removesuffix(b" .") + ending for line in lines))

    def _query(self, text: str) -> Any:  # noqa: ANN401 - the form of the query decides
        return self._inner.query(text, prefixes=dict(PREFIXES))

    def _concluded(self) -> ox.QueryTriples:
        ran = " ".join(f'"{each}"' for each in self._ran)
        found: ox.QueryTriples = self._query(
            f"CONSTRUCT {{ ?c ?p ?o }} WHERE {{ VALUES ?rule {{ {ran} }} ?c vg:drawnBy ?rule ; ?p ?o }}"
        )
        return found

    def _draw(self, rule: Rule) -> None:
        sparql.check(rule.text)
        update, prefixes = rule.update, dict(PREFIXES)
        try:
            # Nothing but one query passes here: an update could carry a second operation.
            ox.Store().query(rule.text, prefixes=prefixes)
            # Written by the engine itself, into the one graph it reads: to bring each triple out
            # and in again takes twice the time, and over a union of graphs joins are quadratic.
            self._inner.update(update, prefixes=prefixes)
        except (SyntaxError, ValueError, RuntimeError) as problem:
            raise sparql.explain(rule.text, problem) from problem
        self._ran[rule.id] = None


def _as_text(triples: ox.QueryTriples) -> bytes:
    return triples.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
