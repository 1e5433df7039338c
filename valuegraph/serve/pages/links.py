"""From an IRI to its page on this server, and back."""

from __future__ import annotations

import re
from urllib.parse import quote

from valuegraph.vocabulary.namespaces import PREFIXES, VGD

ENTITY = "/entity/"
NO_IRI = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")
SAFE = "/:@~.-_"


def path_of(iri: str) -> str | None:
    """Return the path of the page of an IRI on this server; None for what it knows nothing of."""
    if iri.startswith(VGD) and len(iri) > len(VGD):
        return ENTITY + quote(iri.removeprefix(VGD), safe=SAFE)
    fitting = [(space, name) for name, space in PREFIXES.items() if iri.startswith(space)]
    if not fitting:
        return None
    space, name = max(fitting, key=lambda pair: len(pair[0]))
    return f"{ENTITY}{name}:{quote(iri.removeprefix(space), safe=SAFE)}"


def iri_of(identifier: str) -> str | None:
    """Return the IRI that a local id or CURIE stands for; None where it is none."""
    if not identifier or NO_IRI.search(identifier):
        return None
    if identifier.startswith(("http://", "https://")):
        return identifier
    name, colon, local = identifier.partition(":")
    return PREFIXES[name] + local if colon and name in PREFIXES else VGD + identifier
