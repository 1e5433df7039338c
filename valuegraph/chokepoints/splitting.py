"""Where a name ends in the text of a scenario verb: names may hold colons, equals signs, arrows.

A name in angle brackets ends where they do. Otherwise, with a directory of known names, the
longest reading that is a known name is taken; without one, the first at which the rest fits.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from valuegraph.chokepoints.clause import BY_VALUE, PREDEFINED
from valuegraph.chokepoints.naming import COLUMNS
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from valuegraph.chokepoints.clause import Clause
    from valuegraph.chokepoints.naming import Directory

ANY_KIND = "*"
RETROACTIVE, USERS = "retroactive", "users"
FORMS = {
    "remove": "remove:NAME[=LEVEL]",
    "cut": "cut:KIND:SUPPLIER[:OWNER]",
    "licence": f"licence:NAME:CLAUSE[:{RETROACTIVE}][:{USERS}]",
    "sanction": f"sanction:A->B[:SHARE][:{RETROACTIVE}]",
    "price": "price:NAME:CHANGE",
}
SPELLINGS = {"license": "licence"}
INSIDE = re.compile(r"<[^<>]+>")
BRACKETED = re.compile(r"^<([^<>]+)>(.*)$", re.DOTALL)


class Reader:
    """Divides one text.

    Parameters
    ----------
    text : str
        A verb, a colon and the rest.
    directory : Directory, optional
        The known names.
    clauses : mapping of str to Clause, optional
        Further clauses.

    Attributes
    ----------
    verb, rest : str
        The first word, one of ``FORMS``, and what follows it.

    Raises
    ------
    UsageError
        The verb is not known or nothing follows it.
    """

    def __init__(
        self,
        text: str,
        directory: Directory | None = None,
        clauses: Mapping[str, Clause] | None = None,
    ) -> None:
        self.text = text
        self.directory = directory
        self.clauses = clauses or {}
        verb, _, self.rest = text.partition(":")
        self.verb = SPELLINGS.get(verb, verb)
        if self.verb not in FORMS or not self.rest:
            raise self.unreadable()

    def kind(self, text: str) -> tuple[str, str]:
        """Return a relation kind, the longest known one, and what follows it."""
        kinds = () if self.directory is None else self.directory.graph.kinds
        known = [kind for kind in (ANY_KIND, *kinds) if text.startswith(f"{kind}:")]
        found = BRACKETED.match(text)
        if found:
            return found.group(1), self.after(found.group(2), ":")
        kind = max(known, key=len) if known else text.partition(":")[0]
        return kind, text[len(kind) + 1 :]

    def unreadable(self, because: str = "") -> UsageError:
        """Return the error for a text that has no reading."""
        near = get_close_matches(self.verb, FORMS, n=1)
        form = (
            f"write {FORMS[self.verb]}"
            if self.verb in FORMS
            else f"use {', '.join(FORMS.values())}"
        )
        return UsageError(
            f"the scenario {self.text!r} cannot be read" + (f": {because}" if because else ""),
            why="a verb that is skipped would look like a shock without effect",
            mend=f"did you mean {near[0]}? {form}" if near and self.verb not in FORMS else form,
        )

    def name_and(self, text: str, sign: str, fits: Callable[[str], bool]) -> tuple[str, str | None]:
        """Return a name and what follows it after a sign; None when nothing does.

        Of all places to divide, the one with the longest known name is taken; else the first at
        which the rest fits; else there is nothing after the name.
        """
        bracketed = BRACKETED.match(text)
        if bracketed:
            name, tail = bracketed.groups()
            return name, self.after(tail, sign) if tail else None
        if self._knows(text):
            return text, None
        places = list(_divisions(text, sign))
        known = [place for place in places if self._knows(place[0])]
        fitting = [place for place in places if fits(place[1])]
        both = [place for place in known if fits(place[1])]
        name, rest = next((found[0] for found in (both, known, fitting) if found), (text, None))
        if not name:
            raise self.unreadable("a name is missing")
        return name, rest

    def after(self, tail: str, sign: str) -> str:
        """Return what follows a sign that must come next."""
        if not tail.startswith(sign):
            raise self.unreadable(f"{sign!r} should follow the name, not {tail!r}")
        return tail.removeprefix(sign)

    def by(self, rest: str) -> tuple[str | None, str]:
        """Return the column a name is said to be in, or None, and the rest."""
        word, _, name = rest.partition(":")
        if name and word in ("node", *self._columns) and not self._known_start(rest):
            return word, name
        return None, rest

    @property
    def _columns(self) -> tuple[str, ...]:
        return COLUMNS if self.directory is None else (*COLUMNS, *self.directory.attributes)

    def _known_start(self, rest: str) -> bool:
        return self._knows(rest) or any(
            self._knows(left) for sign in "=:" for left, _ in _divisions(rest, sign) if ":" in left
        )

    def _knows(self, text: str) -> bool:
        return self.directory is not None and self.directory.knows(text)

    def is_name(self, text: str) -> bool:
        """Return whether a text can be a name: a known one, where names are known."""
        if self.directory is None:
            return not text.startswith("//")  # what follows the scheme of an IRI
        return self._knows(_plain(text))

    def is_clause(self, text: str) -> bool:
        """Return whether a text is the name of a clause."""
        start, _, value = text.partition(":")
        return text in self.clauses or text in PREDEFINED or bool(value and start in BY_VALUE)

    @staticmethod
    def flag(rest: str, word: str) -> tuple[str, bool]:
        """Return a text without a last word, and whether it had it."""
        return rest.removesuffix(f":{word}"), rest.endswith(f":{word}")

    def number(self, text: str) -> float:
        """Return a number."""
        try:
            return float(text)
        except ValueError:
            raise self.unreadable(f"{text!r} is no number") from None


def is_number(text: str) -> bool:
    """Return whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _divisions(text: str, sign: str) -> Iterator[tuple[str, str]]:
    """Yield what is before and after each sign outside brackets, the longest name first."""
    plain = INSIDE.sub(lambda found: " " * len(found.group()), text)
    at = plain.rfind(sign)
    while at >= 0:
        yield text[:at], text[at + len(sign) :]
        at = plain.rfind(sign, 0, at)


def _plain(text: str) -> str:
    found = BRACKETED.match(text)
    return found.group(1) if found and not found.group(2) else text
