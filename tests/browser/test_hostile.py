import pytest

from tests.view.hostile import SCRIPT, hostile_map
from valuegraph.view import iframe_html, render

pytestmark = pytest.mark.browser

OWNED = "window.owned === undefined && window.top.owned === undefined"
PARSED = "document.querySelectorAll('#panel img, #panel svg, aside script, table script, table img, footer img, #view-matrix img, #view-matrix script').length"


def walk_through(made):
    """Show every part of the page that holds words of the data."""
    for script in (
        "valuegraph.select(0)",
        "valuegraph.select(1)",
        "valuegraph.select(3)",
        "valuegraph.change({selected: null, line: [...valuegraph.scene.lines.values()][0]})",
        "document.querySelectorAll('details').forEach((d) => (d.open = true))",
        "document.querySelector('#layers button').click()",
        "document.querySelector('#jurisdictions button').click()",
        "valuegraph.change({tab: 'table'})",
        "valuegraph.change({tab: 'matrix'})",
        "document.querySelector('#matrix td button').click()",
        "window.dispatchEvent(new Event('beforeprint'))",
        "window.dispatchEvent(new Event('afterprint'))",
    ):
        made.run(script)
        made.settle()
        assert made.run(OWNED)
        assert made.run(PARSED) == 0


def test_hostile_texts_stay_texts(opened):
    made = opened("hostile")
    assert made.text("#title").replace("\n", " ") == SCRIPT
    walk_through(made)
    made.page.fill("#search", "<img")
    assert made.page.locator("#found li").count() >= 1
    assert made.run(OWNED)


def test_only_web_addresses_are_links(opened):
    made = opened("hostile")
    made.run("valuegraph.select(0)")
    made.run("valuegraph.change({tab: 'table'})")
    links = made.run(
        "[...document.querySelectorAll('a')].map((a) => [a.protocol, a.rel, a.getAttributeNames().join()])"
    )
    assert links
    assert {link[0] for link in links} == {"https:"}
    assert all("noopener" in link[1] for link in links)
    assert {link[2] for link in links} == {"href,target,rel"}
    assert "javascript:window.owned=1" in made.text("#panel")


@pytest.mark.parametrize(
    "fragment",
    [
        "#at=<img src=x onerror=window.owned=1>&open=__proto__&hide=constructor&tab=javascript:x&dir=x",
        "#tab=map&at=%3C/script%3E%3Cscript%3Ewindow.owned=1%3C/script%3E",
        "#%E0%A4%A&at=%",
        "#open=__proto__&open=toString&view=__proto__&dark=<b>",
        "#year=1e999&sure=-1&all=yes&tab=constructor",
        "#year=NaN&sure=%3Cimg%3E&tab=__proto__",
    ],
)
def test_a_hostile_address_is_ignored(opened, fragment):
    made = opened("hostile", fragment=fragment)
    assert made.run(OWNED)
    assert made.run("valuegraph.state.selected") is None
    assert made.run("[...valuegraph.state.open, ...valuegraph.state.hidden].length") == 0
    assert made.run("valuegraph.state.tab") == "map"
    assert made.run("[valuegraph.state.confidence, valuegraph.state.all]") == [0, False]
    assert made.run("valuegraph.state.year === valuegraph.years.last")


def test_it_works_inside_a_sandboxed_frame(browser, tmp_path):
    host = tmp_path / "host.html"
    host.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><body>{iframe_html(render(hostile_map()), 700)}",
        "utf-8",
    )
    context = browser.new_context(viewport={"width": 1300, "height": 800})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(host.as_uri())
    frame = page.frames[1]
    frame.wait_for_selector("html[data-ready]", state="attached")
    frame.evaluate("valuegraph.select(1)")
    assert frame.inner_text("#panel h2")
    assert frame.evaluate("window.owned === undefined")
    assert page.evaluate("window.owned === undefined")
    assert errors == []
    context.close()
