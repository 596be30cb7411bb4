"""Studio: seamless paper or bare concrete, one or two gelled lamps, light that falls off as it should."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, dimmed, distance, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, step
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
    """Paint a studio backdrop, lit in one of five ways."""
    rng = canvas.dice("place")
    height, width = canvas.height, canvas.width
    sets = SETS.get(canvas.mood, SETS["calm"])
    paper, key, kick = (light(c) for c in sets[int(rng.integers(len(sets)))])
    side = -1 if rng.random() < 0.5 else 1
    sun = (0.5 + side * float(rng.uniform(0.25, 0.6)), float(rng.uniform(-0.1, 0.2)))
    sweep = float(rng.uniform(0.76, 0.86))
    kind = ("paper", "bare", "disc", "slash", "tubes")[int(rng.integers(5))]
    quiet = 0.3 if kind in ("disc", "slash", "tubes") else 1.0
    power = (0.6 if canvas.tone.dark else 1.05) * quiet
    spot = distance(height, width, 0.5 + side * float(rng.uniform(-0.05, 0.2)), float(rng.uniform(0.3, 0.45)), 1.15)
    pool = np.exp(-((spot / float(rng.uniform(0.4, 0.62))) ** 2) * 1.2)
    picture = np.asarray(paper * key * np.asarray(0.05 + power * pool, np.float32)[..., None], np.float32)
    corner = np.exp(-distance(height, width, 0.5 - side * 0.62, 0.55, 0.8) * 2.6)
    added(picture, kick * (paper * 0.5 + 0.5), np.asarray(0.75 * power * corner, np.float32))
    if kind == "disc":
        _disc(picture, paper, key, kick, side, rng)
    elif kind == "slash":
        _slash(picture, paper, key, kick, side, rng)
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    # The paper curves into the floor: a soft darkening, then a brighter foot.
    bend = 1 - 0.28 * np.exp(-(((yy - sweep) / 0.045) ** 2)) + 0.10 * step(sweep, 1.0, yy)
    bare = kind in ("bare", "tubes", "slash")
    texture = field(canvas.dice("paper"), height, width, 3, 7 if bare else 3, 0.68 if bare else 0.4)
    dimmed(picture, bend * (1 + (0.11 if bare else 0.025) * texture))
    if kind == "tubes":
        _tubes(picture, key, kick, sweep, rng)
    smoke = resized(field(canvas.dice("smoke"), 54, 96, 1.6, 4), width, height)
    beam = resized(np.exp(-distance(height // 4, width // 4, *sun) * 1.6), width, height)
    added(picture, key, beam * (0.06 + 0.025 * np.tanh(smoke)) * np.float32(quiet))
    shade = mix(paper, kick, 0.4) * np.float32(0.6)
    return Painting(picture, sun, key * np.float32(2), shade, sweep, 0.1, indoors=True, bloom=1.3)


def _disc(picture: Float, paper: Float, key: Float, kick: Float, side: int, rng: np.random.Generator) -> None:
    """Project a sun: a disc whose colour runs from its heart to a coloured rim."""
    height, width = picture.shape[:2]
    radius = float(rng.uniform(0.24, 0.4))
    away = distance(height, width, 0.5 + side * float(rng.uniform(0.0, 0.22)), float(rng.uniform(0.34, 0.5)))
    inside = step(radius * 1.03, radius * 0.97, away)
    toward = np.clip(away / radius, 0, 1) ** 3
    # As a filter does it: one colour at the top, the other at the foot, deepest at the rim.
    down = np.arange(height, dtype=np.float32)[:, None] / height - np.float32(0.42)
    foot = step(-0.7 * radius, 0.9 * radius, down + 0.25 * radius * toward)
    deep = kick * kick / max(float(kick.max()), 1e-3)
    added(picture, key * (0.35 + 0.65 * paper), inside * (1 - foot) * (1 - 0.45 * toward) * np.float32(1.15))
    added(picture, deep, inside * foot * (0.75 + 0.5 * toward) * np.float32(1.1))
    added(picture, mix(deep, key, 0.2), inside * toward * (1 - foot) * np.float32(0.5))
    added(picture, kick, np.exp(-np.maximum(away - radius, 0) * 5) * np.float32(0.14))


def _slash(picture: Float, paper: Float, key: Float, kick: Float, side: int, rng: np.random.Generator) -> None:
    """Let a blade of light fall across the wall, its far edge softer and coloured."""
    height, width = picture.shape[:2]
    xx = np.arange(width, dtype=np.float32)[None, :] / width - np.float32(0.5)
    yy = np.arange(height, dtype=np.float32)[:, None] / height - np.float32(0.45)
    lean = side * float(rng.uniform(0.5, 1.1))
    for _ in range(int(rng.integers(1, 4))):
        angle = lean + float(rng.normal(0, 0.02))
        off = xx * np.cos(angle) * 1.78 + yy * np.sin(angle) * side - np.float32(rng.uniform(-0.25, 0.25))
        wide = float(rng.uniform(0.06, 0.17))
        blade = step(-wide, -wide * 0.86, off) * step(wide, wide * 0.6, off)
        fringe = np.exp(-(((off - wide * 0.8) / (0.35 * wide)) ** 2))
        fall = 0.5 + 0.5 * np.exp(-np.abs(xx - side * 0.2) * 2.2)
        added(picture, key * (0.3 + 0.7 * paper), blade * fall * np.float32(0.75))
        added(picture, kick, fringe * fall * np.float32(0.16))


def _tubes(picture: Float, key: Float, kick: Float, sweep: float, rng: np.random.Generator) -> None:
    """Stand bare tubes against the wall, each with its glow on wall and floor."""
    height, width = picture.shape[:2]
    count = int(rng.integers(3, 8))
    lean = float(rng.choice([0.0, 0.0, rng.uniform(-0.18, 0.18)]))
    cores = np.zeros((height, width, 3), np.float32)
    top = float(rng.uniform(0.08, 0.24))
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    xx = np.arange(width, dtype=np.float32)[None, :] / width
    for i in range(count):
        x = (i + 0.5) / count + float(rng.uniform(-0.04, 0.04))
        start, end = top + float(rng.uniform(-0.05, 0.08)), sweep - 0.02
        off = np.abs(xx - np.float32(x) - (rows - 0.5) * lean) * np.float32(width / height)
        tube = step(0.0058, 0.0042, off) * ((rows > start) & (rows < end))
        added(cores, (key, kick)[int(rng.random() < 0.4)], tube * np.float32(2.6))
    small = resized(cores, width // 4, height // 4)
    glow = 1.1 * blurred(small, height / 60) + 2.6 * blurred(small, height / 20)
    picture += resized(glow, width, height)
    picture += blurred(cores, height / 1200)
    floor = int(sweep * height)
    mirror = blurred(np.ascontiguousarray(picture[2 * floor - height : floor][::-1]), height / 90)
    picture[floor:] += mirror * np.linspace(0.4, 0.05, height - floor, dtype=np.float32)[:, None, None]
