"""The answer to a question, as it goes over the wire."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    Attributes
    ----------
    content, media_type : bytes, str
        The answer as it goes over the wire, and what it is.
    tag : str
        Entity tag: equal tags are equal bytes.
    rows : int
        Rows or triples in it.
    """

    content: bytes
    media_type: str
    tag: str
    rows: int = 0

    def table(self) -> list[dict[str, str | None]]:
        """Return the rows of an answer in the form ``json``: variable -> text of the value."""
        found: dict[str, Any] = json.loads(self.content)
        names = found["head"]["vars"]
        return [
            {name: row[name]["value"] if name in row else None for name in names}
            for row in found["results"]["bindings"]
        ]
