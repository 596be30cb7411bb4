"""Water: a surface that mirrors what stands above it, broken by waves and deep where one looks down into it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.canvas import Canvas
from nbstudio.picture.scenery.noise import Values, tile
from nbstudio.picture.scenery.tone import light, mix

Float = NDArray[np.float32]
DEPTHS = ("0c2a38", "10303a", "0e2440", "143a40")


def mirrored(
    canvas: Canvas, picture: Float, horizon: float, rough: float, sun: tuple[float, float] | None = None
) -> Float:
    """Paint water below the horizon of a picture whose sky is done; changes and returns it.

    `rough` 0 is a mirror, 1 a storm. `sun`: what lays a path of glitter, fractions of the frame.
    """
    import cv2

    height, width = picture.shape[:2]
    top = int(np.ceil(horizon * height))
    rows = height - top
    if rows < 2:
        return picture
    rng = canvas.dice("water")
    size = 480
    swell = tile(rng, size, 5, 4, 0.55)
    chop = tile(rng, size, 20, 4, 0.6)
    below = (np.arange(rows, dtype=np.float32) + 0.7) / height
    far = (1 / (below + 0.012))[:, None]
    u = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * (width / height) * far
    v = far + np.zeros_like(u)
    wrap, linear = cv2.BORDER_WRAP, cv2.INTER_LINEAR
    shift = np.float32(rng.uniform(0, size))
    scale = size * 0.045
    long = cv2.remap(
        swell,
        np.mod(u * scale * 0.5 + shift, size).astype(np.float32),
        np.mod(v * scale * 1.5, size).astype(np.float32),
        linear,
        borderMode=wrap,
    )
    short = cv2.remap(
        chop,
        np.mod(u * scale * 1.6, size).astype(np.float32),
        np.mod(v * scale * 4.2 + 9, size).astype(np.float32),
        linear,
        borderMode=wrap,
    )
    fine = cv2.remap(
        chop,
        np.mod(u * scale * 4.7 + 70, size).astype(np.float32),
        np.mod(v * scale * 11, size).astype(np.float32),
        linear,
        borderMode=wrap,
    )
    # Waves too small for a pixel still tilt it: what is far keeps its spread, at random.
    slope = (0.6 * long + 0.8 * short + 0.6 * fine) * np.float32(0.5)
    # A tilt towards the eye mirrors a higher piece of sky.
    reach = np.float32(rough * 0.55 + 0.05)
    up = below[:, None] * (0.9 + 0.3 * slope) + np.abs(slope) * reach * (0.30 + 0.4 * below[:, None])
    source = np.minimum((horizon - up) * height, top - 1).astype(np.float32)
    across = np.arange(width, dtype=np.float32)[None, :] + slope * np.float32(width * 0.012 * (0.3 + rough))
    sky = cv2.remap(picture[:top], across, source, linear, borderMode=cv2.BORDER_REFLECT_101)
    facing = np.clip(1 - below[:, None] * (1.25 + 0.2 * rough) - 0.16 * slope * (0.4 + rough), 0, 1)
    fresnel = (0.10 + 0.86 * facing**3)[..., None]
    tone = canvas.tone
    deep = light(DEPTHS[int(rng.integers(len(DEPTHS)))])
    lit = mix(tone.middle, tone.shade, 0.5)
    body = deep * (0.35 + 1.6 * lit) * np.float32(1.0 if not tone.dark else 0.5)
    water = sky * fresnel + body * (1 - fresnel) * (1 + 0.25 * slope[..., None])
    if rough > 0.5:
        crest = np.clip(long * 0.7 + short * 0.6 - 1.25, 0, 1)[..., None] * np.float32(rough)
        water = water + (lit * 1.3 - water) * np.clip(crest, 0, 0.7)
    if sun is not None:
        _glitter(canvas, water, sun, below, short, fine, rough)
    picture[top:] = water
    return picture


def _glitter(
    canvas: Canvas, water: Float, sun: tuple[float, float], below: Float, short: Values, fine: Values, rough: float
) -> None:
    """Add the path: wherever a wave happens to be tilted just so, it shows the sun."""
    width = water.shape[1]
    down = below[:, None]
    wide = 0.012 + (0.05 + 0.14 * rough) * down + 0.10 * down * down
    across = np.abs(np.arange(width, dtype=np.float32)[None, :] / width - np.float32(sun[0])) / wide
    # Rough water spreads the same light over a wider, dimmer path; cloud takes it away.
    veil = 1 - 0.85 * canvas.tone.cover**3
    path = np.exp(-0.5 * across**2) * np.exp(-down * 1.6) * np.float32(veil / (1 + rough))
    spark = np.clip(0.75 * short + 0.75 * fine - 0.45, 0, 2.5) ** 2
    amount = path * (0.10 + 0.55 * spark)
    power = 1.0 if not canvas.tone.dark else 1.3
    for channel in range(3):
        water[..., channel] += np.minimum(amount * np.float32(power), 3.0) * canvas.tone.sun[channel]
