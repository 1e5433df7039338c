"""Edges that no shipped fact comes to."""

import json

import pytest
from starlette.requests import Request

import valuegraph as vg
from tests.serve.conftest import run
from tests.serve.pages.conftest import BASE, PAGE, InThisProcess, client_of
from valuegraph.serve.limits import Address, Limits
from valuegraph.serve.pages.description import respond
from valuegraph.serve.pages.figures import figures, governed
from valuegraph.serve.pages.gallery import by_asker, table
from valuegraph.serve.pages.home import overview
from valuegraph.serve.pages.reach import reach
from valuegraph.serve.refusals import Refusal
from valuegraph.serve.site import Site
from valuegraph.store.questions import Question
from valuegraph.view.payload import safe_url
from valuegraph.vocabulary.namespaces import NACE, VG, VGD

ORGANIZATION = [VG + "Organization"]


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("http://[", False),
        ("https://", False),
        ("ftp://example.org", False),
        ("https://example.org/\nx", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address, safe):
    assert (safe_url(address) is not None) is safe


def test_the_answer_to_an_ask_is_a_table_of_one_cell():
    heads, rows = table(json.dumps({"head": {}, "boolean": True}).encode())
    assert heads == ["answer"]
    assert rows == [[{"type": "literal", "value": "true"}]]


def test_a_question_of_somebody_new_stands_under_their_name():
    asked = Question(id="q", asks="Why?", by="journalist", columns=(), text="ASK {}")
    assert by_asker({"q": asked}) == [("journalist", [asked])]


def test_what_is_in_no_chain_has_no_figures_no_offerings_and_reaches_nothing(hand_graph):
    lone = VGD + "org-law"
    assert figures(hand_graph, VGD + "src-t", [VG + "Source"]) is None
    assert governed(hand_graph, lone, [VG + "Source"]) == ()
    assert reach(hand_graph, NACE + "B").sectors == ()
    assert reach(hand_graph, "https://example.org/none").sectors == ()


def test_own_data_without_a_chain_still_have_a_front_page(tmp_path):
    own = tmp_path / "own.ttl"
    own.write_text("<https://example.org/a> <https://example.org/b> 1 .", encoding="utf-8")
    graph = vg.load(own, only=True, as_of="2026-06-01")
    told = overview(graph)
    assert told.asked == ()
    assert told.coverage
    client = client_of(graph)
    assert "Who depends on whom" in client.page("/").text
    assert client.get("/scenario?who=Nobody", headers=PAGE).status_code == 400
    # It is stated, yet outside every namespace that has pages here.
    assert client.get("/entity/https://example.org/a", headers=PAGE).status_code == 404
    assert client.get("/map", headers=PAGE).status_code == 400


def test_the_description_of_the_service_comes_through_its_route(hand_graph):
    site = Site(hand_graph, Limits(), Address(base=BASE), InThisProcess(hand_graph))
    told = {"type": "http", "method": "GET", "path": "/sparql", "query_string": b"", "headers": []}
    answer = run(respond(site, Request(told)))
    assert answer.media_type.startswith("text/turtle")
    assert b"sd:Service" in answer.body


class Busy(InThisProcess):
    """Answers nobody: as many wait as may."""

    async def work(self, function, *given):
        raise Refusal(503, "too many wait for an answer", headers={"Retry-After": "5"})


@pytest.mark.parametrize(
    "path", ["/", "/entity/org-lab", "/scenario?who=Lab", "/map", "/search?q=a"]
)
def test_when_too_many_wait_people_and_programs_are_told_to_come_back(hand_graph, path):
    client = client_of(hand_graph, Busy(hand_graph))
    page = client.get(path, headers=PAGE)
    assert page.status_code == 503
    assert page.headers["retry-after"] == "5"
    assert "oo many wait for an answer" in page.text
    assert "<h1>" in page.text
    if not path.startswith("/scenario"):
        told = client.get(path, headers={"Accept": "application/json"})
        assert told.json()["status"] == 503
