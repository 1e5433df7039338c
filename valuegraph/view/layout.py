"""Where each box stands: x by stage, y by barycentre sweeps with overlap removal."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.view.groups import EMPTY_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.view.groups import Box, Levels

# A page of 1440 x 900 leaves a canvas of about this size, so one unit is one pixel there.
CANVAS_WIDTH = 1144
CANVAS_HEIGHT = 750
# Boxes are as wide as their columns allow.
BOX_WIDTH = 92
WIDEST_BOX = 104
BOX_HEIGHT = 32
FONT_SIZE = 11
COLUMN_GAP = 20
MIN_PITCH = BOX_WIDTH + COLUMN_GAP
MAX_ROW_PITCH = 60
ROW_PITCH = BOX_HEIGHT + 7
SWEEPS = 24
BAY_ROWS = 18
BAY_GAP = 10
BAY_MARGIN = 14
BAY_HEAD = 26


@dataclass(frozen=True, slots=True)
class Bay:
    """Room for the members of an open group, to the right of the columns of its stage.

    Parameters
    ----------
    width, height, top : float
        Frame of the bay; x is counted from its left edge.
    places : tuple of (int, float, float)
        Each member with the centre of its box, x from the left edge of the bay.
    """

    width: float
    height: float
    top: float
    places: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of the first level, the bay of every group, each stage, the width of a box."""

    places: dict[int, tuple[float, float]]
    bays: dict[int, Bay]
    stages: tuple[tuple[float, float], ...]
    width: float
    height: float
    box_width: float = BOX_WIDTH


def lay_out(levels: Levels, links: Sequence[tuple[int, int]]) -> Layout:
    """Place all boxes; the same input always gives the same positions.

    Parameters
    ----------
    levels : Levels
    links : sequence of (int, int)
        Supplying and depending node of each statement.

    Returns
    -------
    Layout
    """
    weights = Counter(
        (source, target)
        for source, target in ((levels.top(a), levels.top(b)) for a, b in links)
        if source != target
    )
    columns = _fill_columns(levels, weights)
    heights = _sweep(columns, weights)
    filled = {box.stage for box in levels.first_level()}
    widths = [
        1.0 if stage in filled else EMPTY_WIDTH
        for stage, number in enumerate(levels.columns)
        for _ in range(number)
    ]
    pitch = max(MIN_PITCH, CANVAS_WIDTH / max(1.0, sum(widths)))
    box = round(min(WIDEST_BOX, pitch - COLUMN_GAP), 1)
    lefts = np.concatenate([[0.0], np.cumsum(widths)]) * pitch
    places = {
        each.id: (round(float(left) + pitch / 2, 1), round(heights[each.id], 1))
        for left, column in zip(lefts[:-1], columns, strict=True)
        for each in column
    }
    edges = lefts[np.concatenate([[0], np.cumsum(levels.columns)]).astype(int)]
    stages = tuple(
        (round(float(left), 1), round(float(right), 1)) for left, right in pairwise(edges)
    )
    bays = {
        group.id: _bay(levels, group, places, box)
        for group in levels.boxes.values()
        if group.members
    }
    return Layout(places, bays, stages, round(float(lefts[-1]), 1), CANVAS_HEIGHT, box)


def _fill_columns(levels: Levels, weights: Counter[tuple[int, int]]) -> list[list[Box]]:
    """Divide each stage into its columns, suppliers within the stage first."""
    by_stage: defaultdict[int, list[Box]] = defaultdict(list)
    for box in levels.first_level():
        by_stage[box.stage].append(box)
    inner: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target in sorted(weights):
        stage = levels.boxes[source].stage
        if stage == levels.boxes[target].stage:
            inner[stage].append((source, target))
    columns = []
    for stage, number in enumerate(levels.columns):
        boxes = _along(by_stage[stage], inner[stage])
        size = -(-len(boxes) // number) if boxes else 1
        columns += [_in_order(boxes, index * size, size) for index in range(number)]
    return columns


def _along(boxes: Sequence[Box], links: Sequence[tuple[int, int]]) -> list[Box]:
    """Order boxes so that few links lead backwards.

    Ends are taken away from both sides, and where none is left the box that supplies most for what
    it draws goes first (Eades, Lin and Smyth 1993, doi:10.1016/0020-0190(93)90079-O). What no link
    touches has no side and fills the middle.
    """
    rest = {box.id: box for box in sorted(boxes, key=lambda box: (box.key, box.id))}
    out: defaultdict[int, set[int]] = defaultdict(set)
    into: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in links:
        out[source].add(target)
        into[target].add(source)
    loose = [rest.pop(at) for at in list(rest) if not out[at] and not into[at]]
    first: list[Box] = []
    last: list[Box] = []
    while rest:
        end = next((at for at in rest if not out[at]), None)
        start = next((at for at in rest if not into[at]), None)
        best = max(rest, key=lambda at: len(out[at]) - len(into[at]))
        chosen = end if end is not None else start if start is not None else best
        (last if end is not None else first).append(rest.pop(chosen))
        for other in out.pop(chosen, ()):
            into[other].discard(chosen)
        for other in into.pop(chosen, ()):
            out[other].discard(chosen)
    return [*first, *loose, *reversed(last)]


def _in_order(boxes: Sequence[Box], start: int, size: int) -> list[Box]:
    return sorted(boxes[start : start + size], key=lambda box: (box.key, box.id))


def _sweep(columns: list[list[Box]], weights: Counter[tuple[int, int]]) -> dict[int, float]:
    """Pull every box towards its neighbours, column by column, to and fro."""
    near: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for (source, target), count in sorted(weights.items()):
        weight = 1.0 + float(np.log2(count))
        near[source].append((target, weight))
        near[target].append((source, weight))
    heights: dict[int, float] = {}
    for column in columns:
        spacing = _row_pitch(len(column))
        start = (CANVAS_HEIGHT - spacing * (len(column) - 1)) / 2
        heights |= {box.id: start + spacing * row for row, box in enumerate(column)}
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            wanted = {box.id: _barycentre(box.id, heights, near[box.id]) for box in column}
            order = sorted(column, key=lambda box: (wanted[box.id], box.key, box.id))
            targets = np.array([wanted[box.id] for box in order])
            spread = separate(targets, _row_pitch(len(order)), CANVAS_HEIGHT)
            heights |= {box.id: float(y) for box, y in zip(order, spread, strict=True)}
    return heights


def _row_pitch(count: int) -> float:
    return max(ROW_PITCH, min(MAX_ROW_PITCH, CANVAS_HEIGHT / max(1, count)))


def _barycentre(box: int, heights: dict[int, float], near: list[tuple[int, float]]) -> float:
    """Return the weighted mean height of the neighbours; without any, where the box is."""
    total = sum(weight for _, weight in near)
    if not total:
        return heights[box]
    return sum(heights[other] * weight for other, weight in near) / total


def separate(targets: np.ndarray, spacing: float, height: float) -> np.ndarray:
    """Move sorted heights as little as possible until neighbours are `spacing` apart.

    Pools adjacent violators, which gives the least squares solution.

    Parameters
    ----------
    targets : numpy.ndarray
        Wanted heights, ascending.
    spacing : float
        Least distance between two neighbours.
    height : float
        Heights stay within half a spacing of 0 and of this, if there is room.

    Returns
    -------
    numpy.ndarray
    """
    if not len(targets):
        return targets
    steps = np.arange(len(targets)) * spacing
    pools: list[tuple[float, int]] = []
    for value in targets - steps:
        mean, size = float(value), 1
        while pools and pools[-1][0] >= mean:
            before, count = pools.pop()
            mean = (mean * size + before * count) / (size + count)
            size += count
        pools.append((mean, size))
    flat = np.concatenate([np.full(size, mean) for mean, size in pools])
    low = spacing / 2
    high = max(low, height - spacing / 2 - float(steps[-1]))
    result: np.ndarray = np.clip(flat, low, high) + steps
    return result


def _bay(levels: Levels, group: Box, places: dict[int, tuple[float, float]], box: float) -> Bay:
    """Place the members of a group in a grid, column by column in the order of the group."""
    count = len(group.members)
    width = -(-count // BAY_ROWS)
    rows = -(-count // width)
    inner = rows * ROW_PITCH + BAY_HEAD
    centre = places[levels.top(group.id)][1]
    top = min(max(centre - inner / 2, 0), max(0, CANVAS_HEIGHT - inner))
    spots = []
    for index, member in enumerate(group.members):
        column, row = divmod(index, rows)
        x = BAY_MARGIN + column * (box + BAY_GAP) + box / 2 + 6
        spots.append((member, round(x, 1), round(top + BAY_HEAD + (row + 0.5) * ROW_PITCH, 1)))
    return Bay(
        round(2 * BAY_MARGIN + width * (box + BAY_GAP) + 2, 1),
        round(inner, 1),
        round(top, 1),
        tuple(spots),
    )
