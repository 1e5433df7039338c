"""genai-prices: what providers ask, as looked up on a day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Harvest
from valuegraph.sources.genai_prices.layout import providers, published
from valuegraph.sources.genai_prices.listing import Listing
from valuegraph.sources.makers import developments
from valuegraph.sources.offers import claims_of, left_prices

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of genai-prices.

    The list prices past calls and so keeps models that were retired long ago: only an entry with a
    day on which its price was looked up says that something is offered.

    Parameters
    ----------
    package : Package
        The publisher's folder ``prices``, with ``data.json`` and ``providers/*.yml``.
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
    found = list(providers(package))
    listing = Listing(manifest, found)
    listed = [entry for provider in found for entry in listing.enter(provider)]
    counted = Counter(listing.counts)
    shown = published(package)
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=(*developments(listed), *claims_of(listed)),
        refusals=(*listing.refusals, *left_prices(listed)),
        counts={
            "published_providers": len(shown),
            "published_models": sum(shown.values()),
            "published_models_of_openrouter": shown["openrouter"],
            "providers": len(found),
            "models": sum(len(provider.models) for provider in found),
            **counted,
        },
    )
