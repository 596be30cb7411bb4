"""Raster: glyphs as coverage, fill and outline, from the fonts' own curves.

Drawn at four times the size and averaged. Contours are wound, not toggled, because those of variable fonts
overlap. An outline is what lies within a distance of the letters, so it is as round as they are and of any
width.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.lettering.fonts import Face, font
from nbstudio.picture.lettering.shape import Row

Mask = NDArray[np.uint8]
FINE = 4
"""Samples a pixel, each way."""
SHIFT = 4
"""Binary places of OpenCV's fixed-point coordinates."""
STEPS = 8
"""Lines that a curve becomes."""


def fine(rows: Iterable[tuple[Row, float, float, float]], width: int, height: int) -> Mask:
    """Return rows as a mask of 0 and 255, FINE times as large as `width` by `height` pixels.

    Each row comes with its size (pixels to the em) and where its baseline begins, in pixels.
    """
    import cv2

    winding = np.zeros((height * FINE, width * FINE), np.int8)
    for row, size, left, baseline in rows:
        scale = size * FINE
        for glyph in row.glyphs:
            origin = np.array([left * FINE + glyph.x * scale, baseline * FINE - glyph.y * scale])
            for contour, sign in _contours(glyph.face, glyph.id):
                points = contour * (scale, -scale) + origin
                low = np.floor(points.min(axis=0)).astype(int) - 1
                high = np.ceil(points.max(axis=0)).astype(int) + 2
                x0, y0 = max(0, low[0]), max(0, low[1])
                x1, y1 = min(winding.shape[1], high[0]), min(winding.shape[0], high[1])
                if x0 >= x1 or y0 >= y1:
                    continue
                piece = np.zeros((y1 - y0, x1 - x0), np.uint8)
                fixed = np.round((points - (x0, y0) - 0.5) * (1 << SHIFT)).astype(np.int32)
                cv2.fillPoly(piece, [fixed], 1, lineType=cv2.LINE_8, shift=SHIFT)
                winding[y0:y1, x0:x1] += sign * piece.view(np.int8)
    return np.where(winding != 0, 255, 0).astype(np.uint8)


def coarse(mask: Mask | NDArray[np.float32]) -> Mask:
    """Return a fine mask at its real size, its edges averaged."""
    import cv2

    height, width = mask.shape[0] // FINE, mask.shape[1] // FINE
    small = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(np.round(small), 0, 255), np.uint8)


def grown(mask: Mask, radius: float) -> Mask:
    """Return what lies within `radius` pixels of a fine mask, at its real size."""
    import cv2

    if radius <= 0 or not mask.any():
        return coarse(mask)
    away = cv2.distanceTransform(255 - mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return coarse(np.asarray(np.clip(radius * FINE - away + 0.5, 0, 1) * np.float32(255), np.float32))


@lru_cache(maxsize=8192)
def _contours(face: Face, glyph: int) -> tuple[tuple[NDArray[np.float64], int], ...]:
    """Return a glyph's contours, as points in em, each with the way it winds."""
    import uharfbuzz as hb

    paths: list[list[tuple[float, float]]] = []

    def move(x: float, y: float, _: Any) -> None:
        paths.append([(x, y)])

    def line(x: float, y: float, _: Any) -> None:
        paths[-1].append((x, y))

    def quadratic(cx: float, cy: float, x: float, y: float, _: Any) -> None:
        x0, y0 = paths[-1][-1]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            paths[-1].append((a * x0 + b * cx + c * x, a * y0 + b * cy + c * y))

    def cubic(ax: float, ay: float, bx: float, by: float, x: float, y: float, _: Any) -> None:
        x0, y0 = paths[-1][-1]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            p, q, r, s = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            paths[-1].append((p * x0 + q * ax + r * bx + s * x, p * y0 + q * ay + r * by + s * y))

    draw = hb.DrawFuncs()
    draw.set_move_to_func(move)
    draw.set_line_to_func(line)
    draw.set_quadratic_to_func(quadratic)
    draw.set_cubic_to_func(cubic)
    used = font(face)
    used.draw_glyph(glyph, draw, None)
    em = float(used.face.upem)
    found = []
    for path in paths:
        points = np.array(path) / em
        if len(points) < 3:
            continue
        x, y = points[:, 0], points[:, 1]
        area = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
        if area:
            found.append((points, 1 if area > 0 else -1))
    return tuple(found)
