"""The engine against a second implementation that shares nothing with it, on random graphs."""

import math
import random

import pandas as pd
import pytest

from valuegraph.chokepoints import DependencyGraph, blocks

COLUMNS = ["reach", "share_lost", "share_lost_surge", "unavoidable"]


def draws(seed):
    return random.Random(seed)


def random_rows(seed, *, n_nodes, n_groups, cyclic):
    """Return supplies and requirements of a random graph, acyclic or not."""
    draw = draws(seed)
    names = [f"n{i:03d}" for i in range(n_nodes)]
    supplies, requirements, seen = [], [], set()
    for _ in range(n_groups):
        place = draw.randrange(1, n_nodes)
        role = draw.choice("rstu")
        pool = [n for n in names if n != names[place]] if cyclic else names[:place]
        chosen = draw.sample(pool, min(len(pool), draw.choice([1, 1, 2, 3, 5])))
        if (names[place], role) in seen:
            continue
        seen.add((names[place], role))
        weights = [draw.random() for _ in chosen]
        stated = draw.random() < 0.5
        supplies += [
            {
                "supplier": name,
                "dependent": names[place],
                "role": role,
                "share": weight / sum(weights) if stated else None,
                "stock": draw.choice([0, 0, 0.3, 1]),
            }
            for name, weight in zip(chosen, weights, strict=True)
        ]
        if draw.random() < 0.4:
            requirements.append(
                {
                    "dependent": names[place],
                    "role": role,
                    "essentiality": draw.choice([0, 0.4, 0.9, 1]),
                    "combination": draw.choice(["essential", "linear"]),
                    "surge": draw.choice([None, None, 0.0, 0.5, math.inf]),
                }
            )
    return supplies, requirements


def graphs(seed, reference, **size):
    supplies, requirements = random_rows(seed, **size)
    required = pd.DataFrame(requirements) if requirements else None
    graph = DependencyGraph.from_frame(pd.DataFrame(supplies), required)
    return graph, reference.Rows(supplies, requirements), draws(seed)


SMALL = {"n_nodes": 12, "n_groups": 16}


@pytest.mark.parametrize("cyclic", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_service_under_random_shocks(seed, cyclic, reference):
    graph, rows, draw = graphs(seed, reference, cyclic=cyclic, **SMALL)
    names = sorted(rows.names)
    supplies = [
        (member["supplier"], node, role)
        for node, needs in rows.needs.items()
        for role, need in needs.items()
        for member in need["members"]
    ]
    for view in ("renewal", "continuity"):
        for surge in (0.0, 0.3, math.inf):
            shock = {
                "remove": draw.sample(names, 2),
                "caps": {draw.choice(names): draw.random()},
                "relation_caps": {draw.choice(supplies): draw.random()},
                "surge": surge,
                "view": view,
            }
            expected = reference.service(rows, **shock)
            assert graph.service(**shock).to_dict() == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("cyclic", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_the_ranking(seed, cyclic, reference, monkeypatch):
    """Small blocks and chunks, so that several of each are needed."""
    monkeypatch.setattr(blocks, "BLOCK", 4)
    monkeypatch.setattr(blocks, "CHUNK", 9)
    graph, rows, draw = graphs(1000 + seed, reference, cyclic=cyclic, **SMALL)
    targets = {name: draw.random() for name in draw.sample(sorted(rows.names), 3)}
    for view in ("renewal", "continuity"):
        frame = graph.chokepoints(targets, surge=0.3, view=view).to_frame().set_index("name")
        assert set(frame.index) == rows.names
        for name in sorted(rows.names):
            expected = [
                reference.reach(rows, targets, [name], view),
                *(
                    reference.loss(rows, targets, remove=[name], surge=surge, view=view)
                    for surge in (0.0, 0.3, math.inf)
                ),
            ]
            assert frame.loc[name, COLUMNS].tolist() == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_leverage_is_the_loss_of_the_cut_relations(seed, reference):
    supplies, requirements = random_rows(seed, n_nodes=40, n_groups=60, cyclic=seed == 0)
    draw = draws(seed)
    holders = ["firm", True, "n003", None, None]
    for row in supplies:
        row["revocable_by"] = draw.choice(holders)
    graph = DependencyGraph.from_frame(pd.DataFrame(supplies), pd.DataFrame(requirements))
    rows = reference.Rows(supplies, requirements)
    targets = {name: draw.random() for name in sorted(rows.names)[-8:]}
    firm = ["n001", "n003", "n005"]
    result = graph.chokepoints(targets, by={"firm": firm, "n004": ["n004"]}, view="continuity")
    for name, nodes in (("firm", firm), ("n004", ["n004"])):
        cut = {
            (row["supplier"], row["dependent"], row["role"]): 0.0
            for row in supplies
            if row["revocable_by"] in (name, *nodes)
            or (row["revocable_by"] is True and row["supplier"] in nodes)
        }
        expected = reference.loss(rows, targets, relation_caps=cut, view="continuity")
        assert result.row(name).leverage == pytest.approx(expected, abs=1e-9)


def test_a_large_cycle_in_which_scenarios_settle_at_different_times(reference):
    size = {"n_nodes": 26, "n_groups": 44, "cyclic": True}
    supplies, _ = random_rows(5, **size)
    for row in supplies:
        row["revocable_by"] = True
    graph = DependencyGraph.from_frame(pd.DataFrame(supplies))
    rows = reference.Rows(supplies)
    targets = dict.fromkeys(sorted(rows.names)[::4], 1.0)
    for view in ("renewal", "continuity"):
        result = graph.chokepoints(targets, view=view)
        for row in result.rows:
            own = [r for r in supplies if r["supplier"] == row.name]
            cut = {(r["supplier"], r["dependent"], r["role"]): 0.0 for r in own}
            expected = [
                reference.loss(rows, targets, remove=[row.name], view=view),
                reference.loss(rows, targets, remove=[row.name], view=view, surge=0.3),
                reference.loss(rows, targets, remove=[row.name], view=view, surge=math.inf),
                reference.loss(rows, targets, relation_caps=cut, view=view),
            ]
            got = [row.share_lost, row.share_lost_surge, row.unavoidable, row.leverage]
            assert got == pytest.approx(expected, abs=1e-8)
            assert row.reach >= row.share_lost >= row.share_lost_surge >= row.unavoidable


def test_a_larger_graph(reference):
    size = {"n_nodes": 300, "n_groups": 700, "cyclic": False}
    graph, rows, draw = graphs(7, reference, **size)
    targets = {name: draw.random() for name in sorted(rows.names)[-60:]}
    sets = {f"firm {i}": draw.sample(sorted(rows.names), 3) for i in range(150)}
    frame = graph.chokepoints(targets, by=sets).to_frame().set_index("name")
    for name in draw.sample(sorted(sets), 12):
        expected = [
            reference.loss(rows, targets, remove=sets[name], surge=surge)
            for surge in (0.0, 0.3, math.inf)
        ]
        assert frame.loc[name, COLUMNS[1:]].tolist() == pytest.approx(expected, abs=1e-9)
        assert frame.loc[name, "reach"] == pytest.approx(reference.reach(rows, targets, sets[name]))
