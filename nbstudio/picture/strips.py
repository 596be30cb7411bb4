"""Strips: a picture worked through a few rows at a time.

A frame of float colours is larger than any cache, and every whole-frame temporary is memory that the system must
clear first: most of the time of `a * b + c` over a frame goes there. In strips the temporaries stay in the cache, and
each value is what it would have been.
"""

from __future__ import annotations

from collections.abc import Iterator

ROWS = 32


def strips(height: int) -> Iterator[slice]:
    """Yield the rows of a picture of that height, from top to bottom, few at a time."""
    for top in range(0, height, ROWS):
        yield slice(top, min(height, top + ROWS))
