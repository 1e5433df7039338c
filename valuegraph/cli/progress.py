"""One line on stderr about long work: on a terminal only, late to come, gone at the end."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 1.0
"""Seconds that work must take before it is spoken of."""
BETWEEN = 0.2
USUAL_COLUMNS = 80
WIPE = "\r\x1b[K"


class Progress:
    """Says what is being done, and how far it is.

    Parameters
    ----------
    stream : text stream or None
        A terminal; None stays silent.
    patience : float
        Seconds before the line appears.
    """

    def __init__(self, stream: TextIO | None = None, *, patience: float = PATIENCE) -> None:
        self._stream = stream
        self._patience = patience
        self._said = ""
        self._began = 0.0
        self._shown = False
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._drawing: threading.Thread | None = None

    @classmethod
    def on_stderr(cls, *, quiet: bool) -> Progress:
        """Return one that draws where a person looks on, and one that is silent elsewhere."""
        on = not quiet and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        return cls(sys.stderr if on else None)

    @property
    def on(self) -> bool:
        """Whether anything would be drawn."""
        return self._stream is not None

    def __call__(self, what: str, done: int = 0, of: int = 0) -> None:
        """Take what is being done, how many parts are, and of how many; no text ends the line."""
        if self._stream is None:
            return
        with self._lock:
            if not what:
                self._wipe()
            elif not self._said:
                self._began = time.monotonic()
            self._said = f"{what} {done} of {of}" if what and of else what
        if self._drawing is None:
            # A step may be one call into compiled code that tells nothing for minutes.
            self._drawing = threading.Thread(target=self._draw_on, daemon=True)
            self._drawing.start()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Tell what begins, and that it is over however it ends."""
        self(what)
        try:
            yield
        finally:
            self("")

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Leave the terminal as it was."""
        self._over.set()
        if self._drawing is not None:
            self._drawing.join()
        with self._lock:
            self._wipe()

    def _draw_on(self) -> None:
        while not self._over.wait(min(BETWEEN, self._patience + 0.01)):
            with self._lock:
                taken = time.monotonic() - self._began
                if self._said and taken >= self._patience:
                    self._write(f"{WIPE}{self._fitting(f'{self._said} ... {taken:.0f} s')}")
                    self._shown = True

    def _wipe(self) -> None:
        if self._shown:
            self._write(WIPE)
            self._shown = False

    def _fitting(self, text: str) -> str:
        """Return as much as one line of the terminal takes."""
        columns = 0
        with suppress(OSError, ValueError):
            columns = os.get_terminal_size(self._stream.fileno()).columns if self._stream else 0
        return text[: (columns or USUAL_COLUMNS) - 1]

    def _write(self, text: str) -> None:
        if self._stream is not None:
            with suppress(OSError, ValueError):
                self._stream.write(text)
                self._stream.flush()
