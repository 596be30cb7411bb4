"""Sea: water to the horizon that mirrors the sky wave by wave; the sun's path is what the waves make of it."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land, shores
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.water import mirrored


def draw(canvas: Canvas) -> Painting:
    """Paint open water under a sky, calm or rough as the weather is."""
    rng, tone = canvas.dice("place"), canvas.tone
    horizon = float(rng.uniform(0.34, 0.62))
    sun = heavens.sun_at(canvas, horizon, rng)
    picture = heavens.sky(canvas, sun, horizon)
    rough = {"storm": 1.0, "rain": 0.6, "fog": 0.15}.get(canvas.weather, float(rng.uniform(0.12, 0.45)))
    if canvas.mood in ("calm", "dreamy", "tender"):
        rough *= 0.6
    far = land.veil(picture, horizon)
    # Now and then nothing but water; oftener something to hold on to.
    lay = canvas.dice("lay")
    kinds = ("open", "headland", "rocks", "beach")
    kind = kinds[int(lay.choice(4, p=[0.28, 0.28, 0.2, 0.24]))]
    if kind == "headland" or (kind == "beach" and lay.random() < 0.5):
        shores.headland(canvas, picture, horizon, np.asarray(far[0].mean(axis=0), np.float32), lay)
    picture = mirrored(canvas, picture, horizon, rough, sun)
    row = int(horizon * canvas.height)
    band = np.exp(
        -np.abs(np.arange(canvas.height, dtype=np.float32) - row) / (canvas.height * (0.01 + 0.07 * tone.haze))
    )
    amount = (band * (0.35 + 0.6 * tone.haze))[:, None, None]
    picture = np.asarray(picture * (1 - amount) + far * amount, np.float32)
    if kind == "rocks":
        shores.rocks(canvas, picture, horizon, lay)
    elif kind == "beach":
        shores.beach(canvas, picture, horizon, lay)
    if not tone.dark:
        land.rays(picture, sun, 0.2)
    return Painting(picture, sun, tone.sun, tone.shade, horizon, tone.haze)
