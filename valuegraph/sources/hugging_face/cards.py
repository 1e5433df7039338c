"""Model cards: what the head of a repository's ``README.md`` says of base, licence and data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.sources.hugging_face.edges import CONFIDENCE, COPY, SELF
from valuegraph.sources.record import Record
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from valuegraph.sources.hugging_face.pages import Pages
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

__all__ = ["CARD", "Card", "read_cards"]

CARD = "README.md"
FENCE = "---"
CACHE = "models--"
GATE = "extra_gated"
READ = ("base_model", "base_model_relation", "license", "license_name", "datasets")
NO_HEAD = "a card without a head"
LOCAL = "a base model that is a folder on somebody's disk"
NO_LICENCE = "a word that names no licence, or one that no lookup knows"


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Attributes
    ----------
    repository, where : str
        Its repository, and its place.
    bases, datasets : tuple of str
        What it is derived from and what it was trained with.
    relation, licence, licence_name : str
        How; under which licence of the hub's own list, and the uploader's name for another.
    gated : bool
        Whether files are given out on request.
    headed : bool
        Whether the card has a head at all.
    """

    repository: str
    where: str
    bases: tuple[str, ...] = ()
    relation: str = ""
    licence: str = ""
    licence_name: str = ""
    datasets: tuple[str, ...] = ()
    gated: bool = False
    headed: bool = True

    @property
    def quantised(self) -> bool:
        """Whether it holds a coarser copy of another."""
        return self.relation == "quantized"

    def spoken_of(self) -> tuple[str, ...]:
        """Return its repository and those it is derived from."""
        return (self.repository, *filter(_is_repository, self.bases))

    def told(self, pages: Pages, manifest: Manifest) -> tuple[list[Claim], list[Refusal]]:
        """Return what the card says."""
        if not self.headed:
            return [], [Refusal(NO_HEAD, self.where)]
        claims: list[Claim] = []
        refusals: list[Refusal] = []
        page = pages.page(self.repository)
        for base in self.bases:
            if not _is_repository(base):
                refusals.append(Refusal(LOCAL, f"{self.where}, '{base}'"))
            elif base == self.repository:
                refusals.append(Refusal(SELF, self.where))
            elif pages.original(self.repository) == pages.current(base):
                refusals.append(Refusal(COPY, self.where))
            else:
                claims.append(self._derived(page, pages.page(base), manifest))
        licence = self._licence(manifest)
        if licence:
            claims.append(self._weights(page, licence, manifest))
        elif self.licence or self.licence_name:
            told = self.licence_name or self.licence
            refusals.append(Refusal(NO_LICENCE, f"{self.where}, '{told}'"))
        claims += [self._trained(page, each, manifest) for each in self.datasets]
        return claims, refusals

    def _derived(self, page: Mention, base: Mention, manifest: Manifest) -> Claim:
        kind = self._record().choice("base_model_relation", manifest.lookup("relations"))
        ends = (
            ("sourceAsset", base),
            ("derivedAsset", page),
            ("derivationKind", Iri(VGX + kind)),
        )
        return self._said("Derivation", ends, manifest)

    def _weights(self, page: Mention, licence: Mention, manifest: Manifest) -> Claim:
        ends = (
            ("component", Iri(VGX + "weights")),
            ("ofAsset", page),
            ("status", Iri(VGX + ("partial" if self.gated else "available"))),
        )
        return self._said("ComponentStatus", ends, manifest, (("underLicence", licence),))

    def _trained(self, page: Mention, name: str, manifest: Manifest) -> Claim:
        ids = (f"hf:datasets/{name}",) if _is_repository(name) else ()
        ends = (("trainedAsset", page), ("trainedWith", Mention("Dataset", name, ids=ids)))
        return self._said("TrainingRun", ends, manifest)

    def _said(
        self,
        cls: str,
        ends: tuple[tuple[str, Mention | Iri], ...],
        manifest: Manifest,
        values: tuple[tuple[str, Mention], ...] = (),
    ) -> Claim:
        when = When(manifest.snapshot, "asOfDay")
        return Claim(cls, ends, when, self.where, CONFIDENCE, values=values, document="cards")

    def _licence(self, manifest: Manifest) -> Mention | None:
        """Return the licence; an uploader's own name for one counts where a lookup knows it."""
        known = manifest.lookup("licences")
        if not self.licence or self.licence in manifest.lookup("no_licence"):
            told = known.get(self.licence_name, "")
        else:
            told = self._record().choice("license", known)
        name, _, declared = told.partition(" | ")
        return Mention("Licence", name, ids=(declared,) if declared else ()) if name else None

    def _record(self) -> Record:
        fields = {"base_model_relation": self.relation, "license": self.licence}
        return Record(fields, self.where)


def read_cards(package: Package, counts: Counter[str]) -> list[Card]:
    """Return the cards of a folder; none where it has none.

    Raises
    ------
    DataError
        A card that does not lie in its repository's folder, whose head never ends or is no YAML.
    """
    cards = [_card(package, name) for name in package.names(CARD)]
    for card in cards:
        counts["cards"] += 1
        counts["cards without a head"] += not card.headed
        counts["cards with a base model"] += bool(card.bases)
        counts["cards with a licence"] += bool(card.licence)
    return cards


def _card(package: Package, name: str) -> Card:
    repository = _repository(package, name)
    where = f"{CARD} of '{repository}'"
    head = _head(package, name)
    if head is None:
        return Card(repository, where, headed=False)
    record = Record(head, where)
    told = {key: _names(record, key) if key in head else () for key in READ}
    record.refuse(*head)  # anybody may add keys to the head of a card
    return Card(
        repository,
        where,
        bases=told["base_model"],
        relation=" ".join(told["base_model_relation"]),
        licence=" ".join(told["license"]).lower(),
        licence_name=" ".join(told["license_name"]).lower(),
        datasets=told["datasets"],
        gated=any(key.startswith(GATE) for key in head),
    )


def _repository(package: Package, name: str) -> str:
    parts = PurePosixPath(name).parts
    cached = next((part for part in parts if part.startswith(CACHE)), "")
    told = cached.removeprefix(CACHE).replace("--", "/", 1) if cached else "/".join(parts[-3:-1])
    if not _is_repository(told):
        raise DataError(
            "this card does not lie in the folder of its repository",
            where=f"{package.path}, {name}",
            why="a card does not say whose it is; the folders owner/name do",
            mend="keep each card as owner/name/README.md, and name the folder above",
        )
    return told


def _head(package: Package, name: str) -> dict[str, object] | None:
    """Return the head of a card, every value as text; None where there is none."""
    lines = package.text(name).splitlines()
    if not lines or lines[0].strip() != FENCE:
        return None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    head = None if end is None else _parsed(package, name, "\n".join(lines[1:end]))
    if head is None:
        raise DataError(
            "the head of this card never ends",
            where=f"{package.path}, {name}",
            why="a card that is cut off would lose what it is derived from",
            mend="fetch it from the repository again",
        )
    return head


def _parsed(package: Package, name: str, text: str) -> dict[str, object]:
    import yaml

    try:
        head = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds text only
    except (yaml.YAMLError, RecursionError) as problem:
        head = " ".join(str(problem).split())
    if head in (None, ""):
        return {}
    if not isinstance(head, dict):
        raise DataError(
            "the head of this card is no YAML mapping",
            where=f"{package.path}, {name}",
            why=str(head)[:200],
            mend="fetch it from the repository again",
        )
    return head


def _names(record: Record, key: str) -> tuple[str, ...]:
    """Return one name or a list of them, each once."""
    value = record.raw(key)
    return tuple(dict.fromkeys(_each(record, key, value)))


def _each(record: Record, key: str, value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, str):
            raise record.wrong(key, f"is {value!r}, neither a name nor a list of names")
        if each.strip() and each not in {"null", "~"}:
            yield " ".join(each.split())


def _is_repository(text: str) -> bool:
    owner, _, name = text.partition("/")
    return bool(owner and name) and "/" not in name and " " not in text and owner != "."
