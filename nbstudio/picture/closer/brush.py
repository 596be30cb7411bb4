"""Brush: what all details are drawn with: layers of shapes, lit from where the scene's lamp is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import Float, Setting

Mask = NDArray[np.uint8]
Curve = NDArray[np.float64]


def blank(picture: Float) -> Mask:
    """Return an empty mask of a picture's size."""
    return np.zeros(picture.shape[:2], np.uint8)


def stroke(mask: Mask, curve: Curve, thick: tuple[float, float]) -> None:
    """Draw a curve (points in pixels) that is so thick at its beginning and at its end."""
    import cv2

    way = np.gradient(curve, axis=0)
    way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
    across = np.stack([-way[:, 1], way[:, 0]], axis=1)
    half = np.linspace(thick[0], thick[1], len(curve))[:, None] / 2
    outline = np.vstack([curve + across * half, (curve - across * half)[::-1]])
    cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)


def bent(start: tuple[float, float], end: tuple[float, float], sag: float, points: int = 24) -> Curve:
    """Return a curve from start to end that leaves the straight line by `sag` of its length, to its left."""
    a, b = np.array(start), np.array(end)
    t = np.linspace(0, 1, points)[:, None]
    across = np.array([b[1] - a[1], a[0] - b[0]]) * sag
    return np.asarray(a + (b - a) * t + across * 4 * t * (1 - t))


def lit(mask: Mask, setting: Setting, blur: float, *, body: float = 0.16, clear: float = 0.5) -> Float:
    """Return what a mask covers as premultiplied BGRA: dark, brighter where the lamp shines through or past it.

    `blur` is in pixels; `body` how bright its own side is in the shade, `clear` how much light comes through.
    """
    import cv2

    height, width = mask.shape
    cover = np.asarray(mask, np.float32) / np.float32(255)
    if blur > 8:
        quarter = (max(2, width // 4), max(2, height // 4))
        soft = cv2.GaussianBlur(cv2.resize(cover, quarter, interpolation=cv2.INTER_AREA), (0, 0), blur / 4)
        cover = np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    elif blur > 0.3:
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), blur), np.float32)
    small = (max(2, width // 8), max(2, height // 8))
    yy, xx = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    dx = (xx / small[0] - np.clip(setting.lamp[0], -0.1, 1.1)) * width / height
    dy = yy / small[1] - np.clip(setting.lamp[1], 0.1, 0.8)
    near = np.exp(-np.sqrt(dx * dx + dy * dy) / 0.3)[..., None].astype(np.float32)
    key, ambient = np.array(setting.key, np.float32), np.array(setting.ambient, np.float32)
    bright = float(cv2.resize(setting.back, (8, 8), interpolation=cv2.INTER_AREA).mean())
    colour = ambient * np.float32(body * (0.35 + 1.3 * bright)) + key * near * np.float32(clear * (0.4 + 0.8 * bright))
    full = np.asarray(cv2.resize(colour, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    blue, green, red = cv2.split(cv2.multiply(full, cv2.merge([cover, cover, cover])))
    return np.asarray(cv2.merge([blue, green, red, cover]), np.float32)


def over(under: Float, layer: Float) -> Float:
    """Lay a premultiplied BGRA layer over a picture or over another layer."""
    import cv2

    channels = under.shape[2]
    rest = np.float32(1) - layer[..., 3]
    kept = cv2.multiply(under, cv2.merge([rest] * channels))
    return np.asarray(cv2.add(kept, np.ascontiguousarray(layer[..., :channels])), np.float32)


def none(picture: Float) -> Float:
    """Return an empty layer of a picture's size."""
    return np.zeros((*picture.shape[:2], 4), np.float32)


def lamps(picture: Float, rng: np.random.Generator, count: int) -> NDArray[np.float32]:
    """Return colours of lights that a picture has, BGR, the brightest made brighter."""
    import cv2

    small = cv2.resize(picture, (48, 27), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    order = np.argsort(small.max(axis=1) + 0.6 * (small.max(axis=1) - small.min(axis=1)))
    found = small[order[-60:]][rng.integers(0, 60, count)]
    return np.asarray(found / np.maximum(found.max(axis=1, keepdims=True), 0.05), np.float32)
