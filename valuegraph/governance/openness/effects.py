"""Which kind of licence term does what to which freedom.

The freedoms are those that the working paper quotes (section 2.1): to use a system for any purpose
without asking, to study it and inspect its components, to modify it for any purpose, and to share
it. Notices do not limit them: the definition of open source software allows to ask for attribution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegraph.governance.openness.terms import Term

FREEDOMS = ("use", "study", "modify", "share")
ACTIONS = {"use": "use", "modify": "derive", "share": "distribute"}
"""What must be permitted; studying takes parts of the model, no permission."""
DENIES, LIMITS = "denies", "limits"
ALL_BUT_STUDY = ("use", "modify", "share")

LIMITED: dict[str, tuple[str, ...]] = {
    "approval": ("use",),
    "attribution": (),
    "bindRecipients": ("share",),
    "copyOfTerms": (),
    "documentation": ("modify",),
    "hosting": ("use", "share"),
    "lawfulUse": (),
    "modelCopyleft": ("share",),
    "modificationNotice": (),
    "naming": ("share",),
    "noDataExtraction": ("use", "study"),
    "noResale": ("share",),
    "noSublicensing": ("share",),
    "noTrainingOnOutputs": ("use",),
    "nonCommercial": ALL_BUT_STUDY,
    "onwardTermsUnsettled": ("share",),
    "outputOwnership": ("use",),
    "payment": ("use",),
    "permissionGrant": (),
    "remoteRestriction": ("use",),
    "reporting": ("use",),
    "researchOnly": ALL_BUT_STUDY,
    "reverseEngineering": ("study",),
    "sectorLimit": ALL_BUT_STUDY,
    "sizeThreshold": ("use",),
    "telemetry": ("use",),
    "terminationByReplacement": (),
    "terminationOnBreach": (),
    "terminationOnLitigation": (),
    "terminationOnNotice": ALL_BUT_STUDY,
    "territory": ALL_BUT_STUDY,
    "usePolicy": ("use",),
    "versionDuty": ("use",),
}
"""Freedoms that a kind of term limits; every concept of `vgx:restrictionKind` is here."""
DENYING = {"reverseEngineering": "study"}
"""Kinds that forbid what a freedom consists in."""


WEIGHTIEST = (
    "reverseEngineering",
    "nonCommercial",
    "researchOnly",
    "sizeThreshold",
    "territory",
    "sectorLimit",
    "approval",
    "payment",
    "noTrainingOnOutputs",
    "hosting",
)
"""Kinds to be named first; all others follow in the order of the facts."""


def place(term: Term) -> int:
    """Return where a term stands among those that are told."""
    return WEIGHTIEST.index(term.kind) if term.kind in WEIGHTIEST else len(WEIGHTIEST)


def effect(term: Term, freedom: str) -> str | None:
    """Return `denies`, `limits` or None: what a term does to a freedom.

    A size threshold on use itself takes every right from those above it; one on commercial use or
    on a label leaves the others. A kind that nobody has judged yet limits use.

    Parameters
    ----------
    term : Term
    freedom : str
        One of `FREEDOMS`.
    """
    if DENYING.get(term.kind) == freedom:
        return DENIES
    limited = LIMITED.get(term.kind, ("use",))
    if term.kind == "sizeThreshold" and term.force == "Permission" and term.action == "use":
        limited = ALL_BUT_STUDY
    return LIMITS if freedom in limited else None
