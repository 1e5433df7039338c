"""What somebody may mean by a few letters: things by name, best first."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from valuegraph.store.names import PREFERRED, names_of, normal
from valuegraph.vocabulary.namespaces import NACE, VG, VGD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.knowledge_graph import KnowledgeGraph

CLASSES = {VG + name: place for place, name in enumerate(PREFERRED)}
SECTOR = "sector"
UNSEEN = {VG + "Source", VG + "RegulatedMatter"}
CLOSE = 0.6
POOL = 400
EXACT, START, WORD, PART, NEAR = range(5)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that a name may mean: its IRI, what it is called, of which class, how close."""

    iri: str
    name: str
    cls: str
    alias: str
    closeness: int


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing, as it is compared."""

    iri: str
    text: str
    key: str
    alias: bool
    cls: str
    place: int


class Index:
    """The names of things, for looking up as somebody types.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph; its names are kept beside it.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        columns = kg.store.remember("page-names", lambda: names_of(kg.store.rows), version="1")
        rows = zip(
            *(columns[each].tolist() for each in ("iri", "text", "key", "alias", "classes")),
            strict=True,
        )
        self.names = [
            Name(iri, text, key, bool(alias), *_class(iri, classes))
            for iri, text, key, alias, classes in rows
            if _entity(iri, classes)
        ]
        self.labels = {name.iri: name.text for name in self.names if not name.alias}

    def find(self, text: str, most: int) -> list[Found]:
        """Return what a text may mean, the closest first; likenesses only where nothing fits.

        Parameters
        ----------
        text : str
            A name, the beginning or a part of one.
        most : int
            How many.
        """
        key = normal(text)
        if not key:
            return []
        best: dict[str, tuple[tuple[int, int, int, str], Found]] = {}
        for closeness, name in self._fitting(key):
            order = (closeness, name.place, len(name.key), name.text)
            if name.iri not in best or order < best[name.iri][0]:
                best[name.iri] = (order, self._found(name, closeness))
        ranked = sorted(best.values(), key=lambda pair: pair[0])
        return [found for _, found in ranked[:most]] or self.near(text, most)

    def near(self, text: str, most: int) -> list[Found]:
        """Return things whose names look like a text, the likest first."""
        key = normal(text)
        parts = _parts(key)
        likely = sorted(
            self.names, key=lambda name: -len(parts & _parts(name.key)) / (len(name.key) + 9)
        )[:POOL]
        by_key: dict[str, Name] = {}
        for name in sorted(likely, key=lambda name: name.place):
            by_key.setdefault(name.key, name)
        near = difflib.get_close_matches(key, by_key, n=most, cutoff=CLOSE)
        found = {by_key[each].iri: self._found(by_key[each], NEAR) for each in near}
        return list(found.values())

    def _fitting(self, key: str) -> Iterator[tuple[int, Name]]:
        for name in self.names:
            at = name.key.find(key)
            if at < 0:
                continue
            if at == 0:
                yield (EXACT if len(name.key) == len(key) else START), name
            else:
                yield (WORD if name.key[at - 1] == " " else PART), name

    def _found(self, name: Name, closeness: int) -> Found:
        label = self.labels.get(name.iri, name.text)
        return Found(name.iri, label, name.cls, name.text if name.alias else "", closeness)


def _entity(iri: str, classes: str) -> bool:
    told = set(classes.split(" "))
    return iri.startswith(NACE) or (bool(told & CLASSES.keys()) and not told & UNSEEN)


def _class(iri: str, classes: str) -> tuple[str, int]:
    if iri.startswith(NACE):
        return SECTOR, len(CLASSES)
    place, cls = min((CLASSES[each], each) for each in classes.split(" ") if each in CLASSES)
    return cls, place


def _parts(key: str) -> set[str]:
    padded = f"  {key} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


_INDEXES: WeakKeyDictionary[KnowledgeGraph, Index] = WeakKeyDictionary()


def index(kg: KnowledgeGraph) -> Index:
    """Return the names of a graph, made once for each graph."""
    if kg not in _INDEXES:
        _INDEXES[kg] = Index(kg)
    return _INDEXES[kg]


def find(kg: KnowledgeGraph, text: str, most: int) -> list[Found]:
    """Return what a text may mean, the closest first; see `Index.find`."""
    return index(kg).find(text, most)


def only(found: Iterable[Found]) -> Found | None:
    """Return the thing that a name stands for beyond doubt, if there is one."""
    exact = [each for each in found if each.closeness == EXACT and each.iri.startswith(VGD)]
    if not exact:
        return None
    best = min(CLASSES[each.cls] for each in exact)
    first = [each for each in exact if CLASSES[each.cls] == best]
    return first[0] if len(first) == 1 else None
