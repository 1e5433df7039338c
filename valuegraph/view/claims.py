"""Claims of the literature beside findings of the engine: agreed, claimed only, found only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UnknownNameError
from valuegraph.facts import Fact, facts_of
from valuegraph.projection.assembly import local
from valuegraph.projection.slices import lasts
from valuegraph.view.findings import (
    NOTABLE,
    Finding,
    findings_about,
    findings_of,
    plain_role,
)
from valuegraph.view.findings_rdf import findings_turtle
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from valuegraph.projection.catalogue import Record
    from valuegraph.store.files import Source
    from valuegraph.view.ranking import Ranking

AGREED, CLAIMED, FOUND, NOT_COMPARABLE = "agreed", "claimed only", "found only", "not comparable"
STATUSES = (AGREED, CLAIMED, NOT_COMPARABLE, FOUND)
CLAIM_COLUMNS = (
    *("status", "claim", "kind", "point", "modality", "claimant", "date", "confidence"),
    *("source", "url", "locator", "findings", "found", "facts", "reason", "iri"),
)
SHOWN_BY = "SELECT ?kind ?role WHERE { ?kind vg:shownByRole ?role }"


class Store(Protocol):
    """What this module needs of a store."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files of the dataset."""
        ...

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return a name for each IRI."""
        ...


@dataclass(frozen=True, slots=True)
class Compared:
    """One claim with the findings that show it, or one controller that no claim speaks of.

    `roles` are those that count here, each with the words for it; `told` are the cells about the
    claim.
    """

    status: str
    reason: str
    iri: str
    findings: tuple[Finding, ...]
    roles: dict[str, str] = field(repr=False)
    told: dict[str, Any] = field(default_factory=dict, repr=False)

    def row(self) -> dict[str, Any]:
        """Return one flat object; see `CLAIM_COLUMNS`."""
        known = {
            **dict.fromkeys(CLAIM_COLUMNS),
            **self.told,
            "status": self.status,
            "findings": len(self.findings),
            "found": "; ".join(_in_words(self.findings, self.roles)),
            "facts": len({fact for finding in self.findings for fact in finding.facts}),
            "reason": self.reason,
            "iri": self.iri,
        }
        return {name: known[name] for name in CLAIM_COLUMNS}


@dataclass(frozen=True)
class ClaimsAnswer:
    """Every claim in force beside the findings of the same day.

    Attributes
    ----------
    compared : tuple of Compared
        Agreed, then claimed only, not comparable, found only.
    findings : tuple of Finding
        All findings, in the order of the ranking.
    coverage : tuple of str
        What must be read beside the answer.
    store : Store
        Where the facts are read.
    """

    compared: tuple[Compared, ...]
    findings: tuple[Finding, ...]
    coverage: tuple[str, ...]
    store: Store = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per claim or unclaimed controller; see `CLAIM_COLUMNS`."""
        return [each.row() for each in self.compared]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(CLAIM_COLUMNS))

    def explain(self, iri: str) -> list[Fact]:
        """Return the claim of a row, and the facts behind its findings.

        Raises
        ------
        UnknownNameError
            No row has this IRI.
        """
        chosen = [each for each in self.compared if each.iri == iri]
        if not chosen:
            raise UnknownNameError(
                f"{iri} is no row of this answer", mend="take an IRI of the column iri"
            )
        wanted = dict.fromkeys(
            fact for each in chosen for finding in each.findings for fact in finding.facts
        )
        own = [each.iri for each in chosen if each.status != FOUND]
        found = {fact.iri: fact for fact in facts_of(self.store.rows, [*own, *wanted])}
        return [found[fact] for fact in (*own, *wanted)]

    def turtle(self) -> str:
        """Return the findings as derived statements in canonical Turtle."""
        return findings_turtle(self.findings, self.store)

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        return answer_html(self)


def claims(ranking: Ranking, store: Store) -> ClaimsAnswer:
    """Compare what is claimed to be a chokepoint with what is found to be one.

    A claim about an organisation is agreed when a finding is about it or its group; one about a
    thing when the loss of the thing itself makes a finding; one about a kind of chokepoint
    when the part of some finding's controller in one of the roles that show this kind
    (`vg:shownByRole` in the ontology) makes a finding by itself. A claim that nothing in the
    chain could show is not comparable.

    Parameters
    ----------
    ranking : Ranking
        The whole ranking, not its head, with the slice it was computed from.
    store : Store
        Where claims and their sources are read.
    """
    projection = ranking.basis.projection
    findings = findings_of(ranking)
    judge = _Judge(ranking, store, findings)
    stated = [
        record
        for record in projection.catalogue.stated("ChokepointClaim")
        if lasts(record.end, projection.catalogue.part)
    ]
    compared = _told(stated, judge, store)
    agreed = {f.controller for each in compared if each.status == AGREED for f in each.findings}
    compared += _unclaimed(findings, agreed, judge.words)
    ordered = sorted(compared, key=lambda each: STATUSES.index(each.status))
    counted = ", ".join(f"{sum(c.status == s for c in ordered)} {s}" for s in STATUSES)
    sentences = (
        f"{len(stated)} claims in force; of claims and of controllers that no claim speaks of: {counted}.",
        f"A finding is a controller with an unavoidable share of {NOTABLE:g} or more, or with a verdict word and as much lost at once; a role shows a kind of chokepoint when the controller's part in this role alone reaches the same marks.",
    )
    return ClaimsAnswer(tuple(ordered), findings, (*sentences, *ranking.coverage), store)


class _Judge:
    """Says of one claim after another what the findings make of it."""

    def __init__(self, ranking: Ranking, store: Store, findings: Sequence[Finding]) -> None:
        self._projection = ranking.basis.projection
        self._ranking = ranking
        self._findings = findings
        self._shown_by: dict[str, set[str]] = defaultdict(set)
        for kind, role in store.rows(SHOWN_BY)[1]:
            self._shown_by[kind].add(local(role))
        self._filled = {plain_role(role) for _, _, role in self._projection.network.supplies}
        met = {role for finding in findings for role in finding.roles}
        roles = sorted(met.union(*self._shown_by.values()))
        labels = store.labels([VGX + role for role in roles])
        self.words = {role: labels[VGX + role] for role in roles}

    def of(self, claim: Record, told: dict[str, Any]) -> Compared:
        """Return a claim with its status, the reason, and the findings that show it."""
        point, kind = claim.one("claimedChokepoint"), claim.one("chokepointKind")
        roles, shown = self.words, tuple[Finding, ...]()
        status, reason = NOT_COMPARABLE, "the claim names neither a thing nor a kind of chokepoint"
        if point is not None:
            status, reason, shown = self._of_point(point)
        elif kind is not None:
            roles = {role: self.words[role] for role in sorted(self._shown_by.get(kind, ()))}
            status, reason, shown = self._of_kind(roles)
        return Compared(status, reason, claim.iri, shown, roles, told)

    def _of_point(self, point: str) -> tuple[str, str, tuple[Finding, ...]]:
        holding = self._ranking.basis.sets
        owners = {iri for iri, held in holding.items() if point == iri or point in held}
        network = self._projection.network
        nodes = {
            name
            for name, node in network.nodes.items()
            if point in (name, node.thing) and name not in network.targets
        }
        if owners:
            shown = tuple(f for f in self._findings if f.controller in owners)
        elif nodes:
            shown = findings_about(point, nodes, self._ranking)
        else:
            reason = "what the claim names supplies nothing in the chain of this day"
            return NOT_COMPARABLE, reason, ()
        if shown:
            return AGREED, "a finding is about what the claim names", shown
        return CLAIMED, "what the claim names is no finding", ()

    def _of_kind(self, roles: dict[str, str]) -> tuple[str, str, tuple[Finding, ...]]:
        if not roles:
            reason = "no role shows this kind: nothing in the projection could show it"
            return NOT_COMPARABLE, reason, ()
        if not roles.keys() & self._filled:
            reason = f"nothing in the chain of this day is supplied as {', '.join(roles.values())}"
            return NOT_COMPARABLE, reason, ()
        shown = tuple(f for f in self._findings if roles.keys() & set(f.roles))
        borne = {role for finding in shown for role in finding.roles}
        words = ", ".join(word for role, word in roles.items() if not shown or role in borne)
        if shown:
            return AGREED, f"findings act through {words}", shown
        return CLAIMED, f"no controller's part in {words} makes a finding by itself", ()


def _told(stated: Sequence[Record], judge: _Judge, store: Store) -> list[Compared]:
    """Return the claims with what is told of them and of their best evidence."""
    facts = {fact.iri: fact for fact in facts_of(store.rows, [claim.iri for claim in stated])}
    ends = ("claimant", "claimedChokepoint", "chokepointKind")
    labels = store.labels({iri for claim in stated for end in ends for iri in claim.all(end)})
    compared = []
    for claim in sorted(stated, key=lambda record: record.iri):
        fact = facts[claim.iri]
        best = next((each for each in fact.evidence if each.supports), None)
        named = {end: ", ".join(labels[iri] for iri in claim.all(end)) or None for end in ends}
        told = {
            "claim": claim.one("claimText"),
            "kind": named["chokepointKind"],
            "point": named["claimedChokepoint"],
            "modality": local(claim.one("modality") or "") or None,
            "claimant": named["claimant"] or claim.one("claimantText"),
            "date": fact.valid_from,
            "confidence": fact.confidence,
            "source": best.source.title if best else None,
            "url": best.source.url if best else None,
            "locator": best.locator if best else None,
        }
        compared.append(judge.of(claim, told))
    return compared


def _unclaimed(
    findings: Sequence[Finding], agreed: set[str], roles: dict[str, str]
) -> list[Compared]:
    """Return the controllers of which no claim speaks, in the order of their first finding."""
    apart: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.controller not in agreed:
            apart[finding.controller].append(finding)
    reason = "no claim in force names it, or a kind that one of its roles shows"
    return [
        Compared(FOUND, reason, controller, tuple(found), roles)
        for controller, found in apart.items()
    ]


def _in_words(findings: Iterable[Finding], roles: dict[str, str]) -> list[str]:
    """Return for each controller its name, its figures in each view, and the roles that count."""
    views: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        borne = ", ".join(roles[role] for role in finding.roles if role in roles)
        views[finding.name].append(
            f"{finding.view}: {100 * finding.share_lost:.1f} % lost, "
            f"{100 * finding.unavoidable:.1f} % unavoidable" + (f", by {borne}" if borne else "")
        )
    return [f"{name} ({'; '.join(told)})" for name, told in views.items()]
