"""Pages that are made once."""

import asyncio

import pytest

from tests.serve.conftest import run
from valuegraph.errors import UsageError
from valuegraph.serve.pages.keeping import Kept


def making(pages, made, *, fails=False):
    async def make():
        made.append(1)
        await asyncio.sleep(0.01)
        if fails:
            raise UsageError("no such page")
        return b"x" * 40

    return make


def test_several_who_ask_at_once_share_a_making():
    kept, made = Kept(), []

    async def ask():
        return await asyncio.gather(*(kept.get("a", making(kept, made)) for _ in range(20)))

    assert set(run(ask())) == {b"x" * 40}
    assert len(made) == 1
    assert run(kept.get("a", making(kept, made))) == b"x" * 40
    assert len(made) == 1


def test_a_failure_is_told_to_all_and_not_kept():
    kept, made = Kept(), []

    async def ask():
        return await asyncio.gather(
            *(kept.get("a", making(kept, made, fails=True)) for _ in range(3)),
            return_exceptions=True,
        )

    assert all(isinstance(each, UsageError) for each in run(ask()))
    assert len(kept) == 0
    with pytest.raises(UsageError):
        run(kept.get("a", making(kept, made, fails=True)))
    assert len(made) == 2


def test_the_pages_asked_for_longest_ago_make_room():
    kept, made = Kept(size=100), []

    async def ask(*keys):
        for key in keys:
            await kept.get(key, making(kept, made))

    run(ask("a", "b", "a", "c"))
    assert len(kept) == 2
    assert len(made) == 3
    run(ask("a"))
    assert len(made) == 3
    run(ask("b"))
    assert len(made) == 4


def test_who_goes_away_does_not_take_the_page_from_others():
    kept, made = Kept(), []

    async def ask():
        first = asyncio.ensure_future(kept.get("a", making(kept, made)))
        second = asyncio.ensure_future(kept.get("a", making(kept, made)))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert run(ask()) == b"x" * 40
    assert len(made) == 1
