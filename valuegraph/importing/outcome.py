"""What an import did, for those who look at it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.importing.leftover import grouped

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.curate.refreshing import Change
    from valuegraph.curate.settled import Settled
    from valuegraph.facts.drafts import Harvest

__all__ = ["Imported"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    source : str
        Its id.
    folder : Path
        Where the facts are.
    harvest : Harvest
        What was read.
    settled : Settled
        What was written.
    changes : tuple of Change
        What differs from the facts of an earlier copy; empty where there was none.
    sizes : dict of str to int
        Bytes of each file.
    unused : tuple of str
        Rows of lookups that nothing in the copy asked for.
    unchanged : bool
        Whether the folder held these very bytes already.
    """

    source: str
    folder: Path
    harvest: Harvest = field(repr=False)
    settled: Settled = field(repr=False)
    changes: tuple[Change, ...] = field(default=(), repr=False)
    sizes: dict[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = field(default=(), repr=False)
    unchanged: bool = False

    def rows(self) -> list[tuple[str, int]]:
        """Return what there is of each kind, and how many."""
        done = self.settled
        kinds = Counter(each.cls for each in done.relations)
        things = Counter(each.cls for each in done.things)
        changed = Counter(each.kind for each in self.changes)
        return [
            *((f"things: {name}", count) for name, count in sorted(things.items())),
            *((f"relations: {name}", count) for name, count in sorted(kinds.items())),
            ("evidence", len(done.proofs)),
            ("evidence added to known relations", len(done.grafts)),
            ("names and identifiers added to known things", len(done.additions)),
            ("claims that known relations cite already", done.already_said),
            ("differences from what is known", len(done.differences)),
            ("things alike, not merged", len(done.proposals)),
            ("left out", len(done.refusals)),
            ("rows of lookups not asked for", len(self.unused)),
            *((f"changes: {kind}", count) for kind, count in sorted(changed.items())),
            ("bytes", sum(self.sizes.values())),
        ]

    def left_out(self) -> list[tuple[str, int, str]]:
        """Return each reason for which records were left out, how often, and one such place."""
        return grouped(self.settled.refusals)
