"""Which known thing a source means by a name: a ladder of rungs, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.curate.judging import (
    CHIP,
    KINDS,
    MODEL,
    ORGANISATION,
    SAME,
    THING,
    Judged,
    Judgements,
    fold,
)
from valuegraph.curate.lines import line_key
from valuegraph.curate.model_match import contradict
from valuegraph.curate.model_names import read_model
from valuegraph.curate.names import compare, key_of, loose
from valuegraph.curate.relating import kindred, rolled_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.facts.drafts import Mention

__all__ = ["Identity", "Judged", "KnownThing", "Resolution", "kind_of", "level_of"]

LEVELS = {"Authority": "Organization"}
"""Classes whose things may be one thing with those of another class; all others stand alone."""
KIND_OF = {
    "Model": MODEL,
    "ModelFamily": MODEL,
    "ServingVariant": MODEL,
    "Artifact": MODEL,
    "Organization": ORGANISATION,
    "AIChip": CHIP,
}
REPOSITORY = "hf:"

_Index = dict[tuple[str, str], dict[str, "KnownThing"]]


@dataclass(frozen=True, slots=True)
class KnownThing:
    """A thing that already has an IRI.

    Attributes
    ----------
    iri, cls, label : str
        Its node, the local name of its class, its name.
    names, ids, makers : tuple of str
        Further names, declared identifiers with their scheme, names of who makes it.
    """

    iri: str
    cls: str
    label: str
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a name leads.

    Attributes
    ----------
    iri : str or None
        The thing meant; None when nothing known is certainly it.
    rung : str
        ``identifier``, ``declared``, ``alias`` or ``name`` for a thing found, ``proposed`` when
        something is alike but not certain, ``new`` otherwise.
    why : str
        The reason in words.
    candidates : tuple of str
        IRIs of what is alike.
    """

    iri: str | None
    rung: str
    why: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lead:
    thing: KnownThing
    rung: str
    why: str


def level_of(cls: str) -> str:
    """Return the class within which a thing may be the same as another."""
    return LEVELS.get(cls, cls)


def kind_of(cls: str) -> str:
    """Return the kind under which judgements speak of a class."""
    return KIND_OF.get(level_of(cls), THING)


class Identity:
    """The things known, and the ladder from a source's name to one of them.

    Parameters
    ----------
    things : iterable of KnownThing
    judgements : iterable of Judged, optional

    Raises
    ------
    DataError
        When judgements contradict one another.
    """

    def __init__(self, things: Iterable[KnownThing], judgements: Iterable[Judged] = ()) -> None:
        self.judgements = Judgements(judgements)
        self._judged: dict[tuple[str, str], set[str]] = defaultdict(set)
        for each in self.judgements.all:
            for kind in (each.kind,) if each.kind else KINDS:
                for name in (each.left, each.right):
                    self._judged[kind, key_of(kind, name)].add(name)
        self._ids: _Index = defaultdict(dict)
        self._labels: _Index = defaultdict(dict)
        self._names: _Index = defaultdict(dict)
        self._keys: _Index = defaultdict(dict)
        self._loose: _Index = defaultdict(dict)
        for thing in things:
            self.add(thing)

    def add(self, thing: KnownThing) -> None:
        """Take one more thing in, so that later names can lead to it; its IRI may be known."""
        level = level_of(thing.cls)
        for each in thing.ids:
            self._ids[level, _same_id(each)][thing.iri] = thing
        self._labels[level, fold(thing.label)][thing.iri] = thing
        for name in thing.names:
            self._names[level, fold(name)][thing.iri] = thing
        for name in (thing.label, *thing.names):
            for key in _keys(thing.cls, name):
                self._keys[level, key][thing.iri] = thing
            self._loose[level, loose(name)][thing.iri] = thing

    def resolve(self, mention: Mention) -> Resolution:
        """Return which known thing a mention means.

        Parameters
        ----------
        mention : Mention
            The thing in the source's own name.

        Returns
        -------
        Resolution
            One thing by the first rung that leads to exactly one; nothing when a rung leads to
            several, when a judgement forbids it, or when the makers differ.
        """
        held: dict[str, str] = {}
        for rung in (self._by_id, self._by_alias, self._by_name):
            found: dict[str, _Lead] = {}
            for lead in rung(mention):
                if lead.thing.iri in held:
                    continue
                against = self._against(mention, lead)
                if against:
                    held[lead.thing.iri] = against
                else:
                    found.setdefault(lead.thing.iri, lead)
            if len(found) == 1:
                (only,) = found.values()
                return Resolution(only.thing.iri, only.rung, only.why)
            if found:
                why = f"{next(iter(found.values())).why}, as {len(found)} known things do"
                return Resolution(None, "proposed", why, (*found, *held))
        if held:
            return Resolution(None, "proposed", next(iter(held.values())), tuple(held))
        return self._alike(mention)

    def _by_id(self, mention: Mention) -> Iterator[_Lead]:
        level = level_of(mention.cls)
        for each in sorted(mention.ids, key=lambda one: not one.startswith(REPOSITORY)):
            rung = "identifier" if each.startswith(REPOSITORY) else "declared"
            for thing in self._ids.get((level, _same_id(each)), {}).values():
                yield _Lead(thing, rung, f"shares the identifier {each}")

    def _by_alias(self, mention: Mention) -> Iterator[_Lead]:
        level, kind = level_of(mention.cls), kind_of(mention.cls)
        exact = self._labels.get((level, fold(mention.name)), {})
        if exact:
            for thing in exact.values():
                yield _Lead(thing, "name", "is its label")
            return
        for thing in self._names.get((level, fold(mention.name)), {}).values():
            yield _Lead(thing, "alias", "is one of its recorded names")
        for name, why in self._judged_names(kind, mention.name).items():
            for table in (self._labels, self._names):
                for thing in table.get((level, name), {}).values():
                    yield _Lead(thing, "alias", why)

    def _judged_names(self, kind: str, name: str) -> dict[str, str]:
        """Return the folded names to which decisions lead, each with the reason."""
        found: dict[str, str] = {}
        for spelling in self._spellings(kind, name):
            if fold(spelling) != fold(name):
                found.setdefault(fold(spelling), f"{name!r} and {spelling!r} state the same")
            for other, path in self.judgements.names(kind, spelling).items():
                if path:
                    found.setdefault(other, "; ".join(str(step) for step in path))
        if kind == ORGANISATION:
            for other in (fold(name), *self._spellings(kind, name), *found):
                above = rolled_up(other)
                if above is not None:
                    for target in self.judgements.names(kind, above.other):
                        found.setdefault(target, str(above))
        return found

    def _spellings(self, kind: str, name: str) -> list[str]:
        """Return a name and the judged names that state the same."""
        judged = self._judged.get((kind, key_of(kind, name)), ())
        return [name, *sorted(each for each in judged if compare(kind, each, name).verdict == SAME)]

    def _by_name(self, mention: Mention) -> Iterator[_Lead]:
        level = level_of(mention.cls)
        for name in (mention.name, *mention.names):
            for key in _keys(mention.cls, name):
                for thing in self._keys.get((level, key), {}).values():
                    yield _Lead(thing, "name", f"{name!r} and {thing.label!r} state the same")

    def _against(self, mention: Mention, lead: _Lead) -> str:
        """Return what forbids a lead; empty when nothing does."""
        kind, thing = kind_of(mention.cls), lead.thing
        for name in dict.fromkeys((mention.name, *mention.names)):
            own = fold(name) == fold(thing.label)
            for spelling in () if own else self._spellings(kind, name):
                path = self.judgements.between(kind, spelling, thing.label)
                if path and path[-1].judgement != SAME:
                    return str(path[-1])
        if lead.rung in {"identifier", "declared"}:
            apart = contradict(mention.name, thing.label) if mention.cls == "Model" else ""
            return f"{lead.why}, but the names state {apart}" if apart else ""
        if lead.rung != "name" or self.judgements.one_name(kind, mention.name, thing.label):
            return ""
        return self._unlike(kind, mention, thing)

    def _unlike(self, kind: str, mention: Mention, thing: KnownThing) -> str:
        """Return why names that look the same are not enough; empty when they are."""
        told = [
            compare(kind, name, other)
            for name in (mention.name, *mention.names)
            for other in (thing.label, *thing.names)
        ]
        if all(each.verdict != SAME for each in told):
            return told[0].why
        makers = thing.makers if mention.maker else ()
        if makers and not any(self.one_firm(mention.maker, maker) for maker in makers):
            return f"made by {mention.maker}, {thing.label!r} by {', '.join(makers)}"
        return ""

    def one_firm(self, left: str, right: str) -> bool:
        """Whether two names of makers lead to one firm, its units and companies counted."""
        mine, theirs = (
            {key_of(ORGANISATION, each) for each in (name, *self._judged_names(ORGANISATION, name))}
            for name in (left, right)
        )
        return bool(mine & theirs) or kindred(mine, theirs)

    def _alike(self, mention: Mention) -> Resolution:
        level = level_of(mention.cls)
        near: dict[str, KnownThing] = {}
        for name in (mention.name, *mention.names):
            near |= self._loose.get((level, loose(name)), {}) if loose(name) else {}
        if near:
            labels = ", ".join(repr(thing.label) for thing in near.values())
            why = f"alike but for signs that may tell things apart: {labels}"
            return Resolution(None, "proposed", why, tuple(near))
        return Resolution(None, "new", "nothing known has this identifier or name")


def _keys(cls: str, name: str) -> tuple[str, ...]:
    """Return the keys of a name; a repository or file is only what bears exactly its name.

    A model has a second one without its date: a line may have one dated release only.
    """
    kind = kind_of(cls)
    if level_of(cls) == "Artifact":
        return (fold(name),)
    if kind == MODEL:
        return key_of(kind, name), line_key(read_model(name))
    return (key_of(kind, name),)


def _same_id(text: str) -> str:
    """Return an identifier as it is compared; repositories are found in any case."""
    return text.casefold() if text.startswith(REPOSITORY) else text
