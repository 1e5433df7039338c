"""Repositories of a model: only an address whose name is the model's own identifies it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["own_repository", "repositories"]

_ADDRESS = re.compile(r"https?://(?:www\.)?huggingface\.co/([^/\s?#]+)/([^/\s?#]+)")
_PLAIN = re.compile(r"([\w.-]+)/([\w.-]+)\Z")
_NO_OWNERS = frozenset({"blog", "collections", "datasets", "docs", "papers", "spaces"})
_SIGNS = re.compile(r"[^a-z0-9+]+")


def repositories(links: Iterable[str]) -> list[str]:
    """Return the model repositories at Hugging Face among links, as ``owner/name``.

    Parameters
    ----------
    links : iterable of str
        Addresses, or ``owner/name`` alone; anything else is passed over.

    Returns
    -------
    list of str
        Each once, in the order of the links, in the case in which they are written.
    """
    found: dict[str, None] = {}
    for link in links:
        match = _ADDRESS.match(link.strip()) or _PLAIN.match(link.strip())
        if match and match[1] not in _NO_OWNERS:
            found[f"{match[1]}/{match[2]}"] = None
    return list(found)


def own_repository(links: Iterable[str], *names: str) -> str:
    """Return the one repository that bears one of the names; empty when none or several do.

    A record often links the base model, a smaller size or another firm's model. The name of the
    repository must be the model's but for case, blanks and signs; a plus counts.
    """
    wanted = {_plain(name) for name in names if name}
    own = [each for each in repositories(links) if _plain(each.partition("/")[2]) in wanted]
    return own[0] if len(own) == 1 else ""


def _plain(name: str) -> str:
    return _SIGNS.sub("", name.casefold())
