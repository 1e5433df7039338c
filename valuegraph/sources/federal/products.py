"""Spellings of products -> offerings: asset, provider, channel; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, When
from valuegraph.facts.records import Iri
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.facts.records import Value
    from valuegraph.sources.federal.use_cases import UseCase
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

__all__ = ["Product", "Products", "several"]

BREAKS = re.compile(r"(?:[,;\n]| & )(?![^()]*\))")
"""What parts the things of a list; a comma inside brackets belongs to what stands before them."""
FIELDS = 5
NAMED, INFERRED = Decimal("0.7"), Decimal("0.5")


def several(cell: str) -> list[str]:
    """Return the parts of a cell that lists several things, each once."""
    parts = (" ".join(part.split()) for part in BREAKS.split(cell))
    return list(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Product:
    """One offering as the table of the manifest writes it.

    Attributes
    ----------
    name : str
        As the table calls it.
    asset : Mention
        What is offered.
    provider, channel, access : str
    platform : Mention or None
        Through which it is offered.
    told : str
        What the curated core calls it in ``inventoried use cases naming ...``.
    """

    name: str
    asset: Mention
    provider: str
    channel: str
    access: str
    platform: Mention | None
    told: str

    @property
    def drawn_on(self) -> tuple[Mention, ...]:
        """The asset, and the platform between it and the user."""
        return (self.asset,) if self.platform is None else (self.asset, self.platform)


class Products:
    """The tables of products.

    Parameters
    ----------
    manifest : Manifest
        With the lookups ``offerings``; ``spellings`` and ``not_products`` for parts of cells;
        ``titles``, ``systems`` and ``vendor_products`` for whole cells of use cases that name
        products; ``vendor_models`` for vendors that make one family of models.
    year : int
        Of the inventory.
    """

    def __init__(self, manifest: Manifest, year: int) -> None:
        self._rows = {
            name: _product(name, row, manifest.id)
            for name, row in manifest.lookup("offerings").items()
        }
        self._spellings = manifest.lookup("spellings")
        self._not = manifest.lookup("not_products")
        self._titles = manifest.lookup("titles")
        self._systems = manifest.lookup("systems")
        self._vendors = manifest.lookup("vendor_products")
        self._models = manifest.lookup("vendor_models")
        self.snapshot = manifest.snapshot
        self._when = When(dt.date(year, 1, 1), "asOfYear")
        self._offered: dict[str, Claim] = {}

    def named(self, text: str, where: str) -> list[Product]:
        """Return the products that a row of a table means, several parted by semicolons."""
        names = [part.strip() for part in text.split(";") if part.strip()]
        unknown = [name for name in names if name not in self._rows]
        if unknown:
            raise DataError(
                f"no offering is called {', '.join(unknown)}",
                where=where,
                mend="add it to [lookups.offerings]",
            )
        return [self._rows[name] for name in names]

    def named_in(self, case: UseCase) -> list[Product]:
        """Return the products that title, system or vendor cell of a use case name."""
        tables = (
            ("titles", self._titles, case.name),
            ("systems", self._systems, case.system),
            ("vendor_products", self._vendors, case.vendor_cell),
        )
        found: dict[str, Product] = {}
        for name, table, cell in tables:
            if cell in table:
                told = self.named(table[cell], f"[lookups.{name}], {cell!r}")
                found |= {each.name: each for each in told}
        return list(found.values())

    def of_case(self, case: UseCase) -> list[Product]:
        """Return the products named in a use case, else the one that its vendor can only mean."""
        named = self.named_in(case)
        if named or not case.generative or case.vendor_cell not in self._models:
            return named
        return self.named(self._models[case.vendor_cell], "[lookups.vendor_models]")

    def read(
        self, record: Record, column: str, parts: Iterable[str], function: str
    ) -> tuple[list[Product], list[str]]:
        """Return the products of a cell, and for each other part why it names none.

        Parameters
        ----------
        record, column
            Where it stands.
        parts : iterable of str
            Of the cell.
        function : str
            What the product is used for: ``Copilot (code generation)`` in a table goes before
            ``Copilot``.
        """
        found: dict[str, Product] = {}
        refused = []
        for part in parts:
            key = next((k for k in (f"{part} ({function})", part) if self._knows(k)), None)
            if key is None:
                raise record.wrong(
                    column,
                    f"{part!r} is in no table of products",
                    "add it to [lookups.spellings] or, with the reason, to [lookups.not_products]",
                )
            if key in self._not:
                refused.append(f"{self._not[key]}: {part}")
            else:
                where = f"[lookups.spellings], {key!r}"
                found |= {each.name: each for each in self.named(self._spellings[key], where)}
        return list(found.values()), refused

    def _knows(self, key: str) -> bool:
        return key in self._spellings or key in self._not

    def offering(self, product: Product, file: str, document: str) -> Claim:
        """Return the offering of a product; the first table that names it is cited."""
        if product.name not in self._offered:
            ends: list[tuple[str, Mention | Claim | Value]] = [
                ("hasProvider", Mention("Organization", product.provider)),
                ("ofAsset", product.asset),
                ("hasChannel", Iri(VGX + product.channel)),
            ]
            if product.platform is not None:
                ends.append(("viaPlatform", product.platform))
            kind = "firstParty" if product.platform is None else "cloudHost"
            self._offered[product.name] = Claim(
                "Offering", tuple(ends), self._when, f"{file}, product '{product.name}'", NAMED,
                values=(
                    ("accessLevel", Iri(VGX + product.access)),
                    ("offeringKind", Iri(VGX + kind)),
                ),
                document=document,
            )  # fmt: skip
        return self._offered[product.name]


def _product(name: str, row: str, source: str) -> Product:
    cells = [cell.strip() for cell in row.split("|")]
    if len(cells) != FIELDS or ":" not in cells[0]:
        raise DataError(
            f"{row!r} does not say class and asset, provider, channel, access and platform",
            where=f"{source}/source.toml, [lookups.offerings], {name!r}",
            mend="write it as 'Platform:ChatGPT | OpenAI | embeddedInProduct | hostedAccess | '",
        )
    cls, _, asset = cells[0].partition(":")
    asset, _, told = asset.partition(" = ")
    platform = Mention("Platform", cells[4]) if cells[4] else None
    maker = cells[1] if platform is None else ""
    return Product(
        name, Mention(cls, asset, maker=maker), cells[1], cells[2], cells[3], platform, told or name
    )
