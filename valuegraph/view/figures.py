"""Results as figures; matplotlib is an extra (`pip install 'valuegraph[plot]'`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from valuegraph.view.ranking import Ranking

HORIZONS = (
    ("reach", "reach", "#d9dee5"),
    ("share_lost", "share lost", "#f0a58f"),
    ("share_lost_surge", "with surge", "#d9552b"),
    ("unavoidable", "unavoidable", "#8b1a1a"),
)
ROW_HEIGHT = 0.36


def blank_figure(width: float, height: float, *, constrained: bool = False) -> Figure:
    """Return an empty figure.

    Parameters
    ----------
    width, height : float
        In inches.
    constrained : bool
        Whether matplotlib makes room for what stands beside the axes.

    Raises
    ------
    UsageError
        matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError(
            "figures need matplotlib, which is not installed",
            mend="pip install 'valuegraph[plot]'",
        ) from None
    return Figure(figsize=(width, height), layout="constrained" if constrained else None)


def ranking_figure(ranking: Ranking, top: int = 10) -> Figure:
    """Draw a ranking: one panel a view, nested bars for reach, loss, with surge, unavoidable.

    Parameters
    ----------
    ranking : Ranking
    top : int
        Lines of each view.

    Raises
    ------
    UsageError
        matplotlib is not installed.
    """
    views = [view for view in ("renewal", "continuity") if ranking.of(view)]
    longest = max((min(top, len(ranking.of(view))) for view in views), default=1)
    figure = blank_figure(6.4 * max(len(views), 1), 1.4 + ROW_HEIGHT * longest)
    for place, view in enumerate(views, start=1):
        axes = figure.add_subplot(1, len(views), place)
        lines = ranking.of(view)[:top][::-1]
        for column, label, colour in HORIZONS:
            widths = [getattr(line, column) for line in lines]
            axes.barh(range(len(lines)), widths, color=colour, label=label)
        axes.set_yticks(range(len(lines)), [line.name for line in lines])
        axes.set_xlim(0, 1)
        axes.set_xlabel("share of target service")
        axes.set_title(f"{view} view")
        axes.spines[["top", "right"]].set_visible(False)
    if views:
        handles, labels = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="lower center", ncols=len(HORIZONS), frameon=False)
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    return figure
