"""Fill: what may have been behind something that is taken away, guessed from all around it.

Push and pull (Gortler, Grzeszczuk, Szeliski, Cohen, The lumigraph, SIGGRAPH 1996): colours are averaged upwards
through a pyramid where they are known, and handed down again where they are not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Float = NDArray[np.float32]


def filled(picture: Bytes, hole: Bytes, own: Bytes | None = None) -> Bytes:
    """Return a BGR picture with its hole (255 where nothing is known) filled, softly at the rim.

    `own` (BGR, of the same size) gives the fine detail that a guess has not.
    """
    import cv2

    known = np.asarray(1 - hole / np.float32(255), np.float32)[..., None]
    smooth = spread(np.asarray(picture * known, np.float32), known)
    if own is not None:
        radius = max(2.0, picture.shape[0] / 90)
        detail = own.astype(np.float32) - cv2.GaussianBlur(own, (0, 0), radius).astype(np.float32)
        smooth = smooth + detail
    out = picture * known + smooth * (1 - known)
    return np.asarray(np.clip(out + 0.5, 0, 255), np.uint8)


def spread(colour: Float, weight: Float) -> Float:
    """Return colours (h, w, 3) everywhere, given premultiplied colours and how much (h, w, 1) each is known."""
    import cv2

    height, width = colour.shape[:2]
    if min(height, width) <= 2:
        mean = colour.sum(axis=(0, 1)) / max(1e-6, float(weight.sum()))
        return np.asarray(colour + mean * (1 - weight), np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    less = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], 1)
    full = np.minimum(known * 2, 1)
    coarse = spread(np.asarray(less * (full / np.maximum(known, 1e-6)), np.float32), np.asarray(full, np.float32))
    up = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(colour + up * (1 - weight), np.float32)
