"""Who withdraws together: groups, jurisdictions, licences, and what only the set can do."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import valuegraph as vg
from tests.view.handmade import engine, network, projection
from valuegraph.errors import UsageError
from valuegraph.view.controlling import controller_sets, known_members
from valuegraph.view.ranking import rank

USERS = ("t1", "t2", "t3", "t4")
FIRMS = [(name, name.upper(), "compute", name) for name in ("a", "b", "c", "d")]
FIRMS += [(name, name.upper(), "implementors", f"firm of {name}") for name in USERS]


def made():
    """Return four users: two rest on firm a, one on b, one on c; d serves nobody much."""
    served = {"t1": "a", "t2": "a", "t3": "b", "t4": "c"}
    return network(
        *((firm, user, "servingCompute", (f"{firm} serves {user}",)) for user, firm in served.items()),
        ("d", "t4", "servingCompute", ("d serves t4",)),
        targets=dict.fromkeys(USERS, 1.0),
        nodes=FIRMS,
    )  # fmt: skip


def slice_of(found, domiciles, controllers=()):
    """Return the slice, with what the engine must know of firms in the nodes table."""
    owners = dict(controllers)
    for name, node in found.nodes.items():
        node.jurisdiction = domiciles.get(name)
        node.controller = owners.get(name, node.firm)
    said = projection(found)
    said.domiciles, said.controllers = domiciles, dict(controllers)
    said.catalogue.begun = said.catalogue.of = lambda cls: []
    said.catalogue.part = SimpleNamespace(as_of=SimpleNamespace(isoformat=lambda: "2026-01-01"),
                                          min_confidence=0.5)  # fmt: skip
    said.catalogue.left_out, said.old_uptakes, said.clusters = 0, 0, {}
    return said


def test_a_jurisdiction_is_its_organisations_not_the_users_in_it():
    found = made()
    said = slice_of(found, {"a": "X", "b": "X", "t1": "X", "c": "Y"})
    assert controller_sets(said, "jurisdiction") == {"X": {"a", "b"}, "Y": {"c"}}


def test_a_set_that_reaches_what_none_of_its_groups_reaches_is_jurisdictional():
    found = made()
    said = slice_of(found, {"a": "X", "b": "X", "c": "Y"})
    lines = {line.iri: line for line in rank(said, engine(found), by="jurisdiction").of("renewal")}
    # a alone stops 2 of 4 users: a half, which is the threshold; so X needs nobody else.
    assert lines["X"].share_lost == pytest.approx(0.75)
    assert "jurisdictional" not in lines["X"].verdict
    said = slice_of(found, {"a": "Z", "b": "X", "c": "X", "d": "X"})
    lines = {line.iri: line for line in rank(said, engine(found), by="jurisdiction").of("renewal")}
    # b and c and d stop one user each, and half a user; together two of four.
    assert lines["X"].share_lost == pytest.approx(0.5)
    assert lines["X"].verdict.split(", ") == ["jurisdictional"]


def test_firms_under_common_control_count_as_one():
    found = made()
    said = slice_of(
        found,
        {"b": "X", "c": "X", "d": "X"},
        {"b": "parent", "c": "parent", "d": "parent"},
    )
    (line,) = rank(said, engine(found), by="jurisdiction", views=("renewal",)).lines
    assert line.share_lost == pytest.approx(0.5)
    assert line.verdict == ""


def test_coverage_says_how_many_belong_to_any_set():
    found = made()
    (line,) = known_members(slice_of(found, {"a": "X", "b": "X", "nobody": "X"}), "jurisdiction")
    assert line.startswith("2 of 4 organisations in the chain have a known domicile")
    found.supply("lic", "a", "licenceTerms", kind="licence", facts=())
    found.supply("w", "a", "modelWeights", kind="licence", facts=())
    found.supply("w", "b", "modelWeights", kind="licence", facts=())
    (line,) = known_members(slice_of(found, {}), "licence")
    assert line.startswith("1 of 2 offerings of weights have known terms")
    assert known_members(slice_of(found, {}), "group") == ()


def test_licences_withdraw_one_by_one():
    found = made()
    found.licences.update({"lic-1": {"lic-1"}, "lic-2": {"lic-2"}})
    assert controller_sets(slice_of(found, {}), "licence") == {
        "lic-1": {"lic-1"},
        "lic-2": {"lic-2"},
    }


def test_an_unknown_way_to_group_is_refused():
    with pytest.raises(UsageError, match="cannot rank by 'colour'"):
        controller_sets(slice_of(made(), {}), "colour")


@pytest.fixture(scope="module")
def shipped():
    return vg.load()


def test_the_shipped_jurisdictions_have_names_and_a_coverage_line(shipped):
    answer = shipped.chokepoints(by="jurisdiction", top=5)
    names = [line.name for line in answer.ranking.lines]
    assert "United States" in names
    assert not [name for name in names if "://" in name or name.startswith("jur-")]
    assert sum("have a known domicile" in line for line in answer.coverage) == 1


def test_the_shipped_licences_have_names_and_facts(shipped):
    answer = shipped.chokepoints(by="licence", view="renewal", top=3)
    assert answer.ranking.lines
    for line in answer.ranking.lines:
        assert line.facts
        assert "://" not in line.name
        assert not line.name.startswith("lic-")
