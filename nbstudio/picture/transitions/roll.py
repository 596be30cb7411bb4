"""Roll: the strip of film slips in the gate; frames race by, with the dark line between them, and the next stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.picture.blend import BLACK, empty
from nbstudio.picture.colour import Plane, Planes
from nbstudio.picture.ease import speed
from nbstudio.picture.transition import Mixer, Stage

LINE = 0.035
"""The dark line between frames, as a share of their height."""
SHUTTER = 0.03
"""How much of the way of the whole transition a frame's exposure takes in."""


def make(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return the roll over `frames` frames of film."""
    import cv2

    frames = int(params.get("frames", 3))
    line = 2 * round(LINE * stage.height / 2)
    pitch = stage.height + line

    def frame(a: Planes, b: Planes, t: float) -> Planes:
        way = frames * pitch * t
        at = 2 * round(way / 2)
        made = empty((stage.height, stage.width))
        blur = SHUTTER * frames * pitch * _pace(stage, t)
        for n, (p, q, out) in enumerate(zip(a.all(), b.all(), made.all(), strict=True)):
            half = 2 if n else 1
            _film(p, q, out, at // half, pitch // half, frames, 128 if n else BLACK)
            side = max(1, int(blur / half)) | 1
            if side > 1:
                out[:] = cv2.blur(out, (1, side), borderType=cv2.BORDER_REPLICATE)
        return made

    return frame


def _pace(stage: Stage, part: float) -> float:
    step = min(range(101), key=lambda n: abs(stage.curve(n / 100) - part))
    return speed(stage.curve, step / 100)


def _film(p: Plane, q: Plane, out: Plane, at: int, pitch: int, frames: int, dark: int) -> None:
    """Show the film from its row `at`: the first picture, copies of both in between, the next one last."""
    rows = out.shape[0]
    out[:] = dark
    for n in range(frames + 1):
        top = n * pitch - at
        if top >= rows or top + rows <= 0:
            continue
        source = p if n < (frames + 1) / 2 else q
        begin, end = max(0, top), min(rows, top + rows)
        out[begin:end] = source[begin - top : end - top]
