"""Groups under common control on the day of the slice, and where firms are domiciled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.projection.catalogue import Catalogue

CONTROLLING = {VGX + "parent", VGX + "control", VGX + "acquisition"}
STAKE = VGX + "equityStake"
MAJORITY = 0.5


def controllers(catalogue: Catalogue) -> dict[str, str]:
    """Return each controlled organisation's ultimate controller in the slice.

    A stake controls when a source calls it parent, control or acquisition, or when its share is
    above one half. Several controllers of one organisation: the surest fact, then the first IRI.
    """
    owner: dict[str, tuple[float, str]] = {}
    for record in catalogue.of("OwnershipStake"):
        kind, share = record.one("stakeKind"), record.number("share") or 0.0
        if kind not in CONTROLLING and not (kind == STAKE and share > MAJORITY):
            continue
        who, what = record.one("owner"), record.one("owned")
        if who is None or what is None or not catalogue.is_a(what, "Organization"):
            continue
        found = owner.get(what)
        if found is None or (-record.confidence, who) < (-found[0], found[1]):
            owner[what] = (record.confidence, who)
    return {org: _top(org, {k: v for k, (_, v) in owner.items()}) for org in owner}


def _top(org: str, owner: dict[str, str]) -> str:
    """Follow owners upwards; a ring of owners stops at its first IRI."""
    seen = [org]
    while (above := owner.get(seen[-1])) is not None:
        if above in seen:
            return min(seen[seen.index(above) :])
        seen.append(above)
    return seen[-1]


def domiciles(catalogue: Catalogue) -> dict[str, str]:
    """Return each organisation's jurisdiction: the surest fact, then the first IRI."""
    best: dict[str, tuple[float, str]] = {}
    for record in catalogue.of("Domicile"):
        who, where = record.one("organization"), record.one("inJurisdiction")
        if who is None or where is None:
            continue
        found = best.get(who)
        if found is None or (-record.confidence, where) < (-found[0], found[1]):
            best[who] = (record.confidence, where)
    return {who: where for who, (_, where) in best.items()}
