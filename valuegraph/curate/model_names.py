"""A model's name taken apart: which line, version, size, date, stage and variant it states."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from valuegraph.curate.judging import fold
from valuegraph.curate.model_path import Placed, placed
from valuegraph.curate.model_tokens import Token, tokens
from valuegraph.curate.words import families, owners

__all__ = ["NAME", "ModelName", "read_model"]

NAME = "name"
"""Slot of the whole name, kept where somebody else publishes it: no rule knows their habits."""
_UNORDERED = {"size", "active", "experts", "context", "quantisation", "date", "stage", "serving"}


@dataclass(frozen=True, slots=True)
class ModelName:
    """What a model's name states.

    Attributes
    ----------
    words : str
        The words that are no marks, joined: ``codellama``, ``commandr+``.
    marks : tuple of (str, tuple of str)
        What sets it apart from others of its line, by slot.
    lines : frozenset of str
        The words among them that name a known line of models.
    makers : frozenset of str
        Who makes those lines, or whose namespace it stands in.
    publisher : str
        Namespace of somebody else who publishes it; empty for the maker's own and for none.
    copied : bool
        Whether that somebody is known to re-upload models of others.
    titled : bool
        Whether it has capitals, as titles and repositories have; catalogues shorten what they
        write in lower case.
    """

    words: str
    marks: tuple[tuple[str, tuple[str, ...]], ...]
    lines: frozenset[str]
    makers: frozenset[str]
    publisher: str = ""
    copied: bool = False
    titled: bool = False

    def mark(self, slot: str) -> tuple[str, ...]:
        """Return what the name states in a slot."""
        return dict(self.marks).get(slot, ())

    def without(self, *slots: str) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return words and marks except those of some slots."""
        return self.words, tuple(each for each in self.marks if each[0] not in slots)

    def key(self) -> str:
        """Return one text that two names share exactly when all they state is the same."""
        told = [f"{slot}={','.join(values)}" for slot, values in self.marks]
        return "|".join([self.words, *told, f"publisher={self.publisher}"])


@functools.lru_cache(maxsize=50_000)
def read_model(name: str) -> ModelName:
    """Take a model's name apart.

    Parameters
    ----------
    name : str
        As a source writes it: a title, a repository or a key of a catalogue.

    Returns
    -------
    ModelName
        What it states; nothing is guessed, unknown words are kept.
    """
    place = placed(name)
    found = _with_revision(tokens(place.name), place)
    words = [token.value for token in found if token.slot == "word"] or list(place.owners[-1:])
    lines = frozenset(word for word in words if word in families())
    makers = frozenset(families()[word] for word in lines)
    words = _without_makers(words, makers)
    publisher, copied, makers = _published(place, makers)
    marks: dict[str, list[str]] = {NAME: [fold(place.name)]} if publisher else {}
    for slot, value in found:
        if slot != "word":
            marks.setdefault(slot, []).append(value)
    told = tuple(
        (slot, tuple(sorted(set(values)) if slot in _UNORDERED else values))
        for slot, values in sorted(marks.items())
    )
    titled = place.name != place.name.lower()
    return ModelName("".join(words), told, lines, makers, publisher, copied, titled)


def _with_revision(found: list[Token], place: Placed) -> list[Token]:
    """Take the number of an endpoint for a version where the name states none."""
    if not place.revision or place.revision == ("1", "0"):
        return found
    major, minor = place.revision
    if major != "0" and any(token.slot in {"version", "date"} for token in found):
        return found
    return [*found, Token("version", major if minor in {"", "0"} else f"{major}.{minor}")]


def _without_makers(words: list[str], makers: frozenset[str]) -> list[str]:
    """Leave out the maker's name before the line that it makes: Meta Llama, Google Gemini."""
    kept = list(words)
    while len(kept) > 1 and kept[0] not in families():
        owner = owners().get(kept[0])
        if owner is None or not owner.maker or owner.maker not in makers:
            break
        del kept[0]
    return kept


def _published(place: Placed, makers: frozenset[str]) -> tuple[str, bool, frozenset[str]]:
    """Return whose copy the name speaks of, whether of a known copier, and the makers."""
    for name in place.owners:
        owner = owners().get(name)
        if owner is None or owner.role == "copier":
            return name, owner is not None, makers
        if makers and owner.maker not in makers:
            return name, False, makers
        makers = makers or frozenset((owner.maker,))
    return "", False, makers
