"""The two pictures of the README: the map page, and who stops whom.

`python -m tests.browser.pictures [FOLDER]` makes them from the shipped facts; FOLDER is
`notebooks/pictures` if left out. Each keeps the words that it shows in its own file, so that a test
can tell when a picture no longer says what the facts say, without comparing pixels.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

import valuegraph
from valuegraph.view.palette import JURISDICTION_FILLS, KIND_STYLES

FOLDER = Path(__file__).parents[2] / "notebooks" / "pictures"
DAY = "2026-06-01"
WIDTH, HEIGHT = 1440, 900
TOP = 8
MOST_BYTES = 300_000
COLOURS = 256
OWN = (
    ["#ffffff"]
    + [style.light for style in KIND_STYLES.values()]
    + [light for light, _ in JURISDICTION_FILLS]
)
OWN_PARTS = [int(colour[at : at + 2], 16) for colour in OWN for at in (1, 3, 5)]
WORDS = "words"
READY = "html[data-ready]"  # a condition in JavaScript would be evaluated, which the page forbids
SEEN = """({
  title: document.querySelector('#title').innerText,
  stages: document.querySelector('#stages').innerText.split('\\n').filter(Boolean),
  chokepoints: [...document.querySelectorAll('#chokepoints ol li button, #chokepoints ol li a')].map((e) => e.innerText).filter(Boolean),
})"""


def map_shot(browser, graph, folder):
    """Write the map page as it opens on a wide screen."""
    path = graph.map().save(Path(folder) / "map.html")
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(READY, state="attached")
    page.wait_for_timeout(500)
    words, taken = page.evaluate(SEEN), page.screenshot()
    context.close()
    path.unlink()
    return kept(taken, words, Path(folder) / "map.png")


def ranking_shot(graph, folder):
    """Write the figure of the ranking in both views."""
    figure = graph.chokepoints(top=TOP).plot(top=TOP)
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=110)
    words = {
        axes.get_title(): [t.get_text() for t in axes.get_yticklabels()] for axes in figure.axes
    }
    return kept(drawn.getvalue(), words, Path(folder) / "chokepoints.png")


def kept(png, words, target):
    """Write a picture with few colours, and the words that it shows."""
    plain = Image.open(io.BytesIO(png)).convert("RGB")
    seen = plain.quantize(COLOURS - len(OWN), dither=Image.Dither.NONE).getpalette()
    colours = Image.new("P", (1, 1))
    colours.putpalette([*OWN_PARTS, *seen[: 3 * (COLOURS - len(OWN))]])
    few = plain.quantize(palette=colours, dither=Image.Dither.NONE)
    said = PngInfo()
    said.add_itxt(WORDS, json.dumps(words, sort_keys=True, ensure_ascii=False))
    few.save(target, pnginfo=said, optimize=True)
    return target


def words_of(path):
    """Return the words that a picture says it shows, and its size."""
    with Image.open(path) as picture:
        return json.loads(picture.info[WORDS]), picture.size


def make(folder=FOLDER):
    """Write both pictures into a folder."""
    from playwright.sync_api import sync_playwright

    Path(folder).mkdir(parents=True, exist_ok=True)
    graph = valuegraph.load(as_of=DAY)
    program = os.environ.get("VALUEGRAPH_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        made = [map_shot(browser, graph, scratch), ranking_shot(graph, scratch)]
        browser.close()
        return [Path(shutil.copy(path, folder)) for path in made]


if __name__ == "__main__":
    for path in make(*sys.argv[1:2]):
        sys.stdout.write(f"{path} {path.stat().st_size} bytes\n")
