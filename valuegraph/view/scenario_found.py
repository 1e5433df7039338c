"""What was found when a scenario was played: figures, causes, alternatives, proofs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.view.scenario_parts import FIGURES

if TYPE_CHECKING:
    import datetime as dt

    from valuegraph.view.flipping import Changes
    from valuegraph.view.scenario_files import ScenarioFile
    from valuegraph.view.scenario_moves import Move
    from valuegraph.view.scenario_names import Names
    from valuegraph.view.scenario_parts import (
        Alternative,
        Cause,
        Cut,
        Hit,
        Loss,
        Middle,
        Unknown,
    )


@dataclass(frozen=True)
class Played:
    """What a scenario does to the targets, and why, as found.

    Attributes
    ----------
    moves : tuple of Move
        The shocks, as written and as understood.
    told : ScenarioFile or None
        The file it was read from: title, source, reading.
    as_of : datetime.date
        The day of the facts.
    surge, by : float, str
        What survivors can add to their shares; what a firm's name stands for.
    default_targets : bool
        Whether every implementor counts.
    hits : tuple of Hit
        Target by target and view by view, those that add most to the loss first.
    losses, sectors : tuple of Loss
        All targets of each view; each sector of each view.
    intervals : tuple of Middle
        Where each figure lies in the middle of the draws of the evidence.
    causes : tuple of Cause
        What each shock costs alone, and its part of what all cost together.
    alternatives : tuple of Alternative
        Who carries more than before, with the load.
    cuts : tuple of Cut
        How the targets that add most to the loss are stopped, with proofs.
    changes : tuple of Changes
        Which assumptions would change the loss of each view, those that flip its verdict first.
    unknown : tuple of Unknown
        Of what the facts do not say whether it is hit.
    carried : tuple of str
        IRIs of the facts on the proofs, those that carry most target weight first.
    coverage : tuple of str
        What must be read beside the figures.
    store : Names
        Where facts are read.
    """

    moves: tuple[Move, ...]
    told: ScenarioFile | None
    as_of: dt.date
    surge: float
    by: str
    default_targets: bool
    hits: tuple[Hit, ...] = field(repr=False)
    losses: tuple[Loss, ...]
    intervals: tuple[Middle, ...] = field(repr=False)
    sectors: tuple[Loss, ...] = field(repr=False)
    causes: tuple[Cause, ...] = field(repr=False)
    alternatives: tuple[Alternative, ...] = field(repr=False)
    cuts: tuple[Cut, ...] = field(repr=False)
    changes: tuple[Changes, ...] = field(repr=False)
    unknown: tuple[Unknown, ...] = field(repr=False)
    carried: tuple[str, ...] = field(repr=False)
    coverage: tuple[str, ...] = field(repr=False)
    store: Names = field(repr=False)

    @property
    def views(self) -> tuple[str, ...]:
        """The views it was played in."""
        return tuple(loss.view for loss in self.losses)

    def loss(self, view: str) -> Loss:
        """Return what is lost in a view it was played in."""
        return next(loss for loss in self.losses if loss.view == view)

    def interval(self, view: str, figure: str = FIGURES[0]) -> Middle:
        """Return where a figure of a view lies in the middle of the draws."""
        return next(row for row in self.intervals if (row.view, row.figure) == (view, figure))

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object for each target and view; shares lie in [0, 1]."""
        return [hit.row() for hit in self.hits]
