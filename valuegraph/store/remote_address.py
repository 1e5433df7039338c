"""Where an endpoint is: an address that may be asked, and how to show it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from valuegraph.errors import UsageError

SCHEMES = {"http": 80, "https": 443}
DATASET = ("default-graph-uri", "named-graph-uri")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an endpoint is; made by `address_of`."""

    scheme: str
    host: str
    port: int
    target: str
    dataset: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return the address without parameters, to be shown."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if SCHEMES[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target.partition('?')[0]}"


def address_of(url: str) -> Address:
    """Read the address of an endpoint.

    Raises
    ------
    UsageError
        It is no address of a server on http or https, or carries a password.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as problem:
        raise _no_address(url, str(problem)) from problem
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise _no_address(url, "it must begin with http:// or https://, and name a server")
    if parts.username or parts.password:
        raise UsageError(
            "an endpoint's address must not carry a name or password",
            where=parts.hostname,
            why="others could read it in lists of processes and in messages",
            mend="ask an endpoint that is open to read, for instance through a tunnel of your own",
        )
    if any(char <= " " or char >= "\x7f" for char in url.strip()):
        raise _no_address(url, "it holds a character that must be written as %XX")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    others = urlencode([pair for pair in pairs if pair[0] not in DATASET])
    target = (parts.path or "/") + (f"?{others}" if others else "")
    dataset = tuple(pair for pair in pairs if pair[0] in DATASET)
    return Address(parts.scheme, parts.hostname, port or SCHEMES[parts.scheme], target, dataset)


def _no_address(url: str, why: str) -> UsageError:
    return UsageError(
        f"{url!r} is no address of a SPARQL endpoint",
        where="endpoint",
        why=why,
        mend="for example --endpoint http://127.0.0.1:8008/sparql",
    )
