"""Which statements a map shows: all, or those around a thing, behind a sector, of some kinds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import UnknownNameError
from valuegraph.view.palette import canonical, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from valuegraph.view.model import MapStatement

    Walk = Callable[[MapStatement], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the graph a map shows; each part narrows it further.

    Parameters
    ----------
    focus : str, optional
        IRI of one thing: what it rests on and what rests on it.
    sector : frozenset of str, optional
        Boxes of the sector and of those who work in it: they and what they rest on.
    kinds : tuple of str
        Relation kinds, as the legend or the ontology calls them; none means all.
    """

    focus: str | None = None
    sector: frozenset[str] | None = None
    kinds: tuple[str, ...] = ()


def of_kinds(statements: Sequence[MapStatement], kinds: Collection[str]) -> list[MapStatement]:
    """Return the statements of some kinds, however these are written.

    Raises
    ------
    UnknownNameError
        A kind that no statement has.
    """
    if not kinds:
        return list(statements)
    known = {canonical(item.kind) for item in statements}
    spelt = {_plain(word): kind for kind in sorted(known) for word in (kind, spaced(kind))}
    wanted = {_plain(canonical(kind)): kind for kind in kinds}
    wrong = [kind for plain, kind in wanted.items() if plain not in spelt]
    if wrong:
        raise UnknownNameError(
            f"no statement is of the kind {', '.join(map(repr, wrong))}",
            why="an empty map would look like the absence of dependence",
            mend=f"kinds on this map: {', '.join(sorted(known))}",
        )
    chosen = {spelt[plain] for plain in wanted}
    return [item for item in statements if canonical(item.kind) in chosen]


def around(statements: Sequence[MapStatement], start: Collection[str]) -> list[MapStatement]:
    """Return the statements up- and downstream of some boxes."""
    return _along(statements, start, upstream=True, downstream=True)


def behind(
    statements: Sequence[MapStatement], ends: Collection[str], shown: Collection[str]
) -> list[MapStatement]:
    """Return the statements upstream of some boxes; of statements into them those from `shown`.

    A user in one part of a sector must not bring in those who work in another part.
    """
    kept = [s for s in statements if s.target not in ends or s.source in shown]
    return _along(kept, set(ends) | set(shown), upstream=True, downstream=False)


def _along(
    statements: Sequence[MapStatement], start: Collection[str], *, upstream: bool, downstream: bool
) -> list[MapStatement]:
    kept: set[int] = set()
    for wanted, here, there in ((downstream, _source, _target), (upstream, _target, _source)):
        if wanted:
            kept |= _walk(statements, start, here, there)
    return [statements[index] for index in sorted(kept)]


def _walk(
    statements: Sequence[MapStatement], start: Iterable[str], here: Walk, there: Walk
) -> set[int]:
    leaving: defaultdict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(statements):
        leaving[here(item)].append(index)
    seen = set(start)
    queue, found = list(seen), set()
    while queue:
        for index in leaving[queue.pop()]:
            found.add(index)
            other = there(statements[index])
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return found


def _source(item: MapStatement) -> str:
    return item.source


def _target(item: MapStatement) -> str:
    return item.target


def _plain(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()
