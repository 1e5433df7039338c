"""What a scenario comes to, as rows, sentences, figures and a page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UnknownNameError
from valuegraph.facts import Fact, facts_of
from valuegraph.view.ranking import ASSUMPTIONS
from valuegraph.view.scenario_found import Played
from valuegraph.view.scenario_words import assumptions, headline, undetermined

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from valuegraph.view.flipping import Change


class ScenarioAnswer(Played):
    """What a scenario does to the targets, and why: see `Played` for what it holds."""

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the figures rest on."""
        return (*ASSUMPTIONS, *assumptions(self))

    @property
    def headline(self) -> tuple[str, ...]:
        """The answer in sentences, one for each view and one for what may change it."""
        return headline(self)

    @property
    def undetermined(self) -> tuple[str, ...]:
        """Of what the facts do not say whether it is hit, in sentences with bounds."""
        return undetermined(self)

    def objects(self) -> dict[str, Any]:
        """Return the other parts of the answer, by name, as plain objects.

        `headline`, `scenario`, `losses`, `interval`, `sectors`, `causes`, `alternatives`, `cut`,
        `flips`, `undetermined`, `assumptions`: what `valuegraph scenario --json` puts beside rows
        and facts.
        """
        scenario: dict[str, Any] = {
            "shocks": [move.row() for move in self.moves],
            "views": list(self.views),
            "surge": self.surge,
            "by": self.by,
        }
        if self.told is not None:
            for key in ("id", "title", "says", "reading"):
                scenario[key] = getattr(self.told, key)
            scenario["source"] = [asdict(origin) for origin in self.told.source]
        return {
            "headline": list(self.headline),
            "scenario": scenario,
            "losses": [row.row() for row in self.losses],
            "interval": [row.row() for row in self.intervals],
            "sectors": [row.row() for row in self.sectors],
            "causes": [row.row() for row in self.causes],
            "alternatives": [row.row() for row in self.alternatives],
            "cut": [row.row() for row in self.cuts],
            "flips": [row.row() for row in self.flips],
            "undetermined": [row.row() for row in self.unknown],
            "assumptions": list(self.assumptions),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def facts(self, most: int | None = None) -> list[Fact]:
        """Return the facts on the proofs, those that carry most first.

        Parameters
        ----------
        most : int, optional
            How many; all when absent.
        """
        wanted = self.carried[:most]
        found = {fact.iri: fact for fact in facts_of(self.store.rows, wanted)}
        return [found[iri] for iri in wanted if iri in found]

    @property
    def flips(self) -> tuple[Change, ...]:
        """The assumptions that would change the verdict or, where none does, most of the loss."""
        return tuple(row for changes in self.changes for row in changes.rows)

    def explain(self, target: str | None = None) -> tuple[str, ...]:
        """Return how the targets that add most to the loss are stopped, sentence by sentence.

        Parameters
        ----------
        target : str, optional
            One of them, by name or node; all of them when absent.

        Raises
        ------
        UnknownNameError
            It is none of them.
        """
        chosen = [cut for cut in self.cuts if target in (None, cut.target, cut.iri)]
        if not chosen and target is not None:
            raise UnknownNameError(
                f"no proof is kept of what happens to {target!r}",
                mend="name one of "
                + "; ".join(dict.fromkeys(cut.target for cut in self.cuts))
                + ", or play the scenario with this one as its target",
            )
        return tuple(sentence for cut in chosen for sentence in cut.proof)

    def plot(self, sectors: int = 12) -> Figure:
        """Draw the loss by view with its interval, and the sectors that lose most.

        Parameters
        ----------
        sectors : int
            How many sectors.
        """
        from valuegraph.view.scenario_figure import scenario_figure

        return scenario_figure(self, sectors)

    def _repr_html_(self) -> str:
        from valuegraph.view.scenario_page import scenario_html

        return scenario_html(self)
