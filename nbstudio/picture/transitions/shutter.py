"""Shutter: the blades of a lens close on the first picture, and open on the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.picture.blend import solid, weighed
from nbstudio.picture.colour import Planes
from nbstudio.picture.colour import solid as colour
from nbstudio.picture.ease import smooth
from nbstudio.picture.mattes import matte, weight
from nbstudio.picture.transition import Mixer, Stage

EDGE = 0.012


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the shutter; `turns` is how far its blades turn."""
    shape = {"shape": "outline", "outline": "aperture", "into": "aperture", "turns": params.get("turns", 0.1)}
    field = matte(shape, *stage.half, stage.seed)
    dark = solid((stage.height, stage.width), colour((0.02, 0.02, 0.02)))

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        closed = smooth(2 * t) if t < 0.5 else smooth(2 - 2 * t)
        return weighed(dark, a if t < 0.5 else b, weight(field, 1 - closed, EDGE))

    return frame
