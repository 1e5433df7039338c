"""Why an offering has its type, why not another, and what would change it, in words and rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from valuegraph.governance.types.deciding import FAILED, OPEN, UNDETERMINED
from valuegraph.governance.types.labels import AGREES, PARTLY
from valuegraph.view.citing import in_words
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from valuegraph.facts import Fact
    from valuegraph.governance.types import Decider, Judged, Offered
    from valuegraph.projection.catalogue import Catalogue

SHOWN = 2
LIMITS = "restrictiveTerm"
PLAIN = {VGX + "permissionGrant", VGX + "attribution", VGX + "copyOfTerms"}


@dataclass(frozen=True, slots=True)
class Explained:
    """The reasons for one offering.

    Attributes
    ----------
    sentence : str
        The type and what it follows from.
    lines : tuple of str
        Premises with their sources, then why not each other type, what is missing, what flips it.
    rows : tuple of dict
        One flat object for each type, condition it asks for, and fact that answers it.
    """

    sentence: str
    lines: tuple[str, ...]
    rows: tuple[dict[str, Any], ...] = field(repr=False)

    def __str__(self) -> str:
        """Return the reasons as text, the lines set in."""
        return "\n".join((self.sentence, *(f"    {line}" for line in self.lines)))


class Explanations(tuple[Explained, ...]):
    """The reasons for several offerings; as text, one below the other."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the reasons as text."""
        return "\n".join(map(str, self))

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


class Reasons:
    """Words for what the rules say.

    Parameters
    ----------
    catalogue : Catalogue
        The facts of the day.
    decider : Decider
        The types as alternatives of conditions.
    words : mapping of str to str
        Label of each type and condition.
    """

    def __init__(self, catalogue: Catalogue, decider: Decider, words: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._decider = decider
        self._words = words

    def sentence(self, offered: Offered) -> str:
        """Return the type of an offering and what it follows from."""
        name = offered.record.one("label") or offered.record.iri
        if offered.type == UNDETERMINED:
            unknown = ", ".join(self._words[each] for each in offered.missing(self._decider))
            why = f"not known: {unknown}" if unknown else "no type fits what is known"
            return f"{name}: undetermined; {why}."
        phrases = [
            self._phrase(offered, condition, holds=holds)
            for condition, holds in self._met(offered, offered.type)
        ]
        return f"{name}: {self._words[offered.type]}, since {'; '.join(phrases)}."

    def flip(self, offered: Offered) -> list[str]:
        """Return the smallest changes that would give another type."""
        return [
            f"{self._words[change.to]} if "
            + " and ".join(
                self._decider.phrase(condition, holds=holds) for condition, holds in change.answers
            )
            for change in offered.flips(self._decider)
        ]

    def explain(self, offered: Offered, facts: Mapping[str, Fact]) -> Explained:
        """Return the reasons for one offering, with the facts they rest on."""
        lines = [*self._premises(offered, facts), *self._why_not(offered, facts)]
        if offered.contested:
            both = ", ".join(self._words[each] for each in offered.contested)
            lines.append(f"contested, sources answer both ways: {both}")
        missing = offered.missing(self._decider)
        if missing:
            lines.append(f"unknown: {', '.join(self._words[each] for each in missing)}")
        drawn = offered.drawn.get(offered.type)
        if drawn:
            lines.append(
                f"control retained: step {drawn.control} of 5; skill required: step {drawn.skill} of 5"
            )
        lines += [f"smallest change: {each}" for each in self.flip(offered)]
        return Explained(self.sentence(offered), tuple(lines), tuple(self._rows(offered, facts)))

    def why_differs(self, judged: Judged, facts: Sequence[Fact]) -> str:
        """Return why rules and label differ, with the facts that make the difference."""
        if judged.verdict == AGREES:
            return ""
        if not judged.offered:
            return "no offering of it is in force at the confidence asked for."
        if judged.main == UNDETERMINED:
            return " ".join(self.sentence(each) for each in judged.offered[:SHOWN])
        start = (
            "some offerings are of the type of the label, more are of another: "
            if judged.verdict == PARTLY
            else "no offering is of the type of the label: "
        )
        return start + "; ".join(in_words(fact) for fact in facts)

    def _met(self, offered: Offered, name: str) -> list[tuple[str, bool]]:
        met = [
            pair
            for alternative in self._decider.when[name]
            if all(offered.answers.get(c) is value for c, value in alternative)
            for pair in alternative
        ]
        return list(dict.fromkeys(met))

    def _phrase(self, offered: Offered, condition: str, *, holds: bool) -> str:
        text = self._decider.phrase(condition, holds=holds)
        if condition != LIMITS or not holds:
            return text
        terms = self._catalogue
        kinds = {
            kind
            for fact in offered.facts[condition, holds]
            if (record := terms.get("LicenceTerm", fact)) is not None
            for kind in record.all("restrictionKind")
        }
        named = sorted(kind.removeprefix(VGX) for kind in kinds - PLAIN)
        return f"{text} ({', '.join(named)})"

    def _premises(self, offered: Offered, facts: Mapping[str, Fact]) -> Iterator[str]:
        if offered.type == UNDETERMINED:
            return
        for condition, holds in self._met(offered, offered.type):
            yield f"because {self._phrase(offered, condition, holds=holds)}:"
            yield from self._cited(offered, (condition, holds), facts)

    def _cited(
        self, offered: Offered, pair: tuple[str, bool], facts: Mapping[str, Fact]
    ) -> Iterator[str]:
        found = offered.facts.get(pair, ())
        own = [iri for iri in found if iri != offered.record.iri] or list(found)
        for iri in own[:SHOWN]:
            yield f"    {in_words(facts[iri])}"
        if len(own) > SHOWN:
            yield f"    and {len(own) - SHOWN} more"

    def _why_not(self, offered: Offered, facts: Mapping[str, Fact]) -> Iterator[str]:
        for name in self._decider.when:
            standing = self._decider.standing(name, offered.answers)
            if name == offered.type:
                continue
            if standing not in {FAILED, OPEN}:
                yield f"{self._words[name]} is met too, and comes after it"
                continue
            tried = {pair for alternative in self._decider.when[name] for pair in alternative}
            contrary = [
                (c, not value)
                for c, value in sorted(tried)
                if c in offered.answers and offered.answers[c] is not value
            ]
            told = [self._decider.phrase(c, holds=holds) for c, holds in contrary]
            unknown = [self._words[c] for c, _ in sorted(tried) if c not in offered.answers]
            told += [f"unknown whether {each}" for each in unknown]
            yield f"{self._words[name]} is {standing}: {'; '.join(told)}"
            for pair in contrary[:1]:
                yield from self._cited(offered, pair, facts)

    def _rows(self, offered: Offered, facts: Mapping[str, Fact]) -> Iterator[dict[str, Any]]:
        for name, alternatives in self._decider.when.items():
            asked = dict.fromkeys(pair for alternative in alternatives for pair in alternative)
            for condition, wanted in asked:
                answer = offered.answers.get(condition)
                found: tuple[str | None, ...] = (None,)
                if answer is not None:
                    found = offered.facts.get((condition, answer), (None,))
                for iri in found:
                    yield {
                        "offering": offered.record.one("label") or "",
                        "inferred": self._words[offered.type],
                        "type": self._words[name],
                        "standing": self._decider.standing(name, offered.answers),
                        "condition": self._words[condition],
                        "asked": wanted,
                        "answer": answer,
                        "passed": None if answer is None else answer is wanted,
                        "contested": condition in offered.contested,
                        **_cell(facts.get(iri or "")),
                        "offering_iri": offered.record.iri,
                    }


def _cell(fact: Fact | None) -> dict[str, Any]:
    best = None
    if fact is not None:
        best = next((each for each in fact.evidence if each.supports), None)
    return {
        "fact": fact and fact.label,
        "from": fact and fact.valid_from,
        "source": best and best.source.title,
        "locator": best and best.locator,
        "url": best and best.source.url,
        "confidence": None if best is None else float(best.confidence),
        "fact_iri": fact and fact.iri,
    }
