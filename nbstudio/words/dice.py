"""Dice: repeatable choices, each by its own name.

A choice depends on the seed and on what is chosen for whom, never on how many choices were made before,
so that a change in one shot leaves the others as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    """A seed and a place in the film, from which any number of named choices are thrown."""

    seed: int
    place: str = ""

    def at(self, place: str) -> Dice:
        """Return the dice of a part of this place."""
        return Dice(self.seed, f"{self.place}/{place}")

    def number(self, what: str) -> int:
        """Return a whole number from 0 to 2**31 - 1."""
        text = f"{self.seed}\0{self.place}\0{what}".encode(errors="replace")
        return int.from_bytes(hashlib.blake2b(text, digest_size=4).digest(), "big") >> 1

    def unit(self, what: str) -> float:
        """Return a number from 0 to below 1."""
        return self.number(what) / 2**31

    def one(self, what: str, options: Sequence[T]) -> T:
        """Return one of the options, all equally likely."""
        return options[int(self.unit(what) * len(options))]

    def weighted(self, what: str, options: Mapping[str, float]) -> str | None:
        """Return a key of `options` by its weight; none where no weight is above zero."""
        likely = [(name, weight) for name, weight in options.items() if weight > 0]
        point = self.unit(what) * sum(weight for _, weight in likely)
        for name, weight in likely:
            point -= weight
            if point < 0:
                return name
        return likely[-1][0] if likely else None
