"""The README's pictures show what the facts say now; `python -m tests.browser.pictures` mends them."""

from __future__ import annotations

import pytest

import valuegraph
from tests.browser.pictures import (
    DAY,
    FOLDER,
    HEIGHT,
    MOST_BYTES,
    WIDTH,
    map_shot,
    ranking_shot,
    words_of,
)

MEND = "run: python -m tests.browser.pictures"


@pytest.fixture(scope="module")
def graph():
    return valuegraph.load(as_of=DAY)


@pytest.mark.parametrize("name", ["map.png", "chokepoints.png"])
def test_a_picture_is_small_enough_for_a_front_page(name):
    assert (FOLDER / name).stat().st_size < MOST_BYTES


def test_the_figure_says_what_the_facts_say(graph, tmp_path):
    fresh, stored = words_of(ranking_shot(graph, tmp_path)), words_of(FOLDER / "chokepoints.png")
    assert stored == fresh, MEND
    renewal = graph.chokepoints(view="renewal", top=1).to_frame()["name"].tolist()
    assert stored[0]["renewal view"][-1] == renewal[0]


@pytest.mark.slow
def test_the_map_says_what_the_page_says(browser, graph, tmp_path):
    fresh, stored = words_of(map_shot(browser, graph, tmp_path)), words_of(FOLDER / "map.png")
    assert stored == fresh, MEND
    words, size = stored
    assert size == (WIDTH, HEIGHT)
    assert words["stages"]
    assert words["chokepoints"]
