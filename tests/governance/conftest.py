"""The licence rules as one namespace, of the library or of a copy; the shipped facts."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import valuegraph
from valuegraph.projection.catalogue import Catalogue

HERE = Path(__file__).parent
MODULES = ("ancestry", "conflicts", "passing", "policies", "parties", "permitting", "verdicts")


def _load(name):
    spec = importlib.util.spec_from_file_location(f"licence_tests_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TEXTS = _load("texts")
CASES = (*_load("ground_truth").CHECKS, *_load("ground_truth_rules").CHECKS)


def namespace(package):
    """Return all public names of the licence rules of a package."""
    found = {}
    for module in MODULES:
        found |= vars(importlib.import_module(f"{package}.{module}"))
    return SimpleNamespace(**{name: value for name, value in found.items() if name[0] != "_"})


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES, ids=[case.__name__ for case in CASES])


@pytest.fixture(scope="session")
def cases():
    return CASES


@pytest.fixture(scope="session")
def texts():
    """The licences written out by hand."""
    return TEXTS


@pytest.fixture(scope="session")
def rules_of():
    return namespace


@pytest.fixture(scope="session")
def api():
    return namespace("valuegraph.governance.licences")


@pytest.fixture(scope="session")
def shipped():
    """The shipped facts, seen on a fixed day so that answers do not drift."""
    return valuegraph.load(as_of="2026-11-22")


@pytest.fixture(scope="session")
def catalogue(shipped):
    return Catalogue(shipped.columns, shipped.part)
