"""Answers that are kept to be given again: the data do not change while they are served."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegraph.serve.answer import Answer

OVERHEAD = 512
SHARE = 4


class AnswersKept:
    """The answers given last, up to a number of bytes.

    Parameters
    ----------
    size : int
        Bytes of all answers together. One that would take more than a quarter is not kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self._answers)

    def get(self, key: bytes) -> Answer | None:
        """Return the answer under a key, if it is still there."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, key: bytes, answer: Answer) -> None:
        """Keep an answer; those not asked for longest make room."""
        weight = len(answer.content) + OVERHEAD
        if weight > self._size // SHARE or key in self._answers:
            return
        self._answers[key] = answer
        self._held += weight
        while self._held > self._size:
            _, gone = self._answers.popitem(last=False)
            self._held -= len(gone.content) + OVERHEAD
