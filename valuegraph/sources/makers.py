"""Who makes what a price list names: read from its own names, or from whose own list it stands in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, When

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.sources.offers import Listed

__all__ = ["developments"]

BY_NAME = Decimal("0.5")


def developments(listed: Iterable[Listed]) -> list[Claim]:
    """Return who makes each release that is offered, where its maker is known.

    The day is that of the list: a list of prices does not say when a model came out.
    """
    made: dict[tuple[str, str], Claim] = {}
    for entry in listed:
        model = dict(entry.model.properties).get("variantOf", entry.model)
        if isinstance(model, Mention) and model.maker:
            claim = Claim(
                "Development",
                (("developer", Mention("Organization", model.maker)), ("developedAsset", model)),
                When(entry.when.start, "asOfDay"),
                entry.locator,
                BY_NAME,
                kind="derived",
                note="the maker is read from the name, or from whose own list it stands in",
                document=entry.document,
                fills_gap=True,
            )
            made.setdefault(model.handle, claim)
    return list(made.values())
