"""A store of invented firms: one lab, two clouds, one lithography maker under everything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from valuegraph.projection import Slice, project, read_columns
from valuegraph.resources import ontology_dir
from valuegraph.store import Store

CHAIN = Path(__file__).with_name("chain.ttl")
DATA = "https://w3id.org/valuegraph/data/"


@pytest.fixture(scope="session")
def store():
    return Store.open([ontology_dir(), CHAIN], cache=None)


@pytest.fixture(scope="session")
def columns(store):
    return read_columns(store)


@pytest.fixture(scope="session")
def at(columns):
    """Return a function that projects the chain on a day, names shortened by nothing."""

    def on(day, **options):
        return project(columns, Slice(dt.date.fromisoformat(day), **options))

    return on
