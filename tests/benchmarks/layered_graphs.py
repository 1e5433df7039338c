"""Seeded dependency graphs of any size, made without a Python loop over their rows.

``layered`` is shaped like a real chain. Ten layers widen geometrically, the last, which holds the
targets, being four times as wide as the first; R relations come with R / 4 nodes. Every node below the first
layer needs one to three roles, and each role has one to four suppliers, 85 in 100 of them in the
layer above and the others in any earlier one. Within a layer suppliers are drawn with a mild skew,
so an upstream node reaches much of what lies below. Half of the groups state their shares, three
relations in ten have a stock (two a full one), a sixth of the groups is linear, some are less than
fully essential, some have a surge of their own. Relation kinds follow the layers.

``narrow`` is the same with suppliers drawn from a heavy tail: a few large ones in each layer serve
nearly everybody, so that most removals touch next to nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

LAYERS = 10
WIDENING = 4.0
ABOVE = 0.85
SKEW = 1.5
HEAVY = 8.0
ROLES = 3
SUPPLIERS = (0.4, 0.3, 0.2, 0.1)
KINDS = ("supply", "infrastructure", "data", "derivation", "platform", "api", "licence")


@dataclass(frozen=True)
class Generated:
    """Tables as ``DependencyGraph.from_frame`` takes them, and weighted targets."""

    supplies: pd.DataFrame
    requirements: pd.DataFrame
    targets: dict[str, float]


def layered(n_relations, seed=7):
    """Return a chain whose upstream nodes reach much of what lies below."""
    return _chain(n_relations, seed, SKEW)


def narrow(n_relations, seed=7):
    """Return a chain in which a few suppliers of each layer serve nearly everybody."""
    return _chain(n_relations, seed, HEAVY)


def _chain(n_relations, seed, skew):
    draw = np.random.default_rng(seed)
    widths = layer_widths(n_relations // 4)
    start = np.concatenate(([0], np.cumsum(widths)))
    layer_of = np.repeat(np.arange(LAYERS), widths)
    names = np.array([f"L{layer}-{i}" for layer, i in zip(layer_of, _within(widths), strict=True)])
    supplier, dependent, role = _relations(draw, n_relations, start, layer_of, skew)
    key = dependent * ROLES + role
    group_key, group = np.unique(key, return_inverse=True)
    supplies = pd.DataFrame(
        {
            "supplier": names[supplier],
            "dependent": names[dependent],
            "role": np.array([f"r{i}" for i in range(ROLES)])[role],
            "share": _shares(draw, group, len(group_key)),
            "kind": np.array(KINDS)[layer_of[supplier] % len(KINDS)],
            "stock": _stocks(draw, len(supplier)),
        }
    )
    last = np.unique(dependent[layer_of[dependent] == LAYERS - 1])
    weights = draw.random(len(last)) + 0.1
    targets = dict(zip(names[last].tolist(), weights.tolist(), strict=True))
    return Generated(supplies, _requirements(draw, group_key, names), targets)


def layer_widths(n_nodes):
    """Return the widths of the layers: a geometric series, the last four times the first."""
    ideal = WIDENING ** np.linspace(0.0, 1.0, LAYERS)
    widths = np.maximum(1, ideal / ideal.sum() * n_nodes).astype(np.int64)
    widths[-1] += n_nodes - widths.sum()
    return widths


def _within(widths):
    return np.arange(widths.sum()) - np.repeat(np.cumsum(widths) - widths, widths)


def _relations(draw, n_relations, start, layer_of, skew):
    """Return suppliers, dependents and roles of exactly ``n_relations`` different relations."""
    n_nodes = len(layer_of)
    below = np.flatnonzero(layer_of > 0)
    found = np.empty(0, dtype=np.int64)
    while len(found) < n_relations:
        dependent = np.repeat(below, draw.integers(1, ROLES + 1, size=len(below)))
        role = _turns(dependent)
        size = draw.choice(len(SUPPLIERS), p=SUPPLIERS, size=len(dependent)) + 1
        dependent, role = np.repeat(dependent, size), np.repeat(role, size)
        layer = layer_of[dependent]
        from_layer = np.where(
            draw.random(len(layer)) < ABOVE,
            layer - 1,
            (draw.random(len(layer)) * layer).astype(int),
        )
        width = start[from_layer + 1] - start[from_layer]
        place = (draw.random(len(layer)) ** skew * width).astype(np.int64)
        key = (dependent * ROLES + role) * n_nodes + start[from_layer] + place
        found = np.unique(np.concatenate((found, key)))
    found = np.sort(draw.permutation(found)[:n_relations])
    group, supplier = np.divmod(found, n_nodes)
    dependent, role = np.divmod(group, ROLES)
    return supplier, dependent, role


def _turns(ordered):
    first = np.searchsorted(ordered, ordered)
    return np.arange(len(ordered)) - first


def _shares(draw, group, n_groups):
    weight = draw.random(len(group)) + 0.05
    share = weight / np.bincount(group, weights=weight, minlength=n_groups)[group]
    return np.where(draw.random(n_groups)[group] < 0.5, share, np.nan)


def _stocks(draw, n_relations):
    luck = draw.random(n_relations)
    partial = draw.uniform(0.2, 0.8, size=n_relations)
    return np.where(luck < 0.2, 1.0, np.where(luck < 0.3, partial, 0.0))


def _requirements(draw, group_key, names):
    luck = draw.random(len(group_key))
    said = np.flatnonzero(luck < 0.3)
    luck = luck[said]
    linear = luck < 1 / 6
    partial = linear | (luck < 0.23)
    return pd.DataFrame(
        {
            "dependent": names[group_key[said] // ROLES],
            "role": np.array([f"r{i}" for i in range(ROLES)])[group_key[said] % ROLES],
            "essentiality": np.where(partial, draw.uniform(0.2, 0.9, size=len(said)), 1.0),
            "combination": np.where(linear, "linear", "essential"),
            "surge": np.where(luck > 0.27, draw.uniform(0.0, 0.5, size=len(said)), np.nan),
        }
    )
