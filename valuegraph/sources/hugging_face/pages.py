"""Repositories as things: releases, copies of releases by other accounts, and formats of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from valuegraph.sources.manifest import Manifest

__all__ = ["COPY", "FORMAT", "Pages"]

COPY, FORMAT, HOLDS = "mirrorOf", "variantOf", "holdsRelease"
RELEASE, PAGE = "Model", "Artifact"


class Pages:
    """Tells what a repository holds.

    A repository of an account that re-uploads, with the name of a maker's own repository, is a copy
    of that one; with an ending for a format it is that release in another format. Without this an
    account that re-uploads looks like the maker of what everybody builds on.

    Parameters
    ----------
    manifest : Manifest
        With the lookups on accounts and names.
    known : iterable of str
        Repositories that the copy speaks of, as ``owner/name``.
    quantised : set of str
        Those that hold a coarser copy of another.
    """

    def __init__(
        self, manifest: Manifest, known: Iterable[str], quantised: AbstractSet[str]
    ) -> None:
        self._renamed = manifest.lookup("renamed")
        self._uploaders = manifest.lookup("re_uploaders")
        self._spellings = {
            key.casefold(): value for key, value in manifest.lookup("spellings").items()
        }
        self._formats = sorted(manifest.lookup("formats"), key=len, reverse=True)
        self._quantised = quantised
        self._own: dict[str, set[str]] = {}
        originals = manifest.lookup("originals")
        for each in (*known, *self._renamed):
            owner, _, name = each.partition("/")
            if owner in originals:
                self._own.setdefault(name.casefold(), set()).add(self.current(each))
        self._held: dict[str, Mention] = {}

    def current(self, repository: str) -> str:
        """Return the name that a repository has now."""
        return self._renamed.get(repository, repository)

    def page(self, repository: str) -> Mention:
        """Return a repository as a thing; its name is the whole of ``owner/name``."""
        now = self.current(repository)
        if now not in self._held:
            self._held[now] = self._made(now)
        if now != repository:
            return Mention(
                self._held[now].cls, now, key=now, ids=(f"hf:{now}", f"hf:{repository}"),
                properties=self._held[now].properties,
            )  # fmt: skip
        return self._held[now]

    def original(self, repository: str) -> str:
        """Return the repository of which this one is a copy or a format; empty if of none."""
        return self._traced(self.current(repository))[1]

    def count(self, prop: str) -> int:
        """Return how many of the pages asked for are linked by a property."""
        return sum(any(name == prop for name, _ in each.properties) for each in self._held.values())

    def _made(self, repository: str) -> Mention:
        prop, original = self._traced(repository)
        coarse = repository in self._quantised
        return Mention(
            PAGE if original or coarse else RELEASE,
            repository,
            key=repository,
            ids=(f"hf:{repository}",),
            properties=self._links(prop, original) if original else (),
        )

    def _links(self, prop: str, original: str) -> tuple[tuple[str, Mention], ...]:
        """Return what links a page to a release: a copy is one of the page that holds it."""
        release = self.page(original)
        if prop != COPY or release.cls != RELEASE:
            return ((FORMAT, release),)
        page = Mention(
            PAGE, original, key=original, ids=release.ids, properties=((HOLDS, release),)
        )
        return ((COPY, page), (HOLDS, release))

    def _traced(self, repository: str) -> tuple[str, str]:
        owner, _, name = repository.partition("/")
        if owner not in self._uploaders:
            return "", ""
        found = self._named(name)
        if found:
            return (COPY, found) if found != repository else ("", "")
        ending = next((each for each in self._formats if name.casefold().endswith(each)), "")
        found = self._named(name[: -len(ending)]) if ending else ""
        return (FORMAT, found) if found and found != repository else ("", "")

    def _named(self, name: str) -> str:
        """Return the one maker's repository of a name; empty where none or several bear it."""
        spelt = self._spellings.get(name.casefold())
        if spelt:
            return self.current(spelt)
        own = self._own.get(name.casefold(), set())
        makers = {each for each in own if each.partition("/")[0] not in self._uploaders} or own
        return next(iter(makers)) if len(makers) == 1 else ""
