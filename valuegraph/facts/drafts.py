"""What a bulk source says in its own names, before identity is settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from valuegraph.facts.records import Value

__all__ = ["Claim", "Harvest", "Mention", "Refusal", "When"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing as one source names it.

    Attributes
    ----------
    cls : str
        Local name of its class in the ontology: ``Model``, ``Organization``, ``AIChip``.
    name : str
        The source's name for it, blanks collapsed.
    key : str
        The source's own key where that is not the name; two mentions of one source with the same
        class and key (or name, without a key) are one thing.
    ids : tuple of str
        Declared identifiers with their scheme: ``hf:meta-llama/Llama-2-7b``, ``spdx:MIT``,
        ``models.dev:openai/gpt-4``. Things that share one are the same thing.
    maker : str
        Name of who makes it where the source says so; tells equal names of two makers apart.
    properties : tuple of (str, value)
        What needs no evidence: local property name and value, text, number, date, `Iri` or another
        Mention.
    names : tuple of str
        Further names that the source gives it.
    """

    cls: str
    name: str
    key: str = ""
    ids: tuple[str, ...] = ()
    maker: str = ""
    properties: tuple[tuple[str, Value | Mention], ...] = field(default=(), compare=False)
    names: tuple[str, ...] = field(default=(), compare=False)

    @property
    def handle(self) -> tuple[str, str]:
        """What tells it from the other things of its source."""
        return self.cls, self.key or self.name


@dataclass(frozen=True, slots=True)
class When:
    """Since when a claim holds, and how finely that is known.

    Attributes
    ----------
    start, end : datetime.date
        Half-open; `end` may be absent.
    precision : str
        Concept of the scheme ``datePrecision``: ``day``, ``month``, ``year``, or ``asOfDay`` and so
        on where it is known only to hold on that day.
    """

    start: dt.date
    precision: str = "day"
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One relation as a source states it.

    Attributes
    ----------
    cls : str
        Local name of the relation class: ``Development``, ``Offering``, ``ComponentStatus``.
    ends : tuple of (str, Mention, Claim or value)
        Local property names and what they point at: a thing, a concept, another claim (the price of
        an offering) or a number. Class and ends say which relation it is: two claims with the same
        are evidence for one relation.
    when : When
        Its interval.
    locator : str
        Place in the source: ``notable_ai_models.csv, row 'Yi-34B'``.
    confidence : decimal.Decimal
        In [0, 1], by the scale of ``data/README.md``.
    values : tuple of (str, value)
        Further properties, by local name.
    kind : str
        Concept of the scheme ``evidenceKind``.
    original, note : str
        The source's wording of a value that was normalised; a remark of ours.
    document : str
        Which of the source's documents it stands in: a key of ``[documents]`` in its manifest.
    fills_gap : bool
        Whether it is said only where nothing before it says so: a reading of names is no evidence
        beside a record.
    """

    cls: str
    ends: tuple[tuple[str, Mention | Claim | Value], ...]
    when: When
    locator: str
    confidence: Decimal
    values: tuple[tuple[str, Value | Mention], ...] = ()
    kind: str = "reported"
    original: str = ""
    note: str = ""
    document: str = ""
    fills_gap: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record, or a field of it, that was read and deliberately not carried over."""

    why: str
    where: str


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that one copy of a source gives.

    Attributes
    ----------
    source : str
        Its id.
    snapshot : datetime.date
        The day of the copy.
    digest : str
        Hash of the bytes that were read.
    claims : tuple of Claim
        In the order of the source.
    things : tuple of Mention
        Things about which nothing but their existence is claimed.
    refusals : tuple of Refusal
        What was left out, each with its reason.
    counts : dict of str to int
        What was counted on the way, for comparison with the manifest.
    """

    source: str
    snapshot: dt.date
    digest: str
    claims: tuple[Claim, ...]
    things: tuple[Mention, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
