"""Match: both pictures are moved and scaled so that the faces lie on one another while one becomes the other.

The face goes from its place in the first picture to its place in the second; whichever picture is weaker is
bent to it. Where a picture that had to shrink no longer covers the frame, the other one is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.blend import Field, around, moved, weighed
from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import part, smooth
from nbstudio.picture.transition import Mixer, Stage
from nbstudio.picture.warp import Box

MOST = 1.9
"""The largest change of scale: beyond it faces share their place, not their size."""
MIDDLE: Box = (0.35, 0.25, 0.3, 0.3)
"""Where the eye goes when nothing stands out."""
FEATHER = 0.08


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the dissolve on the faces that `stage` knows."""
    del params
    size = np.array([stage.width, stage.height], np.float64)

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        first, then = (_placed(box or MIDDLE, size) for box in stage.faces(t))
        way = smooth(t)
        ratio = float(np.clip(then[1] / first[1], 1 / MOST, MOST))
        centre = (1 - way) * first[0] + way * then[0]
        to = (float(centre[0]), float(centre[1]))
        maps = (
            around((float(first[0][0]), float(first[0][1])), ratio**way, to=to),
            around((float(then[0][0]), float(then[0][1])), ratio ** (way - 1), to=to),
        )
        share = part(t, 0.25, 0.75)
        covers = [_cover(matrix, stage) for matrix in maps]
        weight = share * covers[1] / np.maximum((1 - share) * covers[0] + share * covers[1], 1e-3)
        return weighed(moved(a, maps[0]), moved(b, maps[1]), np.clip(weight, 0, 1).astype(np.float32))

    return frame


def _placed(box: Box, size: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return the centre and the height of a box, in pixels."""
    x, y, width, height = box
    return np.array([x + width / 2, y + height / 2]) * size, max(1.0, height * float(size[1]))


def _cover(matrix: NDArray[np.float64], stage: Stage) -> Field:
    """Return 1 where a moved picture has pixels, falling to 0 within a feather of its edge, at chroma's size."""
    rows, columns = stage.half
    x = matrix[0, 0] * (2 * np.arange(columns) + 0.5) + matrix[0, 2]
    y = matrix[1, 1] * (2 * np.arange(rows) + 0.5) + matrix[1, 2]
    soft = FEATHER * stage.height
    # At a frame's own edge a picture at rest still counts as covering.
    across = np.clip(np.minimum(x + soft, stage.width - 1 + soft - x) / soft, 0, 1)
    down = np.clip(np.minimum(y + soft, stage.height - 1 + soft - y) / soft, 0, 1)
    return np.asarray(np.outer(down, across), np.float32)
