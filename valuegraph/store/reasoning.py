"""Runs rules on the engine: the facts of a day in memory, conclusions in a graph of their own.

The store itself stays as it is. Rules of one stratum see the facts and what lower strata have
concluded, never one another.
"""

from __future__ import annotations

from itertools import groupby
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
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
DRAWN_BY = ox.NamedNode(VG + "drawnBy")


class Reasoning:
    """Facts in memory, and what rules conclude from them.

    Parameters
    ----------
    inner : pyoxigraph.Store
        Facts in the default graph; made by `of_facts` or `of_files`.
    """

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner
        self._concluded: dict[ox.Triple, None] = {}

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
        kept = ox.Store()
        given, nowhere = [ox.NamedNode(iri) for iri in facts], ox.DefaultGraph()

        def copied(inner: ox.Store) -> list[ox.Quad]:
            return [
                ox.Quad(quad.subject, quad.predicate, quad.object, nowhere)
                for fact in given
                for quad in inner.quads_for_pattern(fact, None, None, None)
            ]

        kept.extend(store.reading(copied))
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

    def run(self, rules: Iterable[Rule]) -> int:
        """Draw every conclusion of some rules, lower strata first; return how many triples."""
        ordered = sorted(rules, key=lambda rule: (rule.stratum, rule.id))
        before = len(self._inner)
        for _, stratum in groupby(ordered, key=lambda rule: rule.stratum):
            drawn = [triple for rule in stratum for triple in self._drawn(rule)]
            # One graph to read from: over the engine's union of graphs joins become quadratic.
            self._inner.extend(ox.Quad(t.subject, t.predicate, t.object) for t in drawn)
            self._concluded.update(dict.fromkeys(drawn))
        return len(self._inner) - before

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT over facts and conclusions; see `Store.rows`."""
        sparql.check(text)
        names, lines = table(as_tsv(self._query(text)))
        value = Decoder().__getitem__
        return names, [tuple(map(value, line)) for line in lines]

    def conclusions(self, *, as_of: dt.date | None = None, digest: str = "") -> rdflib.Graph:
        """Return what was concluded, without the facts.

        Parameters
        ----------
        as_of, digest
            The day and the hash of the facts, to be written on each conclusion.
        """
        from valuegraph.store.bridge import graph_of

        triples = list(self._concluded)
        if as_of is not None:
            day = ox.Literal(as_of.isoformat(), datatype=ox.NamedNode(XSD + "date"))
            for node in dict.fromkeys(triple.subject for triple in self._concluded):
                triples.append(ox.Triple(node, ox.NamedNode(VG + "asOf"), day))
                triples.append(
                    ox.Triple(node, ox.NamedNode(VG + "datasetHash"), ox.Literal(digest))
                )
        return graph_of(triples)

    def quads(self) -> bytes:
        """Return what was concluded as N-Quads, sorted, in the graph `CONCLUSIONS`."""
        graph = ox.NamedNode(CONCLUSIONS)
        quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in self._concluded]
        text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        return b"".join(sorted(text.splitlines(keepends=True)))

    def _query(self, text: str) -> Any:  # noqa: ANN401 - the form of the query decides
        return self._inner.query(text, prefixes=dict(PREFIXES))

    def _drawn(self, rule: Rule) -> Iterable[ox.Triple]:
        sparql.check(rule.text)
        try:
            found = self._query(rule.text)
        except (SyntaxError, ValueError, RuntimeError) as problem:
            raise sparql.explain(rule.text, problem) from problem
        by = ox.Literal(rule.id)
        for triple in found:
            yield triple
            if triple.predicate == RDF_TYPE:
                yield ox.Triple(triple.subject, DRAWN_BY, by)
