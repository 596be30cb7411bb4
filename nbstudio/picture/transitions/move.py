"""Move: the next picture comes in from a side, and the first one gives way or is covered.

`way` is where pictures go: [-1, 0] is to the left. `push` takes the first picture along; without it the next one
slides over it with a shadow at its edge. `smear` is the motion blur of a whipped camera, as a share of the frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import BLACK, empty
from nbstudio.picture.colour import Plane, Planes
from nbstudio.picture.ease import speed
from nbstudio.picture.transition import Mixer, Stage

FOLLOW = 0.22
"""How far the covered picture moves, as a share of what covers it."""
SHADOW = 0.035
"""How far the shadow reaches, as a share of the frame."""
DARK = 0.55
LEAST = 6.0
"""Pixels of motion blur from which it is drawn; it is mixed in until it is twice that."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the slide, push or whip."""
    way_x, way_y = (int(part) for part in params["way"])
    push, smear = bool(params.get("push")), float(params.get("smear", 0))
    size = stage.width if way_x else stage.height

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        shift = 2 * round(t * size / 2)
        made = empty((stage.height, stage.width))
        pace = speed(stage.curve, _time(stage, t)) if smear else 0.0
        for n, (p, q, out) in enumerate(zip(a.all(), b.all(), made.all(), strict=True)):
            half = 2 if n else 1
            # One axis for all ways: along it, from where pictures come from to where they go.
            first, then, target = (_along(plane, way_x, way_y) for plane in (p, q, out))
            _lay(first, then, target, shift // half, push)
            if not push and n == 0:
                _shade(target, shift, size)
            if smear:
                _smear(out, way_x, smear * pace * size / half)
        return made

    return frame


def _time(stage: Stage, part: float) -> float:
    """Return when the easing has come to `part`."""
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if stage.curve(middle) < part else (low, middle)
    return low


def _along(plane: Plane, way_x: int, way_y: int) -> Plane:
    """Return a view of a plane in which pictures move to the left."""
    if way_x:
        return plane if way_x < 0 else plane[:, ::-1]
    return plane.T if way_y < 0 else plane[::-1].T


def _lay(first: Plane, then: Plane, out: Plane, shift: int, push: bool) -> None:
    width = out.shape[1]
    rest = width - shift
    if push:
        out[:, :rest] = first[:, shift:]
    else:
        follow = min(int(FOLLOW * shift), shift)
        out[:, :rest] = first[:, follow : follow + rest]
    out[:, rest:] = then[:, :shift]


def _shade(luma: Plane, shift: int, size: int) -> None:
    """Darken what lies just outside the sliding picture's edge."""
    reach = int(SHADOW * size)
    edge = luma.shape[1] - shift
    begin = max(0, edge - reach)
    if begin >= edge or not shift:
        return
    fall = 1 - np.linspace(0, 1, reach, dtype=np.float32)[reach - (edge - begin) :] ** 2 * DARK
    strip = luma[:, begin:edge].astype(np.float32)
    fall = fall * min(1.0, shift / reach) + (1 - min(1.0, shift / reach))
    luma[:, begin:edge] = (BLACK + (strip - BLACK) * fall).clip(0, 255).astype(np.uint8)


def _smear(plane: Plane, way_x: int, length: float) -> None:
    """Blur along the way, by a triangle: its ends are soft, as those of a picture that is whipped past are."""
    import cv2

    if length < LEAST:
        return
    rows, columns = plane.shape
    part = min(1.0, length / LEAST - 1)
    size = (columns // 4, rows) if way_x else (columns, rows // 4)
    small = cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR)  # what it misses, the blur would hide
    side = max(1, round(length / 8)) | 1
    kernel = (side, 1) if way_x else (1, side)
    for _ in range(2):
        small = cv2.blur(small, kernel, borderType=cv2.BORDER_REPLICATE)
    soft = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR)
    plane[:] = soft if part >= 1 else cv2.addWeighted(plane, 1 - part, soft, part, 0.0)
