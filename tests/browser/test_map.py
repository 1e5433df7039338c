from itertools import combinations

import pytest
from playwright.sync_api import expect

from tests.view.invented import invented_map

pytestmark = pytest.mark.browser

SHIPPED = pytest.param("shipped", marks=pytest.mark.slow)
SIZES = pytest.mark.parametrize("name", ["small", "large", SHIPPED])

# Centre and size of every box as vis-network draws it, without its margin for round corners.
DRAWN = """[...valuegraph.scene.places.keys()].map((id) => {
  const node = valuegraph.network.body.nodes[id];
  return [node.x, node.y, node.shape.width, node.shape.height];
})"""


def overlapping(boxes):
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if abs(one[0] - other[0]) < (one[2] + other[2]) / 2
        and abs(one[1] - other[1]) < (one[3] + other[3]) / 2
    ]


def count(made):
    return made.text("#count b")


@SIZES
def test_it_opens_from_disk_and_is_ready(opened, name, capsys):
    made = opened(name)
    ready = int(made.run("document.documentElement.dataset.ready"))
    with capsys.disabled():
        print(f"\n{name}: ready after {ready} ms")  # noqa: T201
    assert made.page.title() == made.text("#title")
    total = made.run("valuegraph.data.statements.length")
    assert count(made) == f"{total:,} of {total:,} statements"


@SIZES
def test_no_boxes_overlap_as_drawn(opened, name):
    boxes = opened(name).run(DRAWN)
    assert len(boxes) > 50
    assert overlapping(boxes) == []


@SIZES
def test_letters_are_at_least_ten_pixels(opened, name):
    assert opened(name).run("valuegraph.data.size.font * valuegraph.network.getScale()") >= 10


@SIZES
def test_the_whole_map_is_in_sight(opened, name):
    made = opened(name)
    corners = made.run(
        "[{x: 0, y: 0}, {x: valuegraph.scene.width, y: valuegraph.data.size.height}].map((p) => valuegraph.network.canvasToDOM(p))"
    )
    size = made.run(
        "[document.getElementById('canvas').clientWidth, document.getElementById('canvas').clientHeight]"
    )
    assert corners[0]["x"] >= 0
    assert corners[0]["y"] >= 0
    assert corners[1]["x"] <= size[0]
    assert corners[1]["y"] <= size[1]


@SIZES
def test_few_lines_run_from_right_to_left(opened, name):
    made = opened(name)
    for lines in ("valuegraph.scene.drawn", "[...valuegraph.scene.lines.values()]"):
        backward, total = made.run(
            f"""(() => {{
              const at = (id) => valuegraph.scene.places.get(id).x;
              const lines = {lines};
              return [lines.filter((line) => at(line.to) < at(line.from) - 1).length, lines.length];
            }})()"""
        )
        assert total > 100
        assert backward <= 0.03 * total


def test_a_click_shows_facts_with_their_sources(opened):
    made = opened()
    node = made.run("valuegraph.nodes.find((n) => n.stage === 3 && n.choke).id")
    made.click(node)
    data = invented_map(60)
    name = data.nodes[node]
    supplies = [s for s in data.statements if s.source == name.id]
    panel = made.text("#panel")
    assert name.label in panel
    assert f"SUPPLIES ({len(supplies)})" in panel.upper()
    links = made.page.locator("#panel .sources a")
    needs = [s for s in data.statements if s.target == name.id]
    assert links.count() == sum(len(s.evidence) for s in [*supplies, *needs])
    assert links.first.get_attribute("rel") == "noopener noreferrer"
    assert links.first.get_attribute("href").startswith("https://example.org/report/")
    assert "page " in panel


def test_a_click_lights_up_and_downstream_and_escape_clears(opened):
    made = opened()
    node = made.run("valuegraph.nodes.find((n) => n.stage === 6).id")
    made.click(node)
    faint = (
        "[...valuegraph.network.body.data.edges.get()].filter((e) => e.color.opacity < 0.1).length"
    )
    lit = made.run("valuegraph.lit.nodes.size")
    assert 1 < lit < made.run("valuegraph.nodes.length")
    assert made.run(faint) > 0
    made.page.keyboard.press("u")
    assert made.run("valuegraph.lit.nodes.size") < lit
    made.page.keyboard.press("o")
    made.settle()
    assert made.run(faint) == 0
    made.page.keyboard.press("Escape")
    made.settle()
    assert made.run(faint) == 0
    assert made.run("valuegraph.state.selected") is None
    assert "How to read this" in made.text("#panel")


def test_choosing_a_box_in_sight_does_not_move_the_map(opened):
    made = opened()
    before = made.run("valuegraph.network.getViewPosition()")
    for node in made.run("valuegraph.nodes.map((n) => n.id)")[::7]:
        made.run(f"valuegraph.select({node}); valuegraph.showBox({node})")
    assert made.run("valuegraph.network.getViewPosition()") == before


def test_a_click_on_a_line_shows_its_statements(opened):
    made = opened()
    spot = made.run(
        """(() => {
          const frame = document.getElementById('canvas').getBoundingClientRect();
          for (let y = 20; y < frame.height; y += 7) {
            for (let x = 150; x < frame.width; x += 7) {
              const node = valuegraph.network.getNodeAt({x, y});
              const line = node === undefined && valuegraph.network.getEdgeAt({x, y});
              if (line) return [frame.x + x, frame.y + y, line];
            }
          }
        })()"""
    )
    made.page.mouse.click(*spot[:2])
    made.settle()
    line = made.run(f"valuegraph.scene.lines.get('{spot[2]}').statements.length")
    assert f"STATEMENTS ({line})" in made.text("#panel").upper()
    assert made.page.locator("#panel .sources a").count() >= line


def test_search_selects(opened):
    made = opened("large")
    node = made.run("valuegraph.nodes.find((n) => n.parent !== undefined).id")
    name = made.run(f"valuegraph.boxes.get({node}).label")
    made.page.keyboard.press("/")
    made.page.keyboard.type(name)
    made.page.keyboard.press("Enter")
    made.settle()
    assert made.run("valuegraph.state.selected") == node
    assert made.text("#panel h2") == name
    assert made.run(f"valuegraph.scene.places.has({node})")
    x, y = made.where(node)
    assert 282 < x < 1440
    assert 80 < y < 870


def test_the_legend_filters_and_counts(opened):
    made = opened()
    data = invented_map(60)
    infrastructure = sum(s.kind == "infrastructure" for s in data.statements)
    made.page.get_by_label("infrastructure").uncheck()
    made.settle()
    total = len(data.statements)
    assert count(made) == f"{total - infrastructure} of {total} statements"
    kinds = made.run(
        "[...valuegraph.scene.lines.values()].map((l) => valuegraph.data.kinds[l.kind].id)"
    )
    assert kinds
    assert "infrastructure" not in kinds
    made.page.get_by_label("infrastructure").check()
    assert count(made) == f"{total} of {total} statements"


def test_a_group_opens_and_closes_and_no_statement_is_lost(opened):
    made = opened("large")
    everything = """(() => {
      const drawn = [...valuegraph.scene.lines.values()].reduce((n, l) => n + l.statements.length, 0);
      return [drawn + valuegraph.scene.within, drawn];
    })()"""
    total, drawn = made.run(everything)
    assert total == made.run("valuegraph.data.statements.length")
    group = made.run("valuegraph.groups.find((g) => g.parent === undefined && g.stage === 5).id")
    members = made.run(f"valuegraph.boxes.get({group}).members")
    made.click(group)
    assert made.run(f"{members}.every((id) => valuegraph.scene.places.has(id))")
    assert made.run(everything)[0] == total
    assert made.run(everything)[1] >= drawn
    assert overlapping(made.run(DRAWN)) == []
    made.click(group)
    assert made.run("valuegraph.state.open.size") == 0
    assert made.run(everything) == [total, drawn]


@SIZES
def test_the_table_has_one_row_for_each_statement(opened, name):
    made = opened(name)
    made.page.click("#tab-table")
    made.page.wait_for_selector("#rows[aria-busy=false]")
    total = made.run("valuegraph.data.statements.length")
    assert made.run("valuegraph.tableRows().map((s) => s.index)") == list(range(total))
    assert made.page.get_attribute("#rows", "aria-rowcount") == str(total + 1)
    assert made.text("#rows-count") == f"{total:,} of {total:,} rows"
    shown = made.run(
        "[...document.querySelectorAll('#rows tr[data-fact]')].map((r) => r.dataset.fact)"
    )
    stated = made.run("valuegraph.data.statements.map((s) => s.about.fact)")
    assert shown == stated[: len(shown)]
    assert len(shown) < 100


def scroll_through(made):
    """Scroll from the first row to the last; return the rows seen in the order of appearance."""
    return made.run(
        """new Promise((done) => {
          const view = document.getElementById('view-table');
          const seen = new Set();
          const step = () => {
            for (const row of document.querySelectorAll('#rows tr[data-index]')) seen.add(Number(row.dataset.index));
            if (view.scrollTop + view.clientHeight >= view.scrollHeight - 1) return done([...seen]);
            view.scrollTop += view.clientHeight;
            requestAnimationFrame(() => requestAnimationFrame(step));
          };
          view.scrollTop = 0;
          requestAnimationFrame(() => requestAnimationFrame(step));
        })"""
    )


def test_scrolling_brings_every_row(opened):
    made = opened("small")
    made.page.click("#tab-table")
    assert scroll_through(made) == list(range(made.run("valuegraph.data.statements.length")))


@pytest.mark.slow
def test_scrolling_brings_every_row_of_the_shipped_data(opened):
    made = opened("shipped")
    made.page.click("#tab-table")
    assert scroll_through(made) == list(range(made.run("valuegraph.data.statements.length")))


def test_the_table_filters_and_sorts(opened):
    made = opened()
    made.page.click("#tab-table")
    data = invented_map(60)
    total = len(data.statements)
    wanted = [s for s in data.statements if s.terms]
    said = made.page.locator("#rows-count")
    made.page.fill("#rows-filter", "first refusal")
    expect(said).to_have_text(f"{len(wanted)} of {total} rows")
    assert made.page.locator("#rows tr[data-fact]").count() == len(wanted) > 0
    made.page.fill("#rows-filter", "")
    expect(said).to_have_text(f"{total} of {total} rows")
    made.page.get_by_role("button", name="Confidence").click()
    first = made.text("#rows tbody tr:first-child td:nth-child(6)")
    assert first.startswith(f"{min(s.confidence for s in data.statements):.0%}".replace("%", " %"))
    made.page.click("#rows tbody tr:first-child td:nth-child(4)")
    assert "STATEMENTS (1)" in made.text("#panel").upper()
    made.page.click("#rows tbody tr:first-child td:first-child button")
    assert made.text("#panel h2").removeprefix("◆ ") == made.text(
        "#rows tbody tr:first-child td:first-child"
    )


def test_arrow_keys_move_and_speak(opened):
    made = opened()
    made.page.focus("#canvas")
    made.page.keyboard.press("ArrowRight")
    first = made.text("#live")
    assert first
    made.page.keyboard.press("ArrowDown")
    second = made.text("#live")
    assert second != first
    made.page.keyboard.press("ArrowUp")
    assert made.text("#live") == first
    made.page.keyboard.press("ArrowRight")
    assert made.text("#live") != first
    label = made.run("valuegraph.boxes.get(valuegraph.state.selected).label")
    assert made.text("#live").startswith(label)


def test_the_address_holds_the_state_and_a_fresh_page_restores_it(opened):
    made = opened("large")
    node = made.run("valuegraph.nodes.find((n) => n.parent !== undefined).id")
    made.run(f"valuegraph.select({node})")
    made.run("valuegraph.change({direction: 'up', dark: true, hidden: new Set([0]), only: true})")
    made.run("valuegraph.change({year: 2022, confidence: 0.55, all: true, view: 'continuity'})")
    fragment = made.run("location.hash")
    again = opened("large", fragment=fragment)
    picked = "JSON.stringify(valuegraph.state, (key, value) => value instanceof Set ? [...value] : value)"
    assert again.run(picked) == made.run(picked)
    assert again.text("#panel h2") == made.text("#panel h2")


def test_chokepoints_are_listed_in_both_views_with_words_facts_and_assumptions(opened):
    made = opened()
    data = invented_map(60)
    for view in ("renewal", "continuity"):
        made.page.get_by_role("button", name=view.title()).click()
        listed = made.page.locator("#chokepoints > ol > li")
        wanted = [item for item in data.chokepoints if item.view == view]
        assert listed.count() == len(wanted)
        listed.first.locator("summary").click()
        text = listed.first.inner_text()
        assert wanted[0].words in text
        assert f"{round(wanted[0].share_lost * 100)} %" in text
        assert wanted[0].certificate[1].sentence in text
    made.page.get_by_text("What this assumes").click()
    for line in data.assumptions:
        assert line in made.text("#chokepoints")
    first = made.page.locator("#chokepoints > ol > li").first
    first.locator("p").get_by_role("button", name="fact").click()
    assert "FACTS ON THE PROOF" in made.text("#panel").upper()


def test_dark_and_light(opened):
    made = opened(dark=True)
    ground = "getComputedStyle(document.body).backgroundColor"
    fill = "valuegraph.network.body.data.nodes.get()[0].color.background"
    dark = (made.run(ground), made.run(fill))
    made.page.click("#theme")
    made.settle()
    light = (made.run(ground), made.run(fill))
    assert dark[0] == "rgb(16, 22, 28)"
    assert light[0] == "rgb(255, 255, 255)"
    assert dark[1] != light[1]
    assert opened().run(ground) == light[0]


def test_a_telephone_gets_the_table_first_and_can_use_the_map(opened):
    made = opened(width=390, height=844)
    assert made.run("valuegraph.state.tab") == "table"
    made.page.wait_for_selector("#rows[aria-busy=false]")
    assert made.run("document.documentElement.scrollWidth") <= 390
    made.page.click("#rows tbody tr:first-child td:first-child button")
    assert made.page.locator("#panel h2").is_visible()
    assert made.page.locator("#panel h2").bounding_box()["y"] < 844
    made.page.click("#tab-map")
    made.page.wait_for_selector("#canvas canvas", state="attached")
    made.settle()
    assert made.run("document.documentElement.scrollWidth") <= 390
    assert made.run("valuegraph.data.size.font * valuegraph.network.getScale()") >= 10
    assert made.page.locator("#canvas").bounding_box()["height"] > 300


def test_paper_gets_the_whole_map_in_light_colours(opened):
    made = opened(dark=True)
    made.run("valuegraph.network.moveTo({scale: 3})")
    before = made.run("[valuegraph.network.getScale(), valuegraph.state.dark]")
    made.run("window.dispatchEvent(new Event('beforeprint'))")
    made.page.emulate_media(media="print")
    assert made.page.locator("svg#paper").is_visible()
    assert not made.page.locator("#canvas").is_visible()
    texts = set(made.page.locator("#paper > text, #paper g text").all_text_contents())
    assert texts >= {word for stage in invented_map(60).stages for word in stage.split()[:1]} - {
        "Foundation"
    }
    assert made.run("document.querySelectorAll('#paper g > rect').length") == 60
    assert made.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    made.shot("print")
    made.page.emulate_media(media="screen")
    made.run("window.dispatchEvent(new Event('afterprint'))")
    assert made.run("[valuegraph.network.getScale(), valuegraph.state.dark]") == before
    assert made.run("document.getElementById('paper')") is None


def test_every_control_has_a_name(opened):
    made = opened("large")
    made.page.click("#tab-matrix")
    made.page.click("#tab-table")
    nameless = made.run(
        """[...document.querySelectorAll('button, input, select, a, [role]')].filter((e) => {
          const label = e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent;
          return !label.trim() && !['status', 'listbox', 'presentation', 'tabpanel'].includes(e.getAttribute('role'));
        }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []


def test_an_empty_map_says_so(opened):
    made = opened("empty")
    assert count(made) == "0 of 0 statements"
    assert "None was computed in this view." in made.text("#chokepoints")
    made.page.click("#tab-table")
    assert made.text("#rows-count") == "0 of 0 rows"
