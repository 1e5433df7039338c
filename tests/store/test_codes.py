"""All triples as codes: those that a query finds, each once, whatever became of the files."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.store import Store
from valuegraph.store.codes import _distinct
from valuegraph.store.terms import decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from valuegraph.store.codes import Codes

    Write = Callable[..., Path]

EVERY = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
VALUES = """
vgd:a rdfs:label "plain", "tongue"@en, "tab\\tquote\\"line\\nend", "zwölf 龍" ;
  vg:share 0.5, 1.0, 1e3, 7, true ; vg:validFrom "2020-01-01"^^xsd:date ;
  vg:quantity "unknown"^^xsd:integer, "2025"^^xsd:gYear ; vg:supplier vgd:b, vgd:b .
"""


def triples(codes: Codes) -> list[tuple[object, ...]]:
    each = (codes.subject, codes.predicate, codes.object)
    return [
        tuple(decode(codes.terms[code]) for code in row)
        for row in zip(*(column.tolist() for column in each), strict=True)
    ]


def asked(store: Store) -> list[tuple[object, ...]]:
    return sorted(store.rows(EVERY)[1], key=str)


@pytest.mark.parametrize("cached", [False, True])
def test_they_are_what_a_query_finds(data: Path, cache: Path, *, cached: bool) -> None:
    store = Store.open([data], cache=cache if cached else None)
    assert sorted(triples(store.codes()), key=str) == asked(store)


def test_values_are_those_of_a_query(write: Write) -> None:
    store = Store.open([write("a.ttl", VALUES)], cache=None)
    assert sorted(triples(store.codes()), key=str) == asked(store)


def test_what_two_files_state_is_there_once(write: Write) -> None:
    paths = [write(name, "vgd:a rdfs:label 'x', 'y' .") for name in ("a.ttl", "b.ttl")]
    store = Store.open(paths, cache=None)
    assert len(store.codes().subject) == 2
    for path in paths:
        path.unlink()
    assert len(store.codes().subject) == 2


def test_blank_nodes_of_two_files_stay_apart(write: Write) -> None:
    paths = [write(name, "_:x rdfs:label 'same' .") for name in ("a.ttl", "b.ttl")]
    assert len(np.unique(Store.open(paths, cache=None).codes().subject)) == 2


def test_a_compressed_file_is_read(write: Write) -> None:
    path = write("a.nt.gz", gzip.compress(f'<urn:a> <{LABEL}> "x" .'.encode()), prologue=False)
    assert triples(Store.open([path], cache=None).codes()) == [("urn:a", LABEL, "x")]


@pytest.mark.parametrize("change", ["edited", "broken", "removed"])
@pytest.mark.parametrize("cached", [False, True])
def test_changed_files_are_not_read(
    write: Write, cache: Path, change: str, *, cached: bool
) -> None:
    path = write("a.ttl", "vgd:a rdfs:label 'as opened' .")
    store = Store.open([path], cache=cache if cached else None)
    before = triples(store.codes())
    if change == "removed":
        path.unlink()
    else:
        write("a.ttl", "vgd:a rdfs:label 'later' ." if change == "edited" else "vgd:a rdfs:label")
    assert triples(store.codes()) == before
    assert before[0][2] == "as opened"


def test_an_iri_has_a_code_where_it_occurs(write: Write) -> None:
    codes = Store.open([write("a.ttl", "vgd:a rdfs:label 'x' .")], cache=None).codes()
    assert codes.terms[codes.code(LABEL)] == f"<{LABEL}>"
    assert codes.code("urn:nowhere") == -1


def test_a_column_holds_the_values_of_its_own_rows_in_order(write: Write) -> None:
    text = "vgd:b rdfs:label 'z' . vgd:a rdfs:label 'y', 'x' ; vg:share 0.5 ."
    codes = Store.open([write("a.ttl", text)], cache=None).codes()
    chosen = codes.predicate == codes.code(LABEL)
    column = codes.column(codes.object[chosen])
    assert column.values == ["x", "y", "z"]
    assert sorted(column.codes.tolist()) == [0, 1, 2]
    nothing = codes.column(np.zeros(0, dtype=np.int64))
    assert (nothing.values, nothing.codes.tolist()) == ([], [])


def test_a_dataset_without_statements_has_no_codes(write: Write) -> None:
    codes = Store.open([write("a.ttl", "")], cache=None).codes()
    assert (len(codes.subject), codes.terms) == (0, [])


def test_reading_is_told(write: Write) -> None:
    told: list[str] = []
    path = write("a.ttl", "vgd:a rdfs:label 'x' .")
    Store.open([path], cache=None, told=lambda what, *_: told.append(what)).codes()
    assert told[-2:] == ["reading statements of file", "putting statements in order"]


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3)))
def test_each_triple_stays_once_by_subject(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    found = [column.tolist() for column in _distinct(*table.T, size=10)]
    assert sorted(zip(*found, strict=True)) == sorted(set(rows))
    assert found[0] == sorted(found[0])
