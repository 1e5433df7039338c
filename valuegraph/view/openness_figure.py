"""Openness as figures; matplotlib is an extra (`pip install 'valuegraph[plot]'`)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from valuegraph.view.figures import blank_figure
from valuegraph.view.openness_words import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from valuegraph.governance.openness import Release

ORDER = tuple(key for key in LEVELS if key != "unknownAccess")
MARKS = (
    ("releases", "o", "#4c6a92", lambda kind: kind in {"initialRelease", ""}),
    ("staged or gated", "s", "#f0a58f", lambda kind: kind in {"stagedRelease", "gatedRelease"}),
    ("opened later", "^", "#2e7d5b", lambda kind: kind in {"openRelease", "accessChange"}),
    ("licence changes", "x", "#8b1a1a", lambda kind: kind == "relicence"),
)
VERDICT_COLOURS = {
    "granted": "#2e7d5b",
    "conditional": "#f0c987",
    "denied": "#8b1a1a",
    "unknown": "#d9dee5",
}
PANEL, WIDTH = 1.5, 8.0


def level_figure(levels: Sequence[str]) -> Figure:
    """Draw how many offerings stand on each level of access, in the order of the gradient."""
    figure = blank_figure(WIDTH, 3.2)
    axes = figure.add_subplot()
    count = Counter(levels)
    axes.barh(range(len(LEVELS)), [count[key] for key in LEVELS], color="#4c6a92")
    axes.set_yticks(range(len(LEVELS)), list(LEVELS.values()))
    axes.set_xlabel("offerings")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    return figure


def history_figure(events: Sequence[tuple[str, Release]], top: int = 12) -> Figure:
    """Draw each release by day and level of access, one panel a firm or family.

    Parameters
    ----------
    events : sequence of (str, Release)
        Name of the group, and the release.
    top : int
        Panels: the groups with most releases.
    """
    counted = Counter(name for name, _ in events)
    names = [name for name, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    names = names[:top]
    figure = blank_figure(WIDTH, 0.8 + PANEL * max(len(names), 1))
    shared: Axes | None = None
    for place, name in enumerate(names, start=1):
        axes = figure.add_subplot(len(names), 1, place, sharex=shared)
        shared = shared or axes
        _panel(axes, [release for group, release in events if group == name])
        axes.set_title(name, loc="left", fontsize=9)
    if shared is not None:
        handles, labels = shared.get_legend_handles_labels()
        figure.legend(handles, labels, loc="lower center", ncols=len(MARKS), frameon=False)
    figure.tight_layout(rect=(0, 0.04, 1, 1))
    return figure


def _panel(axes: Axes, releases: Sequence[Release]) -> None:
    for label, marker, colour, belongs in MARKS:
        shown = [r for r in releases if belongs(r.kind) and r.level in ORDER]
        days: list[Any] = [r.start for r in shown]
        steps = [ORDER.index(r.level) + 1 for r in shown]
        axes.scatter(days, steps, marker=marker, color=colour, label=label, s=22)
    axes.set_yticks(range(1, len(ORDER) + 1), [LEVELS[key] for key in ORDER], fontsize=6)
    axes.set_ylim(0.5, len(ORDER) + 0.5)
    axes.xaxis_date()
    axes.spines[["top", "right"]].set_visible(False)


def claims_figure(told: Mapping[str, Sequence[Mapping[str, Any]]]) -> Figure:
    """Draw the verdicts of the releases behind each claim, one bar a freedom.

    Parameters
    ----------
    told : mapping of str to sequence of mapping
        Name of the claim -> rows with `freedom` and the number of releases of each verdict.
    """
    figure = blank_figure(WIDTH, 0.8 + PANEL * max(len(told), 1))
    for place, (name, rows) in enumerate(told.items(), start=1):
        axes = figure.add_subplot(len(told), 1, place)
        left = [0] * len(rows)
        for verdict, colour in VERDICT_COLOURS.items():
            widths = [row[verdict] for row in rows]
            axes.barh(range(len(rows)), widths, left=left, color=colour, label=verdict)
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_yticks(range(len(rows)), [row["freedom"] for row in rows])
        axes.invert_yaxis()
        axes.set_title(name, loc="left", fontsize=9)
        axes.set_xlabel("releases", fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    if figure.axes:
        handles, labels = figure.axes[0].get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="lower center", ncols=len(VERDICT_COLOURS), frameon=False
        )
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    return figure
