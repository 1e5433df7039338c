"""What a harvest is settled on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.curate.identity import Identity
    from valuegraph.curate.known import Known
    from valuegraph.curate.refreshing import Earlier
    from valuegraph.vocabulary import Vocabulary

__all__ = ["Ground"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a harvest is settled on.

    Attributes
    ----------
    known : Known
        What other data say.
    identity : Identity
        Made of the things of `known`; new things are added to it.
    vocabulary : Vocabulary
    documents : mapping of str to str
        IRI of each document of the source by its key; ``""`` is the source as a whole.
    earlier : Earlier or None
        What an earlier copy of the source came to; it takes down what changes.
    overruled : mapping of str to str
        Name of an asset -> by what later source its weights are given, where this one's list of
        offers may say that they are kept.
    """

    known: Known
    identity: Identity
    vocabulary: Vocabulary
    documents: Mapping[str, str]
    earlier: Earlier | None = None
    overruled: Mapping[str, str] = field(default_factory=dict)
