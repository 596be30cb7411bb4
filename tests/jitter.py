"""Jitter: how far a picture lies from where it ought to be, by the phases of its spectrum."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates, spline_filter

from nbstudio.picture.camera import Camera
from nbstudio.picture.warp import indexed, luma

SIDE = 128
"""Of the patches that are compared, in pixels."""
HIGHEST = 0.2
"""Cycles a pixel up to which a linear interpolation leaves enough to be compared."""

Floats = NDArray[np.float64]


def texture(size: tuple[int, int], seed: int) -> NDArray[np.uint8]:
    """Return grey detail (height, width) that is nowhere the same, with nothing finer than three pixels."""
    noise = np.random.default_rng(seed).standard_normal(size[::-1]).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 1.6)
    return np.clip(128 + 30 * soft / soft.std(), 16, 235).astype(np.uint8)


class Ideal:
    """A picture moved along its path by a spline, which is exact to a thousandth of a pixel."""

    def __init__(self, picture: NDArray[np.uint8]) -> None:
        self.weights = spline_filter(picture.astype(np.float64), 3)

    def patch(self, affine: Floats, left: int, top: int) -> Floats:
        """Return a patch of the frame that `affine` (see `warp.luma`) maps to the picture."""
        y, x = np.mgrid[top : top + SIDE, left : left + SIDE]
        m = indexed(affine, (1, 1), (0.5, 0.5))
        at = [m[1, 0] * x + m[1, 1] * y + m[1, 2], m[0, 0] * x + m[0, 1] * y + m[0, 2]]
        return np.asarray(map_coordinates(self.weights, at, order=3, prefilter=False, mode="nearest"))


def shift(found: Floats, wanted: Floats) -> Floats:
    """Return how far right and down `found` lies of `wanted`, in pixels: the slope of their phases' difference."""
    window = np.hanning(SIDE)[:, None] * np.hanning(SIDE)
    one, other = (np.fft.rfft2((part - part.mean()) * window) for part in (found, wanted))
    cross = one * np.conj(other)
    down, right = np.broadcast_arrays(np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(SIDE)[None])
    span = np.hypot(down, right)
    weight = np.abs(cross) * ((span > 0) & (span < HIGHEST))
    axes = np.stack([right.ravel(), down.ravel()])
    return np.asarray(
        -np.linalg.solve((axes * weight.ravel()) @ axes.T, (axes * weight.ravel()) @ np.angle(cross).ravel())
        / (2 * np.pi)
    )


def rms(camera: Camera, source: NDArray[np.uint8], share: float, frames: Iterable[int], size: tuple[int, int]) -> float:
    """Return how far a layer that covers the frame lies from its path, in pixels, root of the mean square.

    `source` is the layer's luma. A constant offset is no jitter, and is taken off.
    """
    ideal = Ideal(source)
    out = [np.empty((size[1] >> i, size[0] >> i), np.uint8) for i in (0, 1, 1)]
    places = [
        (round(x * (size[0] - SIDE)), round(y * (size[1] - SIDE))) for x, y in ((0.1, 0.2), (0.5, 0.5), (0.9, 0.7))
    ]
    found = []
    for frame in frames:
        camera.show(frame, (out[0], out[1], out[2]))
        affine = luma(camera.way.window(camera.first + frame, share), (source.shape[1], source.shape[0]), size)
        for left, top in places:
            part = out[0][top : top + SIDE, left : left + SIDE].astype(np.float64)
            found.append(shift(part, ideal.patch(affine, left, top)))
    away = np.array(found)
    return float(np.sqrt(((away - away.mean(0)) ** 2).sum(1).mean()))
