"""What does not hold together is refused before it is written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from valuegraph.curate.known import Known, Span
from valuegraph.curate.settled import Settled, SettledRelation, SettledThing
from valuegraph.curate.soundness import check_sound
from valuegraph.errors import DataError
from valuegraph.facts import assembly as a
from valuegraph.facts.records import Iri
from valuegraph.vocabulary import VG, VGD, VGX

DAY = dt.date(2026, 1, 31)
KNOWN = Known({VGD + "org-acme": [(a.RDF_TYPE, Iri(VG + "Organization")), (a.LABEL, "Acme")]})
SITE = SettledThing(VGD + "dc-hall", "DataCentre", "Hall", ((VG + "inLayer", Iri(VGX + "cloud")),))


def measure(name="mea-hall", subject="dc-hall", values=("1",), span=Span(DAY)) -> SettledRelation:  # noqa: B008 - a frozen value
    return SettledRelation(
        VGD + name, "Measure", "Hall: 1", ((VG + "measureSubject", Iri(VGD + subject)),),
        tuple((VG + "value", Decimal(each)) for each in values), span, (),
    )  # fmt: skip


def test_what_holds_together_passes():
    sound = Settled(
        "toy", (SITE,), (measure(), measure("mea-acme", "org-acme")),
        additions=((VGD + "org-acme", a.IDENTIFIER, "x"),), grafts=((VGD + "org-acme", "e"),),
    )  # fmt: skip
    check_sound(sound, KNOWN)


@pytest.mark.parametrize(
    ("settled", "told"),
    [
        (Settled("toy", (SITE,), (measure(), measure())), "mea-hall stands 2 times"),
        (Settled("toy", (SITE, SITE)), "dc-hall stands 2 times"),
        (Settled("toy", (SITE,), (measure(values=("1", "2")),)), "mea-hall has 2 of value"),
        (Settled("toy", (SITE,), (measure(span=Span(DAY, DAY)),)), "mea-hall ends on 2026-01-31"),
        (Settled("toy", (), (measure(),)), "mea-hall points at dc-hall, which nothing describes"),
        (
            Settled("toy", (SettledThing(VGD + "dc-b", "DataCentre", "B\0", ()),)),
            "dc-b has a control sign in its name",
        ),
        (
            Settled("toy", additions=((VGD + "org-beta", a.IDENTIFIER, "x"),)),
            "something is added to org-beta",
        ),
    ],
)
def test_what_does_not_is_refused_with_the_node(settled, told):
    with pytest.raises(DataError, match="1 places") as caught:
        check_sound(settled, KNOWN)
    assert told in str(caught.value.where)
    assert caught.value.mend


def test_of_many_faults_the_first_are_listed():
    many = Settled("toy", (), tuple(measure(f"mea-{number:02}") for number in range(12)))
    with pytest.raises(DataError, match="12 places") as caught:
        check_sound(many, KNOWN)
    assert str(caught.value.where).endswith("; and 2 more")
