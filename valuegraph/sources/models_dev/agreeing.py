"""Whether what an offer is called bears out its ``base_model``: sizes, versions, days, variants."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.facts.drafts import When

__all__ = ["at_odds"]

VARIANTS = frozenset((
    "abliterated", "air", "chat", "code", "coder", "codex", "customtools", "deep", "distill",
    "embed", "exp", "flash", "guard", "haiku", "heretic", "highspeed", "image", "instruct",
    "large", "lite", "maverick", "max", "medium", "mini", "nano", "omni", "opus", "plus",
    "preview", "pro", "realtime", "reasoner", "reasoning", "rerank", "research", "safety",
    "scout", "search", "small", "sonnet", "speciale", "super", "terminus", "thinking", "tts",
    "turbo", "ultra", "uncensored", "vision", "vl",
))  # fmt: skip
"""Words that tell one release of a family from another; a spelling that has none of them says less."""
UNSAID = frozenset(("instruct", "preview", "reasoning"))
"""Words of a record that short names leave out where there is but one such release."""

_RUNS = re.compile(r"\d+|[a-z]+")
_ASIDE = re.compile(r"\([^)]*\)|\b(?:nv|mx)?(?:fp|bf|int)\d+\b|\b\d+bit\b")
_WHOLE = (("custom tools", "customtools"), ("distilled", "distill"))


def at_odds(id_: str, name: str, spellings: Sequence[str], released: When) -> str:
    """Return what an offer's id or name says and its ``base_model`` lacks, or the other way round.

    Parameters
    ----------
    id_, name : str
        How the offer is called; without namespace, region and way of serving. The name may be empty.
    spellings : sequence of str
        Every name of the record that it is said to be; the first is the record's id.
    released : When
        Its release: a day that an id adds to the name is no other one.

    Returns
    -------
    str
        The number or word that stands against it; empty where nothing does. A product name that has
        no word of the record says nothing of what it lacks.
    """
    day = released.start
    known = [_runs(spelling) for spelling in spellings]
    words = {run for runs in known for run in runs}
    for run in (*_runs(re.sub(f"-{day:%Y}-?{day:%m}-?{day:%d}$", "", id_)), *_runs(name)):
        if not (_joined(run, known) if run.isdigit() else run in words or run not in VARIANTS):
            return run
    said = {*_runs(id_), *_runs(name)}
    family = {run for run in known[0] if not run.isdigit()} - VARIANTS
    return (
        min((VARIANTS - UNSAID).intersection(known[0]) - said, default="") if said & family else ""
    )


def _runs(text: str) -> list[str]:
    text = text.casefold()
    for apart, whole in _WHOLE:
        text = text.replace(apart, whole)
    return ["instruct" if run == "it" else run for run in _RUNS.findall(_ASIDE.sub(" ", text))]


def _joined(number: str, known: Iterable[list[str]]) -> bool:
    """Return whether a spelling has a number, or its parts in a row: ``gpt-52`` is GPT-5.2."""
    for runs in known:
        for start in range(len(runs)):
            digits = itertools.takewhile(str.isdigit, runs[start:])
            if number in itertools.accumulate(digits):
                return True
    return False
