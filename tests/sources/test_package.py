"""A copy is read as it is given: folder, archive or file; what is damaged says so."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest

from valuegraph.errors import DataError, FileProblem
from valuegraph.sources.package import Package
from valuegraph.sources.record import Record

FILES = {"web/models/a.toml": b"x = 1\n", "web/rows.csv": b"name,n\nA,1\n", "web/.hidden": b"?"}


@pytest.fixture
def folder(tmp_path):
    for name, data in FILES.items():
        (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "copy" / name).write_bytes(data)
    return tmp_path / "copy"


def tar(path, files=FILES, links=()):
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for name, target in links:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return path


def zipped(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("web/", b"")
        for name, data in FILES.items():
            archive.writestr(name, data)
    return path


def one(tmp_path, text: str, name="rows.csv") -> Package:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return Package(tmp_path / name)


@pytest.mark.parametrize("kind", ["folder", "tar", "zip"])
def test_every_form_gives_the_same_files_and_digest(folder, tmp_path, kind):
    path = {"folder": lambda: folder, "tar": lambda: tar(tmp_path / "c.tar.gz"),
            "zip": lambda: zipped(tmp_path / "c.zip")}[kind]()  # fmt: skip
    package = Package(path)
    assert package.one("models/*.toml") == "web/models/a.toml"
    assert package.toml(package.one("a.toml")) == {"x": 1}
    assert package.text(package.one("rows.csv")) == "name,n\nA,1\n"
    expected = Package(folder)
    for name in ("web/models/a.toml", "web/rows.csv"):
        expected.data(name)
    assert package.digest() == expected.digest()


def test_a_compressed_file_is_read_under_its_own_name(tmp_path):
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b'{"n": 0.30, "m": 12}'))
    package = Package(tmp_path / "a.json.gz")
    assert package.names() == ["a.json"]
    assert package.json("a.json") == {"n": "0.30", "m": "12"}


def test_links_work_in_archives_whose_names_begin_with_a_dot(tmp_path):
    files = {f"./{name}": data for name, data in FILES.items()}
    package = Package(tar(tmp_path / "c.tar.gz", files, [("./web/b.toml", "models/a.toml")]))
    assert package.toml("web/b.toml") == {"x": 1}


def test_links_lead_to_their_target_and_dangling_ones_say_where(tmp_path):
    path = tar(
        tmp_path / "c.tar.gz", links=[("web/b.toml", "models/a.toml"), ("web/c.toml", "../no")]
    )
    package = Package(path)
    assert package.data("web/b.toml") == b"x = 1\n"
    assert "web/c.toml -> no" in package.names()


def test_only_what_was_read_makes_the_digest(folder):
    package = Package(folder)
    empty = package.digest()
    package.data("web/rows.csv")
    first = package.digest()
    assert first != empty
    package.data("web/rows.csv")
    assert package.digest() == first


@pytest.mark.parametrize("found", ["*.yaml", "*"])
def test_exactly_one_file_is_asked_for(folder, found):
    with pytest.raises(DataError, match="files end in"):
        Package(folder).one(found)


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(FileProblem, match="no such file"):
        Package(tmp_path / "nothing")


@pytest.mark.parametrize("name", ["c.tar.gz", "c.zip", "c.tgz"])
def test_a_damaged_archive_is_told(tmp_path, name):
    whole = (zipped if name.endswith("zip") else tar)(tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="damaged"):
        Package(tmp_path / name)


def test_a_zip_with_a_changed_byte_is_told(tmp_path):
    data = bytearray(zipped(tmp_path / "c.zip").read_bytes())
    at = data.index(b"x = 1")
    data[at] ^= 1
    (tmp_path / "c.zip").write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        Package(tmp_path / "c.zip")


def test_a_damaged_compressed_file_is_told_when_it_is_read(tmp_path):
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"{}")[:8])
    with pytest.raises(DataError, match="cannot be read to its end"):
        Package(tmp_path / "a.json.gz").data("a.json")


def test_another_encoding_is_told_with_its_byte(tmp_path):
    (tmp_path / "rows.csv").write_bytes("name,n\nCafé,1\n".encode("cp1252"))
    with pytest.raises(DataError, match="byte 10 is 0xe9"):
        Package(tmp_path / "rows.csv").text("rows.csv")


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    (tmp_path / "rows.csv").write_bytes(b"\xef\xbb\xbfname\nA\n")
    (row,) = Package(tmp_path / "rows.csv").table("rows.csv", "name", ("name",))
    assert row.text("name") == "A"


def test_rows_are_named_in_locators(tmp_path):
    rows = list(one(tmp_path, 'name,n\n"Yi\n34B",1\n,2\n').table("rows.csv", "name", ("n", "name")))
    assert [row.where for row in rows] == ["rows.csv, row 'Yi 34B'", "rows.csv, row 'line 4'"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name,m\nA,1\n", "missing: n; not known: m"),
        ("name,n,n\nA,1,1\n", "a double"),
        ("", "missing: n, name"),
        ("name,n\nA\n", "a row has 1 cells, the heading 2"),
        ('name,n\n"A,1\n', "to its end"),
    ],
    ids=["foreign", "double", "empty", "short", "open quote"],
)
def test_a_table_that_is_not_the_known_one_is_told(tmp_path, text, word):
    with pytest.raises(DataError, match=word) as caught:
        list(one(tmp_path, text).table("rows.csv", "name", ("name", "n")))
    assert "rows.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", '{"a": '), ("a.toml", "a = "), ("a.yaml", "a: [1"), ("b.yaml", "\tx")],
)
def test_documents_that_break_off_are_told(tmp_path, name, text):
    package = one(tmp_path, text, name)
    with pytest.raises(DataError, match="cannot be read to its end"):
        getattr(package, name.rpartition(".")[2])(name)


def test_yaml_scalars_stay_words(tmp_path):
    package = one(tmp_path, "a: no\nb: 1.10\nc: 2024-01-01\nd:\n", "a.yaml")
    assert package.yaml("a.yaml") == {"a": "no", "b": "1.10", "c": "2024-01-01", "d": ""}


def test_a_control_sign_in_a_cell_is_told_with_row_and_column(tmp_path):
    package = one(tmp_path, "name,n\nA,1\nB\0,2\n")
    rows = list(package.table("rows.csv", "name", ("name", "n")))
    assert rows[0].text("name") == "A"
    told = r"0x00[\s\S]*rows\.csv, row 'B\x00', column name"
    with pytest.raises(DataError, match=told) as caught:
        rows[1].text("name")
    assert "take the sign out" in (caught.value.mend or "")
    rows[1].refuse("name", "n")
    rows[1].done()


def test_tabs_and_line_breaks_in_quotes_are_no_fault(tmp_path):
    package = one(tmp_path, 'name,n\n"A\tB\r\nC",1\n')
    (row,) = package.table("rows.csv", "name", ("name", "n"))
    assert row.text("name") == "A B C"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '{"a": ["b", "d\\u0000"]}'),
        ("x.toml", 'a = "b\\u0007"\n'),
        ("x.yaml", 'a: "b\\0"\n'),
    ],
)
def test_an_escaped_control_sign_in_a_document_is_told(tmp_path, name, text):
    found = getattr(one(tmp_path, text, name), name.rpartition(".")[2])(name)
    with pytest.raises(DataError, match=f"control sign[\\s\\S]*{name}, column a"):
        Record.of(found, name).raw("a")


@pytest.mark.parametrize("name", ["../../evil.csv", "/evil.csv", "a/../../evil.csv"])
@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_an_archive_that_would_write_outside_of_itself_is_refused(tmp_path, kind, name):
    if kind == "tar":
        path = tar(tmp_path / "c.tar.gz", {**FILES, name: b"x"})
    else:
        path = zipped(tmp_path / "c.zip")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, b"x")
    with pytest.raises(DataError, match="outside of it") as caught:
        Package(path)
    assert caught.value.where
    assert caught.value.mend


def test_a_folder_that_holds_the_archive_alone_is_read_as_that(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    path = tar(folder / "c.tar.gz")
    (folder / "stray.json.gz").write_bytes(gzip.compress(b"{}"))
    package = Package(folder)
    assert package.path == path
    assert package.one("models/*.toml") == "web/models/a.toml"
    tar(folder / "d.tar.gz")
    with pytest.raises(DataError, match="no files"):
        Package(folder).one("models/*.toml")


def test_an_archive_beside_the_tree_is_left_alone(folder):
    tar(folder / "c.tar.gz")
    assert Package(folder).path == folder
