"""Answers on licences: checks, lineages and single licences as flat rows with stable columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UnknownNameError
from valuegraph.governance.licences import (
    Check,
    Lineage,
    Policy,
    check,
    lineage,
    policies,
    read_policies,
)
from valuegraph.governance.licences.ancestry import Assets
from valuegraph.governance.licences.parties import COMMERCIAL
from valuegraph.view.licence_rows import check_rows, licence_rows, lineage_rows
from valuegraph.view.licence_sources import as_text
from valuegraph.view.licence_verdicts import told_checks
from valuegraph.view.licence_words import told_lineage, told_terms
from valuegraph.view.table_html import ReadAsText
from valuegraph.vocabulary.namespaces import VGD

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from valuegraph.governance.licences import Act, Party
    from valuegraph.projection.catalogue import Catalogue

ASSETS = ("Model", "ModelFamily", "Dataset", "SoftwareTool", "Application", "Asset")
IDENTIFIERS = """
SELECT ?licence ?identifier WHERE { ?licence a vg:Licence ; dct:identifier ?identifier }
"""


EDITIONS = """
SELECT ?licence ?label ?licensor ?issued ?version WHERE {
  ?licence a vg:Licence ; rdfs:label ?label ; vg:licensor ?licensor ; dct:issued ?issued ;
    vg:licenceVersion ?version .
}
"""

ACTIONS = {
    "use": policies.USE,
    "commercial": policies.COMMERCIAL_USE,
    "fine-tune": policies.DERIVE,
    "distribute": policies.DISTRIBUTE,
    "host": policies.HOST,
    "train-on-outputs": policies.TRAIN_ON_OUTPUTS,
    "improve-other-model": policies.IMPROVE_OTHER_MODEL,
    "sublicense": policies.SUBLICENSE,
    "resell": policies.RESELL,
}
"""Word for a use -> IRI of the action."""

PURPOSES = {
    "commercial": COMMERCIAL,
    "non-commercial": "nonCommercialPurpose",
    "research": "researchPurpose",
    "non-commercial-research": "nonCommercialResearchPurpose",
    "academic": "academicPurpose",
    "evaluation": "evaluationPurpose",
    "personal": "personalPurpose",
}
"""Word for a purpose -> local name of the concept."""


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return the IRI of a name."""
        ...


@dataclass(frozen=True, slots=True)
class LicenceAnswer(ReadAsText):
    """What the terms of a model let a party do.

    Attributes
    ----------
    checks : tuple of Check
        One; of a family, one for each set of licences among its releases.
    later : tuple of str
        Later editions, by the day of the acts, of the texts that were judged.
    """

    checks: tuple[Check, ...]
    later: tuple[str, ...] = ()

    @property
    def coverage(self) -> tuple[str, ...]:
        """Which terms were read only in part or at second hand."""
        policies = {j.policy.iri: j.policy for c in self.checks for j in c.judged if j.policy}
        unseen = sorted(policy.label for policy in policies.values() if not policy.text_seen)
        known = [c for c in self.checks if any(j.policy for j in c.judged)]
        terms = sum(len(policy.rules) for policy in policies.values())
        count = f"{len(policies)} licence" + ("" if len(policies) == 1 else "s")
        lines = [f"{terms} terms of {count} in the facts"] if known else []
        lines += [f"a later edition is in the facts and was not judged: {n}" for n in self.later]
        lines += [f"text not read by the curators, known at second hand: {n}" for n in unseen]
        return tuple(lines)

    def __str__(self) -> str:
        """Return the verdicts and why as text, each with its source."""
        return as_text(told_checks(self.checks))

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per use, licence and rule that bears on it; see `check_rows`."""
        return [row for each in self.checks for row in check_rows(each)]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        return _frame(self.rows())


@dataclass(frozen=True, slots=True)
class LineageAnswer(ReadAsText):
    """What a model inherits from its ancestors, and where terms conflict."""

    lineage: Lineage

    @property
    def coverage(self) -> tuple[str, ...]:
        """How many ancestors are known, and for how many no licence is."""
        steps = [step for branch in self.lineage.branches for _, _, step in branch.walk()]
        without = [step for step in steps if step.policy is None]
        count = f"{len(steps)} ancestor" + ("" if len(steps) == 1 else "s")
        known = f"the licences of {len(steps) - len(without)} known" if steps else "none"
        return (f"{count} in the facts, {known}",)

    def __str__(self) -> str:
        """Return the conflicts, the strictest condition and the tree as text, each with its source."""
        return as_text(told_lineage(self.lineage))

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per ancestor and finding; see `lineage_rows`."""
        return lineage_rows(self.lineage)

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        return _frame(self.rows())


@dataclass(frozen=True, slots=True)
class TermsAnswer(ReadAsText):
    """One licence, term by term."""

    policy: Policy

    @property
    def coverage(self) -> tuple[str, ...]:
        """Whether the text itself was read."""
        read = "was" if self.policy.text_seen else "was not"
        return (f"{len(self.policy.rules)} terms; the legal text {read} read by the curators",)

    def __str__(self) -> str:
        """Return the terms as text, each with its source."""
        return as_text(told_terms(self.policy))

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per term and piece of evidence; see `licence_rows`."""
        return licence_rows(self.policy)

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        return _frame(self.rows())


def licence_check(
    catalogue: Catalogue, store: Store, name: str, party: Party, acts: Sequence[Act]
) -> LicenceAnswer:
    """Return what the terms of a model or a licence let a party do.

    Parameters
    ----------
    catalogue : Catalogue
        Relations in force on the day of the acts.
    store : Store
        Where terms and names are read.
    name : str
        A model, family or data set; or a licence.
    party, acts : Party, sequence of Act
        Who asks, and what for.

    Raises
    ------
    UnknownNameError
        Nothing has the name.
    """
    found = tuple(check(catalogue, store.rows, find(store, name), party, acts))
    judged = {j.policy.iri for each in found for j in each.judged if j.policy}
    return LicenceAnswer(found, _later(store, judged, catalogue.part.as_of))


def licence_lineage(catalogue: Catalogue, store: Store, name: str) -> LineageAnswer:
    """Return the derivation tree of a model with what each ancestor passes on."""
    return LineageAnswer(lineage(catalogue, store.rows, store.resolve(name, ASSETS)))


def licence_terms(catalogue: Catalogue, store: Store, name: str) -> TermsAnswer:
    """Return one licence, term by term."""
    iri = find_licence(store, name)
    return TermsAnswer(read_policies(store.rows, [iri], catalogue.part)[iri])


def find(store: Store, name: str) -> str:
    """Return the asset of a name, or else the licence."""
    try:
        return store.resolve(name, ASSETS)
    except UnknownNameError as unknown:
        try:
            return find_licence(store, name)
        except UnknownNameError:
            raise unknown from None


def find_licence(store: Store, name: str) -> str:
    """Return the licence of a name, an SPDX identifier, or an id with or without its prefix."""
    wanted = name.strip().casefold()
    found = [
        iri
        for iri, identifier in store.rows(IDENTIFIERS)[1]
        if wanted in {*_short(identifier), *_short(iri.removeprefix(VGD))}
    ]
    return found[0] if len(found) == 1 else store.resolve(name, ("Licence",))


def jurisdiction(store: Store, name: str) -> str:
    """Return the jurisdiction of a name or of a code such as DE or EU."""
    try:
        return store.resolve(name, ("Jurisdiction",))
    except UnknownNameError as unknown:
        try:
            return store.resolve(f"{VGD}jur-{name.strip().casefold()}", ("Jurisdiction",))
        except UnknownNameError:
            raise unknown from None


def model_with_kin(catalogue: Catalogue, store: Store, name: str | None) -> frozenset[str]:
    """Return a model with all it belongs to and is made from; nothing for no name."""
    return Assets(catalogue).stems_from(store.resolve(name, ASSETS)) if name else frozenset()


def actions(names: Iterable[str]) -> list[str]:
    """Return the actions of some words of the command line."""
    return [ACTIONS[name] for name in names]


def purposes(name: str | None) -> str | None:
    """Return the purpose of a word of the command line."""
    return PURPOSES[name] if name else None


def _short(identifier: str) -> Iterable[str]:
    """Return an identifier with and without the prefixes that say what it is."""
    text = identifier.casefold()
    reference = text.removeprefix("licenseref-")
    whose = reference.partition("-")[2] if reference != text else text
    return text, text.removeprefix("lic-"), whose


def _later(store: Store, judged: set[str], day: dt.date) -> tuple[str, ...]:
    """Return later texts of the same licensor under the same name, issued by a day."""
    known = {iri: _edition(*rest) for iri, *rest in store.rows(EDITIONS)[1]}
    return tuple(
        sorted(
            known[other][0]
            for other in known.keys() - judged
            for iri in judged & known.keys()
            if known[other][1] == known[iri][1] and known[iri][2] < known[other][2] <= day
        )
    )


def _edition(
    label: str, licensor: str, issued: dt.date, version: str
) -> tuple[str, tuple[str, str], dt.date]:
    """Return a licence's name, what its editions share, and its date."""
    return label, (label.removesuffix(f"({version})").removesuffix(version), licensor), issued


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)
