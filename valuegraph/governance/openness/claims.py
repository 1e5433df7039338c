"""Where somebody calls a model open and a freedom of its releases is denied or limited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.governance.openness.freedoms import CONDITIONAL, DENIED
from valuegraph.governance.openness.history import once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.governance.openness.freedoms import Freedom
    from valuegraph.governance.openness.reading import Claim, Seen


@dataclass(frozen=True, slots=True)
class Gap:
    """One claim, one release it speaks of, and a freedom that this release does not fully give."""

    claim: Claim
    seen: Seen
    freedom: Freedom


def reached(claim: Claim, seen: Iterable[Seen]) -> list[Seen]:
    """Return the developers' own releases of what a claim speaks of; leaks are nobody's claim."""
    found = [
        each
        for each in seen
        if each.release.own and each.release.kind and claim.assets & each.release.lineage
    ]
    kept = {release.iri for release in once([each.release for each in found])}
    return [each for each in found if each.release.iri in kept]


def gaps(claims: Iterable[Claim], seen: Iterable[Seen]) -> list[Gap]:
    """Return every freedom denied or conditional in a release that somebody calls open.

    A claim is never inferred, and a freedom that is unknown is no gap. Denied ones come first.
    """
    given = list(seen)
    found = [
        Gap(claim, each, freedom)
        for claim in claims
        for each in reached(claim, given)
        for freedom in each.freedoms
        if freedom.verdict in {DENIED, CONDITIONAL}
    ]
    return sorted(found, key=lambda gap: (gap.claim.iri, gap.freedom.verdict != DENIED))
