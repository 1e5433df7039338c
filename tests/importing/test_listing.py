"""What there is of each source, and the command of those who curate them."""

from __future__ import annotations

import pytest

from valuegraph.errors import UnknownNameError
from valuegraph.importing import describe, listed, running
from valuegraph.importing.__main__ import main


def test_sources_are_listed_with_what_is_held_of_them(run, shelf):
    (row,) = listed(shelf)
    assert (row["source"], row["things"], row["relations"]) == ("tolls", 0, 0)
    run(into=shelf.folder / "sources")
    (row,) = listed(shelf)
    assert (row["things"], row["relations"]) == (3, 2)
    assert (row["licence_class"], row["shipped"]) == ("open", True)


def test_one_source_is_told_whole(run, shelf):
    run(into=shelf.folder / "sources")
    told = dict(describe(shelf, "tolls"))
    assert told["attribution"] == "Toll house, 2026"
    assert told["counted: rows"] == 3
    assert told["held: evidence"] == 3
    with pytest.raises(UnknownNameError):
        describe(shelf, "rates")


def test_what_is_left_out_stands_beside_the_facts(run, shelf):
    text = "name,provider\nZ,unknown\nA,unknown\nRoad 1,ACME\n"
    done = run(text, into=shelf.folder / "sources")
    assert done.left_out() == [("no provider is named", 2, "tolls.csv, row 'A'")]
    told = dict(describe(shelf, "tolls"))
    assert told["left out: no provider is named"] == "2, first tolls.csv, row 'A'"


def test_the_command_of_curators_makes_all_sources_anew(shelf, copy, capsys, monkeypatch):
    copy(name="tolls")
    assert main([str(shelf.folder.parent), "--data", str(shelf.folder)]) == 0
    assert capsys.readouterr().out.startswith("tolls: things: Model 2")
    copy("nothing", name="tolls")
    assert main([str(shelf.folder.parent), "--data", str(shelf.folder)]) == 1
    assert "heading" in capsys.readouterr().err
    monkeypatch.setattr(running.Shelf, "ids", lambda self: [])
    assert main([str(shelf.folder)]) == 0
