"""Judgements: read whole, never contradictory, taken into the table all or none."""

from __future__ import annotations

import datetime as dt

import pytest

from valuegraph.curate.judging import Judged, Judgements, fold, read_judgements
from valuegraph.curate.recording import record_judgements
from valuegraph.curate.relating import RELATIONS, related, rolled_up
from valuegraph.errors import DataError, FileProblem
from valuegraph.resources import data_dir

HEADING = "kind,left,right,judgement,why,by,date"
KNOWN = {"one", "two", "three", "four"}


def bears(_kind: str, name: str) -> bool:
    return name.casefold() in KNOWN


def judged(left: str, right: str, judgement: str) -> Judged:
    return Judged(left, right, judgement, "so", "curator", dt.date(2026, 1, 1), "model")


def write(path, *rows: str, heading: str = HEADING):
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_shipped_judgements_are_whole_and_agree():
    found = read_judgements(data_dir() / "identity" / "same_as.csv")
    Judgements(found)
    assert len(found) > 500
    assert {each.judgement for each in found} == {"same", "different", "unsure"}
    assert sum(each.judgement == "different" for each in found) > 50
    ordered = sorted(found, key=lambda e: (e.kind, fold(e.left), fold(e.right)))
    assert list(found) == ordered, "the order in which `identity apply` writes them"


def test_shipped_relations_of_organisations_have_reasons():
    rows = [each for found in related().values() for each in found]
    assert {each.relation for each in rows} == set(RELATIONS)
    assert all(each.source for each in rows if each.since), "a day needs the page that states it"
    assert rolled_up("google brain").other == "Google"
    assert rolled_up("MosaicML") is None
    meta = next(each for each in rows if each.name == "Facebook")
    assert meta.renamed
    assert "renamed Meta on 2021-10-28" in str(meta)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("model,One,Two,same,,curator,2026-01-01", "no why"),
        ("model,One,Two,same,so,,2026-01-01", "no by"),
        ("model,One,Two,same,so,curator,", "no date"),
        ("model,One,Two,same,so,curator,1 May 2026", "date"),
        ("model,One,Two,alike,so,curator,2026-01-01", "judgement"),
        ("model,One,Two,same,so,me,2026-01-01", "by 'me'"),
        ("town,One,Two,same,so,curator,2026-01-01", "kind"),
        ("model,One,one,different,so,curator,2026-01-01", "differ from itself"),
        ("model,One,Two,same,so,curator,2026-01-01,more", "more cells"),
    ],
)
def test_an_incomplete_judgement_is_refused_with_its_line(tmp_path, row, fault):
    path = write(tmp_path / "new.csv", row)
    with pytest.raises(DataError) as caught:
        read_judgements(path)
    assert "new.csv, line 2" in str(caught.value)
    assert fault in str(caught.value)


def test_a_foreign_heading_a_missing_file_and_foreign_bytes_are_refused(tmp_path):
    with pytest.raises(DataError, match="other columns"):
        read_judgements(write(tmp_path / "a.csv", heading="left,right"))
    with pytest.raises(FileProblem, match="cannot be read"):
        read_judgements(tmp_path / "none.csv")
    (tmp_path / "b.csv").write_bytes(
        HEADING.encode() + b"\nmodel,Caf\xe9,Two,same,so,curator,2026-01-01\n"
    )
    with pytest.raises(DataError, match="UTF-8"):
        read_judgements(tmp_path / "b.csv")


def test_contradictions_over_several_steps_are_found():
    chain = [judged("One", "Two", "same"), judged("Two", "Three", "same")]
    with pytest.raises(DataError) as caught:
        Judgements([*chain, judged("Three", "One", "different")])
    assert "One / Two" in str(caught.value)
    with pytest.raises(DataError, match="differ"):
        Judgements([judged("One", "Two", "same"), judged("two", "one", "unsure")])


def test_what_follows_from_judgements_is_told_with_its_steps():
    found = Judgements([judged("One", "Two", "same"), judged("Two", "Three", "different")])
    path = found.between("model", "One", "Three")
    assert [each.judgement for each in path] == ["same", "different"]
    assert found.between("organisation", "One", "Three") == ()
    assert found.names("model", "ONE") == {"one": (), "two": (found.all[0],)}


def test_new_judgements_are_added_in_order_and_once(tmp_path):
    into = write(tmp_path / "same.csv", "model,Two,Three,different,so,curator,2026-01-01")
    new = write(
        tmp_path / "new.csv",
        "model,One,Two,same,spelling,curator,2026-02-01,looks alike",
        "model,Two,Four,,,,,looks alike",
        heading=HEADING + ",alike",
    )
    found = record_judgements(new, into, bears)
    assert [each.left for each in found.added] == ["One"]
    assert (found.known, found.unjudged) == ((), 1)
    assert [each.left for each in read_judgements(into)] == ["One", "Two"]
    before = into.read_bytes()
    again = record_judgements(new, into, bears)
    assert (again.added, len(again.known)) == ((), 1)
    assert into.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new.csv", "same.csv"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("model,One,Three,same,so,curator,2026-02-01", "contradict"),
        ("model,One,Fife,same,so,curator,2026-02-01", "nothing known"),
        ("model,One,Four,same,,curator,2026-02-01", "not complete"),
    ],
)
def test_a_bad_file_leaves_the_table_as_it_was(tmp_path, row, fault):
    into = write(
        tmp_path / "same.csv",
        "model,One,Two,same,so,curator,2026-01-01",
        "model,Two,Three,different,so,curator,2026-01-01",
    )
    before = into.read_bytes()
    good = "model,Four,Two,same,so,curator,2026-02-01"
    with pytest.raises(DataError, match=fault):
        record_judgements(write(tmp_path / "new.csv", good, row), into, bears)
    assert into.read_bytes() == before


def test_names_of_a_new_source_are_taken_when_asked(tmp_path):
    new = write(tmp_path / "new.csv", "model,Novel,Newer,same,so,source,2026-02-01")
    into = tmp_path / "own" / "same.csv"
    record_judgements(new, into, bears, new_names=True)
    assert len(read_judgements(into)) == 1


def test_a_table_that_cannot_be_written_is_told(tmp_path):
    new = write(tmp_path / "new.csv", "model,One,Two,same,so,curator,2026-02-01")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileProblem, match="cannot be written"):
        record_judgements(new, tmp_path / "file" / "same.csv", bears)


def test_a_spelling_that_differs_in_capitals_alone_needs_and_takes_a_judgement():
    known = Judgements([judged("Plato-XL", "PLATO-XL", "same")])
    assert known.one_name("model", "PLATO-XL", "Plato-XL")
    assert not known.one_name("model", "plato-xl", "PLATO-XL")
    assert not Judgements([judged("CaLM", "CALM", "different")]).one_name("model", "CaLM", "CALM")
