"""Motion: where the camera looks in every frame of a shot.

A motion is a few numbers of the catalog; a path is a motion over a shot of so many frames, aimed at the
still's focus. Zooming keeps the focus where it is in the frame, so that a face never swims, and nothing ever
takes it out of the frame; whatever is asked, the window stays inside the still. Layers share one path: what is
far follows it by less, what is near by more, and a camera that trucks past its subject shows the difference.
No ease begins or ends at a standstill, since a cut into a camera that rests looks like a photograph.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from nbstudio.picture.warp import Window

MOST_ZOOM = 2.0
WIDEST = 1.004
"""Zoom of the widest window that a motion begins or ends with, however much of it is asked."""
PULSE = 0.028
"""How much closer the picture jumps on an accent."""
DECAY = 3.0
"""Frames (of thirty a second) in which an accent loses two thirds of itself."""

FLAT = 0.6
"""How far a flat picture moves for a camera that trucks by one."""

WAVES = ((0.31, 1.0), (0.73, 0.45), (1.37, 0.18))
"""Hertz and size of the slow waves that a hand's unrest is made of."""

Focus = tuple[float, float, float, float]


PAIRS = frozenset({"zoom", "pan", "tilt", "turn", "truck", "boom"})
"""Numbers that may go from one to another."""


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
    truck: tuple[float, float] = (0.0, 0.0)
    """How far the camera stands to the right of where it aims, as a share of the frame's width: layers part."""
    boom: tuple[float, float] = (0.0, 0.0)
    """The same, downwards, as a share of the frame's height."""
    ease: str = "soft"
    aim: float = 1.0
    """How much the zoom holds on to the focus; 0 holds on to the middle."""
    within: float = 0.0
    """Seconds in which it is done; 0 takes the whole shot."""
    creep: float = 0.0
    """How much nearer it comes besides, slowly and over the whole shot: what is done early does not then freeze."""
    sway: float = 0.0
    """A hand's unrest, as a share of the frame's width."""
    roll: float = 0.0
    """The same, in degrees."""
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
            if name in PAIRS:
                pair = value if isinstance(value, (list, tuple)) else (value, value)
                values[name] = (float(pair[0]), float(pair[1]))
            else:
                values[name] = str(value) if name == "ease" else float(value)
        return cls(**values)


EASES = {
    "linear": lambda t: t,
    "soft": lambda t: 0.55 * t + 0.45 * (t * t * (3 - 2 * t)),
    "in-out": lambda t: 0.3 * t + 0.7 * (t * t * (3 - 2 * t)),
    "out": lambda t: 0.08 * t + 0.92 * (1 - (1 - t) ** 3),
    "in": lambda t: 0.2 * t + 0.8 * t * t,
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
    amount: float = 1.0
    """How much of the motion the music asks for."""
    beats: Sequence[int] = field(default_factory=tuple)
    """Frames of the shot on which a bobbing camera is at its lowest; it keeps its own time without them."""
    parts: float = 1.0
    """How much the still's layers can part, 0 to 1: a camera that trucks past a flat picture pans over it instead."""

    def window(self, frame: int, share: float = 1.0) -> Window:
        """Return what is seen in a frame, 0 being the first in which the shot is.

        `share` is how much a layer takes part: 1 as what is aimed at, less if it is far, more if it is near.
        """
        motion = self.motion
        t = EASES[motion.ease](self._time(frame))
        low, high = motion.zoom
        if self.amount != 1:
            middle = math.sqrt(low * high)
            low, high = middle * (low / middle) ** self.amount, middle * (high / middle) ** self.amount
            # More than the still has would be no movement at its end, but a stop.
            room = max(1.0, WIDEST / min(low, high))
            low, high = low * room, high * room
        if motion.creep:
            high *= 1 + motion.creep * self.amount * frame / max(1, self.total - 1)
        zoom = min(max(low * (high / low) ** t * (1 + self._pulse(frame)), 1.0), MOST_ZOOM)
        sway_x, sway_y, sway_turn = self._unrest(frame)
        turn = _mix(motion.turn, t) * self.amount + sway_turn
        half_x, half_y, own = self._halves(zoom, turn)
        far_x, far_y, zoomed = (half_x, half_y, own) if share == 1 else self._halves(zoom**share, turn)
        focus_x, focus_y = self._aim()
        across, down = self._kept(half_x, half_y)
        centre_x, centre_y = _held(focus_x, half_x), _held(focus_y, half_y)
        truck, boom = _mix(motion.truck, t) * self.amount, _mix(motion.boom, t) * self.amount
        flat = FLAT * (1 - self.parts)
        away_x = _panned(centre_x, half_x, _mix(motion.pan, t) * self.amount) + sway_x + flat * truck
        away_y = _panned(centre_y, half_y, _mix(motion.tilt, t) * self.amount) + sway_y + flat * boom
        x, y = _within(centre_x, away_x, across), _within(centre_y, away_y, down)
        if share == 1:
            return Window(x, y, own, turn)
        away_x = share * (x - centre_x) + (share - 1) * truck
        away_y = share * (y - centre_y) + (share - 1) * boom
        x = _within(_held(focus_x, far_x), away_x, (far_x, 1 - far_x))
        y = _within(_held(focus_y, far_y), away_y, (far_y, 1 - far_y))
        return Window(x, y, zoomed, turn)

    def _time(self, frame: int) -> float:
        """Return how much of the motion is over, 0 to 1."""
        last = max(1, self.total - 1)
        if self.motion.within:
            last = max(1, min(last, round(self.motion.within * self.rate)))
        return min(1.0, frame / last)

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

    def _kept(self, half_x: float, half_y: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return between what the centre may be: the window in the still, and what is looked at in the window."""
        across, down = (half_x, 1 - half_x), (half_y, 1 - half_y)
        if not self.focus:
            return across, down
        x, y, width, height = self.focus
        return _narrowed(across, x + width / 2, width, half_x), _narrowed(down, y + height / 2, height, half_y)

    def _unrest(self, frame: int) -> tuple[float, float, float]:
        """Return how far a hand and a step move the window, in shares of the still, and turn it, in degrees."""
        motion = self.motion
        if not (motion.sway or motion.bob or motion.roll):
            return 0.0, 0.0, 0.0
        seconds = float(frame / self.rate) * motion.pace
        phase = (self.seed % 9973) / 9973 * math.tau
        x = y = turn = 0.0
        for i, (speed, size) in enumerate(WAVES):
            x += size * math.sin(math.tau * speed * seconds + phase * (i + 1))
            y += size * math.cos(math.tau * speed * 0.83 * seconds + phase * (i + 2))
            turn += size * math.sin(math.tau * speed * 0.71 * seconds + phase * (i + 3))
        step = motion.bob * self.amount * math.cos(math.tau * self._beat(frame, seconds)) * 0.5
        size = 0.6 * self.amount
        return motion.sway * x * size, motion.sway * y * size + step, motion.roll * turn * size

    def _beat(self, frame: int, seconds: float) -> float:
        """Return how many beats have passed."""
        beats = self.beats
        if len(beats) < 2:
            return seconds
        after = bisect.bisect_right(beats, frame)
        if after == 0:
            return (frame - beats[0]) / (beats[1] - beats[0])
        if after == len(beats):
            return after - 1 + (frame - beats[-1]) / (beats[-1] - beats[-2])
        return after - 1 + (frame - beats[after - 1]) / (beats[after] - beats[after - 1])

    def light(self, frame: int) -> float:
        """Return how much of an accent's light is left in a frame, 0 to 1."""
        decay = DECAY * float(self.rate) / 30
        past = [frame - accent for accent in self.accents if 0 <= frame - accent <= 8 * decay]
        return math.exp(-min(past) / decay) if past else 0.0

    def _pulse(self, frame: int) -> float:
        """Return how much of an accent's jump is felt in a frame."""
        return PULSE * self.amount * self.light(frame)


def _mix(pair: tuple[float, float], t: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * t


def _held(focus: float, half: float) -> float:
    """Return the window's centre with which the focus stays where it is in the frame."""
    return focus + (0.5 - focus) * 2 * half


def _panned(centre: float, half: float, pan: float) -> float:
    """Return how far panning moves the centre: it uses the room that is left on the nearer side."""
    return pan * max(0.0, min(centre - half, 1 - half - centre)) if pan else 0.0


def _narrowed(bounds: tuple[float, float], middle: float, length: float, half: float) -> tuple[float, float]:
    """Return bounds in which what is looked at stays in the window, or three quarters of the window of it."""
    room = half - min(length, 1.5 * half) / 2
    return min(max(middle - room, bounds[0]), bounds[1]), min(max(middle + room, bounds[0]), bounds[1])


def _within(centre: float, away: float, bounds: tuple[float, float]) -> float:
    """Return `centre + away` inside the bounds, slowing down before them: a stop would be a jolt."""
    low, high = bounds
    centre = min(max(centre, low), high)
    room = (high - centre) if away > 0 else (centre - low)
    if room <= 0:
        return centre
    return centre + away / math.sqrt(math.sqrt(1 + (abs(away) / room) ** 4))
