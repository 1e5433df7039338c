"""Commands on names: identity match, explain, propose, apply."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from valuegraph.cli.answers import Answer
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present

PROPOSED = (
    "kind", "left", "right", "judgement", "why", "by", "date", "alike", "left_iri", "right_iri",
)  # fmt: skip
MATCHED = ("kind", "left", "right", "verdict", "rung", "why")
OF_ALL_DAYS = "names and judgements hold for all days"
TO_JUDGE = "Fill judgement, why, by and date, then: valuegraph identity apply FILE."


def match(
    scope: Scope,
    output: Output,
    pairs: Annotated[Path, typer.Argument(metavar="PAIRS.csv", help="Columns kind, left, right.")],
) -> None:
    """Tell for each pair of names whether they name one thing.

    kind is model or organisation. The verdict is same only by a judgement or a rule that says
    why; different when a mark (size, version, date, variant, bracket, plus) or a judgement tells
    them apart; unsure otherwise, and always where a word names nobody (unknown, none, various).

    same holds for the release: an id of a route or a region (us., apac., @date) is the same as
    the release, a serving variant (:free, -fast) is another thing. A copy, a family and a release
    are different things too, and so are a firm and its unit.

    Rows: kind, left, right, verdict (same, different, unsure), rung (judgement, relation, name,
    known, none), why.
    """
    from valuegraph.view.identity import match_file

    graph = scope.load()
    scope.undated(OF_ALL_DAYS, quiet=output.quiet)
    rows = Grid.of(match_file(graph.store, pairs), MATCHED)
    counted = Counter(rows.column("verdict"))
    told = ", ".join(f"{counted[each]} {each}" for each in ("same", "different", "unsure"))
    present(Answer(rows, notes=(f"{len(rows)} pairs: {told}.",)), graph, output)


def explain(
    scope: Scope,
    output: Output,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As a source writes it.")],
) -> None:
    """Tell to which known thing a name leads, and by which rung of the ladder.

    Rungs: identifier (shared repository), declared (another shared identifier), alias (recorded
    name or judgement), name (states the same), proposed (alike, not merged).

    Rows: name, class, iri, label, rung, why, candidates; one for each class in which the name
    leads somewhere.
    """
    from valuegraph.view.identity import EXPLAINED, explain_name

    graph = scope.load()
    scope.undated(OF_ALL_DAYS, quiet=output.quiet)
    present(Answer(Grid.of(explain_name(graph.store, name), EXPLAINED)), graph, output)


def propose(scope: Scope, output: Output) -> None:
    """List known things that look alike and were not merged, to be judged.

    With --format csv --output FILE the rows can be filled and given to apply.

    Rows: kind, left, right, judgement, why, by, date (all four empty), alike (in what, and what
    keeps them apart), left_iri, right_iri.
    """
    from valuegraph.view.identity import proposed

    graph = scope.load()
    scope.undated(OF_ALL_DAYS, quiet=output.quiet)
    rows = Grid.of(proposed(graph.store), PROPOSED)
    if output.top is not None:
        rows = rows.head(output.top)
    present(Answer(rows, notes=(TO_JUDGE,)), graph, output)


def apply(
    scope: Scope,
    output: Output,
    judgements: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv", help="Columns kind, left, right, judgement, why, by, date."
        ),
    ],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="PATH", help="Table to add to; by default the shipped one."),
    ] = None,
    new_names: Annotated[
        bool,
        typer.Option(
            "--new-names", help="Also take names that nothing known bears.", show_default=False
        ),
    ] = False,
) -> None:
    """Add judgements to the table that keeps them, all or none.

    Refused: a row without reason, author (curator, source, rule) or day; a name that nothing known
    bears; a judgement that contradicts others, also over several steps. Rows without a judgement
    are left out.

    Rows: kind, left, right, judgement, why, by, date, state (added, known).
    """
    from valuegraph.view.identity import apply_file

    graph = scope.load()
    scope.undated(OF_ALL_DAYS, quiet=output.quiet)
    found = apply_file(graph.store, judgements, into, new_names=new_names)
    states = (("added", found.added), ("known", found.known))
    rows = [
        {
            "kind": each.kind,
            "left": each.left,
            "right": each.right,
            "judgement": each.judgement,
            "why": each.why,
            "by": each.by,
            "date": each.date,
            "state": state,
        }
        for state, part in states
        for each in part
    ]
    columns = ("kind", "left", "right", "judgement", "why", "by", "date", "state")
    note = (
        f"{len(found.added)} added, {len(found.known)} known already, "
        f"{found.unjudged} without a judgement."
    )
    present(Answer(Grid.of(rows, columns), notes=(note,)), graph, output)


COMMANDS = (match, explain, propose, apply)
