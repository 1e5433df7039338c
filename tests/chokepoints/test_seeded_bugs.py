"""Bugs put into copies of the engine on purpose: the ground truth must notice each of them."""

import importlib
import re

import pytest

from tests.seeding import caught_by, importable, seed

__all__ = ["importable"]
pytestmark = pytest.mark.slow  # they test the tests: a copy of the rooms for each bug

HOME = "valuegraph.chokepoints"

# name: (module, text that must occur exactly once, what the bug makes of it)
BUGS = {
    "surge ignored": (
        "propagate",
        "            weighted -= (1.0 - weighted) * finite\n",
        "            pass\n",
    ),
    "infinite surge treated as none": (
        "propagate",
        "        weighted *= ~endless\n",
        "        pass\n",
    ),
    "a group's own surge ignored": (
        "propagate",
        "        weighted[rows] = apart\n",
        "        pass\n",
    ),
    "stock ignored": (
        "hypergraph",
        'if view == "continuity":',
        "if False:",
    ),
    "stock counted in the renewal view": (
        "hypergraph",
        'if view == "continuity":',
        "if True:",
    ),
    "target weights ignored": (
        "shocks",
        "(weights / weights.sum())[order]",
        "np.full(len(order), 1 / len(order))",
    ),
    "shares ignored": (
        "building",
        "    return filled / total[group], empty == 0\n",
        "    return 1 / np.bincount(group)[group], empty == 0\n",
    ),
    "shares not normalised": (
        "building",
        "    return filled / total[group], empty == 0\n",
        "    return filled, empty == 0\n",
    ),
    "starved suppliers may grow": (
        "propagate",
        "        np.maximum(every[:shared], weighted, out=every[:shared])\n",
        "        every[:shared] = np.maximum(weighted, 0)\n",
    ),
    "any dead member kills the group": (
        "propagate",
        "np.minimum(every[:count], felt, out=every[:count])",
        "np.maximum(every[:count], felt, out=every[:count])",
    ),
    "only the best member counts": (
        "propagate",
        "        np.maximum(every[:shared], weighted, out=every[:shared])\n",
        "",
    ),
    "any role suffices": (
        "propagate",
        "np.maximum(felt[: len(read)], taken.take(read, axis=0), out=felt[: len(read)])",
        "felt[: len(read)] = taken.take(read, axis=0)",
    ),
    "linear groups take the worst": (
        "propagate",
        "added[at] += taken[read]",
        "added[at] = np.maximum(added[at], taken[read])",
    ),
    "linear losses added to essential ones": (
        "propagate",
        "np.maximum(felt, np.minimum(added, 1.0, out=added), out=felt)",
        "np.minimum(felt + added, 1.0, out=felt)",
    ),
    "essentiality ignored": ("propagate", "every *= step.essentiality", "pass"),
    "relation caps before the stock": (
        "propagate",
        "        felt *= 1.0 - imposed\n        felt += imposed\n",
        (
            "        felt = np.maximum(felt, imposed)\n"
            "        felt = felt if read.keep is None else np.minimum(felt, read.keep)\n"
        ),
    ),
    "revoking stops at the stock": (
        "propagate",
        "column[first:last]] = 1.0",
        "column[first:last]] = 1.0 if read.keep is None else read.keep[0, 0]",
    ),
    "only the first sweep of a cycle": (
        "solving",
        "        if calm and (turn <= STRIDE or not rising):\n",
        "        if True:\n",
    ),
    "least fixed point not taken": ("solving", "    if least:\n", "    if False:\n"),
    "a leap ignores the shares": (
        "leap",
        "        weight *= np.where(alone, 1.0, columns.shares(read)[:, 0])\n",
        "",
    ),
    "roles merged": (
        "building",
        "role = _codes(read.role, role_code)",
        "role = np.zeros(len(read.role), dtype=int)",
    ),
    "reach ignores what flows on": (
        "boolean",
        "            again = _deliver(step, taken, touched, step.linear) and step.cyclic\n",
        "            again = False\n",
    ),
    "stages in the wrong order": (
        "order",
        "        level[free] = depth\n",
        "        level[free] = 0\n",
    ),
    "knots in the wrong order": (
        "order",
        "        others = (reached[part[s]] + 1 for s in suppliers_of[node] if part[s] != mine)\n",
        "        others = (0 for s in suppliers_of[node] if part[s] != mine)\n",
    ),
}


def engine_of(name):
    return importlib.import_module(name).DependencyGraph


@pytest.mark.parametrize("bug", BUGS)
def test_each_seeded_bug_is_caught(bug, importable, checks):
    name = "mutant_" + re.sub(r"\W+", "_", bug)
    assert caught_by(checks, engine_of(seed(importable, name, HOME, BUGS[bug])))


def test_a_faithful_copy_passes(importable, checks):
    same = "solving", "TOLERANCE = 1e-12", "TOLERANCE = 1e-12"
    assert caught_by(checks, engine_of(seed(importable, "mutant_faithful", HOME, same))) is None
