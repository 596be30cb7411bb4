"""Desert: dunes with one sharp edge each, ripples in the near sand, dust in the air."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land, terrain
from nbstudio.picture.scenery.air import dimmed
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, step, tile
from nbstudio.picture.scenery.tone import light, mix

SANDS = ("c89a6a", "d8b48a", "b8795a", "cbb098", "c07c50")


def draw(canvas: Canvas) -> Painting:
    """Paint dunes, raked by the light."""
    rng, tone = canvas.dice("place"), canvas.tone
    horizon = float(rng.uniform(0.42, 0.56))
    sun = heavens.sun_at(canvas, horizon, rng)
    sky = heavens.sky(canvas, sun, horizon, clouds=None if tone.cover > 0.6 else str(rng.choice(["wisps", "none"])))
    size = 480
    side = 1.0 if sun[0] > 0.5 else -1.0
    heights = _dunes(rng, size) * np.float32(rng.uniform(0.11, 0.17))
    heights = terrain.smoothed(heights, 1.6)
    x, z = terrain.footing(heights, rng, 0.4)
    eye = float(heights[round(z * size) % size, round(x * size) % size]) * 0.5 + float(rng.uniform(0.10, 0.16))
    camera = terrain.Camera(x, z, eye, horizon, float(rng.uniform(0.9, 1.3)), 0.06, 3.2)
    view = terrain.seen(heights, camera, canvas.height, canvas.width, 380, 0)
    lit = terrain.shaded(heights, (side, 0.35, 0.22 + 0.6 * tone.height))
    sand = light(SANDS[int(rng.integers(len(SANDS)))]) if canvas.weather != "snow" else light("e4e8f0")
    speck = 1 + 0.05 * tile(rng, size, 64, 3)
    ambient = mix(tone.shade, tone.middle, 0.5) * np.float32(0.75 if not tone.dark else 1.2)
    colour = sand * (ambient + tone.sun * np.float32(0.40) * lit[..., None]) * speck[..., None]
    seen = terrain.sampled(np.asarray(colour, np.float32), view)
    dimmed(seen, _ripples(view, rng))
    picture = land.joined(canvas, sky, view, seen, horizon, thickness=0.25 + 1.1 * tone.haze, banks=0.5 * tone.haze)
    if not tone.dark:
        land.rays(picture, sun, 0.25)
    return Painting(picture, sun, tone.sun, tone.shade, horizon, tone.haze)


def _dunes(rng: np.random.Generator, size: int) -> Float:
    """Return crests that bend, gentle on one side and steep on the other, 0 to 1."""
    bend = tile(rng, size, 2, 4, 0.42)
    swell = tile(rng, size, 3, 3, 0.4)
    count = int(rng.integers(2, 4))
    lean = int(rng.integers(-1, 2))
    yy, xx = np.mgrid[0:size, 0:size].astype(np.float32) / size
    phase = np.mod(count * yy + lean * xx + 0.22 * bend, 1.0)
    crest = np.where(phase < 0.72, (phase / 0.72) ** 1.6, ((1 - phase) / 0.28) ** 1.15)
    return np.asarray(crest * np.clip(0.75 + 0.3 * swell, 0.25, 1.4) + 0.12 * swell, np.float32)


def _ripples(view: terrain.View, rng: np.random.Generator) -> Float:
    """Return the light and shade of wind ripples, fading with distance."""
    size = 256
    bend = terrain.sampled(tile(rng, size, 6, 4), view)
    depth = np.where(view.land, view.depth, np.float32(9))
    wave = np.sin((view.v * 190 + view.u * 40) + 2.6 * bend) + 0.5 * np.sin((view.v * 410 - view.u * 60) + 3 * bend)
    return np.asarray(1 + 0.10 * wave * step(0.5, 0.08, depth), np.float32)
