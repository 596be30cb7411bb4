"""Land: lit ground under a sky, veiled by the air between; what mountains, dunes and fields share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import blurred, distance, laid, resized, shafts
from nbstudio.picture.scenery.canvas import Canvas
from nbstudio.picture.scenery.noise import field
from nbstudio.picture.scenery.terrain import View

Float = NDArray[np.float32]


def veil(sky: Float, horizon: float) -> Float:
    """Return the colour of distant air across the frame (1, width, 3): the sky just above the horizon."""
    height, width = sky.shape[:2]
    row = int(np.clip(horizon * height, 4, height - 1))
    band = sky[max(0, row - max(4, height // 12)) : row].mean(axis=0, keepdims=True)
    band = np.minimum(band, 1.1)
    return resized(blurred(resized(np.asarray(band, np.float32), 64, 1), 3.0), width, 1)


def joined(
    canvas: Canvas,
    sky: Float,
    view: View,
    ground: Float,
    horizon: float,
    *,
    thickness: float,
    banks: float = 0.3,
) -> Float:
    """Return ground (h, w, 3) before the sky, paled by `thickness` a tile; `banks` of mist lie in what is far."""
    import cv2

    height, width = sky.shape[:2]
    far = veil(sky, horizon)
    depth = np.where(view.land, view.depth, np.float32(0))
    clear = np.asarray(np.exp(-thickness * depth), np.float32)
    if banks:
        drift = resized(field(canvas.dice("banks"), 54, 96, 2.5, 4, 0.5, 4.0), width, height)
        low = np.clip(1 - np.abs(np.arange(height, dtype=np.float32)[:, None] / height - horizon - 0.03) * 5, 0, 1)
        clear *= 1 - np.clip(banks * low * (0.5 + 0.5 * np.tanh(drift)) * np.clip(depth, 0, 1), 0, 0.9)
    cover = view.land.astype(np.float32)
    soft = cv2.GaussianBlur(cover, (0, 0), 0.6)
    air = np.ascontiguousarray(np.broadcast_to(far, ground.shape))
    paled = cv2.blendLinear(ground, air, clear, 1 - clear)
    return laid(sky, paled, soft)


def rays(picture: Float, sun: tuple[float, float], strength: float) -> Float:
    """Add shafts of light from where the sun shows; changes the picture."""
    height, width = picture.shape[:2]
    small = resized(picture, width // 4, height // 4)
    near = np.exp(-distance(small.shape[0], small.shape[1], *sun) * 2.2)[..., None]
    bright = np.minimum(np.maximum(small - 0.35, 0), 2.0) * near
    picture += resized(shafts(np.asarray(bright, np.float32), *sun, reach=0.75), width, height) * np.float32(strength)
    return picture
