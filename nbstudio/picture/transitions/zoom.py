"""Zoom and spin: the camera rushes into the first picture (or out of it, or turns), and arrives in the next.

Each picture has its half of the way; they change places at the fastest point, where both are blurred the most.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.picture.blend import around, mixed, moved
from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import part
from nbstudio.picture.smear import smeared
from nbstudio.picture.transition import Mixer, Stage

CROSS = 0.10
"""Half the share of the time in which both pictures are seen."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the rush; `amount` is the enlargement reached (negative: it comes out), `turn` the degrees turned."""
    amount, turn = float(params.get("amount", 0.0)), float(params.get("turn", 0.0))
    inward = 1.0 if amount >= 0 else -1.0
    blur = float(params.get("blur", 0.5))
    centre = (stage.width / 2 - 0.5, stage.height / 2 - 0.5)

    def one(picture: Planes, way: float, sign: float) -> Planes:
        """Return a picture at `way` (0 at rest, 1 at the fastest), before (sign 1) or after (-1) the change."""
        if way <= 0:
            return picture
        pushed = way**3
        zoom = (1 + abs(amount)) ** (pushed * sign * inward)
        if turn:
            zoom *= 1 + 0.25 * pushed  # so that turned corners stay outside
        near = moved(picture, around(centre, zoom, turn * pushed * sign))
        pace = way * way * blur
        return smeared(near, (1 + 0.6 * abs(amount)) ** pace, 0.5 * turn * pace, pace)

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        share = part(t, 0.5 - CROSS, 0.5 + CROSS)
        first = one(a, min(1.0, t / 0.5), 1.0) if share < 1 else a
        then = one(b, min(1.0, (1 - t) / 0.5), -1.0) if share > 0 else b
        return mixed(first, then, share)

    return frame
