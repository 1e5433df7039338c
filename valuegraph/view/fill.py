"""A projection and its chokepoints as the data of a map page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.projection.assembly import ROLE_WORDS, local
from valuegraph.projection.coding import ENDLESS
from valuegraph.projection.network import STAGES
from valuegraph.view.boxes import boxes_of, map_nodes
from valuegraph.view.certified import Certified
from valuegraph.view.checking import VIEWS
from valuegraph.view.choosing import Choice, around, behind, of_kinds
from valuegraph.view.model import (
    MAX_NODES,
    MapChokepoint,
    MapData,
    MapEvidence,
    MapGovernance,
    MapStatement,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from valuegraph.projection import Projection
    from valuegraph.projection.catalogue import Record
    from valuegraph.projection.network import SupplyLine
    from valuegraph.view.ranking import Ranking

MARKED = 6
EVIDENCE = """
SELECT ?r ?precision ?title ?publisher ?url ?locator ?confidence ?stance ?issued WHERE {
  ?r vg:hasEvidence ?e ; vg:datePrecision ?precision .
  ?e dct:source ?source ; vg:locator ?locator ; vg:confidence ?confidence ; vg:stance ?stance .
  ?source dct:title ?title .
  OPTIONAL { ?source dct:publisher ?publisher } OPTIONAL { ?source vg:url ?url }
  OPTIONAL { ?source dct:issued ?issued }
}
"""


class Rows(Protocol):
    """What this module needs of a store."""

    def rows(self, sparql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of the page, version and hash of the dataset."""

    title: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a map is made for: its heading, what it shows, how many boxes, in which colours."""

    heading: Heading
    choice: Choice
    max_nodes: int = MAX_NODES
    theme: str = "auto"


def map_data(
    projection: Projection,
    ranking: Ranking,
    store: Rows,
    asked: Asked,
    governance: Callable[[], Mapping[str, tuple[MapGovernance, ...]]],
) -> MapData:
    """Return everything one map page shows of a slice; no statement is left out.

    A firm and what it runs (its compute, its lines) are one box; an implementor is one box in
    each sector it works in, and each sector closes the chain.

    Parameters
    ----------
    projection : Projection
        The slice.
    ranking : Ranking
        Its chokepoints in both views.
    store : Rows
        Where the evidence of each fact is read.
    asked : Asked
        What the map is made for.
    governance : callable
        Gives types with their reasons by IRI; asked once something is left to draw.
    """
    boxes = boxes_of(projection)
    evidence = _evidence(store)
    every = [*_supply_statements(projection, boxes, evidence)]
    every += _sector_statements(projection, evidence)
    statements = _chosen(projection, every, boxes, asked.choice)
    used = {end for s in statements for end in (s.source, s.target)}
    shown = [line for view in VIEWS for line in ranking.of(view)[:MARKED]]
    marked = {line.iri for line in shown}
    marked |= {org for org, top in projection.controllers.items() if top in marked}
    types = governance() if statements else {}
    nodes = [
        replace(n, governance=types.get(n.id, ()))
        for n in map_nodes(projection, boxes, marked)
        if n.id in used
    ]
    known = {node.id for node in nodes}
    facts = {s.id for s in statements}
    return MapData(
        title=asked.heading.title,
        as_of=projection.catalogue.part.as_of,
        dataset_version=asked.heading.version,
        dataset_hash=asked.heading.digest,
        coverage_lines=(*_reading(statements, every, facts, len(evidence)), *ranking.coverage),
        assumptions=ranking.assumptions,
        stages=(*STAGES, "sectors"),
        nodes=tuple(nodes),
        statements=tuple(statements),
        chokepoints=tuple(_chokepoints(projection, ranking, known, facts)),
        max_nodes=asked.max_nodes,
        theme=asked.theme,
    )


def _chosen(
    projection: Projection, every: list[MapStatement], boxes: dict[str, str], choice: Choice
) -> list[MapStatement]:
    """Return the statements that a choice leaves."""
    found = of_kinds(every, choice.kinds)
    if choice.sector is not None:
        ends = {s for s in choice.sector if s not in boxes}
        found = behind(found, ends, choice.sector - ends)
    if choice.focus is not None:
        nodes = projection.network.nodes
        own = {b for n, b in boxes.items() if choice.focus in (n, b, nodes[n].firm)}
        found = around(found, own | {choice.focus})
    return found


def _reading(
    shown: list[MapStatement], every: list[MapStatement], facts: set[str], stated: int
) -> Iterable[str]:
    """Yield what a statement of the map is, and what the map leaves to other commands."""
    part = "" if len(shown) == len(every) else f" of {len(every):,} on the whole map"
    yield (
        f"{len(shown):,} statements{part} rest on {len(facts):,} sourced facts: a fact stands on "
        "several lines where a use may be drawn from several offerings."
    )
    yield (
        f"The dataset has {stated:,} sourced relations. Those that say nothing about who supplies "
        "whom on this day (prices, terms, measures, what has ended) draw no line; "
        "`valuegraph show` and `valuegraph export` hold them."
    )


def _evidence(store: Rows) -> dict[str, tuple[str, list[MapEvidence]]]:
    """Return the date precision and evidence of each relation."""
    found: dict[str, tuple[str, list[MapEvidence]]] = {}
    for row in store.rows(EVIDENCE)[1]:
        relation, precision, title, publisher, url, locator, confidence, stance, issued = row
        item = MapEvidence(
            source_title=str(title),
            publisher=str(publisher or ""),
            url=str(url or ""),
            locator=str(locator),
            confidence=float(confidence),
            stance=local(str(stance)),
            date=issued if isinstance(issued, dt.date) else None,
        )
        found.setdefault(relation, (local(str(precision)), []))[1].append(item)
    return found


def _supply_statements(
    projection: Projection,
    boxes: dict[str, str],
    evidence: dict[str, tuple[str, list[MapEvidence]]],
) -> Iterable[MapStatement]:
    """Yield one statement for each fact on each line between two boxes.

    A use whose channel no source states is drawn once, from the model, not from every offering
    of the model that might be meant.
    """
    catalogue = projection.catalogue
    records = {r.iri: r for cls in catalogue.classes() for r in catalogue.begun(cls)}
    seen: set[tuple[str, str, str, str]] = set()
    for (supplier, dependent, role), line in sorted(projection.network.supplies.items()):
        for fact in line.facts if role.startswith("aiService") else ():
            if records[fact].cls == "Offering":
                continue
            drawn = _drawn_from(projection, records, records[fact], supplier)
            yield from _once(
                seen,
                (records[fact], evidence),
                (boxes[drawn], boxes[dependent]),
                (role, line),
            )
        if not role.startswith("aiService"):
            ends = boxes[supplier], boxes[dependent]
            for fact in line.facts:
                yield from _once(seen, (records[fact], evidence), ends, (role, line))


def _drawn_from(
    projection: Projection, records: dict[str, Record], uptake: Record, supplier: str
) -> str:
    """Return where the line of a use starts: its own offering, else the model it names."""
    offering = uptake.one("ofOffering") or ""
    if supplier == offering or offering not in records:
        return supplier
    asset = records[offering].one("ofAsset") or ""
    return asset if asset in projection.network.nodes else supplier


def _once(
    seen: set[tuple[str, str, str, str]],
    fact: tuple[Record, dict[str, tuple[str, list[MapEvidence]]]],
    ends: tuple[str, str],
    said: tuple[str, SupplyLine],
) -> Iterable[MapStatement]:
    """Yield a statement unless it was drawn before, joins a box to itself or has no evidence."""
    record, evidence = fact
    key = (record.iri, *ends, said[0])
    if ends[0] != ends[1] and key not in seen and record.iri in evidence:
        seen.add(key)
        yield _statement(record, ends, said, evidence)


def _statement(
    record: Record,
    ends: tuple[str, str],
    said: tuple[str, SupplyLine],
    evidence: dict[str, tuple[str, list[MapEvidence]]],
) -> MapStatement:
    precision, items = evidence[record.iri]
    role, line = said
    return MapStatement(
        id=record.iri,
        source=ends[0],
        target=ends[1],
        kind=line.kind,
        role=in_words(role),
        label=record.one("label") or local(record.iri),
        valid_from=dt.date.fromordinal(record.start),
        valid_to=None if record.end == ENDLESS else dt.date.fromordinal(record.end),
        precision=precision,
        confidence=record.confidence,
        disputed=any(i.stance == "disputes" and i.confidence >= 0.5 for i in items),  # noqa: PLR2004
        terms=record.one("terms") or local(record.one("exclusivity") or ""),
        evidence=tuple(sorted(items, key=lambda i: (-i.confidence, i.source_title, i.locator))),
    )


def in_words(role: str) -> str:
    """Return a role as a reader would say it: a use by its function, others by their name."""
    if role.startswith("aiService("):
        return role.removeprefix("aiService(").removesuffix(")").split("; ")[0]
    name, _, level = role.partition(" ")
    return f"{ROLE_WORDS.get(name, name)} {level}".strip()


def _sector_statements(
    projection: Projection, evidence: dict[str, tuple[str, list[MapEvidence]]]
) -> Iterable[MapStatement]:
    """Yield the uptakes once more, from implementor to sector."""
    from valuegraph.projection.dependency import target_name
    from valuegraph.projection.network import SupplyLine

    line = SupplyLine("platform", 0.0, None, "", 1.0, ())
    for record in projection.catalogue.of("Uptake"):
        user, sector = record.one("hasUser"), record.one("inSector")
        if user is not None and sector is not None and record.iri in evidence:
            ends = (target_name(user, sector), sector)
            yield _statement(record, ends, ("works in", line), evidence)


def _chokepoints(
    projection: Projection, ranking: Ranking, known: set[str], drawn: set[str]
) -> Iterable[MapChokepoint]:
    certified = Certified(ranking)
    for view in VIEWS:
        for line in ranking.of(view)[:MARKED]:
            nodes = {line.iri, *(o for o, top in projection.controllers.items() if top == line.iri)}
            yield MapChokepoint(
                name=line.name,
                node_ids=tuple(sorted(nodes & known)),
                view=view,
                reach=line.reach,
                share_lost=line.share_lost,
                share_lost_surge=line.share_lost_surge,
                unavoidable=line.unavoidable,
                words=certified.words(line),
                facts=tuple(fact for fact in line.facts if fact in drawn),
                certificate=certified.steps(line),
            )
