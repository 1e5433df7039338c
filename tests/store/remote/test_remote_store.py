"""A remote store answers as the store over files does."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

import valuegraph as vg
from tests.store.remote.conftest import sparql
from valuegraph.cli.app import build
from valuegraph.errors import EndpointProblem, QueryError, UnknownNameError, UsageError
from valuegraph.store import remote_copy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.store.remote.conftest import Server
    from valuegraph.store import Store

SUPPLIES = "SELECT ?s ?share ?to { ?s a vg:Supply OPTIONAL { ?s vg:share ?share } OPTIONAL { ?s vg:validTo ?to } } ORDER BY ?s"
EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


def test_a_query_is_answered_by_the_endpoint_itself(
    serve: Callable[..., Server], inner: ox.Store, local: Store
) -> None:
    server = serve(sparql(inner))
    remote = server.store()
    pd.testing.assert_frame_equal(remote.frame(SUPPLIES), local.frame(SUPPLIES))
    asked = [text for text in server.asked if text.endswith(SUPPLIES)]
    assert asked, "the text must reach the endpoint as it was written"
    assert not any("COUNT(*)" in text for text in server.asked), "no copy is made for a query"


def test_every_form_is_the_same_as_from_files(
    serve: Callable[..., Server], inner: ox.Store, local: Store
) -> None:
    remote = serve(sparql(inner)).store()
    for form in ("json", "xml", "csv", "tsv"):
        assert remote.serialise(SUPPLIES, form) == local.serialise(SUPPLIES, form)
    build = "CONSTRUCT { ?s vg:supplier ?f } WHERE { ?s vg:supplier ?f }"
    for form in ("ttl", "nt", "rdf", "jsonld"):
        assert remote.serialise(build, form) == local.serialise(build, form)
    assert set(remote.construct(build)) == set(local.construct(build))
    for text in ("ASK { ?s a vg:Supply }", "ASK { ?s a vg:Nothing }"):
        assert remote.ask(text) is local.ask(text)
        assert remote.frame(text).equals(local.frame(text))
        assert remote.serialise(text, "json") == local.serialise(text, "json")


def test_triples_that_may_be_a_part_are_told(serve: Callable[..., Server]) -> None:
    held = ox.Store()
    says = ox.NamedNode("urn:says")
    held.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), says, says) for n in range(10))
    remote = serve(sparql(held)).store()
    assert len(remote.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 10
    assert len(remote.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 10
    (note,) = remote.notes
    assert "gave 10 triples" in note


def test_values_reach_the_endpoint(
    serve: Callable[..., Server], inner: ox.Store, local: Store
) -> None:
    remote = serve(sparql(inner)).store()
    for value in ({"n": 3}, {"s": f"<{vg_data('sup-chip-quill')}>"}):
        text = "SELECT ?s ?n { ?s vg:quantity|vg:share ?n }"
        assert remote.frame(text, bindings=value).equals(local.frame(text, bindings=value))
        assert len(remote.frame(text, bindings=value)) == 1


def vg_data(name: str) -> str:
    return f"https://w3id.org/valuegraph/data/{name}"


def test_the_copy_says_what_the_files_say(
    serve: Callable[..., Server], inner: ox.Store, local: Store, cache: Path
) -> None:
    server = serve(sparql(inner))
    remote = server.store(cache)
    assert remote.dump("nq") == local.dump("nq")
    assert len(remote) == len(local)
    assert remote.rows(EVERYTHING) == local.rows(EVERYTHING)
    assert remote.resolve("lens works") == local.resolve("lens works")
    assert remote.labels([vg_data("org-lens")]) == {vg_data("org-lens"): "Lens Works"}
    ours, theirs = remote.codes(), local.codes()
    assert sorted(ours.terms) == sorted(theirs.terms)
    assert len(ours.subject) == len(theirs.subject) == len(local)
    assert set(remote.rdf().triples((None, None, None))) == set(
        local.rdf().triples((None, None, None))
    )
    assert remote.sources == ()
    assert remote.notes == ()
    with pytest.raises(UnknownNameError):
        remote.resolve("nobody at all")


def test_a_copy_is_kept_as_long_as_the_facts_stay(
    serve: Callable[..., Server], inner: ox.Store, cache: Path
) -> None:
    server = serve(sparql(inner))
    first = server.store(cache)
    before = first.rows(EVERYTHING)
    columns = first.remember("numbers", lambda: {"n": np.arange(3)})
    server.asked.clear()
    second = server.store(cache)
    assert second.rows(EVERYTHING) == before
    assert second.content_hash == first.content_hash
    kept = second.remember("numbers", lambda: {"n": np.arange(9)})
    assert kept["n"].tolist() == columns["n"].tolist()
    assert not any(text.startswith("SELECT ?s ?p ?o") for text in server.asked)


@pytest.mark.parametrize("new", ['"Lens Wirks"@en', '"Lens Works"@de', '"Lens Works"'])
def test_an_edit_of_equal_length_is_noticed(
    serve: Callable[..., Server], inner: ox.Store, cache: Path, new: str
) -> None:
    server = serve(sparql(inner))
    first = server.store(cache)
    before = first.rows(EVERYTHING)
    inner.update(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> DELETE { GRAPH ?g { ?s ?p ?o } } "
        f"INSERT {{ GRAPH ?g {{ ?s ?p {new} }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o "
        'FILTER(?p = rdfs:label && ?o = "Lens Works"@en) } }'
    )
    second = server.store(cache)
    assert second.content_hash != first.content_hash
    assert (second.rows(EVERYTHING) == before) is ("Works" in new)  # rows drop languages


def test_an_edit_while_the_copy_is_made_is_an_error(
    serve: Callable[..., Server], inner: ox.Store
) -> None:
    real = sparql(inner)

    def answer(text: str, told: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if text.startswith("SELECT ?s ?p ?o"):
            reply = real(text, told)
            inner.update("INSERT DATA { GRAPH <urn:new> { <urn:a> <urn:b> <urn:c> } }")
            return reply
        return real(text, told)

    with pytest.raises(EndpointProblem, match="edited while they were read"):
        len(serve(answer).store())


@pytest.mark.parametrize("most", [70, 400])
def test_a_server_that_cuts_rows_gives_all_of_them(serve: Callable[..., Server], most: int) -> None:
    held = ox.Store()
    predicate = ox.NamedNode("https://w3id.org/valuegraph/ontology#share")
    graph = ox.NamedNode("urn:facts")
    held.extend(
        ox.Quad(ox.NamedNode(f"urn:s{n}"), predicate, ox.Literal(n % 700), graph)
        for n in range(1500)
    )
    node = ox.BlankNode("shared")
    held.add(ox.Quad(ox.NamedNode("urn:s1"), ox.NamedNode("urn:says"), node, graph))
    held.add(ox.Quad(node, predicate, ox.Literal(-1), graph))
    remote = serve(sparql(held, most=most)).store()
    assert len(remote) == 1502
    joined = "SELECT ?s { ?s <urn:says> ?b . ?b vg:share -1 }"
    assert remote.rows(joined)[1] == [("urn:s1",)]
    text = "SELECT ?s ?n { ?s vg:share ?n FILTER(isIRI(?s)) } ORDER BY DESC(?n) ?s"
    wanted = sorted(
        ((f"urn:s{n}", n % 700) for n in range(1500)), key=lambda row: (-row[1], row[0])
    )
    for sorted_most in (100, None):
        asked = serve(sparql(held, most=most, sorted_most=sorted_most)).store()
        frame = asked.frame(text, labels=False)
        assert list(frame.itertuples(index=False, name=None)) == wanted
    some = asked.frame(f"{text} LIMIT 600 OFFSET 5", labels=False)
    assert list(some.itertuples(index=False, name=None)) == wanted[5:605]
    unordered = asked.frame("SELECT ?n { ?s vg:share ?n FILTER(isIRI(?s)) }", labels=False)
    assert sorted(unordered["n"]) == sorted(n for _, n in wanted)


def test_pages_keep_what_the_query_says_of_graphs_and_values(
    serve: Callable[..., Server], inner: ox.Store
) -> None:
    graphs = [f"<{each.value}>" for each in inner.named_graphs()]  # type: ignore[union-attr]
    first, every = f"FROM {graphs[0]}", " ".join(f"FROM {each}" for each in graphs)
    texts = [
        f"SELECT ?s ?p ?o {first} WHERE {{ ?s ?p ?o }} # FROM <urn:x> {{",
        f"SELECT ?p (COUNT(*) AS ?n) {every} {{ ?s ?p ?o }} GROUP BY ?p HAVING (COUNT(*) > 0)",
        "SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 15",
        'SELECT ?s ?p ?o ("{ FROM <a>" AS ?x) { ?s ?p ?o } VALUES ?p { rdfs:label vg:validFrom }',
    ]
    for text in texts:
        whole = serve(sparql(inner)).store().frame(text, labels=False)
        cut = serve(sparql(inner, most=10)).store().frame(text, labels=False)
        assert len(whole) > 10 or "LIMIT" in text or "VALUES" in text
        if "LIMIT" in text:
            assert len(cut) == 15
            continue
        assert Counter(cut.itertuples(index=False)) == Counter(whole.itertuples(index=False))


def test_facts_of_the_default_graph_alone_are_copied(serve: Callable[..., Server]) -> None:
    held = ox.Store()
    share = ox.NamedNode("https://w3id.org/valuegraph/ontology#share")
    held.add(ox.Quad(ox.NamedNode("urn:a"), share, ox.Literal(1), ox.DefaultGraph()))
    assert serve(sparql(held)).store().rows(EVERYTHING)[1][0][0] == "urn:a"
    held.add(ox.Quad(ox.NamedNode("urn:b"), share, ox.Literal(2), ox.NamedNode("urn:g")))
    both = serve(sparql(held, union=False)).store()
    assert [row[0] for row in both.rows(EVERYTHING)[1]] == ["urn:a", "urn:b"]
    assert both.dump("nq").count(b"\n") == 2


def test_what_virtuoso_keeps_of_itself_stays_out(
    serve: Callable[..., Server], inner: ox.Store, local: Store
) -> None:
    system = ox.NamedNode("http://www.openlinksw.com/schemas/virtrdf#")
    inner.add(ox.Quad(system, system, system, system))
    assert serve(sparql(inner)).store().dump("nq") == local.dump("nq")


def test_overlapping_graphs_are_one_set(serve: Callable[..., Server], inner: ox.Store) -> None:
    quad = next(iter(inner))
    inner.add(ox.Quad(*quad.triple, ox.NamedNode("urn:again")))
    remote = serve(sparql(inner)).store()
    assert remote.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1] == [(len(inner) - 1,)]


def test_a_server_that_cannot_hash_is_read_each_time(
    serve: Callable[..., Server], inner: ox.Store, cache: Path, local: Store
) -> None:
    real = sparql(inner)

    def answer(text: str, told: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if "REPLACE" in text:
            return 500, {"Content-Type": "text/plain"}, b"no such function"
        return real(text, told)

    remote = serve(answer).store(cache)
    assert remote.dump("nq") == local.dump("nq")
    assert remote.notes == ("what was read of the endpoint is not kept",)
    assert not list(cache.glob("*"))


def test_an_endpoint_of_others_is_told_apart(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch, inner: ox.Store
) -> None:
    foreign = ox.Store()
    name = ox.NamedNode("urn:other")
    foreign.add(ox.Quad(name, name, name, name))
    with pytest.raises(EndpointProblem, match="no facts in the terms of this ontology"):
        len(serve(sparql(foreign)).store())
    monkeypatch.setattr(remote_copy, "MOST", 5)
    with pytest.raises(EndpointProblem, match="at most 5 are copied"):
        len(serve(sparql(inner)).store())


def test_an_empty_default_graph_is_an_error_not_an_empty_answer(
    serve: Callable[..., Server], inner: ox.Store, local: Store
) -> None:
    server = serve(sparql(inner, union=False))
    remote = server.store()
    with pytest.raises(EndpointProblem, match="default graph is empty, its facts are in named"):
        remote.frame("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    text = "SELECT ?g { GRAPH ?g { ?s a vg:Supply } } ORDER BY ?g"
    assert remote.frame(text).equals(local.frame(text))
    assert remote.dump("nq") == local.dump("nq")
    with pytest.raises(EndpointProblem, match="so is every other"):
        serve(sparql(ox.Store())).store().frame("SELECT ?s { ?s ?p ?o }")


def test_mistakes_are_told_before_the_network_is_used(serve: Callable[..., Server]) -> None:
    server = serve(sparql(ox.Store()))
    remote = server.store()
    for text in (
        "SELECT ?s { ?s ?p }",
        "DROP ALL",
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    ):
        with pytest.raises(QueryError):
            remote.frame(text)
    assert not server.asked


def test_load_and_the_option_refuse_files_beside_an_endpoint(data: Path) -> None:
    url = "http://127.0.0.1:1/sparql"
    with pytest.raises(UsageError, match="instead of files"):
        vg.load(data, endpoint=url)
    with pytest.raises(UsageError, match="instead of files"):
        vg.load(endpoint=url, only=True)
    with pytest.raises(UsageError, match="no class of licence"):
        vg.load(endpoint=url, licence="open")


def test_a_graph_of_an_endpoint_shows_a_thing(
    serve: Callable[..., Server], inner: ox.Store
) -> None:
    kg = vg.load(endpoint=serve(sparql(inner)).url, as_of="2021-06-01", cache=False)
    shown = kg.show("Chip Foundry").to_frame()
    assert len(shown) == 2
    assert kg.query("ASK { ?s a vg:Supply }")["answer"].tolist() == [True]


def test_commands_ask_the_endpoint(
    serve: Callable[..., Server], inner: ox.Store, data: Path
) -> None:
    url = serve(sparql(inner)).url
    asked = CliRunner().invoke(build(), ["query", SUPPLIES, "--endpoint", url, "--json", "-q"])
    assert asked.exit_code == 0, asked.output
    told = json.loads(asked.stdout)
    assert [row["share"] for row in told["rows"]] == [None, 0.75]
    assert len(told["dataset"]["hash"]) == 32
    shown = CliRunner().invoke(build(), ["show", "LW", "--endpoint", url, "--json", "-q"])
    assert json.loads(shown.stdout)["rows"]
    refused = CliRunner().invoke(
        build(), ["show", "LW", "--endpoint", url, "--data", str(data)], catch_exceptions=True
    )
    assert refused.exit_code == 2
    assert "--endpoint asks a server instead of files" in refused.output
