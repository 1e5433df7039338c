"""`chokepoints --claims`: what the literature claims beside what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuegraph.cli.answers import Answer, Passage, sentences
from valuegraph.cli.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuegraph.view.claims import ClaimsAnswer

MEANINGS = {
    "agreed": "a finding shows what is claimed",
    "claimed only": "no finding shows it",
    "not comparable": "nothing in the chain could show it",
    "found only": "no claim speaks of it",
}


def claimed(found: ClaimsAnswer) -> Answer:
    """Return the answer of `chokepoints --claims`: a passage for each status, empty ones as well."""
    rows = found.rows()
    passages = tuple(_passage(status, rows) for status in MEANINGS)
    return Answer(Grid.of(rows), passages, sentences(found.coverage))


def _passage(status: str, rows: list[dict[str, Any]]) -> Passage:
    chosen = [row for row in rows if row["status"] == status]
    title = f"{status.capitalize()} ({len(chosen)}): {MEANINGS[status]}"
    return Passage(title, tuple((_said(row), tuple(_below(row))) for row in chosen))


def _said(row: Mapping[str, Any]) -> str:
    """Return a claim as its claimant puts it, or the controller that nobody claims."""
    if row["claim"] is None:
        return str(row["found"])
    about = row["point"] or row["kind"]
    who = f" ({row['claimant']}, {row['modality']})" if row["claimant"] else ""
    return f"{about}: {row['claim']}{who}" if about else f"{row['claim']}{who}"


def _below(row: Mapping[str, Any]) -> Iterator[str]:
    if row["claim"] is not None:
        if row["source"]:
            yield f"claimed in {row['source']}, {row['locator']}; confidence {row['confidence']:g}"
        yield f"{row['status']}: {row['reason']}"
        yield from (f"- {each}" for each in _apart(row["found"]))
    if row["facts"]:
        yield f"facts: {row['facts']}" + (
            " (this line rests on a single fact)" if row["facts"] == 1 else ""
        )


def _apart(found: str) -> list[str]:
    """Return one line a controller; the views of one are joined by the same sign."""
    lines: list[str] = []
    for piece in found.split("; ") if found else ():
        if lines and lines[-1].count("(") > lines[-1].count(")"):
            lines[-1] += f"; {piece}"
        else:
            lines.append(piece)
    return lines
