"""Coverage: how far the facts of a slice reach, counted in the same way for every part."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from valuegraph.projection import coverage_lines
from valuegraph.projection.catalogue import RDF_TYPE
from valuegraph.projection.coverage import STEPS, filled_steps
from valuegraph.projection.slices import in_time, sure_enough
from valuegraph.vocabulary.namespaces import VG, VGX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from valuegraph.projection import Projection
    from valuegraph.store import Store

__all__ = ["COLUMNS", "PARTS", "CoverageAnswer", "coverage"]

COLUMNS = ("part", "name", "measured", "number", "of", "share", "name_iri")
OLD = dt.timedelta(days=731)
RUN = {VGX + "managedApi", VGX + "hostedUi"}
FAB = {VGX + "fabricationLeadingEdge", VGX + "fabricationMature"}

Row = tuple[str, str, str, int, int, str]
"""Part, name, what is counted, how many, of how many, IRI of what the name stands for."""


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """Counts of what is known, each beside what there is to know.

    Attributes
    ----------
    told : tuple of Row
        One count each; `of` is 0 where there is no whole to compare with.
    coverage : tuple of str
        The lines that stand beside every ranking of the slice.
    """

    told: tuple[Row, ...]
    coverage: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return flat objects with the keys of `COLUMNS`; `share` is None without a whole."""
        return [
            {
                "part": part, "name": name, "measured": measured, "number": number,
                "of": of or None, "share": number / of if of else None, "name_iri": iri or None,
            }
            for part, name, measured, number, of, iri in self.told
        ]  # fmt: skip


def coverage(projection: Projection, store: Store, parts: Iterable[str] = ()) -> CoverageAnswer:
    """Count how far the facts of a slice reach.

    Parameters
    ----------
    projection : Projection
        The slice.
    store : Store
        For names.
    parts : iterable of str
        Keys of `PARTS`; all when empty.
    """
    counter = _Counter(projection, store)
    wanted = tuple(parts) or tuple(PARTS)
    told = [(part, *row) for part in wanted for row in PARTS[part](counter)]
    return CoverageAnswer(tuple(told), tuple(coverage_lines(projection)))


class _Counter:
    """What the counts share: the slice's relations as a mask, and names."""

    def __init__(self, projection: Projection, store: Store) -> None:
        self.projection = projection
        self.catalogue = projection.catalogue
        self.columns = projection.catalogue.columns
        self.part = projection.catalogue.part
        self.store = store
        self.timely = in_time(self.columns, self.part)
        self.mask = self.timely & sure_enough(self.columns, self.part)

    def things(self, cls: str) -> list[str]:
        """Return the things of a class, by IRI."""
        found = self.catalogue.things.items()
        return [iri for iri, said in found if VG + cls in said.get(RDF_TYPE, ())]

    def things_with(self, prop: str) -> dict[str, tuple[str, ...]]:
        """Return the values of a property of things that have one."""
        found = self.catalogue.things.items()
        return {iri: said[VG + prop] for iri, said in found if VG + prop in said}


def _chains(count: _Counter) -> Iterator[tuple[str, str, int, int, str]]:
    """Models that somebody runs for others, whose training chip and foundry are on record."""
    catalogue = count.catalogue
    hosted = {
        r.one("ofAsset") or "" for r in catalogue.of("Offering") if r.one("hasChannel") in RUN
    }
    models = {iri for iri in hosted if catalogue.is_a(iri, "Model")}
    chips: dict[str, set[str]] = defaultdict(set)
    for run in catalogue.of("TrainingRun"):
        inputs = {iri for iri in run.all("trainedWith") if catalogue.is_a(iri, "AIChip")}
        chips[run.one("trainedAsset") or ""] |= inputs
    made = {r.one("dependent") for r in catalogue.of("Supply") if r.one("fillsRole") in FAB}
    makers = {r.one("developedAsset") for r in catalogue.of("Development")}
    with_chip = {iri for iri in models if chips[iri]}
    closed = {iri for iri in with_chip if chips[iri] & made}
    yield (
        "models offered through an interface or a page",
        "with a developer on record",
        len(models & makers),
        len(models),
        "",
    )
    yield (
        "models offered through an interface or a page",
        "with a training chip on record",
        len(with_chip),
        len(models),
        "",
    )
    yield (
        "models offered through an interface or a page",
        "with training chip and its foundry on record too",
        len(closed),
        len(models),
        "",
    )
    filled = filled_steps(count.projection.network)
    whole = sum(len(steps) == len(STEPS) for steps in filled.values())
    yield "implementors", "reaching every step down to lithography", whole, len(filled), ""


def _sectors(count: _Counter) -> Iterator[tuple[str, str, int, int, str]]:
    """Implementors of each sector that reach each step of the chain."""
    network = count.projection.network
    filled = filled_steps(network)
    by: dict[str, list[str]] = defaultdict(list)
    for target in network.targets:
        by[network.nodes[target].sector or ""].append(target)
    names = count.store.labels(by)
    for sector in sorted(by, key=lambda iri: (-len(by[iri]), iri)):
        yield names[sector], "implementors", len(by[sector]), 0, sector
        for words in STEPS:
            reached = sum(words in filled[target] for target in by[sector])
            yield names[sector], f"reaching {words}", reached, len(by[sector]), sector


def _roles(count: _Counter) -> Iterator[tuple[str, str, int, int, str]]:
    """Count the groups of each role with a named supplier, sourced shares, a complete list."""
    network = count.projection.network
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for dependent, role in network.needs:
        groups[role.split("(")[0].strip()].append((dependent, role))
    shares: dict[tuple[str, str], list[float | None]] = defaultdict(list)
    for key, line in network.supplies.items():
        shares[key[1:]].append(line.share)
    names = count.store.labels(VGX + role for role in groups)
    for role, keys in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        named = [key for key in keys if key in shares and key not in network.unnamed]
        several = [shares[key] for key in keys if len(shares.get(key, ())) > 1]
        told = sum(all(share is not None for share in found) for found in several)
        name, iri = names[VGX + role], VGX + role
        yield name, "groups with a named supplier", len(named), len(keys), iri
        if several:
            yield name, "groups of several with sourced shares", told, len(several), iri
        complete = sum(network.needs[key].complete for key in keys)
        yield name, "groups listed completely by a source", complete, len(keys), iri


def _layers(count: _Counter) -> Iterator[tuple[str, str, int, int, str]]:
    """Things of each layer, and how many of them a relation in force speaks of."""
    layers = {iri: layers[0] for iri, layers in count.things_with("inLayer").items()}
    spoken = _spoken_of(count)
    total, met = Counter(layers.values()), Counter(layers[iri] for iri in layers if iri in spoken)
    names = count.store.labels(total)
    for layer, number in total.most_common():
        yield names[layer], "things that a relation in force speaks of", met[layer], number, layer


def _spoken_of(count: _Counter) -> set[str]:
    triples = count.columns.triples
    return {
        count.columns.pool[code] for code in set(triples[count.mask[triples[:, 0]], 2].tolist())
    }


def _countries(count: _Counter) -> Iterator[tuple[str, str, int, int, str]]:
    """Organisations with a domicile on record, by country."""
    catalogue, known = count.catalogue, count.projection.domiciles
    firms = set(count.things("Organization"))
    based = Counter(country for firm, country in known.items() if firm in firms)
    placed = sum(based.values())
    yield "all countries", "organisations with a domicile on record", placed, len(firms), ""
    for country, number in sorted(based.items(), key=lambda item: (-item[1], item[0])):
        yield catalogue.label(country), "organisations", number, placed, country


def _sources(count: _Counter) -> Iterator[tuple[str, str, int, int, str]]:
    """Relations in force that each source supports, and that rest on it alone."""
    support, pool = count.columns.support, count.columns.pool
    rows = support[count.mask[support[:, 0]]]
    by: dict[int, set[int]] = defaultdict(set)
    for at, source in rows[:, :2].tolist():
        by[at].add(source)
    total = Counter(source for found in by.values() for source in found)
    alone = Counter(next(iter(found)) for found in by.values() if len(found) == 1)
    names = count.store.labels(pool[code] for code in total)
    for code, number in sorted(total.items(), key=lambda item: (-item[1], pool[item[0]])):
        name = names[pool[code]]
        yield name, "relations in force that it supports", number, len(by), pool[code]
        yield name, "of these, resting on it alone", alone[code], number, pool[code]


def _evidence(count: _Counter) -> Iterator[tuple[str, str, int, int, str]]:
    """Relations in force on one source, disputed, stale, weak."""
    columns, mask = count.columns, count.mask
    total = int(mask.sum())
    pairs = np.unique(columns.support[:, :2], axis=0)
    sources = np.bincount(pairs[:, 0], minlength=len(columns.relation))
    limit = (count.part.as_of - OLD).toordinal()
    seen = np.zeros(len(columns.relation), dtype=bool)
    seen[_only_seen(count)] = True
    stale = mask & seen & (columns.start < limit)
    every = "relations in force"
    yield every, "resting on one source", int((mask & (sources == 1)).sum()), total, ""
    yield (
        every,
        "disputed by evidence of 0.5 or more",
        int((mask & columns.disputed).sum()),
        total,
        "",
    )
    yield (
        every,
        "stale: seen to hold more than two years before the day",
        int(stale.sum()),
        total,
        "",
    )
    left = int((count.timely & ~mask).sum())
    whole = int(count.timely.sum())
    yield every, "left out: below the floor on confidence, or illustrative", left, whole, ""


def _only_seen(count: _Counter) -> list[int]:
    """Return the relations of which it is only known that they held on a day."""
    columns = count.columns
    codes = {i for i, text in enumerate(columns.pool) if text.startswith(VGX + "asOf")}
    return [at for at, _, value in columns.triples.tolist() if value in codes]


PARTS: dict[str, Callable[[_Counter], Iterator[tuple[str, str, int, int, str]]]] = {
    "chains": _chains,
    "sector": _sectors,
    "role": _roles,
    "layer": _layers,
    "country": _countries,
    "evidence": _evidence,
    "source": _sources,
}
"""What can be counted, in the order in which it is told."""
