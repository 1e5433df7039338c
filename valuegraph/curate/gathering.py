"""All that one harvest says of each thing it mentions, whatever the order it is said in."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.facts.records import Value

__all__ = ["Group", "Handle", "flatten", "gather", "mentions_in"]

Handle = tuple[str, str]


@dataclass(slots=True)
class Group:
    """One thing of a source, put together from every mention of it.

    Attributes
    ----------
    cls : str
        Local name of its class.
    handles : set of (str, str)
        What the source tells it by.
    keys : set of str
        The source's own keys; empty where the name is all it has.
    names, makers : Counter of str
        How often each was given.
    ids : set of str
        Declared identifiers.
    pairs : dict
        Properties as keys: local name and value, a set that keeps no order.
    """

    cls: str
    handles: set[Handle] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    makers: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)
    pairs: dict[tuple[str, Value | Mention], None] = field(default_factory=dict)

    @property
    def handle(self) -> Handle:
        """The first of its handles."""
        return min(self.handles)

    @property
    def name(self) -> str:
        """The name most often given; of equally frequent ones the shortest."""
        return min(self.names, key=lambda name: (-self.names[name], len(name), name))

    def mention(self) -> Mention:
        """Return the whole as one mention."""
        name = self.name
        return Mention(
            self.cls,
            name,
            min(self.keys, default=""),
            tuple(sorted(self.ids)),
            min(self.makers, key=lambda each: (-self.makers[each], each), default=""),
            names=tuple(sorted(set(self.names) - {name})),
        )

    def take(self, other: Group) -> None:
        """Take in what is said of the same thing under another handle."""
        self.handles |= other.handles
        self.keys |= other.keys
        self.ids |= other.ids
        self.names += other.names
        self.makers += other.makers
        self.pairs |= other.pairs


def flatten(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims together with those that they point at, each once, inner ones first."""
    depths: dict[Claim, int] = {}
    for claim in claims:
        _descend(claim, depths)
    return sorted(depths, key=lambda claim: depths[claim])


def _descend(claim: Claim, depths: dict[Claim, int]) -> int:
    if claim not in depths:
        inner = (value for _, value in (*claim.ends, *claim.values) if isinstance(value, Claim))
        depths[claim] = 1 + max((_descend(each, depths) for each in inner), default=-1)
    return depths[claim]


def mentions_in(claim: Claim) -> Iterator[Mention]:
    """Yield the things that a claim names itself, not those of the claims it points at."""
    for _, value in (*claim.ends, *claim.values):
        if isinstance(value, Mention):
            yield value


def gather(mentions: Iterable[Mention]) -> dict[Handle, Group]:
    """Return what is said of each thing, by every handle it has.

    Things of one class that share a declared identifier are one thing.
    """
    groups: dict[Handle, Group] = {}
    for mention in mentions:
        _take(mention, groups)
    by_id: dict[tuple[str, str], list[Handle]] = defaultdict(list)
    for handle in sorted(groups):
        for each in groups[handle].ids:
            by_id[groups[handle].cls, each].append(handle)
    for key in sorted(by_id):
        first, *rest = by_id[key]
        for other in rest:
            _join(groups, first, other)
    return groups


def _take(mention: Mention, groups: dict[Handle, Group]) -> None:
    group = groups.get(mention.handle)
    if group is None:
        group = groups[mention.handle] = Group(mention.cls, {mention.handle})
    if mention.key:
        group.keys.add(mention.key)
    group.names[mention.name] += 1
    group.names.update(dict.fromkeys(mention.names, 0))
    if mention.maker:
        group.makers[mention.maker] += 1
    group.ids.update(mention.ids)
    for prop, value in mention.properties:
        group.pairs[prop, value] = None
        if isinstance(value, Mention):
            _take(value, groups)


def _join(groups: dict[Handle, Group], left: Handle, right: Handle) -> None:
    one, other = groups[left], groups[right]
    if one is not other:
        one.take(other)
        for handle in other.handles:
            groups[handle] = one
