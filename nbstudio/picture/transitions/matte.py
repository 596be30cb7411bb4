"""Matte: an edge wanders through a field (picture/mattes.py), the next picture behind it.

`shape: light` takes the field from the next picture's own light, its bright parts first, or its dark ones with
`reverse`. `edge` gives the edge a colour: [red, green, blue, strength].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import BLACK, WHITE, Field, solid, weighed
from nbstudio.picture.colour import Planes
from nbstudio.picture.colour import solid as colour
from nbstudio.picture.mattes import matte, weight
from nbstudio.picture.transition import Mixer, Stage


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the wipe; raises ValueError for a `shape` that is none."""
    softness = float(params.get("softness", 0.08))
    fixed = None if params.get("shape") == "light" else matte(params, *stage.half, stage.seed)
    red, green, blue, strength = params.get("edge") or (0.0, 0.0, 0.0, 0.0)
    rim = solid((stage.height, stage.width), colour((blue, green, red))) if strength else None

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        field = _light(b, bool(params.get("reverse"))) if fixed is None else fixed
        passed = weight(field, t, softness)
        made = weighed(a, b, passed)
        if rim is None:
            return made
        return weighed(made, rim, np.float32(4 * strength) * passed * (1 - passed))

    return frame


def _light(b: Planes, reverse: bool) -> Field:
    import cv2

    rows, columns = b.u.shape
    small = cv2.resize(b.y, (columns, rows), interpolation=cv2.INTER_AREA)
    side = max(3, rows // 60) | 1
    smooth = cv2.blur(small, (side, side)).astype(np.float32)
    light = np.clip((smooth - BLACK) * np.float32(1 / (WHITE - BLACK)), 0, 1)
    return np.asarray(light if reverse else 1 - light, np.float32)
