"""Concentration by hand, its properties, and bounds that hold for every completion."""

import math
import re
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from valuegraph import measures
from valuegraph.errors import ShareError
from valuegraph.measures import (
    Bounds,
    bounds,
    concentration,
    concentration_ratio,
    effective_number,
    entropy,
    hhi,
    units_to,
)

MEASURES = {
    "hhi": hhi,
    "cr1": partial(concentration_ratio, k=1),
    "cr3": concentration_ratio,
    "entropy": entropy,
    "effective_number": effective_number,
    "units_to": units_to,
    "units_to half": partial(units_to, part=0.5),
}
RISING = {"hhi": True, "cr1": True, "cr3": True}
"""Whether a transfer to a larger holder raises the measure; the others it lowers."""
weights = st.lists(st.integers(1, 60), min_size=1, max_size=8)


def near(low, high):
    return Bounds(pytest.approx(low), pytest.approx(high))


def split(parts):
    return [part / sum(parts) for part in parts]


# --- by hand -----------------------------------------------------------------------------------


def test_a_market_of_four_by_hand():
    # The example of the U.S. agencies: 30, 30, 20 and 20 per cent give 2,600 points.
    shares = [0.3, 0.3, 0.2, 0.2]
    assert hhi(shares) * concentration.POINTS == pytest.approx(2600)
    assert concentration_ratio(shares) == pytest.approx(0.8)
    assert concentration_ratio(shares, k=9) == 1
    assert units_to(shares) == 3
    assert units_to(shares, part=0.6) == 2
    assert units_to(shares, part=1) == 4


def test_one_holder_and_n_equal_ones():
    assert (hhi([1]), entropy([1]), effective_number([1]), units_to([1])) == (1, 0, 1, 1)
    assert hhi([0.25] * 4) == 0.25
    assert entropy([0.25] * 4) == pytest.approx(math.log(4))
    assert effective_number([0.25] * 4) == pytest.approx(4)
    assert units_to([0.25] * 4) == 3


def test_entropy_of_halves_by_hand():
    # 1/2, 1/4, 1/4: 1.5 bits are 1.5 log 2 nats, and 2 ** 1.5 equal holders.
    assert entropy([0.5, 0.25, 0.25]) == pytest.approx(1.5 * math.log(2))
    assert effective_number([0.5, 0.25, 0.25]) == pytest.approx(2**1.5)


def test_dust_adds_to_the_total_alone():
    assert hhi([0.5], dust=0.5) == 0.25
    assert concentration_ratio([0.5], dust=0.5) == 0.5
    assert entropy([0.5], dust=0.5) == math.inf
    assert units_to([0.5], dust=0.5) == math.inf
    assert units_to([0.8], dust=0.2) == 1


def test_three_of_a_market_by_hand():
    # 28, 21 and 14 per cent: .0784 + .0441 + .0196, and .37 ** 2 more if one firm has the rest.
    known = [0.28, 0.21, 0.14]
    assert bounds(hhi, known) == near(0.1421, 0.279)
    assert bounds(concentration_ratio, known) == near(0.63, 0.86)
    assert bounds(units_to, known) == Bounds(3, math.inf)
    # No unnamed firm above 14: two such and one of 9 per cent.
    listed = bounds(hhi, known, largest_unnamed=0.14)
    assert listed == near(0.1421, 0.1421 + 2 * 0.0196 + 0.0081)
    assert bounds(units_to, known, largest_unnamed=0.14) == Bounds(4, math.inf)


def test_ranges_by_hand():
    assert bounds(hhi, [(0.95, 1.0)]) == near(0.9025, 1)
    assert bounds(hhi, [(0.0, 0.2)]) == Bounds(0, 1)
    # 0.7 is certain, the other has 0.1 to 0.15: a newcomer with 0.2 beats 0.15 and 0.15.
    found = bounds(hhi, [0.7, (0.1, 0.15)])
    assert found == near(0.49 + 0.01, 0.49 + 0.01 + 0.04)
    # With 0.1 to 0.4 it may have all the rest: 0.3 and 0.7.
    assert bounds(hhi, [0.7, (0.1, 0.4)]) == near(0.5, 0.58)
    # Both may have part of the rest: 0.6 + 0.4 beats every split with a third.
    assert bounds(hhi, [(0.3, 0.6), (0.2, 0.4)]) == near(0.13, 0.52)


def test_complete_shares_leave_nothing_open():
    assert bounds(hhi, [0.5, 0.3, 0.2]) == near(0.38, 0.38)
    # 70, 18 and 13 per cent are a published split that rounding carries past 1.
    found = bounds(hhi, [0.70, 0.18, 0.13])
    assert found.low == found.high == pytest.approx((0.49 + 0.0324 + 0.0169) / 1.01**2)


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", [hhi, concentration_ratio, entropy, units_to])
@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([], "no shares are known"),
        ([0.5, math.nan], "share 1 is nan"),
        ([-0.1, 1.1], "share 0 is -0.1"),
        ([0.6, 0.5], r"add up to 1\.100"),
        ([math.inf], "share 0 is inf"),
    ],
)
def test_what_splits_no_total_is_refused(measure, shares, says):
    with pytest.raises(ShareError, match=says):
        measure(shares)
    with pytest.raises(ShareError, match=says):
        bounds(measure, shares)


@pytest.mark.parametrize("measure", [hhi, concentration_ratio, entropy, units_to])
def test_part_of_a_split_is_no_split(measure):
    with pytest.raises(ShareError, match=r"add up to 0\.630(.|\n)*use bounds"):
        measure([0.28, 0.21, 0.14])


def test_options_out_of_range_are_refused():
    with pytest.raises(ShareError, match="0 largest"):
        concentration_ratio([1], k=0)
    with pytest.raises(ShareError, match="0 is no part"):
        units_to([1], part=0)
    with pytest.raises(ShareError, match=r"between 0\.6 and 0\.5"):
        bounds(hhi, [(0.6, 0.5)])
    with pytest.raises(ShareError, match="at most 0"):
        bounds(hhi, [0.5], largest_unnamed=0)
    with pytest.raises(ShareError, match="beside shares that are ranges"):
        bounds(hhi, [(0.5, 0.6)], largest_unnamed=0.1)
    with pytest.raises(ShareError, match="13 shares are known as narrow ranges"):
        bounds(hhi, [(0.01, 0.02)] * 13)


def test_many_wide_ranges_are_searched():
    known = [(0.02, 1.0)] * 30
    # 0.4 are left, and may all go to one of them: 29 * .0004 + .42 ** 2.
    assert bounds(hhi, known) == near(0.012, 29 * 0.0004 + 0.42**2)


@pytest.mark.parametrize(
    "name",
    [
        "hhi",
        "concentration_ratio",
        "entropy",
        "effective_number",
        "units_to",
        "bounds",
        "hhi_by_group",
    ],
)
def test_every_measure_names_its_reference(name):
    assert re.search(r"References\n.*\(\d{4}\)", getattr(measures, name).__doc__, re.DOTALL)


# --- properties --------------------------------------------------------------------------------


@given(weights)
def test_values_stay_in_their_range(parts):
    shares, n = split(parts), len(parts)
    assert 1 / n - 1e-12 <= hhi(shares) <= 1 + 1e-12
    assert hhi(shares) <= concentration_ratio(shares) + 1e-12
    assert concentration_ratio(shares) <= 1
    assert 0 <= entropy(shares) <= math.log(n) + 1e-12
    assert 1 - 1e-12 <= effective_number(shares) <= n + 1e-9
    assert 1 <= units_to(shares) <= n


@given(weights, st.randoms(use_true_random=False))
def test_order_does_not_matter(parts, chance):
    shares = split(parts)
    other = chance.sample(shares, len(shares))
    for measure in MEASURES.values():
        assert measure(other) == pytest.approx(measure(shares))


@given(weights)
def test_a_merger_never_lowers_concentration(parts):
    assume(len(parts) > 1)
    before, after = split(parts), split([parts[0] + parts[1], *parts[2:]])
    gain = hhi(after) - hhi(before)
    # The agencies' rule: twice the product of the merging shares.
    assert gain == pytest.approx(2 * before[0] * before[1])
    for name, measure in MEASURES.items():
        change = measure(after) - measure(before)
        assert change >= -1e-9 if RISING.get(name) else change <= 1e-9


@given(weights, st.integers(1, 8), st.sampled_from(sorted(MEASURES)))
def test_bounds_hold_for_every_completion(parts, named, name):
    shares = split(parts)
    found = bounds(MEASURES[name], shares[:named])
    value = MEASURES[name](shares)
    assert found.low - 1e-9 <= value <= found.high + 1e-9


@given(weights, st.integers(1, 8), st.sampled_from(sorted(MEASURES)))
def test_bounds_hold_where_the_largest_are_named(parts, named, name):
    shares = sorted(split(parts), reverse=True)
    known = shares[:named]
    measure = MEASURES[name]
    found = bounds(measure, known, largest_unnamed=known[-1])
    wider = bounds(measure, known)
    assert wider.low - 1e-9 <= found.low - 1e-9 <= measure(shares) <= found.high + 1e-9
    assert found.high <= wider.high + 1e-9


@given(
    weights,
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=8, max_size=8),
    st.integers(1, 8),
    st.sampled_from(sorted(MEASURES)),
)
def test_bounds_hold_within_ranges(parts, ends, named, name):
    shares = split(parts)
    ranges = [
        (share * down, share + (1 - share) * up)
        for share, (down, up) in zip(shares[:named], ends, strict=False)
    ]
    found = bounds(MEASURES[name], ranges)
    assert found.low - 1e-9 <= MEASURES[name](shares) <= found.high + 1e-9


@given(st.lists(st.integers(1, 20), min_size=1, max_size=4), st.integers(1, 20))
def test_both_bounds_are_approached(parts, rest):
    *shares, left = split([*parts, rest])
    found = bounds(hhi, shares)
    assert hhi([*shares, left]) == pytest.approx(found.high)
    pieces = 20_000
    assert hhi([*shares, *[left / pieces] * pieces]) == pytest.approx(found.low, abs=1e-4)


# --- columns -----------------------------------------------------------------------------------


def test_groups_of_a_column_by_hand():
    groups, holders = np.array([0, 0, 0, 2, 2]), np.array([5, 5, 1, 0, 1])
    # 2/3 and 1/3 in the first, nobody in the second, halves in the third.
    found = measures.hhi_by_group(groups, holders)
    assert found == pytest.approx([5 / 9, math.nan, 0.5], nan_ok=True)
    weighed = measures.hhi_by_group(groups, holders, np.array([1.0, 2.0, 1.0, 0.0, 0.0]))
    assert weighed == pytest.approx([10 / 16, math.nan, math.nan], nan_ok=True)
    assert len(measures.hhi_by_group(groups[:0], holders[:0])) == 0
    with pytest.raises(ShareError, match="negative"):
        measures.hhi_by_group(groups, holders, np.array([1.0, -1.0, 1.0, 1.0, 1.0]))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=40))
@pytest.mark.parametrize("dense", [0, 1 << 24])
def test_groups_of_a_column_are_splits(dense, rows):
    groups, holders = np.array(rows).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(concentration, "DENSE", dense)
        found = measures.hhi_by_group(groups, holders)
    for group, value in enumerate(found):
        own = [holder for at, holder in rows if at == group]
        if own:
            assert value == pytest.approx(hhi(split([own.count(h) for h in set(own)])))
        else:
            assert math.isnan(value)
