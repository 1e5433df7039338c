"""What tests of several rooms share: a cache of their own, settings, a browser."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from valuegraph import opening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

IN_CI = bool(os.environ.get("CI"))
OPEN_AT_ONCE = 4
SHIPPED: set[Path] = set()  # folders of their databases
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "no Chromium here: install one (Debian: apt-get install chromium), "
    "or name it in VALUEGRAPH_CHROMIUM"
)
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

settings.register_profile("house", deadline=None, print_blob=True, derandomize=IN_CI)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the caches of a test run away from the user's: one for all its processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "caches"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VALUEGRAPH_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def shipped_facts_opened_once(cache_of_its_own: Path) -> Iterator[None]:
    """Give the same graph to whoever asks for the shipped facts in the same way.

    A graph does not change, and opening and projecting it takes longer than most tests. Two
    processes of a run do not build its database at once.
    """
    real = opening.load
    opened: dict[tuple[object, ...], Any] = {}

    @functools.wraps(real)
    def load(*paths: str | Path, **options: Any) -> Any:
        own = any(options.get(name) for name in ("only", "endpoint"))
        if paths or own or not options.get("cache", True):
            return real(*paths, **options)
        asked = sorted((name, value) for name, value in options.items() if name != "told")
        key = (os.environ.get("VALUEGRAPH_CACHE_DIR"), opening.data_dir(), *asked)
        if key not in opened:
            with (cache_of_its_own / "building").open("w") as turn:
                fcntl.flock(turn, fcntl.LOCK_EX)
                graph = real(**options)
            if len(opened) == OPEN_AT_ONCE:
                del opened[next(iter(opened))]
            opened[key] = graph
        SHIPPED.add(cache_of_its_own / opened[key].dataset.hash)
        return opened[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "load", load)
        yield


@pytest.fixture(autouse=True)
def shipped_facts_used_lately() -> None:
    """Keep the database of the shipped facts: a cache forgets what was not used for long."""
    for folder in SHIPPED:
        with contextlib.suppress(OSError):
            os.utime(folder)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a browser; without one the test is skipped, in CI it fails."""
    named = os.environ.get("VALUEGRAPH_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    if IN_CI:
        pytest.fail(NO_BROWSER)
    pytest.skip(NO_BROWSER)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless browser for all page tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=OFFLINE)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a fresh page with a viewport of 1400 by 900."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield context.new_page()
    context.close()
