"""CPU of the command line's start against the imports that it must not pay for.

Prints ratios of one run on one machine. Goals: `--help` at most 1/4 of importing networkx, rdflib,
pandas and pyvis; a warm answer at most 1.5 times importing networkx, rdflib and pandas.

Run: python tests/benchmarks/bench_start.py [repeats]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
FOUR = "import networkx, rdflib, pandas, pyvis.network"
THREE = "import networkx, rdflib, pandas"
CALL = "import sys; from valuegraph.cli import main; sys.exit(main(sys.argv[1:]))"


def cpu(*arguments: str) -> float:
    """Return user plus system seconds of one Python process and what it starts."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    after = os.times()
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr.decode()}")
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system


def typical(repeats: int, *arguments: str) -> float:
    """Return the median CPU of several runs after one that warms caches."""
    cpu(*arguments)
    return median(cpu(*arguments) for _ in range(repeats))


def line(what: str, ours: float, theirs: float, goal: float) -> None:
    """Print one ratio beside its goal."""
    ratio = ours / theirs
    verdict = "met" if ratio <= goal else "MISSED"
    print(f"{what:<46} {ours:6.3f} s / {theirs:6.3f} s = {ratio:5.2f}   goal {goal:.2f} {verdict}")


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    os.environ["PYTHONPATH"] = str(ROOT)
    four, three = typical(repeats, FOUR), typical(repeats, THREE)
    for command in (["--help"], ["chokepoints", "--help"]):
        name = " ".join(command)
        line(f"valuegraph {name} / four imports", typical(repeats, CALL, *command), four, 0.25)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VALUEGRAPH_CACHE_DIR"] = folder
        for command in (["chokepoints", "--top", "10"], ["info"], ["show", "ASML"]):
            name = " ".join(command)
            line(f"valuegraph {name} / three imports", typical(repeats, CALL, *command), three, 1.5)


if __name__ == "__main__":
    main()
