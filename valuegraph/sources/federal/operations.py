"""What agencies run, try out or plan, and the offerings that deployed use cases name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.sources.federal.agencies import PUBLIC_ADMINISTRATION, SURE
from valuegraph.sources.federal.products import INFERRED, NAMED
from valuegraph.sources.federal.use_cases import BLANK, DEPLOYED, PILOT, PLANNED, RETIRED
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from valuegraph.facts.records import Value
    from valuegraph.sources.federal.agencies import Agencies
    from valuegraph.sources.federal.products import Product, Products
    from valuegraph.sources.federal.use_cases import UseCase

__all__ = ["Told", "operations", "uptakes"]

STAGE = {DEPLOYED: "inService", PILOT: "onTrial", PLANNED: "beforeService", RETIRED: "inService"}
SUBJECT = re.compile(
    r"chat ?gpt|open ?ai|co-?pilot|claude|gemini|bedrock|notebooklm|grok|llama", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """Claims, and what was left out."""

    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def operations(cases: Iterable[UseCase], products: Products, agencies: Agencies) -> Told:
    """Return one operation for each use case that is, was or shall be in service."""
    claims, refusals = [], []
    for case in cases:
        why = _refused(case, products)
        if why:
            refusals.append(Refusal(why, case.locator))
            continue
        if case.stage != PLANNED and SUBJECT.search(case.name) and not products.of_case(case):
            refusals.append(
                Refusal("the title has the name of a product in it and no table reads it; the use "
                        "case is kept", case.locator)
            )  # fmt: skip
        claims.append(_operation(case, products, agencies))
    return Told(tuple(claims), tuple(refusals))


def _refused(case: UseCase, products: Products) -> str:
    if case.stage == BLANK:
        return "no stage is stated: whether it is in use is not known"
    if case.stage == RETIRED and case.since is None:
        return "retired, and no day is stated on which it ran"
    if case.stage != PLANNED and case.since and case.since.start > products.snapshot:
        return "said to be in service from a day after that of the copy"
    return ""


def _operation(case: UseCase, products: Products, agencies: Agencies) -> Claim:
    if case.stage == DEPLOYED:
        agencies.uses(case.agency, case.locator, "")
    values: list[tuple[str, Value | Mention]] = [
        ("heldAs", Iri(VGX + "operator")),
        ("operationStage", Iri(VGX + STAGE[case.stage])),
    ]
    values += [("operatingUnit", case.unit)] if case.unit else []
    values += [("subsector", case.topic)] if case.topic else []
    values += [("modality", Iri(VGX + "announced"))] if case.stage == PLANNED else []
    values += [("hasVendor", Mention("Organization", name)) for name in case.vendors]
    drawn = [asset for product in products.of_case(case) for asset in product.drawn_on]
    values += [("drawsOn", asset) for asset in dict.fromkeys(drawn)]
    return Claim(
        "Operation",
        (("operator", agencies.mention(case.agency)), ("operatedAsset", application(case))),
        _when(case, products, agencies), _table(case), SURE,
        values=tuple(values), kind="documentary",
        note="ended by the day of the copy" if case.stage == RETIRED else "",
    )  # fmt: skip


def _table(case: UseCase) -> str:
    """Return the place of all use cases of an agency; the row is the identifier of the thing.

    One piece of evidence for each of three thousand rows would say no more.
    """
    return f"{case.locator.partition(',')[0]}, agency '{case.short}'"


def application(case: UseCase) -> Mention:
    """Return a use case as a thing; the agency's abbreviation tells equal titles apart."""
    return Mention("Application", f"{case.name} ({case.short})", key=case.key)


def _when(case: UseCase, products: Products, agencies: Agencies) -> When:
    if case.stage == PLANNED or case.since is None:
        return agencies.when
    if case.stage == RETIRED:
        return When(case.since.start, case.since.precision, products.snapshot)
    return case.since


def uptakes(cases: Iterable[UseCase], products: Products, agencies: Agencies) -> Iterator[Claim]:
    """Yield one uptake for each agency and offering that its deployed use cases name.

    The function is worded as in the curated core, which states the same of the larger agencies.
    """
    found: dict[tuple[str, Product, Decimal], list[UseCase]] = defaultdict(list)
    for case in cases:
        if case.stage == DEPLOYED:
            for product in products.of_case(case):
                sure = NAMED if products.named_in(case) else INFERRED
                found[case.agency, product, sure].append(case)
    for (agency, product, sure), told in found.items():
        file = told[0].locator.partition(",")[0]
        rows = ", ".join(f"'{case.key}'" for case in told)
        yield Claim(
            "Uptake",
            (
                ("hasUser", agencies.mention(agency)),
                ("ofOffering", products.offering(product, file, "")),
                ("functionLabel", f"inventoried use cases naming {product.told}"),
            ),
            agencies.when,
            f"{file}, row{'s' if len(told) > 1 else ''} {rows}",
            sure,
            values=(
                ("inSector", PUBLIC_ADMINISTRATION),
                *(("feeds", application(case)) for case in told),
            ),
            kind="documentary",
            note="" if sure == NAMED else "only the vendor is named, and it makes one family",
        )
