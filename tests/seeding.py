"""Copies of a package with one text replaced: a bug seeded to see whether a test notices it."""

import importlib
import re
import sys
from pathlib import Path

import pytest


def seed(folder, name, home, bug, also=None):
    """Write a copy of a package under another name, with a bug in it, and return its name.

    ``home`` is the package; ``bug`` its module, a text that must occur there exactly once, and what
    the bug makes of it; ``also`` has, by module, texts that every copy replaces.
    """
    module, old, new = bug
    package = folder / name
    package.mkdir()
    for path in Path(importlib.import_module(home).__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.stem == module:
            assert text.count(old) == 1, f"{module}.py has {text.count(old)} times: {old}"
            text = text.replace(old, new)
        if also and path.stem in also:
            text = text.replace(*also[path.stem])
        text = re.sub(rf"\b{re.escape(home)}\b", name, text)
        (package / path.name).write_text(text, encoding="utf-8")
    return name


@pytest.fixture
def importable(tmp_path, monkeypatch):
    """Return a folder whose copies can be imported, and forget them afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("mutant_"):
            del sys.modules[name]


def caught_by(checks, *arguments):
    """Return the name of the first check that fails, None when none does."""
    for check in checks:
        try:
            check(*arguments)
        except Exception:  # noqa: BLE001 - a mutant may fail in any way
            return check.__name__
    return None
