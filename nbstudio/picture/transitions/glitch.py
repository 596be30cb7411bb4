"""Glitch: a damaged stream. Blocks are shown in wrong places or from the other picture, lines slip, colours part.

The damage holds for a few frames and then jumps, as a decoder's does, and grows towards the middle.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import hill
from nbstudio.picture.transition import Mixer, Stage

STEPS = 9
"""So many times a transition's damage changes."""
BLOCK = 16
"""Blocks lie on a grid of so many pixels, as macroblocks do."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the glitch, `amount` strong."""
    amount = float(params.get("amount", 1.0))
    across, down = max(2, stage.width // BLOCK), max(2, stage.height // BLOCK)

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        dice = np.random.default_rng([stage.seed, int(t * STEPS)])
        strength = amount * hill(t)
        base, other = (a, b) if t < 0.5 else (b, a)
        foreign = 0.65 * min(1.0, strength)
        made = Planes(*(plane.copy() for plane in base.all()))
        for _ in range(int(26 * strength)):
            wide, tall = int(dice.integers(2, max(3, across // 4))), int(dice.integers(1, max(2, down // 7)))
            x, y = int(dice.integers(0, max(1, across - wide))), int(dice.integers(0, max(1, down - tall)))
            far = strength * dice.normal(0, across / 14)
            to = int(np.clip(x + round(far), 0, max(0, across - wide)))
            source = other if dice.random() < foreign else base
            _block(source, made, (x, y), (to, y), (wide, tall))
        for _ in range(int(9 * strength)):
            top, tall = int(dice.integers(0, stage.height // 2)), int(dice.integers(1, max(2, stage.height // 60)))
            slip = int(dice.normal(0, stage.width / 26) * strength)
            for n, plane in enumerate(made.all()):
                rows = slice(top, top + tall) if n else slice(2 * top, 2 * (top + tall))
                plane[rows] = np.roll(plane[rows], slip if n else 2 * slip, axis=1)
        apart = int(strength * stage.width / 150)
        return Planes(made.y, np.roll(made.u, apart, axis=1), np.roll(made.v, -apart, axis=1)) if apart else made

    return frame


def _block(source: Planes, out: Planes, begin: tuple[int, int], to: tuple[int, int], size: tuple[int, int]) -> None:
    """Copy a block; places and sizes in blocks."""
    for n, (p, q) in enumerate(zip(source.all(), out.all(), strict=True)):
        side = BLOCK // 2 if n else BLOCK
        x, y, wide, tall = begin[0] * side, begin[1] * side, size[0] * side, size[1] * side
        part = p[y : y + tall, x : x + wide]
        target = q[to[1] * side : to[1] * side + part.shape[0], to[0] * side : to[0] * side + part.shape[1]]
        target[:] = part[: target.shape[0], : target.shape[1]]
