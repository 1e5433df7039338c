"""A chokepoint of the map with its proof in words, for the target that loses most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from valuegraph.view.model import MapStep
from valuegraph.view.proofs import SLACK, Withdrawal, stands
from valuegraph.view.proving import steps_in_words
from valuegraph.view.wording import Wording, percent

if TYPE_CHECKING:
    from valuegraph.view.ranking import Line, Ranking


class Certified:
    """Puts the certificates of a ranking into words.

    Parameters
    ----------
    ranking : Ranking
        The ranking whose lines will be asked about.
    """

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._wording = Wording(ranking.basis.projection)

    def steps(self, line: Line) -> tuple[MapStep, ...]:
        """Return the proof for the target that adds most to the loss, checked without the engine.

        What is lost even when survivors grow without bounds is proven if there is any, else what
        is lost at once. No steps where nothing is lost.
        """
        withdrawal = Withdrawal(self._ranking.basis, line, self._wording)
        final = line.unavoidable > SLACK
        surge = math.inf if final else 0.0
        lost = withdrawal.lost(surge)
        hit = [name for name in withdrawal.weights if lost[name] > SLACK]
        if not hit:
            return ()
        hit.sort(key=lambda name: (-withdrawal.weights[name] * lost[name], name))
        proof = withdrawal.prover(surge).certificate_of(hit[0])
        checked = "holds" if stands(proof, "failure") else "does not hold"
        steps = steps_in_words(proof, self._wording, line.view)
        how = "however much the others grow" if final else "at once"
        last = (
            f"So {self._wording.name(hit[0])} loses {percent(lost[hit[0]])} of its service {how}. "
            f"{len(hit)} of {len(withdrawal.weights)} targets lose something so; this is the one "
            f"that weighs most. A check without the engine: the proof {checked}."
        )
        return (*(MapStep(step.sentence, step.facts) for step in steps), MapStep(last))

    def words(self, line: Line) -> str:
        """Return what stops and how sure that is, in one or two sentences."""
        verdict = f"Verdict: {line.verdict}. " if line.verdict else "No verdict word applies. "
        return (
            f"{verdict}It acts through {len(line.facts)} sourced "
            f"{'fact' if len(line.facts) == 1 else 'facts'} ({line.kind})."
        )
