"""Pendant: a lamp that hangs from a ceiling: its wire, its shade, the light under it, and the air around it."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, distance, resized
from nbstudio.picture.scenery.hall import Hall, Point, panel
from nbstudio.picture.scenery.noise import Float

NARROW, MOUTH, UNDER = 0.3, 0.9, 0.5
"""How wide a shade is at its top, its light at the shade's edge and at its own lower end, in half the shade's width."""
DEEP = 0.25
"""How far the light reaches under the shade, in the shade's height."""
HOT, HALO = 3.2, 0.18
"""How bright the light itself is, and the air around it."""


def pendant(
    picture: Float, hall: Hall, at: Point, ceiling: float, size: tuple[float, float], warm: Float, *, on: bool = True
) -> None:
    """Hang a lamp at a point of a hall (metres) from `ceiling`; `size` is its shade's half width and height.

    Changes the picture.
    """
    x, _, z = at
    scale = hall.size(z)
    (top_x, top_y), (px, py) = hall.seen((x, ceiling, z)), hall.seen(at)
    thick = max(0.6, 0.006 * scale)
    wire = [(top_x - thick, top_y), (top_x + thick, top_y), (px + thick, py), (px - thick, py)]
    panel(picture, wire, warm * np.float32(0.02))
    wide, high = size[0] * scale, size[1] * scale
    shade = [(px - NARROW * wide, py - high), (px + NARROW * wide, py - high), (px + wide, py), (px - wide, py)]
    panel(picture, shade, warm * np.float32(0.08 if on else 0.03))
    if not on:
        return
    below = py + DEEP * high
    lit = [(px - MOUTH * wide, py), (px + MOUTH * wide, py), (px + UNDER * wide, below), (px - UNDER * wide, below)]
    panel(picture, lit, warm * np.float32(HOT))
    height, width = picture.shape[:2]
    glow = np.exp(-distance(height // 4, width // 4, px / width, py / height) * (1.6 * height / scale))
    added(picture, warm, resized(np.asarray(HALO * glow, np.float32), width, height))
