"""Facts in words and as rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from valuegraph.cli.evidence import fact_rows
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


def test_rows_hold_every_piece_of_evidence():
    rows = fact_rows([replace(FACT, evidence=(SURE, AGAINST))])
    assert rows.column("stance") == ["supports", "disputes"]
    assert rows.column("source") == ["Annual report", "A newspaper"]
    assert rows.column("confidence") == [0.9, 0.5]
    assert rows.column("url")[0] == "https://example.org/a.pdf"
    assert set(rows.column("fact_iri")) == {"https://example.org/f"}


def test_no_fact_keeps_the_columns():
    assert fact_rows([]).columns[:3] == ("fact", "from", "to")
