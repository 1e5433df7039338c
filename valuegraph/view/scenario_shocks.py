"""Shocks as people write them, with their names looked up: what each says and what it hits."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from valuegraph.chokepoints.clause import Predicate
from valuegraph.chokepoints.effects import effect_of
from valuegraph.chokepoints.imposing import Effect, Shock, joined
from valuegraph.chokepoints.naming import Directory, suggestions
from valuegraph.chokepoints.parsing import read_verb
from valuegraph.chokepoints.splitting import ANY_KIND
from valuegraph.chokepoints.verbs import Cut, Licence, Price, Remove, Sanction
from valuegraph.errors import UnknownNameError, UsageError, ValuegraphError
from valuegraph.view.scenario_moves import Move
from valuegraph.view.wording import count, listing, percent, possessive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.chokepoints.clause import Clause
    from valuegraph.chokepoints.engine import Engine
    from valuegraph.chokepoints.verbs import Verb
    from valuegraph.view.scenario_names import Cast, Party

GOODS = {
    "api": "API is cut",
    "infrastructure": "computing infrastructure is cut",
    "licence": "licences are cut",
    "platform": "platform services are cut",
    "supply": "deliveries are cut",
    "derivation": "base weights are cut",
    "data": "data are cut",
    ANY_KIND: "supplies of any kind are cut",
}
ENDINGS = {
    "revoked": ("ends, for weights held already too", "end, for weights held already too"),
    "closed": ("covers no new version", "cover no new version"),
    "non-commercial": ("allows no commercial use any more", "allow no commercial use any more"),
}
ARTICLE = ("United ", "European ", "Netherlands", "Philippines")
USERS = "users"


class _Readable(Directory):
    """The names of a graph, and besides them every name that its store knows."""

    def __init__(self, engine: Engine, cast: Cast) -> None:
        super().__init__(engine.graph, engine.attributes)
        self._cast = cast

    def knows(self, text: object) -> bool:
        """Tell whether a text is a name, of a node or in words."""
        return isinstance(text, str) and (super().knows(text) or self._cast.knows(text))


def read_moves(texts: Sequence[str], engine: Engine, cast: Cast) -> tuple[Move, ...]:
    """Return shocks with their names looked up; one that is said twice counts once.

    Parameters
    ----------
    texts : sequence of str
        ``remove:NAME[=LEVEL]``, ``cut:KIND:SUPPLIER[:OWNER]``, ``licence:NAME:CLAUSE``,
        ``sanction:A->B[:SHARE]``, ``price:NAME:CHANGE``.
    engine : Engine
        The graph they are to hit.
    cast : Cast
        What names stand for.

    Raises
    ------
    ValuegraphError
        A shock cannot be read, or a name in it is unknown; all of them together.
    """
    reader = _Reader(engine, cast)
    moves: list[Move] = []
    problems: list[ValuegraphError] = []
    for text in texts:
        try:
            move = reader.read(text)
        except ValuegraphError as problem:
            problems.append(problem)
        else:
            if not any(move.same_as(other) for other in moves):
                moves.append(move)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise UsageError(
            f"{len(problems)} shocks cannot be played:\n" + "\n".join(map(str, problems)),
            why="a scenario of the others alone would be another scenario",
        )
    if not moves:
        raise UsageError(
            "a scenario needs something that happens",
            mend="name a shock, for example remove:NVIDIA or cut:api:OpenAI",
        )
    return tuple(moves)


class _Reader:
    """Reads shocks one by one."""

    def __init__(self, engine: Engine, cast: Cast) -> None:
        self.graph = engine.graph
        self.directory = Directory(engine.graph, engine.attributes)
        self.readable = _Readable(engine, cast)
        self.cast = cast

    def read(self, text: str) -> Move:
        verb = read_verb(text, self.readable)
        made = self._made(verb)
        word = type(verb).__name__.lower()
        return Move(text, word, *made)

    def _made(self, verb: Verb) -> tuple[str, tuple[str, ...], Effect]:
        if isinstance(verb, Remove):
            return self._remove(verb)
        if isinstance(verb, Cut):
            return self._cut(verb)
        if isinstance(verb, Licence):
            return self._licence(verb)
        if isinstance(verb, Sanction):
            return self._sanction(verb)
        return self._price(verb)

    def _remove(self, verb: Remove) -> tuple[str, tuple[str, ...], Effect]:
        party = self.cast.party(str(verb.name))
        codes = self._codes(party.stops)
        shock = Shock(caps=dict.fromkeys(codes, float(verb.level)))
        who = party.name
        if self.cast.is_place(party.iri):
            who = f"every organisation known to be domiciled in {_placed(who)}"
        says = f"{who} stops"
        if verb.level:
            says = f"{who} keeps {percent(verb.level)} of its service"
        meaning = f"{count(len(codes), 'node')} of {party.name} and what they run"
        return says, (party.iri,), Effect(shock, shock, meaning)

    def _codes(self, nodes: Iterable[str]) -> list[int]:
        """Return the codes of those nodes that take part in any supply."""
        code = self.graph.code
        return [code[node] for node in sorted(nodes) if node in code]

    def _cut(self, verb: Cut) -> tuple[str, tuple[str, ...], Effect]:
        kinds = self.graph.kinds
        if verb.kind != ANY_KIND and verb.kind not in kinds:
            near = suggestions(verb.kind, kinds)
            raise UnknownNameError(
                f"no supply is of the kind {verb.kind!r}",
                mend=(f"did you mean {' or '.join(near)}? " if near else "")
                + f"use one of {', '.join(kinds)}, or {ANY_KIND} for all",
            )
        supplier = self.cast.party(str(verb.supplier))
        relations = self.graph.relations
        hit = np.isin(relations.supplier, self._codes(supplier.runs))
        if verb.kind != ANY_KIND:
            hit &= relations.kind == kinds.index(verb.kind)
        iris: tuple[str, ...] = (supplier.iri,)
        whom = ""
        if verb.owner is not None:
            owner = self.cast.user(str(verb.owner))
            hit &= np.isin(self.graph.dependent, self._codes(owner.runs))
            iris, whom = (supplier.iri, owner.iri), f" for {owner.name}"
        found = np.flatnonzero(hit).tolist()
        shock = Shock(relation_caps=dict.fromkeys(found, 0.0))
        goods = GOODS.get(verb.kind, f"supplies of the kind {verb.kind} are cut")
        says = f"{_whose(supplier.name)} {goods}{whom}"
        return says, iris, Effect(shock, shock, f"{count(len(found), 'supply', 'supplies')} end")

    def _licence(self, verb: Licence) -> tuple[str, tuple[str, ...], Effect]:
        licences = self.cast.licences(str(verb.name))
        clause = self._placed(verb.clause)
        # A condition is about those who use AI: what they are is known, of an offering it is not.
        of = USERS if clause.conditions else verb.of
        effects = [
            effect_of(
                self.directory, Licence(licence, clause, "users" if of == USERS else "holders")
            )
            for licence in licences
        ]
        labels = [f'the licence "{self.cast.label(licence)}"' for licence in licences]
        many = len(labels) > 1
        whole = f"the {len(labels)} licences of {self.cast.label(self.cast.iri(str(verb.name)))}"
        ending = ENDINGS.get(clause.name) or self._spared(clause)
        who = whole if many else labels[0]
        return f"{who} {ending[many]}", licences, _together(effects)

    def _spared(self, clause: Clause) -> tuple[str, str]:
        """Return what a clause about a place or a field says, of one licence and of several."""
        values = sorted(str(value) for test in clause.conditions for value in test.values)
        names = listing([_placed(self.cast.label(value)) for value in values])
        whom = f"users in {names}" if clause.name.startswith("region:") else f"use in {names}"
        return f"no longer covers {whom}", f"no longer cover {whom}"

    def _placed(self, clause: Clause) -> Clause:
        """Return a clause whose places and fields of use are IRIs."""
        looked = {"jurisdiction": self.cast.jurisdiction, "field": self.cast.iri}
        where = []
        for test in clause.conditions:
            find = looked.get(test.column)
            if find is None:
                where.append(test)
                continue
            values = frozenset(find(str(value)) for value in test.values)
            where.append(Predicate(test.column, test.comparison, values))
        return replace(clause, where=tuple(where))

    def _sanction(self, verb: Sanction) -> tuple[str, tuple[str, ...], Effect]:
        origin, users = (self.cast.jurisdiction(str(each)) for each in (verb.origin, verb.users))
        effect = effect_of(self.directory, replace(verb, origin=origin, users=users))
        source, place = _placed(self.cast.label(origin)), _placed(self.cast.label(users))
        says = f"supplies from {source} to users in {place} are cut"
        if verb.share is not None:
            says += f" (also those made elsewhere with at least {percent(verb.share)} from there)"
        if verb.retroactive:
            says += ", and what is held already is taken back"
        return says, (origin, users), effect

    def _price(self, verb: Price) -> tuple[str, tuple[str, ...], Effect]:
        party: Party = self.cast.party(str(verb.name))
        raise UsageError(
            f"the price of {party.name} cannot be passed on: no cost share is known",
            where=f"price:{verb.name}:{verb.change:+g} (times {math.exp(verb.change):.3g})",
            why="how much of a cost a supply is decides the answer; made-up shares would be the "
            "result",
            mend="use remove, cut, licence or sanction on these facts; with cost shares of your "
            "own, valuegraph.DependencyGraph.from_frame(...).scenario(...) plays prices",
        )


def _whose(name: str) -> str:
    """Return a possessive that reads well after a name in brackets too."""
    head, bracket, tail = name.partition(" (")
    return f"{possessive(head)}{bracket}{tail}" if bracket else possessive(name)


def _placed(label: str) -> str:
    """Return a place as it stands in a sentence."""
    return f"the {label}" if label.startswith(ARTICLE) else label


def _together(effects: Sequence[Effect]) -> Effect:
    """Return several effects as one."""
    return Effect(
        certain=joined(each.certain for each in effects),
        possible=joined(each.possible for each in effects),
        meaning="; ".join(each.meaning for each in effects),
        undetermined=tuple(sorted({row for each in effects for row in each.undetermined})),
    )
