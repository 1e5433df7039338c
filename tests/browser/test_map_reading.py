"""What a stranger can find out: matrix, ways between two things, layers, three clicks a question."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.view.invented import invented_map

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def steps_apart(statements, start, end):
    """Return the fewest statements from one node to another, None where there is no way."""
    near, seen, steps = {start}, {start}, 0
    while near:
        if end in near:
            return steps
        near = {s.target for s in statements if s.source in near} - seen
        seen |= near
        steps += 1
    return None


def test_the_matrix_counts_fewest_steps_from_supplier_to_sector(opened):
    made = opened()
    made.page.click("#tab-matrix")
    data = invented_map(60)
    ids = {node.label: node.id for node in data.nodes}
    sectors = [h.strip() for h in made.page.locator("#matrix thead th").all_inner_texts()[2:]]
    assert {ids[s] for s in sectors} == {n.id for n in data.nodes if n.stage_label == "Sectors"}
    rows = made.page.locator("#matrix tbody tr")
    assert rows.count() == sum(node.stage_label != "Sectors" for node in data.nodes)
    blank = 0
    for row in rows.all():
        name, _, *cells = row.locator("th, td").all_inner_texts()
        for sector, cell in zip(sectors, cells, strict=True):
            found = steps_apart(data.statements, ids[name.strip().removeprefix("◆ ")], ids[sector])
            assert cell.strip() == ("" if found is None else str(found))
            blank += found is None
    assert blank
    assert "not the same as no dependence" in made.text("#view-matrix p")


def test_a_number_of_the_matrix_shows_the_way_step_by_step(opened):
    made = opened()
    made.page.click("#tab-matrix")
    button = made.page.locator("#matrix td button").first
    steps = int(button.inner_text())
    button.click()
    assert f"STEP BY STEP ({steps})" in made.text("#panel").upper()
    ends = made.run("valuegraph.state.facts.statements.map((s) => [s.from, s.to])")
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    assert made.page.locator("#panel .sources a").count() >= steps


def test_groups_open_in_the_matrix_and_filters_change_it(opened):
    made = opened("large")
    made.page.click("#tab-matrix")
    before = made.page.locator("#matrix tbody tr").count()
    group = made.page.locator("#matrix tbody th button", has_text="▸").first
    group.click()
    members = made.run("valuegraph.boxes.get([...valuegraph.state.open][0]).members.length")
    assert made.page.locator("#matrix tbody tr").count() == before + members
    numbers = made.page.locator("#matrix td button").count()
    made.run("valuegraph.change({confidence: 0.8})")
    assert made.page.locator("#matrix td button").count() < numbers


def test_year_and_confidence_filter_and_count(opened):
    made = opened()
    data = invented_map(60)
    total = len(data.statements)
    made.page.locator("#year").fill("2021")
    kept = [s for s in data.statements if s.valid_from.year <= 2021]
    said = made.page.locator("#count b")
    expect(said).to_have_text(f"{len(kept)} of {total} statements")
    made.page.locator("#confidence").fill("0.7")
    sure = [s for s in kept if s.confidence >= 0.7]
    assert 0 < len(sure) < len(kept)
    expect(said).to_have_text(f"{len(sure)} of {total} statements")
    assert made.text("#live") == f"{len(sure)} of {total} statements pass."
    assert made.text("#year-value") == "by 2021"
    assert made.text("#confidence-value") == "70 %"


@pytest.mark.parametrize("name", ["large", pytest.param("shipped", marks=pytest.mark.slow)])
def test_the_count_says_where_every_statement_is(opened, name):
    made = opened(name)
    for change in ("{}", "{all: true}", "{hidden: new Set([1])}"):
        made.run(f"valuegraph.change({change})")
        words = made.text("#count .small").replace(",", "").split(" · ")
        assert sum(int(part.split()[0]) for part in words) == made.run("valuegraph.passing")


@pytest.mark.slow
def test_every_line_of_what_is_selected_or_opened_is_drawn(opened):
    made = opened("shipped")
    assert made.run("valuegraph.scene.drawn.length < valuegraph.scene.lines.size")
    box = made.run("valuegraph.data.boxes.find((b) => b.label === 'NVIDIA' && b.isGroup).id")
    touching = f"(l) => l.from === {box} || l.to === {box}"
    made.run(f"valuegraph.change({{selected: {box}}})")
    all_of_it = made.run(f"[...valuegraph.scene.lines.values()].filter({touching}).length")
    assert made.run(f"valuegraph.scene.drawn.filter({touching}).length") == all_of_it > 5
    made.run(f"valuegraph.press({box})")
    missing = made.run(
        f"""[...valuegraph.scene.lines.values()].filter((l) => [l.from, l.to].some((id) =>
          valuegraph.boxes.get({box}).members.includes(id)) && !valuegraph.scene.drawn.includes(l)).length"""
    )
    assert missing == 0


def test_governance_stands_beside_a_thing_with_its_reason(opened):
    made = opened()
    made.run("valuegraph.select(valuegraph.nodes.find((n) => n.kind === 'model').id)")
    told = made.text("#governance")
    assert "controlled openness (2 offerings): since the weights can be downloaded" in told
    assert "controlled openness 2 · captive platform 1" in told
    made.run("valuegraph.select(valuegraph.nodes.find((n) => n.kind === 'chip').id)")
    assert made.page.locator("#governance").count() == 0


def test_layers_and_jurisdictions_fold_and_light_what_they_name(opened):
    made = opened()
    data = invented_map(60)
    for name, field in (("layers", "stage_label"), ("jurisdictions", "jurisdiction")):
        made.page.click(f"#{name} > summary")
        entry = made.page.locator(f"#{name} li button").nth(0)
        words = entry.inner_text()
        entry.click()
        wanted = words.split()[0] if name == "jurisdictions" else words
        members = {n.id for n in data.nodes if getattr(n, field) == wanted}
        touching = [s for s in data.statements if members & {s.source, s.target}]
        assert made.run("valuegraph.state.facts.statements.length") == len(touching) > 0


def test_copy_link_offers_the_address_of_what_is_shown(opened):
    made = opened()
    made.run("valuegraph.select(5)")
    made.page.click("#copy")
    expect(made.page.locator("#live")).to_have_text(re.compile("copied|copy the link"))
    if made.page.is_visible("#link"):
        assert made.page.input_value("#link") == made.run("location.href")


def test_an_old_browser_is_told_what_it_lacks(browser, maps):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(maps["small"].as_uri())
    assert "lacks DecompressionStream" in page.inner_text("[role=alert]")
    context.close()


def test_damaged_data_are_named_as_such(browser, maps, tmp_path):
    html = maps["small"].read_text("utf-8")
    at = html.index('id="data">') + 2000
    broken = tmp_path / "broken.html"
    broken.write_text(html[:at] + "AAAA" + html[at + 4 :], "utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(broken.as_uri())
    page.wait_for_selector("[role=alert]")
    assert "damaged" in page.inner_text("[role=alert]")
    context.close()


# A stranger's questions, three clicks each: the clicks are those on the page, no script.


@pytest.mark.slow
def test_who_makes_the_chips_a_lab_trains_on(opened):
    made = opened("shipped")
    made.page.fill("#search", "OpenAI")
    made.page.locator("#found li").first.click()  # 1
    ways = made.page.locator("#panel .ways").first
    ways.get_by_role("button", name="TSMC").click()  # 2
    panel = made.text("#panel")
    assert "TSMC to" in panel
    assert "leading edge" in panel or "packaging" in panel
    assert made.page.locator("#panel .sources a").count() >= 2


@pytest.mark.slow
def test_what_stops_if_that_foundry_stops_and_why(opened):
    made = opened("shipped")
    made.page.locator("#chokepoints summary").first.click()  # 1
    why = made.page.locator("#chokepoints li").first.inner_text()
    assert "cannot be made" in why
    assert "the proof holds" in why
    made.page.locator("#chokepoints .steps button").first.click()  # 2
    assert made.page.locator("#panel .sources a").count() >= 1


@pytest.mark.slow
def test_which_sectors_reach_an_open_weight_model_and_on_what_terms(opened):
    made = opened("shipped")
    made.page.fill("#search", "Llama 3")
    made.page.locator("#found li").first.click()  # 1
    assert made.page.locator("#governance").is_visible()
    reached = made.page.locator("#panel .ways").last.locator("> li").last
    assert "Sectors" in reached.inner_text()
    reached.locator("button.name").first.click()  # 2
    assert "step by step" in made.text("#panel").lower()
    assert made.page.locator("#panel .sources a").count() >= 2
