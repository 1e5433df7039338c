"""Data that try to become part of the page stay text, and a question cannot become another."""

from pathlib import Path

import pytest

import valuegraph as vg
from tests.serve.pages.conftest import PAGE, client_of, read

OWN_FILES = Path(__file__).parent / "hostile.ttl"
PATHS = (
    "/",
    "/search?q=img",
    "/search?q=%3Cscript%3Ewindow.owned",
    "/entity/org-evil",
    "/entity/org-lab",
    "/entity/sup-evil",
    "/entity/sup-bare",
    "/entity/src-evil",
    "/entity/ev-evil",
    "/entity/org-evil?group=Supply.supplier",
    "/scenario?shock=remove:org-evil",
    "/scenario?shock=%3Cscript%3E&surge=0.5&target=%3Cimg%3E",
    "/questions",
    "/query",
    "/entity/%3Cscript%3Ealert(1)%3C/script%3E",
)
OUR_SCRIPTS = {"yasgui.min.js", "completing.js", "query.js"}
NEVER = {"img", "svg", "iframe", "b-evil", "object", "embed", "base"}


@pytest.fixture(scope="module")
def hostile():
    return client_of(vg.load(OWN_FILES, only=True, as_of="2026-06-01"))


@pytest.mark.parametrize("path", PATHS)
def test_hostile_texts_stay_texts(hostile, path):
    found = hostile.get(path, headers=PAGE)
    assert found.status_code in {200, 400, 404}, found.text
    page = read(found)
    for tag, told in page.tags:
        assert tag not in NEVER, (tag, told)
        assert not any(name.startswith("on") for name in told), told
        assert "style" not in told
        if tag == "script":
            assert told["src"].partition("?")[0].rpartition("/")[2] in OUR_SCRIPTS
    assert not any((href or "").lower().startswith("javascript") for _, href in page.links)


def test_what_is_no_web_address_is_shown_but_is_no_link(hostile):
    page = hostile.page("/entity/org-evil")
    assert "javascript:window.owned=1" in page.text
    assert "<img src=x onerror=window.owned=1>" in page.text
    assert "{{ 7 * 7 }}" in page.text
    source = hostile.page("/entity/sup-evil")
    assert "<svg onload=window.owned=1>" in source.text
    assert "<iframe src=//example.org></iframe>" in source.text


def test_a_fact_without_a_label_is_not_lost(hostile):
    assert ("sup-bare", "/entity/sup-bare") in hostile.page("/entity/org-evil").links


@pytest.mark.parametrize("path", PATHS)
def test_every_page_forbids_what_is_not_its_own(hostile, path):
    told = hostile.get(path, headers=PAGE).headers
    policy = told["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "identifier",
    [
        "x> ?p ?o } INSERT DATA { <a> <b> <c> } #",
        "vgd:org-evil> ?p ?o . ?a ?b ?c } #",
        "https://example.org/> ?p ?o } UNION { ?s ?p ?o",
        "org-evil%3E",
        "..%2f..%2fetc%2fpasswd",
        "\u202eorg",
        "%00",
        "nace:",
        "vgd:",
    ],
)
def test_an_id_cannot_become_a_query_or_a_file(hostile, identifier):
    found = hostile.get(f"/entity/{identifier}", headers=PAGE)
    assert found.status_code == 404
    assert "root:" not in found.text


def test_names_of_the_machine_and_stacks_stay_inside(hostile, monkeypatch):
    def broken(*_):
        raise RuntimeError("/secret/place")

    monkeypatch.setattr("valuegraph.serve.pages.home.overview", broken)
    found = client_of(vg.load(OWN_FILES, only=True, as_of="2026-06-01")).get("/", headers=PAGE)
    assert found.status_code == 500
    assert "this page could not be made" in found.text.lower()
    assert "secret" not in found.text
    assert "Traceback" not in found.text
