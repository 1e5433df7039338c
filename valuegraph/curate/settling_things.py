"""Each thing of a harvest -> an IRI: that of what is already known, or a new one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.curate.identity import KnownThing, kind_of, level_of
from valuegraph.curate.judging import SAME, fold
from valuegraph.curate.refreshing import made_by
from valuegraph.curate.settled import Proposal
from valuegraph.errors import DataError
from valuegraph.vocabulary.namespaces import VG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.curate.gathering import Group, Handle
    from valuegraph.curate.identity import Identity, Resolution
    from valuegraph.curate.minting import Mint
    from valuegraph.vocabulary import Vocabulary

__all__ = ["Placed", "Placing"]

BY_NAME = frozenset({"name", "alias"})
SEEDS = {"Jurisdiction": ("iso3166:",), "Licence": ("spdx:", "scancode:", "dalicc:")}
"""Classes that are called by an identifier rather than by their name."""


@dataclass(slots=True)
class Placed:
    """Where the things of a harvest ended up.

    Attributes
    ----------
    iris : dict of (str, str) to str
        IRI by handle.
    new, found : dict of str to Group
        What is said of things that are new, and of those that were known.
    proposals : list of Proposal
    moved : dict of str to str
        Known things by the IRI that an earlier copy gave them.
    """

    iris: dict[Handle, str] = field(default_factory=dict)
    new: dict[str, Group] = field(default_factory=dict)
    found: dict[str, Group] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Placing:
    """Finds or makes the IRI of every thing of one harvest.

    Attributes
    ----------
    source : str
        Id of the source.
    identity : Identity
        What is known; the new things are added to it.
    mint : Mint
        Gives new IRIs.
    vocabulary : Vocabulary
        Tells the classes.
    earlier : mapping of (str, str) to str
        IRIs that an earlier copy of the source gave, by class and identifier or name.
    """

    source: str
    identity: Identity
    mint: Mint
    vocabulary: Vocabulary
    earlier: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def place(self, groups: Mapping[Handle, Group]) -> Placed:
        """Return an IRI for each thing; the same for every order of the harvest.

        What is known comes first; then what the source tells by a key; what it tells by a name
        alone may, last, be one of those.
        """
        told = {group.handle: group for group in groups.values()}
        ordered = [told[handle] for handle in sorted(told, key=lambda h: (not told[h].keys, h))]
        shared = Counter(_signature(group) for group in ordered if group.keys)
        placed = Placed()
        open_: list[tuple[Group, Resolution]] = []
        for group in ordered:
            answer = self.identity.resolve(group.mention())
            told_apart = shared[_signature(group)] < 2  # noqa: PLR2004 - one key, one thing
            if answer.iri and (told_apart or answer.rung not in BY_NAME):
                self._set(placed, group, answer.iri, known=True)
                before = self._earlier(group, placed)
                if before not in {None, answer.iri}:
                    placed.moved[str(before)] = answer.iri
            else:
                open_.append((group, answer))
        for group, answer in open_:
            self._place_new(placed, group, answer)
        return placed

    def _place_new(self, placed: Placed, group: Group, answer: Resolution) -> None:
        iri = self._again(placed, group) or self._earlier(group, placed)
        if iri is None:
            iri = self._new_iri(group)
        first = iri not in placed.new
        self._set(placed, group, iri, known=False)
        if first:
            mention = group.mention()
            makers = tuple(group.makers)
            self.identity.add(
                KnownThing(iri, group.cls, mention.name, mention.names, mention.ids, makers)
            )
            alike = (answer.iri,) if answer.iri else answer.candidates
            if alike:
                placed.proposals.append(Proposal(iri, mention.name, answer.why, alike))

    def _again(self, placed: Placed, group: Group) -> str | None:
        """Return the new thing that this one is, if what was placed before it tells."""
        mention = group.mention()
        found = self.identity.resolve(mention).iri
        if found is None or found not in placed.new:
            return None
        if group.keys and placed.new[found].keys:
            path = self.identity.judgements.between(
                kind_of(group.cls), mention.name, placed.new[found].name
            )
            judged = bool(path) and path[-1].judgement == SAME
            return found if judged else None
        return found

    def _earlier(self, group: Group, placed: Placed) -> str | None:
        told = [*sorted(group.ids), *sorted(self.key_ids(group))]
        if not group.keys:
            made = [made_by(group.name, maker) for maker in sorted(group.makers)]
            told += [*made, f"label:{group.name}", f"name:{fold(group.name)}"]
        found = (self.earlier.get((group.cls, each)) for each in told)
        iri = next(filter(None, found), None)
        return None if iri in placed.new else iri

    def key_ids(self, group: Group) -> list[str]:
        """Return the source's keys as identifiers, but for those that an identifier holds."""
        known = {each.partition(":")[2] for each in group.ids}
        return [f"{self.source}:{key}" for key in sorted(group.keys) if key not in known]

    def _new_iri(self, group: Group) -> str:
        term = self.vocabulary.classes.get(VG + group.cls)
        if term is None or term.id_prefix is None:
            raise DataError(
                f"{group.cls!r} is no class of things that may be mentioned",
                where=f"{self.source}, {group.name!r}",
                mend="see the table of classes in ontology/README.md",
            )
        wanted = SEEDS.get(group.cls, ())
        seed = next(
            (i.partition(":")[2] for w in wanted for i in sorted(group.ids) if i.startswith(w)),
            group.name,
        )
        key = "|".join((group.cls, *sorted(group.keys or {group.name}), *sorted(group.makers)))
        return self.mint.new(term.id_prefix, seed, key)

    @staticmethod
    def _set(placed: Placed, group: Group, iri: str, *, known: bool) -> None:
        for handle in group.handles:
            placed.iris[handle] = iri
        table = placed.found if known else placed.new
        if iri in table:
            table[iri].take(group)
        else:
            table[iri] = group


def _signature(group: Group) -> tuple[str, str, str]:
    mention = group.mention()
    return level_of(group.cls), fold(mention.name), fold(mention.maker)
