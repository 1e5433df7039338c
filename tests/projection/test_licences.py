"""Licences as nodes: who holds weights under which text, and whom the licensor can stop."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.projection import Slice, project, read_columns
from valuegraph.projection.assembly import Assembly
from valuegraph.projection.offerings import offering_node
from valuegraph.resources import ontology_dir
from valuegraph.store import Store

D = "https://w3id.org/valuegraph/data/"
FACTS = Path(__file__).with_name("licences.ttl")


@pytest.fixture(scope="module")
def columns():
    return read_columns(Store.open([ontology_dir(), FACTS], cache=None))


@pytest.fixture(scope="module")
def chain(columns):
    return project(columns, Slice(dt.date(2025, 6, 1)))


@pytest.fixture(scope="module")
def graph(chain):
    network = chain.network
    return DependencyGraph.from_frame(
        network.supply_columns(), network.requirement_columns(), network.node_columns()
    )


def line(chain, supplier, dependent, role):
    return chain.network.supplies.get((D + supplier, D + dependent, role))


def under(chain, dependent):
    return {
        s.removeprefix(D)
        for s, d, role in chain.network.supplies
        if (d, role) == (D + dependent, "licenceTerms")
    }


def left(graph, name, view):
    found = graph.service(remove=[D + name], surge=math.inf, view=view)
    return {node.removeprefix(D): share for node, share in found.items()}


def test_a_host_and_a_copy_of_ones_own_are_held_under_the_licence_of_the_release(chain):
    assert under(chain, "off-kept-host") == {"lic-kept"}
    assert under(chain, "off-kept-self") == {"lic-kept"}
    assert under(chain, "off-lent-host") == {"lic-lent"}
    assert under(chain, "off-free-host") == {"lic-free"}
    held = line(chain, "lic-kept", "off-kept-host", "licenceTerms")
    assert (held.kind, held.stock, held.revocable_by) == ("licence", 1.0, "")
    # The host serves it (0.7) and the release is under the licence (0.6): both must hold.
    assert held.grounds == ((f"{D}off-kept-host", f"{D}off-kept-down"),)
    assert held.confidence == pytest.approx(0.6)


def test_terms_stated_of_an_offering_itself_come_before_those_of_the_release(chain):
    build = Assembly(chain.catalogue)
    offering_node(build, build.offerings[f"{D}off-kept-fork"])
    held = {s: line for (s, _, r), line in build.network.supplies.items() if r == "licenceTerms"}
    assert set(held) == {f"{D}lic-free"}
    assert held[f"{D}lic-free"].grounds == ((f"{D}off-kept-fork",),)


def test_the_licensor_grants_its_licence_and_nobody_a_common_text(chain):
    grant = line(chain, "org-lab", "lic-kept", "licensor")
    assert (grant.kind, grant.stock, grant.revocable_by) == ("licence", 1.0, "")
    assert grant.grounds == ((f"{D}off-kept-down",),)
    assert not [s for s, d, _ in chain.network.supplies if d == f"{D}lic-free"]
    assert chain.network.licences == {
        f"{D}{name}": {f"{D}{name}"} for name in ("lic-kept", "lic-lent", "lic-free")
    }


def test_only_notice_makes_a_licence_revocable_not_breach_and_not_restriction_from_afar(chain):
    lent = line(chain, "lic-lent", "off-lent-host", "licenceTerms")
    assert (lent.stock, lent.revocable_by) == (0.0, f"{D}org-lab")
    assert line(chain, "org-lab", "lic-lent", "licensor").revocable_by == f"{D}org-lab"


def test_a_term_counts_from_the_day_it_holds(columns):
    earlier = project(columns, Slice(dt.date(2024, 12, 31)))
    lent = line(earlier, "lic-lent", "off-lent-host", "licenceTerms")
    assert (lent.stock, lent.revocable_by) == (1.0, "")


def test_what_a_firm_or_its_sister_developed_needs_no_leave(chain):
    assert under(chain, "off-kept-arm") == set()
    assert line(chain, "org-lab", "off-shut-arm", "licenceToUse") is None


def test_terms_of_calls_make_no_licence_node_the_consent_to_closed_weights_stays(chain):
    assert f"{D}lic-call" not in chain.network.nodes
    consent = line(chain, "org-lab", "off-shut-host", "licenceToUse")
    assert consent.revocable_by == f"{D}org-lab"
    assert consent.grounds == (
        (f"{D}off-shut-host", f"{D}dev-shut"),
        (f"{D}off-shut-host", f"{D}dev-shut-again"),
    )


def test_when_the_licensor_goes_what_it_may_end_stops_and_what_is_out_goes_on(graph):
    today = left(graph, "org-lab", "continuity")
    assert (today["off-lent-host"], today["off-kept-host"], today["off-free-host"]) == (0, 1, 1)
    assert today["off-shut-host"] == 0
    renewed = left(graph, "org-lab", "renewal")
    assert renewed["off-kept-host"] == renewed["lic-kept"] == 0
    assert renewed["lic-free"] == 1


def test_a_licence_can_be_asked_after_as_a_controller(chain, graph):
    found = graph.chokepoints(
        chain.network.targets, by=chain.network.licences, surge=0.3, view="renewal"
    )
    lost = {row.name.removeprefix(D): row.share_lost for row in found.rows}
    # Sector G: one of four functions each. Sector P: letters of three; both sectors weigh 1/2.
    assert lost["lic-free"] == pytest.approx(1 / 8)
    assert lost["lic-lent"] == pytest.approx(1 / 8)
    assert lost["lic-kept"] == pytest.approx(1 / 8 + 1 / 6)


def test_leverage_counts_what_may_be_revoked_only(chain, graph):
    sets = {"lab": {f"{D}org-lab"}}
    for view in ("renewal", "continuity"):
        (row,) = graph.chokepoints(chain.network.targets, by=sets, view=view).rows
        # Advice (notice) and code (consent to closed weights): two of four functions of sector G.
        assert row.leverage == pytest.approx(2 / 8), view
