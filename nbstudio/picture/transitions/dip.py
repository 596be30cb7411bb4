"""Dip: away into one colour, and the next picture out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.picture.blend import toward
from nbstudio.picture.colour import Planes, solid
from nbstudio.picture.ease import smooth
from nbstudio.picture.transition import Mixer, Stage


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the dip into `colour` (red, green, blue, 0 to 1)."""
    del stage
    red, green, blue = params["colour"]
    colour = solid((blue, green, red))

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        return toward(a, colour, smooth(2 * t)) if t < 0.5 else toward(b, colour, smooth(2 - 2 * t))

    return frame
