"""The head of a record: which release it is, who made it, under which terms as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Mention, Refusal
from valuegraph.sources.own_repository import own_repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

__all__ = ["SURE", "Release", "read_release"]

SURE = Decimal("0.7")
WHOLE = "distribution"


@dataclass(frozen=True, slots=True)
class Release:
    """One record.

    Attributes
    ----------
    where : str
        Its file.
    name, version, producer, huggingface, repository, origin : str
        As written; the name as corrected.
    licences : mapping of str to str
        Licence of the whole (``distribution``) and of code, data and documents, as written.
    makers : tuple of Mention
        Who made it.
    family, sized : bool
        Whether the name is that of a line of releases, and whether the version is the size that
        tells the release from others of its name.
    own : str
        ``owner/name`` at Hugging Face, where the address bears the name of the release.
    refused : str
        Why nothing is told of it; empty when something is.
    refusals : tuple of Refusal
        What was left out of the head.
    """

    where: str
    name: str
    version: str
    producer: str
    huggingface: str
    repository: str
    origin: str
    licences: Mapping[str, str]
    makers: tuple[Mention, ...] = ()
    family: bool = False
    sized: bool = False
    own: str = ""
    refused: str = ""
    refusals: tuple[Refusal, ...] = ()

    @property
    def file(self) -> str:
        """Name of its file."""
        return PurePosixPath(self.where).name

    @property
    def asset(self) -> Mention:
        """The release, or the family where the record names no single release."""
        maker = self.makers[0].name if self.makers else ""
        if self.family:
            return Mention("ModelFamily", self.name, maker=maker)
        ids = (f"hf:{self.own}",) if self.own else ()
        name = f"{self.name} {self.version}" if self.sized else self.name
        return Mention("Model", name, ids=ids, maker=maker)

    @property
    def has_place(self) -> bool:
        """Whether the record says where anything of the release could be had."""
        return bool(self.huggingface or self.repository)


def read_release(body: Record, where: str, manifest: Manifest) -> Release:
    """Read the head of a record.

    Parameters
    ----------
    body : Record
        The block ``release``.
    where : str
        The file.
    manifest : Manifest
        With the lookups.

    Returns
    -------
    Release
        Without its parts.
    """
    body.when("date")  # of the record's last change, so that it dates no fact
    body.refuse("type", "architecture", "treatment", "contact")
    name = body.text("name")
    release = Release(
        where,
        name,
        _optional(body, "version"),
        _optional(body, "producer"),
        _optional(body, "huggingface"),
        _optional(body, "repository"),
        _optional(body, "origin"),
        _licences(body),
    )
    names = manifest.lookup("names")
    release = replace(release, name=names.get(release.file, names.get(name, name)))
    refused = manifest.lookup("no_model").get(release.file, "")
    family = release.name in manifest.lookup("families")
    judged = manifest.lookup("repositories").get(release.name, "")
    links = (release.huggingface,)
    own = judged or own_repository(links, release.name, release.name + release.version)
    sized = release.name in manifest.lookup("sizes")
    release = replace(release, refused=refused, family=family, sized=sized)
    release = replace(release, own="" if family else own)
    return _with_makers(release, manifest)


def _optional(body: Record, name: str) -> str:
    text = body.optional(name) if body.has(name) else ""
    body.refuse(name)
    return text


def _licences(body: Record) -> dict[str, str]:
    """Return the licence of the whole and of kinds of part; later records alone have them."""
    block = body.within("license")
    found = {}
    for kind in (WHOLE, "code", "data", "document"):
        if block.has(kind):
            each = block.within(kind)
            found[kind] = _optional(each, "name")
            each.refuse("path")
            each.done()
        block.refuse(kind)
    block.done()
    return {kind: text for kind, text in found.items() if text}


def _with_makers(release: Release, manifest: Manifest) -> Release:
    refusals = []
    if release.refused:
        refusals.append(Refusal(release.refused, release.where))
    if release.origin:
        why = "origin is a hint: often a licence, an architecture or the release itself"
        refusals.append(Refusal(why, f"{release.where}, {release.origin!r}"))
    if release.huggingface and not release.own:
        why = "the address does not bear the name of the release"
        refusals.append(Refusal(why, f"{release.where}, {release.huggingface!r}"))
    doubted = manifest.lookup("no_maker").get(release.file)
    told = manifest.lookup("makers").get(release.producer)
    if doubted or told == "" or not release.producer:
        why = doubted or ("no producer is named" if told is None else "a name that names no maker")
        refusals.append(Refusal(why, f"{release.where}, {release.producer!r}"))
        makers: tuple[Mention, ...] = ()
    elif told is None:
        makers = (Mention("Organization", release.producer),)
    else:
        makers = tuple(Mention("Organization", name.strip()) for name in told.split(";"))
    return replace(release, makers=makers, refusals=tuple(refusals))
