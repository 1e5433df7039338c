"""What stands around a model's name: route, region, namespace, revision of an endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from valuegraph.curate.words import families, owners

__all__ = ["Placed", "placed"]

REGIONS = ("apac", "au", "ca", "eu", "global", "jp", "regional", "us", "us-gov")
_PATH = re.compile(r"[^\s/]+(?:/[^\s/]+)*/[^\s/]*[A-Za-z]{2}[^\s/]*|[^\s/]+/[^\s/]*[a-z]\d[^\s/]*")
_REGION = re.compile(rf"(?:{'|'.join(REGIONS)})\.(?=[a-z0-9]+\.)")
_DOTTED = re.compile(r"([a-z][a-z0-9]+)\.(?=[a-z])")
_DASHED = re.compile(r"([a-z][a-z0-9]+)--(?=[a-z])")
_REVISION = re.compile(r"-(?:v(?=\d+$)|v?(?=\d+:))(\d+)(?::(\d+))?$")
_DATED = re.compile(r"-v(?P<major>\d+)(?=@\d{8}$)")
_JOINED = re.compile(r"([a-z0-9]+-[a-z]+)-(?=([a-z]+))")
_SCHEME = re.compile(r"^(?:hf:|~|@)")


@dataclass(frozen=True, slots=True)
class Placed:
    """A name freed of its place.

    Attributes
    ----------
    name : str
        The name alone.
    owners : tuple of str
        Namespaces in which it stands, folded, without mere routes.
    revision : tuple of str
        Major and minor number of an endpoint written ``-v1:0``, the minor one empty for ``-v1``
        and for ``-v2@20241022``; empty without one.
    """

    name: str
    owners: tuple[str, ...] = ()
    revision: tuple[str, ...] = ()


def placed(text: str) -> Placed:
    """Take a name out of the path, region and namespace in which a catalogue puts it."""
    name = _SCHEME.sub("", text.strip())
    found: list[str] = []
    if "/" in name and _PATH.fullmatch(name):
        *steps, name = name.split("/")
        found += [step.casefold() for step in steps]
    name = _REGION.sub("", name, count=1) if name.islower() or _REGION.match(name) else name
    dotted = False
    for pattern in (_DOTTED, _DASHED):
        prefix = pattern.match(name)
        if prefix and prefix[1] in owners():
            found.append(prefix[1])
            name, dotted = name[prefix.end() :], True
    joined = _JOINED.match(name)
    if joined and joined[1] in owners() and owners()[joined[1]].maker == families().get(joined[2]):
        found.append(joined[1])
        name = name[joined.end() :]
    name, revision = _without_revision(name, dotted=dotted)
    kept = tuple(
        dict.fromkeys(
            each for each in found if each not in owners() or owners()[each].role != "route"
        )
    )
    return Placed(name, kept, revision)


def _without_revision(name: str, *, dotted: bool) -> tuple[str, tuple[str, ...]]:
    """Take the number of an endpoint off: ``-v2:0`` at the end, ``-v2`` before ``@20241022``."""
    dated = _DATED.search(name)
    if dated:
        return name[: dated.start()] + name[dated.end() :], (dated["major"], "")
    found = _REVISION.search(name)
    if found and (found[2] or dotted):
        return name[: found.start()], found.groups("")
    return name, ()
