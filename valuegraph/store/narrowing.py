"""A part of a dataset in memory: everything but some subjects, and what was concluded of the whole."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from valuegraph.store.codes import from_quads
from valuegraph.store.columns import decode, encode
from valuegraph.store.engine import describe
from valuegraph.store.files import DERIVED_GRAPHS
from valuegraph.store.loading import unite
from valuegraph.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from valuegraph.store.backing import Arrays, Holding
    from valuegraph.store.caching import Manifest
    from valuegraph.store.codes import Codes
    from valuegraph.store.files import Source

T = TypeVar("T")


class Narrowed:
    """What is left of a dataset without some subjects; nothing of it is kept on disk.

    Parameters
    ----------
    whole : Holding
        The dataset, which stays as it is.
    without : set of str
        IRIs: what is said of them, and by which others name them, is left out. So are the graphs
        of conclusions, since these follow from the whole.
    """

    def __init__(self, whole: Holding, without: AbstractSet[str]) -> None:
        self._whole = whole
        self._without = without

    @cached_property
    def content_hash(self) -> str:
        """Hash of the whole and of what is left out, 32 hexadecimal digits."""
        told = "\n".join((self._whole.content_hash, *sorted(self._without)))
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files of the whole."""
        return self._whole.sources

    @property
    def notes(self) -> list[str]:
        """What a user should be told of the whole."""
        return self._whole.notes

    def held(self) -> tuple[ox.Store, Manifest]:
        """Return the database, filled when it is first needed."""
        return self._held

    @cached_property
    def _held(self) -> tuple[ox.Store, Manifest]:
        kept = ox.Store()
        merged = self._whole.held()[1].merged
        self._whole.reading(lambda inner: kept.bulk_extend(self._left(inner, merged=merged)))
        return kept, describe(kept, merged=merged and unite(kept))

    def reading(self, take: Callable[[ox.Store], T]) -> T:
        """Read the database."""
        return take(self._held[0])

    def codes(self) -> Codes:
        """Return every distinct triple as codes."""
        return self.reading(lambda inner: from_quads(inner, None))

    def remember(self, name: str, build: Callable[[], Arrays], version: str) -> Arrays:
        """Return columns, computed each time; see `Store.remember`."""
        del name
        return decode(encode(build(), version), version) or {}

    def _left(self, inner: ox.Store, *, merged: bool) -> Iterator[ox.Quad]:
        """Yield the quads that stay; a union of graphs in the default graph is made anew."""
        without = {ox.NamedNode(iri) for iri in self._without}
        for quad in inner:
            graph = quad.graph_name
            named = isinstance(graph, ox.NamedNode)
            if (named and graph.value.startswith(DERIVED_GRAPHS)) or (merged and not named):
                continue
            if quad.subject not in without and quad.object not in without:
                yield quad


def without(store: Store, iris: AbstractSet[str]) -> Store:
    """Return a store of the same facts without some subjects; see `Narrowed`."""
    return Store(Narrowed(store._backing, iris))  # noqa: SLF001 - of this room
