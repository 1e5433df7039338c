"""What an explanation holds: figures, proofs, alternatives, what would change them; and as rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from valuegraph.view.wording import count, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from valuegraph.facts import Fact
    from valuegraph.view.alternatives import Alternative
    from valuegraph.view.flipping import Changes
    from valuegraph.view.proofs import Case, Proof
    from valuegraph.view.standing import Standing
    from valuegraph.view.sureness import Draws
    from valuegraph.view.wording import Wording

STEP_COLUMNS = (
    *("view", "horizon", "target", "step", "sentence", "role", "loss", "derived"),
    *("confidence", "facts", "premises", "nodes", "suppliers", "target_iri"),
)
READING = (
    "Figures take every fact above the confidence floor as true; draws can only lose facts, so an interval may lie below its figure. Ranks in draws are among the first lines of the ranking.",
    "Leverage: lost at once if it cuts only what it may revoke. Asymmetry: what the targets lose without it, less what it loses, as custom, without one of them. Unlisted suppliers: the mean if each role whose suppliers no source calls complete had one more with that chance.",
    "Nobody else is recorded: that is what the facts here hold, not what a source says. A step says so where a source does.",
)
SLACK = 1e-9
HORIZONS = {"unavoidable": "for good", "share_lost": "at once"}


@dataclass(frozen=True, slots=True)
class Check:
    """How the proofs of one view and horizon fared when they were checked without the engine.

    Attributes
    ----------
    view, horizon : str
        As in `Case`.
    figure, proven : float
        What the ranking says is lost, and what the proofs that stand prove lost.
    targets_lost, targets_surviving : int
        Targets that lose something; those that lose something at once but nothing here.
    proofs, verified : int
        How many proofs there are, and how many stand.
    """

    view: str
    horizon: str
    figure: float
    proven: float
    targets_lost: int
    targets_surviving: int
    proofs: int
    verified: int

    @classmethod
    def of(cls, case: Case) -> Check:
        """Check every proof of a case."""
        return cls(
            view=case.view,
            horizon=case.horizon,
            figure=case.figure,
            proven=case.proven(),
            targets_lost=len(case.failures),
            targets_surviving=len(case.survivals),
            proofs=case.count,
            verified=case.verified(),
        )

    def told(self) -> str:
        """Return the result as a sentence."""
        what = self._what()
        if self.verified < self.proofs:
            failed = count(self.proofs - self.verified, "proof")
            return f"NOT VERIFIED: {failed} of {self.proofs} failed the check ({what})."
        done = (
            f"{what}. The proof of each was checked by code that does not use the engine, and holds"
        )
        return f"{done}; together they prove {self._share()}." if self.targets_lost else f"{done}."

    def _what(self) -> str:
        lost, kept = count(self.targets_lost, "target"), count(self.targets_surviving, "target")
        if not self.targets_lost:
            return f"{kept} {_lose(self.targets_surviving)} nothing"
        what = f"{lost} {_lose(self.targets_lost)} something {HORIZONS[self.horizon]}"
        if not self.targets_surviving:
            return what
        verb = _lose(self.targets_surviving)
        return f"{what}, {kept} {verb} something at once but nothing once survivors grow"

    def _share(self) -> str:
        whole = f"the {percent(self.figure)}"
        return whole if self.proven >= self.figure - SLACK else f"{percent(self.proven)} of {whole}"


def _lose(number: int) -> str:
    return "loses" if number == 1 else "lose"


@dataclass(frozen=True)
class Explained:
    """What stops if one controller withdraws, and why.

    Attributes
    ----------
    name, iri, by : str
        Who withdraws, and what a line of the ranking is.
    surge : float
        The surge asked for.
    nodes, members : tuple of str
        The nodes that withdraw together, and what they are called.
    standings : tuple of Standing
        The figures of each view in which it reaches any target.
    unreached : tuple of str
        The other views asked for.
    cases : tuple of Case
        Every proof, by view and horizon.
    proofs : tuple of Proof
        Those of the targets that lose most, in words.
    alternatives : tuple of Alternative
        Who else fills the roles on these proofs.
    changes : tuple of Changes
        For each view, which assumption made otherwise would change the line.
    facts : tuple of Fact
        Every fact through which it acts, widest effect first.
    cited : dict of IRI to Fact
        The facts on the proofs and behind the changes.
    coverage, assumptions : tuple of str
        What must be read beside the figures.
    draws : Draws
        How the intervals were drawn.
    """

    name: str
    iri: str
    by: str
    surge: float
    nodes: tuple[str, ...]
    members: tuple[str, ...]
    standings: tuple[Standing, ...]
    unreached: tuple[str, ...]
    cases: tuple[Case, ...] = field(repr=False)
    proofs: tuple[Proof, ...] = field(repr=False)
    alternatives: tuple[Alternative, ...] = field(repr=False)
    changes: tuple[Changes, ...] = field(repr=False)
    facts: tuple[Fact, ...] = field(repr=False)
    cited: Mapping[str, Fact] = field(repr=False)
    coverage: tuple[str, ...] = field(repr=False)
    assumptions: tuple[str, ...] = field(repr=False)
    draws: Draws
    wording: Wording = field(repr=False, compare=False)

    def verify(self) -> bool:
        """Check every proof anew; true when there is one and all of them stand."""
        return bool(self.cases) and all(case.verified() == case.count for case in self.cases)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The result of checking every proof, one for each of `cases`; checked once."""
        return tuple(Check.of(case) for case in self.cases)

    @property
    def notes(self) -> tuple[str, ...]:
        """How to read the figures, their intervals and the proofs."""
        return (self.draws.told(), *READING, *self.assumptions)

    def figures(self) -> list[dict[str, Any]]:
        """Return one flat object a view; see `Standing.row`."""
        return [standing.row() for standing in self.standings]

    def proof_rows(self) -> list[dict[str, Any]]:
        """Return one flat object a step of the proofs in words, none left out."""
        return [
            {
                "view": proof.view,
                "horizon": proof.horizon,
                "target": proof.target.name,
                "step": number,
                "sentence": step.sentence,
                "role": None if step.role is None else self.wording.role(step.role),
                "loss": step.loss,
                "derived": step.derived,
                "confidence": self._confidence(step.facts),
                "facts": list(step.facts),
                "premises": list(step.premises),
                "nodes": list(step.nodes),
                "suppliers": list(step.suppliers),
                "target_iri": proof.target.iri,
            }
            for proof in self.proofs
            for number, step in enumerate(proof.steps, start=1)
        ]

    def check_rows(self) -> list[dict[str, Any]]:
        """Return one flat object for each view and horizon: how many proofs, how many stand."""
        return [asdict(check) for check in self.checks]

    def concentration_rows(self) -> list[dict[str, Any]]:
        """Return one flat object for each role it fills on the proofs; None where shares are unknown."""
        return [
            {
                "view": standing.view,
                "role": self.wording.role(str(each.role)),
                "dependent": self.wording.name(str(each.dependent)),
                "own": each.own,
                "hhi": each.hhi,
                "cr3": each.cr3,
            }
            for standing in self.standings
            for each in standing.concentration
        ]

    def alternative_rows(self) -> list[dict[str, Any]]:
        """Return one flat object for each role on the proofs; shares are of the role."""
        return [
            {
                "view": each.view,
                "role": self.wording.role(each.role),
                "dependents": [self.wording.name(node) for node in each.dependents],
                "lost": [self.wording.supplier(node) for node in each.lost],
                "left": [self.wording.supplier(node) for node in each.left],
                "share_left": each.share_left,
                "share_lost": each.share_lost,
                "share_lost_surge": each.share_lost_surge,
                "unavoidable": each.unavoidable,
                "taken_up": each.taken_up[0],
                "taken_up_surge": each.taken_up[1],
                "taken_up_unbounded": each.taken_up[2],
                "complete": each.complete,
            }
            for each in self.alternatives
        ]

    def flip_rows(self) -> list[dict[str, Any]]:
        """Return one flat object for each assumption that changes the figure or the verdict."""
        return [row.row() for each in self.changes for row in each.rows]

    def to_frame(self) -> pd.DataFrame:
        """Return `proof_rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.proof_rows(), columns=list(STEP_COLUMNS))

    def _confidence(self, facts: Iterable[str]) -> float | None:
        """Return the confidence in the least sure of some facts, None without any."""
        return min((self.cited[iri].confidence for iri in facts), default=None)
