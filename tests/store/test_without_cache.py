"""A cache that cannot be used costs time and leaves one line to tell, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from valuegraph.store import Store
from valuegraph.store.caching import UNFINISHED, Cache

if TYPE_CHECKING:
    from pathlib import Path

LABELS = "SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?s ?l"
OPEN = (
    "import sys\n"
    "from pathlib import Path\n"
    "from valuegraph.store import Store\n"
    "store = Store.open([Path(sys.argv[1])], cache=Path(sys.argv[2]))\n"
    "print(len(store.rows('SELECT * { ?s ?p ?o }')[1]), len(store), store.notes)\n"
)


def answer(data: Path, cache: Path | None) -> list[tuple[object, ...]]:
    return Store.open([data], cache=cache).rows(LABELS)[1]


@pytest.mark.parametrize("place", ["a file", "below a file", "in /proc"])
def test_cache_that_cannot_be_made(data: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "taken").write_text("")
    folder = {
        "a file": tmp_path / "taken",
        "below a file": tmp_path / "taken" / "cache",
        "in /proc": tmp_path / "no" if sys.platform == "win32" else type(tmp_path)("/proc/nobody"),
    }[place]
    if place == "in /proc" and not os.path.isdir("/proc"):  # noqa: PTH112
        pytest.skip("no /proc here")
    store = Store.open([data], cache=folder)
    assert store.rows(LABELS)[1] == answer(data, None)
    assert len(store.notes) == 1
    assert str(folder) in store.notes[0]
    assert "\n" not in store.notes[0]


# What will be imported is imported first: without rights the interpreter's own files may be closed.
NOBODY = (
    OPEN.replace("Path(sys.argv[2])", "None").replace("print", "(lambda *_: None)")
    + "import os\nif os.getuid() == 0: os.setuid(65534)\n"
)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs a user without rights")
@pytest.mark.parametrize("ready", [True, False])
def test_read_only_cache(data: Path, cache: Path, *, ready: bool) -> None:
    expected = len(Store.open([data], cache=None))
    if ready:
        answer(data, cache)
    cache.mkdir(exist_ok=True)
    for folder in (path for path in (data, *data.parents) if "pytest-of-" in str(path)):
        folder.chmod(0o755)
    for path in [cache, *cache.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted(cache.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", NOBODY + OPEN, str(data), str(cache)],
        capture_output=True,
        text=True,
        check=False,
    )
    for path in [cache, *cache.rglob("*")]:
        path.chmod(0o755)
    assert done.returncode == 0, done.stderr
    count, length, *notes = done.stdout.split(maxsplit=2)
    assert int(count) == int(length) == expected
    assert ("()" in notes[0]) == ready
    assert sorted(cache.rglob("*")) == before


def test_full_disk_costs_only_time(
    data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("valuegraph.store.engine.build_on_disk", fail)
    store = Store.open([data], cache=cache)
    assert store.rows(LABELS)[1] == answer(data, None)
    assert "No space left" in store.notes[0]
    assert not list(cache.glob(f"{UNFINISHED}*"))


def test_columns_survive_a_folder_that_turns_unwritable(cache: Path) -> None:
    kept = Cache(cache, "0" * 32)
    (cache / ("0" * 32) / "columns").write_text("a file where a folder should be")
    kept.write("x", b"content")
    assert kept.read("x") is None
