"""Map pages opened from disk, with everything they ask for or complain about written down."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

import valuegraph as vg
from tests.view.hostile import hostile_map
from tests.view.invented import invented_map
from valuegraph.view import write_map


def empty_map():
    """A map without anything on it, but with stages."""
    full = invented_map(60)
    return replace(full, nodes=(), statements=(), chokepoints=())


READY = "html[data-ready]"  # a condition in JavaScript would be evaluated, which the page forbids
# A day on which the shipped facts have tens of thousands of statements.
DAY = "2026-11-21"
KEPT = os.environ.get("VALUEGRAPH_SHOTS") if os.environ.get("CI") else None
OWN_SCHEMES = ("file:", "data:", "blob:")


class Opened:
    """A page with the requests it made and the complaints of its console."""

    def __init__(self, page):
        self.page = page
        self.requests = []
        self.complaints = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._note)

    def _note(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def open(self, path, fragment=""):
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_selector(READY, state="attached")
        return self

    def run(self, script):
        return self.page.evaluate(script)

    def settle(self):
        """Wait until what was asked for has been drawn."""
        self.page.evaluate(
            "new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))"
        )

    def where(self, box):
        """Return where a box is on the screen."""
        return self.run(
            f"""(() => {{
              const place = valuegraph.network.canvasToDOM(valuegraph.network.getPosition({box}));
              const frame = document.getElementById('canvas').getBoundingClientRect();
              return [frame.x + place.x, frame.y + place.y];
            }})()"""
        )

    def click(self, box):
        self.page.mouse.click(*self.where(box))
        self.settle()

    def shot(self, name):
        """Keep a picture where CI asks for them."""
        if KEPT:
            Path(KEPT).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(KEPT) / f"{name}.png"))

    def saved(self, what, folder):
        """Export and return the path of the file."""
        with self.page.expect_download() as caught:
            self.page.select_option("#export", what)
        target = folder / caught.value.suggested_filename
        caught.value.save_as(target)
        return target

    def text(self, selector):
        return self.page.inner_text(selector)

    def outside(self):
        return [url for url in self.requests if not url.startswith(OWN_SCHEMES)]


class Maps(dict):
    """Paths of maps by name; each is made when it is first asked for."""

    def __init__(self, folder):
        self.folder = folder

    def __missing__(self, name):
        path = self.folder / f"{name}.html"
        if name == "shipped":
            vg.load(as_of=DAY).map(path)
        else:
            write_map(MADE[name](), path)
        self[name] = path
        return path


MADE = {
    "small": lambda: invented_map(60),
    "large": lambda: invented_map(1000),
    "hostile": hostile_map,
    "empty": empty_map,
}


@pytest.fixture(scope="session")
def maps(tmp_path_factory):
    """Paths of the maps by name."""
    return Maps(tmp_path_factory.mktemp("maps"))


@pytest.fixture
def opened(browser, maps):
    """Open maps; in the end none may have asked for anything outside or complained."""
    contexts = []
    pages = []

    def open_map(name="small", *, width=1440, height=900, dark=False, fragment=""):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        made = Opened(context.new_page())
        pages.append(made)
        return made.open(maps[name], fragment)

    yield open_map
    for made in pages:
        assert made.outside() == []
        assert made.complaints == []
    for context in contexts:
        context.close()
