"""Bugs put into copies of the scenario verbs on purpose: the hand-worked numbers notice each."""

import importlib
import re

import pytest

from tests.chokepoints import scenario_numbers, trade_numbers
from tests.seeding import caught_by, importable, seed

pytestmark = pytest.mark.slow  # they test the tests: a copy of the rooms for each bug

__all__ = ["importable"]

HOME = "valuegraph.chokepoints"
CHECKS = [*scenario_numbers.CHECKS, *trade_numbers.CHECKS]

# name: (module, text that must occur exactly once, what the bug makes of it)
BUGS = {
    "the last cap counts, not the lowest": (
        "imposing",
        "caps[node] = min(level, caps.get(node, 1.0))",
        "caps[node] = level",
    ),
    "every clause takes the stock": ("imposing", "    left[stopped] *= floor\n", "    left[stopped] = 0\n"),
    "the stock is counted twice": ("imposing", "    stock[part] = 1.0\n", ""),
    "no clause takes the stock": ("licence", "    if clause.retroactive:\n", "    if False:\n"),
    "all that a licence node supplies is licensed": (
        "licence",
        "    granted &= graph.relations.kind == kind\n",
        "",
    ),
    "the users of holders are taken for holders": ("licence", 'if of == "users":', "if False:"),
    "an empty attribute counts as hit": (
        "clause",
        "(silent[0] if silent else True)",
        "True",
    ),
    "an empty attribute counts as spared": (
        "clause",
        "(silent[0] if silent else True)",
        "not silent",
    ),
    "an empty attribute hides that another one spares": (
        "clause",
        "False if spared else (silent[0] if silent else True)",
        "silent[0] if silent else not spared",
    ),
    "the higher stock of an added requirement counts": ("demands", "-each.stock", "each.stock"),
    "an added requirement ignores what is held": (
        "licence",
        "held = 0.0 if clause.retroactive else float(graph.relations.stock[relation])",
        "held = 0.0",
    ),
    "the closure takes one step only": ("sanction", "        found = grown\n", "        return grown\n"),
    "the threshold must be passed": ("sanction", ">= share - SLACK", "> share + SLACK"),
    "origin shares of roles add up": ("sanction", "np.maximum.at(", "np.add.at("),
    "cost shares do not matter to the origin": (
        "sanction",
        "np.where(unpriced, largest, content)",
        "largest",
    ),
    "a firm is cut off from itself": (
        "sanction",
        "sure = covered[supplier] & users[dependent] & ~own",
        "sure = covered[supplier] & users[dependent]",
    ),
    "a user nowhere is spared for sure": ("sanction", "(users | silent)[dependent]", "users[dependent]"),
    "cost shares ignored": ("price", "self.theta * (means - 1.0)", "means - 1.0"),
    "every elasticity is 0": (
        "price",
        "curved = np.isfinite(power) & (power != 0)\n    power = np.where(curved, power, 1.0)",
        "power = np.ones(count)\n    curved = power > 0",
    ),
    "powers without care near 1": (
        "price",
        "np.log1p(np.bincount(group, share * np.expm1(power[group] * above), count)) / power",
        "np.log(np.bincount(group, share * np.exp(above) ** power[group], count)) / power",
    ),
    "an own price replaces costs": ("price", "return self.own * (1.0 + rise)", "return self.own + rise"),
    "orders of causes do not count": (
        "outcome",
        "1.0 / (count * math.comb(count - 1, len(before)))",
        "1.0 / 2 ** (count - 1)",
    ),
    "alternatives carry their share, served or not": (
        "outcome",
        "_in_group(share * kept, group)",
        "_in_group(share, group)",
    ),
    "the surge of alternatives is ignored": ("outcome", "share * (1.0 + np.where(", "share * (1.0 + 0 * np.where("),
    "one view for both": ("outcome", "asked = trial.at(view, surge)", "asked = trial.at(VIEWS[0], surge)"),
    "cuts keep what can go": ("needed", "if grown and self.stops(fixed):", "if False:"),
    "a controller wins over a node": (
        "naming",
        'if by is None or by == "node":',
        'if by == "node":',
    ),
    "a cut ignores its owner": (
        "effects",
        "        hit &= np.isin(graph.dependent, owner.nodes)\n",
        "",
    ),
    "a cut ignores the kind": ("effects", "if verb.kind != ANY_KIND:\n        hit", "if False:\n        hit"),
    "draws do not see cut relations": (
        "redrawing",
        "relation_loss=imposed.relations",
        "relation_loss=None",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
def test_each_seeded_bug_is_caught(bug, importable):
    name = seed(importable, "mutant_scenario_" + re.sub(r"\W+", "_", bug), HOME, BUGS[bug])
    assert caught_by(CHECKS, lambda part: importlib.import_module(f"{name}.{part}"))


def test_a_faithful_copy_passes(importable):
    same = "price", "PATIENCE = 50", "PATIENCE = 50"
    name = seed(importable, "mutant_scenario_faithful", HOME, same)
    assert caught_by(CHECKS, lambda part: importlib.import_module(f"{name}.{part}")) is None
