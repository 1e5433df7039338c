"""Which statements of a dataset the columns are made of, picked out on arrays of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from valuegraph.vocabulary.namespaces import PREFIXES, VG

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from valuegraph.projection.coding import Coded

    Ints = NDArray[np.int64]

LABEL = PREFIXES["rdfs"] + "label"
TYPE = PREFIXES["rdf"] + "type"
SECTORS = "<http://data.europa.eu/ux2/nace2.1/"
DESCRIBING = (
    *(TYPE, LABEL),
    *(VG + name for name in ("inFamily", "variantOf", "tradesRole", "inLayer", "licensor")),
)
WEIGHED = {
    "stance": VG + "stance",
    "confidence": VG + "confidence",
    "kind": VG + "evidenceKind",
    "known": VG + "retrievedOn",
}


class Codes(Protocol):
    """Every distinct triple as codes, ordered by subject."""

    @property
    def subject(self) -> Ints: ...  # noqa: D102 - said above
    @property
    def predicate(self) -> Ints: ...  # noqa: D102
    @property
    def object(self) -> Ints: ...  # noqa: D102
    @property
    def terms(self) -> list[str]: ...  # noqa: D102
    def code(self, iri: str) -> int:
        """Return the code of an IRI, -1 when no triple has it."""
        ...

    def column(self, codes: Ints) -> Coded:
        """Return some terms as a column of its own codes and their values in order."""
        ...


class Statements:
    """The statements of a dataset.

    Parameters
    ----------
    codes : Codes
        Every triple.
    """

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._relation = np.zeros(len(codes.terms) + 1, dtype=bool)
        self._relation[self._with(VG + "validFrom")[0]] = True

    def relations(self) -> dict[str, Coded]:
        """Return everything said of a relation, which is what has a beginning: `r`, `p`, `o`."""
        codes, chosen = self._codes, self._relation[self._codes.subject]
        return self._columns(
            r=codes.subject[chosen], p=codes.predicate[chosen], o=codes.object[chosen]
        )

    def evidence(self) -> dict[str, Coded]:
        """Return the evidence of each relation; without a source it is its own.

        Columns `r`, `stance`, `confidence`, `kind`, `known`, `source`.
        """
        relation, piece = self._with(VG + "hasEvidence")
        of_relation = self._relation[relation]
        found = {"r": relation[of_relation], "piece": piece[of_relation]}
        for name, iri in WEIGHED.items():
            row, value = self._match(found["piece"], iri)
            found = {**{key: codes[row] for key, codes in found.items()}, name: value}
        row, source = self._match(found["piece"], PREFIXES["dct"] + "source")
        alone = np.setdiff1d(np.arange(len(found["r"])), row)
        found["source"] = np.concatenate([source, found["piece"][alone]])
        row = np.concatenate([row, alone])
        spread = {key: found[key][row] for key in ("r", *WEIGHED)}
        return self._columns(**spread, source=found["source"])

    def described(self) -> dict[str, Coded]:
        """Return what things are and are called: `s`, `p`, `o`."""
        codes = self._codes
        wanted = [codes.code(iri) for iri in DESCRIBING]
        chosen = np.isin(codes.predicate, [code for code in wanted if code >= 0])
        return self._columns(
            s=codes.subject[chosen], p=codes.predicate[chosen], o=codes.object[chosen]
        )

    def sectors(self) -> dict[str, Coded]:
        """Return the names of sectors: `s`, `label`."""
        subject, label = self._with(PREFIXES["skos"] + "prefLabel")
        own = [self._codes.terms[at].startswith(SECTORS) for at in subject.tolist()]
        chosen = np.array(own, dtype=bool)
        return self._columns(s=subject[chosen], label=label[chosen])

    def _with(self, iri: str) -> tuple[Ints, Ints]:
        """Return subject and object of the triples with a predicate, ordered by subject."""
        chosen = self._codes.predicate == self._codes.code(iri)
        return self._codes.subject[chosen], self._codes.object[chosen]

    def _match(self, wanted: Ints, iri: str) -> tuple[Ints, Ints]:
        """Return for each object of the wanted subjects the place of its subject, and its code."""
        subject, value = self._with(iri)
        first = np.searchsorted(subject, wanted, side="left")
        many = np.searchsorted(subject, wanted, side="right") - first
        place = np.repeat(np.arange(len(wanted)), many)
        within = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many)
        return place, value[first[place] + within]

    def _columns(self, **codes: Ints) -> dict[str, Coded]:
        return {name: self._codes.column(some) for name, some in codes.items()}
