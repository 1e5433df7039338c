"""The documents of a source as nodes that evidence cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.curate.minting import slug
from valuegraph.facts import assembly as a
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD, VGX

if TYPE_CHECKING:
    import datetime as dt

    from valuegraph.curate.known import Known
    from valuegraph.facts.records import Value
    from valuegraph.sources.manifest import Document, Manifest

__all__ = ["LICENCE_CLASS", "document_iris", "source_nodes"]

LICENCE_CLASS = VG + "licenceClass"
CITATION = PREFIXES["dct"] + "bibliographicCitation"
CONCEPTS = {
    "open": "openData", "share-alike": "shareAlikeData",
    "non-commercial": "nonCommercialData", "local": "localOnly",
}  # fmt: skip


def document_iris(manifest: Manifest) -> dict[str, str]:
    """Return the IRI of each document by its key; ``""`` is the source as a whole."""
    return {
        key: VGD + (document.iri or _name(manifest.id, key))
        for key, document in manifest.documents.items()
    }


def _name(source: str, key: str) -> str:
    return "src-" + "-".join(filter(None, (slug(source), slug(key))))


def source_nodes(
    manifest: Manifest,
    known: Known,
    held: Known,
    cited: set[str],
    days: tuple[dt.date, dt.date],
) -> dict[str, tuple[tuple[str, Value], ...]]:
    """Return what is said of each document that is cited, by IRI.

    A document that other data describe gets its licence class alone, unless it has one.

    Parameters
    ----------
    manifest : Manifest
    known, held : Known
        What other data say, and what an earlier copy of this source said.
    cited : set of str
        IRIs of the documents that the evidence cites.
    days : tuple of datetime.date
        The day of the copy, and that on which it was read.
    """
    nodes: dict[str, tuple[tuple[str, Value], ...]] = {}
    iris = document_iris(manifest)
    for key, document in sorted(manifest.documents.items()):
        iri = iris[key]
        if iri not in cited and key:
            continue
        if not known.describes(iri):
            nodes[iri] = tuple(_described(manifest, document, *days))
        elif not known.first(iri, LICENCE_CLASS):
            nodes[iri] = ((LICENCE_CLASS, Iri(VGX + CONCEPTS[manifest.licence_class])),)
    for iri in sorted(cited - set(nodes)):
        if held.describes(iri) and not known.describes(iri):
            nodes[iri] = tuple(held.statements[iri])
    return nodes


def _described(
    manifest: Manifest, document: Document, snapshot: dt.date, retrieved: dt.date
) -> list[tuple[str, Value]]:
    licence = manifest.licence
    return [
        (a.RDF_TYPE, Iri(VG + "Source")),
        (a.LABEL, document.title),
        (a.TITLE, document.title),
        (a.PUBLISHER, manifest.publisher),
        (a.URL, document.url),
        (a.SOURCE_KIND, Iri(VGX + document.kind)),
        (a.LICENSE, Iri(licence) if "://" in licence else licence),
        (LICENCE_CLASS, Iri(VGX + CONCEPTS[manifest.licence_class])),
        (a.ISSUED, document.issued or snapshot),
        (a.PRECISION, Iri(VGX + "day")),
        (a.RETRIEVED_ON, retrieved),
        (CITATION, manifest.attribution),
    ]
