"""The smallest parts of a model's name, each with the slot it fills."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from valuegraph.curate.words import compounds, families, marks, owners

__all__ = ["MONTHS", "Token", "tokens"]

MONTHS = {
    name: f"{number:02}"
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
ROMAN = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}

_DAY = r"(?P<y>(?:19|20)\d\d)"
_DATES = (
    re.compile(rf"(?<![\d.]){_DAY}[-_.]?(?P<m>0[1-9]|1[0-2])[-_.]?(?P<d>0[1-9]|[12]\d|3[01])(?![\d.])"),
    re.compile(rf"(?<![\d.]){_DAY}[-_](?P<m>0[1-9]|1[0-2])(?![\d.])"),
    re.compile(rf"(?<![\d.])(?P<m>0[1-9]|1[0-2])[-_/]{_DAY}(?![\d.])"),
    re.compile(r"(?<![\d.])(?P<yy>2[1-9])(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d.])"),
    re.compile(rf"(?<![a-z])(?P<name>{'|'.join(MONTHS)})\.?[\s,]+(?:(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?{_DAY}(?!\d)"),
    re.compile(rf"(?<!\d)(?P<dd>\d{{1,2}})\s+(?P<name>{'|'.join(MONTHS)})\s+{_DAY}(?!\d)"),
    re.compile(r"(?<=[-_@ (])(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d.])"),
    re.compile(r"(?<![\d.])(?P<yy>2[1-9])(?P<m>0[1-9]|1[0-2])(?![\d.a-z])"),
    re.compile(r"(?<![\d.])(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\d.a-z])"),
)  # fmt: skip
_TAG = re.compile(r"[a-z\d]:\d")
"""A tag after a name, as in llama2:70b, stands for a tuned and quantised copy of the catalogue's."""
_GREEK = re.compile(r"[\u03b1-\u03c9]")
_QUANT = re.compile(
    r"(?<![a-z0-9])(?:i?q\d(?:[_-](?:[kms01]|xs|xxs|nl))+|fp\d+|bf16|f16|f32|int\d+|uint\d|w\d+a\d+|\d+[- ]?bits?|i?q\d|g\d{2,3})(?![a-z0-9])"
)
_GAP = re.compile(r"(?<![\d.])v?(\d)[-_](\d{1,2})(?![\d.]*[a-z\d])(?![-_]\d+(?![a-z\d.]))(?!\.)")
_POINT = re.compile(r"(?<=\d)[pP](?=\d(?!\d))")
_PIECE = re.compile(r"[^\W_]+(?:\.\d+[^\W_]*)*|[+^&*~!?#%$°\u2032]")
_SIZE = re.compile(r"(?:\d+x)?\d+(?:\.\d+)?(?:b|bn|m|t)(?:x\d+e)?")
_OTHER = (
    ("active", re.compile(r"a\d+(?:\.\d+)?b")),
    ("size", re.compile(r"e\d+b")),
    ("experts", re.compile(r"\d+e")),
    ("context", re.compile(r"\d+(?:\.\d+)?k")),
    ("context", re.compile("|".join(str(1 << power) for power in range(11, 21)))),
    ("size", _SIZE),
    ("revision", re.compile(r"0\d\d+")),
    ("version", re.compile(r"v?\d+(?:\.\d+)*(?:[a-z](?![a-z0-9]))?")),
    ("version", re.compile(r"[a-z]\d+(?:\.\d+)*[a-z]?")),
)
_SPLITS = (
    re.compile(r"([a-z]{2,})(\d.*)"),
    re.compile(r"(\d+(?:\.\d+)*)([a-z]{2,}.*)"),
    re.compile(r"((?:\d+x)?\d+(?:\.\d+)?[bm])([a-z].*)"),
)


class Token(NamedTuple):
    """One part of a name: the slot it fills and what it says there."""

    slot: str
    value: str


def tokens(name: str) -> list[Token]:
    """Return the parts of a model's name in their order.

    Slots: ``word`` (what the tables do not know), ``version``, ``size``, ``active``, ``experts``,
    ``context``, ``date``, ``revision``, ``tag`` and the slots of ``words.csv``. A plus is a word of its own,
    so that it keeps its place.
    """
    text = unicodedata.normalize("NFKC", name)
    text = re.sub(r"[‐-―−]", "-", text)  # noqa: RUF001 : hyphens and dashes of all widths
    text = re.sub(r"[^\W\d_]{2,4}", lambda m: ROMAN.get(m[0], m[0]) if _alone(m) else m[0], text)
    text = text.casefold()
    text = _GREEK.sub(lambda m: unicodedata.name(m[0]).split(" WITH ")[0].split()[-1].lower(), text)
    found: list[Token] = []
    for pattern in _DATES:
        text = pattern.sub(lambda m: _set(found, "date", _date(m)), text)
    text = _QUANT.sub(lambda m: _set(found, "quantisation", re.sub(r"[-_ ]", "", m[0])), text)
    if _TAG.search(text):
        found.append(Token("tag", "tagged"))
    text = _POINT.sub(".", text)
    text = _GAP.sub(r"\1.\2", text)
    return found + [token for piece in _PIECE.findall(text) for token in _tokens_of(piece)]


def _alone(found: re.Match[str]) -> bool:
    """Whether letters stand between breaks, after something else."""
    text, start, end = found.string, found.start(), found.end()
    return start > 0 and text[start - 1] in " -_" and (end == len(text) or text[end] in " -_(")


def _set(found: list[Token], slot: str, value: str) -> str:
    found.append(Token(slot, value))
    return " "


def _date(found: re.Match[str]) -> str:
    """Return year, month and day joined by hyphens, with ``?`` for what is not said."""
    told = found.groupdict()
    year = told.get("y") or ("20" + told["yy"] if told.get("yy") else "?")
    month = told.get("m") or MONTHS[told["name"]]
    day = told.get("d") or told.get("dd")
    return f"{year}-{month}-{day.zfill(2) if day else '?'}"


def _tokens_of(piece: str) -> list[Token]:
    if piece in compounds():
        return [token for part in compounds()[piece] for token in _tokens_of(part)]
    if piece in marks():
        slot, value = marks()[piece]
        return [Token(slot, value)] if slot != "noise" else []
    if piece in families() or piece in owners() or (len(piece) == 1 and not piece.isdigit()):
        return [Token("word", piece)]
    for slot, pattern in _OTHER:
        if pattern.fullmatch(piece):
            return [Token(slot, _number(piece) if slot == "version" else piece)]
    for pattern in _SPLITS:
        parts = pattern.fullmatch(piece)
        if parts:
            return _tokens_of(parts[1]) + _tokens_of(parts[2])
    return [Token("word", piece)]


def _number(text: str) -> str:
    """Return a version as it is compared: ``v2.0`` and ``2`` are one."""
    bare = text.removeprefix("v") if re.match(r"v\d", text) else text
    return re.sub(r"(?:\.0)+(?=[a-z]?$)", "", bare)
