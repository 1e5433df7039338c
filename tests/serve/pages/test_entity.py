"""Pages of things: what they hold, in which forms, and that a hub loses nothing."""

import re

import pytest
import rdflib
from rdflib.compare import isomorphic

from valuegraph.serve.pages.links import iri_of, path_of
from valuegraph.vocabulary.namespaces import VG, VGD

PAGE = {"Accept": "text/html"}
FORMS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
MEDIA = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
FACTS_OF = """
SELECT DISTINCT ?fact WHERE {{ ?fact ?property <{iri}> ; vg:validFrom ?start }}
"""


def graph_of(response, ending):
    return rdflib.Graph().parse(data=response.content, format=FORMS[ending])


@pytest.mark.parametrize("ending", FORMS)
def test_a_thing_is_to_be_had_as_rdf_by_ending_and_by_accept(shipped, ending):
    by_ending = shipped.get(f"/entity/chip-nvidia-h100-sxm5-80gb.{ending}")
    by_accept = shipped.get("/entity/chip-nvidia-h100-sxm5-80gb", headers={"Accept": MEDIA[ending]})
    assert by_ending.status_code == by_accept.status_code == 200
    assert by_ending.headers["content-type"].startswith(MEDIA[ending])
    assert by_accept.headers["vary"] == "Accept"
    assert by_accept.headers["content-location"] == f"/entity/chip-nvidia-h100-sxm5-80gb.{ending}"
    # Who else may read it is said before all routes, with an eye on whose facts are served.
    assert "access-control-allow-origin" not in by_ending.headers
    assert isomorphic(graph_of(by_ending, ending), graph_of(by_accept, ending))


def test_all_forms_of_rdf_say_the_same(shipped):
    graphs = [graph_of(shipped.get(f"/entity/family-llama-3.{ending}"), ending) for ending in FORMS]
    assert len(graphs[0]) > 50
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_the_rdf_of_a_thing_holds_its_facts_with_their_evidence(shipped, shipped_graph):
    iri = VGD + "org-asml"
    graph = graph_of(shipped.get("/entity/org-asml.nt"), "nt")
    facts = {fact for (fact,) in shipped_graph.store.rows(FACTS_OF.format(iri=iri))[1]}
    assert facts
    for fact in facts:
        evidence = list(graph.objects(rdflib.URIRef(fact), rdflib.URIRef(VG + "hasEvidence")))
        assert evidence
        for each in evidence:
            assert (each, rdflib.URIRef(VG + "locator"), None) in graph
    own = shipped_graph.store.rows(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}")[1]
    assert len(list(graph.predicate_objects(rdflib.URIRef(iri)))) == len(own)


def test_a_browser_gets_a_page_and_a_client_that_takes_nothing_of_it_is_told(shipped):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    found = shipped.get("/entity/org-tsmc", headers={"Accept": browser})
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    refused = shipped.get("/entity/org-tsmc", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "text/turtle" in refused.text


def test_a_dot_in_an_id_is_no_ending(shipped):
    found = shipped.get("/entity/lic-apache-2.0", headers=PAGE)
    assert found.status_code == 200
    assert "<h1>Apache License 2.0</h1>" in found.text
    assert (
        shipped.get("/entity/lic-apache-2.0.ttl").headers["content-type"].startswith("text/turtle")
    )


@pytest.mark.parametrize("name", ["TSMC", "tsmc", "vgd:org-tsmc", VGD + "org-tsmc"])
def test_labels_aliases_and_iris_lead_to_the_page(shipped, name):
    found = shipped.get(f"/entity/{name}", headers=PAGE)
    assert found.status_code == 303
    assert found.headers["location"] == "/entity/org-tsmc"
    form = shipped.get(f"/entity/{name}.ttl")
    assert form.headers["location"] == "/entity/org-tsmc.ttl"


def test_an_unknown_thing_is_a_404_that_names_what_is_near(shipped, reading):
    found = shipped.get("/entity/org-tmsc", headers=PAGE)
    assert found.status_code == 404
    assert ("TSMC", "/entity/org-tsmc") in reading(found).links
    told = shipped.get("/entity/org-tmsc", headers={"Accept": "application/ld+json"}).json()
    assert told["status"] == 404
    assert {"name": "TSMC", "iri": VGD + "org-tsmc"} in told["did_you_mean"]


@pytest.mark.parametrize(
    "name",
    [
        "org-tsmc",
        pytest.param("org-amazon-web-services", marks=pytest.mark.slow),
        pytest.param("lic-apache-2.0", marks=pytest.mark.slow),
    ],
)
def test_no_fact_of_a_hub_is_lost(shipped, shipped_graph, name):
    page = shipped.page(f"/entity/{name}")
    every = {path_of(f) for (f,) in shipped_graph.store.rows(FACTS_OF.format(iri=VGD + name))[1]}
    groups = {path for _, path in page.links if path and "?group=" in path and "named." not in path}
    reached = {path for _, path in page.links}
    for group in groups:
        number, pages = 1, 1
        while number <= pages:
            part = shipped.page(f"{group}&page={number}")
            reached |= {path for _, path in part.links}
            told = re.search(r"page \d+ of (\d+)", part.text)
            pages = int(told.group(1)) if told else 1
            number += 1
    assert every <= reached


def test_a_large_hub_says_how_many_facts_there_are_and_stays_small(shipped):
    found = shipped.get("/entity/org-google", headers=PAGE)
    assert len(found.content) < 400_000
    page = shipped.page("/entity/org-google")
    told = re.search(r"Google develops … (\d+), (\d+) in force", page.text)
    assert int(told.group(1)) > 300
    assert ("all " + told.group(1), "/entity/org-google?group=Development.developer") in page.links


def test_a_fact_shows_its_source_place_day_and_confidence(shipped):
    page = shipped.page("/entity/TSMC")
    path = next(path for words, path in page.links if words.startswith("TSMC supplies"))
    text = shipped.page(path).text
    assert "Where it comes from" in text
    assert re.search(r"[Ff]rom|In force on", text)
    assert re.search(r"Confidence [01](\.\d+)?", text)
    assert "read on 2026" in text


def test_a_source_lists_what_rests_on_it_page_by_page(shipped, shipped_graph):
    rows = shipped_graph.store.rows(
        "SELECT ?s (COUNT(DISTINCT ?f) AS ?n) WHERE { ?f vg:hasEvidence ?e . ?e dct:source ?s } "
        "GROUP BY ?s HAVING (COUNT(DISTINCT ?f) > 60 && COUNT(DISTINCT ?f) < 140) LIMIT 1"
    )[1]
    ((source, count),) = rows
    pages = -(-int(count) // 50)
    found = set()
    for number in range(1, pages + 1):
        page = shipped.page(f"{path_of(source)}?page={number}")
        assert f"page {number} of {pages}" in page.text
        found |= {path for _, path in page.links if path.startswith("/entity/")}
    facts = shipped_graph.store.rows(
        f"SELECT DISTINCT ?f WHERE {{ ?f vg:hasEvidence ?e . ?e dct:source <{source}> }}"
    )[1]
    assert {path_of(fact) for (fact,) in facts} <= found


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/entity/nace:L", "Financial and insurance activities"),
        ("/entity/vg:Supply", "supply"),
        ("/entity/vgx:managedApi", "managed API"),
        ("/entity/lic-mit", "MIT License"),
        ("/entity/chip-nvidia-a100", "NVIDIA A100"),
        ("/entity/jur-us", "United States"),
    ],
)
def test_sectors_classes_concepts_and_licences_have_pages_too(shipped, path, words):
    assert words in shipped.page(path).text


def test_a_sector_shows_who_uses_what_there_and_on_what_terms(shipped):
    text = shipped.page("/entity/nace:L").text
    assert "Who uses what here, and on what terms" in text
    assert "Mistral AI" in text
    assert "Apache License 2.0" in text


def test_governance_comes_with_its_reason(shipped):
    text = shipped.page("/entity/family-llama-3").text
    assert "controlled openness, since the weights can be downloaded" in text
    assert "Would be captive platform if" in text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?page=0", 400),
        ("?page=x", 400),
        ("?group=<b>", 400),
        ("?page=99999999", 400),
        ("?group=No.thing", 200),
    ],
)
def test_a_page_or_group_that_is_none_is_told_so(shipped, query, status):
    found = shipped.get(f"/entity/org-tsmc{query}", headers=PAGE)
    assert found.status_code == status
    assert (
        "no page number" in found.text or "no such group" in found.text or "no group" in found.text
    )


def test_an_endless_id_is_refused(shipped):
    assert shipped.get("/entity/" + "x" * 400).status_code == 414


def test_the_same_page_is_not_sent_twice(shipped):
    first = shipped.get("/entity/org-asml", headers=PAGE)
    again = shipped.get("/entity/org-asml", headers=PAGE | {"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("local", ["org-tsmc", "lic-apache-2.0", "a b", "x/y", "ü", "a:b"])
def test_paths_and_iris_are_each_other_s_reverse(local):
    from urllib.parse import unquote

    path = path_of(VGD + local)
    assert path.startswith("/entity/")
    back = iri_of(unquote(path.removeprefix("/entity/")))
    assert back == (None if " " in local else VGD + local)


def test_what_the_server_knows_no_prefix_of_has_no_page():
    assert path_of("https://example.org/x") is None
    assert iri_of("") is None
    assert iri_of("<x>") is None
