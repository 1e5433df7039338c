"""From a graph and what is asked of its map to the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from valuegraph.errors import UsageError
from valuegraph.view.model import MAX_NODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuegraph.projection import Projection
    from valuegraph.store import Store
    from valuegraph.view.answers import ChokepointAnswer
    from valuegraph.view.fill import Asked
    from valuegraph.view.governance import GovernanceAnswer
    from valuegraph.view.model import MapData

TITLE = "Who depends on whom in AI"
WHOLE_SLICE = "Chokepoints are those of the whole slice, not of the part drawn here."
MIN_NODES = 10
THEMES = ("auto", "light", "dark")


class Wishes(TypedDict, total=False):
    """What a map can be asked for; everything may be left out.

    Attributes
    ----------
    title : str, optional
        Heading of the page.
    focus : str, optional
        One thing by name: what it rests on and what rests on it.
    sector : str, optional
        A sector by letter, label, alias or a word of it: what it rests on.
    kinds : iterable of str, optional
        Relation kinds to show, for example ``api`` or ``physical supply``.
    max_nodes : int
        Boxes at first sight, from 10 on; the others wait in groups that open.
    theme : str
        ``auto``, ``light`` or ``dark``.
    """

    title: str | None
    focus: str | None
    sector: str | None
    kinds: Iterable[str] | None
    max_nodes: int
    theme: str


class Graph(Protocol):
    """What this module needs of a graph: `valuegraph.KnowledgeGraph` has it."""

    store: Store

    @property
    def projection(self) -> Projection:
        """The slice."""
        ...

    @property
    def dataset(self) -> Any:  # noqa: ANN401 - hash and version, of a class above this room
        """Hash and version of the data."""
        ...

    def chokepoints(self) -> ChokepointAnswer:
        """Rank who stops whom."""
        ...

    def governance(self) -> GovernanceAnswer:
        """Infer how each offering governs."""
        ...


def map_of(kg: Graph, wishes: Wishes) -> MapData:
    """Return everything the page of a graph shows.

    Parameters
    ----------
    kg : Graph
        The slice.
    wishes : Wishes
        What is asked for.

    Raises
    ------
    UsageError
        A theme or a number of boxes that there is not, or a choice that leaves nothing.
    UnknownNameError
        Nothing is called as the focus, the sector or a kind is.
    """
    from valuegraph.view.fill import map_data
    from valuegraph.view.governed import governed

    asked = _asked(kg, wishes)
    data = map_data(
        kg.projection,
        kg.chokepoints().ranking,
        kg.store,
        asked,
        lambda: governed(kg.governance().rows()),
    )
    narrowed = {name: wishes.get(name) for name in ("focus", "sector", "kinds") if wishes.get(name)}
    if narrowed and not data.statements:
        raise UsageError(
            "nothing is left to draw",
            where=", ".join(f"{name}: {value}" for name, value in narrowed.items()),
            why="no statement in force on this day fits, which is not the same as no dependence",
            mend="choose less narrowly, or another day",
        )
    if narrowed:
        return replace(data, assumptions=(WHOLE_SLICE, *data.assumptions))
    return data


def _asked(kg: Graph, wishes: Wishes) -> Asked:
    from valuegraph.view.choosing import Choice
    from valuegraph.view.fill import Asked, Heading

    theme, boxes = wishes.get("theme", "auto"), wishes.get("max_nodes", MAX_NODES)
    if theme not in THEMES:
        raise UsageError(f"{theme!r} is not a theme", mend=f"choose {', '.join(THEMES)}")
    if boxes < MIN_NODES:
        raise UsageError(
            f"{boxes} boxes are too few",
            where="max_nodes",
            why="every stage of the chain needs one",
            mend=f"ask for {MIN_NODES} or more",
        )
    focus, sector = wishes.get("focus"), wishes.get("sector")
    kinds = tuple(wishes.get("kinds") or ())
    # A part of the chain says of itself that it is one.
    narrowed = ", ".join(filter(None, (focus, sector, *kinds)))
    title = filter(None, (TITLE, narrowed))
    return Asked(
        Heading(wishes.get("title") or ": ".join(title), kg.dataset.version, kg.dataset.hash),
        Choice(
            None if focus is None else kg.store.resolve(focus),
            None if sector is None else _sector(kg, sector),
            kinds,
        ),
        boxes,
        theme,
    )


def _sector(kg: Graph, name: str) -> frozenset[str]:
    """Return the boxes of a sector and of those who work in it, or in a part of it."""
    from valuegraph.projection.dependency import target_name
    from valuegraph.view.sectors import Sectors

    uses = [
        (user, section, record.one("subsector"))
        for record in kg.projection.catalogue.of("Uptake")
        if (user := record.one("hasUser")) and (section := record.one("inSector"))
    ]
    found = Sectors(kg.store, [(section, part or "") for _, section, part in uses]).find(name)
    users = {
        target_name(user, section) for user, section, part in uses if found.holds(section, part)
    }
    return found.sections | users
