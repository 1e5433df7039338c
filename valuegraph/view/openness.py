"""Openness for people: what can be had of each release, its level of access, its freedoms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.facts import Fact, facts_of
from valuegraph.governance.openness import COMPONENTS, FREEDOMS, OpennessReader
from valuegraph.view.openness_naming import check_year, named
from valuegraph.view.openness_words import LEVELS, words
from valuegraph.view.periods import period_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from valuegraph.governance.openness import Freedom, Seen
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice
    from valuegraph.view.openness_claims import OpennessClaims
    from valuegraph.view.openness_history import OpennessHistory
    from valuegraph.view.openness_naming import Store

ASSUMPTIONS = (
    "Freedoms are those that the working paper quotes in section 2.1: use for any purpose without asking, study, modify, share. Each is judged by itself; nothing is added up.",
    "Denied: something on record rules it out. Unknown: something not on record might. Conditional: there, within limits. Notices and attribution are no limit.",
    "Study needs training data and training code as well as weights; without them modifying is conditional: weights can be tuned, not built anew.",
    "A fact about a component holds from the day on which its source was read, so that an earlier day knows it only from the level of access. Sources call weights partial where the licence restricts their use.",
    "What a host or an API gives is judged as such: answers, no copy, whatever the developer gives elsewhere.",
)


@dataclass(frozen=True)
class OpennessAnswer:
    """Offerings with component vector, level of access and freedoms; never one score.

    Attributes
    ----------
    seen : tuple of Seen
        The offerings judged.
    coverage, assumptions : tuple of str
        How far the facts reach, and how to read the rows.
    """

    seen: tuple[Seen, ...] = field(repr=False)
    coverage: tuple[str, ...]
    assumptions: tuple[str, ...]
    _reader: OpennessReader = field(repr=False)
    _store: Store = field(repr=False)
    _name: str | None = field(default=None, repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per offering; see `row`."""
        return [row(each, self._reader) for each in self.seen]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def facts(self) -> list[Fact]:
        """Return every fact behind the rows: the offerings, components, and what blocks."""
        iris = {iri for each in self.seen for iri in behind(each)}
        return facts_of(self._store.rows, iris)

    def explain(self) -> list[Fact]:
        """Return the facts behind the rows; see `facts`."""
        return self.facts()

    def history(self, by: str = "firm", *, since: int | None = None) -> OpennessHistory:
        """Return the same by year, of each `firm` or `family`, what has ended since included."""
        from valuegraph.view.openness_history import openness_history

        whole = self._reader.catalogue
        return openness_history(
            whole.columns, whole.part, self._store, by=by, since=since, name=self._name
        )

    def claims(self) -> OpennessClaims:
        """Return the claims of openness beside the freedoms that the releases deny or limit."""
        from valuegraph.view.openness_claims import openness_claims

        whole = self._reader.catalogue
        return openness_claims(whole.columns, whole.part, self._store, name=self._name)

    def plot(self) -> Figure:
        """Draw how many of the rows stand on each level of access; needs the extra `plot`."""
        from valuegraph.view.openness_figure import level_figure

        return level_figure([each.release.level for each in self.seen])

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        shown = ["asset", "provider", "valid_from", "access_level"]
        shown += [f"freedom_{name}" for name in FREEDOMS]
        return answer_html(self, shown)


def openness(
    columns: Columns,
    part: Slice,
    store: Store,
    *,
    name: str | None = None,
    since: int | None = None,
) -> OpennessAnswer:
    """Judge the offerings of models in force on the day.

    Parameters
    ----------
    columns : Columns
        The whole graph.
    part : Slice
        What enters, and on which day.
    store : Store
        Where names and facts are read.
    name : str, optional
        A model, family, firm, licence or offering: all its offerings, those of hosts too. Without
        it the dated releases.
    since : int, optional
        Only what began in this calendar year or later.

    Raises
    ------
    UnknownNameError
        Nothing has the name, or it has no offering of a model in force.
    UsageError
        The year is not between 1990 and that of the slice.
    """
    check_year(since, part.as_of.year)
    reader = OpennessReader(columns, part)
    chosen = named(reader, store, name)
    chosen = [each for each in chosen if since is None or each.release.start.year >= since]
    return OpennessAnswer(
        tuple(chosen), tuple(_coverage(chosen, reader, name)), ASSUMPTIONS, reader, store, name
    )


def behind(seen: Seen) -> tuple[str, ...]:
    """Return the IRIs of the facts behind one row, once each."""
    found = [seen.release.iri]
    found += [iri for part in seen.parts.values() for iri in part.facts]
    found += [iri for free in seen.freedoms for block in free.blocks for iri in block.facts]
    return tuple(dict.fromkeys(found))


def row(seen: Seen, reader: OpennessReader) -> dict[str, Any]:
    """Return one offering as a flat object with stable keys."""
    release, label = seen.release, reader.catalogue.label
    free = {freedom.name: freedom for freedom in seen.freedoms}
    stated = sum(bool(part.readings) for part in seen.parts.values())
    return {
        "asset": label(release.asset),
        "provider": label(release.provider),
        "family": "; ".join(label(iri) for iri in reader.families(release)) or None,
        "release_kind": words(release.kind) or None,
        "channel": words(release.channel),
        "valid_from": release.start,
        "valid_to": release.end,
        "precision": words(release.precision),
        "period": period_words(release.start, release.end, release.precision),
        "disputed": release.disputed,
        "access_level": LEVELS.get(release.level, "unknown"),
        "access_rank": release.rank,
        "market_position": words(release.position) or "unknown",
        "terms": [label(iri) for iri in release.licences],
        "terms_on_record": seen.terms,
        **{f"freedom_{name}": free[name].verdict for name in FREEDOMS},
        **{f"{name}_because": because(free[name]) for name in FREEDOMS},
        "components_on_record": stated,
        **{f"component_{_snake(name)}": seen.parts[name].told for name in COMPONENTS},
        "offering": release.label,
        "offering_iri": release.iri,
        "asset_iri": release.asset,
        "provider_iri": release.provider,
        "terms_iri": list(release.licences),
        "facts": list(behind(seen)),
    }


def because(freedom: Freedom) -> list[str]:
    """Return what makes the verdict of a freedom, in words; nothing where it is granted."""
    return list(dict.fromkeys(block.says for block in freedom.deciding))


def _snake(name: str) -> str:
    return words(name).replace(" ", "_")


def _coverage(chosen: Sequence[Seen], reader: OpennessReader, name: str | None) -> Iterable[str]:
    kind = "dated releases" if name is None else f"offerings of {name}"
    count = len(chosen)
    level = sum(each.release.rank is not None for each in chosen)
    terms = sum(bool(each.terms) for each in chosen)
    any_part = sum(any(part.readings for part in each.parts.values()) for each in chosen)
    inputs = sum(_inputs_known(each) for each in chosen)
    yield (
        f"As of {reader.day}: of {count} {kind} in force, {level} have a known level of access, "
        f"{terms} have terms on record, {any_part} have any component on record, {inputs} "
        "training data and code both."
    )
    if name is None:
        rest = len(reader.seen) - sum(bool(each.release.kind) for each in reader.seen)
        yield (
            f"Not listed: {rest} offerings of models by hosts, resellers and others without a "
            f"dated release (name a model to see its own), and {reader.left_out()} offerings of "
            "products, platforms and tools, or copies that somebody runs for itself."
        )


def _inputs_known(seen: Seen) -> bool:
    data = seen.parts["trainingData"].readings or seen.parts["baseTrainingData"].readings
    return bool(data and seen.parts["trainingCode"].readings)
