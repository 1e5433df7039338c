"""Which files count, what they are called, and when their hash changes."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from valuegraph.errors import DataError, FileProblem
from valuegraph.store import Store
from valuegraph.store.files import GRAPHS, collect, content_hash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE = "vgd:a rdfs:label 'one'@en ."


def test_folder_gives_its_rdf_files_in_order(data: Path) -> None:
    found = collect([data])
    assert [source.graph for source in found] == [
        GRAPHS + "core/facts.ttl",
        GRAPHS + "core/things.ttl",
    ]


def test_file_reached_twice_counts_once(data: Path) -> None:
    found = collect([data / "core" / "facts.ttl", data, data / "core"])
    assert len(found) == 2


def test_equal_relative_names_get_graphs_of_their_own(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "again")
    found = collect([data, tmp_path / "again"])
    assert len({source.graph for source in found}) == 4


def test_odd_names_become_valid_graph_names(write: Callable[..., Path]) -> None:
    path = write("wörter & <so> weiter.ttl", ONE)
    store = Store.open([path], cache=None)
    (graph,) = {row[0] for row in store.rows("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")[1]}
    assert graph.startswith(GRAPHS)
    assert "<" not in graph
    assert " " not in graph


def test_hash_is_of_names_and_bytes_not_of_places(data: Path, tmp_path: Path) -> None:
    before = content_hash(collect([data]))
    shutil.copytree(data, tmp_path / "elsewhere")
    assert content_hash(collect([tmp_path / "elsewhere"])) == before
    (data / "core" / "facts.ttl").rename(data / "core" / "other.ttl")
    assert content_hash(collect([data])) != before


def test_edit_with_equal_size_and_time_changes_the_hash(data: Path) -> None:
    path = data / "core" / "facts.ttl"
    before, times = content_hash(collect([data])), path.stat()
    path.write_bytes(path.read_bytes().replace(b"0.75", b"0.85"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    assert content_hash(collect([data])) != before


@pytest.mark.parametrize("suffix", [".ttl.gz", ".TTL", ".Ttl.GZ"])
def test_suffixes_in_any_case_and_compressed(write: Callable[..., Path], suffix: str) -> None:
    path = write(f"a{suffix}", ONE)
    if suffix.lower().endswith("gz"):
        path.write_bytes(gzip.compress(path.read_bytes()))
    assert len(Store.open([path], cache=None)) == 1


def test_missing_path(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"no such file[\s\S]*absent\.ttl"):
        Store.open([tmp_path / "absent.ttl"], cache=None)


def test_no_path_at_all() -> None:
    with pytest.raises(FileProblem, match="no file was named"):
        Store.open([], cache=None)


def test_folder_without_rdf(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x")
    with pytest.raises(FileProblem, match=r"no RDF file[\s\S]*\.ttl"):
        Store.open([tmp_path], cache=None)


def test_unknown_suffix_of_a_named_file(write: Callable[..., Path]) -> None:
    with pytest.raises(DataError, match=r"\.docx is not a suffix of RDF"):
        Store.open([write("a.docx", ONE)], cache=None)


def test_dangling_link_is_a_file_that_cannot_be_read(data: Path) -> None:
    (data / "lost.ttl").symlink_to(data / "nowhere.ttl")
    with pytest.raises(FileProblem, match=r"cannot be read[\s\S]*lost\.ttl"):
        Store.open([data], cache=None)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs a user without rights")
@pytest.mark.parametrize("closed", ["core/facts.ttl", "core"])
def test_unreadable_file_or_folder(data: Path, closed: str) -> None:
    (data / closed).chmod(0)
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from valuegraph.errors import FileProblem\n"
        "from valuegraph.store import Store\n"
        "import pyoxigraph\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: Store.open([Path(sys.argv[1])], cache=None)\n"
        "except FileProblem as problem: print(problem)\n"
    )
    for folder in (path for path in (data, *data.parents) if "pytest-of-" in str(path)):
        folder.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", code, str(data)], capture_output=True, text=True, check=False)  # fmt: skip
    (data / closed).chmod(0o755)
    assert "Permission denied" in done.stdout, done.stderr
    assert str(data / closed) in done.stdout
