"""Who bears which duty under the AI Act, on the shipped facts: provider, deployer or both."""

from __future__ import annotations

import sys

import pytest

from valuegraph.resources import data_dir, ontology_dir
from valuegraph.store import Store, questions
from valuegraph.vocabulary.namespaces import VGX

PROVIDER, DEPLOYER = VGX + "aiProvider", VGX + "aiDeployer"
pytestmark = pytest.mark.slow

NO_DUTY = "entry into force"


@pytest.fixture(scope="module")
def duties(tmp_path_factory):
    """Rows of the question, as dictionaries."""
    store = Store.open([ontology_dir(), data_dir()], cache=tmp_path_factory.mktemp("duties"))
    names, rows = store.rows(questions(ontology_dir())["duties-and-who-bears-them"].text)
    return [dict(zip(names, row, strict=True)) for row in rows]


def bearers(duties, object_, content=""):
    return {
        row["bearer"]
        for row in duties
        if row["object"].endswith(object_) and row["content"].startswith(content)
    }


def test_every_duty_names_its_bearer(duties):
    without = {row["content"] for row in duties if row["bearer"] is None}
    assert without == {NO_DUTY}
    found = {(row["duty"], row["bearer"]) for row in duties}
    roles = [role for _, role in found]
    sys.stdout.write(f"provider {roles.count(PROVIDER)}, deployer {roles.count(DEPLOYER)}\n")
    assert roles.count(PROVIDER) > 0
    assert roles.count(DEPLOYER) > 0


def test_makers_of_models_and_users_of_systems_bear_different_duties(duties):
    assert bearers(duties, "matter-general-purpose-ai-models") == {PROVIDER}
    assert bearers(duties, "systemic-risk") == {PROVIDER}
    high = "matter-stand-alone-high-risk-ai-systems"
    assert bearers(duties, high, "use as instructed") == {DEPLOYER}
    assert bearers(duties, high, "quality management") == {PROVIDER}
    assert bearers(duties, "prohibited-ai-practices") == {PROVIDER, DEPLOYER}


def test_a_bearer_is_cited_from_the_text_of_the_law_or_below_it_said_so(duties):
    for row in duties:
        article = row["locator"].startswith("article ")
        assert article == (row["confidence"] >= 0.9), row
    cited = {row["duty"] for row in duties if row["locator"].startswith("article")}
    told = {row["duty"] for row in duties if row["bearer"]}
    assert len(cited) >= len(told) * 3 / 4


def test_days_tell_what_is_in_force(duties):
    status = {(str(row["since"]), row["status"]) for row in duties}
    assert ("2025-08-02", "in force") in status
    assert ("2026-12-02", "announced") in status
    assert ("2027-12-02", "announced") in status
