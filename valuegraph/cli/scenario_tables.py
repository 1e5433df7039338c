"""The tables of a played scenario as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.cli.answers import Passage, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.tables import percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.view.scenario_found import Played
    from valuegraph.view.scenario_parts import Hit, Loss, Middle

CARRIERS = 5
SECTOR, ASIDE = 44, 26
SLACK = 1e-9
SHOWN = 0.0005
"""Half of the last place that a share is printed with: what looks equal is not called outside."""
BEYOND = (
    "A figure can lie outside the range of its draws: it takes every link as stated, while a draw "
    "that loses a page loses the links that rest on it, and many rest on one page."
)
FIGURES = ("share_lost", "share_lost_surge", "unavoidable")
QUESTIONS = {"renewal": "the next generation", "continuity": "today's service"}


def losses_table(found: Played) -> Section:
    """Return the figures of each view; below them the middle of the draws and the upper bounds."""
    columns = (
        "share of service",
        "lost_at once",
        f"with_surge {found.surge:g}",
        "unavoidable",
        "within_reach",
    )
    rows = [row for loss in found.losses for row in _lines(found, loss)]
    return Section("", Grid(columns, tuple(rows)), right=frozenset(columns[1:]))


def _lines(found: Played, loss: Loss) -> list[tuple[str, ...]]:
    """Return the lines of one view."""
    told = [percent(getattr(loss, figure)) for figure in FIGURES]
    rows = [(f"{loss.view} view ({QUESTIONS[loss.view]})", *told, percent(loss.exposed))]
    middles = [found.interval(loss.view, figure) for figure in FIGURES]
    drawn = [_between(middle.low, middle.high) for middle in middles]
    rows.append((f"  {100 * middles[0].level:.0f} % of draws", *drawn, ""))
    if loss.share_lost_at_most > loss.share_lost + SLACK:
        rows.append(("  at most", *(percent(getattr(loss, f"{f}_at_most")) for f in FIGURES), ""))
    return rows


def outside(found: Played) -> list[Passage]:
    """Return why a figure lies outside the range below it; nothing where all lie within."""
    beyond = [
        f"{loss.view} {figure.replace('share_lost', 'lost at once').replace('at once_surge', 'with surge')}"
        for loss in found.losses
        for figure in FIGURES
        if not _within(getattr(loss, figure), found.interval(loss.view, figure))
    ]
    if not beyond:
        return []
    return [Passage("", ((f"{BEYOND} Here: {', '.join(beyond)}.", ()),))]


def _within(figure: float, drawn: Middle) -> bool:
    if drawn.low is None or drawn.high is None:
        return True
    return drawn.low - SHOWN <= figure <= drawn.high + SHOWN


def _between(low: float | None, high: float | None) -> str:
    return "unknown" if low is None or high is None else f"{100 * low:.1f} to {percent(high)}"


def causes_table(found: Played) -> list[Section]:
    """Return what each shock costs alone and as its part of the whole; nothing for one shock."""
    if len(found.moves) == 1:
        return []
    rows = tuple(
        (each.view, each.says, percent(each.lost_alone), percent(each.lost_jointly))
        for each in found.causes
    )
    columns = ("view", "shock", "lost_alone", "its part_of the loss")
    return [Section("What each shock costs at once", Grid(columns, rows))]


def sectors_table(found: Played, top: int) -> list[Section]:
    """Return the sectors that lose most, every view in one line."""
    by_view = {(row.view, row.sector): row for row in found.sectors}
    names = [
        name
        for name in dict.fromkeys(row.sector for row in found.sectors)
        if any(by_view[view, name].share_lost > SLACK for view in found.views)
    ]
    if not names:
        return []
    rows = [
        (
            _short(name, SECTOR),
            by_view[found.views[0], name].targets,
            *_cells(by_view[view, name] for view in found.views),
        )
        for name in names[:top]
    ]
    columns = ("sector", "implementors", *_view_columns(found))
    title = f"Sectors that lose most{_more(top, len(names))}"
    return [Section(title, Grid(columns, tuple(rows)))]


def hits_table(found: Played, top: int) -> list[Section]:
    """Return the targets that add most to the loss, every view in one line."""
    by_view = {(hit.view, hit.iri): hit for hit in found.hits}
    first = [hit for hit in found.hits if hit.view == found.views[0]]
    losing = [
        hit
        for hit in first
        if any(by_view[view, hit.iri].share_lost > SLACK for view in found.views)
    ]
    if not losing:
        return _bounds(found, first, top)
    rows = [
        (
            _target(hit),
            f"{100 * hit.weight:.2f} %",
            *_cells(by_view[view, hit.iri] for view in found.views),
        )
        for hit in losing[:top]
    ]
    columns = ("target", "weight", *_view_columns(found))
    title = f"Targets that add most to the loss{_more(top, len(losing))}"
    return [Section(title, Grid(columns, tuple(rows)))]


def _bounds(found: Played, first: list[Hit], top: int) -> list[Section]:
    """Return the targets that could lose something, where none is known to."""
    by_view = {(hit.view, hit.iri): hit.share_lost_at_most for hit in found.hits}
    could = [hit for hit in first if any(by_view[v, hit.iri] > SLACK for v in found.views)]
    if not could:
        return []
    rows = [
        (
            _target(hit),
            f"{100 * hit.weight:.2f} %",
            *(percent(by_view[v, hit.iri]) for v in found.views),
        )
        for hit in could[:top]
    ]
    columns = ("target", "weight", *(f"{view}_at most" for view in found.views))
    title = f"Targets that could lose, if all that is undetermined is hit{_more(top, len(could))}"
    return [Section(title, Grid(columns, tuple(rows)))]


def _target(hit: Hit) -> str:
    """Return the name of a target, with its sector cut short."""
    name = hit.name.removesuffix(f" ({hit.sector})")
    return f"{name} ({_short(hit.sector, ASIDE)})" if hit.sector else name


def _short(label: str, most: int) -> str:
    """Return a label that is not too long for a column, cut between words."""
    if len(label) <= most:
        return label
    return f"{label[:most].rpartition(' ')[0].rstrip(',')}…"


def _more(top: int, count: int) -> str:
    return f" (first {top} of {count})" if count > top else ""


def _view_columns(found: Played) -> tuple[str, ...]:
    return tuple(
        f"{view}_{word}" for view in found.views for word in ("lost at once", "unavoidable")
    )


def _cells(rows: Iterable[Loss | Hit]) -> tuple[str, ...]:
    return tuple(percent(value) for row in rows for value in (row.share_lost, row.unavoidable))


def carriers_table(found: Played) -> list[Section]:
    """Return who carries more than before, the first of each view."""
    rows = [
        (
            each.view,
            each.supplier,
            each.role,
            each.dependents,
            percent(each.load_before),
            percent(each.load_after),
            each.overloaded,
        )
        for view in found.views
        for each in [row for row in found.alternatives if row.view == view][:CARRIERS]
    ]
    if not rows:
        return []
    columns = ("view", "supplier", "role", "dependents", "load_before", "load_after", "overloaded")
    title = (
        f"Who carries more (load: its part of what they get of the role; overloaded: for how many "
        f"that is more than surge {found.surge:g} allows)"
    )
    return [Section(title, Grid(columns, tuple(rows)))]
