"""Drifting: fog and clouds: soft fields, made small, that wander over each other and are laid over the frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import over
from nbstudio.picture.astir import Air
from nbstudio.picture.stack import Stack, Views
from nbstudio.picture.warp import Window

Float = NDArray[np.float32]
FINE = 8
"""Frame pixels for one of a soft field's."""


class _Bank:
    """Two fields of vapour that go their ways; where both are thick, much of what is behind is hidden."""

    SPEEDS = ((0.052, 0.0), (-0.020, 0.006))
    """Frame heights a second, right and down."""
    SCALE = 3.4
    STRETCH = 2.2

    def __init__(self, air: Air, stack: Stack) -> None:
        del stack
        width, height = air.size
        self.air, self.small = air, (max(8, width // FINE), max(8, height // FINE))
        self.fields = [
            vapour(air.dice(f"bank{i}"), self.small[1], self.small[0], self.SCALE * (1 + i), self.STRETCH)
            for i in range(2)
        ]
        rows = np.asarray((np.arange(self.small[1]) + 0.5) / self.small[1], np.float32)
        self.weight = np.asarray(self._weight(rows, air)[:, None], np.float32)

    def _weight(self, rows: Float, air: Air) -> Float:
        del rows, air
        raise TypeError(f"{type(self).__name__} does not say")

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Lay the bank over a frame."""
        import cv2

        seconds = frame / self.air.rate
        thick = np.zeros((self.small[1], self.small[0]), np.float32)
        for field, (x, y) in zip(self.fields, self.SPEEDS, strict=True):
            thick += _moved(field, x * seconds * self.small[1], y * seconds * self.small[1])
        down = (plate.y - 0.5) * self.small[1]
        weight = self.weight
        if abs(down) > 0.01:
            shift = np.array([[1, 0, 0], [0, 1, -down]], np.float64)
            size = (1, self.small[1])
            moved = cv2.warpAffine(weight, shift, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            weight = np.asarray(moved, np.float32).reshape(-1, 1)
        cover = np.clip((0.5 + 0.5 * thick) * weight, 0, 0.8)
        veil(out, np.asarray(cover, np.float32), self.air.colour)


class Fog(_Bank):
    """Mist that thickens towards the ground."""

    def _weight(self, rows: Float, air: Air) -> Float:
        down = np.clip((rows - 0.3) / 0.7, 0, 1)
        return np.asarray((0.10 + 0.5 * down * down * (3 - 2 * down)) * air.power, np.float32)


class Clouds(_Bank):
    """A veil of cloud that crosses the sky, and nothing below the horizon."""

    SPEEDS = ((0.050, 0.0), (0.030, 0.0))
    SCALE = 4.2
    STRETCH = 2.4

    def _weight(self, rows: Float, air: Air) -> Float:
        below = np.clip((air.horizon - rows) / max(0.08, 0.5 * air.horizon), 0, 1)
        return np.asarray(0.26 * air.power * below, np.float32)


def veil(out: Views, cover: Float, colour: tuple[int, int, int]) -> None:
    """Lay one colour over planes, as much as a small field of coverage (0 to 1) says."""
    import cv2

    small = np.asarray(cv2.convertScaleAbs(1 - cover, alpha=255), np.uint8)
    for plane, value in zip(out, colour, strict=True):
        keep = cv2.resize(small, (plane.shape[1], plane.shape[0]), interpolation=cv2.INTER_LINEAR)
        over.veil(plane, keep, value)


def vapour(rng: np.random.Generator, height: int, width: int, cells: float, stretch: float = 1.0) -> Float:
    """Return a smooth field, about -1 to 1, that repeats in both directions and has `cells` in its height."""
    noise = np.fft.rfft2(rng.standard_normal((height, width)))
    fy = np.fft.fftfreq(height)[:, None] * height
    fx = np.fft.rfftfreq(width)[None, :] * height * stretch
    far = np.hypot(fx, fy)
    noise *= (1 + (far / cells) ** 2) ** -1.6
    noise[0, 0] = 0
    field = np.fft.irfft2(noise, (height, width))
    return np.asarray(np.tanh(field / max(1e-9, 1.2 * float(field.std()))), np.float32)


def _moved(field: Float, x: float, y: float) -> Float:
    """Return a repeating field moved by any distance."""
    whole = int(np.floor(x)), int(np.floor(y))
    u, v = np.float32(x - whole[0]), np.float32(y - whole[1])
    out = np.roll(field, whole, axis=(1, 0))
    out = out + (np.roll(out, 1, axis=1) - out) * u
    return np.asarray(out + (np.roll(out, 1, axis=0) - out) * v, np.float32)
