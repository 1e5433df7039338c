"""Tables with names beside IRIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from valuegraph.vocabulary.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

NAMING = ("rdfs:label", "skos:prefLabel", "dct:title")
LANGUAGES = ("en", "")
LIMIT = 1 << 63
AT_ONCE = 2000


def build_frame(
    names: Sequence[str],
    columns: Sequence[Sequence[object]],
    labels: Mapping[str, Sequence[str | None]],
) -> pd.DataFrame:
    """Return a table of native values, each labelled column followed by its labels."""
    import pandas as pd

    series: dict[str, Any] = {}
    for name, values in zip(names, columns, strict=True):
        series[name] = pd.Series(values, dtype=_dtype(values))
        beside = f"{name}_label"
        if name in labels and beside not in names:
            series[beside] = pd.Series(labels[name], dtype=object)
    return pd.DataFrame(series)


def labels_queries(iris: Sequence[str], at_once: int = AT_ONCE) -> Iterator[str]:
    """Yield queries for every name of some things, with the rank of the naming property."""
    # As one UNION branch per property: a VALUES of properties takes thirty times as long.
    branches = " UNION ".join(
        f"{{ ?iri {name} ?label BIND({rank} AS ?rank) }}" for rank, name in enumerate(NAMING)
    )
    for start in range(0, len(iris), at_once):
        wanted = " ".join(f"<{iri}>" for iri in iris[start : start + at_once])
        yield (
            "SELECT ?iri ?rank ?label (LANG(?label) AS ?language) WHERE { "
            f"VALUES ?iri {{ {wanted} }} {branches} }}"
        )


def choose_labels(iris: Iterable[str], found: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    """Return the best name of each thing: English, then without language, then any other."""
    best: dict[str, tuple[int, int, str, str]] = {}
    for iri, place, label, language in found:
        main = language.partition("-")[0]
        rank = LANGUAGES.index(main) if main in LANGUAGES else len(LANGUAGES)
        offered = (rank, place, language, str(label))
        best[iri] = min(offered, best.get(iri, offered))
    return {iri: best[iri][-1] if iri in best else compact(iri) for iri in iris}


def compact(iri: str) -> str:
    """Return an IRI as a CURIE where a prefix fits, else the IRI."""
    fitting = [
        (namespace, prefix) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)
    ]
    if not fitting:
        return iri
    namespace, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri[len(namespace) :]}"


def _dtype(values: Sequence[object]) -> type:
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return bool
    if kinds == {int}:
        return (
            int if all(-LIMIT <= value < LIMIT for value in cast("list[int]", values)) else object
        )
    if kinds and kinds <= {int, float}:
        return float
    return object
