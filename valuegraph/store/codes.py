"""Every triple as three codes, for whoever reads all of them.

Straight from the files: the database looks each term up on its own, which takes ten times as long
for a million triples and more the larger it is.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyoxigraph as ox

from valuegraph.store.files import open_bytes
from valuegraph.store.loading import FORMATS
from valuegraph.store.terms import Coded, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from valuegraph.store.files import Source
    from valuegraph.store.telling import Told

CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Codes:
    """The distinct triples of a dataset.

    Attributes
    ----------
    subject, predicate, object : int array, shape (n,)
        Indexes into `terms`.
    terms : list of str
        Each term once, in SPARQL's notation.
    """

    subject: NDArray[np.int64]
    predicate: NDArray[np.int64]
    object: NDArray[np.int64]
    terms: list[str] = field(repr=False)

    def code(self, iri: str) -> int:
        """Return the code of an IRI, -1 when no triple has it."""
        try:
            return self.terms.index(f"<{iri}>")
        except ValueError:
            return -1

    def column(self, codes: NDArray[np.int64]) -> Coded:
        """Return some terms as a column of its own codes; only these are decoded, in order."""
        used = np.flatnonzero(np.bincount(codes, minlength=1)).tolist()
        used.sort(key=self.terms.__getitem__)
        table = np.zeros(len(self.terms) + 1, dtype=np.int64)
        table[used] = np.arange(len(used))
        return Coded(table[codes], [decode(self.terms[at]) for at in used])


def from_files(sources: Sequence[Source], told: Told | None = None) -> Codes:
    """Read files; what two of them state is there once.

    Raises
    ------
    SyntaxError, ValueError, OSError
        A file is no longer what it was when the dataset was opened.
    """
    return _codes(_parsed(sources, told), told)


def from_quads(quads: Iterable[ox.Quad], told: Told | None = None) -> Codes:
    """Read a database; what two of its graphs hold is there once."""
    return _codes(iter([quads]), told)


def _parsed(sources: Sequence[Source], told: Told | None) -> Iterator[Iterable[ox.Quad]]:
    for number, source in enumerate(sources, 1):
        if told:
            told("reading statements of file", number, len(sources))
        with open_bytes(source) as file:
            yield ox.parse(
                file, FORMATS[source.form], base_iri=source.graph, rename_blank_nodes=True
            )


def _codes(parts: Iterator[Iterable[ox.Quad]], told: Told | None) -> Codes:
    known: dict[object, int] = {}
    code = known.setdefault
    subjects, predicates, objects = array("q"), array("q"), array("q")
    for part in parts:
        quads = iter(part)
        while chunk := list(islice(quads, CHUNK)):
            for quad in chunk:
                subjects.append(code(quad.subject, len(known)))
                predicates.append(code(quad.predicate, len(known)))
                objects.append(code(quad.object, len(known)))
            if told and len(subjects) > CHUNK:
                told(f"reading statements, {len(subjects):,} so far", 0, 0)
    if told:
        told("putting statements in order", 0, 0)
    terms = [str(term) for term in known]
    found = _distinct(_array(subjects), _array(predicates), _array(objects), len(terms))
    return Codes(*found, terms)


def _array(codes: array[int]) -> NDArray[np.int64]:
    return np.frombuffer(codes, dtype=np.int64) if codes else np.zeros(0, dtype=np.int64)


def _distinct(
    subject: NDArray[np.int64], predicate: NDArray[np.int64], obj: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return each triple once, ordered by subject."""
    names, kind = np.unique(predicate, return_inverse=True)
    # Predicates are few, so one number holds a triple: below 2^63 for a hundred million terms.
    whole = np.unique((subject * max(len(names), 1) + kind) * max(size, 1) + obj)
    pair, last = np.divmod(whole, max(size, 1))
    first, middle = np.divmod(pair, max(len(names), 1))
    return first, names[middle], last
