"""What a wheel takes along of facts and ontology: at most 15 MB to fetch."""

from __future__ import annotations

import zlib

from valuegraph.resources import data_dir, ontology_dir

MOST_PACKED = 15_000_000
MOST_RAW = 40_000_000
"""What lies on disk once installed; growth beyond it wants a decision, not an accident."""


def test_facts_and_ontology_fit_into_the_wheel(record_property):
    files = [
        path
        for folder in (data_dir(), ontology_dir())
        for path in folder.rglob("*")
        if path.is_file()
    ]
    raw = packed = 0
    for path in files:
        content = path.read_bytes()
        raw += len(content)
        packed += len(zlib.compress(content, 6))
    told = f"{len(files)} files: {raw / 1e6:.1f} MB, packed as in a wheel {packed / 1e6:.1f} MB"
    print(told)  # noqa: T201 : the measure is what the test is for
    record_property("size", told)
    assert packed <= MOST_PACKED, told
    assert raw <= MOST_RAW, told
