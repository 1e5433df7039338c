"""Bugs put into copies of the room on purpose: the hand-worked numbers must notice each of them."""

import importlib
import re

import pytest

from tests.chokepoints.honest_numbers import CHECKS
from tests.seeding import caught_by, importable, seed

pytestmark = pytest.mark.slow  # they test the tests: a copy of the rooms for each bug

__all__ = ["importable"]

HOME = "valuegraph.chokepoints"

# name: (module, text that must occur exactly once, what the bug makes of it)
BUGS = {
    "every fact is a cluster of its own": (
        "drawing",
        'self._of("source", source) < own',
        'self._of("source", source, fact) < own',
    ),
    "one piece of evidence is enough for no fact": (
        "drawing",
        'found |= self._of("source", source) < own',
        'found = self._of("source", source) < own',
    ),
    "premises are alternatives": (
        "drawing",
        "found &= self._fact(fact, confidence)",
        "found = self._fact(fact, confidence)",
    ),
    "alternatives are premises": (
        "drawing",
        "there[relation] |= self._holds(ground, confidence[relation])",
        "there[relation] = self._holds(ground, confidence[relation])",
    ),
    "relations without facts are certain": (
        "drawing",
        "elif confidence[relation] < 1:",
        "elif False:",
    ),
    "shares are not drawn": (
        "drawing",
        "for group in np.flatnonzero(uncertain & shared)",
        "for group in np.flatnonzero(uncertain & ~shared)",
    ),
    "confidence does not narrow the shares": (
        "drawing",
        "how.concentration * trust / np.where(loose, 1 - trust, 1)",
        "how.concentration * np.ones_like(trust) / 2",
    ),
    "what is left is not scaled": (
        "drawing",
        "own /= total.repeat(many, axis=0)",
        "pass",
    ),
    "a group without members fails": ("drawing", "immune[partial] = count == 0", "pass"),
    "absent members serve": ("propagate", "    columns.withhold(felt, read)\n", ""),
    "drawn shares are not read": (
        "propagate",
        "        if self.draws is None or self.draw is not None:\n",
        "        if True:\n            felt *= read.share[:count]\n        elif False:\n",
    ),
    "weights of vanished targets are kept": (
        "variations",
        "    return np.where(there.all(axis=0), kept, scaled)\n",
        "    return kept\n",
    ),
    "vanished targets are kept": ("variations", "~draws.absent[members].all(axis=0)", "True"),
    "draws without a target lose nothing": ("variations", "lost[:, unknown] = np.nan", "pass"),
    "the interval cuts one end only": (
        "uncertainty",
        "[cut, (drawn - 1) // 2, drawn - 1 - cut]",
        "[cut, (drawn - 1) // 2, drawn - 1]",
    ),
    "the level is cut on each side": (
        "uncertainty",
        "(1 - level) / 2 * (drawn - 1)",
        "(1 - level) * (drawn - 1)",
    ),
    "ranks by the short run first": (
        "uncertainty",
        "keys[..., i] for i in range(keys.shape[2])",
        "keys[..., i] for i in reversed(range(keys.shape[2]))",
    ),
    "ties are broken": ("uncertainty", "(ordered[1:] != ordered[:-1]).any(axis=2)", "True"),
    "the first k leave out the k-th": ("uncertainty", "(ranks <= k)", "(ranks < k)"),
    "latent suppliers for complete groups too": (
        "openworld",
        "np.flatnonzero(~groups.complete)",
        "np.arange(len(groups.complete))",
    ),
    "one latent supplier for all": (
        "openworld",
        'streams.of("latent", dependent, role)',
        'streams.of("latent")',
    ),
    "chances turned round": ("openworld", "level < q for q", "level >= q for q"),
    "the proof is everything": (
        "bearing",
        "binds = proven[row] & (taken > 0) & (felt >= here[row] - SLACK)",
        "binds = np.ones(len(taken), dtype=bool)",
    ),
    "the proof ends at the targets": ("bearing", "needed[read.supplier[through]] = True", "pass"),
    "any ground needs the fact": (
        "worlds",
        "set(grounds[0]).intersection(*grounds)",
        "set(grounds[0]).union(*grounds)",
    ),
    "joined levels stay apart": (
        "worlds",
        "immune[merged.joined[place[world.merged]], column] = False",
        "pass",
    ),
    "joined levels keep their shares": (
        "rewiring",
        "share=relations.share[more] * part",
        "share=relations.share[more]",
    ),
    "the other kinds' stock counts": (
        "rewiring",
        "np.where(kinds[relations.kind], relations.stock, 0.0)",
        "np.where(kinds[relations.kind], 0.0, relations.stock)",
    ),
    "completeness is not asked for": (
        "flips",
        "asserted[waiting] = left >= self.limits.structural - ROUNDING",
        "asserted[waiting] = True",
    ),
    "custom is not subtracted": ("asymmetry", "needed - needs, index", "needed, index"),
    "custom weighs all targets alike": (
        "asymmetry",
        "custom_lost(engine, question.targets) @ question.weights",
        "custom_lost(engine, question.targets).mean(axis=1)",
    ),
    "nodes without customers count": (
        "asymmetry",
        "[node for node in nodes if sells[node]]",
        "list(nodes)",
    ),
    "the concentration is of nodes": (
        "details",
        "firm = name if own[supplier] else self._firm(supplier)",
        "firm = supplier",
    ),
    "losses by column are of all weight": (
        "details",
        "float(weights @ part[those]) / total",
        "float(weights @ part[those])",
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_each_seeded_bug_is_caught(bug, importable):
    name = seed(importable, "mutant_honest_" + re.sub(r"\W+", "_", bug), HOME, BUGS[bug])
    assert caught_by(CHECKS, lambda module: importlib.import_module(f"{name}.{module}"))


def test_a_faithful_copy_passes(importable):
    same = "variations", "WIDTH = 2400", "WIDTH = 2400"
    name = seed(importable, "mutant_honest_faithful", HOME, same)
    assert caught_by(CHECKS, lambda module: importlib.import_module(f"{name}.{module}")) is None
