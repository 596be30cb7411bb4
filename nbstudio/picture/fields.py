"""Fields: a frame of two moments, line by line in turn, as interlaced cameras store it, made a frame of one.

The problem: where something moves, the lines of the second moment stand beside those of the first as a comb. The
first moment's lines (the upper field's) stay; a line between them is kept where it fits both of its neighbours, and
is their mean where it stands out from both to one side: so what stands still keeps all of its lines.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[Any]

COMB = 10 / 255
"""How far a line has to stand out from both neighbours, as a share of the full range, to be of another moment."""
AROUND = (7, 3)
"""Columns and lines around such a sample that are taken to move, too."""


def progressive(frame: Any) -> Any:
    """Return an interlaced frame of FFmpeg's as one of its upper field's moment; another one, itself."""
    if not frame.interlaced_frame or frame.height < 4 or not frame.format.is_planar:
        return frame
    import av

    made = av.VideoFrame(frame.width, frame.height, frame.format.name)
    for key in ("colorspace", "color_range", "color_primaries", "color_trc"):
        setattr(made, key, getattr(frame, key))
    bits = frame.format.components[0].bits
    for source, target in zip(frame.planes, made.planes, strict=True):
        target.update(np.ascontiguousarray(_padded(_one(_samples(source, bits), bits), target, bits)).tobytes())
    return made


def _samples(plane: Any, bits: int) -> Samples:
    """Return a plane's samples (height, width), without the bytes that pad its lines."""
    kind = np.dtype(np.uint8 if bits <= 8 else "<u2")
    lines = np.frombuffer(plane, kind).reshape(plane.height, plane.line_size // kind.itemsize)
    return lines[:, : plane.width]


def _padded(samples: Samples, plane: Any, bits: int) -> Samples:
    """Return samples with as many at the end of each line as a plane pads it with."""
    whole = plane.line_size // (1 if bits <= 8 else 2)
    return np.pad(samples, ((0, plane.height - len(samples)), (0, whole - samples.shape[1])))


def _one(woven: Samples, bits: int) -> Samples:
    """Return a plane of two fields with the lower field's moving lines replaced."""
    import cv2

    upper = woven[0::2].astype(np.int32)
    lower = woven[1::2].astype(np.int32)
    below = np.vstack([upper[1:], upper[-1:]])[: len(lower)]
    above = upper[: len(lower)]
    least = round(COMB * ((1 << bits) - 1))
    out = ((lower - above > least) & (lower - below > least)) | ((above - lower > least) & (below - lower > least))
    moves = cv2.dilate(out.astype(np.uint8), np.ones(AROUND[::-1], np.uint8)) > 0
    made = woven.copy()
    made[1::2] = np.where(moves, (above + below + 1) // 2, lower)
    return made
