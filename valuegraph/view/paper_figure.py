"""Figure 2 of the paper drawn: systems on the steps of access, with what is on record beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.errors import UsageError
from valuegraph.view.figures import blank_figure
from valuegraph.view.paper_columns import STEP

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from valuegraph.view.paper import PaperTable

PAPER, RECORD, LINE = "#4f7c9e", "#d9552b", "#d9dee5"
ROW_HEIGHT = 0.34
NAME = "figure2"


def gradient_figure(table: PaperTable) -> Figure:
    """Draw each system on its step of access, and mark those that another source places elsewhere.

    Parameters
    ----------
    table : PaperTable
        Figure 2.

    Raises
    ------
    UsageError
        The table is no gradient, or matplotlib is not installed.
    """
    if table.name != NAME:
        raise UsageError(
            f"{table.name} has no steps to draw", where=table.name, mend=f"draw {NAME}"
        )
    lines = table.lines()
    levels = {cells[STEP][0].value: cells[table.headings[1]][0].value for cells in lines.values()}
    figure = blank_figure(9, 1.6 + ROW_HEIGHT * len(lines), constrained=True)
    axes = figure.add_subplot()
    for row, cells in enumerate(lines.values()):
        entry, step = cells[table.headings[1]][0], int(cells[STEP][0].value)
        differs = next((each for each in entry.readings if each.verdict == "differs"), None)
        axes.axhline(row, color=LINE, linewidth=1, zorder=0)
        axes.plot([step], [row], "o", color=RECORD if differs else PAPER)
        if differs:
            label = f" on record: {differs.text}"
            side = "right" if step > len(levels) / 2 else "left"
            axes.annotate(
                label + " " if side == "right" else label, (step, row), ha=side, va="bottom",
                fontsize=8, color=RECORD,
            )  # fmt: skip
    axes.set_yticks(range(len(lines)), list(lines))
    axes.invert_yaxis()
    steps = sorted(levels, key=int)
    axes.set_xticks([int(step) for step in steps], [levels[s].replace(" ", "\n") for s in steps])
    axes.set_xlim(0.6, max(map(int, steps)) + 0.4)
    axes.set_title(table.caption, loc="left")
    return figure
