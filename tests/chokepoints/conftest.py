"""The reference implementation and the list of ground-truth checks, shared by the tests."""

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def _load(name):
    spec = importlib.util.spec_from_file_location(f"chokepoint_tests_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


GROUND_TRUTH = _load("ground_truth")
REFERENCE = _load("reference")
FAST_NUMBERS = _load("fast_numbers")


def pytest_collection_modifyitems(items):
    """Let graphs with loops without a stock be ranked; test_bad_frames is about the warning."""
    ignore = pytest.mark.filterwarnings("ignore::valuegraph.errors.PhantomLoopWarning")
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(ignore)


def pytest_generate_tests(metafunc):
    if "check" in metafunc.fixturenames:
        checks = GROUND_TRUTH.CHECKS
        metafunc.parametrize("check", checks, ids=[check.__name__ for check in checks])
    if "number" in metafunc.fixturenames:
        numbers = FAST_NUMBERS.CHECKS
        metafunc.parametrize("number", numbers, ids=[number.__name__ for number in numbers])


@pytest.fixture(scope="session")
def checks():
    return GROUND_TRUTH.CHECKS


@pytest.fixture(scope="session")
def reference():
    return REFERENCE


@pytest.fixture(scope="session")
def numbers():
    return FAST_NUMBERS
