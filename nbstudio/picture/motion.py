"""Motion: where the camera looks in every frame of a shot.

A motion is a few numbers of the catalog; a path is a motion over a shot of so many frames, aimed at the
still's focus. Zooming keeps the focus where it is in the frame, so that a face never swims; whatever is
asked, the window stays inside the still.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from nbstudio.picture.warp import Window

MOST_ZOOM = 2.0
PULSE = 0.028
"""How much closer the picture jumps on an accent."""
DECAY = 3.0
"""Frames (of thirty a second) in which an accent loses two thirds of itself."""

WAVES = ((0.31, 1.0), (0.73, 0.45), (1.37, 0.18))
"""Hertz and size of the slow waves that a hand's unrest is made of."""

Focus = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Motion:
    """How a window moves from the first to the last frame in which a shot is seen."""

    zoom: tuple[float, float] = (1.06, 1.06)
    pan: tuple[float, float] = (0.0, 0.0)
    """From and to, as shares of the room beside the window: -1 is all the way left."""
    tilt: tuple[float, float] = (0.0, 0.0)
    """The same, up (-1) and down."""
    turn: tuple[float, float] = (0.0, 0.0)
    """Degrees."""
    ease: str = "soft"
    aim: float = 1.0
    """How much the zoom holds on to the focus; 0 holds on to the middle."""
    sway: float = 0.0
    """A hand's unrest, as a share of the frame's width."""
    bob: float = 0.0
    """A step's or a beat's rise and fall, as a share of the frame's height."""
    pace: float = 1.0
    """How fast swaying and bobbing are."""

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Motion:
        """Read a motion of the catalog; pairs may be written as one number."""
        known = {item.name: item for item in fields(cls)}
        values: dict[str, Any] = {}
        for name, value in params.items():
            if name not in known:
                raise ValueError(f"`{name}` is not a number of a motion")
            if name in {"zoom", "pan", "tilt", "turn"}:
                pair = value if isinstance(value, (list, tuple)) else (value, value)
                values[name] = (float(pair[0]), float(pair[1]))
            else:
                values[name] = str(value) if name == "ease" else float(value)
        return cls(**values)


EASES = {
    "linear": lambda t: t,
    "soft": lambda t: 0.55 * t + 0.45 * (t * t * (3 - 2 * t)),
    "in-out": lambda t: t * t * (3 - 2 * t),
    "out": lambda t: 1 - (1 - t) ** 3,
    "in": lambda t: t * t,
}


@dataclass(frozen=True)
class Path:
    """A motion over the frames of one shot."""

    motion: Motion
    total: int
    rate: Fraction
    aspect: float
    """The frame's width over its height."""
    focus: Focus | None = None
    seed: int = 0
    accents: Sequence[int] = field(default_factory=tuple)

    def window(self, frame: int) -> Window:
        """Return what is seen in a frame, 0 being the first in which the shot is."""
        motion = self.motion
        t = EASES[motion.ease](frame / max(1, self.total - 1))
        zoom = motion.zoom[0] * (motion.zoom[1] / motion.zoom[0]) ** t
        zoom *= 1 + self._pulse(frame)
        turn = _mix(motion.turn, t)
        half_x, half_y, zoom = self._halves(min(max(zoom, 1.0), MOST_ZOOM), turn)
        focus_x, focus_y = self._aim()
        sway_x, sway_y = self._unrest(frame)
        x = _centre(focus_x, half_x, _mix(motion.pan, t)) + sway_x
        y = _centre(focus_y, half_y, _mix(motion.tilt, t)) + sway_y
        return Window(min(max(x, half_x), 1 - half_x), min(max(y, half_y), 1 - half_y), zoom, turn)

    def _halves(self, zoom: float, turn: float) -> tuple[float, float, float]:
        """Return half the window's extent, turned, and a zoom at which it fits into the still."""
        cos, sin = abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
        wide, high = cos + sin / self.aspect, cos + sin * self.aspect
        zoom = max(zoom, wide, high)
        return wide / (2 * zoom), high / (2 * zoom), zoom

    def _aim(self) -> tuple[float, float]:
        """Return the point that zooming keeps in place."""
        if not self.focus:
            return 0.5, 0.5
        x, y, width, height = self.focus
        aim = self.motion.aim
        return 0.5 + aim * (x + width / 2 - 0.5), 0.5 + aim * (y + height / 2 - 0.5)

    def _unrest(self, frame: int) -> tuple[float, float]:
        """Return how far a hand and a step move the window, in shares of the still."""
        motion = self.motion
        if not (motion.sway or motion.bob):
            return 0.0, 0.0
        seconds = float(frame / self.rate) * motion.pace
        phase = (self.seed % 9973) / 9973 * math.tau
        x = y = 0.0
        for i, (speed, size) in enumerate(WAVES):
            x += size * math.sin(math.tau * speed * seconds + phase * (i + 1))
            y += size * math.cos(math.tau * speed * 0.83 * seconds + phase * (i + 2))
        step = motion.bob * math.sin(math.tau * seconds) * 0.5
        return motion.sway * x * 0.6, motion.sway * y * 0.6 + step

    def _pulse(self, frame: int) -> float:
        """Return how much of an accent is felt in a frame."""
        decay = DECAY * float(self.rate) / 30
        past = [frame - accent for accent in self.accents if 0 <= frame - accent <= 8 * decay]
        return PULSE * math.exp(-min(past) / decay) if past else 0.0


def _mix(pair: tuple[float, float], t: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * t


def _centre(focus: float, half: float, pan: float) -> float:
    """Return the window's centre: the focus stays where it is in the frame, and panning uses the room left."""
    centre = focus + (0.5 - focus) * 2 * half
    room = min(centre - half, 1 - half - centre) if pan else 0.0
    return centre + pan * max(0.0, room)
