"""Whether to compute with numpy or with loops that numba compiles, and how these are compiled."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from valuegraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Function = TypeVar("Function", bound=Callable[..., Any])

VARIABLE = "VALUEGRAPH_ENGINE"
ENGINES = ("numpy", "fast")
KERNELS = "valuegraph.chokepoints.lanes"
CONSTANTS = {"blockwise", "kinds", "solving", "stride", "wiring"}
# Scenarios times relations. Importing numba and reading the compiled loops takes about 0.6 s,
# which numpy needs for 3e7; once they are there, nearly everything is quicker with them.
WORTH_IMPORTING = 2e7
WORTH_USING = 2e4


def kernels_for(work: float) -> ModuleType | None:
    """Return the compiled loops when a job is to be done with them, else None.

    Parameters
    ----------
    work : float
        Scenarios times relations.

    Raises
    ------
    UsageError
        The environment variable VALUEGRAPH_ENGINE is neither ``numpy`` nor ``fast``, or asks for
        ``fast`` where numba cannot be imported.
    """
    asked = os.environ.get(VARIABLE) or None
    if asked not in {None, *ENGINES}:
        raise UsageError(
            f"the engine {asked!r} is not known",
            where=f"environment variable {VARIABLE}",
            mend=f"set it to one of {', '.join(ENGINES)}, or not at all",
        )
    if asked == "numpy":
        return None
    least = WORTH_USING if KERNELS in sys.modules else WORTH_IMPORTING
    if asked is None and (work < least or importlib.util.find_spec("numba") is None):
        return None
    try:
        return importlib.import_module(KERNELS)
    except ImportError as problem:
        if asked is None:
            return None
        raise UsageError(
            f"the fast engine is asked for, but numba cannot be imported: {problem}",
            where=f"environment variable {VARIABLE}",
            why="the answer would be the same, but not as quick as expected",
            mend="pip install 'valuegraph[fast]', or unset the variable",
        ) from problem


def kernel(function: Function) -> Function:
    """Return a function compiled for one thread among several, kept on disk where that can be.

    numba compiles anew when the file of the function changes, but not when another file does that
    holds what is written into it. So the name on disk says from which texts it was compiled.
    """
    from numba import njit

    function.__qualname__ = f"{function.__name__}_{sources()}"
    try:
        return cast("Function", njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:  # numba finds no folder that it may write to
        return cast("Function", njit(nogil=True, error_model="numpy")(function))


@cache
def sources() -> str:
    """Return a digest of the texts that compiled loops are made from."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem in CONSTANTS or path.stem.startswith("kernel"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def inlined(function: Function) -> Function:
    """Return a function that is written into those that call it."""
    from numba import njit

    return cast("Function", njit(inline="always", error_model="numpy")(function))


def n_threads() -> int:
    """Return how many threads may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
