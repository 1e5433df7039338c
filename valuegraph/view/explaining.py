"""From a line of a ranking to its explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.facts import facts_of
from valuegraph.view.alternatives import alternatives
from valuegraph.view.asking import customs
from valuegraph.view.explanation import Explanation
from valuegraph.view.flipping import changes, facts_among
from valuegraph.view.proofs import Withdrawal
from valuegraph.view.standing import Standing
from valuegraph.view.sureness import open_worlds, sureness
from valuegraph.view.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.view.alternatives import Alternative
    from valuegraph.view.proofs import Case, Proof
    from valuegraph.view.ranking import Line, Ranking
    from valuegraph.view.sureness import Draws

CITED_CHANGES = 10


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...


def explain(
    ranking: Ranking, lines: Sequence[Line], store: Store, *, draws: Draws, targets: int
) -> Explanation:
    """Explain the lines of one controller.

    Parameters
    ----------
    ranking : Ranking
        The ranking they are from.
    lines : sequence of Line
        The controller's line in each view that has one.
    store : Store
        Where facts are read.
    draws : Draws
        How intervals are drawn.
    targets : int
        For how many of the targets that lose most to put the proof into words.
    """
    basis, surge = ranking.basis, ranking.surge
    wording = Wording(basis.projection)
    cases: list[Case] = []
    proofs: list[Proof] = []
    others: list[Alternative] = []
    for line in lines:
        withdrawal = Withdrawal(basis, line, wording)
        of_view = withdrawal.cases()
        told = [proof for case in of_view for proof in case.proofs(targets, wording)]
        cases += of_view
        proofs += told
        others += alternatives(told, withdrawal, surge)
    flipped = [changes(basis, line, surge, wording, store.labels) for line in lines]
    acting = tuple(dict.fromkeys(iri for line in lines for iri in line.facts))
    cited = {iri for proof in proofs for s in proof.steps for iri in (*s.facts, *s.premises)}
    cited |= {iri for each in flipped for iri in facts_among(each.rows, CITED_CHANGES)}
    found = {fact.iri: fact for fact in facts_of(store.rows, {*acting, *cited})}
    first = lines[0]
    return Explanation(
        name=first.name,
        iri=first.iri,
        by=ranking.by,
        surge=surge,
        nodes=tuple(sorted(first.nodes)),
        members=wording.firms(first.nodes),
        standings=tuple(_standings(ranking, lines, draws)),
        unreached=tuple(view for view in basis.found if view not in {x.view for x in lines}),
        cases=tuple(cases),
        proofs=tuple(proofs),
        alternatives=tuple(others),
        changes=tuple(flipped),
        facts=tuple(found[iri] for iri in acting),
        cited=found,
        coverage=ranking.coverage,
        assumptions=ranking.assumptions,
        draws=draws,
        wording=wording,
    )


def _standings(ranking: Ranking, lines: Sequence[Line], draws: Draws) -> Iterable[Standing]:
    basis = ranking.basis
    needs = customs(basis.graph, basis.weights, {x.iri: basis.sets[x.iri] for x in lines[:1]})
    for line in lines:
        found = basis.found[line.view]
        row = found.row(line.iri)
        cut = found.cuts.get(line.iri, frozenset()) if row.order is not None else frozenset()
        places = basis.places[line.view]
        yield Standing(
            view=line.view,
            name=line.name,
            iri=line.iri,
            rank=places[line.iri],
            lines=len(places),
            reach=line.reach,
            share_lost=line.share_lost,
            share_lost_surge=line.share_lost_surge,
            unavoidable=line.unavoidable,
            leverage=line.leverage,
            asymmetry=line.share_lost - needs[line.iri],
            order=row.order,
            cut=tuple(sorted(basis.name(str(name)) for name in cut)),
            max_order=found.max_order,
            verdict=line.verdict,
            kind=line.kind,
            thresholds=found.thresholds,
            sureness=sureness(ranking, line.view, [line.iri], draws)[line.iri],
            open_world=open_worlds(basis, line.view, line.iri, draws),
            replacement=found.replacement(line.iri),
            concentration=found.concentration(line.iri),
        )
