"""Corridor: doors on both sides, lamps in a row, one of them failing; a floor that gives them back."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, END, FLOOR, LEFT, RIGHT, Hall, Lamp, glowing
from nbstudio.picture.scenery.noise import Float, field, step
from nbstudio.picture.scenery.tone import light, mix

WALLS = ("8a8478", "6f7f84", "8c6f5c", "5f7468", "7c7486", "94806a")
LAMPS = ("e8f2ff", "fff0d0", "ffd9a0", "d8fff0")


def draw(canvas: Canvas) -> Painting:
    """Paint a corridor of a hotel, a school or a hospital."""
    rng, tone = canvas.dice("place"), canvas.tone
    half, tall = float(rng.uniform(1.1, 1.7)), float(rng.uniform(2.5, 3.3))
    aside, eye = float(rng.uniform(-0.45, 0.45)) * half, float(rng.choice([0.7, 1.3, 1.6, 2.0]))
    hall = Hall(
        canvas.height,
        canvas.width,
        half + aside,
        half - aside,
        eye,
        tall - eye,
        float(rng.uniform(13, 26)),
        float(rng.uniform(0.34, 0.66)),
        float(rng.uniform(0.42, 0.56)),
        float(rng.uniform(0.75, 1.25)),
    )
    wall = light(WALLS[int(rng.integers(len(WALLS)))])
    tint = light(LAMPS[int(rng.integers(len(LAMPS)))])
    gap = float(rng.uniform(2.6, 4.4))
    count = int(hall.length / gap)
    dead = (
        set(rng.choice(max(1, count), max(1, count // (4 if not tone.dark else 2)), replace=False).tolist())
        if count > 2
        else set()
    )
    power = 1.4 if not tone.dark else 0.95
    lamps = [
        Lamp((-aside, tall - 0.15, gap * (i + 0.5)), tint * np.float32(power * (0.12 if i in dead else 1.0)))
        for i in range(count)
    ]
    window = tone.middle if not tone.dark else light("4a6ab0", 0.7)
    end = Lamp((-aside, 1.5, hall.length - 0.6), window * np.float32(5.0 if not tone.dark else 1.5))
    lit = hall.lit([*lamps, end], tone.shade * np.float32(0.04) + np.float32(0.004))
    picture = np.asarray(_surfaces(canvas, hall, wall, gap, rng) * lit, np.float32)
    _window(hall, picture, aside, window, tall)
    for i in range(count):
        z = gap * (i + 0.5)
        strength = tint * np.float32(0.25 if i in dead else 3.2)
        spots = [(-aside + dx, tall - 0.02, z + dz) for dx, dz in ((-0.3, -0.5), (0.3, -0.5), (0.3, 0.5), (-0.3, 0.5))]
        glowing(picture, hall, spots, strength)
    hall.mirrored(picture, float(rng.uniform(0.25, 0.6)), 0.05)
    hall.hazed(picture, mix(tint, window, 0.5) * np.float32(0.10), 0.012 + 0.02 * tone.haze)
    sun = (hall.x, hall.y - 0.2)
    return Painting(
        picture, sun, tint * np.float32(2), mix(wall, tone.shade, 0.4), hall.y, 0.2, indoors=True, bloom=1.4
    )


def _surfaces(canvas: Canvas, hall: Hall, wall: Float, gap: float, rng: np.random.Generator) -> Float:
    """Return how much light each spot gives back: walls with doors and a dado, floor, ceiling."""
    face, depth, up, across = hall.face, hall.depth, hall.up, hall.across
    height, width = depth.shape
    out = np.empty((height, width, 3), np.float32)
    out[:] = wall
    sides = (face == LEFT) | (face == RIGHT)
    worn = 1 + 0.05 * field(canvas.dice("worn"), height, width, 6, 4, 0.6)
    lower = light("4a3c34") if rng.random() < 0.5 else mix(wall, light("303438"), 0.6)
    dado = float(rng.uniform(0.9, 1.3))
    out[sides & (up < dado)] = lower
    rail = sides & (np.abs(up - dado) < 0.03)
    out[rail] *= 1.6
    out[sides & (up < 0.12)] *= 0.4
    # Doors: every so often, the two sides out of step.
    every, door = gap * float(rng.uniform(0.8, 1.25)), light(str(rng.choice(["5a3c28", "3c4a52", "6a6258", "2f3a34"])))
    phase = np.mod(depth + np.where(face == LEFT, 0.0, 0.45 * every), every)
    leaf = sides & (phase > 0.4) & (phase < 1.35) & (up < 2.1)
    frame = sides & (phase > 0.3) & (phase < 1.45) & (up < 2.2) & ~leaf
    out[leaf] = door
    out[leaf & (np.abs(phase - 0.875) < 0.3) & (np.abs(up - 1.45) < 0.42)] = door * 0.7
    out[leaf & (np.abs(phase - 1.25) < 0.04) & (np.abs(up - 1.0) < 0.04)] = light("ffe8b0")
    out[frame] = mix(door, wall, 0.5) * np.float32(1.3)
    tiles = float(rng.choice([0.3, 0.6]))
    checks = (np.floor(across / tiles) + np.floor(depth / tiles)) % 2
    floor = light(str(rng.choice(["8a8278", "6a5448", "7a7e80"])))
    contrast = float(rng.choice([0.06, 0.45]))
    # What is too far for its tiles to be told apart is their average.
    fine = step(0.5 * height * tiles, 0.2 * height * tiles, depth * np.float32(8.0))
    out[face == FLOOR] = (floor * (1 - contrast * (checks * fine + 0.5 * (1 - fine)))[..., None])[face == FLOOR]
    out[face == CEILING] = mix(wall, light("d8d4cc"), 0.6)
    out[face == END] = wall * np.float32(0.7)
    return np.asarray(out * worn[..., None], np.float32)


def _window(hall: Hall, picture: Float, aside: float, colour: Float, tall: float) -> None:
    """Put a window, tall and barred, into the end wall."""
    for column in (-1, 0, 1):
        for low, high in ((0.9, 1.55), (1.62, tall - 0.4)):
            x0, x1 = -aside + 0.5 * column - 0.22, -aside + 0.5 * column + 0.22
            corners = [(x0, low, hall.length), (x1, low, hall.length), (x1, high, hall.length), (x0, high, hall.length)]
            glowing(picture, hall, corners, colour * np.float32(1.6))
