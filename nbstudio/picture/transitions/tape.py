"""Tape: a video recorder loses its track. Lines sway, colours bleed to the side, and a band of noise rolls through.

The band wipes the next picture in: what it has passed belongs to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import WHITE
from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import hill
from nbstudio.picture.transition import Mixer, Stage

BAND = 0.16
"""How high the band is, as a share of the frame."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the loss of track, `amount` strong."""
    import cv2

    amount = float(params.get("amount", 1.0))
    width, height = stage.width, stage.height
    dice = np.random.default_rng(stage.seed)
    # Noise as tape has it: short streaks along the lines.
    specks = dice.random((height // 4 + 8, width // 8 + 8)).astype(np.float32)
    streaks = np.clip((specks - 0.72) * 700, 0, 200).astype(np.uint8)
    column = np.arange(width, dtype=np.float32)
    row = np.arange(height, dtype=np.float32)

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        strength = amount * hill(t)
        chance = np.random.default_rng([stage.seed, round(t * 10_000)])
        top = int(t * (1 + 2 * BAND) * height - 2 * BAND * height) // 2 * 2
        high = max(2, int(BAND * height) // 2 * 2)
        end = top + high
        made = []
        for n, (p, q) in enumerate(zip(a.all(), b.all(), strict=True)):
            out = p.copy()
            passed = min(max(0, end), height) // (2 if n else 1)
            out[:passed] = q[:passed]
            made.append(out)
        sway = 0.004 * width * strength * np.sin(row / height * 23 + 40 * t)
        near = np.clip(1 - np.abs(row - (top + end) / 2) / high, 0, 1)
        wild = cv2.resize(chance.normal(0, 1, (height // 6 + 2, 1)).astype(np.float32), (1, height))[:, 0]
        shift = (sway + near * 0.05 * width * strength * (0.6 + wild)).astype(np.float32)
        y, u, v = (np.asarray(plane, np.uint8) for plane in made)
        if strength > 0:
            x = column[None] - shift[:, None]
            rows = np.broadcast_to(row[:, None], x.shape)
            moved = cv2.remap(y, x, np.ascontiguousarray(rows), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            y = np.asarray(moved, np.uint8)
            side = max(1, int(0.02 * width * strength)) | 1
            blurred = (cv2.blur(plane, (side, 1), borderType=cv2.BORDER_REPLICATE) for plane in (u, v))
            u, v = (np.asarray(plane, np.uint8) for plane in blurred)
        begin, last = max(0, top), min(height, end)
        if last > begin:
            at_y, at_x = chance.integers(0, 8, 2)
            grain = cv2.resize(streaks[at_y : at_y + height // 4, at_x : at_x + width // 8], (width, height))
            weight = (near[begin:last, None] * 0.9).astype(np.float32)
            band = y[begin:last].astype(np.float32) + grain[begin:last] * weight
            y[begin:last] = np.clip(band, 0, WHITE).astype(np.uint8)
        return Planes(y, u, v)

    return frame
