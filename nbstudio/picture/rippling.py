"""Rippling: water that moves: what is painted below the horizon, seen through small waves, and their glitter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.astir import Air
from nbstudio.picture.bend import OVER, SITES, STEPS
from nbstudio.picture.drifting import FINE
from nbstudio.picture.stack import Stack, Views
from nbstudio.picture.warp import Window, indexed, luma, room

Float = NDArray[np.float32]
DOWN = 0.35
"""How far a wave shifts what is seen downwards, where it shifts it by one to the side."""


class Water:
    """Shifts what the plate shows below the horizon, by more the nearer it is."""

    SIZE = 0.0042
    """Of the largest shift, in frame heights."""

    def __init__(self, air: Air, stack: Stack) -> None:
        self.air, self.stack = air, stack
        rng = air.dice("water")
        self.waves = [
            (float(rng.uniform(26, 40)), float(rng.uniform(-5, 5)), float(rng.uniform(1.6, 2.4)), 1.0),
            (float(rng.uniform(58, 80)), float(rng.uniform(-14, 14)), float(rng.uniform(2.6, 3.6)), 0.55),
            (float(rng.uniform(10, 16)), float(rng.uniform(-3, 3)), float(rng.uniform(0.8, 1.2)), 0.8),
        ]

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Show a frame's water again, moved."""
        import cv2

        height = self.air.size[1]
        affine = luma(plate, self.stack.size, self.air.size)
        inverse = np.linalg.inv(affine[:, :2])
        middle = np.array([self.stack.size[0] / 2, self.air.horizon * self.stack.size[1]]) - affine[:, 2]
        top = int((inverse @ middle)[1]) // (2 * FINE) * 2 * FINE
        top = max(0, top)
        if top >= height - 2 * FINE:
            return
        across, glitter = self._shift(frame / self.air.rate, top, affine)
        places: tuple[Float, Float] | None = None
        for i, (plane, target) in enumerate(zip(self.stack.plate.all(), out, strict=True)):
            part = target[top // OVER[i] :]
            if i < 2 or places is None:  # both chroma planes share theirs
                places = self._places(indexed(affine, STEPS[i], SITES[i]), across, part.shape, top, OVER[i])
            cv2.remap(plane, *places, cv2.INTER_LINEAR, dst=part, borderMode=cv2.BORDER_REPLICATE)
        part = out[0][top:]
        gleam = cv2.resize(glitter, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
        # Crests gleam where the water is bright already.
        cv2.add(part, cv2.multiply(part, gleam, dst=gleam, scale=1 / 255), dst=part)

    def _places(
        self, matrix: NDArray[np.float64], across: Float, shape: tuple[int, int], top: int, over: int
    ) -> tuple[Float, Float]:
        """Return the indices (x, y) of a plane's samples that are seen from row `top` of the frame on."""
        import cv2

        rows, columns = np.arange(shape[0]) + top / over, np.arange(shape[1])
        size = (*shape, 4)
        u, v = (room(f"places {axis}", size).reshape(shape[0], -1).view(np.float32) for axis in "xy")
        cv2.resize(across, shape[::-1], dst=u, interpolation=cv2.INTER_LINEAR)
        if over > 1:
            u *= np.float32(1 / over)
        np.multiply(u, np.float32(DOWN), out=v)
        (a, b, c), (d, e, f) = matrix.tolist()
        u += (a * columns + c).astype(np.float32)[None, :]
        v += (e * rows + f).astype(np.float32)[:, None]
        if b or d:
            u += (b * rows).astype(np.float32)[:, None]
            v += (d * columns).astype(np.float32)[None, :]
        return u, v

    def _shift(self, seconds: float, top: int, affine: NDArray[np.float64]) -> tuple[Float, NDArray[np.uint8]]:
        """Return, on a small grid of the frame's part, the shift in still pixels, and how much crests gleam."""
        width, height = self.air.size
        rows = (np.arange((height - top) // FINE, dtype=np.float32) + 0.5) * FINE + top
        columns = (np.arange(width // FINE, dtype=np.float32) + 0.5) * FINE
        # Waves lie on the water, not on the frame: their places are the still's.
        y = (affine[1, 1] * rows + affine[1, 2]).astype(np.float32) / self.stack.size[1]
        x = (affine[0, 0] * columns + affine[0, 2]).astype(np.float32) / self.stack.size[1]
        depth = np.clip((y - self.air.horizon) / max(0.05, 1 - self.air.horizon), 0, 1)
        # Perspective: waves are denser towards the horizon.
        far = np.log1p(6 * depth) / 2
        out = np.zeros((rows.size, columns.size), np.float32)
        for dense, slant, tempo, size in self.waves:
            phase = dense * far[:, None] + slant * x[None, :] - np.float32(2 * np.pi * tempo * 0.5 * seconds)
            out += np.float32(size) * np.sin(phase)
        fade = np.minimum(1, 8 * depth)[:, None] * (0.25 + 0.75 * depth[:, None])
        gleam = np.clip(out - 0.9, 0, 1.4) * np.minimum(1, 8 * depth)[:, None]
        scale = np.float32(self.SIZE * self.stack.size[1] * self.air.power)
        return np.asarray(out * fade * scale, np.float32), np.asarray(gleam * 42, np.uint8)
