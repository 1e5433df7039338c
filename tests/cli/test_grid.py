"""Rows without pandas: the few operations that printing needs."""

from __future__ import annotations

import pandas as pd
import pytest

from valuegraph.cli.grid import Grid

GRID = Grid(("view", "name", "n"), (("now", "A", 1), ("then", "B", 2), ("now", "C", 3)))


def test_a_grid_of_objects_keeps_the_order_of_their_keys():
    assert Grid.of(GRID.records()) == GRID
    assert Grid.of([], ("a", "b")) == Grid(("a", "b"))


def test_a_frame_gives_its_cells_and_no_index():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=[7, 8])
    assert Grid.from_frame(frame).columns == ("a", "b")
    assert Grid.from_frame(frame).column("a") == [1, 2]


def test_columns_are_picked_in_the_order_asked_for_and_absent_ones_passed_over():
    assert GRID.pick(("n", "absent", "view")).columns == ("n", "view")
    assert GRID.pick(("n", "view")).rows[1] == (2, "then")
    assert GRID.without("view", "n").rows == (("A",), ("B",), ("C",))


def test_names_and_cells_change_without_touching_the_grid_they_came_from():
    changed = GRID.rename({"n": "count"}).replace(("count", "absent"), str)
    assert changed.columns == ("view", "name", "count")
    assert changed.column("count") == ["1", "2", "3"]
    assert GRID.column("n") == [1, 2, 3]


def test_a_column_more_needs_a_cell_for_every_row():
    assert GRID.extend("m", "xyz").column("m") == ["x", "y", "z"]
    with pytest.raises(ValueError, match="zip"):
        GRID.extend("m", "xy")


def test_groups_stand_in_order_of_first_sight():
    groups = GRID.groups("view")
    assert list(groups) == ["now", "then"]
    assert groups["now"].column("name") == ["A", "C"]
    assert len(GRID.head(2)) == 2
