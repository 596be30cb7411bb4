"""Dice: repeatable chance, thrown in order.

Every choice of a song comes from named dice, so that another melody leaves the drums as they were. The
stream is our own (BLAKE2b), and so the same on every machine and in every release of every library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Chance that follows from a seed and a name."""

    def __init__(self, seed: int, *names: object) -> None:
        """Name the dice: the same names, the same throws."""
        self.seed, self.names = seed, names
        self._key = "\0".join(map(str, (seed, *names)))
        self._count = 0

    def at(self, *names: object) -> Dice:
        """Return the dice of a part of this."""
        return Dice(self.seed, *self.names, *names)

    def unit(self) -> float:
        """Return a number from 0 to below 1."""
        self._count += 1
        text = f"{self._key}\0{self._count}".encode(errors="replace")
        return int.from_bytes(hashlib.blake2b(text, digest_size=6).digest(), "big") / 2**48

    def chance(self, likely: float) -> bool:
        """Return whether something happens that does so that often, 0 to 1."""
        return self.unit() < likely

    def one(self, options: Sequence[T]) -> T:
        """Return one of the options, all equally likely."""
        return options[int(self.unit() * len(options))]

    def spread(self, width: float) -> float:
        """Return a number around 0, of standard deviation `width` and at most two and a half of them away."""
        bell = sum(self.unit() for _ in range(3)) - 1.5  # variance 1/4
        return max(-2.5, min(2.5, 2 * bell)) * width
