"""The ontology as a typed registry: parses `ontology/`, knows no data.

Importing this package is cheap; rdflib is loaded when `load_vocabulary` is called.
"""

from valuegraph.vocabulary.namespaces import BASE, PREFIXES, VG, VGD, VGS, VGX
from valuegraph.vocabulary.reading import load_vocabulary
from valuegraph.vocabulary.registry import Vocabulary, placeholders
from valuegraph.vocabulary.terms import (
    ClassTerm,
    Concept,
    Deprecation,
    Property,
    RelationClass,
    Role,
    Scheme,
    Term,
)

__all__ = [
    "BASE",
    "PREFIXES",
    "VG",
    "VGD",
    "VGS",
    "VGX",
    "ClassTerm",
    "Concept",
    "Deprecation",
    "Property",
    "RelationClass",
    "Role",
    "Scheme",
    "Term",
    "Vocabulary",
    "load_vocabulary",
    "placeholders",
]
