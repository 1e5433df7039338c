"""Frozen facts, their evidence and sources, and the one canonical way to write them."""

from valuegraph.facts.reading import facts_about, facts_of
from valuegraph.facts.records import Evidence, Fact, Iri, Source, Value

__all__ = ["Evidence", "Fact", "Iri", "Source", "Value", "facts_about", "facts_of"]
