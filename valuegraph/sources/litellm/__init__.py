"""The price map of LiteLLM, as tokencost copies it: offers and prices a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Harvest
from valuegraph.sources.litellm.layout import read_entry
from valuegraph.sources.litellm.listing import Listing, has_address
from valuegraph.sources.makers import developments
from valuegraph.sources.offers import claims_of, left_prices

if TYPE_CHECKING:
    from valuegraph.sources.litellm.layout import Entry
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the price map.

    The map prices past calls too, and most entries name no page: only those that do are carried.

    Parameters
    ----------
    package : Package
        The file ``model_prices.json`` of tokencost, or a folder that holds it.
    manifest : Manifest
        What is known of the source.

    Returns
    -------
    Harvest
        Makers, offerings, and prices of those who are no resellers.

    Raises
    ------
    DataError
        A file that cannot be read to its end, or a value that the lookups do not know.
    """
    name = package.one("model_prices.json")
    found = package.json(name)
    if not isinstance(found, dict):
        raise DataError(
            "the file is no mapping of keys to entries",
            where=f"{package.path}, {name}",
            why="it is cut off, or of another layout",
            mend="fetch it from the publisher again",
        )
    entries = [read_entry(key, fields) for key, fields in found.items() if key != "sample_spec"]
    listing = Listing(manifest, entries)
    listed = [kept for entry in entries if (kept := listing.enter(entry))]
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=(*developments(listed), *claims_of(listed)),
        refusals=(*listing.refusals, *left_prices(listed)),
        counts=_counts(found, entries),
    )


def _counts(found: dict[str, object], entries: list[Entry]) -> dict[str, int]:
    return {
        "keys": len(found),
        "sample_keys": len(found) - len(entries),
        "provider_tags": len({entry.tag for entry in entries}),
        "with_page": sum(bool(entry.page) for entry in entries),
        "with_address": sum(has_address(entry) for entry in entries),
        "with_remark": sum(bool(entry.notes) for entry in entries),
        "with_deprecation_date": sum(entry.ends is not None for entry in entries),
        "with_token_price": sum(entry.put is not None for entry in entries),
    }
