"""What an offering rests on, by who serves it and whose weights they are; invented firms."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from valuegraph.chokepoints import DependencyGraph
from valuegraph.projection import Slice, project, read_columns
from valuegraph.resources import ontology_dir
from valuegraph.store import Store

D = "https://w3id.org/valuegraph/data/"
USER = f"{D}org-user#in-G"


@pytest.fixture(scope="module")
def chain():
    store = Store.open([ontology_dir(), Path(__file__).with_name("offerings.ttl")], cache=None)
    return project(read_columns(store), Slice(dt.date(2025, 6, 1)))


def line(chain, supplier, dependent, role):
    return chain.network.supplies.get((D + supplier, D + dependent, role))


def left(chain, firm, view="continuity"):
    """Return the service of every node when a firm withdraws and survivors may grow at will."""
    network = chain.network
    graph = DependencyGraph.from_frame(network.supply_columns(), network.requirement_columns())
    found = graph.service(remove=[D + firm], surge=math.inf, view=view)
    return {name.removeprefix(D): share for name, share in found.items()}


def test_closed_weights_elsewhere_need_the_developers_licence_which_it_may_revoke(chain):
    licence = line(chain, "org-lab", "off-cloud-closed", "licenceToUse")
    assert licence.stock == 0
    assert licence.revocable_by == f"{D}org-lab"
    assert line(chain, "org-lab", "off-cloud-open", "licenceToUse") is None


def test_when_the_developer_withdraws_hosts_lose_closed_weights_and_keep_open_ones(chain):
    service = left(chain, "org-lab")
    assert service["off-cloud-closed"] == 0
    assert service["off-cloud-open"] == 1
    assert service["off-self"] == 1
    assert left(chain, "org-lab", view="renewal")["off-cloud-open"] == 0


def test_a_family_is_held_while_a_release_of_the_last_two_years_can_be_downloaded(chain):
    assert line(chain, "family-f", "off-cloud-open", "modelWeights").stock == 1
    store = Store.open([ontology_dir(), Path(__file__).with_name("offerings.ttl")], cache=None)
    later = project(read_columns(store), Slice(dt.date(2026, 6, 1)))
    assert line(later, "family-f", "off-cloud-open", "modelWeights").stock == 0
    assert line(later, "model-open", "off-self", "modelWeights").stock == 1


def test_a_host_serves_from_its_own_cloud_and_stops_with_it(chain):
    assert line(chain, "org-cloud#compute", "off-cloud-closed", "servingCompute") is not None
    service = left(chain, "org-cloud")
    assert service["off-cloud-closed"] == service["off-cloud-open"] == service["off-cloud-any"] == 0
    assert service["off-self"] == 1


def test_a_reseller_widens_nothing_it_needs_somebody_who_serves(chain):
    members = {
        s for s, d, r in chain.network.supplies if (d, r) == (f"{D}off-resold", "modelAccess")
    }
    assert members == {f"{D}off-cloud-closed"}
    assert (f"{D}off-resold", "servingCompute") not in chain.network.needs
    assert left(chain, "org-cloud")["off-resold"] == 0


def test_a_platform_used_without_a_model_needs_one_of_its_models(chain):
    members = {
        s for s, d, r in chain.network.supplies if (d, r) == (f"{D}off-cloud-any", "modelAccess")
    }
    assert members == {f"{D}off-cloud-closed", f"{D}off-cloud-open"}
    assert left(chain, "org-lab")["off-cloud-any"] == 1


def test_who_runs_weights_itself_does_not_need_their_developer_and_its_compute_is_unknown(chain):
    assert line(chain, "org-lab", "off-self", "provision") is None
    assert (f"{D}off-self", "servingCompute") in chain.network.needs
    assert not [
        d for _, d, r in chain.network.supplies if (d, r) == (f"{D}off-self", "servingCompute")
    ]


def test_a_vendors_product_passes_on_what_the_vendor_uses(chain):
    assert left(chain, "org-lab")["off-vendor"] == 0
    assert left(chain, "org-vendor")["off-vendor"] == 0


def test_base_weights_count_and_alleged_distillation_does_not(chain):
    assert line(chain, "model-open", "model-tuned", "baseWeights").stock == 1
    assert line(chain, "model-student", "model-tuned", "baseWeights") is None


def test_an_implementor_loses_the_share_of_its_functions_that_stop(chain):
    # Six functions; without the lab, support (by way of the vendor) and search stop.
    assert len(chain.functions[USER]) == 6
    assert left(chain, "org-lab")["org-user#in-G"] == pytest.approx(4 / 6)


def test_a_stake_controls_above_one_half(chain):
    assert chain.controllers == {f"{D}org-vendor": f"{D}org-cloud"}
