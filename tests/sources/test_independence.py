"""Every reader stands alone, and the contract of imports names it."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_contract_names_every_reader():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (contract,) = (each for each in told["contracts"] if each["id"] == "readers")
    listed = {name.rpartition(".")[2] for name in contract["modules"]}
    found = {path.parent.name for path in (ROOT / "valuegraph" / "sources").glob("*/__init__.py")}
    assert listed == found, "list each package below valuegraph/sources in pyproject.toml"
