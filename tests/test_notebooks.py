"""The stored notebooks: listed, run in order, and fit for a stranger to read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_LINE = 2_000
MOST_BYTES = 500_000
WITH_A_MAP = FOLDER / "01-from-facts-to-chokepoints.ipynb"
OWN_TABLE = FOLDER / "06-your-own-edge-list.ipynb"
PAPER = FOLDER / "05-reproduce-the-paper.ipynb"


def cells(path: Path, kind: str) -> list[dict[str, object]]:
    return [each for each in json.loads(path.read_text())["cells"] if each["cell_type"] == kind]


def texts(path: Path) -> list[str]:
    """Return every output that a person reads; pictures and whole pages are none."""
    found = []
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            data = output.get("data", {})
            found += ["".join(output.get("text", ""))]
            found += [
                "".join(data[kind]) for kind in ("text/html", "text/markdown") if kind in data
            ]
    return found


def test_the_readme_lists_every_notebook():
    listed = re.findall(r"`([\w-]+\.ipynb)`", (FOLDER / "README.md").read_text())
    assert listed == [path.name for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_ran_in_order_and_without_noise(path):
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1)), "run the notebook anew from its start"
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            assert output["output_type"] != "error", output
            assert output.get("name") != "stderr", "".join(output["text"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_holds_no_computed_figure(path):
    """Shares and counts belong into cells; years, sections and names of models may stand."""
    for cell in cells(path, "markdown"):
        told = "".join(cell["source"])
        assert not re.search(r"\d\s?%|\b\d+ of \d+\b|\b\d+\.\d+ percent", told), told


@pytest.mark.parametrize(
    "name",
    [
        "03-governance-and-openness.ipynb",
        "04-who-serves-what.ipynb",
        "05-reproduce-the-paper.ipynb",
    ],
    ids=lambda name: name[:2],
)
def test_shows_no_addresses_and_cuts_nothing_off(name):
    for text in texts(FOLDER / name):
        assert "w3id.org" not in text, "show labels, not IRIs"
        assert "...</td>" not in text, "a cell was cut off"
        assert not re.search(r"\bnan\b</td>", text, re.IGNORECASE), "say unknown"


SERVING = FOLDER / "04-who-serves-what.ipynb"


def test_serving_shows_resellers_beside_hosts_and_what_is_unknown():
    told = "\n".join(texts(SERVING))
    for heading in ("place by sellers", "place by hosts", "hosts that are sure", "unavoidable"):
        assert f"<th>{heading}</th>" in told, heading
    assert "<td" in told
    assert re.search(r">unknown</td>", told)
    assert "<b>Unknown.</b>" in told or "**Unknown.**" in told


def test_serving_names_the_sources_of_prices_and_their_disagreement():
    told = "\n".join(texts(SERVING))
    for publisher in ("models.dev", "genai-prices", "LiteLLM"):
        assert re.search(rf">{re.escape(publisher)}</td>", told), publisher
    assert "priced by two publishers or more" in told


def test_serving_compares_four_records_by_name_and_by_direction():
    told = "\n".join(texts(SERVING))
    for record in (
        "core alone",
        "core and sources",
        "confidence 0.7 or more",
        "two publishers or more",
    ):
        assert told.count(f"<th>{record}</th>") == 2, record
    assert "change with the record" in told
    assert "hold in every record in which they can be told" in told


def test_serving_holds_its_findings_by_assertions():
    """The numbered findings at the top stand on assertion cells, not on words."""
    code = ["".join(cell["source"]) for cell in cells(SERVING, "code")]
    assert sum("assert " in source for source in code) >= 8


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_that_strips_scripts_still_shows_everything(path):
    """Stored outputs hold no frame or script, and each holds something that stays."""
    assert path.stat().st_size < MOST_BYTES, "store the picture of a map, not its page"
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            data = output.get("data", {})
            page = "".join(data.get("text/html", ""))
            assert not re.search(r"<(iframe|script|object|embed)\b", page), "show its picture"
            if page:
                left = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
                assert re.search(r"<(table|img|pre|p)\b", left), page[:200]


def test_a_map_is_stored_as_a_picture_with_its_words():
    pages = [text for text in texts(WITH_A_MAP) if 'src="data:image/png' in text]
    assert len(pages) == 1
    assert re.search(r'alt="Map: What Harvey rests on\. [^"]+ statements', pages[0])
    assert "TSMC" in pages[0].partition("<table")[2]


def test_the_paper_is_judged_whole_and_on_two_days():
    told = "\n".join(texts(PAPER))
    for table in ("Table 1", "Table 2", "Figure 2"):
        assert f"<caption>{table}" in told, table
    for day in ("2025-09-12", "2026-06-01"):
        assert told.count(f">as of {day}</th>") >= 3, day
    for verdict in ("borne out", "in part", "cannot be told"):
        assert f">{verdict}</td>" in told, verdict
    assert ">what they cannot say</th>" in told
    code = ["".join(cell["source"]) for cell in cells(PAPER, "code")]
    assert any("set(TESTS) == set(stated.row) | set(OURS)" in source for source in code)


def test_the_own_table_says_that_it_is_invented_and_holds_its_findings():
    prose = "\n".join("".join(cell["source"]) for cell in cells(OWN_TABLE, "markdown"))
    assert "Every firm in this notebook is invented" in prose
    code = ["".join(cell["source"]) for cell in cells(OWN_TABLE, "code")]
    assert not any("vg.load" in source for source in code)
    assert any("panel.betweenness[stops] == 0" in source for source in code)
    assert sum("assert " in source for source in code) >= 6
