"""The table of edges between repositories, and the table that describes repositories."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections import Counter

    from valuegraph.sources.hugging_face.pages import Pages
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["CONFIDENCE", "COPY", "EDGES", "SELF", "Edges", "repository"]

EDGES, METADATA = "edges.csv", "metadata*.csv"
COLUMNS = ("source", "target", "edge")
DESCRIBED = ("id", "type", "owner", "architecture")
CONFIDENCE = Decimal("0.5")
"""Whoever uploads a repository says what it is derived from; nobody checks it."""
QUANTISED = "quantized"
SELF = "a repository that is derived from itself"
COPY = "the edge from a release to its own re-upload or format"


@dataclass(frozen=True, slots=True)
class Edge:
    """One row: `target` is derived from `source`."""

    source: str
    target: str
    record: Record


class Edges:
    """The table, read.

    Parameters
    ----------
    package : Package
    counts : Counter
        Takes what is counted.

    Raises
    ------
    DataError
        A row that stands twice, or a repository that is not written as ``owner/name``.
    """

    def __init__(self, package: Package, counts: Counter[str]) -> None:
        self._rows: list[Edge] = []
        self._described: set[str] = set()
        seen: set[tuple[str, str, str]] = set()
        for record in package.table(package.one(EDGES), "target", COLUMNS):
            edge = Edge(repository(record, "source"), repository(record, "target"), record)
            row = (edge.source, edge.target, record.text("edge"))
            if row in seen:
                raise record.wrong("target", f"{' '.join(row)} stands twice")
            seen.add(row)
            self._rows.append(edge)
            counts["edges"] += 1
            counts[f"edges: {row[2]}"] += 1
            counts["edges from a repository to itself"] += edge.source == edge.target
            record.done()
        counts["repositories in edges"] = len(self._ends())
        counts["accounts"] = len({each.partition("/")[0] for each in self._ends()})
        for name in package.names(METADATA):
            self._describe(package, name, counts)

    def _ends(self) -> set[str]:
        return {end for edge in self._rows for end in (edge.source, edge.target)}

    def _describe(self, package: Package, name: str, counts: Counter[str]) -> None:
        for record in package.table(name, "id", DESCRIBED):
            told = repository(record, "id")
            if record.text("owner") != told.partition("/")[0]:
                raise record.wrong("owner", f"is not the owner of {told!r}")
            record.refuse("type", "architecture")  # the edges tell the first; files, the second
            record.done()
            self._described.add(told)
            counts["repositories described"] += 1

    def repositories(self) -> set[str]:
        """Return all that either table speaks of."""
        return self._ends() | self._described

    def quantised(self) -> set[str]:
        """Return those that hold a coarser copy of another."""
        return {edge.target for edge in self._rows if edge.record.text("edge") == QUANTISED}

    def told(self, pages: Pages, manifest: Manifest) -> tuple[list[Claim], list[Refusal]]:
        """Return a derivation for each edge between two things."""
        claims: list[Claim] = []
        refusals: list[Refusal] = []
        kinds = manifest.lookup("kinds")
        for edge in self._rows:
            where = f"{EDGES}, rows with targets of '{edge.target.partition('/')[0]}'"
            kind = edge.record.choice("edge", kinds)
            if edge.source == edge.target:
                refusals.append(Refusal(SELF, edge.record.where))
            elif pages.original(edge.target) == pages.current(edge.source):
                refusals.append(Refusal(COPY, edge.record.where))
            else:
                ends = (
                    ("sourceAsset", pages.page(edge.source)),
                    ("derivedAsset", pages.page(edge.target)),
                    ("derivationKind", Iri(VGX + kind)),
                )
                when = When(manifest.snapshot, "asOfDay")
                claims.append(Claim("Derivation", ends, when, where, CONFIDENCE, document="edges"))
        return claims, refusals


def repository(record: Record, column: str) -> str:
    """Return a repository, which is written as ``owner/name``."""
    text = record.text(column)
    owner, _, name = text.partition("/")
    if not owner or not name or "/" in name or " " in text:
        raise record.wrong(column, f"{text!r} is no repository like 'owner/name'")
    return text
