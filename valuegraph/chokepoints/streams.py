"""Random numbers that belong to a name: adding another name changes nobody's numbers.

One generator that is asked for everything in turn would give every later name other numbers as
soon as one is added. Here each name has a stream of its own, PCG64 started from a hash of the
seed and the name, so a fact that has no say in an answer has none in its interval either.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

SEPARATOR = "\x1f"
WORD = 16


class Streams:
    """One stream of random numbers for each name.

    Parameters
    ----------
    seed : int
        Streams of the same seed and name are the same.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._bits = np.random.PCG64(0)
        self._generator = np.random.Generator(self._bits)

    def of(self, *name: str) -> np.random.Generator:
        """Return the generator at the start of a name's stream; it serves one name at a time.

        Setting the state costs a fifth of making a new generator.
        """
        text = SEPARATOR.join((str(self._seed), *name))
        digest = hashlib.blake2b(text.encode(), digest_size=2 * WORD).digest()
        # The increment of a permuted congruential generator must be odd.
        state: Any = {
            "bit_generator": "PCG64",
            "state": {
                "state": int.from_bytes(digest[:WORD], "little"),
                "inc": int.from_bytes(digest[WORD:], "little") | 1,
            },
            "has_uint32": 0,
            "uinteger": 0,
        }
        self._bits.state = state
        return self._generator
