"""Map pages opened from disk, with everything they ask for or complain about written down."""

from __future__ import annotations

from dataclasses import replace

import pytest

import valuegraph as vg
from tests.view.hostile import hostile_map
from tests.view.invented import invented_map
from valuegraph.view import write_map


def empty_map():
    """A map without anything on it, but with stages."""
    full = invented_map(60)
    return replace(full, nodes=(), statements=(), chokepoints=())


READY = "document.documentElement.dataset.ready"
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
        self.page.wait_for_function(READY)
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

    def text(self, selector):
        return self.page.inner_text(selector)

    def outside(self):
        return [url for url in self.requests if not url.startswith(OWN_SCHEMES)]


@pytest.fixture(scope="session")
def maps(tmp_path_factory):
    """Paths of the maps by name."""
    folder = tmp_path_factory.mktemp("maps")
    data = {
        "small": invented_map(60),
        "large": invented_map(1500),
        "hostile": hostile_map(),
        "empty": empty_map(),
    }
    for name, one in data.items():
        write_map(one, folder / f"{name}.html")
    pages = {name: folder / f"{name}.html" for name in data}
    pages["shipped"] = vg.load(as_of="2026-06-01").map(folder / "shipped.html")
    return pages


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
