"""The namespaces of the project as plain strings; importing this module costs nothing."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE = "https://w3id.org/valuegraph/"
VERSION = "0.1.0"

ONTOLOGY = BASE + "ontology"
ONTOLOGY_VERSION = f"{ONTOLOGY}/{VERSION}"
ODRL_PROFILE = BASE + "odrl-profile"

VG = ONTOLOGY + "#"
VGX = BASE + "scheme#"
VGS = BASE + "shapes#"
VGD = BASE + "data/"
VGR = BASE + "derived/"
"""Of conclusions: apart from the facts, so that no name tells one for the other."""
NACE = "http://data.europa.eu/ux2/nace2.1/"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "vg": VG,
        "vgx": VGX,
        "vgs": VGS,
        "vgd": VGD,
        "vgr": VGR,
        "nace": NACE,
        "airo": "https://w3id.org/airo#",
        "cc": "http://creativecommons.org/ns#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "fair4ml": "https://w3id.org/fair4ml#",
        "odrl": "http://www.w3.org/ns/odrl/2/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/licenses/",
        "vann": "http://purl.org/vocab/vann/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix to namespace, in the order in which canonical Turtle lists them."""

OWN_NAMESPACES = (VG, VGX, VGS, VGD, VGR, ONTOLOGY, ODRL_PROFILE)
"""Where the IRIs begin that the project itself may define."""
