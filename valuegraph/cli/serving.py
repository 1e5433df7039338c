"""The command that serves: serve."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from valuegraph.cli.classed import tell_classes
from valuegraph.cli.options import Scope
from valuegraph.cli.writing import mention, tell
from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from valuegraph.serve.limits import Address, Limits

COSTS = "What a question may cost"
WHO = "Who may ask"
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - named by the user, not chosen here


@dataclass(frozen=True)
class Reach:
    """Where the server is reached, and by whom."""

    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = (
        8008
    )
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")
    ] = "127.0.0.1"
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="HOST",
            help="A further name the server may be called by; may be given several times.",
            rich_help_panel=WHO,
        ),
    ] = None
    url: Annotated[
        str | None,
        typer.Option(
            "--public-url",
            metavar="URL",
            help="Where others reach the front page, behind a proxy for instance.",
            rich_help_panel=WHO,
        ),
    ] = None
    origin: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin",
            metavar="ORIGIN",
            help="A site whose pages may read the answers, * for all. Without this option all "
            "may read the shipped facts, and none those of --data.",
            rich_help_panel=WHO,
        ),
    ] = None

    def address(self, port: int, *, published: bool) -> Address:
        """Return where the server is reached when it listens on a port."""
        from valuegraph.serve.limits import LOOPBACK, Address

        base = (self.url or self._url(port)).rstrip("/")
        origins = self.origin if self.origin is not None else ["*"] if published else []
        own = [_bracketed(self.host), _named(base), *(name.lower() for name in self.name or [])]
        return Address(
            base,
            tuple(dict.fromkeys([*LOOPBACK, *own])),
            tuple(origin.rstrip("/").lower() for origin in origins),
        )

    def _url(self, port: int) -> str:
        reached = "127.0.0.1" if self.host in EVERYWHERE else _bracketed(self.host)
        return f"http://{reached}:{port}"


@dataclass(frozen=True)
class Costs:
    """What a question may cost."""

    seconds: Annotated[
        float,
        typer.Option("--seconds", min=0.1, help="After these it is ended.", rich_help_panel=COSTS),
    ] = 30.0
    rows: Annotated[
        int,
        typer.Option("--rows", min=1, help="More than these are refused.", rich_help_panel=COSTS),
    ] = 200_000
    memory: Annotated[
        int,
        typer.Option(
            "--memory", metavar="MB", min=64, help="Beyond it is ended.", rich_help_panel=COSTS
        ),
    ] = 1024
    at_once: Annotated[
        int,
        typer.Option("--at-once", min=1, help="As many side by side.", rich_help_panel=COSTS),
    ] = 2
    service: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-service",
            metavar="URL",
            help="An endpoint that queries may ask with SERVICE; none without this option.",
            rich_help_panel=COSTS,
        ),
    ] = None

    def limits(self) -> Limits:
        """Return the limits, with those that have no option."""
        from valuegraph.serve.limits import Limits

        return Limits(
            seconds=self.seconds,
            rows=self.rows,
            memory=self.memory << 20,
            at_once=self.at_once,
            services=tuple(self.service or ()),
        )


def serve(
    scope: Scope,
    reach: Reach,
    costs: Costs,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.", show_default=False)
    ] = False,
) -> None:
    """Serve a SPARQL endpoint and pages for people, until Ctrl-C.

    Read-only. One line on stderr for each request; what was asked is not in it, only its length
    and a hash.
    """
    from valuegraph.serve.app import application
    from valuegraph.serve.running import listen, run

    if scope.endpoint:
        raise UsageError(
            "serve takes facts from files, not from an endpoint",
            where="--endpoint",
            why="what another server answers today it may answer otherwise tomorrow, and answers "
            "are kept here",
            mend="valuegraph export --endpoint URL -o copy.nq, then --data copy.nq --only-data",
        )
    limits = costs.limits()
    with listen(reach.host, reach.port) as bound:
        address = reach.address(bound.getsockname()[1], published=not scope.data)
        graph = scope.load()
        mention(graph.store.notes, quiet=quiet)
        tell_classes(graph, quiet=quiet)
        _log(quiet=quiet)
        app = application(graph, limits, address)
        run(app, limits, bound, lambda: tell(f"serving {address.base} until Ctrl-C", quiet=quiet))


def _bracketed(host: str) -> str:
    """Return an address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host.lower()


def _named(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} and not parts.query else None
    except ValueError:
        host = None
    if not host:
        raise UsageError(
            f"{url!r} is not the address of a site",
            where="--public-url",
            mend="write it whole, for example https://graph.example.org",
        )
    return _bracketed(host)


def _log(*, quiet: bool) -> None:
    logger = logging.getLogger("valuegraph.serve")
    logger.setLevel(logging.WARNING if quiet else logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger.handlers = [handler]
    logger.propagate = False
