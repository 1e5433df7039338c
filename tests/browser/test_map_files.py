"""What the page exports: as many statements as it shows, in forms that other tools read."""

import csv
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from tests.view.hostile import hostile_map
from tests.view.invented import invented_map

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHIPPED = pytest.param("shipped", marks=pytest.mark.slow)
SIZES = pytest.mark.parametrize("name", ["small", "large", SHIPPED])
SVG = "{http://www.w3.org/2000/svg}"


def parsed(path):
    return ET.parse(path)  # noqa: S314 - the page under test wrote it


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@SIZES
def test_rows_of_the_csv_and_of_the_table_are_the_statements(opened, name, tmp_path, capsys):
    made = opened(name)
    rows = rows_of(made.saved("csv", tmp_path))
    facts = made.run("valuegraph.data.statements.map((s) => s.about.fact)")
    assert [row["fact_iri"] for row in rows] == facts
    made.page.click("#tab-table")
    assert made.run("valuegraph.tableRows().length") == len(rows)
    with capsys.disabled():
        print(f"\n{name}: {len(rows)} statements, rows and CSV rows")  # noqa: T201


def test_the_csv_holds_what_the_statement_says(opened, tmp_path):
    rows = rows_of(opened().saved("csv", tmp_path))
    data = invented_map(60)
    names = {node.id: node.label for node in data.nodes}
    for row, given in zip(rows, data.statements, strict=True):
        assert (row["supplier"], row["depends_on_it"]) == (names[given.source], names[given.target])
        assert (row["supplier_iri"], row["role"]) == (given.source, given.role)
        assert float(row["confidence"]) == given.confidence
        assert given.evidence[0].url in row["sources"]


def test_filters_narrow_every_export_and_say_so(opened, tmp_path):
    made = opened()
    made.page.get_by_label("infrastructure").uncheck()
    kept = [s for s in invented_map(60).statements if s.kind != "infrastructure"]
    assert [r["fact_iri"] for r in rows_of(made.saved("csv", tmp_path))] == [s.id for s in kept]
    assert nx.read_graphml(made.saved("graphml", tmp_path)).number_of_edges() == len(kept)
    said = f"{len(kept)} of {len(invented_map(60).statements)} statements"
    assert said in made.saved("svg", tmp_path).read_text("utf-8")


def test_only_these_narrows_the_files_to_what_is_lit(opened, tmp_path):
    made = opened()
    made.run("valuegraph.select(valuegraph.nodes.find((n) => n.stage === 6).id)")
    made.run("valuegraph.change({only: true})")
    lit = made.run("valuegraph.lit.statements.size")
    assert 0 < lit < made.run("valuegraph.data.statements.length")
    assert len(rows_of(made.saved("csv", tmp_path))) == lit


@SIZES
def test_graphml_loads_in_networkx_as_a_directed_graph(opened, name, tmp_path):
    made = opened(name)
    graph = nx.read_graphml(made.saved("graphml", tmp_path), force_multigraph=True)
    assert graph.is_directed()
    statements = made.run(
        "valuegraph.data.statements.map((s) => [valuegraph.boxes.get(s.from).key, valuegraph.boxes.get(s.to).key, s.about.fact])"
    )
    edges = graph.edges(data="fact")
    assert sorted(edges) == sorted(map(tuple, statements))
    assert all(graph.nodes[node]["label"] for node in graph)


@SIZES
def test_svg_parses_and_shows_every_box_and_line(opened, name, tmp_path):
    made = opened(name)
    tree = parsed(made.saved("svg", tmp_path))
    boxes = [g for g in tree.iter(f"{SVG}g") if g.find(f"{SVG}rect") is not None]
    lines = [g for g in tree.iter(f"{SVG}g") if g.find(f"{SVG}path") is not None]
    assert len(boxes) == made.run("valuegraph.scene.places.size")
    assert len(lines) == made.run("valuegraph.scene.drawn.length")
    words = "".join(tree.getroot().itertext())
    assert made.run("valuegraph.edition()") in words
    assert made.run("valuegraph.data.title") in words
    assert not [e for e in tree.iter() if e.tag.endswith(("script", "foreignObject", "image"))]
    sizes = {float(t.get("font-size")) for t in tree.iter(f"{SVG}text")}
    assert min(sizes) >= 10


@pytest.mark.parametrize("name", ["small", SHIPPED])
def test_png_downloads_at_twice_the_size_of_the_map(opened, name, tmp_path):
    from PIL import Image

    made = opened(name)
    with Image.open(made.saved("png", tmp_path)) as picture:
        assert picture.format == "PNG"
        assert picture.width == 2 * -(-made.run("valuegraph.scene.width") // 1)
        assert len(picture.convert("RGB").resize((200, 150)).getcolors(30000)) > 50


def test_hostile_texts_stay_texts_in_every_file(opened, tmp_path):
    made = opened("hostile")
    tree = parsed(made.saved("svg", tmp_path))
    assert not [e for e in tree.iter() if e.tag.endswith(("script", "img"))]
    graph = nx.read_graphml(made.saved("graphml", tmp_path), force_multigraph=True)
    assert graph.number_of_edges() == len(hostile_map().statements)
    rows = rows_of(made.saved("csv", tmp_path))
    assert len(rows) == len(hostile_map().statements)
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]


def test_a_cell_that_a_spreadsheet_would_compute_is_made_text(opened, tmp_path):
    made = opened()
    made.run("valuegraph.boxes.get(valuegraph.data.statements[0].from).label = '=1+1'")
    rows = rows_of(made.saved("csv", tmp_path))
    assert rows[0]["supplier"] == "'=1+1"
