"""Facts in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from valuegraph.facts.records import Evidence, Fact, Source
from valuegraph.view.citing import in_words, pieces, sentence

PAPER = Source("https://example.org/a", "Annual report", url="https://example.org/a.pdf")
PRESS = Source("https://example.org/b", "A newspaper")
SURE = Evidence("https://example.org/e1", PAPER, "page 3", Decimal("0.9"))
AGAINST = Evidence("https://example.org/e2", PRESS, "para 2", Decimal("0.5"), supports=False)
FACT = Fact(
    "https://example.org/f",
    "https://example.org/Supply",
    "A supplies B",
    valid_from=dt.date(2023, 1, 1),
    precision="https://w3id.org/valuegraph/scheme#day",
    evidence=(SURE,),
)


def test_a_fact_names_its_start_and_its_source():
    assert (
        in_words(FACT) == "A supplies B (from 2023-01-01) [Annual report, page 3; confidence 0.9]"
    )


def test_a_day_of_evidence_is_no_start():
    fact = replace(FACT, precision="https://w3id.org/valuegraph/scheme#asOfMonth")
    assert in_words(fact).startswith("A supplies B (in force on 2023-01-01) [")


def test_an_end_is_told():
    fact = replace(FACT, valid_to=dt.date(2024, 1, 1))
    assert "(from 2023-01-01 until 2024-01-01)" in in_words(fact)


def test_no_date_and_no_support_are_left_unsaid():
    assert in_words(replace(FACT, valid_from=None, evidence=())) == "A supplies B"


def test_a_dispute_is_told_and_its_source_not_taken_for_support():
    fact = replace(FACT, evidence=(AGAINST, SURE))
    assert in_words(fact).endswith("[Annual report, page 3; confidence 0.9] disputed")


def test_a_fact_without_a_label_goes_by_the_end_of_its_name():
    assert in_words(replace(FACT, label="", valid_from=None, evidence=())) == "f"


def test_pieces_name_every_source_and_which_dispute():
    fact = replace(FACT, evidence=(SURE, AGAINST))
    assert sentence(fact) == "A supplies B (from 2023-01-01) disputed"
    assert pieces(fact) == (
        "Annual report, page 3 (confidence 0.9, https://example.org/a.pdf)",
        "disputed by A newspaper, para 2 (confidence 0.5)",
    )
