"""Burn: the film stands still in the gate and burns through; glowing edges eat the picture, the next lies behind.

Along the edge of a ragged matte the picture turns brown, then black, then glows, then is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import empty, weighed
from nbstudio.picture.colour import Planes, solid
from nbstudio.picture.ease import hill
from nbstudio.picture.mattes import Sheet, weight
from nbstudio.picture.transition import Mixer, Stage

EDGE = 0.24
"""How long a point burns, as a share of the whole."""
STAGES = (
    # share of the edge, red, green, blue, how much of it covers the picture
    (0.00, (0.45, 0.22, 0.08), 0.0),
    (0.30, (0.36, 0.13, 0.03), 0.70),
    (0.46, (0.05, 0.02, 0.01), 0.95),
    (0.58, (0.90, 0.28, 0.02), 1.0),
    (0.70, (1.00, 0.72, 0.22), 1.0),
    (0.80, (1.00, 0.95, 0.75), 0.9),
    (1.00, (1.00, 0.97, 0.88), 0.0),
)


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the burn from `holes` places."""
    import cv2

    rows, columns = stage.half
    field = _holes(Sheet(rows, columns, stage.seed), int(params.get("holes", 3)))
    steps = np.linspace(0, 1, 256)
    places = [share for share, _, _ in STAGES]
    colours = np.array([solid((blue, green, red)) for _, (red, green, blue), _ in STAGES], np.float64)
    tables = [np.interp(steps, places, colours[:, n]).astype(np.uint8) for n in range(3)]
    cover = np.interp(steps, places, [share for _, _, share in STAGES]).astype(np.float32)

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        burnt = weight(field, t, EDGE)
        index = (burnt * np.float32(255)).astype(np.uint8)
        under = weighed(a, b, np.clip((burnt - 0.55) * np.float32(10), 0, 1))
        fire = empty((2 * rows, 2 * columns))
        fire.u[:], fire.v[:] = cv2.LUT(index, tables[1]), cv2.LUT(index, tables[2])
        glow = np.asarray(cv2.LUT(index, tables[0]), np.uint8)
        cv2.resize(glow, (2 * columns, 2 * rows), dst=fire.y, interpolation=cv2.INTER_LINEAR)
        # It flickers a little, and lights nothing while it is not there.
        flicker = 1 - 0.12 * float(np.random.default_rng([stage.seed, round(t * 10_000)]).random()) * hill(t)
        return weighed(under, fire, np.asarray(cv2.LUT(index, cover), np.float32) * np.float32(flicker))

    return frame


def _holes(sheet: Sheet, holes: int) -> Any:
    """Return when the fire passes each point: it spreads from places, with a ragged rim."""
    fray = 0.30 * sheet.noise((4, 1.0), (9, 0.6), (22, 0.3), (60, 0.14))
    field = np.full((sheet.rows, sheet.columns), 9.0, np.float32)
    for n in range(holes):
        x, y = (sheet.dice.random(2) - 0.5) * [0.9 * sheet.aspect, 0.9]
        away = np.hypot(sheet.x - x, sheet.y - y).astype(np.float32)
        field = np.minimum(field, away + np.float32(0.18 * n))
    field = field + fray
    return np.asarray((field - field.min()) / max(float(np.ptp(field)), 1e-6), np.float32)
