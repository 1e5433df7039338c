"""A publisher's copy -> a folder of facts: read, counted, settled, written whole or not at all."""

from valuegraph.importing.listing import describe, listed
from valuegraph.importing.outcome import Imported
from valuegraph.importing.passing_on import allowed, classes_of
from valuegraph.importing.running import Options, import_all, import_source
from valuegraph.importing.shelf import ORDER, Shelf

__all__ = [
    "ORDER",
    "Imported",
    "Options",
    "Shelf",
    "allowed",
    "classes_of",
    "describe",
    "import_all",
    "import_source",
    "listed",
]
