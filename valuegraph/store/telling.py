"""Long work tells what it is at: to whoever asked, and to nobody otherwise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

Told = Callable[[str, int, int], None]
"""Takes what is being done, how many parts are, and of how many; empty text when it is done."""


@contextlib.contextmanager
def telling(told: Told | None, what: str = "") -> Iterator[None]:
    """Tell what begins, and that it is over however it ends."""
    if told is None:
        yield
        return
    if what:
        told(what, 0, 0)
    try:
        yield
    finally:
        told("", 0, 0)
