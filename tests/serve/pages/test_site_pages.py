"""Front page, search, scenarios, questions, map, the data's card, files: each from outside."""

import gzip
import hashlib
import json

import pytest
import rdflib

from valuegraph.serve.pages.accepting import best
from valuegraph.serve.pages.assets import KINDS, content_of
from valuegraph.serve.pages.description import service
from valuegraph.serve.pages.finding import find, only
from valuegraph.vocabulary.namespaces import VGD

PAGE = {"Accept": "text/html"}
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
BASE = "http://127.0.0.1:8008"
BUNDLE = {
    "yasgui.min.js": "55034eaac74c55f55fbd1eeed008ae38a79053651cbed2b453f1fcfd895a4b75",
    "yasgui.min.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
}


def test_the_front_page_says_what_this_is(shipped, shipped_graph):
    page = shipped.page("/")
    dataset = shipped_graph.dataset
    info = {(row["section"], row["item"]): row["value"] for row in shipped_graph.info().rows()}
    for words in (
        "Who depends on whom in AI?",
        dataset.hash,
        dataset.version,
        "2026-06-01",
        "CC BY 4.0",
        f"{info['dataset', 'relations']:,}",
        *shipped_graph.info().coverage,
    ):
        assert words in page.text
    paths = {path for _, path in page.links}
    assert {"/map", "/scenario", "/questions", "/query", "/.well-known/void"} <= paths


# --- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("Anthropic", "org-anthropic"),
        ("tsmc", "org-tsmc"),
        ("aws", "org-amazon-web-services"),
        ("llama 3", "family-llama-3"),
        ("DeepSeek R1", "model-deepseek-r1"),
        ("nvidia", "org-nvidia"),
    ],
)
def test_a_name_leads_to_the_thing(shipped, text, local):
    found = shipped.get(f"/search?q={text}", headers=PAGE)
    assert found.status_code == 303
    assert found.headers["location"] == f"/entity/{local}"


def test_a_part_of_a_name_lists_what_has_it(shipped):
    page = shipped.page("/search?q=apache")
    assert ("Apache License 2.0", "/entity/lic-apache-2.0") in page.links
    assert shipped.page("/search?q=financial").text.count("sector")


def test_a_misspelt_name_is_asked_back(shipped):
    page = shipped.page("/search?q=opnai")
    assert "Did you mean" in page.text
    assert ("OpenAI", "/entity/org-openai") in page.links
    assert "Nothing is called so" in shipped.page("/search?q=zzzzqqqq").text
    assert "Give a name" in shipped.page("/search?q=").text
    assert shipped.get("/search?q=" + "x" * 300, headers=PAGE).status_code == 400


def test_names_come_closest_first(shipped_graph):
    found = find(shipped_graph, "claude 3", 20)
    assert found[0].name == "Claude 3"
    closeness = [each.closeness for each in found]
    assert closeness == sorted(closeness)
    assert only(found).iri == VGD + "family-claude-3"
    assert only([]) is None


# --- scenarios -----------------------------------------------------------------------------------


def test_the_form_stands_without_a_scenario_and_lists_those_that_ship(shipped):
    page = shipped.page("/scenario")
    assert {"who", "view", "by", "surge", "day", "target", "shock"} <= set(page.forms[-1][1])
    assert ("A foundation lab is cut off", "/scenario?name=foundation-lab-cut-off") in page.links


def test_a_scenario_that_ships_is_played_on_its_day_with_its_reading(shipped):
    text = shipped.page("/scenario?name=foundation-lab-cut-off").text
    assert "OpenAI's own interfaces serve nobody" in text
    assert "How to read it" in text
    assert "Renewal view" in text
    assert "Continuity view" in text
    assert "Low and high: 90 %" in text


def test_those_who_withdraw_can_be_looked_at_on_the_map(shipped):
    page = shipped.page("/scenario?shock=remove:org-tsmc%3D0.5&shock=cut:api:OpenAI")
    maps = [path for _, path in page.links if path.startswith("/map?")]
    assert maps == ["/map?focus=org-tsmc"]


def test_one_view_a_target_and_another_day_are_heeded(shipped):
    text = shipped.page(
        "/scenario?who=TSMC&view=renewal&target=Duolingo&day=2024-06-01&surge=0"
    ).text
    assert "As of 2024-06-01" in text
    assert "Continuity view:" not in text
    assert "with surge 0" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("who=Nobody+at+all+xyz", "Nothing is called"),
        ("shock=remove:", "How to mend"),
        ("shock=explode:TSMC", "How to mend"),
        ("who=TSMC&surge=much", "is no number"),
        ("who=TSMC&surge=-1", "is not a capacity"),
        ("who=TSMC&surge=nan", "is not a capacity"),
        ("who=TSMC&view=sideways", "view"),
        ("who=TSMC&day=yesterday", "day"),
        ("name=nothing-such", "shipped scenario is called"),
        ("&".join(f"shock=remove:x{n}" for n in range(20)), "at most 12 shocks"),
        ("shock=remove:" + "x" * 400, "at most 12 shocks of 300"),
    ],
)
def test_a_scenario_that_cannot_be_played_is_told_in_a_sentence(shipped, query, words):
    found = shipped.get(f"/scenario?{query}", headers=PAGE)
    assert found.status_code == 400
    assert words in found.text
    assert "Traceback" not in found.text
    assert 'name="who"' in found.text


# --- questions -----------------------------------------------------------------------------------


def test_every_question_stands_in_the_gallery_and_in_the_editor(shipped, shipped_graph):
    gallery = {path for _, path in shipped.page("/questions").links}
    editor = {path for _, path in shipped.page("/query").links}
    for name in shipped_graph.questions():
        assert f"/questions/{name}" in gallery
        assert f"/query?name={name}" in editor


def test_a_question_shows_its_whole_answer_with_links(shipped, shipped_graph):
    rows = len(shipped_graph.question("sectors-reached-by-model"))
    page = shipped.page("/questions/sectors-reached-by-model")
    assert f"{rows} rows" in page.text
    assert sum(tag == "tr" for tag, _ in page.tags) == rows + 1
    assert any(path.startswith("/entity/nace:") for _, path in page.links)


def test_a_long_answer_comes_in_pages_that_hold_all_rows(shipped, shipped_graph):
    rows = len(shipped_graph.question("hosts-of-model"))
    assert rows > 100
    pages = -(-rows // 100)
    seen = 0
    for number in range(1, pages + 1):
        page = shipped.page(f"/questions/hosts-of-model?page={number}")
        seen += sum(tag == "tr" for tag, _ in page.tags) - 1
    assert seen == rows


def test_a_question_or_page_that_is_none_is_refused(shipped):
    assert shipped.get("/questions/nothing-such", headers=PAGE).status_code == 404
    assert shipped.get("/questions/hosts-of-model?page=x", headers=PAGE).status_code == 400
    assert "no such page" in shipped.page("/questions/hosts-of-model?page=9999").text


def test_the_editor_starts_from_the_questions_and_the_prefixes(shipped, shipped_graph):
    told = json.loads(shipped.get("/query/examples.json").content)
    assert told["questions"].keys() == shipped_graph.questions().keys()
    assert told["prefixes"]["vg"] == "https://w3id.org/valuegraph/ontology#"
    each = told["questions"]["hosts-of-model"]
    assert each["text"].startswith("PREFIX")
    assert each["asks"] == shipped_graph.questions()["hosts-of-model"].asks
    assert each["note"].startswith("Ways of serving")
    assert len(shipped_graph.query(told["start"])) == 20


# --- the card ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["turtle", "nt", "json-ld", "xml"])
def test_void_is_rdf_and_its_counts_are_true(shipped, shipped_graph, form):
    media = {
        "turtle": "text/turtle",
        "nt": "application/n-triples",
        "json-ld": "application/ld+json",
        "xml": "application/rdf+xml",
    }[form]
    found = shipped.get("/.well-known/void", headers={"Accept": media})
    assert found.headers["content-type"].startswith(media)
    graph = rdflib.Graph().parse(data=found.content, format=form)
    (node,) = graph.subjects(rdflib.RDF.type, VOID.Dataset)
    count = {name: int(graph.value(node, VOID[name])) for name in ("triples", "classes")}
    assert count["triples"] == len(shipped_graph.store)
    partitions = list(graph.objects(node, VOID.classPartition))
    assert len(partitions) == count["classes"]
    assert int(graph.value(node, VOID.properties)) == len(
        list(graph.objects(node, VOID.propertyPartition))
    )
    total = sum(
        int(graph.value(p, VOID.triples)) for p in graph.objects(node, VOID.propertyPartition)
    )
    assert total == count["triples"]
    assert graph.value(node, VOID.sparqlEndpoint) == rdflib.URIRef(f"{BASE}/sparql")
    assert graph.value(node, rdflib.DCTERMS.license) == rdflib.URIRef(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    assert {str(each) for each in graph.objects(node, VOID.dataDump)} == {
        f"{BASE}/dump/valuegraph.{name}.gz" for name in ("ttl", "nq")
    }


def test_a_browser_gets_turtle_and_who_reads_no_rdf_is_told(shipped):
    assert (
        shipped.get("/.well-known/void", headers=PAGE)
        .headers["content-type"]
        .startswith("text/turtle")
    )
    refused = shipped.get("/.well-known/void", headers={"Accept": "image/png"})
    assert refused.status_code == 406


def test_the_service_describes_itself(shipped_graph):
    graph = rdflib.Graph().parse(data=service(shipped_graph, BASE, "ttl"), format="turtle")
    endpoint = rdflib.URIRef(f"{BASE}/sparql")
    assert (endpoint, rdflib.RDF.type, SD.Service) in graph
    assert (endpoint, SD.endpoint, endpoint) in graph
    assert (endpoint, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (endpoint, SD.feature, SD.BasicFederatedQuery) not in graph
    data = graph.value(endpoint, SD.defaultDataset)
    named = {str(graph.value(n, SD.name)) for n in graph.objects(data, SD.namedGraph)}
    known = shipped_graph.store.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")[1]
    assert named == {name for (name,) in known}


def test_the_dump_holds_the_dataset(hand_made, hand_graph):
    for form, kind in (("ttl", "turtle"), ("nq", "nquads")):
        found = hand_made.get(f"/dump/valuegraph.{form}.gz")
        assert found.headers["content-type"] == "application/gzip"
        assert gzip.decompress(found.content) == hand_graph.store.dump(form)
        assert len(rdflib.Dataset().parse(data=gzip.decompress(found.content), format=kind)) > 100
    assert hand_made.get("/dump/valuegraph.exe.gz", headers=PAGE).status_code == 404


# --- map, files, what is not there ---------------------------------------------------------------


def test_the_map_is_made_once_and_carries_its_own_policy(hand_made):
    first = hand_made.get("/map", headers=PAGE)
    assert first.status_code == 200
    assert "default-src &#39;none&#39;" in first.text or "default-src 'none'" in first.text
    assert first.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert hand_made.get("/map", headers=PAGE).headers["etag"] == first.headers["etag"]
    other = hand_made.get("/map?focus=Stepper&as-of=2024-06-01", headers=PAGE)
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    "query", ["focus=Nobody+such", "as-of=never", "focus=Lab&sector=K", "focus=" + "x" * 300]
)
def test_a_map_that_cannot_be_drawn_is_told_in_a_sentence(hand_made, query):
    found = hand_made.get(f"/map?{query}", headers=PAGE)
    assert found.status_code == 400
    assert "Traceback" not in found.text


@pytest.mark.parametrize("name", KINDS)
def test_files_are_kept_for_long_under_their_hash_only(shipped, name):
    page = shipped.get("/query" if name != "site.css" else "/", headers=PAGE).text
    path = next(part for part in page.split('"') if part.startswith(f"/static/{name}?v="))
    found = shipped.get(path)
    assert found.content == content_of(name)
    assert "immutable" in found.headers["cache-control"]
    assert shipped.get(f"/static/{name}").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["nope.js", "..%2fapp.py", "yasgui.LICENSE.txt", "%2e%2e/app.py"])
def test_no_other_file_is_served(shipped, name):
    assert shipped.get(f"/static/{name}", headers=PAGE).status_code == 404


@pytest.mark.parametrize(("name", "digest"), BUNDLE.items())
def test_the_bundle_is_the_published_one(name, digest):
    assert hashlib.sha256(content_of(name)).hexdigest() == digest


def test_a_page_that_is_not_there_is_told_to_people_and_programs(shipped):
    page = shipped.get("/nowhere", headers=PAGE)
    assert page.status_code == 404
    assert "there is no page here" in page.text.lower()
    told = shipped.get("/nowhere", headers={"Accept": "application/json"})
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["status"] == 404


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/html", "html"),
        ("text/turtle", "ttl"),
        ("text/turtle;q=0.5, application/ld+json", "jsonld"),
        ("application/rdf+xml, text/html;q=0.1", "rdf"),
        ("text/*;q=0.2, application/n-triples;q=0.9", "nt"),
        ("text/html;q=0, text/turtle;q=0.1", "ttl"),
        ("image/png", None),
        ("application/json", "jsonld"),
    ],
)
def test_the_form_is_the_one_that_the_client_likes_best(accept, form):
    assert best(accept) == form
