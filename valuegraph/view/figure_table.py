"""The figures of an explanation as rows of text: each figure, and where the draws put it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.view.sureness import CHANCES, COMPARED, LEVEL, TOP
from valuegraph.view.wording import percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuegraph.view.explained import Explained
    from valuegraph.view.standing import Standing

UNKNOWN = "unknown"
SHARES = (("share_lost", "lost at once"), ("share_lost_surge", ""), ("unavoidable", "unavoidable"))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under column names; all but the first column hold figures."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figure_table(said: Explained) -> Table:
    """Return the figures as text, one column a view with its interval beside it.

    Parameters
    ----------
    said : Explained
        What to tell.
    """
    columns = ["share of target service"]
    for standing in said.standings:
        columns += [standing.view, f"{standing.view}_{100 * LEVEL:.0f} % of draws"]
    lines: list[tuple[str, Callable[[Standing], str], Callable[[Standing], str]]] = [
        ("can be touched at all", lambda s: percent(s.reach), _nothing)
    ]
    for figure, name in SHARES:
        label = name or f"lost with surge {said.surge:g}"
        lines.append((label, _figure(figure), _interval(figure)))
    lines += [
        (f"unavoidable, unlisted suppliers at {percent(q)}", _open(q), _nothing) for q in CHANCES
    ]
    lines += [
        ("leverage", lambda s: percent(s.leverage), _nothing),
        ("asymmetry", lambda s: f"{100 * s.asymmetry:+.1f} %", _nothing),
        ("time to replace", _months, _stated),
        ("rank", lambda s: f"{s.rank} of {s.lines}", _ranks),
    ]
    if any(standing.sureness.compared > TOP for standing in said.standings):
        lines.append((f"chance to be in the first {TOP}", _top, _nothing))
    rows = []
    for label, value, beside in lines:
        row = [label]
        for standing in said.standings:
            row += [value(standing), beside(standing)]
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows))


def _nothing(_: Standing) -> str:
    return ""


def _figure(name: str) -> Callable[[Standing], str]:
    return lambda standing: percent(getattr(standing, name))


def _interval(name: str) -> Callable[[Standing], str]:
    def told(standing: Standing) -> str:
        found = standing.sureness.figures[name]
        return UNKNOWN if math.isnan(found.low) else found.told()

    return told


def _open(chance: float) -> Callable[[Standing], str]:
    return lambda standing: percent(standing.open_world[chance])


def _months(standing: Standing) -> str:
    months = standing.replacement.months
    return UNKNOWN if months is None else f"{months:g} months"


def _stated(standing: Standing) -> str:
    return f"said of {standing.replacement.stated} of {standing.replacement.supplies}"


def _ranks(standing: Standing) -> str:
    found = standing.sureness
    if standing.rank > COMPARED:
        return ""  # compared with the first ones only, its place among all is not known
    return UNKNOWN if math.isnan(found.rank.low) else found.rank.places(found.compared)


def _top(standing: Standing) -> str:
    found = standing.sureness
    return UNKNOWN if math.isnan(found.p_top) else percent(found.p_top)
