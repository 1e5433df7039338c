"""Bugs put into copies of the compiled loops and of numpy's short cuts: each must be noticed.

The loops run as plain Python here, four lanes wide: what they compute is the same, and nothing has
to be compiled for each bug.
"""

import importlib
import os
import re
from unittest import mock

import pytest

from tests.seeding import caught_by, importable, seed

__all__ = ["importable"]
pytestmark = pytest.mark.slow  # they test the tests: a copy of the rooms for each bug

HOME = "valuegraph.chokepoints"
# Fewer lanes, so that plain Python is quick; less patience, so that small cycles count as slow.
ALSO = {
    "wiring": ("LANES = 64", "LANES = 4"),
    "kernel_spreading": ("PATIENCE = 40", "PATIENCE = 2"),
}

# name: (module, text that must occur exactly once, what the bug makes of it)
IN_LOOPS = {
    "shares ignored": (
        "kernels",
        "                added[lane] += felt * share\n",
        "                added[lane] += felt\n",
    ),
    "stock ignored": (
        "kernels",
        "felt[lane] = max(min(desk.loss[supplier, lane], keep), felt[lane])",
        "felt[lane] = max(desk.loss[supplier, lane], felt[lane])",
    ),
    "surge ignored": (
        "kernels",
        "best[lane] = max(weighted - (1.0 - weighted) * surge, best[lane])",
        "best[lane] = max(weighted, best[lane])",
    ),
    "starved suppliers may grow": (
        "kernels",
        "best[lane] = max(weighted - (1.0 - weighted) * surge, best[lane])",
        "best[lane] = max(weighted - (1.0 - weighted) * surge, 0.0)",
    ),
    "essentiality ignored": (
        "kernels",
        "            best[lane] *= essentiality\n",
        "            pass\n",
    ),
    "linear groups take the worst": (
        "kernels",
        "added[lane] += taken[lane]",
        "added[lane] = max(added[lane], taken[lane])",
    ),
    "linear losses not counted": (
        "kernels",
        "felt[lane] = max(min(added[lane], 1.0), felt[lane])",
        "pass",
    ),
    "cuts stop at the stock": (
        "kernels",
        "                    1.0\n                    if cut >>",
        "                    keep\n                    if cut >>",
    ),
    "all lanes are cut": ("kernels", "if cut >> np.uint64(lane) & np.uint64(1)\n", "if cut\n"),
    "cut relations forgotten": (
        "kernel_spreading",
        "            desk.pending[seeds.dependent[place]] = 1\n",
        "",
    ),
    "losses not passed on": (
        "kernel_spreading",
        "                desk.pending[customer] = 1\n",
        "                desk.pending[customer] = 0\n",
    ),
    "cycles gone through once": (
        "kernel_spreading",
        "                if customer <= node:\n",
        "                if False:\n",
    ),
    "the desk is not cleared": (
        "kernel_spreading",
        "            desk.loss[node, lane] = 0.0\n",
        "            pass\n",
    ),
    "what was cut stays cut": (
        "kernel_spreading",
        "            desk.cut[seeds.cut[place]] = 0\n",
        "            pass\n",
    ),
    "a settled cycle is not passed on": (
        "kernel_spreading",
        "            if wiring.customer[place] >= last:\n",
        "            if wiring.customer[place] < last:\n",
    ),
    "a stride ignores the room": (
        "kernel_strides",
        "        far = min(far, room[lane])\n",
        "        pass\n",
    ),
    "a stride ignores the stock": (
        "kernel_strides",
        "                if keep < 1.0:\n",
        "                if False:\n",
    ),
    "a stride ignores the shares": (
        "kernel_strides",
        "growth[lane] += rise * share",
        "growth[lane] += rise",
    ),
    "a stride counts what the best member holds": (
        "kernel_strides",
        "growth[lane] *= 1.0 + surge if left >= best[lane] else 0.0",
        "growth[lane] *= 2.0",
    ),
    "target weights ignored": ("kernel_tables", "+= weight * lost", "+= lost"),
    "kills at any horizon": (
        "kernel_tables",
        "if horizon == LONG and lost >= FULL:",
        "if lost >= FULL:",
    ),
    "kinds of the wrong horizon": (
        "kernel_tables",
        "                if (answers.lost[LONG, scenario] > 0.0) == (horizon == LONG):\n",
        "                if horizon == LONG:\n",
    ),
    "reach ignores what flows on": (
        "kernel_tables",
        "                    mask |= word[wiring.supplier[member]]\n",
        "                    mask |= mask\n",
    ),
    "reach goes through full stocks": (
        "kernel_tables",
        "                if wiring.keep[member] > 0.0:\n",
        "                if True:\n",
    ),
    "kinds of groups that do not bind": (
        "kernel_proofs",
        "found[lane] |= through[lane] if binds else nothing",
        "found[lane] |= through[lane]",
    ),
    "kinds upstream forgotten": (
        "kernel_proofs",
        "through[lane] |= (desk.proof[supplier, lane] | kind) if lossy else nothing",
        "through[lane] |= kind if lossy else nothing",
    ),
    "kinds of what has lost nothing": (
        "kernel_proofs",
        "            lossy = min(desk.loss[supplier, lane], keep) > 0.0\n",
        "            lossy = True\n",
    ),
    "the removed are proven too": (
        "kernel_proofs",
        "proven = desk.loss[node, lane] > SLACK and not removed >> np.uint64(lane) & np.uint64(1)",
        "proven = desk.loss[node, lane] > SLACK",
    ),
    "full stocks are live": (
        "wiring",
        "    live = relations[layout.keep[relations] > 0]\n",
        "    live = relations[layout.keep[relations] < 0]\n",
    ),
    "immune groups fail": ("wiring", "        needed &= ~immune\n", "        pass\n"),
    "own surges ignored": (
        "wiring",
        "surge=np.where(np.isnan(own), np.reshape(surges, (-1, 1)), own)",
        "surge=np.where(np.isnan(own), np.reshape(surges, (-1, 1)), np.reshape(surges, (-1, 1)))",
    ),
    "nobody touches only themselves": ("lanes", "touched == np.diff(own)", "touched < 0"),
    "what did not settle is kept": (
        "lanes",
        "    return np.flatnonzero(answers.unsettled)\n",
        "    return np.flatnonzero(answers.unsettled)[:0]\n",
    ),
}
IN_NUMPY = {
    "a leap ignores the stock": (
        "leap",
        "    gap, climb = np.concatenate(gaps), np.concatenate(rises)\n",
        "    gap, climb = gaps[0], rises[0]\n",
    ),
    "any dead member kills the group": (
        "boolean",
        "            full = _joined(step, result.full, np.bitwise_and, whole=True)\n",
        "            full = _joined(step, result.full, np.bitwise_or, whole=True)\n",
    ),
    "stocks ignored in bits": ("boolean", "felt[keep < 1 if whole else keep <= 0] = 0", "felt[keep < 0] = 0"),
    "linear groups count as stopped": (
        "boolean", "    return shares_it & ~groups.linear & (groups.essentiality >= 1)\n", "    return shares_it & (groups.essentiality >= 0)\n",
    ),
    "own surges are endless in bits": (
        "boolean", "        found[finite] |= _joined(step, support, np.bitwise_or)[finite]\n", "        pass\n",
    ),
    "nothing is mixed": (
        "boolean", "        result.mixed[:] |= np.bitwise_or.reduce(support ^ full, axis=0)\n", "",
    ),
    "bits of cycles gone through once": (
        "boolean",
        "            again = (_deliver(step, full, result.full) or grown) and step.cyclic\n",
        "            again = _deliver(step, full, result.full) and grown and False\n",
    ),
    "kinds of the removed": ("boolean", "        here &= ~barred[step.rows]\n", "        pass\n"),
    "kinds upstream forgotten": (
        "boolean", "                    carried = proof.take(read.supplier, axis=0)\n", "                    carried = np.zeros_like(proof.take(read.supplier, axis=0))\n",
    ),
    "the long run of mixed scenarios left out": (
        "blockwise", "        _long_run(question, block, sets, found)\n", "        pass\n",
    ),
    "bits of the wrong scenarios": (
        "boolean", "    bit = np.uint64(1) << (scenarios % WORD).astype(np.uint64)\n", "    bit = np.uint64(1) << (scenarios % 7).astype(np.uint64)\n",
    ),
    "a stride ignores the room": (
        "stride", "    way = np.minimum(way, np.minimum(left.min(axis=0), room))\n", "    way = np.minimum(way, 1e9)\n",
    ),
    "a stride ignores the shares": (
        "stride", "            columns.weigh(rising, read)\n", "",
    ),
    "pairs of which one is enough": (
        "pairs", "        if pairs and singles:\n", "        if False:\n",
    ),
    "pairs not looked for": (
        "pairs",
        "        pairs = {a * base + b if a < b else b * base + a for a in left for b in right}\n",
        "        pairs = set()\n",
    ),
    "any member of a group stops it": (
        "pairs", "        both = one.singles & other.singles\n", "        both = one.singles | other.singles\n",
    ),
    "a stocked member stops": ("stops", "    stops = np.bincount", "    stops = -1 < np.bincount"),
}  # fmt: skip


@pytest.fixture
def plain_loops(monkeypatch):
    numba = pytest.importorskip("numba", reason="numba is not installed (the extra 'fast')")
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)


def caught(folder, name, bug, engine, numbers, reference):
    """Return the first check that fails in a copy with a bug, on one of the engines."""
    graph_class = importlib.import_module(seed(folder, name, HOME, bug, ALSO)).DependencyGraph
    with mock.patch.dict(os.environ, {"VALUEGRAPH_ENGINE": engine}):
        return caught_by(numbers.CHECKS, graph_class, reference)


@pytest.mark.parametrize("bug", IN_LOOPS)
def test_each_bug_in_the_loops_is_caught(bug, importable, plain_loops, numbers, reference):
    name = "mutant_loops_" + re.sub(r"\W+", "_", bug)
    assert caught(importable, name, IN_LOOPS[bug], "fast", numbers, reference)


@pytest.mark.parametrize("bug", IN_NUMPY)
def test_each_bug_in_numpys_short_cuts_is_caught(bug, importable, numbers, reference):
    name = "mutant_numpy_" + re.sub(r"\W+", "_", bug)
    assert caught(importable, name, IN_NUMPY[bug], "numpy", numbers, reference)


@pytest.mark.parametrize("engine", ["numpy", "fast"])
def test_a_faithful_copy_passes(engine, importable, plain_loops, numbers, reference):
    same = "wiring", *ALSO["wiring"]
    name = f"mutant_faithful_{engine}"
    assert caught(importable, name, same, engine, numbers, reference) is None
