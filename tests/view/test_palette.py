from itertools import combinations

import pytest

from valuegraph.view.palette import (
    JURISDICTION_FILLS,
    KIND_STYLES,
    NEUTRAL,
    REST_FILL,
    jurisdiction_fills,
    kind_styles,
    spaced,
)

LIGHT, DARK = "#ffffff", "#10161c"
INK_LIGHT, INK_DARK = "#14202b", "#eef2f6"


def channels(colour):
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("style", KIND_STYLES.values(), ids=lambda style: style.id)
def test_lines_and_tags_contrast_with_their_ground(style):
    assert contrast(style.light, LIGHT) >= 4.5
    assert contrast(style.dark, DARK) >= 4.5


def test_neutral_lines_contrast_with_their_ground():
    assert contrast(NEUTRAL[0], LIGHT) >= 4.5
    assert contrast(NEUTRAL[1], DARK) >= 4.5


@pytest.mark.parametrize(("light", "dark"), [*JURISDICTION_FILLS, REST_FILL])
def test_names_can_be_read_on_every_fill(light, dark):
    assert contrast(light, INK_LIGHT) >= 7
    assert contrast(dark, INK_DARK) >= 7


def test_no_two_kinds_share_a_colour_or_a_dash():
    for one, other in combinations(KIND_STYLES.values(), 2):
        assert one.light != other.light
        assert one.dark != other.dark
        assert one.dash != other.dash


def test_kinds_without_an_own_style_get_words_and_their_own_dash():
    styles = kind_styles(["newKindOne", "api", "newKindTwo", "api"])
    assert [style.label for style in styles] == ["API", "new kind one", "new kind two"]
    assert styles[1].dash != styles[2].dash


def test_the_words_of_the_engine_share_the_style_of_their_kind():
    assert kind_styles(["licence", "licenceGrant", "supply"]) == kind_styles(
        ["licenceGrant", "physicalSupply"]
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fabricationLeadingEdge", "fabrication leading edge"),
        ("AIChip", "AI chip"),
        ("ModelFamily", "model family"),
        ("lithographyBelow7nm", "lithography below7nm"),
        ("API", "API"),
        ("AI service (legal research)", "AI service (legal research)"),
        ("", ""),
    ],
)
def test_local_names_become_words_and_words_stay(name, words):
    assert spaced(name) == words


def test_frequent_jurisdictions_get_fills_and_the_rest_is_counted():
    codes = ["US"] * 5 + ["CN"] * 3 + [None] + list("ABCDEFG")
    fills = jurisdiction_fills(codes)
    assert [fill.code for fill in fills] == ["US", "CN", "A", "B", "C", "D", ""]
    assert fills[-1].count == 3
    assert jurisdiction_fills([])[-1].code == ""
