"""The prefixes of the project as the first lines of a Turtle file, for small files that tests write."""

from valuegraph.vocabulary.namespaces import PREFIXES

PROLOGUE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
