"""A claim on the way to a relation: its ends and values have IRIs, its place is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegraph.curate.known import Span
    from valuegraph.facts.drafts import Claim
    from valuegraph.facts.records import Value

__all__ = ["Stated"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim whose ends and values have IRIs."""

    claim: Claim
    ends: tuple[tuple[str, Value], ...]
    values: tuple[tuple[str, Value], ...]
    span: Span
