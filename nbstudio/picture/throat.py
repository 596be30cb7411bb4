"""Throat: what a mouth that opens lays bare: dark, a tongue, and upper teeth where shut lips hid them.

A photograph of shut lips has no inside of a mouth, and a plain dark hole looks like a puppet's. What an open mouth
shows is little and much alike from one person to the next: a throat without light, a tongue that lies behind the
lower lip and catches some, and the rim of the upper teeth in the lip's shadow. It takes its light and hue from
the skin around, so that it belongs to any picture, a black and white one too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
Rect = tuple[int, int, int, int]

DEEPER = 0.55
"""How much of the hue around a mouth is left in its dark: shadow takes colour with light, a throat keeps more."""
RIM = 0.13
"""How far upper teeth look out under the lip of a mouth that is well open, in its half width (about 3 mm)."""
BETWEEN = (0.0, 0.34, 0.60, 0.86)
"""Where one tooth ends and the next begins, in the mouth's half width (8.5, 6.5 and 6.5 mm of 25)."""
WIDTH = 0.82
"""How much of the mouth's half width teeth are seen in: behind that is the cheek's shadow."""
COARSE, FINE = 4, 2
"""Pixels of luma for one sample of the shades, without teeth and with."""


def paint(
    out: tuple[Any, Any, Any],
    into: NDArray[np.float64],
    x: Float,
    edges: tuple[Float, Float],
    gape: float,
    pinch: float,
    toothless: float,
) -> None:
    """Paint a mouth's inside over a frame's planes.

    `into` (2, 3) maps a frame's point to the mouth's axes, `edges` are the lips' inner edges there at columns `x`;
    `gape` is 0 to 1, `pinch` how much narrower the mouth is than in the still, `toothless` (0 to 1) how much it
    lacks teeth that the photograph shows.
    """
    import cv2

    upper, lower = edges
    inside = np.abs(x) < 0.97
    shown = x * np.float32(1 - pinch)
    ring = np.concatenate([np.stack([shown, upper], -1)[inside], np.stack([shown, lower], -1)[inside][::-1]])
    points = (ring - into[:, 2]) @ np.linalg.inv(into[:, :2]).T
    rect = even(points, 4, out[0].shape)
    if rect is None:
        return
    left, top, right, bottom = rect
    mask = np.zeros((bottom - top, right - left), np.uint8)
    cv2.fillPoly(mask, [np.round((points - (left, top) - 0.5) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    half = 1 / float(np.linalg.norm(into[:, 0]))
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.02 * half)).astype(np.float32)
    soft *= np.float32(min(1.0, 7 * gape) * 0.95 / 255)
    step = FINE if toothless else COARSE
    light, hue = _shades(into, rect, (shown, upper, lower), step, gape, toothless)
    part = out[0][top:bottom, left:right]
    lit = float(np.median(part)) - 16
    fine = _enlarged(light, step, part.shape)
    part[:] = np.asarray(part + (16 + np.float32(lit) * fine - part) * soft + 0.5, np.uint8)
    hue = _enlarged(hue, step // 2, (part.shape[0] // 2, part.shape[1] // 2))
    coarse = cv2.resize(soft, (soft.shape[1] // 2, soft.shape[0] // 2), interpolation=cv2.INTER_AREA)
    for plane in out[1:]:
        part = plane[top // 2 : bottom // 2, left // 2 : right // 2]
        value = 128 + hue * np.float32(float(np.median(part)) - 128)
        part[:] = np.asarray(part + (value - part) * coarse + 0.5, np.uint8)


def _shades(
    into: NDArray[np.float64], rect: Rect, curves: tuple[Float, Float, Float], step: int, gape: float, toothless: float
) -> tuple[Float, Float]:
    """Return how much of the skin's light and hue a mouth's inside has, on a coarse grid over a rectangle."""
    left, top, right, bottom = rect
    i = np.arange(left + step / 2, right + step / 2, step, dtype=np.float32)
    j = np.arange(top + step / 2, bottom + step / 2, step, dtype=np.float32)[:, None]
    u, v = (np.asarray(row[0] * i + row[1] * j + row[2], np.float32) for row in into)
    x, upper, lower = curves
    at = np.clip((u - x[0]) / (x[1] - x[0]), 0, len(x) - 1.001)
    low = at.astype(np.intp)
    share = at - low
    roof = upper[low] + (upper[low + 1] - upper[low]) * share
    floor = lower[low] + (lower[low + 1] - lower[low]) * share
    under = v - roof
    deep = np.clip(under / np.maximum(floor - roof, 1e-3), 0, 1)
    aside = u * u
    light = 0.06 + 0.08 * deep
    # A tongue is a mound: it reaches highest in the middle.
    tongue = _smooth((deep - 0.34 - 0.8 * aside) / 0.46) * np.float32(min(1.0, 2.4 * gape))
    light = light + (0.34 - light) * tongue
    hue = DEEPER + 0.45 * tongue
    if toothless > 0:
        rim = RIM * min(1.0, 0.35 + 1.6 * gape) * np.sqrt(np.clip(1 - aside / WIDTH**2, 0, 1))
        tooth = _smooth((rim - under) / 0.05 + 0.5) * np.clip((WIDTH - np.abs(u)) / 0.25, 0, 1)
        # The lip shades the teeth's roots, and they turn away from the light at the sides.
        bright = (0.56 + 0.26 * _smooth(under / 0.10)) * (1 - 0.45 * aside)
        for edge in BETWEEN:
            bright = bright * (1 - 0.16 * np.exp(-(((np.abs(u) - edge) / 0.022) ** 2)))
        tooth = np.float32(toothless) * tooth
        light, hue = light + (bright - light) * tooth, hue + (0.42 - hue) * tooth
    return np.asarray(light, np.float32), np.asarray(hue, np.float32)


def _enlarged(grid: Float, times: int, shape: tuple[int, ...]) -> Float:
    """Return a grid that many times as large, cut to a shape."""
    import cv2

    size = (grid.shape[1] * times, grid.shape[0] * times)
    return np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_LINEAR)[: shape[0], : shape[1]], np.float32)


def even(points: NDArray[np.float64], room: int, shape: tuple[int, ...]) -> Rect | None:
    """Return the even rectangle of a plane of `shape` around points with some room, if any of it is seen."""
    low, high = np.floor(points.min(axis=0)).astype(int) - room, np.ceil(points.max(axis=0)).astype(int) + room
    left, top = max(0, int(low[0]) // 2 * 2), max(0, int(low[1]) // 2 * 2)
    right, bottom = min(shape[1], int(high[0]) // 2 * 2 + 2), min(shape[0], int(high[1]) // 2 * 2 + 2)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _smooth(t: Any) -> Any:
    """Return an eased step, 0 to 1."""
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)
