"""Mix: one picture melts into the other, point by point.

`way: screen` is the double exposure: both pictures shine at once, as if a film had been exposed twice.
`way: wash` lets the colours go first, into `colour`, and come back last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.blend import BLACK, WHITE, blend, mixed
from nbstudio.picture.colour import Plane, Planes, solid
from nbstudio.picture.ease import hill, part
from nbstudio.picture.transition import Mixer, Stage


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the mixer; raises ValueError for a `way` that is none."""
    del stage
    way = str(params.get("way", "plain"))
    if way == "plain":
        return mixed
    if way == "screen":
        return _screened
    if way != "wash":
        raise ValueError(f"there is no way to mix called `{way}`")
    red, green, blue = params["colour"]
    _, tint_u, tint_v = solid((blue, green, red))

    def wash(a: Planes, b: Planes, t: float) -> Planes:
        share, tinted = part(t, 0.25, 0.75), 0.85 * hill(t)
        y = blend(a.y, b.y, share)
        y = _pulled(y, 150, 0.30 * tinted)  # drawn together a little, as by light that spills over everything
        u, v = blend(a.u, b.u, share), blend(a.v, b.v, share)
        return Planes(y, _pulled(u, tint_u, tinted), _pulled(v, tint_v, tinted))

    return wash


def _pulled(plane: Plane, value: int, share: float) -> Plane:
    import cv2

    return np.asarray(cv2.convertScaleAbs(plane, alpha=1 - share, beta=share * value), np.uint8)


def _screened(a: Planes, b: Planes, t: float) -> Planes:
    """Return both pictures as light on one film: 1 - (1 - a)(1 - b), each at its own exposure."""
    import cv2

    first, second = 1 - part(t, 0.35, 1.0), part(t, 0.0, 0.65)
    span = WHITE - BLACK
    dark = [
        cv2.convertScaleAbs(plane, alpha=-share, beta=span + share * BLACK)
        for plane, share in ((np.minimum(a.y, WHITE), first), (np.minimum(b.y, WHITE), second))
    ]
    y = cv2.subtract(np.full_like(a.y, WHITE), cv2.multiply(dark[0], dark[1], scale=1 / span))
    share = second / max(first + second, 1e-6)
    return Planes(np.asarray(y, np.uint8), blend(a.u, b.u, share), blend(a.v, b.v, share))
