"""The served pages in a browser: nothing leaves the server, everything can be reached and read."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import valuegraph as vg
from tests.serve.conftest import serving
from valuegraph.resources import ontology_dir
from valuegraph.serve.limits import Limits

pytestmark = pytest.mark.browser

SIZES = {"wide": (1440, 900), "tall": (900, 1200), "small": (390, 844)}
CHAIN = Path(__file__).parents[1] / "projection" / "chain.ttl"
EVERYWHERE = ("/", "/search?q=a", "/scenario", "/questions", "/query", "/nowhere")
PATHS = {
    "hand": (*EVERYWHERE, "/entity/org-foundry", "/entity/model-m", "/scenario?who=Foundry"),
    "shipped": (
        *EVERYWHERE[:2],
        "/entity/org-tsmc",
        "/entity/org-anthropic",
        "/entity/family-llama-3",
        "/entity/lic-apache-2.0",
        "/entity/nace:L",
        "/scenario?shock=remove:org-tsmc",
        "/questions/sectors-reached-by-model",
    ),
}
MARKS = {"hand": (), "shipped": (pytest.mark.slow,)}
PAGES = [
    pytest.param((data, path), marks=MARKS[data], id=f"{data}:{path}")
    for data, paths in PATHS.items()
    for path in paths
]
READY = "html[data-ready]"
KEPT = os.environ.get("VALUEGRAPH_SHOTS") if os.environ.get("CI") else None
LONG = 60_000
# Every control that a screen reader would call by nothing.
NAMELESS = """[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((each) => each.getClientRects().length && !each.closest('[aria-hidden=true]'))
  .filter((each) => !(each.getAttribute('aria-label') || each.title || each.innerText ||
    each.labels?.length || each.textContent.trim()))
  .map((each) => each.outerHTML.slice(0, 120))"""
# Contrast of text against the nearest background, where it is below what WCAG asks for (AA).
PALE = """(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (each) => {
    for (let e = each; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (!/rgba\\(.*, 0\\)|transparent/.test(color)) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = new Set();
  for (const each of document.querySelectorAll('main *, header *, footer *')) {
    if (!each.getClientRects().length || ![...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const [one, other] = [light(getComputedStyle(each).color), light(ground(each))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) found.add(`${each.tagName}.${each.className} ${ratio.toFixed(2)}`);
  }
  return [...found];
})()"""


@pytest.fixture(scope="module")
def hand():
    """A dozen invented firms, served as everything is."""
    with serving(vg.load(CHAIN, only=True, as_of="2026-06-01")) as running:
        yield running


@pytest.fixture(scope="module")
def shipped():
    with serving(vg.load(as_of="2026-06-01"), Limits(seconds=120.0)) as running:
        yield running


class Opened:
    """A page with what it asked for outside and what it complained of."""

    def __init__(self, page, base):
        self.page, self.base = page, base
        self.foreign, self.complaints = [], []
        page.set_default_timeout(LONG)
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._told)

    def shots(self, name):
        """Keep a picture for each size of screen, where CI asks for them."""
        for size, (width, height) in SIZES.items() if KEPT else ():
            Path(KEPT).mkdir(parents=True, exist_ok=True)
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.screenshot(path=str(Path(KEPT) / f"serve-{name}-{size}.png"))

    def _asked(self, request):
        if not request.url.startswith((self.base + "/", "data:", "blob:")):
            self.foreign.append(request.url)

    def _told(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def go(self, path):
        self.page.goto(self.base + path, timeout=LONG)
        return self


@pytest.fixture
def opened(browser, request):
    """Open pages; in the end none may have asked anybody else for anything, nor complained."""
    contexts, pages = [], []

    def open_page(path, *, data="hand", size="wide", dark=False, script=True):
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        pages.append(Opened(context.new_page(), request.getfixturevalue(data).base))
        return pages[-1].go(path)

    yield open_page
    for each in pages:
        assert each.foreign == []
        assert each.complaints == []
    for context in contexts:
        context.close()


@pytest.mark.parametrize("place", PAGES)
def test_pages_fit_every_screen_and_name_every_control(opened, place):
    data, path = place
    made = opened(path, data=data)
    for size in SIZES.values():
        made.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert made.page.evaluate("document.documentElement.scrollWidth") <= size[0], size
    assert made.page.evaluate(NAMELESS) == []
    assert made.page.evaluate("document.documentElement.lang") == "en-GB"
    assert made.page.locator("h1").count() == 1
    if path == "/nowhere":
        made.complaints.clear()  # the browser notes every answer of 404


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("place", PAGES)
def test_text_stands_out_from_its_ground(opened, place, dark):
    data, path = place
    made = opened(path, data=data, dark=dark)
    if path == "/query":
        made.page.wait_for_selector(READY, state="attached")
        made.page.evaluate("editor.yasqe.query()")
        made.page.wait_for_selector("#yasr td")
    assert made.page.evaluate(PALE) == []
    made.shots(f"{data}{re.sub(r'[^a-z0-9]+', '-', path)}-{'dark' if dark else 'light'}")
    if path == "/nowhere":
        made.complaints.clear()  # the browser notes every answer of 404


def test_a_stranger_finds_what_stops_with_the_keyboard_alone(opened):
    made = opened("/", script=False)
    page = made.page
    page.wait_for_selector("input:focus")  # the page gives it the focus when it has been drawn
    page.keyboard.type("foundry")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/org-foundry")
    page.get_by_role("link", name="What stops without it, and why").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenario?*")
    assert page.inner_text(".answer").startswith("If Foundry stops, ")
    assert "Foundry withdraws" in page.inner_text("#why")


def test_the_first_tab_skips_to_the_content(opened):
    made = opened("/questions")
    made.page.keyboard.press("Tab")
    assert made.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    made.page.keyboard.press("Enter")
    assert made.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.slow
def test_an_example_runs_and_its_answer_leads_to_pages(opened):
    made = opened("/query?name=sectors-reached-by-model", data="shipped")
    page = made.page
    page.wait_for_selector("#yasr td a.iri")
    assert "hops" in page.inner_text("#asks")
    links = page.eval_on_selector_all(
        "#yasr td a.iri", "(all) => all.map((a) => a.getAttribute('href'))"
    )
    assert links
    assert all(link.startswith("/entity/") for link in links)
    page.locator("#yasr td a.iri").first.click()
    page.wait_for_url("**/entity/nace:*")


def test_examples_are_filtered_by_words(opened):
    made = opened("/query")
    page = made.page
    page.wait_for_selector(READY, state="attached")
    every = page.locator(".examples li").count()
    assert every == len(list((ontology_dir() / "queries").glob("*.rq")))
    page.fill("#filter", "licence ancestry")
    assert page.locator(".examples li:visible").count() == 1
    assert page.inner_text("#filtered") == "1 left"
    page.fill("#filter", "")
    assert page.locator(".examples li:visible").count() == every


def complete(page, text, at):
    page.evaluate(
        "([text, at]) => { editor.yasqe.setValue(text); editor.yasqe.getDoc().setCursor({line: 0, ch: at}); editor.yasqe.focus(); }",
        [text, at],
    )
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hint")
    return page.locator(".CodeMirror-hint").all_inner_texts()


def test_classes_properties_and_prefixes_are_completed_from_this_server(opened):
    made = opened("/query")
    page = made.page
    page.wait_for_selector(READY, state="attached")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert "vg:Offering" in complete(page, "SELECT * WHERE { ?s a Offer }", 27)
    page.keyboard.press("Escape")
    assert "vg:hasProvider" in complete(page, "SELECT * WHERE { ?s vg:hasProv ?o }", 30)
    page.keyboard.press("Escape")
    assert any(line.startswith("skos: <") for line in complete(page, "PREFIX sko", 10))
    assert asked
    assert all(url.startswith(made.base + "/sparql?query=") for url in asked)


def test_a_link_brings_the_query_back_and_nothing_is_stored(opened):
    made = opened("/query")
    page = made.page
    page.wait_for_selector(READY, state="attached")
    text = "SELECT ?firm WHERE { ?firm a vg:Organization } LIMIT 3 # é & <b>"
    page.evaluate("(text) => editor.yasqe.setValue(text)", text)
    page.click("#link")
    link = page.evaluate("location.href")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    other = opened(link.removeprefix(made.base))
    other.page.wait_for_selector(READY, state="attached")
    assert other.page.evaluate("editor.yasqe.getValue()") == text
    other.page.evaluate("editor.yasqe.query()")
    other.page.wait_for_selector("#yasr td a.iri")
    assert other.page.locator("#yasr tbody tr").count() == 3


def test_a_mistake_in_a_query_is_told_in_the_page(opened):
    made = opened("/query")
    page = made.page
    page.wait_for_selector(READY, state="attached")
    page.evaluate("editor.yasqe.setValue('SELECT * WHERE { ?s ?p }')")
    page.evaluate("editor.yasqe.query().catch(() => {})")
    page.wait_for_selector("#yasr .errorResult, #yasr pre")
    assert "cannot be parsed" in page.inner_text("#yasr")
    made.complaints.clear()  # the browser notes every answer of 400


def test_without_javascript_the_editor_says_where_else_to_go(opened):
    made = opened("/query", script=False)
    assert "The editor needs JavaScript" in made.page.inner_text("noscript")
    assert made.page.locator("noscript a[href='/questions']").count() == 1


@pytest.mark.slow
def test_the_map_opens_here_as_it_does_from_disk(opened):
    made = opened("/map?focus=TSMC", data="shipped")
    made.page.wait_for_selector(READY, state="attached")
    assert "TSMC" in made.page.content()
