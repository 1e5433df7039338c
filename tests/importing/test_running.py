"""A publisher's copy becomes a folder of facts, whole or not at all."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace

import pytest

import valuegraph
from valuegraph.curate.known import Span
from valuegraph.errors import DataError, FileProblem, UnknownNameError, UsageError
from valuegraph.facts.canonical import format_file
from valuegraph.importing import Shelf, import_all, import_source, running
from valuegraph.importing.shelf import reader_of
from valuegraph.resources import ontology_dir
from valuegraph.store.statements import statements_in
from valuegraph.store.validate import validate
from valuegraph.vocabulary import VG

HEAD = "name,provider\n"
ROWS = HEAD + "Road 1,ACME\nLane 7B,Beta\nLane 70B,Beta\n"


def manifest_in(folder) -> dict:
    return tomllib.loads((folder / "source.toml").read_text())


def test_a_copy_becomes_valid_canonical_facts(run, shelf):
    done = run()
    assert {path.name for path in done.folder.iterdir()} == {
        "source.toml", "left-out.csv", "source.ttl", "things.ttl", "offering.ttl", "additions.ttl",
    }  # fmt: skip
    assert validate([done.folder], ontology_dir(), known=[shelf.folder / "core"]) == []
    assert validate([shelf.folder / "core", done.folder], ontology_dir()) == []
    for path in done.folder.glob("*.ttl"):
        assert format_file(path) == path.read_text(encoding="utf-8"), path.name
    assert dict(done.rows())["relations: Offering"] == 2
    assert dict(done.rows())["evidence added to known relations"] == 1


def test_the_source_says_licence_and_attribution(run):
    text = (run().folder / "source.ttl").read_text()
    assert "vg:licenceClass vgx:openData ;" in text
    assert "dct:license <https://creativecommons.org/licenses/by/4.0/> ;" in text
    assert 'dct:bibliographicCitation "Toll house, 2026" ;' in text


def test_the_same_copy_twice_gives_the_same_bytes(run, contents, tmp_path):
    first = contents(run().folder)
    assert contents(run(today=dt.date(2027, 1, 1)).folder) == first
    assert contents(run(into=tmp_path / "elsewhere").folder) == first


def test_a_copy_is_noted_in_the_manifest_and_what_was_typed_stays(run):
    folder = run().folder
    told = manifest_in(folder)
    assert told["snapshot"] == dt.date(2026, 1, 31)
    assert told["retrieved"] == dt.date(2026, 11, 1)
    assert len(told["digest"]) == 32
    assert "# odd spellings\n[lookups.names]" in (folder / "source.toml").read_text()


def test_a_newer_copy_ends_and_opens_by_its_day(run, shelf):
    run()
    newer = HEAD + "Road 1,ACME\nLane 7B,Beta\nLane 8B,Beta\n"
    done = run(newer, "2026-03-31")
    assert {(each.kind, each.label) for each in done.changes} == {
        ("closed", "Beta offers Lane 70B (managed API)"),
        ("opened", "Beta offers Lane 8B (managed API)"),
    }
    text = (done.folder / "offering.ttl").read_text()
    assert 'vg:validTo "2026-03-31"^^xsd:date ;' in text
    assert manifest_in(done.folder)["earlier"] == [dt.date(2026, 1, 31)]
    assert validate([shelf.folder / "core", done.folder], ontology_dir()) == []


def test_a_newer_copy_twice_gives_the_same_bytes(run, contents):
    run()
    newer = HEAD + "Road 1,ACME\nLane 7B,Beta\nLane 8B,Beta\n"
    first = contents(run(newer, "2026-03-31").folder)
    again = run(newer, "2026-03-31", today=dt.date(2027, 1, 1))
    assert not again.changes
    assert contents(again.folder) == first


def test_the_same_bytes_on_a_later_day_carry_the_facts_on(run, shelf):
    run(into=shelf.folder / "sources")
    done = run(day="2026-03-31", into=shelf.folder / "sources")
    assert not done.changes
    told = manifest_in(done.folder)
    assert (told["snapshot"], told["earlier"]) == (dt.date(2026, 3, 31), [dt.date(2026, 1, 31)])
    assert "2026-01-31" in (done.folder / "offering.ttl").read_text()


def test_evidence_keeps_the_day_on_which_it_was_first_read(run):
    run(today=dt.date(2026, 2, 2))
    done = run(f"{ROWS}Lane 9B,Beta\n", "2026-03-31", today=dt.date(2026, 4, 4))
    told = statements_in([done.folder / "offering.ttl"])
    read_on = {
        dict(pairs)[VG + "locator"]: dict(pairs)[VG + "retrievedOn"]
        for pairs in told.values()
        if VG + "locator" in dict(pairs)
    }
    assert read_on == {
        "tolls.csv, row 'Lane 7B'": dt.date(2026, 2, 2),
        "tolls.csv, row 'Lane 70B'": dt.date(2026, 2, 2),
        "tolls.csv, row 'Lane 9B'": dt.date(2026, 4, 4),
    }


def test_the_shipped_facts_are_carried_on_in_a_folder_of_ones_own(run, shelf, tmp_path):
    run(into=shelf.folder / "sources")
    done = run(HEAD + "Road 1,ACME\nLane 7B,Beta\nNew,Beta\n", "2026-03-31", into=tmp_path / "mine")
    assert {each.kind for each in done.changes} == {"closed", "opened"}


def test_an_older_copy_is_refused_unless_asked_for(run, contents):
    before = contents(run(day="2026-03-31").folder)
    with pytest.raises(UsageError, match="of 2026-02-28, the facts held are of 2026-03-31"):
        run(day="2026-02-28")
    folder = run(day="2026-02-28", accept_older=True).folder
    assert contents(folder) != before
    assert manifest_in(folder)["snapshot"] == dt.date(2026, 2, 28)


def test_a_fresh_import_takes_no_notice_of_what_stands_there(run, contents, tmp_path):
    alone = contents(run(day="2026-03-31", into=tmp_path / "alone").folder)
    run()
    assert contents(run(day="2026-03-31", fresh=True).folder) == alone


def test_another_copy_must_say_of_which_day_it_is(run, shelf):
    run(into=shelf.folder / "sources")
    with pytest.raises(UsageError, match="--snapshot"):
        run(HEAD + "Road 1,ACME\nLane 7B,Beta\nNew,Beta\n")


def test_a_copy_that_was_cut_off_is_refused_and_nothing_is_written(run, contents):
    before = contents(run().folder.parent)
    with pytest.raises(DataError, match="rows: 1 of 3"):
        run(HEAD + "Road 1,ACME\n", "2026-03-31")
    assert contents(run(day=None).folder.parent) == before
    assert run(HEAD + "Road 1,ACME\n", "2026-03-31", accept_fewer=True).harvest.counts["rows"] == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name;provider\nRoad 1;ACME\n", "heading"),
        (HEAD + "Road 1,ACME\nLane 7B\n", "a row has 1 cells"),
        (HEAD + 'Road 1,"ACME\n', "cannot be read to its end"),
        (HEAD + "Road 1,\n", "provider: is empty"),
    ],
    ids=["foreign heading", "short row", "open quote", "empty cell"],
)
def test_a_damaged_copy_leaves_everything_as_it_was(run, contents, tmp_path, text, word):
    before = contents(run().folder.parent)
    with pytest.raises(DataError) as caught:
        run(text, "2026-03-31")
    assert word in str(caught.value)
    assert "tolls.csv" in str(caught.value)
    assert contents(tmp_path / "out") == before


def test_a_failure_in_the_middle_of_writing_leaves_everything_as_it_was(
    run, contents, tmp_path, monkeypatch
):
    before = contents(run().folder.parent)
    whole = type(tmp_path).write_text

    def full(path, text, *rest, **given):
        if path.name == "things.ttl":
            raise OSError(28, "No space left on device")
        return whole(path, text, *rest, **given)

    monkeypatch.setattr(type(tmp_path), "write_text", full)
    with pytest.raises(FileProblem, match="No space left"):
        run(HEAD + "Road 1,ACME\nLane 7B,Beta\nNew,Beta\n", "2026-03-31")
    monkeypatch.undo()
    assert contents(tmp_path / "out") == before
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["tolls"]


def test_an_unknown_source_is_told_with_those_that_exist(shelf, tmp_path):
    with pytest.raises(UnknownNameError, match="tolls"):
        import_source("rates", tmp_path, tmp_path, shelf=shelf)


@pytest.mark.parametrize("source", ["no_such_source", "../epoch", "a.b"])
def test_a_source_without_reader_is_told(source):
    with pytest.raises(UnknownNameError, match="nothing reads"):
        reader_of(source)


def test_all_shipped_sources_are_made_anew_in_their_order(shelf, copy, contents, tmp_path):
    place = shelf.place("zebra")
    place.mkdir()
    text = (shelf.place("tolls") / "source.toml").read_text().replace('"tolls"', '"zebra"')
    (place / "source.toml").write_text(text.replace("shipped", 'copy = "copy"\nshipped'))
    local = shelf.place("alone")
    local.mkdir()
    (local / "source.toml").write_text(
        text.replace('"zebra"', '"alone"').replace("shipped = true", "shipped = false")
    )
    copy(name="tolls")
    copy()
    done = [each.source for each in import_all(tmp_path, shelf)]
    assert done == ["tolls", "zebra"]
    first = contents(shelf.folder)
    list(import_all(tmp_path, shelf))
    assert contents(shelf.folder) == first


def test_an_imported_folder_takes_the_place_of_the_shipped_one(run, shelf, tmp_path, monkeypatch):
    run(into=shelf.folder / "sources")
    newer = run(HEAD + "Road 1,ACME\nLane 7B,Beta\nLane 8B,Beta\n", "2026-03-31", into=tmp_path / "mine")  # fmt: skip
    monkeypatch.setattr("valuegraph.opening.data_dir", lambda: shelf.folder)
    ask = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a vg:Offering }"
    assert valuegraph.load(cache=False).query(ask)["n"][0] == 3
    for named in (newer.folder, tmp_path / "mine"):
        graph = valuegraph.load(named, cache=False)
        assert graph.query(ask)["n"][0] == 4, "the closed offering, the opened one, and two"
        labels = graph.query("SELECT ?l WHERE { ?s a vg:Offering ; rdfs:label ?l }")["l"]
        assert labels.is_unique


def test_later_sources_are_settled_on_earlier_ones_only(shelf):
    for name in ("models_dev", "epoch"):
        shelf.place(name).mkdir()
        (shelf.place(name) / "source.toml").write_text("")
        (shelf.place(name) / "things.ttl").write_text("")
    names = [path.name for path in shelf.ground("models_dev")]
    assert names == ["core", "epoch"]
    assert [path.name for path in shelf.ground("epoch")] == ["core"]
    assert [path.name for path in Shelf(shelf.folder).ground("tolls")] == ["core", "epoch", "models_dev"]  # fmt: skip


def test_a_day_that_is_still_to_come_is_refused(run, contents, tmp_path):
    before = contents(run().folder.parent)
    with pytest.raises(UsageError, match="today is 2026-11-01") as caught:
        run(day="2026-11-02")
    assert caught.value.mend
    assert contents(tmp_path / "out") == before
    assert run(day="2026-11-01").harvest.snapshot == dt.date(2026, 11, 1)


def test_an_import_says_whether_it_changed_anything(run):
    assert not run().unchanged
    assert run().unchanged
    newer = HEAD + "Road 1,ACME\nLane 7B,Beta\nLane 8B,Beta\n"
    assert not run(newer, "2026-03-31").unchanged
    assert run(newer, "2026-03-31").unchanged


def test_facts_that_do_not_hold_together_are_not_put_in_place(run, contents, monkeypatch, tmp_path):
    before = contents(run().folder.parent)
    whole = running.settle

    def spoilt(harvest, ground):
        settled = whole(harvest, ground)
        first = settled.relations[0]
        empty = replace(first, span=Span(first.span.start, first.span.start))
        return replace(settled, relations=(empty, *settled.relations))

    monkeypatch.setattr(running, "settle", spoilt)
    newer = HEAD + "Road 1,ACME\nLane 7B,Beta\nLane 8B,Beta\n"
    with pytest.raises(DataError, match=r"does not hold together in 2 places[\s\S]*stands 2 times"):
        run(newer, "2026-03-31")
    assert contents(tmp_path / "out") == before
