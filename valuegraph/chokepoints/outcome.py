"""What a scenario comes to: causes, alternatives and their load, horizons, the facts behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.reach import upstream_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from valuegraph.chokepoints.certificate import Certificate
    from valuegraph.chokepoints.hypergraph import FloatArray, IntArray, Name
    from valuegraph.chokepoints.imposing import Imposed
    from valuegraph.chokepoints.trial import Trial

MOST_SHAPLEY = 6
VIEWS = ("renewal", "continuity")
SLACK = 1e-9
SHAPLEY, LEAVE_ONE_OUT = "shapley", "leave one out"
ALTERNATIVE = (
    *("supplier", "dependent", "role"),
    *("load_before", "load_after", "carried", "overloaded"),
)


@dataclass(frozen=True)
class TargetOutcome:
    """What a scenario does to one target.

    Attributes
    ----------
    weight : float
        Its share of the target weight.
    service_lost, service_lost_at_most : float
        Share of its service lost: as the facts say, and if everything undetermined is hit.
    exposed : bool
        Whether the shock can touch it at all.
    price_change : float or None
        Relative change of its price; None when no verb changes one.
    """

    name: Name
    weight: float
    service_lost: float
    service_lost_at_most: float
    exposed: bool
    price_change: float | None


def by_target(
    trial: Trial, loss: FloatArray, at_most: FloatArray, price: FloatArray | None
) -> tuple[TargetOutcome, ...]:
    """Return what happens to each target, worst first."""
    names, touched = trial.engine.graph.names, trial.touched()
    rows = [
        TargetOutcome(
            name=names[code],
            weight=weight,
            service_lost=float(loss[code]),
            service_lost_at_most=float(at_most[code]),
            exposed=bool(touched[code]),
            price_change=None if price is None else float(price[code] - 1.0),
        )
        for code, weight in zip(trial.targets.tolist(), trial.weights.tolist(), strict=True)
    ]
    rows.sort(key=lambda row: (-row.service_lost, -row.service_lost_at_most, -row.weight))
    return tuple(rows)


def causes(trial: Trial, names: Sequence[str]) -> pd.DataFrame:
    """Return ``verb``, ``lost_alone``, ``lost_jointly`` and ``attribution``; see `cause_rows`."""
    import pandas as pd

    columns = ["verb", "lost_alone", "lost_jointly", "attribution"]
    return pd.DataFrame(cause_rows(trial, names), columns=columns)


def cause_rows(trial: Trial, names: Sequence[str]) -> list[tuple[str, float, float, str]]:
    """Return for each verb its name, what it costs alone and jointly, and the attribution.

    With up to six verbs what it costs jointly is the Shapley value: what the verb adds to the
    loss, on average over all orders in which the verbs may be put. It sums to the loss. With
    more, it is what would not be lost without the verb, which need not sum to anything.

    Parameters
    ----------
    trial : Trial
        The scenario.
    names : sequence of str
        The verbs, in the order of the trial's effects.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II,
    307-317.
    """
    count = len(names)
    alone = [trial.lost_to(trial.only([i])) for i in range(count)]
    if count <= MOST_SHAPLEY:
        joint, how = _shapley(trial, count), SHAPLEY
    else:
        whole, every = trial.lost(), set(range(count))
        joint = [whole - trial.lost_to(trial.only(every - {i})) for i in range(count)]
        how = LEAVE_ONE_OUT
    return list(zip(names, alone, joint, [how] * count, strict=True))


def _shapley(trial: Trial, count: int) -> list[float]:
    lost = {
        frozenset(chosen): trial.lost_to(trial.only(chosen))
        for size in range(count + 1)
        for chosen in combinations(range(count), size)
    }
    found = []
    for verb in range(count):
        terms = []
        for before, already in lost.items():
            if verb not in before:
                chance = 1.0 / (count * math.comb(count - 1, len(before)))
                terms.append(chance * (lost[before | {verb}] - already))
        found.append(math.fsum(terms))
    return found


def horizons(trial: Trial) -> pd.DataFrame:
    """Return ``view``, ``surge``, ``lost``, ``lost_at_most`` and ``exposure``.

    Both views, each at surge 0, at the surge asked for and at endless surge.
    """
    import pandas as pd

    rows = []
    for view in VIEWS:
        exposure = trial.exposure(view)
        for surge in sorted({0.0, trial.asked.surge, math.inf}):
            asked = trial.at(view, surge)
            lost, at_most = trial.lost(asked), trial.lost(asked, possible=True)
            rows.append((view, surge, lost, max(lost, at_most), exposure))
    return pd.DataFrame(rows, columns=["view", "surge", "lost", "lost_at_most", "exposure"])


def alternatives(trial: Trial) -> pd.DataFrame:
    """Return what `alternative_rows` does, with the columns named as there."""
    import pandas as pd

    return pd.DataFrame(alternative_rows(trial), columns=list(ALTERNATIVE))


def alternative_rows(trial: Trial) -> list[tuple[Name, Name, Name, float, float, float, bool]]:
    """Return the suppliers that carry a larger part of their group than before.

    Each with ``supplier``, ``dependent``, ``role``; ``load_before``, the share of the group;
    ``load_after``, the part it carries of what the group still gets, and would have to carry of
    all of it if the others do not come back; ``carried``, what it carries as a share of the
    group's normal need; ``overloaded``, whether ``load_after`` is more than the share and the
    surge allow. Only groups that the targets depend on, if there are targets; the largest rise
    first.
    """
    imposed = trial.imposed()
    graph = imposed.engine.graph
    kept, service = _arrivals(imposed, trial)
    group, share = graph.relations.group, graph.relations.share
    after = _parts(kept, share, group)
    surge = np.where(np.isnan(graph.groups.surge), trial.asked.surge, graph.groups.surge)[group]
    room = np.where(np.isinf(surge), 1.0, share * (1.0 + np.where(np.isinf(surge), 0.0, surge)))
    shown = after > share + SLACK
    if len(trial.targets):
        order = imposed.engine.layout(trial.asked.view).order
        shown &= upstream_of(order, trial.targets.tolist())[graph.dependent]
    rows = np.flatnonzero(shown)
    rows = rows[np.argsort(-(after - share)[rows], kind="stable")]
    names, roles = graph.names, graph.roles
    columns = (
        [names[code] for code in graph.relations.supplier[rows].tolist()],
        [names[code] for code in graph.dependent[rows].tolist()],
        [roles[code] for code in graph.groups.role[group[rows]].tolist()],
        share[rows].tolist(),
        after[rows].tolist(),
        (after[rows] * service[group[rows]]).tolist(),
        (after[rows] > room[rows] + SLACK).tolist(),
    )
    return list(zip(*columns, strict=True))


def _arrivals(imposed: Imposed, trial: Trial) -> tuple[FloatArray, FloatArray]:
    """Return what arrives over each relation, and what each group gets: 1 is normal."""
    graph = imposed.engine.graph
    felt = np.minimum(
        imposed.losses(trial.asked)[graph.relations.supplier], 1.0 - graph.floor(trial.asked.view)
    )
    if imposed.relations is not None:
        felt = imposed.relations + (1.0 - imposed.relations) * felt
    start = graph.groups.start[:-1]
    weighted = np.add.reduceat(graph.relations.share * felt, start)
    own = graph.groups.surge
    surge = np.where(np.isnan(own), trial.asked.surge, own)
    endless = np.isinf(surge)
    short = np.where(endless, 0.0, weighted - np.where(endless, 0.0, surge) * (1.0 - weighted))
    return 1.0 - felt, 1.0 - np.maximum(np.minimum.reduceat(felt, start), short)


def _parts(kept: FloatArray, share: FloatArray, group: IntArray) -> FloatArray:
    """Return the part each member carries of what its group gets; 0 where it gets nothing.

    In proportion to share and service; members without a share carry what there is when nobody
    with one is left.
    """
    of_total, of_any = _in_group(share * kept, group), _in_group(kept, group)
    nobody = np.bincount(group, weights=of_total)[group] == 0
    return np.where(nobody, of_any, of_total)


def _in_group(weight: FloatArray, group: IntArray) -> FloatArray:
    total = np.bincount(group, weights=weight)[group]
    return np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)


def evidence(certificates: Iterable[Certificate]) -> pd.DataFrame:
    """Return the relations on proofs, each once.

    ``supplier``, ``dependent``, ``role``, ``kind``, ``confidence`` and ``facts``, a tuple of fact
    identifiers.
    """
    import pandas as pd

    found: dict[tuple[Name, Name, Name], tuple[str, float, tuple[str, ...]]] = {}
    for certificate in certificates:
        for step in certificate.steps:
            for member in step.members:
                key = member.supplier, step.node, step.role
                found[key] = member.kind, member.confidence, member.source
    rows = [(*key, *value) for key, value in sorted(found.items(), key=lambda item: str(item[0]))]
    columns = ["supplier", "dependent", "role", "kind", "confidence", "facts"]
    return pd.DataFrame(rows, columns=columns)
