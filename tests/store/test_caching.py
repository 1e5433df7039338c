"""The cache: right after edits, damage, crashes and company; absent without a word of error."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import FileProblem
from valuegraph.store import Store, backing, files
from valuegraph.store.caching import ABANDONED_AFTER, KEEP, UNFINISHED, Cache, Manifest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LABELS = "SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?s ?l"
OPEN = (
    "import sys\n"
    "from pathlib import Path\n"
    "from valuegraph.store import Store\n"
    "store = Store.open([Path(sys.argv[1])], cache=Path(sys.argv[2]))\n"
    "print(len(store.rows('SELECT * { ?s ?p ?o }')[1]), len(store), store.notes)\n"
)


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def answer(data: Path, cache: Path | None) -> list[tuple[object, ...]]:
    return Store.open([data], cache=cache).rows(LABELS)[1]


def databases(cache: Path) -> list[Path]:
    return sorted(cache.glob("*/store-*/db"))


def big(data: Path, lines: int) -> None:
    text = "\n".join(f"<http://x/{n}> <http://x/p> {n} ." for n in range(lines))
    (data / "big.ttl").write_text(text, encoding="utf-8")


def test_warm_answers_equal_cold_ones(data: Path, cache: Path) -> None:
    expected = answer(data, None)
    assert answer(data, cache) == expected
    assert len(databases(cache)) == 1
    assert answer(data, cache) == expected


def test_warm_start_reads_no_rdf(data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = answer(data, cache)
    monkeypatch.setattr("valuegraph.store.engine.fill", lambda *_, **__: pytest.fail("parsed"))
    assert answer(data, cache) == expected


def test_rows_without_order_are_the_same_cold_and_warm(data: Path, cache: Path) -> None:
    asked = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 7"
    cold = Store.open([data], cache=cache).rows(asked)
    assert Store.open([data], cache=cache).rows(asked) == cold


def test_edit_is_seen_even_within_one_tick_of_the_clock(data: Path, cache: Path) -> None:
    path = data / "core" / "things.ttl"
    before, times = answer(data, cache), path.stat()
    path.write_bytes(path.read_bytes().replace(b"Lens Works", b"Lens Forge"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    after = answer(data, cache)
    assert after != before
    assert after == answer(data, None)


def test_file_that_is_edited_while_it_is_read(
    data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "TAKEN_WHOLE", 0)
    first = backing.content_hash
    calls = []

    def hash_then_edit(sources: object) -> str:
        found = first(sources)  # type: ignore[arg-type]
        calls.append(found)
        if len(calls) == 1:
            (data / "core" / "facts.ttl").write_text("")
        return found

    monkeypatch.setattr(backing, "content_hash", hash_then_edit)
    store = Store.open([data], cache=cache)
    assert store.content_hash == first(store.sources)
    assert not store.ask("ASK { ?s a vg:Supply }")


@pytest.mark.parametrize("kept", [True, False])
def test_few_bytes_are_read_once_so_that_an_edit_comes_after_or_before(
    data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, *, kept: bool
) -> None:
    first = backing.content_hash
    expected = first(files.collect([data]))

    def hash_then_edit(sources: Sequence[files.Source]) -> str:
        found = first(sources)
        (data / "core" / "facts.ttl").write_text("")
        return found

    monkeypatch.setattr(backing, "content_hash", hash_then_edit)
    store = Store.open([data], cache=cache if kept else None)
    assert store.content_hash == expected
    assert store.ask("ASK { ?s a vg:Supply }")
    assert [source.content for source in store.sources] == [None] * len(store.sources)


def test_files_that_never_stay_the_same(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TAKEN_WHOLE", 0)
    numbers = iter(range(100))
    monkeypatch.setattr(backing, "content_hash", lambda _: f"{next(numbers):032x}")
    with pytest.raises(FileProblem, match="edited while it was read"):
        Store.open([data], cache=None)


def test_deleting_the_cache_is_safe_at_any_time(data: Path, cache: Path) -> None:
    expected = answer(data, cache)
    idle, busy = Store.open([data], cache=cache), Store.open([data], cache=cache)
    assert busy.rows(LABELS)[1] == expected
    shutil.rmtree(cache)
    assert idle.rows(LABELS)[1] == expected
    assert answer(data, cache) == expected


DAMAGE = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "noise": lambda path: path.write_bytes(random.Random(1).randbytes(path.stat().st_size)),
    "removed": lambda path: path.unlink(),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT", "../manifest.json"])
def test_damaged_cache_is_noticed_and_rebuilt(
    data: Path, cache: Path, pattern: str, damage: str
) -> None:
    big(data, 2000)
    expected = Store.open([data], cache=cache).rows("SELECT * { ?s ?p ?o }")[1]
    (database,) = databases(cache)
    for path in list(database.glob(pattern)):
        DAMAGE[damage](path)
    store = Store.open([data], cache=cache)
    assert sorted(store.rows("SELECT * { ?s ?p ?o }")[1], key=str) == sorted(expected, key=str)
    assert len(store) == len(expected)
    assert store.notes == ()
    (database,) = databases(cache)
    assert (database.parent / "manifest.json").is_file()


def test_single_flipped_bits(data: Path, cache: Path) -> None:
    big(data, 500)
    expected = len(Store.open([data], cache=cache))
    chance = random.Random(7)
    for _ in range(25):
        (database,) = databases(cache)
        path = chance.choice(sorted(p for p in database.iterdir() if p.stat().st_size))
        content = bytearray(path.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        rows = Store.open([data], cache=cache).rows("SELECT * { ?s ?p ?o }")[1]
        assert len(rows) == expected


def test_two_builders_at_once_both_succeed(data: Path, cache: Path) -> None:
    big(data, 20_000)
    command = [sys.executable, "-c", OPEN, str(data), str(cache)]
    builders = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    outcomes = [builder.communicate(timeout=120) for builder in builders]
    assert [builder.returncode for builder in builders] == [0, 0, 0], outcomes
    assert len({out for out, _ in outcomes}) == 1
    assert len(databases(cache)) == 1
    assert not list(cache.glob(f"{UNFINISHED}*"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_builder_leaves_no_lock_and_no_half_cache(data: Path, cache: Path) -> None:
    big(data, 60_000)
    command = [sys.executable, "-c", OPEN, str(data), str(cache)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as builder:
        deadline = time.monotonic() + 60
        while not list(cache.glob(f"{UNFINISHED}*/db/*")) and time.monotonic() < deadline:
            time.sleep(0.002)
        builder.send_signal(signal.SIGKILL)
    assert builder.returncode == -signal.SIGKILL
    assert not databases(cache)
    leftover = list(cache.glob(f"{UNFINISHED}*"))
    assert leftover
    done = run(OPEN, data, cache)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == done.stdout.split()[1]
    assert len(databases(cache)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_reader_locks_nobody_out(data: Path, cache: Path) -> None:
    answer(data, cache)
    holding = OPEN + "print('ready', flush=True)\nimport time\ntime.sleep(60)\n"
    command = [sys.executable, "-c", holding, str(data), str(cache)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        while reader.stdout.readline().strip() != "ready":
            pass
        assert answer(data, cache)
        reader.kill()
    assert answer(data, cache)


def test_leftovers_go_when_they_are_old(data: Path, cache: Path) -> None:
    old, young = cache / f"{UNFINISHED}1-old", cache / f"{UNFINISHED}2-young"
    for folder in (old, young):
        (folder / "db").mkdir(parents=True)
    past = time.time() - 2 * ABANDONED_AFTER
    for path in (old / "db", old):
        os.utime(path, (past, past))
    answer(data, cache)
    assert not old.exists()
    assert young.exists()


def test_old_contents_are_pruned_and_nothing_else(data: Path, cache: Path) -> None:
    cache.mkdir()
    (cache / "something of the user's").mkdir()
    (cache / "notes.txt").write_text("mine")
    hashes = []
    for number in range(KEEP + 3):
        (data / "number.ttl").write_text(f"<http://x/a> <http://x/p> {number} .")
        hashes.append(Store.open([data], cache=cache).content_hash)
        for age, name in enumerate(reversed(hashes)):
            past = time.time() - 100 * (age + 1)
            for path in [cache / name, *(cache / name).glob("*"), *(cache / name).glob("*/*")]:
                if path.exists():
                    os.utime(path, (past, past))
    kept = {path.parent.parent.name for path in databases(cache)}
    assert kept == set(hashes[-KEEP:])
    assert (cache / "something of the user's").is_dir()
    assert (cache / "notes.txt").read_text() == "mine"


def test_database_of_another_version_is_left_alone(data: Path, cache: Path) -> None:
    expected = answer(data, cache)
    (folder,) = cache.glob("*/store-*")
    other = folder.with_name("store-0.0.0")
    folder.rename(other)
    assert answer(data, cache) == expected
    assert folder.is_dir()
    assert other.is_dir()


@pytest.mark.parametrize("rubbish", ["a folder", "a file"])
def test_rubbish_under_the_database_s_name_makes_way(data: Path, cache: Path, rubbish: str) -> None:
    expected = answer(data, cache)
    (folder,) = cache.glob("*/store-*")
    shutil.rmtree(folder)
    if rubbish == "a folder":
        (folder / "db").mkdir(parents=True)
        (folder / "db" / "CURRENT").write_text("half a database")
    else:
        folder.write_text("no database")
    store = Store.open([data], cache=cache)
    assert store.rows(LABELS)[1] == expected
    assert store.notes == ()
    assert (folder / "manifest.json").is_file()
    assert not list(cache.glob(f"{UNFINISHED}*"))


def test_who_finishes_first_is_kept(cache: Path) -> None:
    kept = Cache(cache, "0" * 32)

    def build(folder: Path, triples: int) -> Manifest:
        folder.mkdir()
        (folder / "CURRENT").write_text(str(triples))
        return Manifest(triples, merged=False)

    def outrun(folder: Path) -> Manifest:
        kept.build_store("1", lambda other: build(other, 1))
        return build(folder, 2)

    kept.build_store("1", outrun)
    manifest = kept.manifest("1")
    assert manifest is not None
    assert manifest.triples == 1
    assert not list(cache.glob(f"{UNFINISHED}*"))


def test_manifest_tells_the_size(data: Path, cache: Path) -> None:
    store = Store.open([data], cache=cache)
    (folder,) = cache.glob("*/store-*")
    told = json.loads((folder / "manifest.json").read_text())
    assert told["triples"] == len(store) == len(store.rows("SELECT * { ?s ?p ?o }")[1])
