"""Which address identifies a model: only one that bears its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.sources.own_repository import own_repository, repositories

PAGE = "https://huggingface.co/"


@pytest.mark.parametrize(
    ("links", "names", "own"),
    [
        ([f"{PAGE}nibworks/Nib-7B"], ["Nib 7B"], "nibworks/Nib-7B"),
        ([f"{PAGE}nibworks/nib_7b/tree/main"], ["Nib-7B"], "nibworks/nib_7b"),
        (["nibworks/Nib-7B"], ["Nib-7B"], "nibworks/Nib-7B"),
        ([f"{PAGE}nibworks/Nib"], ["Nib+"], ""),
        ([f"{PAGE}nibworks/Nib-7B-GGUF"], ["Nib-7B"], ""),
        ([f"{PAGE}datasets/Nib-7B", f"{PAGE}collections/Nib-7B"], ["Nib-7B"], ""),
        ([f"{PAGE}nibworks/Nib-7B", f"{PAGE}mirror/Nib-7B"], ["Nib-7B"], ""),
        ([f"{PAGE}nibworks/Nib-7B"], ["", "Nib7B"], "nibworks/Nib-7B"),
        ([f"{PAGE}nibworks/Nib-7B"], [""], ""),
        (["https://github.com/nibworks/Nib-7B", ""], ["Nib-7B"], ""),
    ],
)
def test_the_name_of_the_repository_must_be_the_models(
    links: list[str], names: list[str], own: str
) -> None:
    assert own_repository(links, *names) == own


WORDS = st.text("abAB12-_.+", min_size=1, max_size=6)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), WORDS)
def test_it_is_one_of_the_links_or_nothing(pairs: list[tuple[str, str]], name: str) -> None:
    links = [f"{PAGE}{owner}/{repository}" for owner, repository in pairs]
    own = own_repository(links, name)
    assert own in ("", *repositories(links))
    assert own == own_repository([*links, *links], name), "the same link twice is one link"
