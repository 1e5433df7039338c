"""How concentrated a total is: functions of shares that add up to 1, and of columns of codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.errors import ShareError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

POINTS = 10_000
"""Factor from the HHI in [0, 1] to the scale of 0 to 10,000 that merger guidelines use."""
ROUNDING = 0.02
"""Shares are published rounded: sums up to 1.02 are scaled to 1, larger ones refused."""
NEXT_TO_NOTHING = 1e-9
DENSE = 1 << 24
"""Cells up to which a table of every group and holder is counted at once."""


def hhi(shares: Iterable[float], *, dust: float = 0.0) -> float:
    """Return the Herfindahl-Hirschman index: the sum of the squares of all shares.

    Parameters
    ----------
    shares : iterable of float
        Shares of a total, each >= 0, that add up to 1 with `dust`.
    dust : float
        Part of the total that is spread over infinitely many holders, in [0, 1].

    Returns
    -------
    float
        In [0, 1]: 1 with a single holder, 1 / n with n equal ones. Times :data:`POINTS` it is on
        the scale of merger guidelines.

    Raises
    ------
    ShareError
        There are no shares, one is negative or no number, or they do not add up to 1.

    References
    ----------
    Hirschman, A. (1964). The paternity of an index. American Economic Review 54(5), 761.
    U.S. Department of Justice and Federal Trade Commission (2023). Merger guidelines,
    guideline 1.
    """
    whole, _ = _whole(shares, dust)
    return math.fsum(share * share for share in whole)


def concentration_ratio(shares: Iterable[float], k: int = 3, *, dust: float = 0.0) -> float:
    """Return the joint share of the k largest holders (CRk; CR3 by default).

    Parameters
    ----------
    shares, dust
        As for :func:`hhi`.
    k : int
        How many holders, 1 or more.

    Returns
    -------
    float
        In [0, 1]; 1 where there are no more than k holders and no dust.

    Raises
    ------
    ShareError
        As for :func:`hhi`, or `k` is below 1.

    References
    ----------
    Kvålseth, T. (2018). Relationship between concentration ratio and Herfindahl-Hirschman index:
    a re-examination based on majorization theory. Heliyon 4(10), e00846,
    doi:10.1016/j.heliyon.2018.e00846.
    """
    if k < 1:
        raise ShareError(f"no ratio of the {k} largest holders", mend="pass k of 1 or more")
    whole, _ = _whole(shares, dust)
    return min(1.0, math.fsum(sorted(whole, reverse=True)[:k]))


def entropy(shares: Iterable[float], *, dust: float = 0.0) -> float:
    """Return Shannon's entropy of a split, in nats.

    Parameters
    ----------
    shares, dust
        As for :func:`hhi`.

    Returns
    -------
    float
        0 with a single holder, log n with n equal ones, infinite with dust.

    Raises
    ------
    ShareError
        As for :func:`hhi`.

    References
    ----------
    Shannon, C. (1948). A mathematical theory of communication. Bell System Technical Journal
    27(3), 379-423, doi:10.1002/j.1538-7305.1948.tb01338.x.
    """
    whole, rest = _whole(shares, dust)
    if rest > 0:
        return math.inf
    return max(0.0, -math.fsum(share * math.log(share) for share in whole if share > 0))


def effective_number(shares: Iterable[float], *, dust: float = 0.0) -> float:
    """Return how many equal holders would have the same entropy.

    Parameters
    ----------
    shares, dust
        As for :func:`hhi`.

    Returns
    -------
    float
        1 with a single holder, n with n equal ones, infinite with dust.

    Raises
    ------
    ShareError
        As for :func:`hhi`.

    References
    ----------
    Hill, M. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology
    54(2), 427-432, doi:10.2307/1934352.
    """
    return math.exp(entropy(shares, dust=dust))


def units_to(shares: Iterable[float], part: float = 0.75, *, dust: float = 0.0) -> float:
    """Return how many of the largest holders are needed to hold a part of the total.

    Parameters
    ----------
    shares, dust
        As for :func:`hhi`.
    part : float
        What they are to hold together, above 0 and at most 1; three quarters by default.

    Returns
    -------
    float
        A whole number from 1, or infinity where dust keeps even all of them below the part.

    Raises
    ------
    ShareError
        As for :func:`hhi`, or `part` is not in its range.

    References
    ----------
    The concentration ratio read the other way round; see :func:`concentration_ratio` and Kvålseth,
    T. (2018) there.
    """
    if not 0 < part <= 1:
        raise ShareError(f"{part:g} is no part of a total", mend="pass a part above 0, at most 1")
    whole, _ = _whole(shares, dust)
    held = 0.0
    for count, share in enumerate(sorted(whole, reverse=True), start=1):
        held += share
        if held >= part - NEXT_TO_NOTHING:
            return float(count)
    return math.inf


def hhi_by_group(
    groups: NDArray[np.integer],
    holders: NDArray[np.integer],
    weights: NDArray[np.floating] | None = None,
) -> NDArray[np.float64]:
    """Return the Herfindahl-Hirschman index of every group of rows at once.

    Parameters
    ----------
    groups, holders : int arrays, shape (n,)
        Codes from 0: to which group each row belongs, and who holds it.
    weights : float array, shape (n,), optional
        What each row weighs, >= 0; 1 each by default.

    Returns
    -------
    float array, shape (groups.max() + 1,)
        In [0, 1]; NaN for a group in which nothing weighs anything.

    Raises
    ------
    ShareError
        A weight is negative or no number.

    References
    ----------
    Hirschman, A. (1964). The paternity of an index. American Economic Review 54(5), 761.
    """
    if weights is not None and not (weights >= 0).all():
        raise ShareError("a weight is negative or no number", mend="weights are 0 or more")
    count = int(groups.max()) + 1 if len(groups) else 0
    width = int(holders.max()) + 1 if len(holders) else 0
    cells = groups.astype(np.int64) * width + holders
    if count * width <= DENSE:
        held = np.bincount(cells, weights, count * width).reshape(count, width)
        total, squares = held.sum(axis=1), np.einsum("ij,ij->i", held, held)
    else:
        found, back = np.unique(cells, return_inverse=True)
        each = np.bincount(back, weights, len(found))
        total = np.bincount(found // width, each, count)
        squares = np.bincount(found // width, each * each, count)
    with np.errstate(invalid="ignore"):
        return np.asarray(squares / (total * total), dtype=np.float64)


def _whole(shares: Iterable[float], dust: float) -> tuple[list[float], float]:
    """Return shares and dust scaled to a sum of 1, or refuse what is no split of a total."""
    given = numbers(shares)
    numbers([dust])
    total = math.fsum([*given, dust])
    if total < 1 - NEXT_TO_NOTHING:
        raise ShareError(
            f"the shares add up to {total:.3f}",
            why="what is left would count as held by nobody, and concentration as too low",
            mend="use bounds(), which says what the rest can change",
        )
    refuse_excess(total)
    return [share / total for share in given], dust / total


def numbers(shares: Iterable[float]) -> list[float]:
    """Return shares as floats, or refuse that there are none, or that one is no share."""
    given = [float(share) for share in shares]
    if not given:
        raise ShareError(
            "no shares are known",
            why="a figure without shares would be invented",
            mend="state the shares, or say that concentration is unknown",
        )
    for at, share in enumerate(given):
        if not 0 <= share < math.inf:
            raise ShareError(f"share {at} is {share}", mend="shares are numbers of 0 or more")
    return given


def refuse_excess(total: float) -> None:
    """Refuse shares that add up to more than rounding explains."""
    if total > 1 + ROUNDING:
        raise ShareError(
            f"the shares add up to {total:.3f}",
            why="shares of one total cannot; those of different bases or dates may be mixed",
            mend="keep to shares of one basis and one date",
        )
