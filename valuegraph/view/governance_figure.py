"""Types of governance as a figure; matplotlib is an extra (`pip install 'valuegraph[plot]'`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.view.figures import ROW_HEIGHT, blank_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

SHOWN = (
    ("hierarchical", "#8b1a1a"),
    ("captive_platform", "#d9552b"),
    ("open_platform", "#f0c987"),
    ("controlled_openness", "#7fb3d5"),
    ("openness", "#2e7d5b"),
    ("undetermined", "#d9dee5"),
)
"""Columns of counts from most to least control, with their colours; grey is what is not known."""


def firms_figure(rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw how many offerings of each type every firm has, one bar a firm.

    Parameters
    ----------
    rows : sequence of mapping
        `firm` and a count for each type, the firm to stand on top first.

    Raises
    ------
    UsageError
        matplotlib is not installed.
    """
    figure = blank_figure(8.0, 1.2 + ROW_HEIGHT * max(len(rows), 1), constrained=True)
    axes = figure.add_subplot()
    left = [0] * len(rows)
    for column, colour in SHOWN:
        widths = [row[column] for row in rows]
        axes.barh(range(len(rows)), widths, left=left, color=colour, label=column.replace("_", " "))
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(range(len(rows)), [row["firm"] for row in rows])
    axes.invert_yaxis()
    axes.set_xlabel("offerings in force")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure
