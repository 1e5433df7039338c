"""A certificate in words: one sentence a step, each with the facts on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.projection.assembly import local
from valuegraph.view.merging import findings
from valuegraph.view.telling import told
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.chokepoints.certificate import Certificate
    from valuegraph.projection import Projection
    from valuegraph.view.merging import Finding
    from valuegraph.view.wording import Wording


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One sentence of a proof.

    Attributes
    ----------
    sentence : str
        What happens, and for want of what.
    nodes, suppliers : tuple of str
        Whom it happens to, and who fails them.
    role : str or None
        The role that fails; None for a withdrawal and for several functions told together.
    loss : float
        The share of its service that each of the nodes loses, all its groups taken together.
    facts : tuple of str
        IRIs of the facts on the supplies that fail.
    premises : tuple of str
        IRIs of the facts that say that the role is required.
    derived : bool
        Whether a supply has no fact of its own but follows from the requirement, or from who
        runs what.
    """

    sentence: str
    nodes: tuple[str, ...]
    suppliers: tuple[str, ...]
    role: str | None
    loss: float
    facts: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    derived: bool = False


def steps_in_words(certificate: Certificate, wording: Wording, view: str) -> tuple[ProofStep, ...]:
    """Return the steps of a failure certificate as sentences, in an order that proves.

    Parameters
    ----------
    certificate : Certificate
        Of kind ``failure``.
    wording : Wording
        Names of the projection it is about.
    view : str
        ``renewal`` or ``continuity``: in the one a chip cannot be made, in the other it stops.

    Returns
    -------
    tuple of ProofStep
        From those who withdraw to the target; the suppliers of a step stand before it.
    """
    return tuple(_step(each, wording, view) for each in findings(certificate))


def _step(found: Finding, wording: Wording, view: str) -> ProofStep:
    supplies = wording.network.supplies
    derived = any(not member.source for _, _, member in found.members)
    premises = dict.fromkeys(
        iri
        for node, role, _ in found.members
        for iri in requirements_of(wording.projection, node, role)
    )
    unstated = any(
        (line := supplies.get((str(m.supplier), node, role))) is not None and line.share is None
        for node, role, m in found.members
    )
    return ProofStep(
        sentence=told(found, wording, view, unstated=unstated),
        nodes=(*found.nodes, *found.runs),
        suppliers=tuple(dict.fromkeys(str(m.supplier) for _, _, m in found.members)),
        role=found.roles[0] if len(found.roles) == 1 else None,
        loss=found.loss,
        facts=tuple(dict.fromkeys(iri for _, _, m in found.members for iri in m.source)),
        premises=tuple(premises),
        derived=derived or bool(found.runs),
    )


def requirements_of(projection: Projection, node: str, role: str) -> Iterator[str]:
    """Yield the facts that say that a node needs a role: of itself, its kind, or its role."""
    catalogue = projection.catalogue
    owner, _, capability = node.partition("#")
    wanted = VGX + local(role)
    if capability:
        stated = list(catalogue.by("Requirement", "dependentRole").get(VGX + capability, ()))
    else:
        about = [owner, catalogue.value(owner, "variantOf") or owner]
        by_thing = catalogue.by("Requirement", "dependent")
        stated = [record for thing in dict.fromkeys(about) for record in by_thing.get(thing, ())]
        by_class = catalogue.by("Requirement", "dependentClass")
        stated += [
            record
            for cls, records in by_class.items()
            if catalogue.is_a(owner, local(cls))
            for record in records
        ]
    yield from (r.iri for r in stated if r.one("requiresRole") == wanted)
