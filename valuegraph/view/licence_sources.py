"""Sources of rules as lines of text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuegraph.governance.licences import Rule
    from valuegraph.governance.licences.policies import Citation

Entry = tuple[str, tuple[str, ...]]
"""A sentence, and lines to stand below it."""

Told = tuple[str, tuple[Entry, ...]]
"""A heading, and what stands under it."""


def as_text(told: Iterable[Told]) -> str:
    """Return passages as text: a heading, its entries, and set in what stands below each."""
    return "\n\n".join("\n".join((heading, *_lines(entries))) for heading, entries in told)


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    for sentence, below in entries:
        yield sentence
        yield from (f"    {line}" for line in below)


def sources_of(cited: Iterable[Citation | None]) -> Iterator[str]:
    """Yield a line for each source, with all places in it that are cited."""
    places: dict[tuple[str, str | None, float], dict[str, None]] = defaultdict(dict)
    for each in cited:
        if each is not None:
            places[(each.title, each.url, each.confidence)][each.locator] = None
    for (title, url, confidence), locators in places.items():
        address = f", {url}" if url else ""
        yield f"source: {title}, {'; '.join(locators)} (confidence {confidence:g}{address})"


def disputes_of(rule: Rule) -> Iterator[str]:
    """Yield a line for each source that disputes a rule."""
    for cited in rule.citations:
        if not cited.supports:
            note = f": {cited.note}" if cited.note else ""
            place = f"{cited.title}, {cited.locator}"
            yield f"disputed by {place} (confidence {cited.confidence:g}){note}"
