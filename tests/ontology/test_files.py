"""The files of ontology and data: canonical, without undeclared terms, with tables up to date."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import OWL

from valuegraph.facts.canonical import format_file
from valuegraph.resources import data_dir
from valuegraph.vocabulary.namespaces import OWN_NAMESPACES, VG
from valuegraph.vocabulary.tables import term_tables, with_tables

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.vocabulary import Vocabulary

FOREIGN_KIND, VERSION_READ = URIRef(VG + "foreignKind"), URIRef(VG + "versionRead")
KINDS = {"class", "property", "individual", "datatype", "scheme"}
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
# The terms in data/ that a reader of the shipped files meets without a vocabulary behind them.
FREE_VALUES = re.compile(r"http://www\.wikidata\.org/entity/Q\d+\Z")


@pytest.fixture(scope="session")
def manifest(files: dict[str, Graph]) -> dict[str, str]:
    """Foreign IRI to its kind."""
    return {str(s): str(k) for s, k in files["external-terms.ttl"].subject_objects(FOREIGN_KIND)}


def foreign(graph: Graph) -> set[str]:
    terms = {x for triple in graph for x in triple if isinstance(x, URIRef)}
    terms |= {x.datatype for x in graph.objects() if isinstance(x, Literal) and x.datatype}
    return {
        str(term) for term in terms
        if not str(term).startswith(OWN_NAMESPACES) and not FREE_VALUES.match(str(term))
    }  # fmt: skip


def test_ontology_files_are_canonical(ontology_dir: Path) -> None:
    paths = sorted(ontology_dir.rglob("*.ttl"))
    assert len(paths) > 20
    assert [str(p) for p in paths if format_file(p) != p.read_text(encoding="utf-8")] == []


@pytest.mark.slow
def test_data_files_are_canonical_and_use_declared_terms_only(
    data_files: list[Path], manifest: dict[str, str]
) -> None:
    for path in data_files:
        assert format_file(path) == path.read_text(encoding="utf-8"), f"{path} is not canonical"
        assert foreign(Graph().parse(path)) <= set(manifest), path


def test_ontology_uses_declared_foreign_terms_only(
    files: dict[str, Graph], manifest: dict[str, str]
) -> None:
    for name, part in files.items():
        assert foreign(part) <= set(manifest), name


def test_manifest_says_kind_and_edition(files: dict[str, Graph], manifest: dict[str, str]) -> None:
    part = files["external-terms.ttl"]
    assert set(manifest.values()) <= KINDS
    for term in set(part.subjects()):
        assert len(list(part.objects(term, FOREIGN_KIND))) == 1, term
        assert len(str(part.value(term, VERSION_READ))) > 3, term
        assert not str(term).startswith(OWN_NAMESPACES), term


def test_mappings_join_own_terms_to_declared_ones_of_like_kind(
    files: dict[str, Graph], graph: Graph, manifest: dict[str, str]
) -> None:
    mappings = [part for name, part in files.items() if name.startswith("mappings/")]
    assert len(mappings) >= 4
    defined = {str(s) for s in graph.subjects(SKOS.definition)}
    for part in mappings:
        for own, match, other in part:
            assert match in MATCHES, match
            assert str(own) in defined, own
            assert str(other) in manifest, other
            is_class = (own, RDF.type, OWL.Class) in graph
            if is_class and match != SKOS.relatedMatch:
                assert manifest[str(other)] == "class", (own, other)
            if match == SKOS.exactMatch:
                assert is_class == (manifest[str(other)] == "class"), (own, other)


def test_mapped_pairs_have_one_direction(files: dict[str, Graph]) -> None:
    pairs = [
        (own, other)
        for name, part in files.items() if name.startswith("mappings/")
        for own, _, other in part
    ]  # fmt: skip
    assert len(set(pairs)) == len(pairs)


def test_deprecation_table(
    ontology_dir: Path, vocabulary: Vocabulary, graph: Graph, manifest: dict[str, str]
) -> None:
    with (ontology_dir / "deprecated.csv").open(newline="", encoding="utf-8") as lines:
        table = csv.DictReader(lines)
        assert table.fieldnames == ["term", "since", "replaced_by", "message"]
        rows = list(table)
    assert [row["term"] for row in rows] == sorted({row["term"] for row in rows})
    known = {*manifest, *vocabulary.classes, *vocabulary.properties, *vocabulary.concepts}
    for row in rows:
        assert re.fullmatch(r"\d+\.\d+\.\d+", row["since"]), row
        assert row["message"].endswith("."), row
        assert not row["replaced_by"] or row["replaced_by"] in known, row
        assert row["replaced_by"] not in vocabulary.deprecated, row
        if row["term"].startswith(OWN_NAMESPACES):
            assert (URIRef(row["term"]), OWL.deprecated, Literal(True)) in graph, row
    marked = {str(term) for term in graph.subjects(OWL.deprecated)}
    assert marked <= set(vocabulary.deprecated)


def test_nothing_uses_a_deprecated_term(files: dict[str, Graph], vocabulary: Vocabulary) -> None:
    for name, part in files.items():
        used = {str(x) for triple in part for x in (triple[1], triple[2])}
        assert used & set(vocabulary.deprecated) == set(), name


def test_readme_tables_are_up_to_date(ontology_dir: Path, vocabulary: Vocabulary) -> None:
    text = (ontology_dir / "README.md").read_text(encoding="utf-8")
    assert with_tables(text, term_tables(vocabulary)) == text, (
        "run: python -m valuegraph.vocabulary.tables"
    )


def test_readme_says_that_iris_do_not_resolve(ontology_dir: Path) -> None:
    text = (ontology_dir / "README.md").read_text(encoding="utf-8")
    assert "**not registered**" in text
    assert "RewriteRule" in text


def test_no_statement_stands_in_two_files_of_data():
    """A statement in two graphs makes the store copy the whole union before it can count."""
    import pyoxigraph as ox

    seen, double = {}, []
    for path in sorted(data_dir().rglob("*.ttl")):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            first = seen.setdefault(hash((quad.subject, quad.predicate, quad.object)), path.name)
            if first != path.name:
                double.append(f"{quad.subject} {quad.predicate}: {first}, {path.name}")
    assert not double, double[:5]
