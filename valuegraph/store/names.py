"""From what people call a thing to its IRI."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UnknownNameError
from valuegraph.store.frames import compact
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Rows = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]

NAMES = """
SELECT ?iri ?alias ?text WHERE {
  { ?iri rdfs:label ?text BIND(0 AS ?alias) } UNION { ?iri skos:prefLabel ?text BIND(0 AS ?alias) }
  UNION { ?iri dct:title ?text BIND(0 AS ?alias) }
  UNION { ?iri skos:altLabel ?text BIND(1 AS ?alias) }
  UNION { ?iri a vg:Jurisdiction ; skos:notation ?text BIND(1 AS ?alias) }
}
"""
CLASSES = "SELECT DISTINCT ?iri ?class WHERE { ?iri a ?class }"
BY_IDENTIFIER = """
SELECT ?iri WHERE {
  VALUES ?iri { %s }
  FILTER EXISTS { ?iri rdfs:label|skos:prefLabel|dct:title|skos:altLabel ?text }
}
"""
PREFERRED = (
    "Organization", "Authority", "Person",
    "Model", "ModelFamily", "Application", "Platform", "SoftwareTool", "Dataset", "AIChip",
    "ComputeCluster", "DataCentre", "InputGood", "Material", "Standard", "Asset",
    "Market", "Jurisdiction", "Licence", "EntityGroup", "RegulatedMatter", "Source",
)  # fmt: skip
RANK = {VG + name: rank for rank, name in enumerate(PREFERRED)}
LISTED = 6
SUGGESTED = 3
CLOSE = 0.6
POOL = 400
NO_IRI = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")


def names_of(rows: Rows) -> dict[str, NDArray[Any]]:
    """Return every name in a store: what it names, the text, whether an alias, and the classes."""
    import numpy as np

    found = sorted({(iri, alias, str(text)) for iri, alias, text in rows(NAMES)[1]})
    classes: dict[str, list[str]] = {iri: [] for iri, _, _ in found}
    for iri, cls in rows(CLASSES)[1]:
        if iri in classes:
            classes[iri].append(cls)
    return {
        "iri": np.array([iri for iri, _, _ in found], dtype=object),
        "alias": np.array([alias for _, alias, _ in found], dtype=np.int8),
        "text": np.array([text for _, _, text in found], dtype=object),
        "key": np.array([normal(text) for _, _, text in found], dtype=object),
        "classes": np.array([" ".join(sorted(classes[iri])) for iri, _, _ in found], dtype=object),
    }


def by_identifier(name: str, rows: Rows) -> str | None:
    """Return the named thing that an IRI, CURIE or local id says, without all names at hand."""
    spelt = _spelt_out(name.strip())
    told = [iri for iri in spelt if "://" in iri and not NO_IRI.search(iri)]
    known = {iri for (iri,) in rows(BY_IDENTIFIER % " ".join(f"<{iri}>" for iri in told))[1]}
    return next((iri for iri in told if iri in known), None)


def normal(text: str) -> str:
    """Return a name without case, accents and punctuation, words parted by one space."""
    plain = text.replace("+", " plus ").replace("&", " and ")
    letters = unicodedata.normalize("NFKD", plain).casefold()
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", bare).strip()


class Names:
    """An index of names.

    Parameters
    ----------
    columns : dict of str to array
        What `names_of` returned.
    """

    def __init__(self, columns: dict[str, NDArray[Any]]) -> None:
        self.iri: list[str] = columns["iri"].tolist()
        self.alias: list[int] = columns["alias"].tolist()
        self.text: list[str] = columns["text"].tolist()
        self.key: list[str] = columns["key"].tolist()
        self.classes: list[str] = columns["classes"].tolist()
        self._known = set(self.iri)

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return what a name stands for; see `Store.resolve`."""
        wanted = [_expand(cls, VG) for cls in classes]
        exact = self._by_identifier(name.strip())
        if exact:
            return exact
        for matches in self._by_name(name):
            chosen = self._choose(name, matches, wanted)
            if chosen:
                return chosen
        raise self._unknown(name, wanted)

    def _by_identifier(self, name: str) -> str | None:
        return next((iri for iri in _spelt_out(name) if iri in self._known), None)

    def _by_name(self, name: str) -> Iterable[list[int]]:
        """Yield places of a name: spelt so, else but for case and punctuation, else run together."""
        yield [at for at, text in enumerate(self.text) if text == name]
        key = normal(name)
        if not key:
            return
        yield [at for at, other in enumerate(self.key) if other == key]
        joined = key.replace(" ", "")
        yield [at for at, other in enumerate(self.key) if other.replace(" ", "") == joined]

    def _choose(self, name: str, matches: list[int], wanted: list[str]) -> str | None:
        found = ((self._rank(at, wanted), self.alias[at], self.iri[at]) for at in matches)
        ranked = sorted(each for each in found if each[0] >= 0)
        if not ranked:
            return None
        best = sorted({iri for rank, alias, iri in ranked if (rank, alias) == ranked[0][:2]})
        if len(best) == 1:
            return best[0]
        shown = ", ".join(compact(iri) for iri in best[:LISTED])
        raise UnknownNameError(
            f"{name!r} names {len(best)} things",
            where=shown + (" …" if len(best) > LISTED else ""),
            why="an answer about the wrong one would not look wrong",
            mend=f"name one by its id, for instance {compact(best[0])}",
        )

    def _rank(self, at: int, wanted: list[str]) -> int:
        """Return the preference of a thing's best class, -1 when no class is wanted."""
        order = {cls: rank for rank, cls in enumerate(wanted)} if wanted else RANK
        ranks = [order[cls] for cls in self.classes[at].split(" ") if cls in order]
        if ranks:
            return min(ranks)
        if wanted:
            return -1
        return len(RANK) + (not self.iri[at].startswith(VGD))

    def _unknown(self, name: str, wanted: list[str]) -> UnknownNameError:
        near = self._near(name, wanted)
        kinds = f" among {', '.join(compact(cls) for cls in wanted)}" if wanted else ""
        if near:
            mend = f"did you mean {' or '.join(near)}?"
        else:
            mend = "give a label, an alias, an id such as org-asml, or an IRI"
        return UnknownNameError(f"nothing{kinds} is called {name!r}", mend=mend)

    def _near(self, name: str, wanted: list[str]) -> list[str]:
        key = normal(name)
        parts = _trigrams(key)
        entities = len(wanted) or len(RANK)
        ranks = [self._rank(at, wanted) for at in range(len(self.key))]
        candidates = [at for at, rank in enumerate(ranks) if 0 <= rank < entities]
        candidates.sort(key=lambda at: -_likeness(parts, self.key[at]))
        best: dict[str, int] = {}
        for at in candidates[:POOL]:
            key_there = self.key[at]
            if key_there not in best or ranks[at] < ranks[best[key_there]]:
                best[key_there] = at
        near = difflib.get_close_matches(key, best, n=LISTED, cutoff=CLOSE)
        shown = {self.iri[best[k]]: self.text[best[k]] for k in reversed(near)}
        return [f"{text} ({compact(iri)})" for iri, text in reversed(shown.items())][:SUGGESTED]


def _likeness(parts: set[str], other: str) -> float:
    return len(parts & _trigrams(other)) / (len(parts) + len(other) + 1)


def _trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _spelt_out(name: str) -> tuple[str, str]:
    return name.strip("<>"), _expand(name, VGD)


def _expand(name: str, namespace: str) -> str:
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return name if "://" in name else namespace + name
