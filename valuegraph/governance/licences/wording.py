"""Words for amounts, days, operands, actions and consequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import PREFIXES, VG

if TYPE_CHECKING:
    import datetime as dt

    from valuegraph.governance.licences.policies import Condition

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

OPERANDS = {
    "monthlyActiveUsers": "monthly active users",
    "dailyActiveUsers": "daily active users",
    "annualRevenue": "USD of revenue in a year",
    "monthlyRevenue": "USD of revenue in a month",
    "annualRecurringRevenue": "USD of recurring revenue in a year",
    "attributableRevenue": "USD of revenue from the model",
    "employeeCount": "employees",
}

ACTIONS = {
    PREFIXES["odrl"] + "use": "use",
    PREFIXES["cc"] + "CommercialUse": "commercial use",
    PREFIXES["odrl"] + "derive": "making derivatives",
    PREFIXES["odrl"] + "distribute": "passing on",
    VG + "hostForThirdParties": "hosting for others",
    VG + "sublicense": "sublicensing",
    VG + "resell": "reselling access",
    VG + "trainOnOutputs": "training models on outputs",
    VG + "improveOtherModel": "improving other models",
    VG + "reverseEngineer": "reverse engineering",
    VG + "extractData": "extracting data",
    VG + "ownOutputs": "owning outputs",
}

CONSEQUENCES = {
    "separateLicenceAtDiscretion": "no right exists until the licensor grants one, at its discretion",
    "separateLicenceOnRequest": "a further licence must be asked for",
    "rightsNotGranted": "the right is not granted",
    "licenceEnds": "all rights end",
    "licensorMayEnd": "the licensor may end the rights",
    "licensorMayRestrict": "the licensor may limit use",
    "patentLicenceEnds": "the patent licence ends",
    "replacedByOtherLicence": "another licence takes the place of this one",
    "royaltyDue": "a share of revenue is owed",
    "labelDutyOnly": "a label must be shown, nothing more",
    "termDoesNotApply": "limits of size do not apply",
}

RESTRICTIONS = {
    "attribution": "name the maker or show the notice",
    "copyOfTerms": "hand over the text of the licence",
    "modificationNotice": "mark what was changed",
    "usePolicy": "keep to the use policy",
    "lawfulUse": "keep the law",
    "naming": "begin the model's name with the source's",
    "bindRecipients": "hold recipients to the same limits",
    "modelCopyleft": "keep the same terms for models learned from it or from its outputs",
    "onwardTermsUnsettled": "pass on terms (by copy or by binding: the texts read do not settle it)",
    "documentation": "document changes",
    "reporting": "tell the licensor",
    "approval": "ask the licensor first",
    "payment": "pay",
    "versionDuty": "move to newer versions",
}


def amount(value: float) -> str:
    """Return a number with its thousands parted."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def day_in_words(day: dt.date, *, month: bool = False) -> str:
    """Return a day, or its month, as one writes it."""
    name = f"{MONTHS[day.month - 1]} {day.year}"
    return name if month else f"{day.day} {name}"


def operand_in_words(condition: Condition) -> str:
    """Return what a condition counts, with whose."""
    name = OPERANDS.get(condition.operand, condition.operand)
    if condition.counts_product:
        name += " of the product"
    return f"{name}, affiliates included" if condition.affiliates else name


def action_in_words(action: str) -> str:
    """Return an action as one names it."""
    return ACTIONS.get(action) or action.rpartition("/")[2].rpartition("#")[2]


def listed(parts: tuple[str, ...] | list[str], last: str = "and") -> str:
    """Return words as one enumeration."""
    if len(parts) < 2:  # noqa: PLR2004 - one thing needs no joining word
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
