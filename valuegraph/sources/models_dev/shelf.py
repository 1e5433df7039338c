"""The models of models.dev: labs' records, models that only providers list, ways of serving them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.facts.drafts import Mention
from valuegraph.sources.models_dev.agreeing import at_odds
from valuegraph.sources.spelling import LAYER, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from valuegraph.sources.models_dev.layout import Entry, Release
    from valuegraph.sources.spelling import Named, Namer

__all__ = ["DECLARED", "EXACT", "LOOSE", "NAMED", "SPELT", "TORN", "Placed", "Shelf"]

DECLARED, EXACT, SPELT, NAMED, LOOSE = "declared", "exact", "spelt", "named", "loose"
TORN = "torn"
"""How an offer's model was found: by ``base_model``, by a lab's id, by a lab's id in another
spelling, as a model of a maker that its name gives, or by nothing. One is torn whose id or name
speaks of another model than its ``base_model``."""

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[a-z]{2,}")


def _word(name: str) -> str:
    found = _LETTERS.match(name.casefold())
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer's model, and how it was found."""

    model: Mention
    maker: str
    how: str


class Shelf:
    """All models that a copy speaks of.

    Parameters
    ----------
    releases : iterable of Release
        The labs' records.
    namer : Namer
        Knows the odd spellings.
    lookup : callable
        Gives a table of the manifest: ``variants`` (records that are ways of serving another: id or
        ``hf:owner/name``), ``same_records`` (a dated record of what another names without date),
        ``names`` (what a record is called), ``foreign_weights`` (its repository is another's),
        ``meant`` (an offer that says two things, looked up: the model that is meant), ``made`` (maker
        of a model that is only offered, by its ``family``).
    """

    def __init__(
        self,
        releases: Iterable[Release],
        namer: Namer,
        lookup: Callable[[str], Mapping[str, str]],
    ) -> None:
        self.namer = namer
        self.records = {release.id: release for release in releases}
        self.same = lookup("same_records")
        self._variants = lookup("variants")
        self._names = lookup("names")
        self._foreign = lookup("foreign_weights")
        self._meant, self._made = lookup("meant"), lookup("made")
        self._mentions: dict[str, Mention] = {}
        self._by_key: dict[tuple[str, str], str] = {}
        for record in self.records.values():
            maker = self.maker(record.id)
            segment = record.id.split("/")[1]
            namer.learn(maker, segment, fixed=True)
            key = namer.name(record.id).key
            self._by_key[maker, key] = self.same.get(record.id, record.id)

    def maker(self, record: str) -> str:
        """Return the firm behind a lab's folder."""
        lab = record.split("/", maxsplit=1)[0]
        found = self.namer.apart(f"{lab}/x")[0]
        if not found:
            raise DataError(
                f"a lab that the lookups do not know: {lab}",
                where=f"models/{record}.toml",
                why="the folder is all that says who makes the model",
                mend="add it to [lookups.makers] of models_dev/source.toml",
            )
        return found

    def learn(
        self, entries: Iterable[Entry], own: Mapping[str, str], firms: Mapping[str, str]
    ) -> None:
        """Take note of the makers that the names of offers give.

        Parameters
        ----------
        entries : iterable of Entry
            Every offer.
        own, firms : mapping of str to str
            Maker of what nobody else names, by provider; and the firm behind each provider. What a
            lab offers itself under a word that begins the names of its own records is its own too.
        """
        for entry in entries:
            self.namer.see(entry.spelt)
            maker, segment = self.namer.apart(entry.spelt)
            maker = maker or self._made.get(key_of(segment), "")
            if maker:
                self.namer.learn(maker, segment)
        for entry in entries:
            if entry.provider in own and not entry.same_as and "/" not in entry.id:
                named = self.namer.name(entry.id)
                if not named.maker:
                    self.namer.learn(own[entry.provider], entry.id)
        words = {(self.maker(id_), _word(id_.split("/")[1])) for id_ in self.records}
        for entry in entries:
            firm = firms.get(entry.provider, "")
            if entry.same_as or "/" in entry.id or (firm, _word(entry.id)) not in words:
                continue
            if not self.namer.name(entry.id).maker:
                self.namer.learn(firm, entry.id)

    def record(self, id_: str) -> Mention:
        """Return the model of a lab's record."""
        id_ = self.same.get(id_, id_)
        if id_ not in self._mentions:
            self._mentions[id_] = self._record(id_)
        return self._mentions[id_]

    def place(self, entry: Entry) -> Placed:
        """Return the model that an offer is of.

        Raises
        ------
        DataError
            Its ``base_model`` is not a lab's record.
        """
        meant = self._meant.get(f"{entry.provider}/{entry.id}", "")
        named = self.namer.name(meant or entry.spelt)
        if entry.same_as and not meant:
            return self._declared(entry, named)
        id_ = self._by_key.get((named.maker, named.key))
        if id_:
            spelt = key_of(named.segment) != key_of(id_.split("/")[1]) and not named.ending
            base = self.record(id_)
            how = SPELT if spelt else EXACT
        else:
            base = self.namer.mention(replace(named, ending=""))
            how = NAMED if named.maker else LOOSE
        return Placed(self._served(base, named), named.maker, how)

    def _declared(self, entry: Entry, named: Named) -> Placed:
        if entry.same_as not in self.records:
            raise DataError(
                f"base_model {entry.same_as!r} is no file under models/",
                where=entry.locator,
                why="the offer says that it is the same model as one that is not there",
                mend="import the whole copy, with models/",
            )
        whole = self.same.get(entry.same_as, entry.same_as)
        base = self.record(whole)
        maker = self.maker(whole)
        named_record = self._by_key.get((named.maker, named.key), whole)
        if self._variants.get(named_record) == whole:
            return Placed(self.record(named_record), maker, DECLARED)
        if named_record != whole or self._at_odds(entry, named, whole):
            return Placed(base, maker, TORN)
        found = self._by_key.get((named.maker, named.key)) == whole
        return Placed(self._served(base, named) if found else base, maker, DECLARED)

    def _at_odds(self, entry: Entry, named: Named, whole: str) -> str:
        record = self.records[whole]
        told = (
            *(id_.split("/")[1] for id_ in (entry.same_as, whole, *self._twins(whole))),
            record.name,
            self._names.get(whole, ""),
            self._variants.get(whole, "").split("/")[-1],
            *(repository.split("/")[1] for repository, _ in record.repositories),
            named.ending,
        )
        return at_odds(named.key, entry.name, told, record.released)

    def _twins(self, id_: str) -> list[str]:
        return [twin for twin, whole in self.same.items() if whole == id_]

    def _served(self, base: Mention, named: Named) -> Mention:
        return self.namer.served(base, named) if named.ending else base

    def _record(self, id_: str) -> Mention:
        record = self.records[id_]
        maker = self.maker(id_)
        segment = id_.split("/")[1]
        twins = self._twins(id_)
        # "Command R" of August 2024 is not the one of March: a name that lacks a number of the id
        # would be taken for another release.
        full = set(_DIGITS.findall(segment)) <= set(_DIGITS.findall(record.name))
        name = self._names.get(id_) or (record.name if full else segment)
        names = {segment, *(twin.split("/")[1] for twin in twins)} - {name}
        ids = [f"models.dev:{told}" for told in (id_, *twins)]
        properties = LAYER
        if id_ in self._variants:
            base = self._release(self._variants[id_], maker)
            properties = (*LAYER, ("variantOf", base))
        elif id_ not in self._foreign:
            main = [repository for repository, format_ in record.repositories if not format_]
            ids += [f"hf:{repository}" for repository in main[:1]]
        return Mention(
            "ServingVariant" if id_ in self._variants else "Model",
            name,
            key=id_,
            ids=tuple(ids),
            maker=maker,
            properties=properties,
            names=tuple(sorted(names)),
        )

    def _release(self, told: str, maker: str) -> Mention:
        if told in self.records:
            return self.record(told)
        repository = told.removeprefix("hf:")
        if repository == told:
            raise DataError(
                f"{told!r} is neither a record of a lab nor a repository",
                where="models_dev/source.toml, [lookups.variants]",
                mend="name a file under models/ or write hf:owner/name",
            )
        name = repository.split("/")[1]
        return Mention(
            "Model", name, key=f"{maker}/{key_of(name)}", ids=(told,), maker=maker,
            properties=LAYER,
        )  # fmt: skip
