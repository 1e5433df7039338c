"""A file is there in full or not at all, and nothing else is harmed."""

from __future__ import annotations

import os
import stat
import threading

import pytest

from valuegraph.cli.writing import deliver, write_bytes, write_text
from valuegraph.errors import FileProblem, UsageError


def half(path):
    path.write_text("half")
    raise RuntimeError


def test_text_ends_in_one_newline(tmp_path):
    write_text("rows\n\n", str(tmp_path / "x"))
    assert (tmp_path / "x").read_text() == "rows\n"


def test_a_file_is_replaced(tmp_path):
    target = tmp_path / "x"
    target.write_text("old")
    write_bytes(b"new", str(target))
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file(tmp_path):
    target = tmp_path / "x"
    target.write_text("old")
    with pytest.raises(RuntimeError):
        deliver(half, str(target))
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_permissions_follow_the_umask(tmp_path):
    before = os.umask(0o022)
    try:
        write_bytes(b"x", str(tmp_path / "x"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o644


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_bytes(b"new", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_bytes(b"through", str(pipe))
    reader.join(timeout=10)
    assert read == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("where", ["missing/x", "file/x", ""])
def test_a_place_that_cannot_be_is_refused(tmp_path, where):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(FileProblem, match=r"-o|file inside"):
        write_bytes(b"x", str(tmp_path / where))
    assert (tmp_path / "file").read_text() == "kept"


def test_a_name_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="cannot write"):
        write_bytes(b"x", str(tmp_path / ("n" * 300)))


def folder_of_two(path):
    path.mkdir()
    for name in ("nodes.csv", "edges.csv"):
        (path / name).write_text("id\n")
    return path


def test_a_folder_is_put_in_place(tmp_path):
    deliver(folder_of_two, str(tmp_path / "graph"))
    assert sorted(path.name for path in (tmp_path / "graph").iterdir()) == [
        "edges.csv",
        "nodes.csv",
    ]


def test_a_full_folder_is_not_replaced(tmp_path):
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "mine").write_text("kept")
    with pytest.raises(FileProblem, match="folder with files"):
        deliver(folder_of_two, str(tmp_path / "graph"))
    assert (tmp_path / "graph" / "mine").read_text() == "kept"


def test_a_folder_does_not_fit_into_stdout():
    with pytest.raises(UsageError, match="-o PATH"):
        deliver(folder_of_two, "-")
