"""Facts in words and as rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from valuegraph.cli.evidence import fact_rows, in_words
from valuegraph.facts.records import Evidence, Fact, Source

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


def test_rows_hold_every_piece_of_evidence():
    rows = fact_rows([replace(FACT, evidence=(SURE, AGAINST))])
    assert rows.column("stance") == ["supports", "disputes"]
    assert rows.column("source") == ["Annual report", "A newspaper"]
    assert rows.column("confidence") == [0.9, 0.5]
    assert rows.column("url")[0] == "https://example.org/a.pdf"
    assert set(rows.column("fact_iri")) == {"https://example.org/f"}


def test_no_fact_keeps_the_columns():
    assert fact_rows([]).columns[:3] == ("fact", "from", "to")
