"""A map as a notebook shows it: live where scripts run, a picture where they are stripped."""

from __future__ import annotations

import pytest

from tests.view.invented import invented_map
from tests.view.test_rich_display import Stripped
from valuegraph.view.notebook import MapPage

pytest.importorskip("matplotlib")
SHOWN = (
    "[...document.images].map((i) => [i.complete, i.naturalWidth, i.getBoundingClientRect().width])"
)
OVER = """(() => {
  const [over, under] = ['iframe', 'img'].map((e) => document.querySelector(e).getBoundingClientRect());
  return over.left <= under.left && over.right >= under.right && over.top <= under.top && over.bottom >= under.bottom;
})()"""


@pytest.fixture(scope="module")
def cell():
    return MapPage(invented_map(60))._repr_html_()


@pytest.fixture
def shown(browser, tmp_path):
    contexts = []

    def show(html):
        target = tmp_path / "cell.html"
        target.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{html}", "utf-8")
        contexts.append(browser.new_context(viewport={"width": 1000, "height": 900}))
        page = contexts[-1].new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(target.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def test_the_live_page_covers_its_picture(shown, cell):
    page = shown(cell)
    page.frames[1].wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate(OVER)
    assert page.errors == []


def test_stripped_of_frames_scripts_and_styles_the_picture_is_seen(shown, cell):
    page = shown(Stripped(cell).html)
    ((complete, natural, width),) = page.evaluate(SHOWN)
    assert complete
    assert natural > 1000
    assert width > 800
    assert page.evaluate("document.querySelectorAll('table tr').length") > 2
