"""Options that name a slice are obeyed by commands that read facts one by one, or said to be idle."""

from __future__ import annotations

import json

import pytest

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a vg:Supply }"
BEFORE = ("--as-of", "2019-12-31")
UNREAD = ("--known-at", "2025-12-31")
TOO_WEAK = ("--min-confidence", "0.95")
SLICES = pytest.mark.parametrize("named", [BEFORE, UNREAD, TOO_WEAK])


def found(run, *arguments):
    done = run(*arguments)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def counted(run, *arguments):
    document = json.loads(found(run, "query", COUNT, "--json", *arguments))
    return document["rows"][0]["n"], document["as_of"]


def test_without_a_slice_all_days_are_asked_and_none_is_named(run, own):
    assert counted(run, *own) == (1, None)


@SLICES
def test_a_query_is_asked_of_the_slice(run, own, named):
    number, day = counted(run, *own, *named)
    assert number == 0
    assert day is not None
    assert counted(run, *own, "--as-of", "2026-06-01") == (1, "2026-06-01")


@SLICES
@pytest.mark.parametrize("form", ["ttl", "nq", "jsonld"])
def test_an_export_of_statements_holds_the_slice(run, own, named, form):
    whole, part = (found(run, "export", "-f", form, *own, *more) for more in ((), named))
    assert "sup-lens-chip" in whole
    assert "sup-lens-chip" not in part
    assert "ev-0123456789" not in part
    assert "Lens Maker" in part


@SLICES
def test_what_is_shown_is_of_the_slice(run, own, named):
    assert "supplies" in found(run, "show", "Lens Maker", *own)
    assert "supplies" not in found(run, "show", "Lens Maker", *own, *named)
    shown = json.loads(found(run, "show", "Lens Maker", "--json", *own, *named))
    assert shown["rows"] == []
    assert shown["as_of"] is not None


@pytest.mark.slow
def test_a_shipped_question_is_put_for_the_day(run):
    asked = ("query", "--name", "hosts-of-model", "-f", "csv", "--quiet")
    early = found(run, *asked, "--as-of", "2024-06-01")
    assert early.splitlines()[0].startswith("model,")
    assert "DeepSeek-R1" not in early
    assert "Llama 2" in early
    assert "DeepSeek-R1" in found(run, *asked)


def test_a_question_about_several_days_is_not_narrowed_to_one(run):
    done = run("query", "--name", "access-levels-on-two-days", *BEFORE)
    assert done.exit_code == 2
    assert "several days" in done.stderr
    assert "2021-01-01" in done.stderr


@pytest.mark.parametrize("words", [("identity", "explain", "Lens Maker"), ("identity", "propose"),
                                   ("validate",)])  # fmt: skip
def test_where_nothing_is_dated_the_options_are_said_to_be_idle(run, own, words):
    done = run(*words, *own, *BEFORE)
    assert "--as-of, --known-at and --min-confidence change nothing here" in done.stderr
    assert "change nothing here" not in run(*words, *own).stderr
