"""A scenario in a notebook: sentences and tables, every text escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from valuegraph.view.scenario_words import headline, undetermined
from valuegraph.view.wording import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.view.scenario_found import Played

SECTORS = 12
FACTS = 8


def scenario_html(answer: Played) -> str:
    """Return headline, losses, causes, sectors and coverage as HTML.

    Parameters
    ----------
    answer : Played
        The scenario.
    """
    title = answer.told.title if answer.told else "Scenario"
    parts = [
        f"<h4>{escape(title)}</h4>",
        *(f"<p>{escape(sentence)}</p>" for sentence in headline(answer)),
        _table(
            ("view", "lost at once", "with surge", "unavoidable", "within reach"),
            (
                (loss.view, loss.share_lost, loss.share_lost_surge, loss.unavoidable, loss.exposed)
                for loss in answer.losses
            ),
        ),
        _table(
            ("view", "shock", "lost alone", "lost jointly"),
            ((row.view, row.says, row.lost_alone, row.lost_jointly) for row in answer.causes),
        ),
    ]
    for view in answer.views:
        rows = [row for row in answer.sectors if row.view == view][:SECTORS]
        parts.append(
            _table(
                (f"sector ({view} view)", "implementors", "lost at once", "unavoidable"),
                ((row.sector, str(row.targets), row.share_lost, row.unavoidable) for row in rows),
            )
        )
    parts += _lists("Undetermined", undetermined(answer))
    if answer.told:
        parts += _lists("How to read it", (answer.told.reading,))
    parts += _lists("Coverage", answer.coverage)
    return "".join(parts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    if not body:
        return ""
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    text = percent(value) if isinstance(value, float) else str(value)
    return f"<td>{escape(text)}</td>"


def _lists(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return [f"<details><summary>{escape(title)}</summary><ul>{items}</ul></details>"]
