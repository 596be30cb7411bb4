"""Leak: light falls into the camera and washes over the film, warm and unsharp, and the picture changes under it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import lit, mixed
from nbstudio.picture.colour import Planes, solid
from nbstudio.picture.ease import hill, part
from nbstudio.picture.mattes import Sheet
from nbstudio.picture.transition import Mixer, Stage

SMALL = 72
"""Rows of the light's own picture: nothing in it is sharp."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the leak in its `colours` (red, green, blue), one a streak."""
    colours = params.get("colours") or [[1.0, 0.45, 0.1], [1.0, 0.75, 0.35], [0.95, 0.2, 0.25]]
    sheet = Sheet(SMALL, max(2, round(SMALL * stage.width / stage.height)), stage.seed)
    dice = np.random.default_rng([stage.seed, 5])
    cloud = sheet.noise((2, 1.0), (4, 0.5))
    cloud = (cloud - cloud.min()) / max(float(np.ptp(cloud)), 1e-6)
    sign = 1 if dice.random() < 0.5 else -1
    streaks = []
    for n, (red, green, blue) in enumerate(colours):
        luma, u, v = solid((blue, green, red))
        lean, late = dice.uniform(-0.5, 0.5), 0.16 * n
        streaks.append((luma, u - 128, v - 128, lean, late, dice.uniform(0.25, 0.5)))

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        light = [np.zeros_like(cloud) for _ in range(3)]
        for luma, u, v, lean, late, wide in streaks:
            at = sign * (-1.1 + 2.4 * t - late) * sheet.aspect / 1.8
            off = (sheet.x + lean * sheet.y - np.float32(at)) / np.float32(wide)
            glow = np.exp(-off * off) * (0.45 + 0.55 * cloud) * np.float32(hill(t))
            for n, value in enumerate((luma * 1.05, u * 0.85, v * 0.85)):
                light[n] += np.float32(value) * glow
        # Beyond what film can hold it turns white, and loses its colour.
        light[0] = 200 * np.tanh(light[0] / 200)
        return lit(mixed(a, b, part(t, 0.35, 0.65)), light[0] * np.float32(0.6), light[1], light[2])

    return frame
