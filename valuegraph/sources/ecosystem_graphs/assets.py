"""The records of assets, each field of which is a word or a word with its explanation."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention, When
from valuegraph.sources.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["APPLICATION", "DATASET", "MODEL", "Asset", "read_assets"]

MODEL, DATASET, APPLICATION = "model", "dataset", "application"
CLASSES = {MODEL: "Model", DATASET: "Dataset", APPLICATION: "Application"}
PROSE = (
    "adaptation", "analysis", "datasheet", "description", "excluded", "failures", "feedback",
    "included", "intended_uses", "modality", "model_card", "monitoring", "monthly_active_users",
    "output_space", "prohibited_uses", "quality_control", "sample", "size", "terms_of_service",
    "training_emissions", "training_hardware", "training_time", "url", "user_distribution",
)  # fmt: skip
"""Told in sentences, or in numbers without units."""
OF_SEVERAL = "nationality"  # said of an asset, whose makers may sit in several countries
WRAPPED = {"value", "explanation"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One record.

    Attributes
    ----------
    name, kind, where : str
        Its name, ``model``, ``dataset`` or ``application``, and its place.
    thing : Mention
    makers : tuple of Mention
    when : When
        When it came out; where the source does not know, the day of the copy.
    depends : tuple of str
        Names of what it depends on.
    access, licence : str
        As the record has them.
    """

    name: str
    kind: str
    where: str
    thing: Mention
    makers: tuple[Mention, ...]
    when: When
    depends: tuple[str, ...]
    access: str
    licence: str

    def record(self) -> Record:
        """Return what is told of access and licence, for lookups that name the place."""
        return Record({"access": self.access, "license": self.licence}, self.where)


def read_assets(package: Package, manifest: Manifest, counts: Counter[str]) -> list[Asset]:
    """Return the assets of all files, in their order.

    Raises
    ------
    DataError
        A file without records, or a name that stands for two assets and is in no lookup.
    """
    assets: list[Asset] = []
    for name in package.names("assets/*.yaml") or package.some("*.yaml", "asset of the graph"):
        counts["files"] += 1
        for record in _records(package, name):
            assets.append(_asset(record, manifest))
            counts["assets"] += 1
            counts[f"assets: {assets[-1].kind}"] += 1
            counts["assets without a date"] += assets[-1].when.precision == "asOfDay"
    _check_names(package, assets, manifest)
    counts["licence strings"] = len({asset.licence for asset in assets})
    return assets


def _records(package: Package, name: str) -> Iterator[Record]:
    document = package.yaml(name)
    short = PurePosixPath(name).name
    if not isinstance(document, list) or not all(isinstance(each, dict) for each in document):
        raise DataError(
            "this file holds no list of assets",
            where=f"{package.path}, {name}",
            why="a file that is cut off would pass as an organisation without assets",
            mend="fetch it from the publisher again",
        )
    for each in document:
        yield Record(each, f"{short}, asset '{' '.join(str(each.get('name', '?')).split())}'")


def _asset(record: Record, manifest: Manifest) -> Asset:
    name, kind = record.text("name"), record.text("type")
    if kind not in CLASSES:
        raise record.wrong("type", f"{kind!r} is no model, dataset or application")
    makers = _makers(record, manifest)
    cls = CLASSES[kind]
    if kind == APPLICATION and name in manifest.lookup("platforms"):
        cls = "Platform"
    key = ""
    if name in manifest.lookup("namesakes"):
        key = f"{name} ({'; '.join(maker.name for maker in makers)})"
    maker = makers[0].name if len(makers) == 1 else ""
    asset = Asset(
        name, kind, record.where,
        Mention(cls, name, key=key, maker=maker),
        makers, _when(record, manifest), _depends(record),
        _plain(record, "access").lower(), _plain(record, "license"),
    )  # fmt: skip
    record.refuse(OF_SEVERAL, *PROSE)
    record.done()
    return asset


def _plain(record: Record, name: str) -> str:
    value = _unwrapped(record, name)
    if isinstance(value, list | dict):
        raise record.wrong(name, f"is a {type(value).__name__}, not text")
    text = "" if value is None else " ".join(str(value).split())
    return "" if text in {"null", "~"} else text


def _unwrapped(record: Record, name: str) -> object:
    """Return a field that may stand as a value with its explanation; empty without the value."""
    value = record.raw(name)
    if isinstance(value, dict):
        if set(value) - WRAPPED:
            raise record.wrong(
                name, f"has parts that are not known: {sorted(set(value) - WRAPPED)}"
            )
        return value.get("value", "")
    return value


def _when(record: Record, manifest: Manifest) -> When:
    text = _plain(record, "created_date")
    if record.has("value"):  # one record has the value of its date a step too far to the left
        text = text or record.text("value")
    if not text or text.lower() in manifest.lookup("placeholders"):
        return When(manifest.snapshot, "asOfDay")
    told = Record({"created_date": text}, record.where).when("created_date")
    return told or When(manifest.snapshot, "asOfDay")


def _depends(record: Record) -> tuple[str, ...]:
    value = _unwrapped(record, "dependencies")
    if value in (None, ""):
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise record.wrong("dependencies", "is no list of names")
    return tuple(" ".join(each.split()) for each in value)


def _makers(record: Record, manifest: Manifest) -> tuple[Mention, ...]:
    text = _plain(record, "organization")
    names = manifest.lookup("organisations")
    parts = names[text].split(";") if text in names else text.split(",")
    plain = [" ".join(part.split()) for part in parts]
    called = [names.get(part, part) for part in plain if part]
    kept = [each for each in called if each.lower() not in manifest.lookup("placeholders")]
    return tuple(Mention("Organization", each) for each in dict.fromkeys(filter(None, kept)))


def _check_names(package: Package, assets: list[Asset], manifest: Manifest) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for asset in assets:
        places[asset.name].append(asset.where)
    known = {*manifest.lookup("entered_twice"), *manifest.lookup("namesakes")}
    wrong = [
        f"{name} ({', '.join(at)})"
        for name, at in sorted(places.items())
        if len(at) > 1 and name not in known
    ]
    if wrong:
        raise DataError(
            "names that stand for two assets: " + "; ".join(wrong),
            where=str(package.path),
            why="one asset entered twice and two assets of one name look alike",
            mend="enter each in [lookups.entered_twice] or [lookups.namesakes] of the source",
        )
