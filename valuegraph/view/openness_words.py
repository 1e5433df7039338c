"""How openness is put into words: levels of access, and names of concepts."""

from __future__ import annotations

import re

LEVELS = {
    "fullyClosed": "fully closed",
    "gradualRelease": "gradual release",
    "hostedAccess": "hosted access",
    "apiAccess": "API access",
    "downloadable": "downloadable",
    "fullyOpen": "fully open",
    "unknownAccess": "unknown",
}
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(name: str) -> str:
    """Return the local name of a concept as words."""
    return HUMP.sub(" ", name).lower()
