"""The derivation tree of a model: what each ancestor passes on, and where terms conflict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from valuegraph.governance.licences.ancestry import Assets, Link, Way, links_of
from valuegraph.governance.licences.assigning import Reading, declared
from valuegraph.governance.licences.conflicts import Conflict, Descendant, conflicts
from valuegraph.governance.licences.passing import OUTPUT_BAN, Passed, passes, strictest_of
from valuegraph.governance.licences.reading import read_policies
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.governance.licences.policies import Policy
    from valuegraph.governance.licences.reading import Rows
    from valuegraph.projection.catalogue import Catalogue

DEEPEST = 32
CARRYING = frozenset({Way.WEIGHTS, Way.DATA})
"""Ways by which what an ancestor itself inherited goes on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One ancestor as it stands in the tree.

    Attributes
    ----------
    link : Link
        The derivation and what was taken.
    label : str
        Name of the ancestor.
    policy : Policy or None
        Its terms; None where no source names a licence.
    passed : tuple of Passed
        What it passes on to the asset below it, the strictest first.
    free : bool
        Whether the same maker made both and may change the terms.
    conflicts : tuple of Conflict
        Tensions of the asset below with these terms.
    recorded : tuple of str
        Tensions that a curator read, local names.
    basis : str or None
        Clauses on which that reading rests.
    branch : Branch
        The ancestor's own ancestry.
    """

    link: Link
    label: str
    policy: Policy | None
    passed: tuple[Passed, ...]
    free: bool
    conflicts: tuple[Conflict, ...]
    recorded: tuple[str, ...]
    basis: str | None
    branch: Branch


@dataclass(frozen=True, slots=True)
class Branch:
    """An asset with what it was made from.

    Attributes
    ----------
    asset, label : str
        IRI and name.
    readings : tuple of Reading
        Licences declared for it.
    terms : tuple of Policy
        Those licences, without the readings that dispute them.
    disputed : tuple of (Policy, Reading)
        The readings that dispute them.
    steps : tuple of Step
        Its ancestors.
    far : tuple of Conflict
        Tensions of the asset with terms of ancestors beyond the nearest.
    """

    asset: str
    label: str
    readings: tuple[Reading, ...] = ()
    terms: tuple[Policy, ...] = ()
    disputed: tuple[tuple[Policy, Reading], ...] = ()
    steps: tuple[Step, ...] = ()
    far: tuple[Conflict, ...] = ()

    def carried(self) -> Iterator[Step]:
        """Yield the ancestors whose terms reach this asset through those between, nearest first."""
        for step in self.steps:
            if step.link.way in CARRYING:
                yield from step.branch.steps
                yield from step.branch.carried()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Branch, Step]]:
        """Yield every step with its depth and the branch below it, nearest ancestors first."""
        for step in self.steps:
            yield depth, self, step
            yield from step.branch.walk(depth + 1)

    def inherited(self) -> list[Passed]:
        """Return what reaches this asset through its whole ancestry, by weights or data or outputs.

        What is said to a teacher's user alone (not to train on outputs) stays with that user.
        Terms that the maker itself may change end there.
        """
        found: list[Passed] = []
        for step in self.steps:
            if not step.free:
                bound = step.link.way is Way.OUTPUTS
                found += [p for p in step.passed if not (bound and p.restriction == OUTPUT_BAN)]
            if step.link.way in CARRYING:
                found += step.branch.inherited()
        return list({each.rule.iri: each for each in reversed(found)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Lineage:
    """The ancestry of a model, or of each derived model of a family.

    Attributes
    ----------
    title : str
        Name of what was asked for.
    branches : tuple of Branch
        One for each model that has ancestors; one alone where nothing is known.
    """

    title: str
    branches: tuple[Branch, ...] = field(default=())


class Ancestry:
    """Builds branches from one slice.

    Parameters
    ----------
    catalogue : Catalogue
        Relations of the day.
    rows : callable
        Answers SPARQL.
    """

    def __init__(self, catalogue: Catalogue, rows: Rows) -> None:
        self.assets = Assets(catalogue)
        self.rows = rows
        self._policies: dict[str, Policy] = {}
        self._readings: dict[str, list[Reading]] = {}

    def policy(self, licence: str | None) -> Policy | None:
        """Return the policy of a licence, read once."""
        if licence is None:
            return None
        if licence not in self._policies:
            part = self.assets.catalogue.part
            self._policies |= read_policies(self.rows, [licence], part)
        return self._policies[licence]

    def readings(self, asset: str) -> list[Reading]:
        """Return the licences declared for an asset, read once."""
        if asset not in self._readings:
            self._readings[asset] = declared(self.assets, asset, self.rows)
        return self._readings[asset]

    def branch(self, asset: str, above: tuple[str, ...] = ()) -> Branch:
        """Return an asset with its ancestry.

        Parameters
        ----------
        asset : str
            IRI.
        above : tuple of str
            Descendants on the way here: a ring in the data is cut where it closes.
        """
        readings = self.readings(asset)
        speaking = {asset, self.assets.variant_of(asset)}
        own = [each for each in readings if each.asset in speaking]
        read = [(self.policy(each.licence), each) for each in own]
        terms = {policy.iri: policy for policy, each in read if policy and not each.disputed}
        bare = Branch(
            asset=asset,
            label=self.assets.label(asset),
            readings=tuple(readings),
            terms=tuple(terms.values()),
            disputed=tuple((policy, each) for policy, each in read if policy and each.disputed),
        )
        if asset in above or len(above) > DEEPEST:
            return bare
        text = next((each.text for each in own if each.licence is None), None)
        steps = [
            self._step(bare, link, (*above, asset), text)
            for made in self._made(asset)
            for link in made
        ]
        whole = replace(bare, steps=tuple(steps))
        return whole if above else replace(whole, far=tuple(self._far(whole, text)))

    def _far(self, root: Branch, text: str | None) -> Iterator[Conflict]:
        """Yield tensions with terms that only an ancestor of an ancestor brings."""
        about = self._descendant(root, text)
        near = {step.policy.iri for step in root.steps if step.policy}
        for step in root.carried():
            if step.policy is None or step.policy.iri in near or step.link.way not in CARRYING:
                continue
            near.add(step.policy.iri)
            owners = self._owners(step.policy, step.link.ancestor)
            yield from conflicts(about, step.policy, step.link.way, step.link.ancestor, owners)

    def _descendant(self, child: Branch, text: str | None) -> Descendant:
        makers = self.assets.makers(child.asset)
        stems = self.assets.stems_from(child.asset)
        return Descendant(child.label, stems, makers, child.terms, text)

    def _made(self, asset: str) -> list[list[Link]]:
        """Return the links of an asset's derivations, or of what it is a variant of."""
        here: str | None = asset
        while here is not None:
            found = self.assets.derivations(here)
            if found:
                return [links_of(record) for record in found]
            here = self.assets.variant_of(here)
        return []

    def _step(self, child: Branch, link: Link, above: tuple[str, ...], text: str | None) -> Step:
        policy = self.policy(link.licence or self._licence_of(link.ancestor))
        owners = self._owners(policy, link.ancestor)
        about = self._descendant(child, text)
        known = link.ancestor is not None
        branch = self.branch(link.ancestor or "", above) if known else Branch("", link.text or "")
        found = [] if policy is None else conflicts(about, policy, link.way, link.ancestor, owners)
        first = link.way is not Way.OUTPUTS or link.record.one("sourceAsset") == link.ancestor
        recorded = link.record.all("licenceConflict") if first else ()
        return Step(
            link=link,
            label=self.assets.label(link.ancestor) if known else (link.text or "unnamed source"),
            policy=policy,
            passed=() if policy is None else tuple(passes(policy, link.way, link.ancestor)),
            free=bool(owners & about.makers),
            conflicts=tuple(found),
            recorded=tuple(each.removeprefix(VGX) for each in recorded),
            basis=link.record.one("conflictBasis") if first else None,
            branch=branch,
        )

    def _licence_of(self, asset: str | None) -> str | None:
        """Return the best supported licence of an ancestor whose terms the derivation leaves out."""
        found = [] if asset is None else self.readings(asset)
        licences = {each.licence for each in found if not each.disputed}
        return next(iter(licences)) if len(licences) == 1 else None

    def _owners(self, policy: Policy | None, asset: str | None) -> frozenset[str]:
        makers = self.assets.makers(asset) if asset else frozenset()
        return makers | frozenset(policy.licensors if policy else ())


def lineage(catalogue: Catalogue, rows: Rows, asset: str) -> Lineage:
    """Return the ancestry of an asset on the day of a slice.

    Parameters
    ----------
    catalogue : Catalogue
        Relations of the day.
    rows : callable
        Answers SPARQL.
    asset : str
        IRI of a model, data set or family; of a family, every release that has ancestors.
    """
    ancestry = Ancestry(catalogue, rows)
    first = ancestry.branch(asset)
    found = [first] if first.steps else []
    if not found:
        below = [ancestry.branch(member) for member in ancestry.assets.members(asset)]
        found = [branch for branch in below if branch.steps]
    return Lineage(first.label, tuple(found or [first]))


def strictest(branch: Branch) -> Passed | None:
    """Return the inherited condition that shuts out most; see `passing.STRICTNESS`."""
    return strictest_of(branch.inherited())
