"""What is told of the sources without opening the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.importing.leftover import left_out_in

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.importing.shelf import Shelf

__all__ = ["describe", "listed"]

RELATION, EVIDENCE = "\n  vg:validFrom ", "\n  a vg:Evidence ;"
LABEL = "\n  rdfs:label "
NO_THINGS = {"source.ttl"}


def listed(shelf: Shelf) -> list[dict[str, object]]:
    """Return one row for each source: id, title, licence class, day, whether shipped, sizes."""
    rows: list[dict[str, object]] = []
    for source in shelf.ids():
        manifest = shelf.manifest(source)
        sizes = _sizes(shelf.place(source))
        rows.append(
            {
                "source": source,
                "title": manifest.title,
                "licence_class": manifest.licence_class,
                "snapshot": manifest.snapshot,
                "shipped": manifest.shipped,
                "things": sizes["things"],
                "relations": sizes["relations"],
            }
        )
    return rows


def describe(shelf: Shelf, source: str) -> list[tuple[str, object]]:
    """Return what is known of one source: its manifest, its counts, what is held and left out.

    Raises
    ------
    UnknownNameError
        There is no such source.
    """
    manifest = shelf.manifest(source)
    told = ("title", "publisher", "url", "licence", "licence_class", "attribution")
    rows: list[tuple[str, object]] = [(name, getattr(manifest, name)) for name in told]
    rows += [("snapshot", manifest.snapshot), ("retrieved", manifest.retrieved)]
    rows += [("earlier copy", day) for day in manifest.earlier]
    rows += [("digest", manifest.digest or "none"), ("shipped", manifest.shipped)]
    rows += [
        (f"document {key}".strip(), f"{document.title}, {document.url}")
        for key, document in sorted(manifest.documents.items())
    ]
    rows += [(f"counted: {name}", count) for name, count in manifest.counts.items()]
    place = shelf.place(source)
    rows += [(f"held: {name}", count) for name, count in _sizes(place).items()]
    rows += [(f"left out: {why}", f"{n}, first {at}") for why, n, at in left_out_in(place)]
    return rows


def _sizes(folder: Path) -> dict[str, int]:
    """Return numbers of nodes; canonical Turtle puts each where it can be counted as text."""
    found = dict.fromkeys(("things", "relations", "evidence", "bytes"), 0)
    for path in sorted(folder.glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        relations = text.count(RELATION)
        found["relations"] += relations
        found["evidence"] += text.count(EVIDENCE)
        found["bytes"] += len(text.encode())
        if path.name not in NO_THINGS:
            found["things"] += text.count(LABEL) - relations
    return found
