"""Sheet: letters, their shadow and glow, and the darkening behind them, as planes that are laid over a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.captions.area import safe
from nbstudio.picture.captions.style import colour
from nbstudio.picture.colour import solid
from nbstudio.picture.lettering import raster
from nbstudio.picture.titles.design import Design
from nbstudio.picture.titles.layout import Laid, Placed

Layer = NDArray[np.float32]
Plane = NDArray[np.uint8]
SCRIM = (0.015, 0.01, 0.01)
"""What a picture is darkened toward, as blue, green and red: not quite black, as no shadow on film is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Colour times coverage (y, u, v), and what is left of the picture beneath (255: all), luma and chroma.

    It lies in the frame with its corner at (left, top), both even.
    """

    left: int
    top: int
    y: Plane
    u: Plane
    v: Plane
    rest: Plane
    rest_half: Plane

    def lay(self, planes: Sequence[Any], share: float = 1.0) -> None:
        """Lay the sheet over planes, in place, so much of it."""
        import cv2

        rests = (self.rest, self.rest_half, self.rest_half)
        for n, (plane, own, under) in enumerate(zip(planes, (self.y, self.u, self.v), rests, strict=True)):
            x, y = (self.left // 2, self.top // 2) if n else (self.left, self.top)
            region = plane[y : y + own.shape[0], x : x + own.shape[1]]
            shown, left = own, under
            if share < 1:
                left = np.asarray(cv2.convertScaleAbs(under, alpha=share, beta=255 * (1 - share)), np.uint8)
                shown = np.asarray(cv2.convertScaleAbs(own, alpha=share), np.uint8)
            region[:] = cv2.add(cv2.multiply(region, left, scale=1 / 255), shown)


def letters(laid: Laid, design: Design, width: int, height: int, *, first: bool) -> Sheet | None:
    """Return the title's own rows (`first`), or all others with the line; nothing where there are none."""
    import cv2

    rows = [row for row in laid.rows if row.first == first]
    if not rows:
        return None
    size = max(row.size for row in rows)
    pad = (0.9 if design.glow and first else 0.35) * size + 4
    left, top = (max(0, 2 * int((end - pad) // 2)) for end in (_left(rows), min(r.baseline - r.size for r in rows)))
    right = min(width, 2 * int(-(-(_right(rows) + pad) // 2)))
    low = max(row.baseline + 0.35 * row.size for row in rows)
    top = min(top, 2 * int((laid.line[1] - 4) // 2)) if laid.line and not first else top
    bottom = min(height, 2 * int(-(-(low + pad) // 2)))
    wide, tall = right - left, bottom - top
    fine = raster.fine([(row.row, row.size, row.left - left, row.baseline - top) for row in rows], wide, tall)
    mask = raster.coarse(fine).astype(np.float32) / np.float32(255)
    if laid.line and not first:
        _rule(mask, laid.line, left, top)
    fill = design.fill if first else design.accent
    layers: list[tuple[tuple[float, float, float], Layer]] = []
    if design.shadow:
        soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.07 * size))
        layers.append((SCRIM, np.asarray(np.clip(1.6 * soft, 0, 1) * np.float32(design.shadow), np.float32)))
    if design.glow and first:
        near, far = (cv2.GaussianBlur(mask, (0, 0), part * size) for part in (0.06, 0.24))
        light = np.clip(0.75 * near + 0.9 * far, 0, 1) * np.float32(design.glow)
        layers.append((colour(design.accent), np.asarray(light, np.float32)))
    layers.append((colour(fill), mask))
    return made(layers, left, top)


def scrim(laid: Laid, design: Design, width: int, height: int) -> Sheet | None:
    """Return the darkening behind a title: around it, or from the frame's edge that it is near to."""
    import cv2

    if not design.scrim:
        return None
    rows, columns = max(2, height // 8), max(2, width // 8)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    x, y = (x + np.float32(0.5)) * (width / columns), (y + np.float32(0.5)) * (height / rows)
    middle_x, middle_y = (laid.left + laid.right) / 2, (laid.top + laid.bottom) / 2
    tall = max(laid.bottom - laid.top, 0.16 * height)
    if design.place == "centre":
        wide = max(laid.right - laid.left, 0.3 * width)
        away = ((x - middle_x) / (0.95 * wide)) ** 2 + ((y - middle_y) / (1.25 * tall)) ** 2
        # The whole picture gives way a little, what is behind the letters most.
        dark = 0.45 + 0.55 * np.exp(-1.4 * away)
    else:
        edge = 0.0 if design.place == "upper" else float(height)
        reach = abs(edge - middle_y) + 1.2 * tall + height - safe(width, height).bottom
        near = np.clip(1 - np.abs(y - edge) / reach, 0, 1)
        dark = near * near * (3 - 2 * near)
    full = cv2.resize((np.float32(design.scrim) * dark).astype(np.float32), (width, height))
    return made([(SCRIM, np.asarray(full, np.float32))], 0, 0)


def made(layers: Sequence[tuple[tuple[float, float, float], Layer]], left: int, top: int) -> Sheet:
    """Return layers of one colour (blue, green, red) and coverage each, the lowest first, as a sheet."""
    rest = np.ones_like(layers[0][1])
    planes = [np.zeros_like(rest) for _ in range(3)]
    for fill, layer in layers:
        values = solid(fill)
        planes = [plane * (1 - layer) + layer * np.float32(v) for plane, v in zip(planes, values, strict=True)]
        rest = rest * (1 - layer)
    y, u, v = planes
    return Sheet(
        left, top, _whole(y), _whole(_half(u)), _whole(_half(v)), _whole(255 * rest), _whole(255 * _half(rest))
    )


def _rule(mask: Layer, line: tuple[float, float, float, float], left: int, top: int) -> None:
    """Draw the line between title and subtitle, its edges by their share of the pixel."""
    x0, y0, x1, y1 = line[0] - left, line[1] - top, line[2] - left, line[3] - top
    across = np.clip(np.minimum(np.arange(mask.shape[1]) + 1 - x0, x1 - np.arange(mask.shape[1])), 0, 1)
    down = np.clip(np.minimum(np.arange(mask.shape[0]) + 1 - y0, y1 - np.arange(mask.shape[0])), 0, 1)
    np.maximum(mask, np.outer(down, across).astype(np.float32), out=mask)


def _left(rows: Sequence[Placed]) -> float:
    return min(row.left for row in rows)


def _right(rows: Sequence[Placed]) -> float:
    return max(row.left + row.row.width * row.size for row in rows)


def _whole(plane: Layer) -> Plane:
    return np.clip(np.round(plane), 0, 255).astype(np.uint8)


def _half(plane: Layer) -> Layer:
    """Return a plane at half size, its samples where H.264 has chroma (see `picture.colour`)."""
    import cv2

    smooth = cv2.sepFilter2D(plane, -1, np.array([0.25, 0.5, 0.25]), np.array([1.0]), borderType=cv2.BORDER_REPLICATE)
    columns = np.ascontiguousarray(smooth[:, ::2])
    size = (columns.shape[1], columns.shape[0] // 2)
    return np.asarray(cv2.resize(columns, size, interpolation=cv2.INTER_AREA), np.float32)
