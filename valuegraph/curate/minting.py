"""New names for new things: readable, stable, and never one that stands for something else."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import VGD

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Mint", "short_hash", "slug"]

LONGEST = 96
KEPT = 80
_OTHER = re.compile(r"[^a-z0-9.]+")


def slug(text: str) -> str:
    """Return a text as part of an IRI: ASCII, lower case; ``+`` stays told as ``plus``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    spelled = plain.replace("&", " and ").replace("+", " plus ")
    cut = _OTHER.sub("-", spelled).strip("-.")
    while ".." in cut:
        cut = cut.replace("..", ".")
    return cut


def short_hash(*parts: str) -> str:
    """Return a hash of some texts, 10 hexadecimal digits."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=5).hexdigest()


class Mint:
    """Gives out IRIs in the data namespace, each once.

    Parameters
    ----------
    taken : iterable of str
        IRIs that stand for something already.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, iri: str) -> None:
        """Mark an IRI as given."""
        self._taken.add(iri)

    def new(self, prefix: str, seed: str, key: str, *suffixes: str) -> str:
        """Return an IRI that nothing has yet.

        Parameters
        ----------
        prefix : str
            Of its class: ``model``.
        seed : str
            What it should be read as.
        key : str
            What tells it from all other things; a hash of it settles a collision.
        *suffixes : str
            Tried in turn before the hash.
        """
        readable = slug(seed)
        if len(readable) > LONGEST:
            readable = f"{readable[:KEPT].strip('-.')}-{short_hash(seed)}"
        stem = f"{VGD}{prefix}-{readable}" if readable else f"{VGD}{prefix}-{short_hash(key)}"
        for candidate in (stem, *(f"{stem}-{suffix}" for suffix in suffixes)):
            if candidate not in self._taken:
                self._taken.add(candidate)
                return candidate
        number = 0
        while True:
            hashed = f"{stem}-{short_hash(key, str(number) if number else '')}"
            if hashed not in self._taken:
                self._taken.add(hashed)
                return hashed
            number += 1
