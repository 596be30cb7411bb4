"""Enlarge: a small photograph made larger with the detail that a network trained on photographs expects.

A portrait from the web has a face of 130 pixels, and a close-up wants 600: cubic interpolation makes wax of it. SPAN
(Wan et al., Swift Parameter-free Attention Network for Efficient Super-Resolution, CVPR Workshops 2024) draws hair,
lashes and edges again, at about 15 microseconds a pixel. It is run where people look, around the head; the rest
of the picture is interpolated, and the two are joined without a seam. The blocks of a JPEG it would take for detail
and draw too, so they are smoothed before, as much as they stand out.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import models

MODEL = "span_x4.onnx"
FACTOR = 4
"""How many times larger the network makes a picture; what is asked for below that is averaged down."""
TILE, MARGIN = 384, 24
"""Pixels worked on at once, and those around them that they depend on (the network sees about 21 to each side)."""
FEATHER = 0.1
"""The width of the joint, as a share of the region's shorter side."""
BLOCK = 8
"""The side of a JPEG's blocks (ITU-T T.81)."""
CALMED, CALMEST = 11.0, 24.0
"""What is smoothed for each grey level of steps between blocks, and at most: a bilateral filter's spread of values."""
Image = NDArray[np.uint8]
Box = tuple[float, float, float, float]


def enlarged(picture: Image, scale: float, region: Box | None = None) -> Image:
    """Return a BGR picture `scale` times larger (1 to 4), by the network within `region` (x, y, width, height).

    Without a region the whole picture is worked on.
    """
    import cv2

    height, width = picture.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    x, y, w, h = region or (0, 0, width, height)
    x0, y0 = max(0, int(x)), max(0, int(y))
    x1, y1 = min(width, int(np.ceil(x + w))), min(height, int(np.ceil(y + h)))
    if x1 <= x0 or y1 <= y0:
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    part = _redrawn(_calm(np.ascontiguousarray(picture[y0:y1, x0:x1])))
    if (x0, y0, x1, y1) == (0, 0, width, height):
        return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    out = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
    # The part is put where its own pixels fall, which is seldom on whole ones.
    fx, fy = size[0] / width, size[1] / height
    left, top, right, bottom = int(x0 * fx), int(y0 * fy), int(np.ceil(x1 * fx)), int(np.ceil(y1 * fy))
    wide, tall = min(right, size[0]) - left, min(bottom, size[1]) - top
    ratio = max(1.0, FACTOR / scale)
    soft = cv2.GaussianBlur(part, (0, 0), 0.4 * ratio) if ratio > 1.2 else part
    move = np.array(
        [
            [FACTOR / fx, 0, FACTOR * ((left + 0.5) / fx - x0) - 0.5],
            [0, FACTOR / fy, FACTOR * ((top + 0.5) / fy - y0) - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    drawn = cv2.warpAffine(soft, move, (wide, tall), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    share = _share(wide, tall, (x0 > 0, y0 > 0, x1 < width, y1 < height))[..., None]
    window = out[top : top + tall, left : left + wide]
    window[:] = np.rint(window + share * (drawn.astype(np.float32) - window))
    return np.asarray(out, np.uint8)


def _calm(picture: Image) -> Image:
    """Return a picture without the steps between the blocks of a JPEG."""
    import cv2

    steps = blocking(picture)
    if steps < 0.3:
        return picture
    return np.asarray(cv2.bilateralFilter(picture, 7, min(CALMEST, CALMED * steps), 2.0), np.uint8)


def blocking(picture: Image) -> float:
    """Return by how many grey levels the steps at a grid of 8 pixels exceed those between, wherever the grid starts.

    The lesser of rows and columns: a fence or a line of text is in one of them only. Nothing below 25 pixels.
    """
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    if min(grey.shape) < 3 * BLOCK + 1:
        return 0.0

    def excess(rows: NDArray[np.float32]) -> float:
        step = np.diff(rows, axis=1)
        # What bends at a place and neither before nor after it; edges of things would drown it.
        bend = np.abs(step[:, 1:-1] - (step[:, :-2] + step[:, 2:]) / 2).clip(0, 12).mean(axis=0)
        at = sorted(float(bend[n::BLOCK].mean()) for n in range(BLOCK))
        return at[-1] - sum(at[:-1]) / (BLOCK - 1)

    return min(excess(grey), excess(grey.T))


def _share(width: int, height: int, inner: tuple[bool, bool, bool, bool]) -> NDArray[np.float32]:
    """Return how much of the network's picture is shown: nothing at edges that lie within the picture."""
    joint = max(1.0, FEATHER * min(width, height))

    def along(count: int, first: bool, last: bool) -> NDArray[np.float32]:
        at = np.arange(count, dtype=np.float32)
        rising = np.clip(at / joint, 0, 1) if first else np.ones(count, np.float32)
        falling = np.clip((count - 1 - at) / joint, 0, 1) if last else np.ones(count, np.float32)
        share = np.minimum(rising, falling)
        return np.asarray(share * share * (3 - 2 * share), np.float32)

    left, top, right, bottom = inner
    return np.outer(along(height, top, bottom), along(width, left, right)).astype(np.float32)


def _redrawn(picture: Image) -> Image:
    """Return a picture four times larger, worked through in tiles that know their neighbours."""
    height, width = picture.shape[:2]
    out = np.empty((height * FACTOR, width * FACTOR, 3), np.uint8)
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            bottom, right = min(height, top + TILE), min(width, left + TILE)
            y0, x0 = max(0, top - MARGIN), max(0, left - MARGIN)
            tile = picture[y0 : bottom + MARGIN, x0 : right + MARGIN]
            drawn = _network(tile)
            dy, dx = (top - y0) * FACTOR, (left - x0) * FACTOR
            tall, wide = (bottom - top) * FACTOR, (right - left) * FACTOR
            part = drawn[dy : dy + tall, dx : dx + wide]
            out[top * FACTOR : bottom * FACTOR, left * FACTOR : right * FACTOR] = part
    return out


def _network(tile: Image) -> Image:
    data = np.ascontiguousarray(tile[..., ::-1].transpose(2, 0, 1)[None], np.float32) / np.float32(255)
    (found,) = _session().run(None, {"data": data})
    drawn = np.clip(found[0].transpose(1, 2, 0)[..., ::-1], 0, 1)
    return np.asarray(np.rint(drawn * 255), np.uint8)


@functools.cache
def _session() -> Any:
    """Return the network, loaded once."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(models.path(MODEL)), options, providers=["CPUExecutionProvider"])
