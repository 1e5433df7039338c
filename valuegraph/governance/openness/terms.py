"""Licence terms as the freedoms read them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a licence.

    Attributes
    ----------
    iri, label : str
        The fact, and the term in words with its clause.
    kind : str
        Local name of the concept of `vgx:restrictionKind`.
    force : str
        `Permission`, `Prohibition` or `Duty`; empty for what ends a right.
    action : str
        Local name of the action; empty where the term names none.
    clause : str
        Where in the text.
    purposes : tuple of str
        Purposes to which a permission is limited; empty where it is not.
    """

    iri: str
    label: str
    kind: str
    force: str = ""
    action: str = ""
    clause: str = ""
    purposes: tuple[str, ...] = ()
