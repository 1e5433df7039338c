"""Which assumption would flip the verdict on one name, or change its figure most."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.bearing import bearing
from valuegraph.chokepoints.drawing import settle
from valuegraph.chokepoints.engine import Engine
from valuegraph.chokepoints.openworld import Latent, open_world
from valuegraph.chokepoints.propagate import Draws
from valuegraph.chokepoints.result import Thresholds
from valuegraph.chokepoints.rewiring import with_stock_of
from valuegraph.chokepoints.uncertainty import ask
from valuegraph.chokepoints.variations import vary
from valuegraph.chokepoints.verdict import ROUNDING, loss_words
from valuegraph.chokepoints.worlds import draws_of, worlds_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from valuegraph.chokepoints.engine import Conditions
    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, Hypergraph, Name
    from valuegraph.chokepoints.question import Question
    from valuegraph.chokepoints.shocks import Targets
    from valuegraph.chokepoints.worlds import World

ASSUMPTIONS = ("stock", "completeness", "qualification", "fact")
OTHER_VIEW = {"renewal": "continuity", "continuity": "renewal"}


@dataclass(frozen=True)
class Flip:
    """What one assumption made otherwise does to the figure and the verdict.

    Attributes
    ----------
    assumption : str
        ``stock``, ``completeness``, ``qualification`` or ``fact``.
    about : tuple
        The names concerned; for a fact its identifier, or (supplier, dependent, role) of a
        relation that names none.
    figure : str
        ``unavoidable``, or ``share_lost`` where nothing is unavoidable as recorded.
    before, after : float or None
        The figure as recorded and in the other case; None where no target is left.
    verdict_before, verdict_after : str
        The verdict words that rest on losses; joint, jurisdictional and terms are left aside.
    """

    assumption: str
    about: tuple[Name, ...]
    figure: str
    before: float
    after: float | None
    verdict_before: str
    verdict_after: str

    @property
    def effect(self) -> float:
        """Size of the change; the whole figure where no target is left."""
        return abs((self.after or 0.0) - self.before)

    @property
    def flips(self) -> bool:
        """Whether the verdict changes."""
        return self.verdict_before != self.verdict_after

    def __str__(self) -> str:
        """Return the case in one line."""
        after = "unknown, no target is left" if self.after is None else f"{self.after:.4g}"
        words = f"; {self.verdict_before or 'no word'} becomes {self.verdict_after or 'no word'}"
        return (
            f"{self.assumption}: {', '.join(map(str, self.about))}: {self.figure} "
            f"{self.before:.4g} becomes {after}{words if self.flips else ''}"
        )


@dataclass(frozen=True)
class Flips:
    """What one name's figure and verdict rest on.

    Attributes
    ----------
    rows : tuple of Flip
        Largest effect first.
    figure, before, verdict
        The figure looked at, its value and the words as recorded.
    """

    rows: tuple[Flip, ...]
    figure: str
    before: float
    verdict: str

    def of(self, assumption: str) -> tuple[Flip, ...]:
        """Return the cases of one assumption."""
        return tuple(row for row in self.rows if row.assumption == assumption)

    @property
    def sole_facts(self) -> tuple[tuple[Name, ...], ...]:
        """Facts on each of which alone the figure or the verdict rests."""
        return tuple(
            row.about for row in self.of("fact") if row.flips or (row.after or 0.0) <= ROUNDING
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row a case with the columns of :class:`Flip`."""
        import pandas as pd

        names = [field.name for field in fields(Flip)]
        return pd.DataFrame([astuple(row) for row in self.rows], columns=names)


def flips(
    engine: Engine,
    remove: Iterable[Name],
    targets: Targets,
    asked: Conditions,
    limits: Thresholds | None = None,
) -> Flips:
    """Return what the figure of a set of nodes becomes when one assumption is made otherwise.

    Parameters
    ----------
    engine : Engine
        The graph.
    remove
        The nodes that withdraw together.
    targets, asked
        As for :meth:`DependencyGraph.chokepoints`.
    limits : Thresholds, optional
        From which figures on verdict words apply.
    """
    case = _Case(engine, targets, asked, limits or Thresholds(), tuple(remove))
    question = ask(engine, targets, asked)
    graph = engine.graph
    lost, words = case.judge(question, _as_recorded(graph))
    before = lost[0]
    at = 2 if before[2] > 0 else 0
    surge = float(question.surges[at])
    proof = bearing(question, graph.codes(case.remove, "remove"), surge)
    worlds = worlds_about(graph, proof, question.targets)
    found = [
        (world.assumption, world.about, after[at], word)
        for world, after, word in zip(worlds, *case.judged(question, worlds), strict=True)
    ]
    found += [("stock", about, *after) for about, after in case.stocks(at)]
    if at:
        found += [("completeness", *row) for row in case.latent(before, words[0])]
    figure = "unavoidable" if at else "share_lost"
    rows = [
        Flip(
            assumption,
            about,
            figure,
            float(before[at]),
            None if math.isnan(after) else float(after),
            words[0],
            word,
        )
        for assumption, about, after, word in found
    ]
    rows.sort(key=lambda row: (-row.effect, ASSUMPTIONS.index(row.assumption), str(row.about)))
    return Flips(tuple(rows), figure, float(before[at]), words[0])


@dataclass(frozen=True, eq=False)
class _Case:
    """One name under one question, judged in many worlds."""

    engine: Engine
    targets: Targets
    asked: Conditions
    limits: Thresholds
    remove: tuple[Name, ...]

    def judge(self, question: Question, draws: Draws) -> tuple[FloatArray, list[str]]:
        """Return the losses (n_draws, 3) and the verdict words in each variation."""
        graph = question.layout.graph
        nodes = graph.codes(self.remove, "remove")
        lost = vary(question, [nodes], draws).lost[0]
        asserted = np.zeros(len(lost), dtype=bool)
        waiting = np.flatnonzero(lost[:, 2] >= self.limits.structural - ROUNDING)
        if len(waiting):
            open_groups: BoolArray = ~graph.groups.complete[:, None]
            closed = Draws(
                draws.share[:, waiting],
                draws.absent[:, waiting],
                draws.immune[:, waiting] | open_groups,
            )
            left = vary(question, [nodes], closed).lost[0, :, 2]
            asserted[waiting] = left >= self.limits.structural - ROUNDING
        words = [
            ", ".join(loss_words(short, long, self.limits, complete=complete))
            for (short, _, long), complete in zip(lost.tolist(), asserted.tolist(), strict=True)
        ]
        return lost, words

    def judged(self, question: Question, worlds: list[World]) -> tuple[list[FloatArray], list[str]]:
        """Return losses and verdict words of worlds that differ from the recorded one."""
        losses: list[FloatArray] = []
        words: list[str] = []
        asked = question
        for graph, draws in draws_of(self.engine.graph, worlds):
            if graph is not asked.layout.graph:
                asked = replace(question, layout=Engine(graph, {}).layout(self.asked.view))
            lost, found = self.judge(asked, draws)
            losses.extend(lost)
            words.extend(found)
        return losses, words

    def stocks(self, at: int) -> Iterator[tuple[tuple[Name, ...], tuple[float, str]]]:
        """Yield the other view, and this view with the stock of one relation kind seen otherwise.

        In the renewal view one kind's stock counts, in the continuity view it does not.
        """
        graph = self.engine.graph
        other = OTHER_VIEW[self.asked.view]
        yield (f"{other} view",), self._alone(self.engine, other, at)
        stocked = np.unique(graph.relations.kind[graph.relations.stock > 0]).tolist()
        counted = self.asked.view == "renewal"
        for kind in stocked if len(stocked) > 1 else ():
            chosen = (np.arange(len(graph.kinds)) == kind) == counted
            changed = Engine(with_stock_of(graph, chosen), {})
            word = "counted" if counted else "not counted"
            about = f"stock of {graph.kinds[kind]} {word}"
            yield (about,), self._alone(changed, "continuity", at)

    def _alone(self, engine: Engine, view: str, at: int) -> tuple[float, str]:
        question = ask(engine, self.targets, replace(self.asked, view=view))
        lost, words = self.judge(question, _as_recorded(engine.graph))
        return float(lost[0, at]), words[0]

    def latent(
        self, before: FloatArray, verdict: str
    ) -> Iterator[tuple[tuple[Name, ...], float, str]]:
        """Yield what is unavoidable on average when incomplete groups may have a supplier more.

        A mean over worlds can take a word away, not give one: in most of them less is lost in
        the short run, too.
        """
        found = open_world(
            self.engine, self.targets, {"it": self.remove}, self.asked.view, Latent()
        )
        for chance, expected in found.expected.items():
            value = float(expected[0])
            complete = "structural" in verdict
            words = set(loss_words(float(before[0]), value, self.limits, complete=complete))
            about = "every incomplete group", f"chance {chance:g}"
            yield about, value, ", ".join(word for word in verdict.split(", ") if word in words)


def _as_recorded(graph: Hypergraph) -> Draws:
    return settle(graph, np.ones((len(graph.relations.share), 1), dtype=bool))
