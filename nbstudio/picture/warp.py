"""Warp: a window of a still, moved by fractions of a pixel, straight into a frame's planes.

Warping the planes is half the work of warping BGR and converting, and linear interpolation of a still
larger than the frame keeps within a few thousandths of a pixel of the path (an encoder's zoompan: 0.6).
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import Plane, Planes
from nbstudio.picture.lerp import STEEPEST, lerp

Affine = NDArray[np.float64]
Box = tuple[float, float, float, float]


BAND = 256
"""Rows that are moved at once, so that what lies between two passes stays in a processor's own memory."""


@dataclass(frozen=True, slots=True)
class Window:
    """What of a still is seen: its centre as fractions of the still, zoom (1 sees all of it), turn in degrees."""

    x: float
    y: float
    zoom: float
    turn: float = 0.0


def luma(window: Window, still: tuple[int, int], frame: tuple[int, int]) -> Affine:
    """Return the map from the centre of a frame's pixel to a point of the still; sizes are (width, height).

    Points count from the corner: the first pixel's centre is (0.5, 0.5).
    """
    angle = np.radians(window.turn)
    cos, sin = np.cos(angle), np.sin(angle)
    per_x = still[0] / (frame[0] * window.zoom)
    per_y = still[1] / (frame[1] * window.zoom)
    turn = np.array([[cos * per_x, -sin * per_x], [sin * per_y, cos * per_y]])
    centre = np.array([window.x * still[0], window.y * still[1]])
    return np.column_stack([turn, centre - turn @ np.array([frame[0] / 2, frame[1] / 2])])


def seen(box: Box, window: Window) -> Box:
    """Return where in the frame a box of the still lies; both are x, y, width and height as fractions.

    The window's turn is left out: it is of a few degrees, and a box stays upright.
    """
    x, y, width, height = box
    left, top = 0.5 + (x - window.x) * window.zoom, 0.5 + (y - window.y) * window.zoom
    return left, top, width * window.zoom, height * window.zoom


def indexed(affine: Affine, step: tuple[float, float], offset: tuple[float, float]) -> Affine:
    """Return the map between indices of samples that lie at `index * step + offset` in both pictures."""
    scale, shift = np.array(step), np.array(offset)
    linear = affine[:, :2]
    moved = (linear @ shift + affine[:, 2] - shift) / scale
    return np.column_stack([linear * scale[None, :] / scale[:, None], moved])


def warp(source: Planes, window: Window, out: tuple[Any, Any, Any]) -> None:
    """Fill the planes `out` (of one frame) with what `window` shows of `source`."""
    height, width = out[0].shape
    affine = luma(window, (source.y.shape[1], source.y.shape[0]), (width, height))
    maps = (
        indexed(affine, (1, 1), (0.5, 0.5)),
        indexed(affine, (2, 2), (0.5, 1.0)),
    )
    for plane, target, matrix in zip(source.all(), out, (maps[0], maps[1], maps[1]), strict=True):
        move(plane, matrix, target)


def move(source: Plane, matrix: Affine, out: Any) -> None:
    """Fill a plane with samples of another, whose indices (x, y) `matrix` finds; edges go on beyond themselves.

    Rows are made between rows and then, the plane being turned over, columns between columns. Where columns lean,
    the rows of the first pass lean against them, so that both come together where the map says.
    """
    import cv2

    (a, b, c), (d, e, f) = matrix.tolist()
    (rows, columns), (height, width) = out.shape, source.shape
    if a <= 0 or max(abs(b), abs(d / a)) > STEEPEST or height < 2 or width < 2:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cv2.warpAffine(source, matrix, (columns, rows), dst=out, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return
    fall = d / a
    for top in range(0, rows, BAND):
        part, over = out[top : top + BAND], c + b * top
        band = part.shape[0]
        lean = b * (band - 1)
        left = min(max(math.floor(over + min(0.0, lean)), 0), width - 2)
        right = min(max(math.floor(over + a * (columns - 1) + max(0.0, lean)) + 2, left + 2), width)
        count = right - left
        between = room("between", (band, 2 * count)).view(np.uint16)
        step = e - fall * b
        lerp(source[:, left:right], between, f + fall * (left - c) + step * top, step, fall)
        upright = room("upright", (count, 2 * band)).view(np.uint16)
        cv2.transpose(between, upright)
        found = room("found", (columns, band))
        lerp(upright, found, over - left, a, b)
        cv2.transpose(found, part)


class _Rooms(threading.local):
    """Memory that each thread keeps: new memory for each plane takes longer than moving it."""

    def __init__(self) -> None:
        self.kept: dict[str, Plane] = {}


_ROOMS = _Rooms()


def room(name: str, shape: tuple[int, ...]) -> Plane:
    """Return a plane with anything in it, this thread's until it asks for one of this name again."""
    size, kept = math.prod(shape), _ROOMS.kept
    if name not in kept or kept[name].size < size:
        kept[name] = np.empty(size, np.uint8)
    return kept[name][:size].reshape(shape)
