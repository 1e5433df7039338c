"""Keys under which names are looked up, and the comparison that decides afterwards."""

from __future__ import annotations

import re

from valuegraph.curate.judging import MODEL, ORGANISATION, SAME, UNSURE, fold
from valuegraph.curate.model_match import Compared, compare_models
from valuegraph.curate.model_names import read_model
from valuegraph.curate.organisation_names import compare_organisations, read_organisation

__all__ = ["compare", "key_of", "loose"]

_BREAKS = re.compile(r"[\s\-_‐-―]+")  # noqa: RUF001 : hyphens and dashes of all widths
_LETTERS = re.compile(r"[^a-z0-9]+")


def key_of(kind: str, name: str) -> str:
    """Return the key of a name within a kind of thing; plus, sizes, dates and brackets count.

    Parameters
    ----------
    kind : str
        ``model``, ``organisation``, ``chip`` or ``thing``.
    name : str
        As a source writes it.
    """
    if kind == MODEL:
        return read_model(name).key()
    if kind == ORGANISATION:
        return read_organisation(name).key()
    return _BREAKS.sub(" ", fold(name)).strip()


def compare(kind: str, left: str, right: str) -> Compared:
    """Tell whether two names of a kind state the same; see `compare_models`."""
    if kind == MODEL:
        return compare_models(left, right)
    if kind == ORGANISATION:
        return compare_organisations(left, right)
    if key_of(kind, left) == key_of(kind, right):
        return Compared(SAME, "the names differ in typing only")
    return Compared(UNSURE, "no rule joins the names")


def loose(name: str) -> str:
    """Return letters and digits alone: alike enough to propose, never to merge."""
    return _LETTERS.sub("", fold(name))
