"""Studio: seamless paper or bare concrete, one or two gelled lamps, light that falls off as it should."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, distance, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import field, step
from nbstudio.picture.scenery.tone import light, mix

# paper, key gel, kicker gel
SETS = {
    "calm": (("8a94a0", "fff0e0", "8ab0d8"), ("b8b0a4", "fff4e8", "a0b8c0")),
    "tender": (("c89a90", "ffe4d4", "e8a0a0"), ("b09aa8", "ffe8e0", "d8a8c8")),
    "joyful": (("e0a848", "fff4d8", "ff9a60"), ("60a8b8", "fff0d8", "ffc870"), ("e08a80", "fff0e0", "ffd080")),
    "tense": (("4a5654", "e8fff4", "c83a30"), ("3c4046", "fff0e0", "4a8a8a")),
    "dark": (("2c3440", "d8e4ff", "3a5a9a"), ("38302e", "ffe0c0", "7a3a2a")),
    "dreamy": (("8a78b0", "ffe0f0", "70b0e0"), ("a088a8", "ffe8d8", "8a8af0")),
    "energetic": (("3a2a7a", "ff6a9a", "3ac0ff"), ("7a1f3a", "ff9a50", "5a4aff"), ("14405a", "50e0e0", "ff4a8a")),
}


def draw(canvas: Canvas) -> Painting:
    """Paint a studio backdrop."""
    rng = canvas.dice("place")
    height, width = canvas.height, canvas.width
    sets = SETS.get(canvas.mood, SETS["calm"])
    paper, key, kick = (light(c) for c in sets[int(rng.integers(len(sets)))])
    side = -1 if rng.random() < 0.5 else 1
    sun = (0.5 + side * float(rng.uniform(0.25, 0.6)), float(rng.uniform(-0.1, 0.2)))
    sweep = float(rng.uniform(0.76, 0.86))
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    bare = rng.random() < 0.4
    power = 0.55 if canvas.tone.dark else 0.95
    spot = distance(height, width, 0.5 + side * float(rng.uniform(-0.05, 0.14)), float(rng.uniform(0.3, 0.45)), 1.15)
    pool = np.exp(-((spot / float(rng.uniform(0.45, 0.7))) ** 2) * 1.2)
    picture = paper * key * np.asarray(0.10 + power * pool, np.float32)[..., None]
    picture = np.asarray(picture, np.float32)
    corner = np.exp(-distance(height, width, 0.5 - side * 0.62, 0.62, 0.8) * 2.4)
    added(picture, kick * (paper * 0.5 + 0.5), np.asarray(0.55 * power * corner, np.float32))
    # The paper curves into the floor: a soft darkening, then a brighter foot.
    bend = 1 - 0.28 * np.exp(-(((yy - sweep) / 0.045) ** 2)) + 0.10 * step(sweep, 1.0, yy)
    picture *= np.asarray(bend, np.float32)[..., None]
    texture = field(canvas.dice("paper"), height, width, 3, 7 if bare else 3, 0.68 if bare else 0.4)
    picture *= (1 + (0.11 if bare else 0.025) * texture)[..., None]
    if bare:
        for x in np.sort(rng.uniform(0.05, 0.95, 3)):
            seam = np.exp(-np.abs(np.arange(width, dtype=np.float32) / width - x) * 900)[None, :] * (yy < sweep)
            picture *= (1 - 0.4 * seam)[..., None]
    smoke = resized(field(canvas.dice("smoke"), 54, 96, 1.6, 4), width, height)
    beam = blurred(np.exp(-distance(height // 4, width // 4, *sun) * 1.6), 2)
    added(picture, key, resized(np.asarray(beam, np.float32), width, height) * (0.07 + 0.025 * np.tanh(smoke)))
    return Painting(
        picture, sun, key * np.float32(2), mix(paper, kick, 0.4) * np.float32(0.6), sweep, 0.1, indoors=True
    )
