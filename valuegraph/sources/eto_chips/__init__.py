"""CSET and ETO on the chip supply chain: who provides which tool, material or step, at what share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest
from valuegraph.sources.eto_chips.inputs import read_inputs, read_sequence
from valuegraph.sources.eto_chips.providers import read_providers
from valuegraph.sources.eto_chips.provisions import Provisions
from valuegraph.sources.tally import tally

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]

COUNTED = (
    "inputs", "inputs: design_resource", "inputs: material_resource", "inputs: process",
    "inputs: tool_resource", "inputs: ultimate_output", "provider rows", "providers: country",
    "providers: organization", "provisions", "provisions named unlike their id",
    "provisions of stages", "provisions with a share", "provisions without source text",
    "provisions: country", "provisions: organization", "sequence rows", "sequence rows: goesInto",
    "sequence rows: isTypeOf", "stages",
)  # fmt: skip
YEARS = "provisions of 2"


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the five tables.

    Parameters
    ----------
    package : Package
        The publisher's folder or archive.
    manifest : Manifest
        With the lookups ``classes``, ``classes_by_id``, ``goods``, ``markets``, ``roles``,
        ``supply_kinds``, ``measures``, ``countries``, ``no_country`` and ``fillers``.

    Returns
    -------
    Harvest
        Supplies and market shares of firms, shares of countries, sizes of markets, what goes into
        what, and where firms are based.

    Raises
    ------
    DataError
        A table that cannot be read, an id that no table explains, or shares of one market that
        sum to more than all of it.
    """
    counts = tally(manifest, COUNTED, YEARS)
    inputs = read_inputs(package, manifest, counts)
    providers = read_providers(package, manifest, counts)
    sequence = read_sequence(package, manifest, inputs, counts)
    provisions = Provisions(manifest, inputs, providers, counts)
    provisions.read(package)
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=(
            *(claim for each in inputs.values() for claim in each.sizes),
            *sequence,
            *(claim for each in providers.values() for claim in each.domicile),
            *provisions.claims,
        ),
        things=tuple(each.good for each in inputs.values() if each.good),
        refusals=(
            *(refusal for each in providers.values() for refusal in each.refusals),
            *provisions.refusals,
        ),
        counts=dict(sorted(counts.items())),
    )
