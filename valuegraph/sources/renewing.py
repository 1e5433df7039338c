"""The text of a ``source.toml`` for another copy: all but a few entries stay as they were typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["renewed"]

COUNTS = "[counts]"
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")


def renewed(text: str, entries: Mapping[str, object], counts: Mapping[str, int]) -> str:
    """Return the text of a manifest with what belongs to one copy replaced.

    Parameters
    ----------
    text : str
        A valid manifest.
    entries : mapping of str to date, text or list of dates
        Entries above the tables: ``snapshot``, ``retrieved``, ``digest``, ``earlier``.
    counts : mapping of str to int
        What was counted in the copy.
    """
    lines = text.rstrip("\n").split("\n")
    first = next((at for at, line in enumerate(lines) if line.startswith("[")), len(lines))
    while first and not lines[first - 1].strip():
        first -= 1
    head, rest = lines[:first], lines[first:]
    for name, value in entries.items():
        line = f"{name} = {_written(value)}"
        at = next((n for n, each in enumerate(head) if re.match(rf"{name}\s*=", each)), None)
        if at is None:
            head.append(line)
        else:
            head[at] = line
    table = [f"{_key(name)} = {count}" for name, count in counts.items()]
    return "\n".join([*head, *_with_counts(rest, table)]) + "\n"


def _with_counts(rest: list[str], table: list[str]) -> list[str]:
    at = next((n for n, line in enumerate(rest) if line.split("#")[0].strip() == COUNTS), None)
    if at is None:
        return [*rest, "", COUNTS, *table]
    end = next((n for n in range(at + 1, len(rest)) if rest[n].startswith("[")), len(rest))
    while end > at + 1 and (not rest[end - 1].strip() or rest[end - 1].startswith("#")):
        end -= 1  # blank lines and comments belong to the table that follows
    return [*rest[:at], COUNTS, *table, *rest[end:]]


def _written(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    return str(value)


def _key(name: str) -> str:
    return name if _BARE.match(name) else _written(name)
