"""Ripple and swirl: the picture as a surface of water, disturbed from the middle, that calms into the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import remapped, weighed
from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import hill, part, smooth
from nbstudio.picture.mattes import Sheet, weight
from nbstudio.picture.transition import Mixer, Stage


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return rings of `amount` (share of the height), `waves` of them to a height; with `twist`, a whirl of degrees."""
    amount, waves = float(params.get("amount", 0.02)), float(params.get("waves", 5))
    twist = np.float32(np.radians(float(params.get("twist", 0))))
    rows, columns = stage.half
    sheet = Sheet(rows, columns, stage.seed)
    radius = np.hypot(sheet.x, sheet.y)
    far = float(radius.max())
    x = np.float32(2 * rows) * sheet.x + np.float32(columns - 0.5)
    y = np.float32(2 * rows) * sheet.y + np.float32(rows - 0.5)
    unit_x, unit_y = sheet.x / np.maximum(radius, 0.02), sheet.y / np.maximum(radius, 0.02)

    def ring(a: Planes, b: Planes, t: float) -> Planes:
        """Send the rings outwards; behind the first of them the next picture comes up."""
        front = np.float32(1.35 * far * t)
        behind = np.clip((front - radius) * 3.0, 0, 1) * np.float32(1 - part(t, 0.6, 1.0))
        wave = np.sin((radius - front) * np.float32(2 * np.pi * waves)) * behind
        push = np.float32(amount * 2 * rows) * wave * np.exp(-1.1 * np.maximum(front - radius, 0))
        share = weight(radius / np.float32(far), smooth(max(0.0, min(1.0, (t - 0.05) / 0.9))), 0.35)
        return remapped(weighed(a, b, share), x + push * unit_x, y + push * unit_y)

    def whirl(a: Planes, b: Planes, t: float) -> Planes:
        angle = twist * np.float32(hill(t)) * np.clip(1 - radius / np.float32(0.95 * far), 0, 1) ** 2
        cos, sin = np.cos(angle), np.sin(angle)
        from_x = np.float32(2 * rows) * (sheet.x * cos - sheet.y * sin) + np.float32(columns - 0.5)
        from_y = np.float32(2 * rows) * (sheet.x * sin + sheet.y * cos) + np.float32(rows - 0.5)
        share = part(t, 0.32, 0.68)
        both = a if share <= 0 else b if share >= 1 else weighed(a, b, np.full_like(radius, share))
        return remapped(both, from_x, from_y)

    return whirl if twist else ring
