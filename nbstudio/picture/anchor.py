"""Anchor: where black and white of a place are, and how much of it lies between: its key."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.look import Look
from nbstudio.picture.strips import strips

Float = NDArray[np.float32]


def anchored(back: Float, look: Look) -> Float:
    """Return a new picture whose darkest part is nearly black, unless the look or the air wants it veiled.

    A look of a low key sinks what is between black and white, one of a high key lifts it.
    """
    import cv2

    small = cv2.resize(back, (64, 36), interpolation=cv2.INTER_AREA)
    floor = float(np.percentile(small.max(axis=-1), 2)) - 0.03
    cut = float(np.clip(floor * (0.5 + 0.6 * look.contrast), 0, 0.14))
    out = np.empty_like(back)
    power = 1 - 0.55 * look.key
    for strip in strips(len(back)):
        part = np.subtract(back[strip], np.float32(cut), out=out[strip])
        part *= np.float32(1 / (1 - cut))
        np.maximum(part, np.float32(0), out=part)
        if look.key:
            cv2.pow(part, power, dst=part)
    return out


def lifted(picture: Float) -> Float:
    """Return a picture whose lights are lights: a night without anybody in it must not be a grey sheet."""
    import cv2

    small = cv2.resize(picture, (64, 36), interpolation=cv2.INTER_AREA)
    top = float(np.percentile(small.max(axis=-1), 96))
    return np.asarray(picture * np.float32(np.clip(0.58 / max(top, 0.05), 1.0, 1.22)), np.float32)
