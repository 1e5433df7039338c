"""The proofs behind one line: which targets lose, why, and whether every proof stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.view.asking import prover
from valuegraph.view.proving import ProofStep, steps_in_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from valuegraph.chokepoints.certificate import Certificate, Group
    from valuegraph.chokepoints.proof import Prover
    from valuegraph.view.ranking import Basis, Line
    from valuegraph.view.wording import Wording

HORIZONS = (("unavoidable", math.inf), ("share_lost", 0.0))
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Sufferer:
    """A target and what it loses.

    Attributes
    ----------
    iri, name : str
        Its node, and what to call it.
    weight, loss : float
        Its weight among the targets, and the share of its service that it loses.
    """

    iri: str
    name: str
    weight: float
    loss: float

    @property
    def points(self) -> float:
        """What it adds to the figure."""
        return self.weight * self.loss


@dataclass(frozen=True, slots=True)
class Proof:
    """How a withdrawal stops one target.

    Attributes
    ----------
    view, horizon : str
        ``renewal`` or ``continuity``; ``share_lost`` (nobody grows) or ``unavoidable`` (survivors
        grow without bounds).
    target : Sufferer
        The target.
    steps : tuple of ProofStep
        From those who withdraw to the target.
    certificate : Certificate
        What the steps put into words.
    """

    view: str
    horizon: str
    target: Sufferer
    steps: tuple[ProofStep, ...]
    certificate: Certificate = field(repr=False)

    def verify(self) -> bool:
        """Check the certificate anew, without the engine."""
        return stands(self.certificate, "failure")


@dataclass(frozen=True)
class Case:
    """Every proof of one view at one horizon.

    Attributes
    ----------
    view, horizon : str
        As in `Proof`.
    figure : float
        What the ranking says is lost.
    sufferers : tuple of Sufferer
        The targets that lose something, those that add most to the figure first.
    failures, survivals : tuple of Certificate
        One for each of them; one for each target that loses something at once but nothing here,
        or for each target where none loses anything.
    """

    view: str
    horizon: str
    figure: float
    sufferers: tuple[Sufferer, ...]
    failures: tuple[Certificate, ...] = field(repr=False)
    survivals: tuple[Certificate, ...] = field(repr=False)

    def verified(self) -> int:
        """Return how many of the proofs stand when they are checked without the engine."""
        kinds = ((self.failures, "failure"), (self.survivals, "survival"))
        return sum(stands(proof, kind) for some, kind in kinds for proof in some)

    @property
    def count(self) -> int:
        """How many proofs there are."""
        return len(self.failures) + len(self.survivals)

    def proven(self) -> float:
        """Return the share of target service lost that those failures prove which stand."""
        weights = {each.iri: each.weight for each in self.sufferers}
        standing = (proof for proof in self.failures if stands(proof, "failure"))
        return math.fsum(weights[str(proof.target)] * proof.loss for proof in standing)

    def proofs(self, most: int, wording: Wording) -> tuple[Proof, ...]:
        """Return the proofs for the targets that add most to the figure, in words."""
        pairs = zip(self.sufferers[:most], self.failures[:most], strict=True)
        return tuple(
            Proof(self.view, self.horizon, target, steps_in_words(proof, wording, self.view), proof)
            for target, proof in pairs
        )


class Withdrawal:
    """One line of a ranking, withdrawn in one view.

    Parameters
    ----------
    basis : Basis
        What the ranking was computed from.
    line : Line
        Who withdraws, and in which view.
    wording : Wording
        Names.
    """

    def __init__(self, basis: Basis, line: Line, wording: Wording) -> None:
        self.basis = basis
        self.line = line
        self.wording = wording
        total = math.fsum(basis.weights.values())
        self.weights = {name: weight / total for name, weight in basis.weights.items()}
        self._provers: dict[float, Prover] = {}

    def prover(self, surge: float) -> Prover:
        """Return what proves the losses when survivors can grow by so much."""
        if surge not in self._provers:
            self._provers[surge] = prover(self.basis.graph, self.line.nodes, surge, self.line.view)
        return self._provers[surge]

    def lost(self, surge: float) -> Mapping[Hashable, float]:
        """Return the loss of every node."""
        return self.prover(surge).loss

    def groups(self, node: str, surge: float) -> tuple[Group, ...]:
        """Return the groups of a node, as recorded."""
        return self.prover(surge).groups_of(node)

    def cases(self) -> tuple[Case, ...]:
        """Return the horizons at which anything is lost; one of them when they lose the same.

        Where nothing is lost at all, that every target survives is what there is to prove.
        """
        found: list[Case] = []
        for horizon, surge in HORIZONS:
            figure = float(getattr(self.line, horizon))
            if figure > SLACK and not any(abs(each.figure - figure) <= SLACK for each in found):
                found.append(self._case(horizon, surge, figure))
        return tuple(found) or (self._case("share_lost", 0.0, 0.0),)

    def _case(self, horizon: str, surge: float, figure: float) -> Case:
        proves = self.prover(surge)
        lost = self.lost(surge)
        hit = [name for name in self.weights if lost[name] > SLACK]
        hit.sort(key=lambda name: (-self.weights[name] * lost[name], name))
        at_once = self.lost(0.0)
        spared = [n for n in self.weights if at_once[n] > SLACK >= lost[n]]
        if not hit:
            spared = list(self.weights)
        return Case(
            view=self.line.view,
            horizon=horizon,
            figure=figure,
            sufferers=tuple(
                Sufferer(name, self.wording.name(name), self.weights[name], lost[name])
                for name in hit
            ),
            failures=tuple(proves.certificate_of(name) for name in hit),
            survivals=tuple(proves.certificate_of(name) for name in spared),
        )


def stands(proof: Certificate, kind: str) -> bool:
    """Tell whether a certificate is of a kind and proves what it says, without the engine."""
    return proof.kind == kind and proof.verify()
