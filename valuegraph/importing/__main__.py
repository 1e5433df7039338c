"""Make the facts of all shipped sources anew: ``python -m valuegraph.importing COPIES``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from valuegraph.errors import ValuegraphError
from valuegraph.importing import Shelf, import_all


def main(arguments: list[str] | None = None) -> int:
    """Import every shipped source in turn and say what became of it.

    Parameters
    ----------
    arguments : list of str, optional
        What follows the program's name.

    Returns
    -------
    int
        0 when all went well, 1 when one could not be imported; those before it stay imported.
    """
    parser = argparse.ArgumentParser(prog="python -m valuegraph.importing", description=__doc__)
    parser.add_argument("copies", type=Path, help="folder that holds the publishers' copies")
    parser.add_argument("--data", type=Path, help="data folder to renew; by default the shipped")
    given = parser.parse_args(arguments)
    shelf = Shelf(given.data) if given.data else Shelf.shipped()
    try:
        for done in import_all(given.copies, shelf):
            rows = ", ".join(f"{what} {count}" for what, count in done.rows() if count)
            sys.stdout.write(f"{done.source}: {rows}\n")
            sys.stdout.flush()
    except ValuegraphError as problem:
        sys.stderr.write(f"Error: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
