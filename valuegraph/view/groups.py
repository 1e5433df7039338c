"""Levels of detail: which boxes stand alone, and which are gathered into groups to be opened."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from valuegraph.view.model import MAX_NODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuegraph.view.model import MapData

MAX_COLUMNS = 10
# An empty stage keeps its heading but takes half a column.
EMPTY_WIDTH = 0.5
ROWS = 19
# A stage that cannot show all its nodes shows fewer boxes, with air between them.
GATHERED_ROWS = 12
FEWEST = 2
MAX_MEMBERS = 84
CHUNK = 56
MAX_LETTERS = 12
NO_GROUP = ""
UNKNOWN_STAGE = "Stage unknown"


@dataclass(frozen=True, slots=True)
class Box:
    """A node, or a group of boxes that can be opened.

    Parameters
    ----------
    id : int
        Index of the node, or for a group a number above all of these.
    label : str
    stage : int
        Column heading that it stands under.
    key : tuple of str
        Sorts boxes the same way every time.
    parent : int, optional
        The group that holds it; None for a box of the first level.
    members : tuple of int
        Boxes inside, empty for a node.
    count : int
        Nodes inside; 1 for a node.
    """

    id: int
    label: str
    stage: int
    key: tuple[str, ...]
    parent: int | None = None
    members: tuple[int, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Levels:
    """All boxes of a map by id, its stages and the columns that each stage may fill."""

    boxes: dict[int, Box]
    stages: tuple[str, ...]
    columns: tuple[int, ...]

    def top(self, box: int) -> int:
        """Return the box of the first level that holds this one."""
        while (parent := self.boxes[box].parent) is not None:
            box = parent
        return box

    def nodes_in(self, box: int) -> list[int]:
        """Return the nodes inside a box at any depth, for a node itself."""
        members = self.boxes[box].members
        return [node for member in members for node in self.nodes_in(member)] or [box]

    def first_level(self) -> list[Box]:
        """Return the boxes shown while every group is closed."""
        return [box for box in self.boxes.values() if box.parent is None]


def arrange(data: MapData) -> Levels:
    """Gather nodes into groups until the first level can be read.

    Where all nodes fit, each stands alone. Otherwise each stage shows its groups, those with
    chokepoints and with most facts first, and gathers the rest once more; a very large group is
    divided by name.

    Parameters
    ----------
    data : MapData

    Returns
    -------
    Levels
    """
    loose = any(node.stage is None for node in data.nodes)
    stages = (*data.stages, UNKNOWN_STAGE) if loose else data.stages
    by_stage: list[list[int]] = [[] for _ in stages]
    for index, node in enumerate(data.nodes):
        by_stage[len(stages) - 1 if node.stage is None else node.stage].append(index)
    work = _Gathering(data, stages)
    whole = len(data.nodes) <= data.max_nodes
    wanted = [
        len(members) if whole else work.wanted(members, data.max_nodes) for members in by_stage
    ]
    columns = _columns(wanted)
    rooms = [min(want, own * ROWS) for want, own in zip(wanted, columns, strict=True)]
    while sum(rooms) > data.max_nodes and max(rooms) > FEWEST:
        rooms[rooms.index(max(rooms))] -= 1
    for stage, members in enumerate(by_stage):
        work.fill(stage, members, max(FEWEST, rooms[stage]))
    return Levels(work.boxes, stages, columns)


def _columns(wanted: Sequence[int]) -> tuple[int, ...]:
    """Share out columns: one to each stage, the rest to the fullest."""
    columns = [1] * len(wanted)
    empty = sum(want == 0 for want in wanted)
    while sum(columns) - empty * (1 - EMPTY_WIDTH) < MAX_COLUMNS and wanted:
        pressure = [want / (ROWS * own) for want, own in zip(wanted, columns, strict=True)]
        fullest = max(range(len(wanted)), key=pressure.__getitem__)
        if pressure[fullest] <= 1:
            break
        columns[fullest] += 1
    return tuple(columns)


class _Gathering:
    """Builds the boxes of one map, stage by stage."""

    def __init__(self, data: MapData, stages: tuple[str, ...]) -> None:
        self.nodes = data.nodes
        self.stages = stages
        self.boxes: dict[int, Box] = {}
        self.next_id = len(data.nodes)
        self.degree = Counter(
            end for _, end in {(s.id, end) for s in data.statements for end in (s.source, s.target)}
        )
        for item in data.chokepoints:
            for name in item.node_ids:
                self.degree[name] += 1

    def wanted(self, members: list[int], most: int) -> int:
        """Return how many boxes a stage asks for: nodes if few, else its groups if few."""
        if len(members) <= ROWS:
            return len(members)
        entries = len(self._entries(members))
        if entries <= ROWS:
            return max(entries, GATHERED_ROWS)
        return GATHERED_ROWS if most <= MAX_NODES else min(entries, ROWS * MAX_COLUMNS)

    def fill(self, stage: int, members: list[int], room: int) -> None:
        """Make the boxes of one stage, at most `room` of them on the first level."""
        if len(members) <= room:
            for index in members:
                self._leaf(index, stage, None)
            return
        entries = self._entries(members)
        self._promote(entries, min(room, GATHERED_ROWS) - len(entries))
        ranked = sorted(entries.items(), key=lambda item: self._importance(*item))
        own = ranked if len(ranked) <= room else ranked[: room - 1]
        for (name, _), inside in own:
            self._group(name, stage, None, inside)
        if rest := ranked[len(own) :]:
            self._group_of_groups(stage, rest)

    def _entries(self, members: list[int]) -> dict[tuple[str, int], list[int]]:
        """Return what a stage can show: its groups, and nodes that stand alone.

        A chokepoint stands alone, unless its group bears its name.
        """
        found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for index in members:
            node = self.nodes[index]
            alone = node.group is None or (node.chokepoint and node.group != node.label)
            found[(NO_GROUP, index) if alone else (node.group or NO_GROUP, -1)].append(index)
        return found

    def _promote(self, entries: dict[tuple[str, int], list[int]], spare: int) -> None:
        """Let nodes with most facts stand beside their group while there is room."""
        inside = [index for members in entries.values() if len(members) > 1 for index in members]
        inside.sort(key=lambda i: (-self.degree[self.nodes[i].id], self.nodes[i].label, i))
        for index in inside[: max(0, spare)]:
            node = self.nodes[index]
            group = entries[(node.group or NO_GROUP, -1)]
            if len(group) > FEWEST and node.label != node.group:
                group.remove(index)
                entries[(NO_GROUP, index)] = [index]

    def _importance(
        self, key: tuple[str, int], inside: list[int]
    ) -> tuple[bool, int, int, str, int]:
        marked = any(self.nodes[index].chokepoint for index in inside)
        weight = sum(self.degree[self.nodes[index].id] for index in inside)
        return (not marked, -weight, -len(inside), *key)

    def _leaf(self, index: int, stage: int, parent: int | None) -> int:
        node = self.nodes[index]
        key = (node.label.casefold(), node.id)
        self.boxes[index] = Box(index, node.label, stage, key, parent)
        return index

    def _group(self, name: str, stage: int, parent: int | None, inside: list[int]) -> int:
        if len(inside) == 1:
            return self._leaf(inside[0], stage, parent)
        number = self._number()
        ordered = self._by_label(inside)
        if len(ordered) <= MAX_MEMBERS:
            members = [self._leaf(index, stage, number) for index in ordered]
        else:
            members = self._chunks(name, stage, number, ordered)
        self.boxes[number] = Box(
            number,
            name,
            stage,
            (name.casefold(), str(number)),
            parent,
            tuple(members),
            len(ordered),
        )
        return number

    def _chunks(self, name: str, stage: int, parent: int, ordered: list[int]) -> list[int]:
        size = -(-len(ordered) // -(-len(ordered) // CHUNK))
        parts = [ordered[start : start + size] for start in range(0, len(ordered), size)]
        ends = [(self.nodes[part[0]].label, self.nodes[part[-1]].label) for part in parts]
        length = _telling_length(ends)
        return [
            self._group(f"{name} {first[:length]} to {last[:length]}", stage, parent, part)
            for part, (first, last) in zip(parts, ends, strict=True)
        ]

    def _group_of_groups(self, stage: int, rest: list[tuple[tuple[str, int], list[int]]]) -> None:
        number = self._number()
        name = f"other {_inline(self.stages[stage])}"
        loose = [index for (inner, _), inside in rest if inner == NO_GROUP for index in inside]
        by_name = sorted(
            ((inner, inside) for (inner, _), inside in rest if inner != NO_GROUP),
            key=lambda item: (item[0].casefold(), item[0]),
        )
        members = self._groups_by_name(name, stage, number, by_name)
        if len(members) + len(loose) <= MAX_MEMBERS:
            members += [self._leaf(index, stage, number) for index in self._by_label(loose)]
        else:
            members.append(self._group("without a group", stage, number, loose))
        count = sum(len(inside) for _, inside in rest)
        if len(members) == 1:
            self._lift(members[0])
            return
        key = ("\uffff", name)
        self.boxes[number] = Box(number, name, stage, key, None, tuple(members), count)

    def _groups_by_name(
        self, name: str, stage: int, parent: int, by_name: list[tuple[str, list[int]]]
    ) -> list[int]:
        """Make groups; too many to show at once are gathered into parts of the alphabet."""
        if len(by_name) < MAX_MEMBERS:
            return [self._group(inner, stage, parent, inside) for inner, inside in by_name]
        size = -(-len(by_name) // -(-len(by_name) // CHUNK))
        parts = [by_name[start : start + size] for start in range(0, len(by_name), size)]
        length = _telling_length([(part[0][0], part[-1][0]) for part in parts])
        made = []
        for part in parts:
            number = self._number()
            members = tuple(self._group(inner, stage, number, inside) for inner, inside in part)
            label = f"{name} {part[0][0][:length]} to {part[-1][0][:length]}"
            count = sum(len(inside) for _, inside in part)
            key = (label.casefold(), str(number))
            self.boxes[number] = Box(number, label, stage, key, parent, members, count)
            made.append(number)
        return made

    def _lift(self, box: int) -> None:
        """Put a box on the first level: a group of one box would only hide it."""
        self.boxes[box] = replace(self.boxes[box], parent=None)

    def _by_label(self, members: list[int]) -> list[int]:
        return sorted(members, key=lambda i: (self.nodes[i].label.casefold(), self.nodes[i].id))

    def _number(self) -> int:
        self.next_id += 1
        return self.next_id - 1


def _telling_length(ends: list[tuple[str, str]]) -> int:
    """Return how many letters tell the end of each part from the start of the next."""
    for length in range(3, MAX_LETTERS):
        if all(left[1][:length] != right[0][:length] for left, right in pairwise(ends)):
            return length
    return MAX_LETTERS


def _inline(heading: str) -> str:
    """Return a heading as it reads inside a phrase, leaving abbreviations alone."""
    return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]
