"""Optics: what a lens adds at its edges and around lights: softness away from the middle, streaks of a flare."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]


def softened(picture: Float, amount: float) -> Float:
    """Return a BGR picture that grows soft towards its edges, as an old or a very fast lens has it; `amount` 0 to 1."""
    import cv2

    height, width = picture.shape[:2]
    size = (max(2, width // 4), max(2, height // 4))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(0.6, size[1] / 42)), (width, height))
    yy, xx = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j].astype(np.float32)
    away = np.clip((np.sqrt(xx * xx + 0.8 * yy * yy) - 0.42) / 0.62, 0, 1)
    mask = cv2.resize(away * away * (3 - 2 * away) * np.float32(amount), (width, height))
    return np.asarray(picture + (soft - picture) * mask[..., None], np.float32)


def cut(picture: Float, amount: float) -> Float:
    """Return a BGR picture as hard glass draws it (`amount` above 0) or as a mist filter does (below 0)."""
    import cv2

    height = picture.shape[0]
    soft = cv2.GaussianBlur(picture, (0, 0), max(0.4, height / (620 if amount > 0 else 300)))
    if amount > 0:
        detail = np.clip(picture - soft, -0.12, 0.12)
        return np.asarray(picture + np.float32(1.6 * amount) * detail, np.float32)
    return np.asarray(picture + np.float32(-amount) * (soft - picture), np.float32)


def streaks(source: Float, colour: Float, amount: float) -> Float:
    """Return the light that an anamorphic lens draws out of highlights (BGR, small), along the frame's width."""
    import cv2

    width = source.shape[1]
    peaks = np.clip(source.max(axis=-1) - 0.3, 0, 1)
    thin = cv2.GaussianBlur(peaks, (0, 0), sigmaX=width / 9, sigmaY=0.5)
    core = cv2.GaussianBlur(peaks, (0, 0), sigmaX=width / 30, sigmaY=0.4)
    light = np.clip((5.0 * thin + 1.2 * core) * np.float32(amount), 0, 0.75)
    return np.asarray(light[..., None] * colour, np.float32)
