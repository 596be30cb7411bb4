"""Brush: oil and watercolour, painted over the whole picture alike, the person as what is behind.

Flats come from a filter that takes the calmest of eight neighbours (Papari, Petkov and Campisi, IEEE Transactions on
Image Processing 2007, after Kuwahara), strokes from smearing colour and bristles along the outlines (line integral
convolution, Cabral and Leedom, SIGGRAPH 1993). All of it is done at half size at most.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import tones

Float = NDArray[np.float32]
STEPS = 6
"""Samples of a stroke to either side."""
TALL = 480
"""Rows at most that are painted: a brush is coarser than a pixel of a large frame."""


def oil(picture: Float, seed: int) -> Float:
    """Oil on canvas: thick strokes that follow the form, their ridges lit from the upper left."""
    import cv2

    height, width = picture.shape[:2]
    small = smaller(picture)
    tall, wide = small.shape[:2]
    flat = calmest(small, tall / 95)
    flow = _flow(tones.luma(flat), tall / 70, seed)
    flat = _smeared(flat, flow, tall / 32)
    bristles = _smeared(tones.noise((tall, wide), seed, max(1.0, tall / 230)), flow, tall / 26)
    bristles = bristles / max(1e-4, float(bristles.std()))
    ridge = bristles + 5.0 * tones.luma(flat)
    broken = _smeared(tones.noise((tall, wide), seed + 5, tall / 75), flow, tall / 12)
    flat = flat * (1 + 0.17 * broken)[..., None] * (1 + 0.11 * broken[..., None] * np.array([-1, 0, 1], np.float32))
    lit = np.clip(ridge - np.roll(ridge, (1, 1), axis=(0, 1)), -2.2, 2.2)
    weave = tones.stripes((tall, wide), 2.7, 0.0) * tones.stripes((tall, wide), 2.7, np.pi / 2)
    shade = 1 + 0.036 * lit + 0.02 * bristles + 0.05 * (weave - 0.35)
    body = np.clip(flat * shade[..., None] + 0.008 * lit[..., None], 0, 1)
    return np.asarray(cv2.resize(body.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def watercolour(picture: Float, seed: int) -> Float:
    """Watercolour on rough paper: clear washes whose pigment gathers at their rims and in the paper's hollows."""
    import cv2

    height, width = picture.shape[:2]
    small = smaller(picture)
    tall, wide = small.shape[:2]
    wander = (tones.noise((tall, wide), seed, tall / 30), tones.noise((tall, wide), seed + 1, tall / 30))
    yy, xx = np.mgrid[0:tall, 0:wide].astype(np.float32)
    loose = np.float32(tall / 420)
    x, y = xx + loose * wander[0], yy + loose * wander[1]
    small = np.asarray(cv2.remap(small, x, y, cv2.INTER_LINEAR, None, cv2.BORDER_REFLECT), np.float32)
    flat = calmest(calmest(small, tall / 60), tall / 110)
    density = -np.log(np.clip(0.10 + 0.90 * flat, 0.05, 1)) * np.float32(0.68)
    grey = tones.luma(flat)
    rim = np.clip((tones.blurred(grey, tall / 150) - tones.blurred(grey, tall / 500)) * 5, 0, 0.35)
    cloud = 0.20 * tones.noise((tall, wide), seed + 2, tall / 7) + 0.10 * tones.noise((tall, wide), seed + 3, tall / 25)
    hollow = tones.noise((tall, wide), seed + 4, max(1.0, tall / 330))
    near = np.minimum(np.minimum(xx, wide - 1 - xx), np.minimum(yy, tall - 1 - yy)) / np.float32(tall)
    ragged = near + 0.016 * tones.noise((tall, wide), seed + 5, tall / 12) + 0.006 * hollow
    bare = np.clip((ragged - 0.012) * 45, 0, 1)
    washed = density * ((1 + cloud + 0.09 * hollow) * bare)[..., None] + (rim * bare)[..., None]
    pencil = 0.85 * tones.edges(tones.luma(small), tall)
    sheet = tones.colour("#fbf7ec") * np.clip(1 + 0.012 * hollow, 0.9, 1.05)[..., None]
    painted = sheet * np.exp(-np.maximum(washed, 0)) * (1 - 0.6 * pencil)[..., None]
    painted = np.asarray(np.clip(painted, 0, 1), np.float32)
    return np.asarray(cv2.resize(painted, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def calmest(picture: Float, radius: float) -> Float:
    """Return each point as the calmest of eight places around it, `radius` pixels away."""
    import cv2

    sigma = max(0.5, 0.55 * radius)
    mean = tones.blurred(picture, sigma)
    grey = tones.luma(picture)
    spread = tones.blurred(grey * grey, sigma) - tones.blurred(grey, sigma) ** 2
    weight = 1 / (np.float32(4e-4) + np.maximum(spread, 0)) ** 3
    weight = np.asarray(weight / weight.max(), np.float32)
    loaded = cv2.merge([*cv2.split(mean * weight[..., None]), weight])
    total = np.zeros_like(loaded)
    height, width = picture.shape[:2]
    for turn in np.arange(8) * (np.pi / 4):
        step = np.array([[1, 0, radius * np.cos(turn)], [0, 1, radius * np.sin(turn)]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        moved = cv2.warpAffine(loaded, step, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        total = cv2.add(total, moved, dst=total)
    return np.asarray(total[..., :3] / np.maximum(total[..., 3:], np.float32(1e-12)), np.float32)


def smaller(picture: Float) -> Float:
    """Return a picture at half its size, or with `TALL` rows if that is less."""
    import cv2

    height, width = picture.shape[:2]
    tall = max(2, min(TALL, height // 2))
    size = (max(2, round(width * tall / height)), tall)
    return np.asarray(cv2.resize(np.clip(picture, 0, 1), size, interpolation=cv2.INTER_AREA), np.float32)


def _flow(grey: Float, radius: float, seed: int) -> tuple[Float, Float]:
    """Return the direction (x, y) of strokes: along outlines, and where there are none along slow swirls."""
    import cv2

    tall, wide = grey.shape
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    swirl = np.float32(np.pi) * tones.noise((tall, wide), seed + 9, tall / 2.5)
    faint = np.float32(2e-3)
    xx = tones.blurred(gx * gx, radius) + faint * np.sin(swirl) ** 2
    yy = tones.blurred(gy * gy, radius) + faint * np.cos(swirl) ** 2
    xy = tones.blurred(gx * gy, radius) - faint * np.sin(swirl) * np.cos(swirl)
    # The larger axis of the tensor lies across the outline; the stroke is at right angles to it.
    across = 0.5 * np.arctan2(2 * xy, xx - yy)
    return np.asarray(-np.sin(across), np.float32), np.asarray(np.cos(across), np.float32)


def _smeared(picture: Float, flow: tuple[Float, Float], length: float) -> Float:
    """Return a picture averaged along the flow, `length` pixels in all."""
    import cv2

    tall, wide = picture.shape[:2]
    y0, x0 = np.mgrid[0:tall, 0:wide].astype(np.float32)
    stride = np.float32(length / (2 * STEPS + 1))
    total = picture.copy()
    for way in (1.0, -1.0):
        x, y = x0, y0
        dx, dy = flow[0] * np.float32(way), flow[1] * np.float32(way)
        for _ in range(STEPS):
            x, y = x + stride * dx, y + stride * dy
            total += np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.float32)
            nx, ny = (cv2.remap(axis, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT) for axis in flow)
            # A direction has two ends: go on the way one went.
            same = np.sign(nx * dx + ny * dy + np.float32(1e-9))
            dx, dy = np.asarray(nx * same, np.float32), np.asarray(ny * same, np.float32)
    return np.asarray(total / np.float32(2 * STEPS + 1), np.float32)
