"""Sky: nothing but light and cloud, looked up at, looked across, or flown over."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land, terrain
from nbstudio.picture.scenery.air import blurred
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, puffs, tile
from nbstudio.picture.scenery.tone import light, mix


def draw(canvas: Canvas) -> Painting:
    """Paint a sky that fills the frame, the horizon low or out of sight, or a sea of clouds below."""
    rng = canvas.dice("place")
    over = rng.random() < 0.45
    horizon = float(rng.uniform(0.5, 0.64)) if over else float(rng.choice([0.96, 1.12]))
    sun = heavens.sun_at(canvas, horizon, rng)
    if over:
        picture = heavens.sky(canvas, sun, horizon, clouds="wisps" if canvas.tone.cover < 0.7 else None)
        picture = _below(canvas, picture, sun, horizon, rng)
    else:
        picture = heavens.sky(canvas, sun, horizon, detail=0.8)
    if not canvas.tone.dark:
        land.rays(picture, sun, 0.35)
    return Painting(picture, sun, canvas.tone.sun, canvas.tone.shade, min(horizon, 1.0), canvas.tone.haze)


def _below(canvas: Canvas, picture: Float, sun: tuple[float, float], horizon: float, rng: np.random.Generator) -> Float:
    """Lay a sea of clouds to the horizon, lit across its heads."""
    tone = canvas.tone
    size = 480
    heights = 0.75 * puffs(rng, size, 4, 5, 0.42) + 0.06 * tile(rng, size, 2, 3)
    heights = np.asarray(np.maximum(heights, 0) * np.float32(rng.uniform(0.14, 0.24)), np.float32)
    camera = terrain.Camera(
        float(rng.random()), float(rng.random()), float(rng.uniform(0.2, 0.3)), horizon, 1.2, 0.2, 5.0
    )
    view = terrain.seen(heights, camera, canvas.height, canvas.width, 380, 0)
    side = 1.0 if sun[0] > 0.5 else -1.0
    lit = terrain.shaded(heights, (side, 0.8, 0.25 + 0.8 * tone.height))
    lit = np.asarray(0.25 + 0.75 * blurred(lit, 3.0), np.float32)
    # Cloud is shone through: its shadows are never deep, its low parts take the colour of the sky above.
    deep = np.clip(heights / heights.max(), 0, 1)
    body = mix(tone.shade, tone.middle, 0.55) * np.float32(0.9 if not tone.dark else 1.1)
    colour = body * (0.72 + 0.36 * deep)[..., None] + tone.sun * (0.30 * lit * (0.4 + 0.6 * deep))[..., None]
    seen = terrain.sampled(np.asarray(colour * light("f4f4f8"), np.float32), view)
    return land.joined(canvas, picture, view, seen, horizon, thickness=0.28 + 0.5 * tone.haze, banks=0.3)
