"""The facts of a slice as a dataset: without other relations, and evidence read later or too weak."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from valuegraph.projection.slices import in_time, sure_enough
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice
    from valuegraph.store import Store

EVIDENCE = """SELECT ?relation ?evidence ?read ?confidence ?kind WHERE {
  ?relation vg:hasEvidence ?evidence .
  OPTIONAL { ?evidence vg:retrievedOn ?read }
  OPTIONAL { ?evidence vg:confidence ?confidence }
  OPTIONAL { ?evidence vg:evidenceKind ?kind }
}"""


def narrowed(store: Store, columns: Columns, part: Slice) -> Store:
    """Return a store of the facts of a slice, in memory; things and sources all stay.

    Parameters
    ----------
    store : Store
        The whole dataset.
    columns : Columns
        Its relations.
    part : Slice
        What stays: relations in force on the day, known by then, above the floor; of their
        evidence what was read by then and lies above the floor.
    """
    from valuegraph.store.narrowing import without

    return without(store, _outside(store, columns, part))


def _outside(store: Store, columns: Columns, part: Slice) -> AbstractSet[str]:
    stays = in_time(columns, part) & sure_enough(columns, part)
    gone = {columns.pool[code] for code in columns.relation[~stays].tolist()}
    evidence, needed = set(), set()
    for relation, iri, *told in store.rows(EVIDENCE)[1]:
        evidence.add(iri)
        if relation not in gone and _enters(part, *told):
            needed.add(iri)
    return gone | (evidence - needed)


def _enters(part: Slice, read: Any, confidence: Any, kind: Any) -> bool:  # noqa: ANN401
    late = part.known_at is not None and isinstance(read, dt.date) and read > part.known_at
    weak = confidence is not None and float(confidence) < part.min_confidence
    drawn = kind == VGX + "illustrative" and not part.include_illustrative
    return not (late or weak or drawn)
