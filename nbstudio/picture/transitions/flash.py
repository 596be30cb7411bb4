"""Flash: a flash bulb, and the next picture comes out of its light.

`strobe` flashes so many times, never to full white, and shows the next picture a moment at each, then more of it.
Viewers whom flicker harms are safe up to three flashes a second (WCAG 2.2, criterion 2.3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.picture.blend import mixed, toward
from nbstudio.picture.colour import Planes, solid
from nbstudio.picture.transition import Mixer, Stage

RISE = 0.12
"""The share of a flash in which it comes; the rest of it goes."""
PEAK = 0.4
"""When, of its own time, each burst of a strobe is the brightest."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the flash, or as many as `strobe` says."""
    del stage
    white = solid((1.0, 0.98, 0.94))
    times = int(params.get("strobe", 0))

    def flash(a: Planes, b: Planes, t: float) -> Planes:
        if t < RISE:
            return toward(a, white, t / RISE)
        return toward(b, white, 0.96 * ((1 - t) / (1 - RISE)) ** 2.2)

    def strobe(a: Planes, b: Planes, t: float) -> Planes:
        turn, at = divmod(t * times, 1.0)
        before, after = turn / times, min(1.0, (turn + 1) / times)
        # In a burst the next picture stands alone; then it falls back, each time to more of it than before.
        share = before if at < PEAK else after + (1 - after) * (1 - (at - PEAK) / (1 - PEAK)) ** 2
        light = max(0.0, 1 - abs(at - PEAK) / 0.2)
        return toward(mixed(a, b, share), white, 0.6 * light)

    return strobe if times else flash
