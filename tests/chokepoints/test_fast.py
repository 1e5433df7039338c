"""numpy and the compiled loops give the same numbers, and each is used when it should be."""

import importlib.util
import math
import os
import random
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valuegraph.chokepoints import DependencyGraph, compiled, wiring
from valuegraph.errors import UsageError

ROOT = Path(__file__).parents[2]
COLUMNS = ["reach", "share_lost", "share_lost_surge", "unavoidable", "leverage"]
WORDS = ["name", "order", "kind", "verdict"]
LOOPS = ("kernels", "kernel_strides", "kernel_spreading", "kernel_proofs", "kernel_tables", "lanes")

with_numba = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None, reason="numba is not installed (the extra 'fast')"
)


def asked_for(engine):
    return mock.patch.dict(os.environ, {compiled.VARIABLE: engine})


def frames(graph, targets, **asked):
    """Return the table of each engine."""
    found = []
    for engine in compiled.ENGINES:
        with asked_for(engine):
            found.append(graph.chokepoints(targets, **asked).to_frame())
    return found


def agree(graph, targets, **asked):
    plain, fast = (frame.set_index("name") for frame in frames(graph, targets, **asked))
    fast = fast.loc[plain.index]
    assert (plain[COLUMNS] - fast[COLUMNS]).abs().to_numpy().max() <= 1e-9
    for column in WORDS[1:]:
        assert plain[column].tolist() == fast[column].tolist()


# --- the same numbers ---------------------------------------------------------------------------


@pytest.fixture(params=compiled.ENGINES)
def engine(request):
    if request.param == "fast":
        pytest.importorskip("numba", reason="numba is not installed (the extra 'fast')")
    with asked_for(request.param):
        yield request.param


def test_numbers_by_hand_and_by_the_reference(engine, number, reference):
    number(DependencyGraph, reference)


@pytest.fixture
def plain_loops(monkeypatch):
    """The loops as Python runs them, four lanes wide, so that coverage and debuggers see them."""
    numba = pytest.importorskip("numba", reason="numba is not installed (the extra 'fast')")
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    monkeypatch.setattr(wiring, "LANES", 4)
    for name in LOOPS:
        monkeypatch.delitem(sys.modules, f"valuegraph.chokepoints.{name}", raising=False)
    with asked_for("fast"):
        yield
    for name in LOOPS:
        sys.modules.pop(f"valuegraph.chokepoints.{name}", None)


def test_numbers_with_the_loops_as_plain_python(plain_loops, number, reference):
    number(DependencyGraph, reference)


@with_numba
@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    cyclic=st.booleans(),
    view=st.sampled_from(["renewal", "continuity"]),
)
def test_the_engines_agree_on_random_graphs(seed, cyclic, view, numbers):
    supplies, needs = numbers.random_tables(seed, cyclic=cyclic)
    graph = numbers.build(DependencyGraph, supplies, needs)
    draw = random.Random(seed)
    targets = {name: draw.random() + 0.1 for name in draw.sample(graph.nodes, 3)}
    agree(graph, targets, view=view, surge=draw.choice([0.1, 0.3, math.inf]))
    sets = {f"set {i}": draw.sample(graph.nodes, 2) for i in range(3)}
    agree(graph, targets, view=view, by=sets)


@with_numba
@pytest.mark.parametrize("shape", ["layered", "narrow"])
@pytest.mark.parametrize("view", ["renewal", "continuity"])
def test_the_engines_agree_on_generated_graphs(shape, view):
    spec = importlib.util.spec_from_file_location(
        "layered_graphs_of_the_benchmark", ROOT / "tests/benchmarks/layered_graphs.py"
    )
    graphs = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = graphs
    spec.loader.exec_module(graphs)
    data = getattr(graphs, shape)(2_000, seed=3)
    assert len(data.supplies) == 2_000
    graph = DependencyGraph.from_frame(data.supplies, data.requirements)
    agree(graph, data.targets, view=view)


@with_numba
def test_groups_that_may_have_other_suppliers_never_fail_in_either():
    """Only complete groups count for the word structural: share_lost with immune groups."""
    table = {"supplier": ["x", "a"], "dependent": ["a", "t"], "role": ["r", "r"]}
    said = {"dependent": ["a", "t"], "role": ["r", "r"], "complete": [True, True]}
    for complete, word in (
        ([True, True], "structural"),
        ([False, True], "unavoidable as recorded"),
    ):
        graph = DependencyGraph.from_frame(table, said | {"complete": complete})
        for engine in compiled.ENGINES:
            with asked_for(engine):
                assert graph.chokepoints(["t"]).row("x").verdict == word


@with_numba
def test_what_does_not_settle_in_the_loops_is_left_to_numpy(plain_loops, monkeypatch, numbers):
    import valuegraph.chokepoints.kernel_strides as strides

    monkeypatch.setattr(strides, "MOST_SWEEPS", 1)
    numbers.slow_cycles_settle(DependencyGraph, None)


@with_numba
def test_the_least_fixed_point_is_numpys(numbers):
    graph = numbers.build(DependencyGraph, *numbers.random_tables(1, cyclic=True))
    agree(graph, graph.nodes[:3], fixed_point="least")


# --- which engine -------------------------------------------------------------------------------


def test_an_unknown_engine_is_refused():
    graph = DependencyGraph.from_frame({"supplier": ["a"], "dependent": ["t"], "role": ["r"]})
    with asked_for("quick"), pytest.raises(UsageError, match="the engine 'quick' is not known"):
        graph.chokepoints(["t"])


def run(code, **variables):
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


TINY = (
    "import sys;"
    "from valuegraph.chokepoints import DependencyGraph, compiled;"
    "g = DependencyGraph.from_frame({'supplier': ['a'], 'dependent': ['t'], 'role': ['r']});"
)


def test_fast_without_numba_is_refused():
    code = (
        "from valuegraph.errors import UsageError\n"
        "sys.modules['numba'] = None\n"
        "try:\n    g.chokepoints(['t'])\n"
        "except UsageError as said:\n    assert 'numba cannot be imported' in str(said)\n"
        "else:\n    raise AssertionError"
    )
    run(TINY + code, VALUEGRAPH_ENGINE="fast")


def test_without_numba_numpy_does_it():
    code = (
        "sys.modules['numba'] = None; compiled.WORTH_IMPORTING = 0;"
        "compiled.importlib.util.find_spec = lambda name: name;"
        "assert g.chokepoints(['t']).row('a').unavoidable == 1"
    )
    run(TINY + code, VALUEGRAPH_ENGINE="")


def test_small_jobs_do_not_import_numba():
    run(TINY + "g.chokepoints(['t']); assert 'numba' not in sys.modules", VALUEGRAPH_ENGINE="")


@pytest.mark.slow
def test_the_shipped_graph_does_not_import_numba():
    code = (
        "import sys, valuegraph as vg; vg.load().chokepoints(); assert 'numba' not in sys.modules"
    )
    run(code, VALUEGRAPH_ENGINE="")


@with_numba
def test_large_jobs_import_numba_and_numpy_can_be_asked_for():
    code = TINY + "compiled.WORTH_IMPORTING = 0; g.chokepoints(['t']);"
    run(code + "assert 'numba' in sys.modules", VALUEGRAPH_ENGINE="")
    run(code + "assert 'numba' not in sys.modules", VALUEGRAPH_ENGINE="numpy")


@with_numba
def test_an_installation_that_cannot_be_written_to_compiles_in_memory(monkeypatch):
    import numba

    asked = []

    def njit(**options):
        asked.append(options.get("cache", False))
        if options.get("cache"):
            raise RuntimeError("no locator available")
        return lambda function: function

    monkeypatch.setattr(numba, "njit", njit)
    assert compiled.kernel(run) is run
    assert asked == [True, False]


def test_threads_are_counted_where_the_system_does_not_say(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert compiled.n_threads() == 1
