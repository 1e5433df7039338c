from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.view.invented import invented_map
from valuegraph.view.groups import arrange
from valuegraph.view.layout import (
    BOX_HEIGHT,
    BOX_WIDTH,
    CANVAS_HEIGHT,
    CANVAS_WIDTH,
    FONT_SIZE,
    WIDEST_BOX,
    lay_out,
    separate,
)


def laid_out(size):
    data = invented_map(size)
    numbers = {node.id: index for index, node in enumerate(data.nodes)}
    levels = arrange(data)
    links = [(numbers[s.source], numbers[s.target]) for s in data.statements]
    return data, levels, lay_out(levels, links)


@pytest.fixture(scope="module", params=(60, 140, 1500, 2500))
def case(request):
    return laid_out(request.param)


def overlapping(places, width=BOX_WIDTH):
    return [
        (a, b)
        for (a, (ax, ay)), (b, (bx, by)) in combinations(places.items(), 2)
        if abs(ax - bx) < width and abs(ay - by) < BOX_HEIGHT
    ]


def test_no_boxes_overlap_on_the_first_level(case):
    _, levels, layout = case
    assert set(layout.places) == {box.id for box in levels.first_level()}
    assert BOX_WIDTH <= layout.box_width <= WIDEST_BOX
    assert overlapping(layout.places, layout.box_width) == []


def test_no_boxes_overlap_in_an_open_group_and_all_stay_inside_its_frame(case):
    _, levels, layout = case
    for number, bay in layout.bays.items():
        places = {member: (x, y) for member, x, y in bay.places}
        assert tuple(places) == levels.boxes[number].members
        assert overlapping(places, layout.box_width) == []
        for x, y in places.values():
            assert layout.box_width / 2 < x < bay.width - layout.box_width / 2
            assert bay.top + BOX_HEIGHT / 2 < y < bay.top + bay.height - BOX_HEIGHT / 2


def test_all_boxes_are_on_the_canvas(case):
    _, _, layout = case
    for x, y in layout.places.values():
        assert layout.box_width / 2 < x < layout.width - layout.box_width / 2
        assert BOX_HEIGHT / 2 <= y <= CANVAS_HEIGHT - BOX_HEIGHT / 2


def test_stages_run_from_left_to_right(case):
    _, levels, layout = case
    for box in levels.first_level():
        left, right = layout.stages[box.stage]
        assert left < layout.places[box.id][0] < right
    edges = [edge for stage in layout.stages for edge in stage]
    assert edges == sorted(edges)


def test_letters_are_at_least_ten_pixels_on_a_canvas_of_the_common_size(case):
    _, _, layout = case
    assert FONT_SIZE * min(1, CANVAS_WIDTH / layout.width) >= 10


def test_the_same_data_give_the_same_layout():
    assert laid_out(400)[2] == laid_out(400)[2]


def test_sweeps_bring_linked_boxes_closer():
    data, levels, layout = laid_out(60)
    numbers = {node.id: index for index, node in enumerate(data.nodes)}
    links = [(numbers[s.source], numbers[s.target]) for s in data.statements]
    unswept = lay_out(levels, [])

    def stretch(places):
        return sum(abs(places[a][1] - places[b][1]) for a, b in links)

    assert stretch(layout.places) < 0.8 * stretch(unswept.places)


@given(st.lists(st.floats(-500, 1500), min_size=1, max_size=15))
def test_separation_keeps_order_distance_and_bounds(wanted):
    targets = np.array(sorted(wanted))
    spread = separate(targets, 50, 756)
    assert np.all(np.diff(spread) >= 50 - 1e-6)
    assert spread[0] >= 25 - 1e-6
    assert spread[-1] <= 756 - 25 + 1e-6


def test_separation_leaves_what_is_far_enough_and_shares_what_is_not():
    assert separate(np.array([100.0, 300.0]), 50, 756).tolist() == [100, 300]
    assert separate(np.array([300.0, 300.0]), 50, 756).tolist() == [275, 325]
    assert separate(np.array([]), 50, 756).tolist() == []
