"""Runs the application: uvicorn with our bounds, ended by SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from valuegraph.errors import UsageError
from valuegraph.serve.patience import PatientProtocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.applications import Starlette

    from valuegraph.serve.asking import Asking
    from valuegraph.serve.limits import Limits

CONNECTIONS = 400
HEAD = 256 << 10
KEEP_ALIVE = 5
GRACE = 5
GRACE_FOR_QUESTIONS = 3


class Server(uvicorn.Server):
    """uvicorn, which tells when it listens, and at its end lets no question hold it up.

    Parameters
    ----------
    config : uvicorn.Config
    asking : Asking
        What runs the questions.
    told : callable
        Is called once, when requests are taken.
    """

    def __init__(self, config: uvicorn.Config, asking: Asking, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._asking = asking
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._told()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let requests end; after a while, tell those that wait for an answer that none comes."""
        ending = asyncio.create_task(self._end_questions())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_questions(self) -> None:
        await asyncio.sleep(GRACE_FOR_QUESTIONS)
        await self._asking.end()


def server_of(app: Starlette, limits: Limits, told: Callable[[], None]) -> Server:
    """Return a server for an application, with bounds on heads, connections and dawdling."""
    protocol = type("Protocol", (PatientProtocol,), {"patience": limits.patience})
    return Server(
        uvicorn.Config(
            app,
            http=protocol,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            h11_max_incomplete_event_size=HEAD,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=GRACE,
        ),
        app.state.site.asking,
        told,
    )


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address.

    Raises
    ------
    UsageError
        It is taken, or not this machine's.
    """
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, number)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
        except BaseException:
            bound.close()
            raise
    except OSError as problem:
        raise UsageError(
            f"nothing can listen here: {problem.strerror or problem}",
            where=f"{host}, port {port}",
            mend="choose another --port (0 takes a free one), or end what listens there",
        ) from problem
    return bound


def run(app: Starlette, limits: Limits, bound: socket.socket, told: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; requests on their way have five seconds to end.

    Parameters
    ----------
    app : Starlette
    limits : Limits
    bound : socket
        Made by `listen`.
    told : callable
        Is called once, when requests are taken.

    Raises
    ------
    FileProblem
        The database cannot be put where the answering processes read it.
    """
    asking: Asking = app.state.site.asking
    asking.prepare()

    def listening() -> None:
        told()
        app.state.warming = asyncio.ensure_future(asking.warm_graph())

    with _ending_is_no_failure():
        server_of(app, limits, listening).run(sockets=[bound])


@contextmanager
def _ending_is_no_failure() -> Iterator[None]:
    """Have the signal that ends the server, which uvicorn raises once more, do nothing else."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, lambda *_: None) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
