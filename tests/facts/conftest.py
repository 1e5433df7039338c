"""Facts for the tests of this room, without a store."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from valuegraph.facts import Evidence, Fact, Iri, Source
from valuegraph.vocabulary import VG, VGD, VGX


@pytest.fixture
def source() -> Source:
    return Source(
        iri=VGD + "src-report",
        title="A report",
        publisher="An office",
        url="https://example.org/report",
        kind=VGX + "webPage",
        licence="https://creativecommons.org/licenses/by/4.0/",
        issued=dt.date(2024, 1, 1),
        precision=VGX + "year",
        retrieved_on=dt.date(2026, 11, 21),
    )


@pytest.fixture
def evidence(source: Source) -> Evidence:
    return Evidence(
        iri=VGD + "ev-1",
        source=source,
        locator="page 3",
        confidence=Decimal("0.7"),
        kind=VGX + "documentary",
        retrieved_on=dt.date(2026, 11, 21),
        identifier="row-1",
        original_text="supplies: Lens -> Chip",
        note="A remark.",
    )


@pytest.fixture
def fact(evidence: Evidence) -> Fact:
    return Fact(
        iri=VGD + "sup-1",
        cls=VG + "Supply",
        label="Lens supplies Chip",
        properties=(
            (VG + "dependent", Iri(VGD + "org-chip")),
            (VG + "share", Decimal("0.75")),
            (VG + "supplier", Iri(VGD + "org-lens")),
        ),
        valid_from=dt.date(2020, 1, 1),
        valid_to=dt.date(2022, 1, 1),
        precision=VGX + "year",
        evidence=(evidence,),
    )
