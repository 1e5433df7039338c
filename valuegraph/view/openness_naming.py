"""Which releases a name stands for, and from which year on a series may begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from valuegraph.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.governance.openness import OpennessReader, Release, Seen

EARLIEST = 1990


class Store(Protocol):
    """What this module needs of a store."""

    def rows(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a SELECT query with native values."""
        ...

    def resolve(self, name: str, classes: Sequence[str] = ()) -> str:
        """Return the IRI that a name stands for."""
        ...


def check_year(since: int | None, last: int) -> None:
    """Refuse a first year that no series can begin in."""
    if since is not None and not EARLIEST <= since <= last:
        raise UsageError(
            f"a series cannot begin in {since}",
            where="--from",
            mend=f"name a year between {EARLIEST} and {last}, the year of the slice",
        )


def named(reader: OpennessReader, store: Store, name: str | None) -> list[Seen]:
    """Return the offerings in force that a name stands for; without one the dated releases."""
    if name is None:
        return [each for each in reader.seen if each.release.kind]
    iri = store.resolve(name)
    found = [each for each in reader.seen if iri in _names(each.release)]
    if not found:
        later = any(iri in _names(release) for release in reader.releases)
        raise UnknownNameError(
            f"{name} has no offering of a model in force on {reader.day}",
            why="those on record had ended by then" if later else "none is on record by then",
            mend="name a model, a family, a firm, a licence or an offering; or try another --as-of",
        )
    return sorted(found, key=_dated_first)


def _dated_first(seen: Seen) -> tuple[bool, ...]:
    """Put the developer's dated releases first, and what is known of least last."""
    release = seen.release
    return not release.kind, not release.own, release.rank is None


def _names(release: Release) -> set[str]:
    return {release.iri, release.provider, *release.lineage, *release.licences}
