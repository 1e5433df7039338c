"""The map as a still picture: the same boxes on the same places, for pages that run no scripts."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.view import layout as geometry
from valuegraph.view.figures import blank_figure
from valuegraph.view.groups import arrange
from valuegraph.view.layout import lay_out
from valuegraph.view.map_words import boxed, headed, printable, summary
from valuegraph.view.palette import canonical, jurisdiction_fills, kind_styles

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from valuegraph.view.groups import Box, Levels
    from valuegraph.view.layout import Layout
    from valuegraph.view.model import MapData
    from valuegraph.view.palette import Fill, KindStyle

DPI = 100
SHARPNESS = 1.5
"""Pixels of the picture for one of the page: letters stay clear on a fine screen."""
MOST_COLOURS = 256
"""As many as a PNG can number in one byte."""
STEPS = (1.0, 0.55, 0.3, 0.1, 0.75, 0.2, 0.05, 0.9, 0.4, 0.65)
"""How thinly inks lie on the paper, the steps that are seen most first."""
INK, MUTED, RULE, CHOKE, PAPER = "#1f2937", "#5b6673", "#d9dee5", "#8b1a1a", "#ffffff"
HEAD, FOOT, EDGE = 64, 58, 12
POINTS = 72 / DPI
FADED, CLEAR = 0.10, 0.55
CLEAR_LINES = 90
BEND = 0.45
LETTER = 10.5
ASPECT = 0.61
LEADING = 1.2
"""Width of a letter of the font for its height, on average with some room; height of a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """All statements of one kind from one box of the first level to another."""

    source: int
    target: int
    style: KindStyle
    count: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: boxes with their places, lines between them, and how each is coloured."""

    data: MapData
    levels: Levels
    layout: Layout
    lines: tuple[Line, ...]
    styles: tuple[KindStyle, ...]
    fills: dict[str, Fill]

    def chokes(self, box: int) -> bool:
        """Return whether a box is a chokepoint, or holds one."""
        return any(self.data.nodes[node].chokepoint for node in self.levels.nodes_in(box))


def drawing(data: MapData) -> Drawing:
    """Return the places and lines of a still picture.

    Parameters
    ----------
    data : MapData
    """
    levels = arrange(data)
    numbers = {node.id: index for index, node in enumerate(data.nodes)}
    links = [(numbers[item.source], numbers[item.target]) for item in data.statements]
    styles = {style.id: style for style in kind_styles(item.kind for item in data.statements)}
    fills = {fill.code: fill for fill in jurisdiction_fills(n.jurisdiction for n in data.nodes)}
    counts = Counter(
        (levels.top(source), levels.top(target), canonical(item.kind))
        for (source, target), item in zip(links, data.statements, strict=True)
    )
    chokes = {levels.top(index) for index, node in enumerate(data.nodes) if node.chokepoint}
    lines = tuple(
        Line(source, target, styles[kind], count, source in chokes)
        for (source, target, kind), count in sorted(counts.items())
        if source != target
    )
    return Drawing(data, levels, lay_out(levels, links), lines, tuple(styles.values()), fills)


def map_figure(data: MapData) -> Figure:
    """Draw the first level of a map with its labels, colours, groups and chokepoint marks.

    Parameters
    ----------
    data : MapData

    Raises
    ------
    UsageError
        matplotlib is not installed.
    """
    made = drawing(data)
    width = made.layout.width + 2 * EDGE
    height = made.layout.height + HEAD + FOOT
    figure = blank_figure(width / DPI, height / DPI)
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.set_xlim(-EDGE, made.layout.width + EDGE)
    axes.set_ylim(made.layout.height + FOOT, -HEAD)
    axes.set_axis_off()
    figure.set_facecolor(PAPER)
    _stages(axes, made)
    _lines(axes, made)
    for box in made.levels.first_level():
        _box(axes, made, box)
    _legend(axes, made)
    return figure


def map_picture(data: MapData) -> bytes:
    """Return the still picture as PNG with a palette of few colours, so that it stays small.

    Parameters
    ----------
    data : MapData

    Raises
    ------
    UsageError
        matplotlib is not installed.
    """
    figure = map_figure(data)
    drawn = io.BytesIO()
    with warnings.catch_warnings():
        # A letter that the font lacks is drawn as a frame; the words under the picture have it.
        warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)
        figure.savefig(drawn, format="png", dpi=DPI * SHARPNESS)
    from PIL import Image  # comes with matplotlib

    few = Image.new("P", (1, 1))
    few.putpalette([part for colour in _colours(data) for part in colour])
    small = io.BytesIO()
    plain = Image.open(drawn).convert("RGB")
    plain.quantize(palette=few, dither=Image.Dither.NONE).save(small, format="PNG", optimize=True)
    return small.getvalue()


def _colours(data: MapData) -> list[tuple[int, int, int]]:
    """Return the colours of a picture: fills as they are, inks in steps towards the paper."""
    fills = [fill.light for fill in jurisdiction_fills(node.jurisdiction for node in data.nodes)]
    inks = [style.light for style in kind_styles(item.kind for item in data.statements)]
    found = {_mixed(colour, 1.0): None for colour in (PAPER, *fills)}
    for step in STEPS:
        found |= {_mixed(ink, step): None for ink in (INK, MUTED, CHOKE, *inks)}
    return list(found)[:MOST_COLOURS]


def _mixed(colour: str, part: float) -> tuple[int, int, int]:
    """Return a colour laid thinly on the paper, as red, green and blue."""
    red, green, blue = (
        round(int(colour[at : at + 2], 16) * part + 255 * (1 - part)) for at in (1, 3, 5)
    )
    return red, green, blue


def _stages(axes: Axes, made: Drawing) -> None:
    """Write the title, and above each column what stands in it."""
    left = -EDGE + 6
    title = printable(made.data.title)
    axes.text(left, -HEAD + 20, title, size=15 * POINTS, weight="bold", color=INK, parse_math=False)
    axes.text(
        made.layout.width, -HEAD + 20, summary(made.data), size=11 * POINTS, color=MUTED,
        ha="right", parse_math=False,
    )  # fmt: skip
    for label, (start, end) in zip(made.levels.stages, made.layout.stages, strict=True):
        wide = round((end - start) / (6.4 if end - start > geometry.MIN_PITCH else 5.6))
        axes.text(
            (start + end) / 2, -8, headed(label, wide), size=11 * POINTS, color=MUTED,
            ha="center", va="bottom", linespacing=1.0, parse_math=False,
        )  # fmt: skip
        axes.plot([start, start], [0, made.layout.height], color=RULE, lw=0.5, zorder=0)


def _lines(axes: Axes, made: Drawing) -> None:
    """Draw every line; those that leave a chokepoint, and all of a small map, stand out."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    half = geometry.BOX_WIDTH / 2
    few = len(made.lines) <= CLEAR_LINES
    for line in sorted(made.lines, key=lambda each: each.marked):
        (x1, y1), (x2, y2) = (made.layout.places[end] for end in (line.source, line.target))
        side = 1 if x2 > x1 else -1
        start, end = (x1 + side * half, y1), (x2 - side * half, y2)
        if x1 == x2:
            start, end = (x1 + half, y1), (x2 + half, y2)
        bend = max(24.0, abs(end[0] - start[0]) * BEND)
        path = Path(
            [start, (start[0] + side * bend, start[1]), (end[0] - side * bend, end[1]), end],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        clear = few or line.marked
        axes.add_patch(
            PathPatch(
                path, fill=False, edgecolor=line.style.light, alpha=CLEAR if clear else FADED,
                linewidth=min(2.6, 0.6 + 0.35 * line.count**0.5), zorder=1 + clear,
                linestyle=(0, tuple(part / 2 for part in line.style.dash)) if line.style.dash else "-",
                gid=f"{line.source}>{line.target}:{line.style.id}",
            )
        )  # fmt: skip


def _box(axes: Axes, made: Drawing, box: Box) -> None:
    """Draw a box: filled by jurisdiction, dashed for a group, thick with a mark for a chokepoint."""
    from matplotlib.patches import FancyBboxPatch

    x, y = made.layout.places[box.id]
    choke = made.chokes(box.id)
    node = None if box.members else made.data.nodes[box.id]
    code = (node.jurisdiction or "") if node else ""
    fill = made.fills.get(code, made.fills[""]).light if node else PAPER
    axes.add_patch(
        FancyBboxPatch(
            (x - geometry.BOX_WIDTH / 2 + 1, y - geometry.BOX_HEIGHT / 2 + 1),
            geometry.BOX_WIDTH - 2, geometry.BOX_HEIGHT - 2,
            boxstyle="round,pad=0,rounding_size=6", facecolor=fill,
            edgecolor=CHOKE if choke else MUTED, linewidth=1.8 if choke else 0.6,
            linestyle="--" if box.members else "-", zorder=3,
        )
    )  # fmt: skip
    words = boxed(
        box.label, f"\N{BLACK RIGHT-POINTING SMALL TRIANGLE}{box.count}" if box.members else code
    )
    axes.text(
        x, y, words, size=_letters(words) * POINTS, color=INK, ha="center", va="center", linespacing=1.02,
        zorder=4, gid=f"box {box.id}", parse_math=False,
    )  # fmt: skip
    if choke:
        axes.plot(
            [x - geometry.BOX_WIDTH / 2 + 3], [y - geometry.BOX_HEIGHT / 2 + 3], "D",
            color=CHOKE, markersize=6 * POINTS, zorder=5,
        )  # fmt: skip


def _letters(words: str) -> float:
    """Return the height of letters at which all lines fit their box."""
    lines = words.splitlines()
    longest = max(map(len, lines), default=1)
    room = (geometry.BOX_HEIGHT - 4) / (LEADING * max(len(lines), 1))
    return min(LETTER, room, (geometry.BOX_WIDTH - 4) / (ASPECT * longest))


def _legend(axes: Axes, made: Drawing) -> None:
    """Name the kinds of lines and the marks, and say what is not drawn singly."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Line2D | Patch] = [
        Line2D(
            [], [], color=style.light, lw=1.4, label=printable(style.label),
            linestyle=(0, tuple(part / 2 for part in style.dash)) if style.dash else "-",
        )
        for style in made.styles
    ]  # fmt: skip
    marks = [Line2D([], [], marker="D", ls="", color=CHOKE, markersize=4, label="chokepoint")]
    group = Patch(facecolor=PAPER, edgecolor=MUTED, linestyle="--", label="group of so many")
    places = [
        Patch(
            facecolor=fill.light,
            edgecolor=MUTED,
            linewidth=0.5,
            label=printable(fill.code) or "others",
        )
        for fill in made.fills.values()
        if fill.count
    ]
    legend = axes.legend(
        handles=[*handles, *marks, group, *places], loc="lower center", frameon=False,
        ncols=min(9, len(handles) + len(places) + 2), fontsize=10.5 * POINTS, labelcolor=INK,
        columnspacing=1.4, handlelength=2.4, borderaxespad=0.2,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_parse_math(False)
