"""Orbit: close above a planet; its edge glows before the sun is there, burns with it, and lies in daylight after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nbstudio.picture.scenery.air import added, distance, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, step
from nbstudio.picture.scenery.places import space
from nbstudio.picture.scenery.tone import light, mix

AIR = "5aa0ff"


@dataclass(frozen=True, slots=True)
class Hour:
    """Where the sun is to the planet's edge (frame heights, down is positive) and what it does to the air.

    `reach` is how fast the lit air fades along the edge, `ground` how much of the surface is in light.
    """

    below: float
    reach: float
    warmth: str
    warm: float
    ground: float


HOURS = {
    "night": Hour(0.10, 2.3, "ff9a5c", 0.9, 0.05),
    "dawn": Hour(-0.006, 1.3, "ffb070", 1.0, 0.10),
    "day": Hour(-0.75, 0.25, "fff4e4", 0.25, 0.95),
    "dusk": Hour(0.004, 1.4, "ff7a44", 1.3, 0.08),
}


def draw(canvas: Canvas) -> Painting:
    """Paint the planet's edge under the stars, at the hour."""
    rng = canvas.dice("place")
    hour = HOURS.get(canvas.time, HOURS["day"])
    height, width = canvas.height, canvas.width
    picture = np.zeros((height, width, 3), np.float32)
    day = canvas.time == "day"
    gases = tuple(light(colour) for colour in space.GASES[3])
    space.nebula(picture, canvas, gases, 0.08 if day else 0.16)
    space.starfield(picture, canvas)
    if day:
        picture *= np.float32(0.55)
    radius = float(rng.uniform(1.5, 2.4))
    side = -1 if rng.random() < 0.5 else 1
    top = float(rng.uniform(0.5, 0.62))
    cx, cy = 0.5 - side * float(rng.uniform(0.08, 0.4)), top + radius
    away = distance(height, width, cx, cy)
    limb = (away - radius).astype(np.float32)
    sx = 0.5 + side * float(rng.uniform(0.08, 0.3))
    drop = radius - float(np.sqrt(max(radius**2 - ((sx - cx) * width / height) ** 2, 0.01)))
    sun = (sx, top + drop + hour.below)
    _planet(picture, canvas, hour, limb, away, (cx, cy, radius), sun)
    if canvas.time == "night":
        picture *= np.float32(0.62)  # nights are exposed longer; this one waits for its light
    key = light(hour.warmth, 3.0) if canvas.time != "night" else mix(light(AIR), light("ffffff"), 0.35) * np.float32(2)
    return Painting(picture, sun, key, mix(light(AIR), light("101830"), 0.6), top, 0.08, indoors=True, bloom=1.3)


def _planet(
    picture: Float,
    canvas: Canvas,
    hour: Hour,
    limb: Float,
    away: Float,
    ball: tuple[float, float, float],
    sun: tuple[float, float],
) -> None:
    """Lay the planet's ball, its air, and the sun where that is above the edge; changes the picture."""
    height, width = limb.shape
    from_sun = distance(height, width, *sun)
    air, warm = light(AIR), light(hour.warmth)
    day, night = canvas.time == "day", canvas.time == "night"
    along = np.exp(-np.maximum(from_sun - max(0.0, hour.below), 0) * hour.reach)
    surface = space.globe(canvas, limb, away, *ball)
    lit = hour.ground + (0.0 if day else 0.8) * np.exp(-from_sun * 2.4) * (0.25 if night else 1.0)
    depth = np.clip(-limb / (0.7 if day else 0.12), 0, 1)
    ground = surface * (np.clip(lit, 0, 1) * (1 - (0.35 if day else 0.7) * depth))[..., None]
    edge = np.exp(-np.abs(limb) / 0.05) * along
    added(ground, air, np.asarray((0.5 if not night else 0.22) * edge + 0.04 * along, np.float32))
    laid(picture, np.asarray(ground, np.float32), step(0.0015, -0.0015, limb))
    thin = np.where(limb > 0, np.exp(-limb / 0.017), np.exp(limb / 0.03)).astype(np.float32)
    added(picture, air, np.asarray(thin * along * (1.1 if night else 1.6), np.float32))
    near = np.exp(-from_sun * (3.5 if not night else 4.2)) * (1.5 if night else 1.0)
    added(picture, warm, np.asarray(np.exp(-np.abs(limb) / 0.008) * near * 3.0 * hour.warm, np.float32))
    if night:
        # Before the sun a bow of warm air stands over the place where it will come.
        bow = np.exp(-np.maximum(limb, 0) / 0.05) * (limb > -0.004) * np.exp(-from_sun * 4.0)
        added(picture, warm, np.asarray(0.9 * bow, np.float32))
    elif not day:
        power = step(-0.012, 0.006, limb) * step(0.027, 0.008, from_sun) * 10
        power = power + 0.5 * np.exp(-from_sun * 9) + 0.08 * np.exp(-from_sun * 2.6)
        added(picture, warm, np.asarray(power, np.float32))
        space.flared(picture, warm, sun)
    if not day:
        space.lit_cities(picture, canvas, limb, np.asarray(from_sun + (0.3 if night else 0.0), np.float32))
