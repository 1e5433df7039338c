"""Why a line of a ranking says what it says, for people: as text and in a notebook."""

from __future__ import annotations

from valuegraph.view.explained import Explained
from valuegraph.view.written import as_html, as_text


class Explanation(Explained):
    """What stops if one controller withdraws, and why; made by `ChokepointAnswer.explain`.

    `str()` gives it as text, a notebook shows it as HTML, `to_frame()` gives the steps of its
    proofs as a table, and `verify()` checks every proof anew without the engine. See `Explained`
    for the attributes.
    """

    def __str__(self) -> str:
        """Return everything as text; long proofs are cut short, and say so."""
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)
