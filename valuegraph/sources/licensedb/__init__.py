"""ScanCode LicenseDB: which licences there are, their identifiers, and the category of each."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Harvest, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.sources.record import Record
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["read"]

INDEX = "index.json"
KEEPER = Mention("Organization", "nexB")
SURE = Decimal("0.7")
FLAGS = {"True": True, "False": False}
OWN = "LicenseRef-"
"""An identifier that begins so is nobody's but the list's own, not one of SPDX."""


def read(package: Package, manifest: Manifest) -> Harvest:
    """Read a copy of the index.

    Parameters
    ----------
    package : Package
        With the index, ``index.json``.
    manifest : Manifest
        With the lookup ``categories``.

    Returns
    -------
    Harvest
        One classification for each licence that the list still keeps.

    Raises
    ------
    DataError
        An entry that cannot be read, an identifier that two entries share.
    """
    name = package.one(INDEX)
    entries = package.json(name)
    if not isinstance(entries, list) or not entries:
        raise DataError(
            "this is no list of licences",
            where=f"{package.path}, {name}",
            why="the index is a list with one entry for each licence",
            mend="fetch docs/index.json from the publisher again",
        )
    counts: Counter[str] = Counter()
    claims, refusals = [], []
    seen: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        record = Record.of(entry, f"{INDEX}, entry {number}")
        claim, why = _claim(record, manifest, counts, seen)
        claims += [claim] if claim else []
        refusals += [Refusal(why, record.where)] if why else []
    return Harvest(
        source=manifest.id,
        snapshot=manifest.snapshot,
        digest=package.digest(),
        claims=tuple(claims),
        refusals=tuple(refusals),
        counts=dict(sorted(counts.items())),
    )


def _claim(
    record: Record, manifest: Manifest, counts: Counter[str], seen: dict[str, str]
) -> tuple[Claim | None, str]:
    key = record.text("license_key")
    record.where = f"{INDEX}, licence '{key}'"
    deprecated = record.choice("is_deprecated", FLAGS)
    exception = record.choice("is_exception", FLAGS)
    category = record.text("category")
    meant = record.choice("category", manifest.lookup("categories"))
    main = record.optional("spdx_license_key")
    others = [str(each) for each in record.items("other_spdx_license_keys")]
    record.refuse("json", "yaml", "html", "license")  # names of further files of the publisher
    record.done()
    counts["licences"] += 1
    counts["deprecated"] += deprecated
    counts["exceptions"] += exception
    counts["with an SPDX identifier"] += bool(main) and not main.startswith(OWN)
    counts["further identifiers"] += len(others)
    counts[f"category {category}"] += 1
    if deprecated:
        return None, "deprecated by the list; what takes its place is not said"
    ids = _ids(key, main, others)
    _once(record, [f"scancode:{key}", *ids], seen)
    known_as = key if not main or main.startswith(OWN) else main
    licence = Mention(
        "Licence",
        known_as,
        key=key,
        ids=(f"scancode:{key}", *ids),
        properties=(("textSeen", False),),
    )
    return Claim(
        "LicenceClassification",
        (
            ("assessor", KEEPER),
            ("ofLicence", licence),
            ("licenceCategory", Iri(VGX + meant)),
        ),
        When(manifest.snapshot, "asOfDay"),
        f"{INDEX}, category '{category}'",
        SURE,
    ), ""


def _ids(key: str, main: str, others: Iterable[str]) -> list[str]:
    """Return the identifiers by which others know a licence; former own ones are left out."""
    found = [main if main.startswith(OWN) else f"spdx:{main}"] if main else []
    found += [f"spdx:{each}" for each in others if not each.startswith(OWN) and each != key]
    return list(dict.fromkeys(found))


def _once(record: Record, ids: Iterable[str], seen: dict[str, str]) -> None:
    for each in ids:
        if each in seen:
            raise record.wrong(
                "spdx_license_key",
                f"{each} stands for {seen[each]} too",
                "two licences would become one: correct the copy",
            )
        seen[each] = record.where
