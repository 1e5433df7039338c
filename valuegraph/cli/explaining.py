"""`chokepoints --explain NAME`: one line, its figures, proofs and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.evidence import fact_rows, told
from valuegraph.cli.grid import Grid

if TYPE_CHECKING:
    from valuegraph.view.explained import Explained


def explained(said: Explained, *, every: bool, facts: bool) -> Answer:
    """Return the answer of `chokepoints --explain NAME`.

    Parameters
    ----------
    said : Explanation
        What to tell.
    every : bool
        Whether to print every step, fact and case; else long lists are cut, and say so.
    facts : bool
        Whether to print every fact behind the line with all its evidence.
    """
    from valuegraph.view.account import account
    from valuegraph.view.figure_table import figure_table

    found = figure_table(said)
    first, *others = (Passage(part.title, part.entries) for part in account(said, every=every))
    count = f"{len(said.facts)} fact" + ("s" if len(said.facts) > 1 else "")
    if facts:
        last = Passage(
            f"{said.name}: {count} behind its lines, widest effect first", told(said.facts)
        )
    else:
        last = Passage(
            "", ((f"{count} behind its lines: --facts lists them with all sources.", ()),)
        )
    figures = Section("", Grid(found.columns, found.rows), right=frozenset(found.columns[1:]))
    return Answer(
        fact_rows(said.facts),
        (first, figures, *others, last),
        said.coverage,
        said.notes,
        beside={
            "figures": said.figures(),
            "proof": said.proof_rows(),
            "checks": said.check_rows(),
            "alternatives": said.alternative_rows(),
            "concentration": said.concentration_rows(),
            "flips": said.flip_rows(),
            "draws": {"draws": said.draws.number, "seed": said.draws.seed, "level": 0.9},
            "assumptions": list(said.assumptions),
        },
    )
