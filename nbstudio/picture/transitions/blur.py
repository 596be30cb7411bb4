"""Blur: out of focus on the first picture, and into focus on the next, through a lens with a round opening.

Lights become discs, brighter than a plain mean would leave them, because light adds up before film bends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import mixed, resized
from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import hill, part
from nbstudio.picture.transition import Mixer, Stage

WIDEST = 0.032
"""The disc's radius at the middle, as a share of the height."""
LIGHT = 2.6
"""The exponent between luma and the light that a lens adds up, a little over film's own so that lamps stand out."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the pull of focus."""
    import cv2

    del params
    table = ((np.arange(256) / 255) ** LIGHT).astype(np.float32)
    rows, columns = stage.height // 4 // 2 * 2, stage.width // 4 // 2 * 2

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        both = mixed(a, b, part(t, 0.3, 0.7))
        radius = hill(t) * WIDEST * stage.height / 4
        if radius <= 0.25:
            return both
        small = resized(both, (max(2, rows), max(2, columns)))
        kernel, fine = _disc(radius), _disc(radius / 2)
        light = cv2.filter2D(cv2.LUT(small.y, table), -1, kernel, borderType=cv2.BORDER_REPLICATE)
        y = (255 * np.clip(light, 0, 1) ** np.float32(1 / LIGHT)).astype(np.uint8)
        u, v = (cv2.filter2D(p, -1, fine, borderType=cv2.BORDER_REPLICATE) for p in (small.u, small.v))
        soft = resized(Planes(y, np.asarray(u, np.uint8), np.asarray(v, np.uint8)), both.y.shape)
        return mixed(both, soft, min(1.0, (radius - 0.25) / 0.75))

    return frame


def _disc(radius: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return the kernel of a disc whose edge is smooth by a pixel."""
    reach = int(np.ceil(radius + 0.5))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return np.asarray(disc / disc.sum(), np.float32)
