"""Sprite: a placed caption as premultiplied planes, once as it is and once as it is when sung."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.captions.layout import Caption, Setting
from nbstudio.picture.captions.style import colour
from nbstudio.picture.colour import solid
from nbstudio.picture.lettering import raster

Layer = NDArray[np.float32]
Plane = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Three planes of colour times coverage, and what is left of the picture beneath (255: all), luma and chroma."""

    y: Plane
    u: Plane
    v: Plane
    left: Plane
    left_half: Plane

    def copy(self) -> Sheet:
        """Return a sheet of its own memory."""
        return Sheet(*(plane.copy() for plane in self.all()))

    def all(self) -> tuple[Plane, Plane, Plane, Plane, Plane]:
        """Return the five planes."""
        return self.y, self.u, self.v, self.left, self.left_half


@dataclass(frozen=True, slots=True)
class Sprite:
    """A caption ready to be laid on: its place in the frame (even), plain, sung, and without what is yet to come."""

    left: int
    top: int
    plain: Sheet
    sung: Sheet
    bare: Sheet | None
    """Nothing where letters stand: for words that are not there yet."""


def draw(caption: Caption, setting: Setting, *, hidden: bool = False) -> Sprite:
    """Return a caption drawn; `hidden` asks for the sheet without words as well."""
    style = setting.style
    size = caption.size
    blur = style.shadow_blur * size if style.shadow_opacity else 0.0
    drop = round(style.shadow_drop * size)
    pad = caption.outline + 2.5 * blur + drop + 3
    x0 = min(row.left + min((g.x for g in row.row.glyphs), default=0.0) * row.size for row in caption.rows)
    x1 = max(row.left + row.row.width * row.size for row in caption.rows)
    left = max(0, 2 * int((x0 - pad - 0.4 * size) // 2))
    top = max(0, 2 * int((min(row.top for row in caption.rows) - pad) // 2))
    right = min(setting.width, 2 * int(-(-(x1 + pad + 0.4 * size) // 2)))
    bottom = min(setting.height, 2 * int(-(-(max(row.bottom for row in caption.rows) + pad) // 2)))
    width, height = right - left, bottom - top
    over = [(row.row, row.size, row.left - left, row.baseline - top) for row in caption.rows if not row.under]
    under = [(row.row, row.size, row.left - left, row.baseline - top) for row in caption.rows if row.under]
    fine = raster.fine(over, width, height)
    below = raster.fine(under, width, height) if under else None
    both = fine if below is None else np.maximum(fine, below)
    edge = raster.grown(both, caption.outline) if style.outline_width > 0 else None
    letters, others = raster.coarse(fine), raster.coarse(below) if below is not None else None
    ground = _shadow(edge if edge is not None else raster.coarse(both), blur, drop) if style.shadow_opacity else None

    def sheet(fill: str) -> Sheet:
        layers: list[tuple[str, Layer]] = []
        if ground is not None:
            layers.append((style.shadow, ground * np.float32(style.shadow_opacity)))
        if edge is not None:
            layers.append((style.outline, _share(edge)))
        if others is not None:
            layers.append((style.fill, _share(others)))
        layers.append((fill, _share(letters)))
        return _sheet(layers, height, width)

    empty = None
    if hidden:
        empty = _sheet([], height, width)
    return Sprite(left, top, sheet(style.fill), sheet(style.accent), empty)


def _share(mask: Plane) -> Layer:
    return mask.astype(np.float32) / np.float32(255)


def _shadow(mask: Plane, blur: float, drop: int) -> Layer:
    import cv2

    moved = np.zeros_like(mask)
    moved[drop:] = mask[: mask.shape[0] - drop] if drop else mask
    if blur > 0.3:
        moved = np.asarray(cv2.GaussianBlur(moved, (0, 0), blur), np.uint8)
    return _share(moved)


def _sheet(layers: list[tuple[str, Layer]], height: int, width: int) -> Sheet:
    left = np.ones((height, width), np.float32)
    planes = [np.zeros((height, width), np.float32) for _ in range(3)]
    for fill, layer in layers:
        for plane, value in zip(planes, solid(colour(fill)), strict=True):
            plane *= 1 - layer
            plane += layer * np.float32(value)
        left *= 1 - layer
    y, u, v = planes
    return Sheet(_whole(y), _whole(_half(u)), _whole(_half(v)), _whole(left * 255), _whole(_half(left) * 255))


def _whole(plane: Layer) -> Plane:
    return np.clip(np.round(plane), 0, 255).astype(np.uint8)


def _half(plane: Layer) -> Any:
    """Return a plane at half size, its samples where H.264 has chroma (see `picture.colour`)."""
    import cv2

    smooth = cv2.sepFilter2D(
        plane, -1, np.array([0.25, 0.5, 0.25]), np.array([1.0]), borderType=cv2.BORDER_REPLICATE
    )
    columns = np.ascontiguousarray(smooth[:, ::2])
    return cv2.resize(columns, (columns.shape[1], columns.shape[0] // 2), interpolation=cv2.INTER_AREA)
