"""Squares: the picture gets coarser and coarser, becomes the next one, and gets fine again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import mixed
from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import hill, part
from nbstudio.picture.transition import Mixer, Stage

COARSEST = 12
"""Squares from top to bottom at the middle."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the squares; all divide the frame evenly around its centre."""
    import cv2

    del params

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        side = (stage.height / COARSEST) ** hill(t)
        both = mixed(a, b, part(t, 0.35, 0.65))
        if side < 2:
            return both
        made = []
        for n, plane in enumerate(both.all()):
            rows, columns = plane.shape
            own = side / 2 if n else side
            size = (max(1, round(columns / own)), max(1, round(rows / own)))
            small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
            made.append(np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_NEAREST), np.uint8))
        return Planes(*made)

    return frame
