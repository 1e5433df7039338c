"""Names and the things they lead to: what the commands on identity print."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.curate.identity import Identity, KnownThing, kind_of, level_of
from valuegraph.curate.judging import (
    COLUMNS,
    ORGANISATION,
    Judgements,
    fold,
    read_judgements,
)
from valuegraph.curate.matching import MATCHED, Matcher
from valuegraph.curate.proposing import proposals
from valuegraph.curate.recording import Recorded, record_judgements
from valuegraph.curate.sheet import sheet_rows
from valuegraph.errors import DataError, UnknownNameError
from valuegraph.facts.drafts import Mention
from valuegraph.resources import data_dir
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.store import Store

__all__ = [
    "EXPLAINED",
    "Pair",
    "apply_file",
    "explain_name",
    "match_file",
    "proposed",
    "read_pairs",
]

PAIRS = ("kind", "left", "right")
SPELLINGS = {"organization": ORGANISATION, "models": "model", "organisations": ORGANISATION}
EXPLAINED = ("name", "class", "iri", "label", "rung", "why", "candidates")
THINGS = """
SELECT ?iri ?class ?label WHERE {
  ?iri a ?class ; rdfs:label ?label FILTER NOT EXISTS { ?iri vg:validFrom ?day }
}
"""
NAMES = "SELECT ?iri ?name WHERE { ?iri skos:altLabel ?name }"
IDS = "SELECT ?iri ?id WHERE { ?iri dct:identifier ?id FILTER NOT EXISTS { ?iri dct:source ?any } }"
MAKERS = """
SELECT ?iri ?maker WHERE {
  ?dev vg:developedAsset ?iri ; vg:developer ?who . ?who rdfs:label ?maker
}
"""
NOT_THINGS = frozenset({"Source", "Evidence"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names to compare, and the line on which they stand."""

    kind: str
    left: str
    right: str
    line: int


def judgements_path() -> Path:
    """Return the table of judgements that ships with the data."""
    return data_dir() / "identity" / "same_as.csv"


def known_things(store: Store) -> tuple[KnownThing, ...]:
    """Return the things of a store with their names, identifiers and makers."""
    names, ids, makers = (_grouped(store, text) for text in (NAMES, IDS, MAKERS))
    found = [
        KnownThing(
            iri,
            cls.removeprefix(VG),
            str(label),
            tuple(names.get(iri, ())),
            tuple(ids.get(iri, ())),
            tuple(makers.get(iri, ())),
        )
        for iri, cls, label in store.rows(THINGS)[1]
        if cls.startswith(VG) and cls.removeprefix(VG) not in NOT_THINGS
    ]
    return tuple(sorted(found, key=lambda each: (each.iri, each.cls)))


def _grouped(store: Store, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for iri, value in sorted(set(store.rows(text)[1]), key=str):
        found[iri].append(str(value))
    return found


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Read the pairs of a CSV file; further columns are left aside.

    Raises
    ------
    DataError
        When a column, a kind or a name is missing; every line concerned is named.
    FileProblem
        When the file cannot be read.
    """
    found: list[Pair] = []
    wrong: list[str] = []
    rows = sheet_rows(
        path, PAIRS, lambda heading: {*PAIRS} <= {*heading}, spelt=lambda n: n.strip().casefold()
    )
    for line, row in rows:
        told = {name: " ".join(row[name].split()) for name in PAIRS}
        kind = SPELLINGS.get(told["kind"].casefold(), told["kind"].casefold())
        if kind not in MATCHED:
            wrong.append(f"line {line}: kind {told['kind']!r} is none of {', '.join(MATCHED)}")
        elif not told["left"] or not told["right"]:
            wrong.append(f"line {line}: a name is missing")
        else:
            found.append(Pair(kind, told["left"], told["right"], line))
    if wrong:
        raise DataError(
            "pairs cannot be compared",
            where=f"{path}: {'; '.join(wrong)}",
            mend="give each row a kind (model or organisation) and two names",
        )
    return tuple(found)


def match_file(store: Store, path: Path) -> list[dict[str, str]]:
    """Compare the pairs of a file.

    Parameters
    ----------
    store : Store
        Tells which organisations are known as two.
    path : pathlib.Path
        CSV with the columns kind, left, right.

    Returns
    -------
    list of dict
        kind, left, right, verdict, rung, why; in the order of the file.
    """
    judged = read_judgements(judgements_path())
    identity = Identity(known_things(store), judged)

    def known(kind: str, name: str) -> str | None:
        cls = "Organization" if kind == ORGANISATION else "Model"
        return identity.resolve(Mention(cls, name)).iri

    matcher = Matcher(judged, known)
    rows = []
    for pair in read_pairs(path):
        seen = matcher.match(pair.kind, pair.left, pair.right)
        rows.append(
            {
                "kind": pair.kind,
                "left": pair.left,
                "right": pair.right,
                "verdict": seen.verdict,
                "rung": seen.rung,
                "why": seen.why,
            }
        )
    return rows


def explain_name(store: Store, name: str) -> list[dict[str, str]]:
    """Tell to which known thing a name leads, for each class, and by which rung.

    Raises
    ------
    UnknownNameError
        When it leads nowhere and nothing is alike.
    """
    things = known_things(store)
    identity = Identity(things, read_judgements(judgements_path()))
    labels = {each.iri: each.label for each in things}
    rows = []
    levels = {level_of(each.cls) for each in things}
    for cls in sorted(levels, key=lambda each: (kind_of(each), each)):
        found = identity.resolve(Mention(cls, name))
        if found.rung != "new":
            rows.append(
                {
                    "name": name,
                    "class": cls,
                    "iri": found.iri or "",
                    "label": labels.get(found.iri or "", ""),
                    "rung": found.rung,
                    "why": found.why,
                    "candidates": "; ".join(labels.get(each, each) for each in found.candidates),
                }
            )
    if not rows:
        raise UnknownNameError(
            f"nothing known is called {name!r}, and nothing is alike",
            mend="look for part of the name: valuegraph show NAME",
        )
    return rows


def proposed(store: Store) -> list[dict[str, str]]:
    """Return the pairs of known things that a person should judge, as rows to be filled."""
    judged = read_judgements(judgements_path())
    found = proposals(known_things(store), Matcher(judged), Judgements(judged))
    empty = dict.fromkeys(COLUMNS, "")
    return [
        {
            **empty,
            "kind": each.kind,
            "left": each.left,
            "right": each.right,
            "alike": each.alike,
            "left_iri": each.left_iri,
            "right_iri": each.right_iri,
        }
        for each in found
    ]


def apply_file(
    store: Store, path: Path, into: Path | None = None, *, new_names: bool = False
) -> Recorded:
    """Add the judgements of a file to a table; see `record_judgements`."""
    borne = {
        (kind, fold(name))
        for each in known_things(store)
        for kind in (kind_of(each.cls), "")
        for name in (each.label, *each.names)
    }
    return record_judgements(
        path,
        into or judgements_path(),
        lambda kind, name: (kind, fold(name)) in borne,
        new_names=new_names,
    )
