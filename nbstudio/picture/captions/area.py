"""Area: where captions may stand, for every shape of frame.

Title-safe is 90 % of width and height, action-safe 93 % (SMPTE ST 2046-1). Players of upright films lay
their own buttons and texts over the lowest fifth, the right eighth and the top of the picture: captions keep
out of these, and as far from the left edge as from the right, so that they stay in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass

MARGINS = {"title": 0.05, "action": 0.035}
UPRIGHT = 0.65
"""Width by height at and below which a frame is shown on a telephone held upright (9:16 is 0.5625)."""
UPRIGHT_BOTTOM, UPRIGHT_SIDE, UPRIGHT_TOP = 0.20, 0.12, 0.10


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a frame, in pixels; ends are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Return how high it is."""
        return self.bottom - self.top


def safe(width: int, height: int, kind: str = "title") -> Area:
    """Return the area of a frame that captions stay in; `kind` is title or action."""
    margin = MARGINS[kind]
    left = right = margin * width
    top = bottom = margin * height
    if width <= UPRIGHT * height:
        left = right = max(left, UPRIGHT_SIDE * width)
        top, bottom = max(top, UPRIGHT_TOP * height), max(bottom, UPRIGHT_BOTTOM * height)
    return Area(_up(left), _up(top), width - _up(right), height - _up(bottom))


def _up(value: float) -> int:
    return int(-(-value // 1))
