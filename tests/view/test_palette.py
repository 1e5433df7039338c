import math
import re
from importlib.resources import files
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

TELLABLE = 12
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


# Machado, Oliveira and Fernandes 2009, doi:10.1109/TVCG.2009.113: linear RGB as seen without one
# kind of cone.
BLINDNESS = {
    "full sight": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(colour, matrix):
    """CIE L*a*b* (D65) of a colour as somebody with this sight sees it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    r, g, b = (
        min(1, max(0, sum(f * c for f, c in zip(row, linear, strict=True)))) for row in matrix
    )
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, matrix):
    return math.dist(lab(one, matrix), lab(other, matrix))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", BLINDNESS)
def test_kinds_are_told_apart_by_colour_or_else_by_dash(theme, sight):
    """A colour that looks like another has a dash that does not: one solid, or another rhythm."""
    close = [
        (one, other)
        for one, other in combinations(KIND_STYLES.values(), 2)
        if distance(getattr(one, theme), getattr(other, theme), BLINDNESS[sight]) < TELLABLE
    ]
    if sight == "full sight":
        assert close == []
    for one, other in close:
        assert rhythm(one) != rhythm(other), (one.id, other.id)


def rhythm(style):
    """Strokes in a period, and the length of the first: what an eye counts."""
    return len(style.dash), style.dash[:1]


@pytest.mark.parametrize(("ground", "choke"), [(LIGHT, "#8b1a1a"), (DARK, "#ffd24a")])
@pytest.mark.parametrize("sight", BLINDNESS)
def test_the_border_of_a_chokepoint_stands_out_for_every_sight(ground, choke, sight):
    assert distance(ground, choke, BLINDNESS[sight]) > 40


def test_the_page_uses_the_colours_tested_here():
    style = files("valuegraph.view").joinpath("page", "page.css").read_text("utf-8")
    for colour in (LIGHT, DARK, INK_LIGHT, INK_DARK, "#8b1a1a", "#ffd24a"):
        assert colour in style


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_of_the_matrix_can_be_read_on_every_shade(theme):
    style = files("valuegraph.view").joinpath("page", "page.css").read_text("utf-8")
    block = re.findall(r"--near-1: .*", style)[0 if theme == "light" else 1]
    shade = dict(re.findall(r"--(near-\w+): (#\w{6})", block))
    ink = INK_LIGHT if theme == "light" else INK_DARK
    for number in range(1, 7):
        letters = shade["near-ink"] if number <= 2 else ink
        assert contrast(shade[f"near-{number}"], letters) >= 4.5, number
