"""The stored notebooks: listed, run in order, and fit for a stranger to read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_LINE = 2_000


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


def test_governance_shows_no_addresses_and_cuts_nothing_off():
    for text in texts(FOLDER / "03-governance-and-openness.ipynb"):
        assert "w3id.org" not in text, "show labels, not IRIs"
        assert "...</td>" not in text, "a cell was cut off"
        assert "NaN</td>" not in text, "say unknown"
