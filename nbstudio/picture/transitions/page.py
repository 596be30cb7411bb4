"""Page: the first picture is a sheet that rolls up over itself from one side, and the next lies under it.

The roll is a cylinder whose axis stands upright, so that what is seen depends on the column alone: flat sheet,
then the sheet's back on the cylinder, its shadow, and the next picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.blend import BLACK
from nbstudio.picture.colour import Plane, Planes
from nbstudio.picture.transition import Mixer, Stage

RADIUS = 0.075
"""Of the cylinder, as a share of the width."""
BACK = 0.62
"""How much of the paper's white the back of the sheet has."""
PAPER = 214
BEFORE, BEHIND = 2.2, 2.6
"""How far the shadows reach from the roll's axis, on the sheet before it and on the picture behind, in radii."""
Line = NDArray[np.float32]


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the turn of the page towards the left, or the right with `right`."""
    mirrored = bool(params.get("right"))
    width = stage.width
    radius = RADIUS * width
    column = np.arange(width, dtype=np.float32) + np.float32(0.5)

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        # The axis wanders from beyond the right edge until the roll has left on the other side, shadows and all.
        axis = np.float32(width + BEFORE * radius - t * (width + (BEFORE + BEHIND) * radius))
        lines = _lines(column, axis, np.float32(radius), width)
        made = []
        for n, (p, q) in enumerate(zip(a.all(), b.all(), strict=True)):
            first, then = (p[:, ::-1], q[:, ::-1]) if mirrored else (p, q)
            out = _page(first, then, lines, n)
            made.append(np.ascontiguousarray(out[:, ::-1]) if mirrored else out)
        return Planes(*made)

    return frame


def _lines(column: Line, axis: np.float32, radius: np.float32, width: int) -> tuple[Line, Line, Line, Line]:
    """Return by column: where of the sheet it comes from, how much is sheet, how much of that back, and its light."""
    off = column - axis
    bend = np.arcsin(np.clip(off / radius, -1, 1))
    rolled = radius * (np.float32(np.pi) - bend) + axis  # along the back of the cylinder, as laid flat
    behind = (off > -radius) & (off <= radius) & (rolled < width)
    flat = off <= 0
    front = (off > 0) & (off <= radius) & ~behind & (radius * bend + axis < width)
    source = np.where(behind, rolled, np.where(flat, column, radius * bend + axis))
    sheet = (behind | flat | front).astype(np.float32)
    shine = 0.62 + 0.38 * np.sqrt(np.clip(1 - (off / radius) ** 2, 0, 1))  # of a cylinder lit from before
    ahead = np.clip(1 - (-radius - off) / ((BEFORE - 1) * radius), 0, 1) * (
        off < -radius
    )  # shadow on the sheet before it
    after = np.clip(1 - (off - radius) / ((BEHIND - 1) * radius), 0, 1) * (off > radius)  # and on the picture behind it
    light = np.where(behind | front, shine, 1 - 0.38 * ahead * ahead - 0.55 * after * after)
    return (
        source.astype(np.float32),
        sheet,
        behind.astype(np.float32),
        np.where(column > width, 1, light).astype(np.float32),
    )


def _page(first: Plane, then: Plane, lines: tuple[Line, Line, Line, Line], n: int) -> Plane:
    """Return one plane; `n` counts them."""
    import cv2

    source, sheet, back, light = (line[:: 2 if n else 1] for line in lines)
    scale = 2 if n else 1
    height, width = first.shape
    at = np.clip(source / scale - 0.5, 0, width - 1)
    low = at.astype(np.int32)
    part = (at - low).astype(np.float32)
    high = np.minimum(low + 1, width - 1)
    seen = np.flatnonzero(sheet)
    out = then.copy()
    if len(seen):
        begin, end = int(seen[0]), int(seen[-1]) + 1
        bent = int(np.argmax(np.abs(at - np.arange(width)) > 1e-3)) if end else 0
        bent = min(max(bent, begin), end)
        out[:, begin:bent] = first[:, begin:bent]
        if bent < end:
            share = np.broadcast_to(part[bent:end], (height, end - bent))
            rest = np.ascontiguousarray(1 - share)
            sides = np.ascontiguousarray(first[:, low[bent:end]]), np.ascontiguousarray(first[:, high[bent:end]])
            mixed = cv2.blendLinear(*sides, rest, np.ascontiguousarray(share)).astype(np.float32)
            white = (128.0 if n else float(PAPER)) - mixed
            mixed += white * (np.float32(BACK) * back[bent:end])
            out[:, bent:end] = np.where(sheet[bent:end] > 0, mixed, then[:, bent:end]).astype(np.uint8)
    if not n:
        dim = np.flatnonzero(light < 0.999)
        if len(dim):
            dark = slice(int(dim[0]), int(dim[-1]) + 1)
            lit = BLACK + (out[:, dark].astype(np.float32) - BLACK) * light[dark]
            out[:, dark] = lit.astype(np.uint8)
    return np.asarray(out, np.uint8)
