"""The W3C's SPARQL 1.1 tests of syntax and evaluation, asked of our own store.

Each answer is taken in every form that the store and the endpoint give, and read back from it.
The store's default graph is the union of all graphs; so where a test has named graphs, its
default graph is named as well, and the query says with FROM which is which.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from valuegraph.errors import QueryError
from valuegraph.store import Store
from valuegraph.store.remote_paging import parts_of
from valuegraph.vocabulary.namespaces import PREFIXES

HERE = Path(__file__).parent / "w3c"
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RESULTS = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON}
RESULTS |= {".tsv": ox.QueryResultsFormat.TSV}
FORMS = {"json": ".srj", "xml": ".srx", "tsv": ".tsv"}
NUMBERS = {PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float")}
MANY = 290
REPEATED = "paths with {n,m} were dropped before SPARQL 1.1 became a recommendation"
STRINGS = "written before RDF 1.1 made a plain literal an xsd:string"
KNOWN: dict[str, str] = {
    **dict.fromkeys((f"property-path/pp{n}" for n in ("04", "05", "13", "15")), REPEATED),
    **dict.fromkeys((f"property-path/pp{n}" for n in (20, 22, 24, 26, 27, 29)), REPEATED),
    **dict.fromkeys(("functions/strdt03", "functions/strlang03"), STRINGS),
    **dict.fromkeys(
        ("functions/strbefore01", "functions/strafter01"),
        "an erratum: where nothing is found the answer is the empty literal without language",
    ),
    "aggregates/agg-empty-group": "the expected file leaves a selected variable out of its head",
    "csv-tsv-res/tsv03": "the engine keeps a negativeInteger as the integer that it is",
    "functions/bnode01": "a fault of the engine: BNODE of one text is one node in all rows",
    "negation/temporal-proximity-by-exclusion-minus-1": "its data file is not in the copy",
    "syntax-query/test_4": "the engine refuses a whole query for one function it does not know",
    "syntax-query/test_52": "the grammar knows no escaped colon; it needs none",
}
"""Test -> why the store does not pass it; a test of these that passes is a failure too."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    id: str
    kind: str
    query: Path
    data: Path | None
    named: tuple[Path, ...]
    result: Path | None

    @property
    def base(self) -> str:
        return f"{BASE}{self.query.parent.name}/"

    @property
    def text(self) -> str:
        return f"BASE <{self.base}>\n" + self.query.read_text(encoding="utf-8")


def cases() -> list[Case]:
    """Every test of the manifests beside this file."""
    found = []
    for manifest in sorted(HERE.glob("*/manifest.ttl")):
        folder = manifest.parent
        graph = rdflib.Graph().parse(manifest, publicID=f"{BASE}{folder.name}/")

        def path(node: Any, folder: Path = folder) -> Path | None:
            return None if node is None else folder / str(node).rpartition("/")[2]

        for test in set(graph.subjects(MF.name)):
            action = graph.value(test, MF.action)
            query = path(graph.value(action, QT.query) or action)
            assert query is not None
            found.append(
                Case(
                    id=f"{folder.name}/{str(test).rpartition('#')[2]}",
                    kind=str(graph.value(test, rdflib.RDF.type)).rpartition("#")[2],
                    query=query,
                    data=path(graph.value(action, QT.data)),
                    named=tuple(filter(None, map(path, graph.objects(action, QT.graphData)))),
                    result=path(graph.value(test, MF.result)),
                )
            )
    return sorted(found, key=lambda case: case.id)


CASES = cases()
EVALUATED = [case for case in CASES if not case.kind.endswith("SyntaxTest11")]
PARSED = [case for case in CASES if case.kind.endswith("SyntaxTest11")]


def opened(case: Case, folder: Path) -> tuple[Store, str]:
    """Store with the data of a test, and its query with the graphs to ask."""
    lines: list[str] = []
    asked = [case.query.parent / name for name in re.findall(r"FROM <([^>]+)>", case.text)]
    for path in filter(None, (case.data, *case.named, *(() if case.data else asked))):
        text = path.read_bytes()
        form = ox.RdfFormat.from_extension(path.suffix[1:])
        quads = ox.parse(text, format=form, base_iri=case.base + path.name)  # type: ignore[arg-type]
        graph = ox.NamedNode(case.base + path.name)
        lines += [f"{ox.Quad(*quad.triple, graph)} ." for quad in quads]
    file = folder / "data.nq"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not case.named:
        return Store.open([file], cache=None), case.text
    parts = parts_of(case.text)
    sources = [f"FROM <{case.base}{case.data.name}>"] if case.data else ["FROM <urn:nothing>"]
    sources += [f"FROM NAMED <{case.base}{path.name}>" for path in case.named]
    body = parts.body.replace("\0", parts.dataset or " ".join(sources), 1)
    order = f"ORDER BY {parts.order}" if parts.order else ""
    return Store.open([file], cache=None), f"{parts.prologue}{body}{order}{parts.values}"


def plain(term: Any) -> Any:
    """A term in a form in which equal values of numbers are equal."""
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
        try:
            value = Decimal(term.value)
        except InvalidOperation:
            return str(term)
        return term.datatype.value, value.normalize()
    if isinstance(term, ox.Literal) and term.language:
        return term.value, term.language.lower()
    return term if isinstance(term, ox.BlankNode) else str(term)


def rows(answer: Any) -> tuple[list[str], list[Row]]:
    names = sorted(variable.value for variable in answer.variables)
    return names, [tuple(plain(row[name]) for name in names) for row in answer]


def same(ours: list[Row], theirs: list[Row]) -> bool:
    """Whether two bags of rows are equal under some renaming of blank nodes."""
    nodes = [sorted({c for row in bag for c in row if isinstance(c, ox.BlankNode)}, key=str)
             for bag in (ours, theirs)]  # fmt: skip
    if len(nodes[0]) != len(nodes[1]):
        return False
    wanted = Counter(theirs)
    for order in itertools.islice(itertools.permutations(nodes[1]), 50_000):
        names = dict(zip(nodes[0], order, strict=True))
        if Counter(tuple(names.get(c, c) for c in row) for row in ours) == wanted:
            return True
    return False


def expected_rows(path: Path) -> Any:
    return ox.parse_query_results(path.read_bytes(), format=RESULTS[path.suffix])


def texts(content: bytes) -> list[tuple[str | float, ...]]:
    """Rows of CSV by the names of columns, whose order no recommendation tells for SELECT *."""
    head, *rest = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    order = sorted(range(len(head)), key=lambda at: head[at])
    rows = [tuple(number(row[at]) for at in order) for row in rest]
    return [tuple(sorted(head)), *sorted(rows, key=repr)]


def number(cell: str) -> str | float:
    if cell.startswith("_:"):
        return "_:"
    try:
        return float(cell)
    except ValueError:
        return cell


def check_rows(case: Case, store: Store, text: str) -> None:
    """Compare the rows of every form with those expected."""
    assert case.result is not None
    if case.result.suffix == ".csv":
        assert texts(store.serialise(text, "csv")) == texts(case.result.read_bytes())
        return
    wanted = expected_rows(case.result)
    if isinstance(wanted, ox.QueryBoolean):
        for form in ("json", "xml"):
            got = ox.parse_query_results(store.serialise(text, form), format=RESULTS[FORMS[form]])
            assert bool(got) is bool(wanted)
        return
    names, bag = rows(wanted)
    for form, suffix in FORMS.items():
        got = ox.parse_query_results(store.serialise(text, form), format=RESULTS[suffix])
        here, found = rows(got)
        assert here == names, form
        assert same(found, bag), f"{form}: {found} is not {bag}"


def check_triples(case: Case, store: Store, text: str) -> None:
    assert case.result is not None
    wanted = rdflib.Graph().parse(case.result, publicID=case.base)
    for form, name in {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}.items():
        got = rdflib.Graph().parse(data=store.serialise(text, form), format=name)
        assert isomorphic(got, wanted), form


def run(case: Case, folder: Path) -> None:
    store, text = opened(case, folder)
    if case.result is not None and case.result.suffix in {".ttl", ".nt"}:
        check_triples(case, store, text)
    elif case.result is not None and case.result.suffix == ".rdf":
        graph = rdflib.Graph().parse(case.result)
        check_result_graph(graph, store, text)
    else:
        check_rows(case, store, text)


def check_result_graph(graph: rdflib.Graph, store: Store, text: str) -> None:
    """Compare with a result that is written as RDF, in the vocabulary of result sets."""
    rs = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
    wanted = Counter(
        frozenset(
            (str(graph.value(binding, rs.variable)), graph.value(binding, rs.value).n3())  # type: ignore[union-attr]
            for binding in graph.objects(solution, rs.binding)
        )
        for solution in graph.objects(None, rs.solution)
    )
    result = rdflib.query.Result.parse(io.BytesIO(store.serialise(text, "json")), format="json")
    found = Counter(
        frozenset((str(name), term.n3()) for name, term in row.items()) for row in result.bindings
    )
    assert found == wanted


@pytest.mark.parametrize("case", EVALUATED, ids=lambda case: case.id)
def test_query_gives_what_the_recommendation_says(case: Case, tmp_path: Path) -> None:
    if case.id not in KNOWN:
        run(case, tmp_path)
        return
    with pytest.raises((AssertionError, QueryError, FileNotFoundError)):
        run(case, tmp_path)


@pytest.mark.parametrize("case", PARSED, ids=lambda case: case.id)
def test_syntax_is_taken_or_refused(case: Case, tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("<urn:s> <urn:p> <urn:o> .", encoding="utf-8")
    store = Store.open([empty], cache=None)
    fails = case.kind.startswith("Negative") is not (case.id in KNOWN)
    form = "ttl" if "construct" in case.text.lower() or "describe" in case.text.lower() else "json"
    if not fails:
        store.serialise(case.text, form)
        return
    with pytest.raises(QueryError):
        store.serialise(case.text, form)


def test_no_test_was_lost() -> None:
    """The number of tests of the groups kept here; a manifest that is misread would shrink it."""
    assert len(CASES) >= MANY
    assert set(KNOWN) <= {case.id for case in CASES}
