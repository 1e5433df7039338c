"""What a request may cost, and by which names the server may be called."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What requests may cost; whatever goes beyond is refused in words, never cut.

    Attributes
    ----------
    seconds : float
        How long one question may run before its process is killed.
    page_seconds : float
        How long a page may take that asks more of the graph than one question, a map for instance.
    rows, answer_bytes : int
        Rows (or triples) and bytes of one answer.
    memory : int
        Bytes that a process may take while it answers.
    at_once, waiting : int
        Questions that run side by side, and that wait for their turn.
    wait : float
        Seconds that a question may wait.
    body, url : int
        Bytes of a request's body and of its target.
    patience : float
        Seconds in which the head of a request, or the next part of its body, must come.
    kept : int
        Bytes of answers that are kept to be given again.
    services : tuple of str
        The only endpoints that SERVICE may ask, letter by letter.
    """

    seconds: float = 30.0
    page_seconds: float = 90.0
    rows: int = 200_000
    answer_bytes: int = 64 << 20
    memory: int = 1 << 30
    at_once: int = 2
    waiting: int = 100
    wait: float = 60.0
    body: int = 1 << 20
    url: int = 16 << 10
    patience: float = 10.0
    kept: int = 64 << 20
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is reached.

    Attributes
    ----------
    base : str
        URL of the home page without the last slash; absolute links are built on it.
    hosts : tuple of str
        Names (without port) that a request may call the server by; a page of another site that
        has its own name point here is refused.
    origins : tuple of str
        Sites whose pages may read the answers, as `https://example.org`; ``*`` for all.
    """

    base: str = "http://127.0.0.1:8008"
    hosts: tuple[str, ...] = LOOPBACK
    origins: tuple[str, ...] = ("*",)

    def admits(self, origin: str) -> bool:
        """Whether pages of a site may read the answers."""
        return "*" in self.origins or origin in self.origins
