"""The map as a still picture, and the pair of page and picture that a notebook cell shows."""

from __future__ import annotations

import io
import sys
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest

from tests.view.hostile import hostile_map
from tests.view.invented import invented_map
from tests.view.test_rich_display import Stripped
from valuegraph.errors import UsageError
from valuegraph.view import layout as geometry
from valuegraph.view import render
from valuegraph.view.groups import arrange
from valuegraph.view.map_figure import CHOKE, SHARPNESS, drawing, map_figure
from valuegraph.view.map_words import boxed, summary, told
from valuegraph.view.notebook import MapPage, Picture
from valuegraph.view.palette import jurisdiction_fills, kind_styles

pytest.importorskip("matplotlib")
PNG = b"\x89PNG\r\n\x1a\n"
SMALL, LARGE = invented_map(60), invented_map(1000)
MOST_BYTES = 300_000
CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"


@pytest.fixture(scope="module")
def page():
    return MapPage(SMALL)


@pytest.fixture(scope="module")
def figure():
    return map_figure(LARGE)


def test_every_box_of_the_first_level_stands_on_its_place_with_its_name(figure):
    levels, made = arrange(LARGE), drawing(LARGE)
    texts = {text.get_gid(): text for text in figure.axes[0].texts if text.get_gid()}
    assert set(texts) == {f"box {box.id}" for box in levels.first_level()}
    for box in levels.first_level():
        text = texts[f"box {box.id}"]
        assert text.get_position() == made.layout.places[box.id]
        first = text.get_text().split("\n")[0]
        assert box.label.split()[0].startswith(first.split()[0].rstrip("…"))
        if box.members:
            assert str(box.count) in text.get_text()


def test_letters_stay_within_their_boxes(figure):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(figure).get_renderer()
    pixels = figure.dpi / 100
    for text in figure.axes[0].texts:
        if text.get_gid():
            extent = text.get_window_extent(renderer)
            assert extent.width <= (geometry.BOX_WIDTH + 6) * pixels, text.get_text()
            assert extent.height <= (geometry.BOX_HEIGHT + 2) * pixels, text.get_text()


def test_lines_are_counted_in_full_and_drawn_in_the_colour_of_their_kind(figure):
    made = drawing(LARGE)
    numbers = {node.id: index for index, node in enumerate(LARGE.nodes)}
    inside = sum(
        made.levels.top(numbers[s.source]) == made.levels.top(numbers[s.target])
        for s in LARGE.statements
    )
    assert sum(line.count for line in made.lines) + inside == len(LARGE.statements)
    drawn = [patch for patch in figure.axes[0].patches if ">" in str(patch.get_gid())]
    assert len(drawn) == len(made.lines)
    colours = {style.id: style.light for style in kind_styles(s.kind for s in LARGE.statements)}
    from matplotlib.colors import to_hex

    for patch in drawn:
        kind = patch.get_gid().partition(":")[2]
        assert to_hex(patch.get_edgecolor()) == colours[kind]


def test_chokepoints_and_groups_that_hold_one_are_marked(figure):
    made = drawing(LARGE)
    marked = [box for box in made.levels.first_level() if made.chokes(box.id)]
    diamonds = [line for line in figure.axes[0].lines if line.get_marker() == "D"]
    assert marked
    assert len(diamonds) == len(marked)
    assert {line.get_color() for line in diamonds} == {CHOKE}


def test_the_picture_is_small_and_keeps_the_fills_of_jurisdictions():
    image = pytest.importorskip("PIL.Image")
    png = Picture(LARGE).png
    assert png.startswith(PNG)
    assert len(png) < MOST_BYTES
    drawn = image.open(io.BytesIO(png))
    layout = drawing(LARGE).layout
    assert drawn.width == pytest.approx(SHARPNESS * (layout.width + 24), abs=2)
    seen = {"#{:02x}{:02x}{:02x}".format(*c) for _, c in drawn.convert("RGB").getcolors(1 << 24)}
    codes = [node.jurisdiction for node in LARGE.nodes]
    assert {fill.light for fill in jurisdiction_fills(codes) if fill.count} <= seen


def test_a_picture_is_drawn_of_texts_that_are_no_text(page):
    png = Picture(hostile_map()).png
    assert png.startswith(PNG)
    named = replace(SMALL, title="$\\frac{1}{", stages=("芯片", *SMALL.stages[1:]))
    assert Picture(named).png.startswith(PNG)
    empty = replace(SMALL, nodes=(), statements=(), chokepoints=())
    assert Picture(empty).png.startswith(PNG)


def test_a_cell_gets_the_live_page_the_picture_and_a_line(page):
    bundle = page._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/png"}
    assert bundle["image/png"] == page.picture.png
    assert bundle["text/plain"] == str(page)
    assert summary(SMALL) in str(page)
    assert 'sandbox="allow-scripts' in bundle["text/html"]
    assert page.html == render(SMALL)


def test_what_is_left_of_it_without_scripts_frames_and_styles_is_the_map(page):
    left = Stripped(page._repr_html_())
    (picture,) = left.pictures
    assert b64decode(picture["src"].partition("base64,")[2]) == page.picture.png
    assert SMALL.title in picture["alt"]
    assert summary(SMALL) in picture["alt"]
    assert "<iframe" not in left.html
    for item in SMALL.chokepoints:
        assert item.name in left.text
        assert told(item)[4] in left.text
    for line in (*SMALL.coverage_lines, *SMALL.assumptions):
        assert line in left.text


def test_hostile_words_stay_words_in_a_cell():
    left = Stripped(MapPage(hostile_map())._repr_html_())
    assert len(left.pictures) == 1
    assert set(left.tags) <= {"div", "img", "table", "thead", "tbody", "tr", "th", "td", "p"}


def test_a_picture_alone_has_no_frame():
    bundle = Picture(SMALL)._repr_mimebundle_()
    assert "<iframe" not in bundle["text/html"]
    assert bundle["image/png"].startswith(PNG)


def test_without_matplotlib_the_page_still_shows_and_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    made = MapPage(SMALL)
    bundle = made._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "valuegraph[plot]" in bundle["text/html"]
    assert "<iframe" in bundle["text/html"]
    with pytest.raises(UsageError, match="matplotlib"):
        _ = made.picture.png


def test_page_and_picture_are_written_to_files(page, tmp_path):
    assert page.save(tmp_path / "map.html").read_text("utf-8") == page.html
    assert page.picture.save(tmp_path / "map.png").read_bytes() == page.picture.png


@pytest.mark.parametrize(
    ("name", "tail", "lines"),
    [
        ("TSMC", "TW", ["TSMC TW"]),
        ("Amazon Web Services", "", ["Amazon Web", "Services"]),
        ("Telecommunication", "(K)", ["Telecommunication", "(K)"]),
        ("a very long name that no box of any map could hold", "US", 3),
        ("", "", []),
    ],
)
def test_names_are_broken_to_fit_and_what_ends_them_is_kept(name, tail, lines):
    made = boxed(name, tail).splitlines()
    if isinstance(lines, int):
        assert len(made) == lines
        assert made[-1].endswith(f"… {tail}")
    else:
        assert made == lines


def test_a_graph_gives_its_map_as_a_cell_shows_it():
    import valuegraph
    from valuegraph.view.notebook import map_page

    kg = valuegraph.load(CHAIN, only=True, as_of="2026-06-01", cache=False)
    made = map_page(kg, focus="Optik", title="What rests on Optik")
    assert made.data.title == "What rests on Optik"
    words = [text.get_text() for text in map_figure(made.data).axes[0].texts]
    assert any(text.startswith("Optik") for text in words)
    assert not any(text.startswith("Oldfab") for text in words)
