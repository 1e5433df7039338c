"""Reading files: every notation, and every way in which a file can be wrong."""

from __future__ import annotations

import gzip
import os
import resource
import time
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError, ValuegraphError
from valuegraph.store import Store
from valuegraph.store.files import GRAPHS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

A, P = "https://w3id.org/valuegraph/data/a", "http://www.w3.org/2000/01/rdf-schema#label"
NOTATIONS = {
    "a.ttl": f'<{A}> <{P}> "x" .',
    "a.trig": f'GRAPH <{A}> {{ <{A}> <{P}> "x" }}',
    "a.nt": f'<{A}> <{P}> "x" .\n',
    "a.nq": f'<{A}> <{P}> "x" <{A}> .\n',
    "a.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">'
        f'<rdf:Description rdf:about="{A}"><rdfs:label>x</rdfs:label></rdf:Description></rdf:RDF>'
    ),
    "a.jsonld": f'{{"@id": "{A}", "{P}": "x"}}',
}
NOTATIONS |= {"a.owl": NOTATIONS["a.rdf"], "a.xml": NOTATIONS["a.rdf"]}
MEGABYTE = 1 << 20


def problem_of(*paths: Path) -> ValuegraphError:
    with pytest.raises(ValuegraphError) as caught:
        Store.open(paths, cache=None)
    return caught.value


@pytest.mark.parametrize("name", NOTATIONS)
@pytest.mark.parametrize("cached", [False, True])
def test_each_notation(write: Write, cache: Path, name: str, *, cached: bool) -> None:
    path = write(name, NOTATIONS[name], prologue=False)
    store = Store.open([path], cache=cache if cached else None)
    assert store.rows("SELECT * { ?s ?p ?o }")[1] == [(A, P, "x")]
    graph = A if name in {"a.trig", "a.nq"} else GRAPHS + name
    assert store.rows("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")[1] == [(graph,)]


def test_byte_order_mark_is_no_part_of_the_text(write: Write) -> None:
    path = write("a.ttl", b"\xef\xbb\xbf" + NOTATIONS["a.ttl"].encode(), prologue=False)
    assert len(Store.open([path], cache=None)) == 1


def test_relative_iris_do_not_depend_on_the_place(write: Write) -> None:
    path = write("a.ttl", f"<#x> <{P}> 'x' .", prologue=False)
    assert Store.open([path], cache=None).rows("SELECT ?s { ?s ?p ?o }")[1] == [
        (GRAPHS + "a.ttl#x",)
    ]


def test_blank_nodes_of_two_files_stay_apart(write: Write) -> None:
    paths = [write(name, "_:x rdfs:label 'same' .") for name in ("a.ttl", "b.ttl")]
    store = Store.open(paths, cache=None)
    assert store.rows("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")[1] == [(2,)]


@pytest.mark.parametrize(
    ("name", "text", "place", "said", "mend"),
    [
        ("a.ttl", "vgd:a a vg:Thing\nvgd:b a vg:Thing .", "line 9, column 1", "dot is expected", "full stop"),
        ("a.ttl", "nope:a a vg:Thing .", "line 8, column 1", "prefix nope:", "@prefix"),
        ("a.ttl", 'vgd:a rdfs:label "open .', "line 8, column 18", "end of file", "close the string"),
        ("a.trig", "vgd:g { vgd:a a }", "line 8, column", "not valid TriG", "mend the text"),
        ("a.nt", "<http://a> <http://b> .\n", "line 8, column", "not valid N-Triples", ""),
    ],
)  # fmt: skip
def test_malformed_text_has_file_line_and_column(
    write: Write, name: str, text: str, place: str, said: str, mend: str
) -> None:
    prologue = True
    if name == "a.nt":
        text, prologue = "# comment\n" * 7 + text, False
    path = write(name, text, prologue=prologue)
    problem = problem_of(path)
    assert isinstance(problem, DataError)
    assert f"{path}, {place}" in str(problem.where)
    assert said in problem.what
    assert mend in str(problem.mend)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.rdf", "<rdf:RDF>\n<a></rdf:RDF>", "not valid RDF/XML"),
        ("a.jsonld", '{"@id": "http://a" "b": 1}', "not valid JSON-LD"),
        ("a.jsonld", '{"@context": "https://schema.org/", "@id": "http://a", "name": "x"}', "remote"),
    ],
)  # fmt: skip
def test_malformed_xml_and_json(write: Write, name: str, text: str, said: str) -> None:
    problem = problem_of(write(name, text, prologue=False))
    assert said in problem.what
    assert name in str(problem.where)


def test_remote_context_says_that_nothing_is_fetched(write: Write) -> None:
    path = write(
        "a.jsonld", '{"@context": "http://localhost:1/", "@id": "http://a"}', prologue=False
    )
    assert "nothing is fetched" in str(problem_of(path).mend)


def test_all_broken_files_are_told_at_once(write: Write) -> None:
    paths = [write(f"{name}.ttl", "vgd:a a") for name in "abc"] + [write("fine.ttl", "")]
    problem = problem_of(*paths)
    assert problem.what == "3 files cannot be read"
    for path in paths[:3]:
        assert str(path) in str(problem.where)
    assert str(paths[3]) not in str(problem.where)


def test_a_long_list_of_broken_files_is_cut(write: Write) -> None:
    problem = problem_of(*[write(f"{number:02}.ttl", "vgd:a a") for number in range(23)])
    assert problem.what == "23 files cannot be read"
    assert str(problem.where).endswith("and 3 more")


@pytest.mark.parametrize("large", [0, 1 << 40])
def test_way_through_memory_and_straight_to_disk_agree(
    write: Write, cache: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr("valuegraph.store.engine.LARGE_FILE", large)
    paths = [write(f"{n}.ttl", f"vgd:a rdfs:label 'a' ; vg:n {n} .") for n in range(3)]
    store = Store.open(paths, cache=cache)
    assert store.dump("nq") == Store.open(paths, cache=None).dump("nq")
    assert len(store) == 4
    with pytest.raises(DataError, match="2 files cannot be read"):
        Store.open([*paths, write("x.ttl", "vgd:a a"), write("y.ttl", "?")], cache=cache)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "latin-1"])
def test_wrong_encoding(write: Write, encoding: str) -> None:
    text = f'\ufeff<{A}> <{P}> "é" .' if encoding == "utf-16-be" else f'<{A}> <{P}> "é" .'
    problem = problem_of(write("a.ttl", text.encode(encoding), prologue=False))
    assert isinstance(problem, DataError)
    assert "UTF-8" in str(problem.mend)
    assert "line 1" in str(problem.where)


JUNK = {
    "random": lambda: os.urandom(50 * MEGABYTE),
    "zeros": lambda: bytes(50 * MEGABYTE),
    "one word": lambda: b"a" * (50 * MEGABYTE),
    "a string without end": lambda: b'<http://a> <http://b> """' + b"a" * (50 * MEGABYTE),
}


@pytest.mark.parametrize("kind", JUNK)
@pytest.mark.parametrize("name", ["a.ttl", "a.nq", "a.rdf", "a.jsonld"])
def test_junk_fails_at_once_and_is_not_kept_in_memory(write: Write, kind: str, name: str) -> None:
    path = write(name, JUNK[kind](), prologue=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    assert isinstance(problem_of(path), DataError)
    assert time.process_time() - start < 5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 300


def test_entities_that_multiply_are_refused(write: Write) -> None:
    levels = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    text = NOTATIONS["a.rdf"].replace(">x<", ">&j;<")
    path = write("a.rdf", f'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{levels}]>{text}', prologue=False)
    assert "entities" in problem_of(path).what


def test_plain_entities_are_read(write: Write) -> None:
    text = NOTATIONS["a.rdf"].replace(f'"{A}"', '"&vgd;a"')
    path = write("a.rdf", f'<!DOCTYPE r [<!ENTITY vgd "{A[:-1]}">]>{text}', prologue=False)
    assert Store.open([path], cache=None).rows("SELECT ?s { ?s ?p ?o }")[1] == [(A,)]


def test_gzip_that_was_cut_off(write: Write) -> None:
    whole = gzip.compress(NOTATIONS["a.ttl"].encode() * 50)
    assert "decompressed" in problem_of(write("a.ttl.gz", whole[:-20], prologue=False)).what
    assert "decompressed" in problem_of(write("b.ttl.gz", b"no gzip at all", prologue=False)).what


def test_nothing_of_a_broken_dataset_is_kept(write: Write, cache: Path) -> None:
    fine, broken = write("a.ttl", "vgd:a a vg:Thing ."), write("b.ttl", "vgd:a a")
    for _ in range(2):
        with pytest.raises(DataError):
            Store.open([fine, broken], cache=cache)
    assert not list(cache.glob("*/store-*"))
    assert not [path for path in cache.rglob("*") if path.is_file()]


def test_triple_in_two_graphs_counts_once_and_stays_in_both(write: Write, cache: Path) -> None:
    both = [
        write(name, "vgd:a rdfs:label 'a'@en ; vg:has [ vg:is 1 ] .") for name in ("a.ttl", "b.ttl")
    ]
    for folder in (None, cache):
        store = Store.open(both, cache=folder)
        assert store.rows("SELECT ?l { vgd:a rdfs:label ?l }")[1] == [("a",)]
        assert store.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1] == [(5,)]
        assert len(store) == 5
        graphs = "SELECT ?g { GRAPH ?g { vgd:a rdfs:label ?l } } ORDER BY ?g"
        assert store.rows(graphs)[1] == [(GRAPHS + "a.ttl",), (GRAPHS + "b.ttl",)]
        joined = "SELECT (COUNT(*) AS ?n) { vgd:a vg:has ?b GRAPH ?g { ?b vg:is ?v } }"
        assert store.rows(joined)[1] == [(2,)]
