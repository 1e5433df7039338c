"""Relations as edges: every class by the ends that the ontology declares for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UnknownNameError
from valuegraph.projection.assembly import SUPPLY_KINDS, local
from valuegraph.projection.catalogue import LABEL, RDF_TYPE
from valuegraph.projection.coding import ENDLESS
from valuegraph.vocabulary.namespaces import VG

CHANNEL_KINDS = {
    "managedApi": "api",
    "hostedUi": "api",
    "weightDownload": "licence",
    "selfHosted": "licence",
    "infrastructureRental": "infrastructure",
    "dataAccess": "data",
    "embeddedInProduct": "platform",
    "marketplaceListing": "platform",
}

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from valuegraph.projection.catalogue import Catalogue, Record
    from valuegraph.projection.columns import Columns


def edge_rows(
    columns: Columns, catalogue: Catalogue, kinds: Iterable[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield one row for each pair of ends of each relation in force, upstream to downstream.

    Parameters
    ----------
    columns : Columns
        The whole graph (for the declared ends of each relation class).
    catalogue : Catalogue
        The slice.
    kinds : iterable of str, optional
        Only these kinds (`api`, `licence`, `infrastructure`, `data`, `derivation`, `supply`,
        `platform`, …) or relation classes (`Uptake`, …).

    Yields
    ------
    dict
        source, target, key (IRI), kind, cls, role, valid_from, valid_to (ISO or ''), confidence.
    """
    wanted = None if kinds is None else {k.casefold() for k in kinds}
    seen: set[str] = set()
    for cls, ends in sorted(declared_ends(columns).items()):
        for record in catalogue.of(cls):
            kind = _kind(catalogue, record, ends)
            seen |= {kind.casefold(), cls.casefold()}
            if wanted is not None and not wanted & {kind.casefold(), cls.casefold()}:
                continue
            for source in record.all(ends["source"]):
                for target in record.all(ends["target"]):
                    if source.startswith("http") and target.startswith("http"):
                        yield _row(record, source, target, kind, ends)
    if wanted is not None and not wanted & seen:
        raise UnknownNameError(
            f"no relation in the slice has one of the kinds {sorted(wanted)}",
            why="an empty graph would look like the absence of dependence",
            mend=f"kinds in this slice: {', '.join(sorted(seen))}",
        )


def declared_ends(columns: Columns) -> dict[str, dict[str, str]]:
    """Return for each relation class the local names of its end, kind and role properties."""
    found = {}
    for row in columns.classes.tolist():
        cls, source, target, kind, kind_from, role = (
            columns.pool[code] if code >= 0 else "" for code in row
        )
        found[local(cls)] = {
            "source": local(source),
            "target": local(target),
            "kind": local(kind),
            "kind_from": local(kind_from),
            "role": local(role),
        }
    return found


def _kind(catalogue: Catalogue, record: Record, ends: dict[str, str]) -> str:
    """Return the mediating kind of a relation in one word, the same for facts and supplies.

    A use or an offering is mediated by its channel; other relations by their own kind.
    """
    if record.cls in {"Uptake", "Offering"}:
        channel = _channel(catalogue, record)
        return CHANNEL_KINDS.get(channel, "use" if record.cls == "Uptake" else "offering")
    stated = record.one(ends["kind_from"]) if ends["kind_from"] else None
    name = local(stated) if stated else ends["kind"] or record.cls
    return SUPPLY_KINDS.get(name, name)


def _channel(catalogue: Catalogue, record: Record) -> str:
    if record.cls == "Offering":
        return local(record.one("hasChannel") or "")
    offering = catalogue.get("Offering", record.one("ofOffering") or "")
    return local(offering.one("hasChannel") or "") if offering is not None else ""


def _row(
    record: Record, source: str, target: str, kind: str, ends: dict[str, str]
) -> dict[str, Any]:
    role = record.all(ends["role"]) if ends["role"] else ()
    return {
        "source": source,
        "target": target,
        "key": record.iri,
        "kind": kind,
        "cls": record.cls,
        "role": " ".join(sorted(local(r) for r in role)),
        "valid_from": dt.date.fromordinal(record.start).isoformat(),
        "valid_to": "" if record.end == ENDLESS else dt.date.fromordinal(record.end).isoformat(),
        "confidence": record.confidence,
    }


def to_networkx(
    columns: Columns, catalogue: Catalogue, kinds: Iterable[str] | None = None
) -> nx.MultiDiGraph[str]:
    """Return the relations of a slice as a directed multigraph.

    Nodes are IRIs with `label`, `type` and `layer`; edges run from supplier to dependent, keyed
    by the relation's IRI, with the attributes of `edge_rows`.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in edge_rows(columns, catalogue, kinds):
        for end in (row["source"], row["target"]):
            if end not in graph:
                graph.add_node(end, **describe(catalogue, end))
        ends = row.pop("source"), row.pop("target")
        graph.add_edge(*ends, **row)
    return graph


def describe(catalogue: Catalogue, thing: str) -> dict[str, str]:
    """Return the label, type and layer of a thing as plain text."""
    values = catalogue.things.get(thing, {})
    types = sorted(local(t) for t in values.get(RDF_TYPE, ()) if t.startswith(VG))
    return {
        "label": values.get(LABEL, (local(thing),))[0],
        "type": types[0] if types else "",
        "layer": local(catalogue.value(thing, "inLayer") or ""),
    }
