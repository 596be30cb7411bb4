"""Shining: lamps that flicker, stars that twinkle, a stage's beams, lightning."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import over
from nbstudio.picture.astir import Air
from nbstudio.picture.drifting import FINE
from nbstudio.picture.stack import Stack, Views
from nbstudio.picture.warp import Window, indexed, luma, move, room

Float = NDArray[np.float32]
COARSE = 4
"""Still pixels for one of a map of lights."""
GROUPS = 24
"""Lights that change together."""


class _Points:
    """Lights that the plate has: each map's value is how much darker its place would be without it."""

    def __init__(self, air: Air, stack: Stack) -> None:
        import cv2

        y = stack.plate.y
        self.air, self.still = air, (y.shape[1], y.shape[0])
        size = (max(2, y.shape[1] // COARSE), max(2, y.shape[0] // COARSE))
        small = np.asarray(cv2.resize(y, size, interpolation=cv2.INTER_AREA), np.float32)
        self.height = self._light(small)
        rng = air.dice("points")
        self.cells = rng.integers(0, GROUPS, (max(2, size[1] // self.cell), max(2, size[0] // self.cell)))
        self.phases, self.tempi = rng.uniform(0, 2 * np.pi, GROUPS), rng.uniform(0.7, 1.4, GROUPS)

    cell = 8

    def _light(self, small: Float) -> Float:
        del small
        raise TypeError(f"{type(self).__name__} does not say")

    def _dim(self, seconds: float) -> NDArray[np.float64]:
        """Return how much of each group's light is missing, 0 to 1."""
        del seconds
        raise TypeError(f"{type(self).__name__} does not say")

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Take light away from a frame."""
        import cv2

        dim = np.clip(self._dim(frame / self.air.rate), 0, 1).astype(np.float32)
        # From one light to the next it changes softly: the edge of a cell would cut through a large one.
        fine = cv2.resize(dim[self.cells], self.height.shape[::-1], interpolation=cv2.INTER_LINEAR)
        missing = np.asarray(cv2.convertScaleAbs(self.height * fine), np.uint8)
        affine = luma(plate, self.still, self.air.size)
        matrix = indexed(affine, (1.0, 1.0), (0.5, 0.5)) / COARSE
        # From the index of a frame's pixel to that of the small map's, whose samples stand COARSE apart.
        matrix[:, 2] += 0.5 / COARSE - 0.5
        taken = room("taken", out[0].shape)
        move(missing, matrix, taken)
        cv2.subtract(out[0], taken, dst=out[0])


class Lights(_Points):
    """Windows and signs of a night: most hold, some waver, now and then one fails for a moment."""

    cell = 14

    def _light(self, small: Float) -> Float:
        import cv2

        # Windows are small; signs and lamps out of focus are large.
        near, wide = (cv2.GaussianBlur(small, (0, 0), small.shape[0] / part) for part in (40, 9))
        above = np.maximum(small - near - 8, 0.8 * (small - wide - 14))
        return np.asarray(np.clip(above, 0, 100) * np.clip((small - 54) / 40, 0, 1) * 0.9, np.float32)

    def _dim(self, seconds: float) -> NDArray[np.float64]:
        hum = 0.28 + 0.08 * np.sin(2 * np.pi * 1.7 * self.tempi * seconds + self.phases)
        hum += 0.21 * np.sin(2 * np.pi * 0.37 * self.tempi * seconds + 2 * self.phases)
        beat = np.sin(2 * np.pi * 0.31 * self.tempi * seconds + 3 * self.phases)
        stutter = np.sin(2 * np.pi * 9.0 * seconds + 5 * self.phases) > 0.2
        fails = (beat > 0.93) & stutter & (np.arange(GROUPS) % 3 == 0)
        return np.asarray(hum + 0.6 * fails, np.float64)


class Stars(_Points):
    """Points of a night's sky."""

    cell = 3

    def _light(self, small: Float) -> Float:
        import cv2

        around = cv2.GaussianBlur(small, (0, 0), 3)
        rows = (np.arange(small.shape[0], dtype=np.float32) + 0.5)[:, None] / small.shape[0]
        above = np.clip((self.air.horizon - rows) * 20, 0, 1)
        return np.asarray(np.clip(small - around - 2, 0, 110) * above * 1.4, np.float32)

    def _dim(self, seconds: float) -> NDArray[np.float64]:
        slow = np.sin(2 * np.pi * 0.9 * self.tempi * seconds + self.phases)
        quick = np.sin(2 * np.pi * 2.3 * self.tempi * seconds + 2 * self.phases)
        return np.asarray(0.42 + 0.3 * slow + 0.2 * quick, np.float64)


class Beams:
    """A stage's moving heads: cones of lit haze that swing from above."""

    COUNT = 5

    def __init__(self, air: Air, stack: Stack) -> None:
        del stack
        width, height = air.size
        self.air, self.small = air, (max(8, width // FINE), max(8, height // FINE))
        rng = air.dice("beams")
        self.aspect = width / height
        self.x = (np.arange(self.COUNT) + rng.uniform(0.25, 0.75, self.COUNT)) / self.COUNT * self.aspect
        self.rest, self.swing = rng.uniform(-0.35, 0.35, self.COUNT), rng.uniform(0.18, 0.42, self.COUNT)
        self.tempo, self.phase = rng.uniform(0.10, 0.22, self.COUNT), rng.uniform(0, 2 * np.pi, self.COUNT)
        self.strength = rng.uniform(0.5, 1.0, self.COUNT)
        self.xx = (np.arange(self.small[0], dtype=np.float32) + 0.5)[None, :] / self.small[1]
        self.yy = (np.arange(self.small[1], dtype=np.float32) + 0.5)[:, None] / self.small[1] + 0.12

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Add the beams to a frame."""
        seconds = frame / self.air.rate
        shift = (plate.x - 0.5) * self.aspect
        light = np.zeros((self.small[1], self.small[0]), np.float32)
        angles = self.rest + self.swing * np.sin(2 * np.pi * self.tempo * seconds + self.phase)
        for x, angle, strength in zip(self.x, angles, self.strength, strict=True):
            cos, sin, away = np.float32(np.cos(angle)), np.float32(np.sin(angle)), self.xx - np.float32(x - shift)
            along = np.maximum(self.yy * cos + away * sin, 0)
            aside = away * cos - self.yy * sin
            aside /= 0.012 + 0.075 * along
            aside *= aside
            along *= 2.2
            along += 1
            light += np.exp(np.negative(aside, out=aside), out=aside) * np.float32(strength) / along
        _shone(out, light * np.float32(0.34 * self.air.power), self.air.colour)


class Passing:
    """Lamps beside the way: each throws a soft band of light through the carriage or the car, and is gone."""

    EVERY = 2.2
    """Seconds from one lamp to the next, about."""
    CROSSING = 0.75
    """Seconds that a band takes from one edge of the frame to the other."""

    def __init__(self, air: Air, stack: Stack) -> None:
        del stack
        width, height = air.size
        self.air, self.small = air, (max(8, width // FINE), max(8, height // FINE))
        rng = air.dice("passing")
        self.way = -1.0 if rng.random() < 0.5 else 1.0
        self.lean = float(rng.uniform(0.15, 0.4)) * self.way
        gaps = self.EVERY * rng.uniform(0.45, 1.7, 200)
        self.at = float(rng.uniform(0.2, 1.4)) + np.cumsum(gaps) - gaps[0]
        self.strength, self.wide = rng.uniform(0.35, 1.0, 200), rng.uniform(0.05, 0.14, 200)
        self.xx = (np.arange(self.small[0], dtype=np.float32) + 0.5)[None, :] / self.small[0] - np.float32(0.5)
        self.yy = (np.arange(self.small[1], dtype=np.float32) + 0.5)[:, None] / self.small[1] - np.float32(0.5)

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Add the light of the lamps that pass in a frame."""
        del plate
        seconds = frame / self.air.rate
        light = np.zeros((self.small[1], self.small[0]), np.float32)
        for number in np.flatnonzero(np.abs(self.at - seconds) < self.CROSSING):
            middle = self.way * 1.3 * (seconds - self.at[number]) / self.CROSSING
            band = (self.xx + np.float32(self.lean) * self.yy - np.float32(middle)) / np.float32(self.wide[number])
            light += np.float32(self.strength[number]) * np.exp(-band * band)
        if light.any():
            # A lamp stands higher than the roof: its light falls on what is low.
            light *= np.clip(np.float32(0.75) + np.float32(0.5) * self.yy, 0, 1)
            _shone(out, light * np.float32(0.20 * self.air.power), self.air.colour)


class Lightning:
    """A storm's flashes behind everything, every few seconds, two or three strokes each."""

    EVERY = 4.5
    """Seconds from one to the next, about."""

    def __init__(self, air: Air, stack: Stack) -> None:
        del stack
        self.air = air
        rng = air.dice("lightning")
        at, self.strokes = float(rng.uniform(0.4, 3.0)), []
        for _ in range(120):
            for _ in range(int(rng.integers(2, 4))):
                self.strokes.append((at, float(rng.uniform(0.4, 1.0))))
                at += float(rng.uniform(0.06, 0.16))
            at += self.EVERY * float(rng.uniform(0.6, 1.5))

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Brighten a frame."""
        import cv2

        del plate
        seconds = frame / self.air.rate
        light = sum(power * np.exp(-(seconds - at) / 0.07) for at, power in self.strokes if 0 <= seconds - at < 0.4)
        if light > 0.02:
            cv2.convertScaleAbs(
                out[0], dst=out[0], alpha=1 + 0.7 * min(1.0, float(light)), beta=14 * min(1.0, float(light))
            )


def _shone(out: Views, light: Float, colour: tuple[int, int, int]) -> None:
    """Add light of a colour (Y, Cb, Cr) to a frame's planes, as much as a small map says, 0 to about 1."""
    import cv2

    size = (out[0].shape[1], out[0].shape[0])
    more = cv2.resize(cv2.convertScaleAbs(light, alpha=colour[0] * 0.7), size, interpolation=cv2.INTER_LINEAR)
    cv2.add(out[0], more, dst=out[0])
    half = (out[1].shape[1], out[1].shape[0])
    kept = cv2.convertScaleAbs(1 - np.minimum(light, 0.7), alpha=255)
    keep = cv2.resize(kept, half, interpolation=cv2.INTER_LINEAR)
    for plane, value in zip(out[1:], colour[1:], strict=True):
        over.veil(plane, keep, value)
