"""Finish: from light to display as film would: glow around lamps, a soft shoulder, a tint, grain against bands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import blurred, resized
from nbstudio.picture.scenery.tone import LUMA, MOODS, light
from nbstudio.picture.strips import strips

Float = NDArray[np.float32]
WHITE = 3.2  # light that becomes paper white
GRAIN = 0.008  # of full scale: two to three steps of 8 bits hide the bands of a sky


def developed(picture: Float, mood: str, exposure: float, bloom: float) -> Float:
    """Return display values 0 to 1 of light; `picture` is changed."""
    import cv2

    height, width = picture.shape[:2]
    small = resized(picture, max(2, width // 4), max(2, height // 4))
    bright = np.maximum(small - 0.55, 0)
    bright /= 1 + 0.18 * bright
    glow = (
        0.32 * blurred(bright, height / 260) + 0.2 * blurred(bright, height / 70) + 0.13 * blurred(bright, height / 22)
    )
    cv2.scaleAdd(resized(np.asarray(glow, np.float32), width, height), bloom, picture, dst=picture)
    np.maximum(picture, 0, out=picture)
    picture *= np.float32(1.3 * exposure)
    over = picture + 1
    picture += picture * picture * np.float32(1 / (WHITE * WHITE))
    cv2.divide(picture, over, dst=picture)
    cv2.sqrt(picture, dst=picture)
    out = cv2.transform(picture, _matrix(mood))
    return np.asarray(np.clip(out, 0, 1, out=out), np.float32)


def grained(picture: Float, rng: np.random.Generator) -> Float:
    """Add grain of one colour so that slow gradients never show steps; changes the picture."""
    import cv2

    height, width = picture.shape[:2]
    grain = rng.random((height, width), np.float32)
    grain += rng.random((height, width), np.float32)
    grain -= 1
    grain *= np.float32(GRAIN)
    for strip in strips(height):
        part, fine = picture[strip], grain[strip]
        cv2.add(part, cv2.merge([fine, fine, fine]), dst=part)
        np.clip(part, 0, 1, out=part)
    return picture


def _matrix(mood: str) -> NDArray[np.float64]:
    """Return the mood's saturation, split tone and contrast as one affine map (3, 4) of BGR."""
    saturation, _, shadows, highlights, strength, contrast = MOODS.get(mood, MOODS["calm"])
    low, high = _cast(shadows) * 0.16 * strength, _cast(highlights) * 0.22 * strength
    linear = np.eye(3) * saturation + (1 - saturation) * np.ones((3, 1)) * LUMA[None, :]
    linear = linear + (high - low)[:, None] * LUMA[None, :]
    pivot = 0.36
    matrix = np.empty((3, 4), np.float64)
    matrix[:, :3] = linear * contrast
    matrix[:, 3] = low * contrast + pivot * (1 - contrast) + 0.004
    return matrix


def _cast(colour: str) -> NDArray[np.float64]:
    """Return what a tint adds, leaving brightness alone."""
    value = np.sqrt(light(colour)).astype(np.float64)
    return np.asarray(value - float(value @ LUMA), np.float64)
