"""The parts of a scenario's answer: losses, causes, alternatives, cuts, what is undetermined."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

FIGURES = ("share_lost", "share_lost_surge", "unavoidable")


class Flat:
    """What has one flat object for its row: the fields, by their names."""

    __slots__ = ()

    def row(self) -> dict[str, Any]:
        """Return the fields as one flat object; shares lie in [0, 1]."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()  # type: ignore[call-overload]
        }


@dataclass(frozen=True, slots=True)
class Hit(Flat):
    """What a scenario does to one target in one view.

    Attributes
    ----------
    view, name, sector, iri : str
        The view; what the target is called; its sector (empty when it is no implementor); its node.
    weight : float
        Its share of the target weight.
    share_lost, share_lost_surge, unavoidable : float
        Share of its service lost when survivors keep to their shares, when they grow by the surge
        asked for, and when they grow without bounds.
    share_lost_at_most, share_lost_surge_at_most, unavoidable_at_most : float
        The same if everything undetermined is hit as well.
    exposed : bool
        Whether the scenario can touch it at all.
    """

    view: str
    name: str
    sector: str
    weight: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    share_lost_at_most: float
    share_lost_surge_at_most: float
    unavoidable_at_most: float
    exposed: bool
    iri: str


@dataclass(frozen=True, slots=True)
class Loss(Flat):
    """What is lost in one view, of all targets (`sector` empty) or of a sector's.

    Attributes
    ----------
    view, sector : str
        The view; the sector.
    targets : int
        How many.
    exposed : float
        Share of target weight that the scenario can touch at all.
    share_lost, share_lost_surge, unavoidable : float
        Share of target service lost, and `_at_most` as in `Hit`.
    """

    view: str
    sector: str
    targets: int
    exposed: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    share_lost_at_most: float
    share_lost_surge_at_most: float
    unavoidable_at_most: float


@dataclass(frozen=True, slots=True)
class Middle(Flat):
    """Where a figure of one view lies in the middle of the draws; None when none leaves a target."""

    view: str
    figure: str
    low: float | None
    median: float | None
    high: float | None
    level: float
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Cause(Flat):
    """What one shock costs in one view, with survivors keeping to their shares.

    Attributes
    ----------
    view, shock, says : str
        The view, the shock as written, and what it says.
    lost_alone, lost_jointly : float
        Share of target service lost to it alone; its part of what all shocks cost together.
    attribution : str
        ``shapley``: the parts add up to the loss; ``leave one out``: they need not.
    hits, perhaps : int
        Nodes and supplies it hits for certain, and those of which the facts do not say.
    """

    view: str
    shock: str
    says: str
    lost_alone: float
    lost_jointly: float
    attribution: str
    hits: int
    perhaps: int


@dataclass(frozen=True, slots=True)
class Alternative(Flat):
    """Somebody who carries more of a role than before.

    Attributes
    ----------
    view, supplier, role : str
        The view, who, and of which role.
    dependents : int
        For how many it does.
    load_before, load_after : float
        Its part of what they get of the role, on average over them, before and after.
    overloaded : int
        For how many of them that is more than its share and the surge asked for allow.
    example : str
        One of them.
    iri : str
        The supplier.
    """

    view: str
    supplier: str
    role: str
    dependents: int
    load_before: float
    load_after: float
    overloaded: int
    example: str
    iri: str


@dataclass(frozen=True, slots=True)
class Cut(Flat):
    """How a scenario stops one target: what of it is enough, and the proof.

    Attributes
    ----------
    view, horizon : str
        The view; ``unavoidable`` (survivors grow without bounds) or ``share_lost`` (they do not).
    target : str
        The target: one of those that add most to the figure.
    loss : float
        Share of its service lost.
    parts : tuple of str
        A least part of the scenario that still stops it; empty when it does not stop entirely.
    proof : tuple of str
        Sentences from what is hit to the target.
    verified : bool
        Whether the proof stands when it is checked without the engine.
    iri : str
        The target's node.
    """

    view: str
    horizon: str
    target: str
    loss: float
    parts: tuple[str, ...]
    proof: tuple[str, ...]
    verified: bool
    iri: str


@dataclass(frozen=True, slots=True)
class Unknown(Flat):
    """Something of which the facts do not say whether a shock hits it.

    Attributes
    ----------
    shock, name : str
        The shock as written; what it is called.
    missing : str
        What is not known of it.
    part : str
        As what it would be hit: ``user``, ``supplier``, ``supplier of unknown origin``.
    iri : str
        Its node.
    """

    shock: str
    name: str
    missing: str
    part: str
    iri: str
