"""Answers of the store as codes: one pool of strings, days as ordinals, evidence as figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

ENDLESS = dt.date.max.toordinal()
FLOOR = 0.5
"""Evidence that disputes a fact counts from here on (design of the ontology, section 3.4)."""


class Coded(Protocol):
    """One column of an answer: a code for each row, and the native value of each code."""

    @property
    def codes(self) -> NDArray[np.int64]: ...  # noqa: D102 - said above
    @property
    def values(self) -> list[object]: ...  # noqa: D102


class Pool:
    """Give every string a code, in order of first sight."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def code(self, value: object) -> int:
        """Return the code of a value's text, -1 for an unbound one."""
        if value is None:
            return -1
        text = value if isinstance(value, str) else _text(value)
        return self.codes.setdefault(text, len(self.codes))

    def codes_of(self, values: list[object]) -> NDArray[np.int64]:
        """Return the codes of several values."""
        return np.fromiter(map(self.code, values), dtype=np.int64, count=len(values))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def ordinal(value: object) -> int:
    """Return a day as the number by which Python counts days."""
    if isinstance(value, dt.date):
        return value.toordinal()
    return dt.date.fromisoformat(str(value)[:10]).toordinal()


def weigh(
    told: Mapping[str, Coded], pool: Pool, relations: list[object]
) -> dict[str, NDArray[Any]]:
    """Reduce the evidence of each relation to the figures a slice asks for."""
    size = len(relations)
    place = {iri: at for at, iri in enumerate(relations)}
    spread = {name: column.codes for name, column in told.items()}
    at = np.array([place[iri] for iri in told["r"].values], dtype=np.int64)[spread["r"]]
    weight = np.array([float(str(v)) for v in told["confidence"].values])[spread["confidence"]]
    against = _ends(told["stance"], "#disputes")
    drawn = _ends(told["kind"], "#illustrative")
    days = np.array([ordinal(v) for v in told["known"].values], dtype=np.int64)[spread["known"]]
    source = pool.codes_of(told["source"].values)[spread["source"]]
    support = np.column_stack([at, source, days, drawn.astype(np.int64)])[~against]
    order = np.lexsort((weight[~against], *support.T[::-1]))
    support, trust = support[order], weight[~against][order]
    confidence, known = np.zeros(size), np.full(size, ENDLESS, dtype=np.int64)
    plain, disputed = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    np.maximum.at(confidence, support[:, 0], trust)
    np.minimum.at(known, support[:, 0], support[:, 2])
    plain[support[support[:, 3] == 0, 0]] = True
    disputed[at[against & (weight >= FLOOR)]] = True
    return {
        "support": support,
        "trust": trust,
        "confidence": confidence,
        "disputed": disputed,
        "illustrative": ~plain,
        "known": known,
    }


def _ends(column: Coded, end: str) -> NDArray[np.bool_]:
    """Mark the rows whose value ends so."""
    ends = [str(value).endswith(end) for value in column.values]
    return np.array(ends, dtype=bool)[column.codes]
