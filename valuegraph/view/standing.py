"""The figures of one line in one view, with what they rest on and how far to trust them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.view.wording import count, listing, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.chokepoints.details import GroupConcentration, Replacement
    from valuegraph.chokepoints.result import Thresholds
    from valuegraph.view.sureness import Sureness

FIGURES = ("share_lost", "share_lost_surge", "unavoidable")
MEANINGS = {
    "structural": "unavoidable is at least {structural}, and sources call the groups on it complete",
    "unavoidable as recorded": "unavoidable is at least {structural}, but suppliers nobody recorded may exist",
    "dominant share": "at least {dominant_share} is lost at once, and less of it is unavoidable",
    "joint": "with {others} it stops a target that neither stops alone",
    "jurisdictional": "together its firms reach a threshold that no group of firms among them reaches",
    "terms": "cutting only what it may revoke costs at least {terms}",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one controller stands in one view.

    Attributes
    ----------
    view, name, iri : str
        The view, and who withdraws.
    rank, lines : int
        Its place, and among how many with any effect.
    reach, share_lost, share_lost_surge, unavoidable : float
        As in `Line`.
    leverage, asymmetry : float
        Lost at once when only what it may revoke is cut; what the targets lose without it minus
        what it loses, as custom, without each of them (-1 to 1).
    order : int or None
        Size of the smallest set, with it, that stops a target for good.
    cut : tuple of str
        That set, by name; empty without an order.
    max_order : int
        Up to which size such sets were looked for.
    verdict, kind : str
        Verdict words, and relation kinds on the proof.
    thresholds : Thresholds
        From which figures on the words apply.
    sureness : Sureness
        Intervals and ranks.
    open_world : mapping of float to float
        Unavoidable, on average, if each incomplete group has an unlisted supplier with that chance.
    replacement : Replacement
        How long it takes to replace what it supplies on the proof, where facts say so.
    concentration : tuple of GroupConcentration
        The groups that it supplies on the proof, with its share and theirs where stated.
    """

    view: str
    name: str
    iri: str
    rank: int
    lines: int
    reach: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    leverage: float
    asymmetry: float
    order: int | None
    cut: tuple[str, ...]
    max_order: int
    verdict: str
    kind: str
    thresholds: Thresholds = field(repr=False)
    sureness: Sureness
    open_world: Mapping[float, float]
    replacement: Replacement
    concentration: tuple[GroupConcentration, ...] = field(repr=False)

    def row(self) -> dict[str, Any]:
        """Return one flat object; shares lie in [0, 1], unknown values are None."""
        found: dict[str, Any] = {
            "view": self.view,
            "name": self.name,
            "iri": self.iri,
            "rank": self.rank,
            "lines": self.lines,
            "reach": self.reach,
        }
        found |= {figure: getattr(self, figure) for figure in FIGURES}
        for chance, figure in self.open_world.items():
            found[f"unavoidable_open_{100 * chance:.0f}"] = figure
        return found | {
            **self.sureness.row(),
            "order": self.order,
            "cut": list(self.cut),
            "leverage": self.leverage,
            "asymmetry": self.asymmetry,
            "months_to_replace": self.replacement.months,
            "replacement_stated": self.replacement.stated,
            "replacement_supplies": self.replacement.supplies,
            "verdict": self.verdict,
            "kind": self.kind,
        }

    def verdict_in_words(self) -> str:
        """Return the verdict with the meaning and threshold of each word, or why there is none."""
        words = [word for word in self.verdict.split(", ") if word]
        if not words:
            return self._no_word()
        said = {name: percent(getattr(self.thresholds, name)) for name in LEVELS}
        others = listing([name for name in self.cut if name != self.name]) or "others"
        meanings = (MEANINGS[word].format(others=others, **said) for word in words)
        return "; ".join(f"{word} ({why})" for word, why in zip(words, meanings, strict=True))

    def _no_word(self) -> str:
        limits = self.thresholds
        return (
            f"no word applies: unavoidable {percent(self.unavoidable)} is below "
            f"{percent(limits.structural)} (structural), lost at once {percent(self.share_lost)} "
            f"below {percent(limits.dominant_share)} (dominant share), leverage "
            f"{percent(self.leverage)} below {percent(limits.terms)} (terms)"
        )

    def smallest_cut(self) -> str:
        """Return the sentence on the smallest set that, with it, stops a target for good."""
        if self.order is None:
            upto = count(self.max_order, "controller")
            return f"No target is stopped for good by it, alone or in any set of up to {upto}."
        if self.order == 1:
            return "It stops at least one target for good on its own (order 1)."
        return (
            f"{listing(self.cut)} together stop at least one target for good (order {self.order})."
        )


LEVELS = ("structural", "dominant_share", "terms")
