"""Whether a copy holds what the manifest says that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.errors import DataError

if TYPE_CHECKING:
    from valuegraph.facts.drafts import Harvest
    from valuegraph.sources.manifest import Manifest

__all__ = ["check_counts", "same_copy"]

ENOUGH = 0.9
"""Share of a count below which a copy is taken to be cut off: sources grow, or shrink slowly."""


def same_copy(harvest: Harvest, manifest: Manifest) -> bool:
    """Whether these are the very bytes that the manifest was written for."""
    return bool(manifest.digest) and harvest.digest == manifest.digest


def check_counts(harvest: Harvest, manifest: Manifest, *, accept_fewer: bool = False) -> None:
    """Refuse a copy that counts otherwise than it should.

    Parameters
    ----------
    harvest : Harvest
        With what was counted.
    manifest : Manifest
        With what was counted in the copy it was written for.
    accept_fewer : bool
        Take a copy in which much is missing all the same.

    Raises
    ------
    DataError
        The same bytes give other counts, a count is missing, or less than 90 % of one is there.
    """
    found, told = harvest.counts, manifest.counts
    if same_copy(harvest, manifest):
        wrong = [
            f"{name}: {found.get(name, 'nothing')}, not {told.get(name, 'told')}"
            for name in sorted({*found, *told})
            if found.get(name) != told.get(name)
        ]
        if wrong:
            raise _refusal(
                "the same copy gives other counts than before", harvest, wrong,
                "the reader has changed: mend it, or correct [counts] in source.toml",
            )  # fmt: skip
        return
    missing = [f"{name}: not counted" for name in sorted(set(told) - set(found))]
    if missing:
        raise _refusal(
            "what the manifest counts was not counted", harvest, missing,
            "mend the reader or [counts] in source.toml",
        )  # fmt: skip
    fewer = [
        f"{name}: {found[name]} of {told[name]}"
        for name in sorted(told)
        if found[name] < ENOUGH * told[name]
    ]
    if fewer and not accept_fewer:
        raise _refusal(
            f"this copy holds less than {ENOUGH:.0%} of what the one of {manifest.snapshot} held",
            harvest, fewer,
            "fetch it again; if the source has shrunk, say so with --accept-fewer",
        )  # fmt: skip


def _refusal(what: str, harvest: Harvest, lines: list[str], mend: str) -> DataError:
    return DataError(
        what,
        where=f"{harvest.source}: " + "; ".join(_few(lines)),
        why="a copy that was cut off would end facts that still hold",
        mend=mend,
    )


def _few(lines: list[str], shown: int = 12) -> list[str]:
    listed = list(lines)
    return listed[:shown] + ([f"and {len(listed) - shown} more"] if len(listed) > shown else [])
