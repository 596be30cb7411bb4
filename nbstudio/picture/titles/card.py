"""Card: what a title stands on when its shot shows nothing else: the style's own dark, with a breath of its light."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nbstudio.picture.look import Look, colour, grade
from nbstudio.picture.mattes import Sheet
from nbstudio.picture.still import Still

DARK, LIGHT = 0.16, 0.34
"""How bright the ground and its lit part are, of the style's colours."""


def card(width: int, height: int, look: Look, seed: int, *, black: bool = False) -> Still:
    """Return a ground for a title, graded like the film; `black` leaves it dark."""
    if black:
        return Still(np.zeros((height, width, 3), np.uint8), (0.35, 0.35, 0.3, 0.3))
    import cv2

    sheet = Sheet(max(2, height // 4), max(2, width // 4), seed)
    cloud = sheet.noise((2, 1.0), (4, 0.5), (9, 0.2))
    cloud = (cloud - cloud.min()) / max(float(np.ptp(cloud)), 1e-6)
    x, y = sheet.dice.uniform(-0.35, 0.35) * sheet.aspect, sheet.dice.uniform(-0.45, -0.1)
    away = np.hypot(0.7 * (sheet.x - np.float32(x)), sheet.y - np.float32(y))
    light = np.exp(-2.2 * away * away) * (0.65 + 0.5 * cloud)
    inks = (look.duotone[0], look.duotone[-1]) if look.duotone else (look.shadows, look.highlights)
    dark, bright = (colour(ink) for ink in inks)
    ground = DARK * (0.6 + 0.8 * cloud[..., None]) * (0.25 + dark) + LIGHT * light[..., None] * (
        0.5 * bright + 0.5 * dark
    )
    full = cv2.resize(ground.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    # A style that opens dark scenes leaves a card dark: letters have to stand out from it.
    graded = grade(np.clip(full, 0, 1), replace(look, stretch=0.0), seed)
    return Still(np.clip(np.round(255 * graded), 0, 255).astype(np.uint8), (0.35, 0.35, 0.3, 0.3))
