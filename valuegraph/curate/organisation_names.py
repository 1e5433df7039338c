"""An organisation's name taken apart: its words, its legal form, what stands in brackets."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from valuegraph.curate.judging import DIFFERENT, SAME, UNSURE
from valuegraph.curate.model_match import Compared
from valuegraph.curate.words import table

__all__ = ["OrganisationName", "compare_organisations", "read_organisation"]

_BRACKET = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]")  # noqa: RUF001 : brackets of all widths
_DROPPED = re.compile(r"(?<=\w)[.'\u2019\u00b4`](?=\w\b)|[.'\u2019\u00b4`](?=\s|$|,)")
_LIST = re.compile(r"[,;/]")
LISTED = "/"
MEANT = 2
"""Words of which the last, Company, is part of the name: Weather Company."""
SMALL = frozenset({LISTED, "of", "the", "and", "for", "de", "di", "in", "at", "fur", "et"})


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """What an organisation's name states.

    Attributes
    ----------
    words : tuple of str
        Its words in lower case, without accents, legal form and brackets.
    form : str
        Its legal form: ``inc``, ``ltd``, ``gmbh``; empty when it states none.
    brackets : tuple of str
        What stands in brackets and is not just its own initials.
    """

    words: tuple[str, ...]
    form: str = ""
    brackets: tuple[str, ...] = ()

    @property
    def joined(self) -> str:
        """The words without blanks: ``Open AI`` and ``OpenAI`` are one name."""
        return "".join(self.words)

    def key(self) -> str:
        """Return one text that two names share when they differ in typing or legal form only."""
        return "|".join((self.joined, *self.brackets))


@functools.cache
def _roles() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"form": {}, "ambiguous": {}}
    for row in table("organisation_words"):
        found[row["role"]][row["word"]] = row["means"] or row["word"]
    return found


@functools.lru_cache(maxsize=20_000)
def read_organisation(name: str) -> OrganisationName:
    """Take an organisation's name apart.

    Parameters
    ----------
    name : str
        As a source writes it.

    Returns
    -------
    OrganisationName
        The legal form is taken off at the end only, and never the whole name.
    """
    inside = [" ".join(_words(each)) for each in _BRACKET.findall(name)]
    words = _listed(_BRACKET.sub(" ", name))
    if not words:
        words, inside = _listed(name), []
    forms: list[str] = []
    while len(words) > 1 and words[-1] in {LISTED, *_roles()["form"]}:
        if words[-1] == "company" and len(words) == MEANT and not forms:
            break
        form = words.pop()
        if form != LISTED:
            forms.insert(0, _roles()["form"][form])
    if len(words) > 1 and words[0] == "the":
        del words[0]
    own = {"".join(word[0] for word in words if part or word not in SMALL) for part in (0, 1)}
    kept = tuple(each for each in inside if each and each not in own)
    return OrganisationName(tuple(words), " ".join(dict.fromkeys(forms)), kept)


def _listed(text: str) -> list[str]:
    """Return the words with a sign between the members of a list: Azure, OpenAI is two firms."""
    words: list[str] = []
    for part in _LIST.split(text):
        found = _words(part)
        words += [LISTED, *found] if words and found else found
    return [word for word in words if word != LISTED] if "university" in words else words


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = _DROPPED.sub("", plain)
    return re.findall(r"[^\W_]+(?:\.[^\W_]+)*|[+&]", plain.replace("&", " and "))


def compare_organisations(left: str, right: str) -> Compared:
    """Tell whether two names of organisations differ in typing or legal form only.

    Parameters
    ----------
    left, right : str
        The names.

    Returns
    -------
    Compared
        ``same`` when the words are the same and no legal form speaks against it; ``different``
        for bodies that are named after different places; ``unsure`` otherwise.
    """
    one, other = read_organisation(left), read_organisation(right)
    if left.split() == right.split():
        return Compared(SAME, "one and the same name")
    if one.joined != other.joined or not one.joined:
        return _unlike(one, other)
    if one.brackets != other.brackets:
        return Compared(UNSURE, "what stands in brackets may tell them apart")
    return _formed(one, other)


def _formed(one: OrganisationName, other: OrganisationName) -> Compared:
    """Judge names of equal words by their legal forms."""
    if one.form == other.form:
        return Compared(SAME, "the names differ in typing only")
    if one.form and other.form:
        return Compared(UNSURE, f"legal forms {one.form} and {other.form}: may be sister firms")
    if one.joined in _roles()["ambiguous"]:
        return Compared(UNSURE, f"several bodies are called {' '.join(one.words)}")
    return Compared(SAME, f"one leaves out the legal form {one.form or other.form}")


def _unlike(one: OrganisationName, other: OrganisationName) -> Compared:
    if "university" in one.words and "university" in other.words:
        mine, theirs = ({*name.words, *name.brackets} - SMALL for name in (one, other))
        if mine ^ theirs == {"state"} and ("of" in one.words) != ("of" in other.words):
            return Compared(DIFFERENT, "a state university and a university of the same place")
        if mine - theirs and theirs - mine:
            told = f"{' '.join(sorted(mine - theirs))} and {' '.join(sorted(theirs - mine))}"
            return Compared(DIFFERENT, f"universities that differ both ways: {told}")
    shared = {*one.words} & {*other.words} - SMALL
    if shared:
        rest = f"they share {', '.join(sorted(shared))} and differ in the rest"
        return Compared(UNSURE, f"no rule or judgement joins the names; {rest}")
    return Compared(UNSURE, "no rule or judgement joins the names")
