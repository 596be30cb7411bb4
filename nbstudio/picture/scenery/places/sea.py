"""Sea: water to the horizon that mirrors the sky wave by wave; the sun's path is what the waves make of it."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.water import mirrored


def draw(canvas: Canvas) -> Painting:
    """Paint open water under a sky, calm or rough as the weather is."""
    rng, tone = canvas.dice("place"), canvas.tone
    horizon = float(rng.uniform(0.36, 0.6))
    sun = heavens.sun_at(canvas, horizon, rng)
    picture = heavens.sky(canvas, sun, horizon)
    rough = {"storm": 1.0, "rain": 0.6, "fog": 0.15}.get(canvas.weather, float(rng.uniform(0.12, 0.45)))
    if canvas.mood in ("calm", "dreamy", "tender"):
        rough *= 0.6
    picture = mirrored(canvas, picture, horizon, rough, sun)
    far = land.veil(picture, horizon)
    row = int(horizon * canvas.height)
    band = np.exp(
        -np.abs(np.arange(canvas.height, dtype=np.float32) - row) / (canvas.height * (0.01 + 0.07 * tone.haze))
    )
    amount = (band * (0.35 + 0.6 * tone.haze))[:, None, None]
    picture = np.asarray(picture * (1 - amount) + far * amount, np.float32)
    if not tone.dark:
        land.rays(picture, sun, 0.2)
    return Painting(picture, sun, tone.sun, tone.shade, horizon, tone.haze)
