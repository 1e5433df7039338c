"""CPU of the command line's start against the imports that it must not pay for.

Prints ratios of one run on one machine. Goals: `--help` at most 1/4 of importing networkx, rdflib,
pandas and pyvis; a warm answer at most 1.5 times importing networkx, rdflib and pandas.

Run: python tests/benchmarks/bench_start.py [repeats]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOUR = "import networkx, rdflib, pandas, pyvis.network"
THREE = "import networkx, rdflib, pandas"
CALL = "import sys; from valuegraph.cli import main; sys.exit(main(sys.argv[1:]))"


def cpu(*arguments: str) -> float:
    """Return user plus system seconds of one Python process and what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr.decode()}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def least(repeats: int, *arguments: str) -> float:
    """Return the least CPU of several runs after one that warms caches: others only add to it."""
    cpu(*arguments)
    return min(cpu(*arguments) for _ in range(repeats))


def line(what: str, ours: float, theirs: float, goal: float) -> None:
    """Print one ratio beside its goal."""
    ratio = ours / theirs
    verdict = "met" if ratio <= goal else "MISSED"
    print(f"{what:<46} {ours:6.3f} s / {theirs:6.3f} s = {ratio:5.2f}   goal {goal:.2f} {verdict}")


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    os.environ["PYTHONPATH"] = str(ROOT)
    four, three = least(repeats, FOUR), least(repeats, THREE)
    for command in (["--help"], ["chokepoints", "--help"]):
        name = " ".join(command)
        line(f"valuegraph {name} / four imports", least(repeats, CALL, *command), four, 0.25)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VALUEGRAPH_CACHE_DIR"] = folder
        for command in (["chokepoints", "--top", "10"], ["info"], ["show", "ASML"]):
            name = " ".join(command)
            line(f"valuegraph {name} / three imports", least(repeats, CALL, *command), three, 1.5)


if __name__ == "__main__":
    main()
