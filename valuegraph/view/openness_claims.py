"""Claims of openness beside the freedoms that the claimed releases deny or limit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuegraph.facts import Evidence, Fact, facts_of
from valuegraph.governance.openness import FREEDOMS, VERDICTS, OpennessReader, gaps
from valuegraph.governance.openness.claims import reached
from valuegraph.governance.openness.freedoms import DENIED
from valuegraph.view.openness_naming import named
from valuegraph.view.openness_words import LEVELS
from valuegraph.view.periods import period_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from matplotlib.figure import Figure

    from valuegraph.governance.openness import Block, Gap, Seen
    from valuegraph.governance.openness.reading import Claim
    from valuegraph.projection.columns import Columns
    from valuegraph.projection.slices import Slice
    from valuegraph.view.openness_naming import Store

ASSUMPTIONS = (
    "A claim is on record only where a source says that somebody made it; none is inferred from a release.",
    "A claim about a family reaches every dated release of it by its developer, those kept inside too.",
    "A gap is a freedom denied or conditional in a release of what the claim speaks of. A freedom that is unknown is no gap.",
    "The freedoms are a definition of open source AI; a claim of openness may have meant less.",
)


@dataclass(frozen=True)
class OpennessClaims:
    """Claims with every freedom that a claimed release denies or limits, both sides sourced.

    Attributes
    ----------
    claims : tuple of Claim
    gaps : tuple of Gap
        Denied freedoms first within each claim.
    coverage, assumptions : tuple of str
    """

    claims: tuple[Claim, ...]
    gaps: tuple[Gap, ...] = field(repr=False)
    coverage: tuple[str, ...]
    assumptions: tuple[str, ...]
    _reached: Mapping[str, tuple[Seen, ...]] = field(repr=False)
    _facts: Mapping[str, Fact] = field(repr=False)
    _reader: OpennessReader = field(repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat object per claim, release, freedom and what blocks it."""
        return [self._row(gap, block) for gap in self.gaps for block in gap.freedom.deciding]

    def to_frame(self) -> pd.DataFrame:
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def facts(self) -> list[Fact]:
        """Return every fact on both sides: the claims, then what blocks."""
        return list(self._facts.values())

    def explain(self) -> list[Fact]:
        """Return the facts on both sides; see `facts`."""
        return self.facts()

    def verdicts(self, claim: Claim) -> list[dict[str, Any]]:
        """Return one row a freedom: how many releases of what is claimed stand on each verdict."""
        seen = self._reached[claim.iri]
        found = []
        for place, name in enumerate(FREEDOMS):
            count = Counter(each.freedoms[place].verdict for each in seen)
            told = {verdict: count[verdict] for verdict in VERDICTS}
            found.append({"freedom": name, "releases": len(seen), **told})
        return found

    def strongest(self, claim: Claim, freedom: str) -> list[tuple[str, str, int, str]]:
        """Return what blocks a freedom: verdict, words, in how many releases, one source.

        What denies it comes first, then what limits most releases.
        """
        mine = [g for g in self.gaps if g.claim == claim and g.freedom.name == freedom]
        said: dict[tuple[str, str], set[str]] = {}
        shown: dict[tuple[str, str], str] = {}
        for gap in mine:
            for block in gap.freedom.deciding:
                key = gap.freedom.verdict, block.says
                said.setdefault(key, set()).add(gap.seen.release.iri)
                shown.setdefault(key, self.source(block.facts))
        # The blocks of a release come weightiest first, and sorting keeps that among equals.
        ordered = sorted(said, key=lambda key: (key[0] != DENIED, -len(said[key])))
        return [(*key, len(said[key]), shown[key]) for key in ordered]

    def source(self, iris: Iterable[str]) -> str:
        """Return source and locator of the best evidence for the first of some facts."""
        best = self._best(iris)
        return "" if best is None else f"{best.source.title}, {best.locator}"

    def spoken(self, claim: Claim) -> dict[str, str]:
        """Return a claim in words: who, of what, what, since when, by which source."""
        label = self._reader.catalogue.label
        return {
            "claimant": label(claim.claimant),
            "about": ", ".join(sorted(label(iri) for iri in claim.assets)),
            "text": claim.text,
            "date": period_words(claim.start, None, claim.precision),
            "source": self.source([claim.iri]),
        }

    def plot(self) -> Figure:
        """Draw the verdicts of each claim by freedom; needs the extra `plot`."""
        from valuegraph.view.openness_figure import claims_figure

        told = {
            f"{self.spoken(c)['claimant']}: {self.spoken(c)['about']}": self.verdicts(c)
            for c in self.claims
        }
        return claims_figure(told)

    def _best(self, iris: Iterable[str]) -> Evidence | None:
        facts = (self._facts[iri] for iri in iris if iri in self._facts)
        return next((e for fact in facts for e in fact.evidence if e.supports), None)

    def _row(self, gap: Gap, block: Block) -> dict[str, Any]:
        claim, release = gap.claim, gap.seen.release
        said, found = self._best([claim.iri]), self._best(block.facts)
        label = self._reader.catalogue.label
        return {
            "claim": claim.text,
            "claimant": label(claim.claimant),
            "about": "; ".join(sorted(label(iri) for iri in claim.assets)),
            "claim_date": claim.start,
            "claim_source": said and said.source.title,
            "claim_locator": said and said.locator,
            "claim_confidence": said and float(said.confidence),
            "release": label(release.asset),
            "access_level": LEVELS.get(release.level, "unknown"),
            "freedom": gap.freedom.name,
            "verdict": gap.freedom.verdict,
            "because": block.says,
            "clause": block.clause or None,
            "source": found and found.source.title,
            "locator": found and found.locator,
            "confidence": found and float(found.confidence),
            "claim_iri": claim.iri,
            "offering_iri": release.iri,
            "facts": list(block.facts),
        }

    def _repr_html_(self) -> str:
        from valuegraph.view.table_html import answer_html

        shown = ["claimant", "about", "release", "freedom", "verdict", "because", "source"]
        return answer_html(self, shown)


def openness_claims(
    columns: Columns, part: Slice, store: Store, *, name: str | None = None
) -> OpennessClaims:
    """Set claims of openness beside the freedoms of the releases that they speak of.

    Parameters
    ----------
    columns, part, store
        The whole graph, what enters, and where names and facts are read.
    name : str, optional
        A claimant, or what a claim speaks of; all claims without it.

    Raises
    ------
    UnknownNameError
        Nothing has the name, or it has no offering of a model in force.
    """
    reader = OpennessReader(columns, part)
    claims = reader.claims
    if name is not None:
        iri = store.resolve(name)
        wide = {iri for each in named(reader, store, name) for iri in each.release.lineage}
        claims = [c for c in claims if iri == c.claimant or c.assets & (wide | {iri})]
    met = {claim.iri: tuple(reached(claim, reader.seen)) for claim in claims}
    found = gaps(claims, reader.seen)
    iris = [claim.iri for claim in claims]
    iris += [iri for gap in found for block in gap.freedom.deciding for iri in block.facts]
    facts = {fact.iri: fact for fact in facts_of(store.rows, iris)}
    ordered = {iri: facts[iri] for iri in dict.fromkeys(iris)}
    return OpennessClaims(
        tuple(claims), tuple(found), tuple(_coverage(claims, met, reader)), ASSUMPTIONS,
        met, ordered, reader,
    )  # fmt: skip


def _coverage(
    claims: list[Claim], met: Mapping[str, tuple[Seen, ...]], reader: OpennessReader
) -> Iterable[str]:
    reach = sum(bool(met[claim.iri]) for claim in claims)
    releases = {each.release.iri for seen in met.values() for each in seen}
    yield (
        f"As of {reader.day}: {len(claims)} claims of openness, {reach} of them about "
        f"{len(releases)} dated releases in force."
    )
    weak = reader.claims_left_out()
    if weak:
        floor = reader.catalogue.part.min_confidence
        yield (
            f"{weak} more claims on record rest on evidence below confidence {floor:g} or on "
            "illustrations only; --min-confidence 0.3 lets more in."
        )
