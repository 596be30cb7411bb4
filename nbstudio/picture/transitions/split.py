"""Split: the first picture comes apart in strips that leave, and the next lies behind.

Two strips are doors that open; more leave by turns, up and down, one a little after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import smooth
from nbstudio.picture.transition import Mixer, Stage

STAGGER = 0.45
"""How much of the time lies between the first strip's start and the last one's."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the split into `strips`; `level` lays a pair's edge level instead of upright."""
    strips, level = int(params.get("strips", 2)), bool(params.get("level"))
    return _doors(stage, level) if strips == 2 else _strips(stage, strips)


def _doors(stage: Stage, level: bool) -> Mixer:
    size = stage.height if level else stage.width
    half = size // 2 - size // 2 % 2

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        shift = 2 * round(t * (size - half) / 2)
        made = []
        for n, (p, q) in enumerate(zip(a.all(), b.all(), strict=True)):
            middle, gone = (half // 2, shift // 2) if n else (half, shift)
            out = q.copy()
            first, target = (p.T, out.T) if level else (p, out)
            left = max(0, middle - gone)
            right = max(0, target.shape[1] - middle - gone)
            target[:, :left] = first[:, gone : gone + left]
            target[:, target.shape[1] - right :] = first[:, middle : middle + right]
            made.append(out)
        return Planes(*made)

    return frame


def _strips(stage: Stage, strips: int) -> Mixer:
    edges = [2 * round(n * stage.width / strips / 2) for n in range(strips + 1)]

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        made = []
        for n, (p, q) in enumerate(zip(a.all(), b.all(), strict=True)):
            scale = 2 if n else 1
            out = np.empty_like(p)
            rows = p.shape[0]
            for k in range(strips):
                begins = STAGGER * k / max(1, strips - 1)
                share = smooth(min(1.0, max(0.0, (t - begins) / (1 - STAGGER))))
                shift = 2 * round(share * stage.height / 2) // scale
                part = slice(edges[k] // scale, edges[k + 1] // scale)
                if k % 2:
                    out[shift:, part], out[:shift, part] = p[: rows - shift, part], q[rows - shift :, part]
                else:
                    out[: rows - shift, part], out[rows - shift :, part] = p[shift:, part], q[:shift, part]
            made.append(out)
        return Planes(*made)

    return frame
