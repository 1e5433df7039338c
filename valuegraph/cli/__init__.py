"""The command line: each command is one call into the library plus rendering."""

from valuegraph.cli.app import main

__all__ = ["main"]
