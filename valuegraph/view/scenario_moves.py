"""A shock of a scenario, understood: what it says and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuegraph.view.wording import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.chokepoints.imposing import Effect, Shock


@dataclass(frozen=True)
class Move:
    """One shock of a scenario, understood.

    Attributes
    ----------
    text : str
        As somebody wrote it.
    verb : str
        ``remove``, ``cut``, ``licence``, ``sanction`` or ``price``.
    says : str
        What happens, as a clause that can follow "if".
    iris : tuple of str
        Whom or what it is about.
    effect : Effect
        What it does to the graph.
    """

    text: str
    verb: str
    says: str
    iris: tuple[str, ...]
    effect: Effect

    @property
    def hits(self) -> int:
        """How many nodes, supplies and requirements it hits for certain."""
        return _size(self.effect.certain)

    @property
    def perhaps(self) -> int:
        """How many more it hits if everything undetermined is hit."""
        return _size(self.effect.possible) - self.hits

    def same_as(self, other: Move) -> bool:
        """Tell whether two shocks are one, however they are written."""
        return (self.verb, self.iris) == (other.verb, other.iris) and (
            self.effect.certain == other.effect.certain
            and self.effect.possible == other.effect.possible
        )

    def row(self) -> dict[str, Any]:
        """Return the shock as one flat object."""
        return {
            "shock": self.text,
            "verb": self.verb,
            "says": self.says,
            "hits": self.hits,
            "perhaps": self.perhaps,
            "iris": list(self.iris),
        }


def _size(shock: Shock) -> int:
    parts = (shock.caps, shock.relation_caps, shock.stopped, shock.demands, shock.prices)
    return sum(len(part) for part in parts)


def condition(moves: Sequence[Move]) -> str:
    """Return what happens, as the condition of a sentence."""
    return f"If {listing([move.says for move in moves], most=len(moves))}"
