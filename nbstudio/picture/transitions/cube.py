"""Cube: both pictures are sides of one block that turns by a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.blend import BLACK, solid
from nbstudio.picture.colour import Plane, Planes
from nbstudio.picture.transition import Mixer, Stage

EYE = 2.2
"""How far the eye is from the side in front, in half widths."""
SHADE = 0.65
"""How dark a side is when it is seen from its edge."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the turn to the left, or to the right with `right`."""
    sign = -1.0 if params.get("right") else 1.0

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        angle = t * np.pi / 2
        made = solid((stage.height, stage.width), (BLACK, 128, 128))
        # The side that is farther from the eye first.
        for picture, turn in sorted(((a, -angle), (b, np.pi / 2 - angle)), key=lambda side: -abs(side[1])):
            light = 1 - SHADE * np.sin(abs(turn)) ** 1.5
            for n, (source, out) in enumerate(zip(picture.all(), made.all(), strict=True)):
                _side(source, out, sign * turn, 1.0 if n else light)
        return made

    return frame


def _side(source: Plane, out: Plane, turn: float, light: float) -> None:
    """Draw one side, turned by `turn` (radians) about the block's axis, over `out`."""
    import cv2

    rows, columns = out.shape
    corners = _corners(turn, rows / columns)
    if corners[0][0] >= corners[1][0] - 1e-3:  # seen from behind or from its very edge
        return
    here = ((corners * [0.5, 0.5] + 0.5) * [columns, rows] - 0.5).astype(np.float32)
    there = (np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * [columns, rows] - 0.5).astype(np.float32)
    begin, end = max(0, int(np.floor(here[:, 0].min()))), min(columns, int(np.ceil(here[:, 0].max())) + 1)
    if begin >= end:
        return
    moved = here - np.array([begin, 0], np.float32)
    matrix = cv2.getPerspectiveTransform(there, moved)
    window = out[:, begin:end]
    flat = source if light >= 1 else cv2.convertScaleAbs(source, alpha=light, beta=(1 - light) * BLACK)
    drawn = np.ascontiguousarray(window)
    cv2.warpPerspective(
        flat, matrix, (end - begin, rows), dst=drawn, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    window[:] = drawn


def _corners(turn: float, tall: float) -> NDArray[np.float64]:
    """Return where the corners of a side are seen, x and y from -1 to 1; at rest it fills the frame."""
    del tall
    found = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        # The axis lies one half width behind the side.
        side, depth = x * np.cos(turn) + np.sin(turn), np.cos(turn) - x * np.sin(turn)
        near = EYE / (EYE + 1 - depth)
        found.append((side * near, y * near))
    return np.array(found)
