"""Sizes: how large a face is in each size of shot, and which of them a frame holds for several people.

Plans ask this too, so that nothing heavy is imported here.
"""

from __future__ import annotations

SHARES = {
    "extreme-close-up": 0.72,
    "close-up": 0.48,
    "medium-close-up": 0.345,
    "medium": 0.25,
    "cowboy": 0.195,
    "wide": 0.135,
    "extreme-wide": 0.075,
    "silhouette": 0.27,
    "double-exposure": 0.46,
    "detail": 0.62,
}
"""The height of the face as a share of the frame's height."""
LADDER = ("extreme-close-up", "close-up", "medium-close-up", "medium", "cowboy")
"""Sizes in which a photograph is seen, the nearest first."""
BESIDE = (0.95, 1.3)
"""How far apart two heads stand, in the face's height, in a frame of 9 to 16 and in one of 16 to 9."""
ROOM = (0.68, 0.85)
"""And how much of the frame is kept at either side of the outer ones' middles."""
SEEN = 0.9
"""Of a still's width that a camera in motion sees at least, or nearly."""
SHRUNK = 0.82
"""How much smaller than in its size of shot a face may be to have others beside it."""


def beside(aspect: float) -> tuple[float, float]:
    """Return how far apart heads stand, and how far from the sides, in the face's height; `aspect` is width / height.

    Upright frames have people closer together, one behind the other's shoulder.
    """
    wide = min(1.0, max(0.0, (aspect - 9 / 16) / (16 / 9 - 9 / 16)))
    return tuple(low + (high - low) * wide for low, high in (BESIDE, ROOM))  # type: ignore[return-value]


def largest(count: int, aspect: float) -> float:
    """Return the largest share of the frame's height that each of `count` faces side by side may have."""
    apart, room = beside(aspect)
    return SEEN * aspect / ((count - 1) * apart + 2 * room)


def held(size: str, count: int, aspect: float) -> str:
    """Return the size nearest to `size` in which so many people fit beside each other: itself, or the next further off.

    Nobody's head is cut by another's, so that nothing is nearer than a close-up; what shows people far away or side
    by side in panels holds any number.
    """
    if count < 2 or size not in LADDER:
        return size
    most = largest(count, aspect)
    for name in LADDER[max(1, LADDER.index(size)) :]:
        if SHARES[name] * SHRUNK <= most:
            return name
    return LADDER[-1]
