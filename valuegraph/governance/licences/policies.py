"""Policies: the rules of one licence as frozen records, each with its clause and sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import PREFIXES, VG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

USE = PREFIXES["odrl"] + "use"
DERIVE = PREFIXES["odrl"] + "derive"
DISTRIBUTE = PREFIXES["odrl"] + "distribute"
COMMERCIAL_USE = PREFIXES["cc"] + "CommercialUse"
HOST = VG + "hostForThirdParties"
SUBLICENSE = VG + "sublicense"
RESELL = VG + "resell"
TRAIN_ON_OUTPUTS = VG + "trainOnOutputs"
IMPROVE_OTHER_MODEL = VG + "improveOtherModel"

SIZES = frozenset(
    {
        "monthlyActiveUsers",
        "dailyActiveUsers",
        "annualRevenue",
        "monthlyRevenue",
        "annualRecurringRevenue",
        "attributableRevenue",
        "employeeCount",
    }
)
"""Operands that count something about the licensee."""


class Kind(StrEnum):
    """What a rule does."""

    PERMISSION = "permission"
    PROHIBITION = "prohibition"
    DUTY = "duty"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Citation:
    """One source's word on a rule.

    Attributes
    ----------
    title, locator : str
        Source and place in it.
    url : str or None
        Address of the source.
    confidence : float
        In [0, 1].
    supports : bool
        False when the source disputes the rule.
    note : str or None
        Remark of the curator.
    """

    title: str
    locator: str
    url: str | None
    confidence: float
    supports: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A test that a rule depends on.

    Attributes
    ----------
    iri, label : str
        Its node, and the test in words.
    operand, operator : str
        Local names, such as `monthlyActiveUsers` and `lteq`.
    values : tuple of float or str
        What the operand is held against.
    fixed : bool
        Whether it is tested once, on a day that the licence names; else it is tested on the day
        of the act.
    on : datetime.date or None
        That day, where a source states it.
    affiliates : bool or None
        Whether companies under common control count; None where no source says.
    unit : str
        Unit and period of the operand, in words of the text.
    """

    iri: str
    label: str
    operand: str
    operator: str
    values: tuple[float | str, ...]
    fixed: bool = False
    on: dt.date | None = None
    affiliates: bool | None = None
    unit: str = ""

    @property
    def is_size(self) -> bool:
        """Whether it counts something about the licensee."""
        return self.operand in SIZES

    @property
    def limit(self) -> float:
        """The number of a size."""
        return float(self.values[0])

    @property
    def counts_product(self) -> bool:
        """Whether it counts one product or service, and not all of the licensee's."""
        return "product" in self.unit

    @property
    def counts_month_before(self) -> bool:
        """Whether it counts the calendar month before the test."""
        return "preceding calendar month" in self.unit


@dataclass(frozen=True, slots=True)
class Rule:
    """One term of a licence.

    Attributes
    ----------
    iri, label : str
        Its node, and the term in words.
    kind : Kind
        Permission, prohibition, duty, or end of rights.
    action : str or None
        IRI of the action that is permitted, forbidden or demanded; None where rights end.
    restriction : str
        Local name of the kind of limit, such as `sizeThreshold`.
    clause : str
        Place in the text.
    conditions : tuple of Condition
        All must hold for the rule to apply.
    scope : str or None
        Local name of the only purpose for which a permission is given.
    exempts : frozenset of str
        IRIs of assets, with what belongs to them, to which the rule does not apply.
    exempts_text, object_text, label_text : str or None
        Exempt case, object of the action, and prescribed wording, in words.
    consequence, consequence_text : str or None
        What follows when the condition fails: local name, and wording of the record.
    enforcement : str or None
        Local name: exAnte, exPost or technical.
    moment : str or None
        Local name of the occasion of a duty, such as `onDistribution`.
    assets : frozenset of str
        Assets to which the rule is limited; empty when it holds for all under the licence.
    asset_names : tuple of str
        Their names.
    required_for : str or None
        IRI of the action that may begin only after this duty is done.
    reaches_outputs : bool or None
        Whether it binds what is made with outputs alone; None where no source says.
    begins, ends : datetime.date, datetime.date or None
        Half-open interval in which it holds.
    begin_known : bool
        False where `begins` is only a day on which it is known to hold.
    citations : tuple of Citation
        Best first.
    notes : tuple of str
        Remarks of the curator.
    """

    iri: str
    label: str
    kind: Kind
    action: str | None
    restriction: str
    clause: str
    conditions: tuple[Condition, ...] = ()
    scope: str | None = None
    exempts: frozenset[str] = frozenset()
    exempts_text: str | None = None
    object_text: str | None = None
    label_text: str | None = None
    consequence: str | None = None
    consequence_text: str | None = None
    enforcement: str | None = None
    moment: str | None = None
    assets: frozenset[str] = frozenset()
    asset_names: tuple[str, ...] = ()
    required_for: str | None = None
    reaches_outputs: bool | None = None
    begins: dt.date = dt.date.min
    ends: dt.date | None = None
    begin_known: bool = True
    citations: tuple[Citation, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.begins <= day and (self.ends is None or day < self.ends)

    @property
    def best(self) -> Citation | None:
        """The surest source that supports it."""
        return next((each for each in self.citations if each.supports), None)

    @property
    def is_threshold(self) -> bool:
        """Whether it sets a limit of size and says what follows above it."""
        return self.restriction == "sizeThreshold"

    @property
    def waives_thresholds(self) -> bool:
        """Whether it frees whoever meets its condition from the licence's limits of size."""
        return self.kind is Kind.PERMISSION and self.consequence == "termDoesNotApply"

    @property
    def place(self) -> str:
        """The clause as one cites it."""
        return f"clause {self.clause}" if self.clause[:1].isdigit() else self.clause


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one licence.

    Attributes
    ----------
    iri, label : str
        The licence, by name and version.
    rules : tuple of Rule
        Sorted by IRI.
    licensors : tuple of str
        IRIs of who grants it; empty for texts that anybody may use.
    licensor_names : tuple of str
        Their names.
    issued : datetime.date or None
        Date of the text.
    identifier, url : str or None
        SPDX identifier or reference, and address.
    text_seen : bool
        Whether the curators read the legal text; if not, what it does not mention is unknown.
    osi_approved : bool or None
        Whether the Open Source Initiative approved it.
    notes : tuple of str
        Remarks of the curator.
    within : mapping of str to str
        Action -> the action that includes it, as the ontology's ODRL profile declares.
    """

    iri: str
    label: str
    rules: tuple[Rule, ...] = field(repr=False)
    licensors: tuple[str, ...] = ()
    licensor_names: tuple[str, ...] = ()
    issued: dt.date | None = None
    identifier: str | None = None
    url: str | None = None
    text_seen: bool = True
    osi_approved: bool | None = None
    notes: tuple[str, ...] = field(default=(), repr=False)
    within: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def states_grant(self) -> bool:
        """Whether the facts hold the grant of the licence, and not only some of its limits.

        That a service may be used under its terms says nothing on what those allow.
        """
        return any(
            rule.kind is Kind.PERMISSION and rule.scope != "servicesUnderTerms"
            for rule in self.rules
        )

    @property
    def licensor(self) -> str:
        """Who grants it, in words."""
        return " and ".join(self.licensor_names) or "the licensor"

    def covering(self, action: str) -> tuple[str, ...]:
        """Return an action and those that include it, nearest first.

        Only the profile's own inclusions count. ODRL puts every action into *use*; licences grant
        making derivatives, passing on and gain one by one, so that inclusion is not taken.
        """
        found = [action]
        while found[-1] in self.within and self.within[found[-1]] not in found:
            found.append(self.within[found[-1]])
        return tuple(found)

    def about(self, assets: Iterable[str]) -> Policy:
        """Return the policy as it governs an asset, given as itself and all it belongs to."""
        wanted = frozenset(assets)
        kept = tuple(rule for rule in self.rules if not rule.assets or rule.assets & wanted)
        return replace(self, rules=kept)
