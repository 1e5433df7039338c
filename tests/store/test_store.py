"""Answers: native values, labels, tables, graphs, serialisations."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib

from valuegraph.errors import QueryError, UsageError
from valuegraph.store import Store
from valuegraph.vocabulary import PREFIXES, VG, VGD, VGX

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUPPLIES = """
SELECT ?supply ?supplier ?role ?share ?quantity ?complete ?from ?to WHERE {
  ?supply a vg:Supply ; vg:supplier ?supplier ; vg:validFrom ?from .
  OPTIONAL { ?supply vg:fillsRole ?role } OPTIONAL { ?supply vg:share ?share }
  OPTIONAL { ?supply vg:quantity ?quantity } OPTIONAL { ?supply vg:complete ?complete }
  OPTIONAL { ?supply vg:validTo ?to }
} ORDER BY ?from
"""


def test_rows_hold_native_values(store: Store) -> None:
    names, rows = store.rows(SUPPLIES)
    assert names == ["supply", "supplier", "role", "share", "quantity", "complete", "from", "to"]
    assert rows == [
        (
            f"{VGD}sup-lens-chip", f"{VGD}org-lens", f"{VGX}lithographyOptics",
            0.75, None, True, dt.date(2020, 1, 1), None,
        ),
        (
            f"{VGD}sup-chip-quill", f"{VGD}org-chip", None,
            None, 3, None, dt.date(2021, 5, 1), dt.date(2022, 5, 1),
        ),
    ]  # fmt: skip


def test_no_rows(store: Store) -> None:
    assert store.rows("SELECT ?a ?b { ?a vg:nothing ?b }") == (["a", "b"], [])
    frame = store.frame("SELECT ?a ?b { ?a vg:nothing ?b }")
    assert list(frame.columns) == ["a", "b"]
    assert frame.empty


def test_prefixes_are_bound_and_may_be_redefined(store: Store) -> None:
    assert store.ask("ASK { vgd:org-lens a vg:Organization ; skos:altLabel ?l }")
    assert store.ask(f"PREFIX vg: <{VGD}> ASK {{ vg:org-lens a ?c }}")
    for prefix in PREFIXES:
        store.ask(f"ASK {{ ?s a {prefix}:x }}")


def test_bindings(store: Store) -> None:
    asked = "SELECT ?s ?l { ?s rdfs:label ?l }"
    assert store.rows(asked, {"s": f"<{VGD}model-quill>"})[1] == [(f"{VGD}model-quill", "Quill")]
    dated = "SELECT ?s ?d { ?s vg:validFrom ?d }"
    assert len(store.rows(dated, {"d": dt.date(2020, 1, 1)})[1]) == 1
    assert len(store.rows("SELECT ?s ?n { ?s vg:quantity ?n }", {"?n": 3})[1]) == 1
    assert store.ask("ASK { ?s skos:altLabel ?l }", {"s": f"<{VGD}org-lens>"})
    with pytest.raises(QueryError, match=r"add \?s to the SELECT"):
        store.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {"s": f"<{VGD}org-lens>"})
    with pytest.raises(UsageError, match="list cannot be bound"):
        store.rows(asked, {"s": []})


def test_frame_has_labels_beside_iris(store: Store) -> None:
    frame = store.frame(SUPPLIES)
    assert list(frame.columns) == [
        "supply", "supply_label", "supplier", "supplier_label", "role", "role_label",
        "share", "quantity", "complete", "from", "to",
    ]  # fmt: skip
    assert frame["supplier_label"].tolist() == ["Lens Works", "Chip Foundry"]
    assert frame["role_label"].tolist() == ["lithography optics", None]
    assert frame["from"].tolist() == [dt.date(2020, 1, 1), dt.date(2021, 5, 1)]
    assert frame["quantity"].tolist() == [None, 3]
    assert frame["complete"].tolist() == [True, None]


def test_frame_types(store: Store) -> None:
    frame = store.frame(
        "SELECT ?n ?x ?b ?m { VALUES (?n ?x ?b ?m) { (1 0.5 true 1) (2 1.5 false 2.5) } }"
    )
    assert [str(kind) for kind in frame.dtypes] == ["int64", "float64", "bool", "float64"]
    big = store.frame("SELECT ?n { VALUES ?n { 100000000000000000000 } }")
    assert big["n"].tolist() == [10**20]


def test_frame_without_labels(store: Store) -> None:
    assert not [n for n in store.frame(SUPPLIES, labels=False).columns if n.endswith("_label")]


def test_own_label_column_is_kept(store: Store) -> None:
    frame = store.frame("SELECT ?s ?s_label { ?s skos:altLabel ?s_label }")
    assert list(frame.columns) == ["s", "s_label"]
    assert frame["s_label"].tolist() == ["LW"]


def test_frame_of_a_yes_or_no(store: Store) -> None:
    pd.testing.assert_frame_equal(store.frame("ASK {}"), pd.DataFrame({"answer": [True]}))


def test_labels_prefer_english_and_fall_back(store: Store) -> None:
    wanted = [f"{VGD}org-chip", f"{VGD}src-report", f"{VGD}nameless", "http://x/y", VG + "Supply"]
    assert store.labels(wanted) == {
        f"{VGD}org-chip": "Chip Foundry",
        f"{VGD}src-report": "A report",
        f"{VGD}nameless": "vgd:nameless",
        "http://x/y": "http://x/y",
        VG + "Supply": "vg:Supply",
    }
    assert store.labels([]) == {}


def test_labels_of_very_many_things(write: Callable[..., Path]) -> None:
    long = "x" * 200
    lines = (f"vgd:{long}-{n} rdfs:label '{n}' ." for n in range(6000))
    store = Store.open([write("a.ttl", "\n".join(lines))], cache=None)
    frame = store.frame("SELECT ?s ?l { ?s rdfs:label ?l }")
    assert len(frame) == 6000
    assert frame["s_label"].tolist() == frame["l"].tolist()


def test_label_in_another_language_is_better_than_none(write: Callable[..., Path]) -> None:
    path = write("a.ttl", "vgd:a rdfs:label 'Uno'@es . vgd:b rdfs:label 'B'@en-GB, 'Z' .")
    store = Store.open([path], cache=None)
    assert store.labels([f"{VGD}a", f"{VGD}b"]) == {f"{VGD}a": "Uno", f"{VGD}b": "B"}


def test_blank_nodes_are_no_iris(write: Callable[..., Path]) -> None:
    store = Store.open([write("a.ttl", "[] rdfs:label 'nobody' .")], cache=None)
    frame = store.frame("SELECT ?s { ?s rdfs:label ?l }")
    assert list(frame.columns) == ["s"]
    assert frame["s"].iloc[0].startswith("_:")


def test_construct_and_describe(store: Store) -> None:
    graph = store.construct(
        "CONSTRUCT { ?b vg:uses ?a } WHERE { ?s vg:supplier ?a ; vg:dependent ?b }"
    )
    assert isinstance(graph, rdflib.Graph)
    uses = rdflib.URIRef(VG + "uses")
    assert set(graph) == {
        (rdflib.URIRef(f"{VGD}org-chip"), uses, rdflib.URIRef(f"{VGD}org-lens")),
        (rdflib.URIRef(f"{VGD}org-quill"), uses, rdflib.URIRef(f"{VGD}org-chip")),
    }
    described = store.construct("DESCRIBE vgd:src-report")
    assert rdflib.Literal("A report", lang="en") in set(described.objects())


def test_serialise_select(store: Store) -> None:
    asked = "SELECT ?s ?n { ?s vg:quantity ?n }"
    iri = f"{VGD}sup-chip-quill"
    told = json.loads(store.serialise(asked, "json"))
    assert told["results"]["bindings"][0]["s"] == {"type": "uri", "value": iri}
    assert list(csv.reader(io.StringIO(store.serialise(asked, "csv").decode()))) == [
        ["s", "n"],
        [iri, "3"],
    ]
    assert store.serialise(asked, "tsv").decode() == f"?s\t?n\n<{iri}>\t3\n"
    assert iri in {node.text for node in ET.fromstring(store.serialise(asked, "xml")).iter()}  # noqa: S314


def test_serialise_ask_and_construct(store: Store) -> None:
    assert json.loads(store.serialise("ASK {}", "json"))["boolean"] is True
    asked = "CONSTRUCT { ?s vg:n ?n } { ?s vg:quantity ?n }"
    turtle = store.serialise(asked, "ttl").decode()
    assert f"@prefix vgd: <{VGD}> ." in turtle
    assert "@prefix odrl:" not in turtle
    graphs = {form: rdflib.Graph().parse(data=store.serialise(asked, form), format=name)
              for form, name in {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}.items()}  # fmt: skip
    assert {frozenset(graph) for graph in graphs.values()} == {frozenset(store.construct(asked))}


@pytest.mark.parametrize(
    ("text", "form"), [("SELECT * { ?s ?p ?o }", "ttl"), ("ASK {}", "csv"), ("CONSTRUCT WHERE { ?s ?p ?o }", "json"), ("ASK {}", "?")]
)  # fmt: skip
def test_serialise_in_a_form_that_does_not_suit(store: Store, text: str, form: str) -> None:
    with pytest.raises(UsageError, match="choose one of"):
        store.serialise(text, form)


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
def test_dump_with_graphs_comes_back(store: Store, form: str) -> None:
    text = store.dump(form)
    assert store.dump(form) == text
    lines = {f"{quad} .\n" for quad in ox.parse(text, format=ox.RdfFormat.from_extension(form))}
    assert lines == set(store.dump("nq").decode().splitlines(keepends=True))
    assert len(lines) == len(store)


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf"])
def test_dump_without_graphs_comes_back(store: Store, form: str) -> None:
    back = set(ox.parse(store.dump(form), format=ox.RdfFormat.from_extension(form)))
    assert len(back) == len(store)
    with pytest.raises(UsageError, match="choose one of"):
        store.dump("xlsx")


def test_dump_is_the_same_from_memory_and_disk(data: Path, cache: Path) -> None:
    for form in ("nq", "trig", "ttl", "nt", "jsonld"):
        texts = {Store.open([data], cache=folder).dump(form) for folder in (None, cache)}
        assert len(texts) == 1


def test_dump_of_overlapping_graphs_holds_each_quad_once(write: Callable[..., Path]) -> None:
    paths = [write(name, "vgd:a rdfs:label 'a' .") for name in ("a.ttl", "b.ttl")]
    store = Store.open(paths, cache=None)
    assert len(store.dump("nq").splitlines()) == 2
    assert len(store.dump("nt").splitlines()) == 1


LIGHT = """
import sys
from pathlib import Path
from valuegraph.store import Store
import numpy as np
store = Store.open([Path(sys.argv[1])], cache=Path(sys.argv[2]))
store.remember("x", lambda: {"n": np.arange(3)})
print(*sorted({"pandas", "rdflib", "networkx", "pyoxigraph"} & set(sys.modules)))
store.ask("ASK {}")
print(*sorted({"pandas", "rdflib", "networkx"} & set(sys.modules)))
"""


def test_warm_path_imports_nothing_heavy(data: Path, cache: Path) -> None:
    Store.open([data], cache=cache)
    done = subprocess.run([sys.executable, "-c", LIGHT, str(data), str(cache)], capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.split("\n") == ["", "", ""]
