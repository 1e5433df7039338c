"""Hugging Face: which repository is derived from which, from a table of edges or from model cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest
from valuegraph.sources.hugging_face.cards import CARD, read_cards
from valuegraph.sources.hugging_face.edges import EDGES, Edges
from valuegraph.sources.hugging_face.pages import COPY, FORMAT, Pages
from valuegraph.sources.tally import tally

if TYPE_CHECKING:
    from valuegraph.facts.drafts import Claim, Refusal
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]

COUNTED = (
    "accounts", "cards", "cards with a base model", "cards with a licence",
    "cards without a head", "edges", "edges from a repository to itself", "edges: adapter",
    "edges: finetuned", "edges: merged", "edges: quantized", "formats of a release", "re-uploads",
    "repositories", "repositories described", "repositories in edges",
)  # fmt: skip


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a table of edges with its metadata, a folder of model cards, or both.

    Parameters
    ----------
    package : Package
        With ``edges.csv``, or with a ``README.md`` for each repository.
    manifest : Manifest
        With the lookups ``kinds``, ``relations``, ``originals``, ``re_uploaders``, ``renamed``,
        ``spellings``, ``formats``, ``licences`` and ``no_licence``.

    Returns
    -------
    Harvest
        Derivations; of cards also licences and data sets.

    Raises
    ------
    DataError
        There is neither; or a table or card that cannot be read.
    """
    counts = tally(manifest, COUNTED)
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    if not package.names(EDGES) and not package.names(CARD):
        raise DataError(
            f"there is neither {EDGES} nor any {CARD} in this copy",
            where=str(package.path),
            why="derivations are read from a table of edges or from the heads of model cards",
            mend="name the folder that holds the table, or one with owner/name/README.md",
        )
    edges = Edges(package, counts) if package.names(EDGES) else None
    cards = read_cards(package, counts)
    known = {
        *(edges.repositories() if edges else ()),
        *(each for card in cards for each in card.spoken_of()),
    }
    quantised = edges.quantised() if edges else set()
    quantised |= {card.repository for card in cards if card.quantised}
    pages = Pages(manifest, known, quantised)
    if edges:
        said, left = edges.told(pages, manifest)
        claims += said
        refusals += left
    for card in cards:
        said, left = card.told(pages, manifest)
        claims += said
        refusals += left
    counts["repositories"] = len(known)
    counts["re-uploads"] = pages.count(COPY)
    counts["formats of a release"] = pages.count(FORMAT)
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(claims),
        refusals=tuple(refusals),
        counts=dict(sorted(counts.items())),
    )
