"""Governance of a day in rows: each offering's type, firms, labels of others, thresholds."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from valuegraph.errors import UsageError
from valuegraph.facts import facts_of
from valuegraph.governance.types import Decider, firms, infer, judge, vary
from valuegraph.governance.types.deciding import UNDETERMINED
from valuegraph.governance.types.inference import NOT_OFFERED
from valuegraph.governance.types.labels import AGREES, about
from valuegraph.projection.catalogue import Catalogue
from valuegraph.projection.clustering import source_clusters
from valuegraph.view.citing import in_words
from valuegraph.view.governance_columns import ROW, SHOWN, TYPES, counts, place
from valuegraph.view.governance_reasons import Explanations, Reasons
from valuegraph.view.measuring import most_cited
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from valuegraph.governance.types import Firm, Judged, Offered
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice
    from valuegraph.store.store import Store

MEMBERS = "SELECT ?group ?member { ?group vg:hasMember ?member } ORDER BY ?group ?member"


class GovernanceAnswer:
    """The types of governance of a day, with reasons.

    Parameters
    ----------
    columns : Columns
        The whole graph.
    part : Slice
        What enters, and on which day.
    store : Store
        Where labels and facts are read.
    name : str, optional
        Whom `rows` and `explain` speak of when they are not told.
    """

    def __init__(
        self, columns: Columns, part: Slice, store: Store, name: str | None = None
    ) -> None:
        self._store, self._name = store, name
        self._catalogue = Catalogue(columns, part)
        self._found = infer(store, self._catalogue)
        self._doubtful = partial(Catalogue, columns, replace(part, min_confidence=0.0))
        self._clusters = source_clusters(columns, part)
        members: dict[str, list[str]] = defaultdict(list)
        for group, member in store.rows(MEMBERS)[1]:
            members[group].append(member)
        self._members = dict(members)
        decider = self._found.decider
        spoken = {VGX + name for name in (*TYPES, *decider.conditions)}
        self._words = {iri.removeprefix(VGX): label for iri, label in store.labels(spoken).items()}
        self._reasons = Reasons(self._catalogue, decider, self._words)

    @property
    def decider(self) -> Decider:
        """The types as alternatives of conditions."""
        return self._found.decider

    @property
    def coverage(self) -> tuple[str, ...]:
        """What the types cover, and what they leave out."""
        offered = list(self._found.offered.values())
        found = Counter(each.type for each in offered)
        open_ = Counter(
            self._words[name]
            for each in offered
            if each.type == UNDETERMINED
            for name in each.missing(self.decider)
        )
        most = ", ".join(f"{name} ({count})" for name, count in open_.most_common(3))
        contested = sum(bool(each.contested) for each in offered)
        part = self._catalogue.part
        return (
            f"As of {part.as_of.isoformat()}: {len(offered)} offerings of {len({e.firm for e in offered})} groups of firms; a type is inferred for {len(offered) - found[UNDETERMINED]}, {found[UNDETERMINED]} are undetermined.",
            f"Conditions most often unknown there: {most}." if most else "No condition is unknown.",
            f"{contested} offerings rest on a condition that sources answer both ways.",
            f"{self._found.withheld} releases that nobody is offered, and {self._catalogue.left_out} facts below confidence {part.min_confidence:g} or illustrative, were left out.",
        )

    def rows(self, name: str | None = None) -> list[dict[str, Any]]:
        """Return one flat object per offering: of everything, or of what a name covers."""
        name = name or self._name
        chosen = list(self._found.offered.values() if name is None else self._covered(name))
        found = [(each, each.premises(self.decider)) for each in chosen]
        cited = {s for _, facts in found for s in most_cited(self._clusters, facts)}
        titles = self._store.labels(cited)
        rows = [self._row(each, facts, titles) for each, facts in sorted(found, key=place)]
        return rows if rows or name is None else [self._unknown(name)]

    def turtle(self) -> str:
        """Return every conclusion as canonical Turtle, each with its rule, day and premises."""
        from valuegraph.facts.canonical import format_graph
        from valuegraph.view.findings_rdf import facts_hash

        day, digest = self._catalogue.part.as_of, facts_hash(self._store)
        return format_graph(self._found.reasoning.conclusions(as_of=day, digest=digest))

    def by_firm(self) -> list[dict[str, Any]]:
        """Return one flat object per group of firms: how many offerings of each type."""
        return [self._firm(each) for each in firms(self._found)]

    def disagreements(self) -> list[dict[str, Any]]:
        """Return one flat object per label that somebody gave, those that differ first."""
        found = judge(self._found, self._members)
        iris = {fact for each in found for fact in self._against(each)}
        facts = {fact.iri: fact for fact in facts_of(self._store.rows, iris)}
        rows = [self._label(each, [facts[i] for i in self._against(each)]) for each in found]
        return sorted(rows, key=lambda row: (row["verdict"] == AGREES, row["name"]))

    def sensitivity(self) -> list[dict[str, Any]]:
        """Return one flat object per threshold tried: offerings of each type, how many changed."""
        return [
            {
                "parameter": each.parameter or "as the rules stand",
                "value": each.value,
                **counts(each.counts),
                "changed": len(each.changed),
            }
            for each in vary(self._store, self._catalogue, self._found)
        ]

    def explain(self, name: str | None = None) -> Explanations:
        """Return the reasons for the type of each offering that a name covers, and against others."""
        covered = sorted(self._covered(self._named(name)), key=lambda each: place((each, ())))
        iris = {fact for each in covered for facts in each.facts.values() for fact in facts}
        facts = {fact.iri: fact for fact in facts_of(self._store.rows, iris)}
        return Explanations(self._reasons.explain(each, facts) for each in covered)

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def plot(self, top: int = 12) -> Figure:
        """Draw the offerings of the firms with most of them by type; needs the extra `plot`."""
        from valuegraph.view.governance_figure import firms_figure

        return firms_figure(self.by_firm()[:top])

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        shown = ["name", "firm", "type", "missing", "sources"]
        return answer_html(self, shown)

    def _named(self, name: str | None) -> str:
        if name or self._name:
            return name or str(self._name)
        raise UsageError(
            "nobody is named",
            why="the reasons for every offering on record are thousands of lines",
            mend='name a model, family, firm, platform or offering: explain("Llama 3")',
        )

    def _covered(self, name: str) -> tuple[Offered, ...]:
        return about(self._found, self._store.resolve(name), self._members)

    def _unknown(self, name: str) -> dict[str, Any]:
        """Return the row of a name that covers no offering: undetermined, everything missing."""
        iri = self._store.resolve(name)
        label = self._catalogue.label(iri)
        return dict.fromkeys(ROW) | {
            "as_of": self._catalogue.part.as_of.isoformat(),
            "name": label,
            "type": self._words[UNDETERMINED],
            "also_met": [],
            "contested": [],
            "missing": [self._words[each] for each in self.decider.conditions],
            "sentence": f"{label}: undetermined; no offering of it is in force.{self._lesser(iri)}",
            "flip": [],
            "facts": 0,
            "sources": [],
            "source_count": 0,
            "asset_iri": iri,
        }

    def _lesser(self, thing: str) -> str:
        """Return what is said of offerings that are too doubtful to enter."""
        below = [
            record
            for record in self._doubtful().of("Offering")
            if thing
            in {record.one("ofAsset"), record.one("hasProvider"), *record.all("viaPlatform")}
            and record.iri not in self._found.offered
            and record.one("hasChannel") != NOT_OFFERED
        ]
        if not below:
            return ""
        facts = facts_of(self._store.rows, [record.iri for record in below[:SHOWN]])
        told = "; ".join(in_words(fact) for fact in facts)
        return f" On record below the confidence asked for: {told}."

    def _row(self, each: Offered, facts: tuple[str, ...], titles: dict[str, str]) -> dict[str, Any]:
        record, label = each.record, self._catalogue.label
        asset, provider = record.one("ofAsset") or "", record.one("hasProvider") or ""
        sources = most_cited(self._clusters, facts)
        known = [self._catalogue_confidence(fact) for fact in facts]
        drawn = each.drawn.get(each.type)
        return {
            "as_of": self._catalogue.part.as_of.isoformat(),
            "name": record.one("label") or "",
            "asset": label(asset),
            "provider": label(provider),
            "firm": label(each.firm),
            "type": self._words[each.type],
            "control_retained": drawn.control if drawn else None,
            "skill_required": drawn.skill if drawn else None,
            "rule": drawn.rule if drawn else None,
            "also_met": [self._words[name] for name in sorted(each.drawn) if name != each.type],
            "contested": [self._words[name] for name in each.contested],
            "missing": [self._words[name] for name in each.missing(self.decider)],
            "sentence": self._reasons.sentence(each),
            "flip": self._reasons.flip(each),
            "market_position": (record.one("marketPosition") or "").removeprefix(VGX) or None,
            "facts": len(facts),
            "confidence": min(known, default=None),
            "sources": [titles[iri] for iri in sources[:SHOWN]],
            "source_count": len(sources),
            "offering_iri": record.iri,
            "asset_iri": asset,
            "provider_iri": provider,
        }

    def _catalogue_confidence(self, fact: str) -> float:
        return max((trust for _, trust in self._clusters.get(fact, ())), default=0.0)

    def _firm(self, firm: Firm) -> dict[str, Any]:
        named = {each.record.iri: each.record for each in firm.offered}
        positions = [named[iri] for iri in firm.subsidy if iri in named]
        kept = [r for r in positions if r.one("marketPosition") == VGX + "leadingModel"]
        return {
            "firm": self._catalogue.label(firm.iri),
            "offerings": len(firm.offered),
            **counts(firm.counts),
            "control_lowest": min(firm.controls, default=None),
            "control_highest": max(firm.controls, default=None),
            "skill_lowest": min(firm.skills, default=None),
            "skill_highest": max(firm.skills, default=None),
            "cross_subsidy": bool(firm.subsidy),
            "kept": [r.one("label") for r in kept],
            "given": [r.one("label") for r in positions if r not in kept],
            "firm_iri": firm.iri,
        }

    def _label(self, each: Judged, against: list[Any]) -> dict[str, Any]:
        thing, assessor = each.record.one("assesses") or "", each.record.one("assessor") or ""
        label = self._catalogue.label
        return {
            "name": label(thing),
            "assessor": label(assessor),
            "says": self._words[each.says],
            "rules_say": self._words[each.main],
            "verdict": each.verdict,
            "offerings": len(each.offered),
            **counts(each.counts),
            "why": self._reasons.why_differs(each, against)
            + ("" if each.offered else self._lesser(thing)),
            "rules_on_weights": each.by_rules and self._words[each.by_rules],
            "licence_only": each.by_licence and self._words[each.by_licence],
            "thing_iri": thing,
            "assessment_iri": each.record.iri,
        }

    def _against(self, each: Judged) -> list[str]:
        """Return facts behind one offering of each other type, the most frequent type first."""
        if each.verdict == AGREES:
            return []
        found: dict[str, str] = {}
        for offered in each.offered:
            if offered.type not in {each.says, UNDETERMINED}:
                found.setdefault(offered.type, offered.record.iri)
        return [found[name] for name in sorted(found, key=lambda name: -each.counts[name])]


def governance(
    columns: Columns, part: Slice, store: Store, name: str | None = None
) -> GovernanceAnswer:
    """Infer the type of governance of every offering in force on the day of a slice."""
    return GovernanceAnswer(columns, part, store, name)
