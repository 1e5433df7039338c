"""From terms to licences: by whose leave somebody serves weights that another developed.

Weights that a holder keeps are held under the public licence of their release: the licence is a
node between the licensor and whoever holds the weights, so that it can be asked what stops when
the licence does. Closed weights served by a third party need the developer's own consent. What a
service demands of its callers has no node: there the provider itself is the supplier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.projection.models import developers, open_releases
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.projection.assembly import Assembly
    from valuegraph.projection.catalogue import Record


def require_leave(
    build: Assembly, offering: Record, asset: str, *, held: bool, own_copy: bool
) -> None:
    """Add the licence or the consent by which an offering serves somebody else's weights.

    Whoever runs a copy of its own needs the licence, whoever the weights came from; a provider
    needs none for what it, or one under common control with it, developed.
    """
    if held and (own_copy or not _is_own(build, offering, developers(build, asset))):
        _licensed(build, offering, asset)
    elif not held:
        _agreed(build, offering, asset)


def _agreed(build: Assembly, offering: Record, asset: str) -> None:
    """Add the consent of its developers to a third party that serves closed weights."""
    labs: dict[str, list[str]] = {}
    for record in build.catalogue.by("Development", "developedAsset").get(asset, ()):
        if (lab := record.one("developer")) is not None:
            labs.setdefault(lab, []).append(record.iri)
    if not labs or _is_own(build, offering, labs):
        return
    for lab, facts in sorted(labs.items()):
        build.network.supply(
            build.firm(lab, "models"),
            offering.iri,
            "licenceToUse",
            kind="licence",
            stock=0.0,
            revocable_by=lab,
            facts=[(offering.iri, fact) for fact in facts],
        )


def _licensed(build: Assembly, offering: Record, asset: str) -> None:
    """Add the licences under which somebody other than the developer holds weights.

    The terms stated of the offering itself, else those of the releases it may have taken: several
    are alternatives, since which release of a family is meant is not stated.
    """
    own = [offering] if offering.one("hasTerms") else []
    for release in own or open_releases(build, asset):
        for licence in release.all("hasTerms"):
            if not build.catalogue.is_a(licence, "Licence"):
                continue
            revoker = revoking_licensor(build, licence)
            build.network.supply(
                licence_node(build, licence, release),
                offering.iri,
                "licenceTerms",
                kind="licence",
                stock=0.0 if revoker else build.stock("licenceTerms"),
                confidence=min(offering.confidence, release.confidence),
                revocable_by=revoker or "",
                facts=(tuple(dict.fromkeys((offering.iri, release.iri))),),
            )


def _is_own(build: Assembly, offering: Record, labs: Iterable[str]) -> bool:
    """Tell whether the provider of an offering is under common control with a developer."""
    return build.top(offering.one("hasProvider") or "") in {build.top(lab) for lab in labs}


def licence_node(build: Assembly, licence: str, release: Record) -> str:
    """Return the node of a licence, granted by whoever the facts call its licensor.

    That the licensor grants it is shown by any release under it. A text that anybody may put on
    a release (Apache, MIT) has no licensor: nobody can end it.
    """
    build.node(licence, build.catalogue.label(licence), "models", thing=licence)
    build.network.licences[licence] = {licence}
    revoker = revoking_licensor(build, licence)
    for licensor in licensors(build, licence):
        build.network.supply(
            build.firm(licensor, "models"),
            licence,
            "licensor",
            kind="licence",
            stock=0.0 if revoker else build.stock("licensor"),
            confidence=release.confidence,
            revocable_by=revoker or "",
            facts=(release.iri,),
        )
    return licence


def licensors(build: Assembly, licence: str) -> tuple[str, ...]:
    """Return who grants a licence, by IRI; nobody for a text of common use."""
    return tuple(sorted(build.catalogue.things.get(licence, {}).get(VG + "licensor", ())))


def revoking_licensor(build: Assembly, licence: str) -> str | None:
    """Return the licensor of a licence that may end it at will, by a term in force on the day.

    A licence that says nothing of it lasts for the versions already out, and so does one that
    ends only on breach or suit: there the licensee decides whether it comes to that.
    """
    kinds = {build.catalogue.columns.pool[code] for code in build.catalogue.columns.revoking}
    for term in build.catalogue.by("LicenceTerm", "termOf").get(licence, ()):
        if kinds.intersection(term.all("restrictionKind")):
            return next(iter(licensors(build, licence)), None)
    return None
