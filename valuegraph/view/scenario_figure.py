"""A scenario as a figure: the loss by view and horizon, and the sectors before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.view.figures import blank_figure
from valuegraph.view.scenario_parts import FIGURES
from valuegraph.view.wording import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from valuegraph.view.scenario_found import Played

WORDS = {
    "share_lost": ("lost at once", "#f0a58f"),
    "share_lost_surge": ("with surge", "#d9552b"),
    "unavoidable": ("unavoidable", "#8b1a1a"),
}
LEFT, BACK = "#4f7c9e", "#d9dee5"
ROW_HEIGHT = 0.34
WIDEST = 46


def scenario_figure(answer: Played, sectors: int = 12) -> Figure:
    """Draw what is lost in each view at three horizons, and what each sector has left.

    Parameters
    ----------
    answer : Played
        The scenario.
    sectors : int
        How many sectors, those that lose most at once first.

    Raises
    ------
    UsageError
        matplotlib is not installed.
    """
    named = _sectors(answer, sectors)
    panels = 1 + (len(answer.views) if named else 0)
    height = max(3.4, 1.7 + ROW_HEIGHT * len(named))
    figure = blank_figure(4.4 + 3.0 * panels, height, constrained=True)
    grid = figure.add_gridspec(1, panels)
    _horizons(figure.add_subplot(grid[0, 0]), answer)
    for place, view in enumerate(answer.views if named else (), start=1):
        axes = figure.add_subplot(grid[0, place])
        _before_and_after(axes, answer, view, named)
        if place > 1:
            axes.set_yticklabels([])
    figure.suptitle(answer.told.title if answer.told else "; ".join(m.says for m in answer.moves))
    for axes in figure.axes[:2]:
        handles, labels = axes.get_legend_handles_labels()
        axes.legend(
            handles, labels, frameon=False, fontsize=8, ncols=len(labels), loc="upper left",
            bbox_to_anchor=(0, -0.12), columnspacing=1.0, handlelength=1.2,
        )  # fmt: skip
    return figure


def _horizons(axes: Axes, answer: Played) -> None:
    """Draw a bar for each view and horizon, with the middle of the draws as a line."""
    width = 0.8 / len(FIGURES)
    for place, figure in enumerate(FIGURES):
        label, colour = WORDS[figure]
        for at, loss in enumerate(answer.losses):
            x, height = at + (place - 1) * width, getattr(loss, figure)
            axes.bar(x, height, width * 0.94, color=colour, label=label if at == 0 else None)
            middle = answer.interval(loss.view, figure)
            low, high = middle.low or 0.0, middle.high or 0.0
            if high > low:
                axes.vlines(x, low, high, color="#222222", linewidth=1.2)
            axes.annotate(
                percent(height), (x, max(height, high)), (0, 3), textcoords="offset points",
                ha="center", va="bottom", fontsize=7, rotation=90,
            )  # fmt: skip
    axes.set_xticks(range(len(answer.losses)), [f"{loss.view} view" for loss in answer.losses])
    axes.set_ylim(0, 1.12)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_ylabel("share of target service lost")
    axes.set_title("line: 90 % of draws", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)


def _before_and_after(axes: Axes, answer: Played, view: str, named: list[str]) -> None:
    """Draw what each sector has left of its service in a view."""
    by_sector = {row.sector: row for row in answer.sectors if row.view == view}
    rows = [by_sector[sector] for sector in named[::-1]]
    places = range(len(rows))
    axes.barh(places, [1.0] * len(rows), color=BACK, label="before")
    axes.barh(places, [1.0 - row.share_lost for row in rows], color=LEFT, label="left at once")
    axes.set_yticks(places, [f"{_short(row.sector)} ({row.targets})" for row in rows], fontsize=7)
    axes.set_xlim(0, 1)
    axes.set_xlabel("service of the sector", fontsize=9)
    axes.set_title(f"{view} view", fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)


def _sectors(answer: Played, most: int) -> list[str]:
    """Return the sectors to draw, in one order for every view."""
    return list(dict.fromkeys(row.sector for row in answer.sectors))[:most]


def _short(label: str) -> str:
    return label if len(label) <= WIDEST else f"{label[:WIDEST].rpartition(' ')[0].rstrip(',')}…"
