"""Lens: what a lens does to a picture: nearer, out of focus, veiled by light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import Setting
from nbstudio.picture.strips import strips

Float = NDArray[np.float32]


def veil(shape: tuple[int, ...], setting: Setting) -> Float:
    """Return the lamp's glow that lies over everything, as air and glass have it: it ties the layers together."""
    import cv2

    height, width = shape[:2]
    small = (max(2, width // 16), max(2, height // 16))
    yy, xx = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    dx, dy = (xx / small[0] - setting.lamp[0]) * width / height, yy / small[1] - setting.lamp[1]
    near = np.exp(-np.sqrt(dx * dx + dy * dy) / 0.42) * np.float32(0.05 + 0.08 * setting.haze)
    return np.asarray(cv2.resize(near[..., None] * np.array(setting.key, np.float32), (width, height)), np.float32)


def screened(picture: Float, glow: Float) -> Float:
    """Return a picture (which is changed) with light over it."""
    import cv2

    picture = np.ascontiguousarray(picture)
    for strip in strips(len(picture)):
        part, light = picture[strip], glow[strip]
        cv2.multiply(part, np.float32(1) - light, dst=part)
        cv2.add(part, light, dst=part)
    return picture


def pulled(
    picture: Float,
    factor: float,
    centre: tuple[float, float],
    tilt: float = 0.0,
    lamp: tuple[float, float] = (0.5, 0.5),
) -> tuple[Float, tuple[float, float]]:
    """Return a part of the picture, enlarged around `centre` and turned by degrees, and where `lamp` is in it."""
    import cv2

    height, width = picture.shape[:2]
    w, h = width / factor, height / factor
    left = float(np.clip(centre[0] * width - w / 2, 0, width - w))
    top = float(np.clip(centre[1] * height - h / 2, 0, height - h))
    matrix = np.array([[factor, 0, -left * factor], [0, factor, -top * factor]], np.float64)
    if tilt:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
        matrix = np.asarray(turn @ np.vstack([matrix, [0.0, 0.0, 1.0]]), np.float64)
    mode = cv2.BORDER_REPLICATE
    part = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=mode)
    x, y = matrix @ np.array([lamp[0] * width, lamp[1] * height, 1.0])
    return np.asarray(part, np.float32), (float(x) / width, float(y) / height)


def defocused(picture: Float, radius: float) -> Float:
    """Blur with a disc in light, not in pixels, so that lamps become discs and not fog."""
    import cv2

    height, width = picture.shape[:2]
    step = 2 if radius < 8 else 4
    size = (max(2, width // step), max(2, height // step))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    reach = max(1, round(radius / step))
    yy, xx = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(reach + 0.5 - np.sqrt(xx * xx + yy * yy), 0, 1).astype(np.float32)
    linear = cv2.pow(np.maximum(small, 0), 3.0)
    blurred = cv2.pow(np.maximum(cv2.filter2D(linear, -1, disc / disc.sum()), 0), 1 / 3.0)
    return np.asarray(cv2.resize(blurred, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
