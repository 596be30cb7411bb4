"""Mountains: ranges behind ranges, eroded, lit from one side, mist in the valleys, snow where it would lie."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land, terrain
from nbstudio.picture.scenery.air import dimmed
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import ridges as crested
from nbstudio.picture.scenery.noise import step, tile, warped
from nbstudio.picture.scenery.ridges import ridges
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.water import mirrored

ROCKS = (("4a4440", "6d655c"), ("3c4250", "5d6472"), ("54453c", "80695a"), ("3a3f3c", "5d645c"))
GREENS = ("3c4a38", "4a5240", "2f4038", "5a5840")


def draw(canvas: Canvas) -> Painting:
    """Paint mountains seen from a height or from a valley, whatever the seed says."""
    rng, tone = canvas.dice("place"), canvas.tone
    horizon = float(rng.uniform(0.42, 0.64))
    sun = heavens.sun_at(canvas, horizon - 0.08, rng)
    sky = heavens.sky(canvas, sun, horizon)
    size = 480
    heights = crested(rng, size, 2, 7, 0.46)
    # Bent crests, and some that are no crests at all: pure ridged noise is a forest of cones.
    bend = tile(rng, size, 3, 4) * np.float32(size * 0.022)
    heights = warped(heights, bend, np.ascontiguousarray(bend.T))
    swell = tile(rng, size, 2, 5, 0.5)
    heights = (0.8 * heights + 0.12 * np.clip(swell, -1.5, 1.5)) * np.float32(rng.uniform(0.26, 0.36))
    heights = np.maximum(heights, 0)
    camera = terrain.Camera(
        *terrain.footing(heights, rng, 0.3),
        float(rng.uniform(0.16, 0.24)),
        horizon,
        float(rng.uniform(1.1, 1.7)),
        0.16,
        2.4,
    )
    crags = crested(rng, 240, 3, 6, 0.62)
    rough = crags * np.float32(0.014)
    view = terrain.seen(heights, camera, canvas.height, canvas.width, 420, 1.2, np.asarray(rough, np.float32))
    side = 1.0 if sun[0] > 0.5 else -1.0
    # Low suns rake from the side, not from behind the range, or all would be a cut-out.
    lit = terrain.shaded(heights, (side, 0.25, 0.35 + 0.8 * tone.height))
    dark, pale = (light(c) for c in ROCKS[int(rng.integers(len(ROCKS)))])
    grain = np.clip(0.5 + 0.25 * tile(rng, size, 24, 4), 0, 1)
    ground = dark + (pale - dark) * grain[..., None]
    high = heights / heights.max()
    green = light(GREENS[int(rng.integers(len(GREENS)))])
    meadow = step(0.45, 0.15, high + 0.1 * (grain - 0.5))[..., None]
    ground = ground * (1 - meadow) + green * meadow
    line = float(rng.uniform(0.42, 0.7)) if canvas.weather != "snow" else 0.1
    slope = np.abs(np.gradient(heights, axis=1)) * size
    snow = step(line, line + 0.2, high + 0.3 * (grain - 0.5)) * step(1.9, 0.9, np.asarray(slope, np.float32))
    ground = ground + (light("e6ecf4") - ground) * snow[..., None]
    ambient = mix(tone.shade, tone.middle, 0.4) * np.float32(0.8 if not tone.dark else 1.3)
    colour = ground * (ambient + tone.sun * np.float32(0.62) * lit[..., None])
    seen = terrain.sampled(np.asarray(colour, np.float32), view)
    # The small relief is lit as the large one is, and fades into the distance with everything else.
    relief = (crags - np.roll(crags, round(-side), 1)) * np.float32(7.0) + 0.5 * (crags - crags.mean())
    near = np.exp(-0.9 * np.where(view.land, view.depth, np.float32(9)))
    dimmed(seen, np.clip(1 + terrain.sampled(relief, view, terrain.FINER) * near, 0.25, 1.8))
    air = min(tone.haze, 0.38)  # in the thickest fog the nearest ridges still stand out
    picture = land.joined(canvas, sky, view, seen, horizon, thickness=0.35 + 1.5 * air, banks=0.2 + 0.8 * air)
    closed = canvas.weather in ("fog", "rain", "storm", "snow")
    lay = canvas.dice("lay")
    if lay.random() < 0.3 and not closed:
        shore = horizon + float(lay.uniform(0.10, 0.2))
        picture = mirrored(canvas, picture, shore, 0.07)
    elif closed or lay.random() < 0.45:
        far = land.veil(sky, horizon)[0].mean(axis=0)
        count = int(lay.integers(3, 6)) if canvas.weather == "fog" else int(lay.integers(2, 4))
        # Between the peaks and the lens: less of it where the air is clear.
        first = horizon + (0.02 if canvas.weather == "fog" else float(lay.uniform(0.12, 0.2)))
        ridges(canvas, picture, np.asarray(far, np.float32), first, count, float(lay.choice([-1.0, 1.0])))
    if not tone.dark:
        land.rays(picture, sun, 0.22 if canvas.weather != "fog" else 0.42)
    return Painting(picture, sun, tone.sun, tone.shade, horizon, tone.haze)
