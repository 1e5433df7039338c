"""The pages through the real processes, on the shipped facts: what a stranger opens first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.serve.conftest import Served

PAGES = ("/", "/query", "/questions", "/scenario", "/entity/org-tsmc", "/map")


@pytest.mark.slow
def test_the_first_pages_a_stranger_opens(shipped: Served) -> None:
    for path in PAGES:
        found = shipped.client.get(path, headers={"Accept": "text/html"}, timeout=100)
        assert found.status_code == 200, (path, found.text[:500])
        assert found.headers["content-type"].startswith("text/html")
        assert "content-security-policy" in found.headers


@pytest.mark.slow
def test_shipped_questions_are_answered_as_from_files(shipped: Served) -> None:
    kg = shipped.site.kg
    names = ("firms-in-three-layers", "models-host-chip-foundry", "offerings-by-access-level")
    for name in names:
        text = kg.questions()[name].text
        found = shipped.client.post("/sparql", data={"query": text, "format": "csv"})
        assert found.status_code == 200, (name, found.text)
        own = kg.query_raw(text, "csv")
        assert sorted(found.content.splitlines()) == sorted(own.splitlines()), name
        assert len(own.splitlines()) > 1
