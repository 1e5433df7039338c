"""Pages that are made once: the data do not change while they are served."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    Make = Callable[[], Awaitable[bytes]]

SIZE = 16 << 20


class Kept:
    """The pages asked for last, up to a number of bytes; several who ask at once share a making.

    Parameters
    ----------
    size : int
        Bytes of all pages together; the one made last stays, however large.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._held = 0
        self._made: OrderedDict[Hashable, bytes] = OrderedDict()
        self._running: dict[Hashable, asyncio.Task[bytes]] = {}

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._made)

    async def get(self, key: Hashable, make: Make) -> bytes:
        """Return the page under a key, made now if it is not there.

        Parameters
        ----------
        key : hashable
        make : callable
            Makes the page; what it raises is raised to all who wait.
        """
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.ensure_future(make())
            task.add_done_callback(lambda done: self._ended(key, done))
        return await asyncio.shield(task)

    def _ended(self, key: Hashable, done: asyncio.Future[bytes]) -> None:
        self._running.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._made[key] = done.result()
        self._held += len(done.result())
        while self._held > self._size and len(self._made) > 1:
            _, gone = self._made.popitem(last=False)
            self._held -= len(gone)
