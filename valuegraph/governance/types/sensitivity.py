"""How much the types hang on thresholds: every offering inferred again with others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.governance.types.inference import infer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.governance.types.inference import Inference
    from valuegraph.projection.catalogue import Catalogue
    from valuegraph.store.store import Store

CHOICES: tuple[tuple[str, str], ...] = (
    ("least", "1"),
    ("least", "3"),
    ("least", "5"),
    ("partial", "true"),
    ("kind", "vgx:sizeThreshold vgx:noTrainingOnOutputs vgx:nonCommercial vgx:approval"),
)
"""Parameter and value: others' models that make a platform open, partly available parts, terms."""


@dataclass(frozen=True, slots=True)
class Varied:
    """What another threshold does.

    Attributes
    ----------
    parameter, value : str
        What was set to what; both empty for the rules as they stand.
    counts : mapping of str to int
        Offerings of each type.
    changed : tuple of str
        Offerings that have another type than by the rules as they stand.
    """

    parameter: str
    value: str
    counts: Mapping[str, int]
    changed: tuple[str, ...]


def vary(store: Store, catalogue: Catalogue, found: Inference) -> list[Varied]:
    """Infer all types again with one threshold changed at a time; the first row is as they stand."""
    now = {iri: each.type for iri, each in found.offered.items()}
    rows = [Varied("", "", Counter(now.values()), ())]
    for parameter, value in CHOICES:
        then = {
            iri: each.type
            for iri, each in infer(store, catalogue, {parameter: value}).offered.items()
        }
        changed = tuple(sorted(iri for iri in now if then[iri] != now[iri]))
        rows.append(Varied(parameter, value, Counter(then.values()), changed))
    return rows
