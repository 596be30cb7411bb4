"""Colour: pictures as planes of BT.709, limited range, 4:2:0.

Converted here, because the tools at hand choose BT.601 or full range on their own. Chroma stands on the
left, as H.264 has it where nothing else is said: column j at luma column 2j, row i between rows 2i and
2i + 1 (ITU-T H.264, figure E-1, type 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

KR, KB = 0.2126, 0.0722
"""Weights of red and blue in luma (ITU-R BT.709-6, item 3.2)."""
KG = 1 - KR - KB


@dataclass(frozen=True, slots=True)
class Planes:
    """Luma (h, w) and both chroma planes (h/2, w/2), 8 bits, limited range."""

    y: Plane
    u: Plane
    v: Plane

    def all(self) -> tuple[Plane, Plane, Plane]:
        """Return the three planes."""
        return self.y, self.u, self.v


def _matrix() -> NDArray[np.float64]:
    """Return the 3 × 4 matrix from (B, G, R, 1) of 0 to 255 to (Y, Cb, Cr) of limited range."""
    luma = np.array([KB, KG, KR])
    blue = (np.array([1.0, 0, 0]) - luma) / (2 * (1 - KB))
    red = (np.array([0, 0, 1.0]) - luma) / (2 * (1 - KR))
    rows = np.stack([luma * 219 / 255, blue * 224 / 255, red * 224 / 255])
    return np.column_stack([rows, [16.0, 128.0, 128.0]])


def planes(bgr: NDArray[np.uint8]) -> Planes:
    """Return a picture (even sides) as planes."""
    import cv2

    height, width = (side - side % 2 for side in bgr.shape[:2])
    yuv = cv2.transform(bgr[:height, :width], _matrix())
    y, u, v = cv2.split(yuv)
    return Planes(np.asarray(y, np.uint8), halved(u), halved(v))


def halved(plane: Any) -> Plane:
    """Return a plane (even sides) at the places of chroma samples."""
    import cv2

    smooth = cv2.sepFilter2D(plane, -1, np.array([0.25, 0.5, 0.25]), np.array([1.0]), borderType=cv2.BORDER_REPLICATE)
    columns = np.ascontiguousarray(smooth[:, ::2])
    size = (columns.shape[1], columns.shape[0] // 2)
    return np.asarray(cv2.resize(columns, size, interpolation=cv2.INTER_AREA), np.uint8)


def solid(bgr: tuple[float, float, float]) -> tuple[int, int, int]:
    """Return the planes' values of one colour, given as B, G, R from 0 to 1."""
    found = _matrix() @ np.array([*(255 * part for part in bgr), 1.0])
    return round(float(found[0])), round(float(found[1])), round(float(found[2]))


def screen(red: float, blue: float) -> NDArray[np.float64]:
    """Return the 3 × 4 matrix from (Y, Cb, Cr, 1) of limited range to (B, G, R) of 0 to 255.

    `red` and `blue` are their weights in luma, by which the picture was written.
    """
    green = 1 - red - blue
    y, u, v = 255 / 219, 255 / 224 * 2 * (1 - blue), 255 / 224 * 2 * (1 - red)
    rows = np.array([[y, u, 0.0], [y, -u * blue / green, -v * red / green], [y, 0.0, v]])
    return np.column_stack([rows, -rows @ np.array([16.0, 128.0, 128.0])])
