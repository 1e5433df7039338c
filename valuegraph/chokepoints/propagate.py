"""The map of the design, solved for many scenarios at once: one column each.

Written in losses (1 - service) instead of service, so that every float operation is monotone
and a shock of 0 loses exactly 0: with S the share-weighted loss of a group's members,

    1 - min(max_i x_i, sum_i w_i (1 + rho) x_i)  =  max(min_i loss_i, S - rho (1 - S)).

One application of the map; `solving` looks for its fixed point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from valuegraph.chokepoints.hypergraph import BoolArray, FloatArray, IntArray
    from valuegraph.chokepoints.plan import Pass, Step


@dataclass(frozen=True, eq=False)
class Draws:
    """Variations of the graph itself: relations that are not there, other shares.

    Attributes
    ----------
    share : (n_relations, n_draws) float64
        Shares of the relations that are there, summing to 1 in a group; 0 for the others.
    absent : (n_relations, n_draws) bool
        Relations that are not there: they neither serve nor fail.
    immune : (n_groups, n_draws) bool
        Groups that never lose anything; those without any relation left must be among them.
    """

    share: FloatArray
    absent: BoolArray
    immune: BoolArray


@dataclass(frozen=True, eq=False)
class Columns:
    """What differs between the columns of one evaluation.

    Attributes
    ----------
    shock : (n_rows + 1, n_columns) float64
        Loss that is imposed on each node; the last row belongs to nobody and is 0.
    surge : (n_columns,) float64
        Surge capacity of groups that state none; infinity allowed.
    relation_loss : (n_relations,) float64, optional
        Loss imposed on each relation, the same in all columns.
    cuts : tuple of two int64 arrays, optional
        Places in ``plan.members`` (sorted) and columns in which the relation is cut.
    immune : (n_groups,) bool, optional
        Groups that never lose anything.
    draws : Draws, optional
        Variations of the graph.
    draw : (n_columns,) int64, optional
        Which variation each column sees. Without it the columns go through all variations in
        turn, as often as there are columns for, which is read several times faster.
    """

    shock: FloatArray
    surge: FloatArray
    relation_loss: FloatArray | None = None
    cuts: tuple[IntArray, IntArray] | None = None
    immune: BoolArray | None = None
    draws: Draws | None = None
    draw: IntArray | None = None

    def only(self, chosen: IntArray) -> Columns:
        """Return some of the columns, in order."""
        cuts = None
        if self.cuts is not None:
            place, column = self.cuts
            kept = np.isin(column, chosen)
            cuts = place[kept], np.searchsorted(chosen, column[kept])
        draw = self.draw
        if self.draws is not None:
            draw = chosen % self.draws.share.shape[1] if draw is None else draw[chosen]
        return replace(
            self, shock=self.shock[:, chosen], surge=self.surge[chosen], cuts=cuts, draw=draw
        )

    def shares(self, read: Pass) -> FloatArray:
        """Return the shares of the members of one turn: one column, or one for each of ours."""
        if self.draws is None:
            return read.share
        if self.draw is None:
            return self._in_turn(self.draws.share[read.member])
        return self.draws.share[read.member[:, None], self.draw]

    def weigh(self, felt: FloatArray, read: Pass) -> None:
        """Multiply what the first members of one turn feel by their shares, in place."""
        count = len(felt)
        if self.draws is None or self.draw is not None:
            felt *= self.shares(read)[:count]
        else:
            share = self.draws.share[read.member[:count]]
            by_draw = felt.reshape(count, -1, share.shape[1])
            by_draw *= share[:, None, :]

    def withhold(self, felt: FloatArray, read: Pass) -> None:
        """Make members of one turn that are not there fail, in place."""
        if self.draws is None:
            return
        if self.draw is not None:
            felt[self.draws.absent[read.member[:, None], self.draw]] = 1.0
        else:
            absent = self.draws.absent[read.member]
            by_draw = felt.reshape(len(felt), -1, absent.shape[1])
            np.maximum(by_draw, absent[:, None, :], out=by_draw)

    def spared(self, groups: IntArray) -> BoolArray | None:
        """Return which groups never lose anything: None, one column, or one for each of ours."""
        spared = None if self.immune is None else self.immune[groups][:, None]
        if self.draws is None:
            return spared
        drawn: BoolArray
        if self.draw is None:
            drawn = self._in_turn(self.draws.immune[groups])
        else:
            drawn = self.draws.immune[groups[:, None], self.draw]
        return drawn if spared is None else drawn | spared

    def _in_turn(self, drawn: NDArray[Any]) -> NDArray[Any]:
        return np.tile(drawn, (1, len(self.surge) // drawn.shape[1]))


def member_loss(step: Step, turn: int, columns: Columns, loss: FloatArray) -> FloatArray:
    """Return the loss each group feels from its member of one turn."""
    read = step.passes[turn]
    felt: FloatArray = loss.take(read.supplier, axis=0)
    if read.keep is not None:
        np.minimum(felt, read.keep, out=felt)
    if columns.relation_loss is not None:
        imposed = columns.relation_loss[read.member][:, None]
        felt *= 1.0 - imposed
        felt += imposed
    if columns.cuts is not None:
        place, column = columns.cuts
        first, last = np.searchsorted(place, (read.offset, read.offset + len(read.member)))
        felt[place[first:last] - read.offset, column[first:last]] = 1.0
    columns.withhold(felt, read)
    return felt


def group_loss(
    step: Step, columns: Columns, loss: FloatArray, lossy: list[BoolArray] | None = None
) -> FloatArray:
    """Return what each group of a step takes from its dependent: essentiality times loss.

    To ``lossy`` is added for each turn where its members lose anything.
    """
    every = member_loss(step, 0, columns, loss)
    if lossy is not None:
        lossy.append(every > 0)
    if len(step.passes) > 1:
        shared = len(step.passes[1].member)
        weighted = every[:shared].copy()
        columns.weigh(weighted, step.passes[0])
        for turn in range(1, len(step.passes)):
            felt = member_loss(step, turn, columns, loss)
            count = len(felt)
            if lossy is not None:
                lossy.append(felt > 0)
            np.minimum(every[:count], felt, out=every[:count])
            columns.weigh(felt, step.passes[turn])
            weighted[:count] += felt
        _relieve(weighted, step, columns)
        np.maximum(every[:shared], weighted, out=every[:shared])
    spared = columns.spared(step.groups)
    if spared is not None:
        every *= ~spared
    if step.essentiality is not None:
        every *= step.essentiality
    return every


def _relieve(weighted: FloatArray, step: Step, columns: Columns) -> None:
    """Turn weighted sums of losses into what is left of them when the others grow, in place."""
    np.minimum(weighted, 1.0, out=weighted)
    own = None if step.surge is None else step.surge[: len(weighted)]
    rows = np.empty(0, dtype=np.int64) if own is None else np.flatnonzero(~np.isnan(own[:, 0]))
    apart = weighted[rows]
    _grow(weighted, columns.surge)
    if own is not None and len(rows):
        _grow(apart, own[rows])
        weighted[rows] = apart


def _grow(weighted: FloatArray, surge: FloatArray) -> None:
    endless = np.isinf(surge)
    if not endless.all():
        finite = np.where(endless, 0.0, surge)
        if finite.any():
            weighted -= (1.0 - weighted) * finite
    if endless.any():
        weighted *= ~endless


def node_loss(step: Step, taken: FloatArray) -> FloatArray:
    """Return the loss of each node of a step from what its groups take."""
    n_rows = step.rows.stop - step.rows.start
    felt = np.zeros((n_rows, taken.shape[1]))
    for read in step.essential:
        np.maximum(felt[: len(read)], taken.take(read, axis=0), out=felt[: len(read)])
    if step.linear:
        added = np.zeros_like(felt)
        for at, read in step.linear:
            added[at] += taken[read]
        np.maximum(felt, np.minimum(added, 1.0, out=added), out=felt)
    return felt
