"""What is known, by name and by ends."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from valuegraph.curate.known import Known, Span, plain
from valuegraph.curate.telling import sentence, words
from valuegraph.facts import assembly as a
from valuegraph.facts.records import Iri
from valuegraph.vocabulary import VG, VGD, VGX


def typed(cls: str, label: str, *pairs) -> list:
    return [(a.RDF_TYPE, Iri(VG + cls)), (a.LABEL, label), *pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MIT", "spdx:MIT"),
        ("LicenseRef-scancode-llama-2", "scancode:llama-2"),
        ("LicenseRef-valuegraph-x", "LicenseRef-valuegraph-x"),
        ("dalicc:MIT", "dalicc:MIT"),
    ],
)
def test_licences_are_known_by_identifiers_with_a_scheme(text, expected):
    known = Known({VGD + "lic-x": typed("Licence", "X", (a.IDENTIFIER, text))})
    assert known.things[VGD + "lic-x"].ids == (expected,)


def test_makers_are_developers_and_designers_of_chips():
    acme, chip = Iri(VGD + "org-acme"), Iri(VGD + "chip-x")
    start = (a.VALID_FROM, dt.date(2024, 1, 1))
    known = Known(
        {
            acme: typed("Organization", "Acme"),
            chip: typed("AIChip", "X"),
            VGD + "sup-1": typed(
                "Supply", "s", (VG + "supplier", acme), (VG + "dependent", chip),
                (VG + "supplyKind", Iri(VGX + "designWork")), (a.HAS_EVIDENCE, Iri(VGD + "ev-1")),
                start,
            ),
        }
    )  # fmt: skip
    assert known.things[chip].makers == ("Acme",)
    assert VGD + "sup-1" not in known.things


def test_relations_are_found_by_all_their_ends_and_no_fewer():
    pairs = (
        (VG + "value", 1),
        (VG + "measureSubject", Iri(VGD + "org-a")),
        (a.VALID_FROM, dt.date(2024, 1, 1)),
    )
    known = Known({VGD + "mea-1": typed("Measure", "m", *pairs)})
    subject = (VG + "measureSubject", Iri(VGD + "org-a"))
    assert [each.iri for each in known.like(VG + "Measure", frozenset([subject]))] == [
        VGD + "mea-1"
    ]
    assert known.like(VG + "Measure", frozenset([subject, (VG + "value", Decimal("1.0"))]))
    assert not known.like(VG + "Measure", frozenset([subject, (VG + "value", Decimal(2))]))
    assert not known.like(VG + "Uptake", frozenset([subject]))


def test_a_price_is_found_by_what_it_states_and_never_by_less_than_it_states():
    start = (a.VALID_FROM, dt.date(2026, 1, 1))
    offering = (VG + "ofOffering", Iri(VGD + "off-a"))
    put, got = (VG + "inputPrice", Decimal("0.3")), (VG + "outputPrice", Decimal("2.5"))
    read, write = (VG + "cacheReadPrice", Decimal("0.03")), (VG + "cacheWritePrice", Decimal(1))
    told = {"bare": (put, got), "read": (put, got, read), "put": (put,)}
    known = Known(
        {VGD + name: typed("Price", name, offering, start, *pairs) for name, pairs in told.items()}
    )

    def like(*pairs) -> list[str]:
        found = known.like(VG + "Price", frozenset([offering, *pairs]))
        return [each.iri.removeprefix(VGD) for each in found]

    assert like(put, got) == ["bare"]
    assert like(put, got, read) == ["read"]
    assert like(put, got, read, write) == ["read"], "the one that says most of what is stated"
    assert like(put, got, (VG + "cacheReadPrice", Decimal("0.075"))) == ["bare"]
    assert like(put) == ["put"]


def test_intervals_are_half_open():
    day = dt.date(2025, 1, 1)
    before, after = Span(dt.date(2024, 1, 1), day), Span(day)
    assert not before.meets(after)
    assert not after.meets(before)
    assert before.meets(Span(dt.date(2024, 6, 1)))


def test_values_in_words_and_as_facts_hold_them():
    assert (words(True), words(False), words(Decimal("0.30")), words(dt.date(2025, 1, 2))) == (
        "yes", "no", "0.3", "2025-01-02",
    )  # fmt: skip
    assert plain(3) == Decimal(3)
    assert plain(0.1) == Decimal("0.1")
    assert plain(True) is True


def test_a_sentence_leaves_out_what_is_not_said_and_stays_short(vocabulary):
    term = vocabulary.relation("OwnershipStake")
    pairs = [(VG + "owner", Iri("a")), (VG + "owned", Iri("b"))]
    assert sentence(term, pairs, str.upper) == "A holds a stake in B"
    assert len(sentence(term, [(VG + "owner", "x" * 300)], str)) == 160
    assert sentence(vocabulary.relation("Uptake"), [], str) == "uses for"
