"""Airport: a gate: a wall of glass, an aeroplane behind it, rows of seats on a floor that shines."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens
from nbstudio.picture.scenery.air import blurred, discs, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, FLOOR, LEFT, RIGHT, Hall, Lamp, block, falling, glowing, panel
from nbstudio.picture.scenery.noise import Float
from nbstudio.picture.scenery.pane import glazed
from nbstudio.picture.scenery.tone import light, mix

TAILS = ("d83a3a", "2a5ac0", "e8a030", "2a8a6a", "8a3a8a", "e8e8e8")


def draw(canvas: Canvas) -> Painting:
    """Paint a gate, seen along its window wall or straight at it."""
    rng, tone = canvas.dice("place"), canvas.tone
    side = -1.0 if rng.random() < 0.5 else 1.0
    near, far_wall, tall = float(rng.uniform(2.5, 4.5)), float(rng.uniform(6, 9)), float(rng.uniform(5, 7.5))
    left, right = (near, far_wall) if side < 0 else (far_wall, near)
    eye = float(rng.choice([1.0, 1.6, 2.4]))
    # Looking half at the glass: the vanishing point goes to the other side.
    hall = Hall(
        canvas.height, canvas.width, left, right, eye, tall - eye, float(rng.uniform(34, 55)),
        0.5 - side * float(rng.uniform(0.02, 0.36)), float(rng.uniform(0.5, 0.6)), float(rng.uniform(0.65, 0.95)),
    )  # fmt: skip
    day = mix(tone.middle, tone.horizon, 0.55) if not tone.dark else light("3a5a9a", 0.35)
    white = light(str(rng.choice(["f0f4ff", "fff0d8"])))
    glass_x = -left if side < 0 else right
    count = int(hall.length / 3.5)
    lamps = [
        Lamp((glass_x * 0.9, 0.5 * tall, 3.5 * (i + 0.4)), day * np.float32(5.0 if not tone.dark else 1.2))
        for i in range(count)
    ]
    lamps += [
        Lamp((-glass_x * 0.3, tall - 0.3, 3.5 * (i + 0.4)), white * np.float32(1.2 if not tone.dark else 1.6))
        for i in range(count)
    ]
    ambient = np.asarray(day * np.float32(0.05) + np.float32(0.004), np.float32)
    lit = hall.lit(lamps, ambient, 1.0)
    face, depth, up = hall.face, hall.depth, hall.up
    out = np.empty((*depth.shape, 3), np.float32)
    out[:] = light("a8a49c")
    out[face == FLOOR] = light(str(rng.choice(["6a6864", "504c4a", "7a7468"])))
    slabs = (np.mod(depth, 1.2) < 0.015) | (np.mod(hall.across, 1.2) < 0.012)
    out[(face == FLOOR) & slabs & (depth < 14)] *= 0.75
    ribs = np.mod(depth, 1.75) < 0.5
    out[face == CEILING] = (light("8c8a86") * np.where(ribs, 0.55, 1.0)[..., None])[face == CEILING]
    picture = np.asarray(out * lit, np.float32)
    glass = face == (LEFT if side < 0 else RIGHT)
    view = _apron(canvas, hall, side, rng, day)
    bars = (
        (np.mod(depth, 2.4) < 0.09) | (np.abs(up - 0.36 * tall) < 0.05) | (np.abs(up - 0.72 * tall) < 0.05) | (up < 0.2)
    )
    laid(picture, view, blurred((glass & ~bars).astype(np.float32), 0.5))
    picture[glass & bars] = day * np.float32(0.02) + np.float32(0.002)
    hall.mirrored(picture, 0.5, 0.07)
    for i in range(count - 1, -1, -1):
        z, x = 3.5 * (i + 0.4), -glass_x * 0.3
        spots = [
            (x - 0.8, tall - 0.05, z - 0.12),
            (x + 0.8, tall - 0.05, z - 0.12),
            (x + 0.8, tall - 0.05, z + 0.12),
            (x - 0.8, tall - 0.05, z + 0.12),
        ]
        glowing(picture, hall, spots, white * np.float32(2.6))
    _seats(hall, picture, side, near, far_wall, lamps, ambient, rng)
    hall.hazed(picture, day * np.float32(0.25), 0.004 + 0.004 * tone.haze)
    sun = (0.5 + 0.45 * side, 0.3)
    return Painting(picture, sun, day * np.float32(1.9), mix(ambient, day, 0.15), hall.y, 0.2, indoors=True, bloom=1.3)


def _apron(canvas: Canvas, hall: Hall, side: float, rng: np.random.Generator, day: Float) -> Float:
    """Return the field outside: sky, tarmac, an aeroplane parked, lamps along the runway."""
    height, width = canvas.height, canvas.width
    tone = canvas.tone
    sun = (0.5 + 0.35 * side, hall.y - 0.1)
    sky = heavens.sky(canvas, sun, hall.y, detail=0.4)
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    below = np.clip((rows - hall.y) * height * 0.3, 0, 1)
    tarmac = mix(light("5a5c60") * day, sky[min(height - 1, int(hall.y * height))].mean(axis=0), 0.25) * np.float32(0.7)
    view = laid(
        np.array(sky), np.asarray(tarmac, np.float32), np.asarray(np.broadcast_to(below, (height, width)), np.float32)
    )
    tail = light(TAILS[int(rng.integers(len(TAILS)))])
    white = light("e8ecf0") * (day * np.float32(0.55)) + day * np.float32(0.03)
    x = 0.5 + side * float(rng.uniform(0.20, 0.34))
    _plane(
        view,
        x * width,
        hall.y * height,
        0.42 * height * float(rng.uniform(0.7, 1.2)),
        -side,
        white,
        tail * day,
        tone.dark,
    )
    count = 60
    u = rng.random(count)
    at = np.stack([u * width, hall.y * height + rng.uniform(0.003, 0.022, count) * height], axis=1).astype(np.float32)
    tints = np.array([light(c) for c in ("ffb050", "60a0ff", "ff4838", "e8f4ff", "50ff90")], np.float32)[
        rng.integers(0, 5, count)
    ]
    power = np.float32(1.2 if tone.dark else 0.5 if canvas.time in ("dusk", "dawn") or canvas.weather == "fog" else 0.0)
    spots = discs((height, width), at, np.full(count, height / 420, np.float32), tints * power, 0.0)
    view += blurred(spots, height / 700) + blurred(spots, height / 60)
    return glazed(canvas, np.asarray(view, np.float32))


def _plane(
    view: Float, x: float, ground: float, unit: float, turn: float, white: Float, tail: Float, dark: bool
) -> None:
    """Park an aeroplane: hull, tail, wing, engine, windows; `unit` is its height, `turn` where its nose is."""

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x + turn * u * unit, ground - v * unit) for u, v in points]

    nose = [(1.35 - 0.24 * t * t, 0.36 + 0.13 * np.sin(np.pi * (t - 0.5))) for t in np.linspace(0, 1, 9)]
    hull = [(-1.25, 0.48), (-0.9, 0.27), (1.1, 0.22), *nose, (1.05, 0.49), (-1.0, 0.5)]
    panel(
        view,
        at([(-1.3, 1.0), (-1.05, 1.0), (-0.72, 0.5), (-1.15, 0.48)]),
        tail * np.float32(0.8),
        tail * np.float32(0.45),
    )
    panel(view, at(hull), white, white * np.float32(0.35))
    panel(view, at([(-1.35, 0.56), (-1.1, 0.56), (-0.85, 0.45), (-1.1, 0.44)]), white * np.float32(0.6))
    panel(view, at([(0.25, 0.27), (-0.15, 0.25), (-0.75, 0.10), (-0.55, 0.10)]), white * np.float32(0.45))
    panel(view, at([(0.18, 0.20), (-0.14, 0.20), (-0.17, 0.08), (0.14, 0.07)]), white * np.float32(0.3))
    for u in np.linspace(-0.8, 0.98, 26):
        lamp = light("ffe0b0", 0.9) if dark else white * np.float32(0.12)
        panel(view, at([(u, 0.385), (u + 0.028, 0.385), (u + 0.028, 0.42), (u, 0.42)]), lamp)
    for u in (0.9, -0.1, -0.2):
        panel(view, at([(u, 0.24), (u + 0.03, 0.24), (u + 0.03, 0.0), (u, 0.0)]), white * np.float32(0.12))


def _seats(
    hall: Hall,
    picture: Float,
    side: float,
    near: float,
    far_wall: float,
    lamps: list[Lamp],
    ambient: Float,
    rng: np.random.Generator,
) -> None:
    """Stand rows of seats, far to near; changes the picture."""
    cloth = light(str(rng.choice(["2a2e34", "24384a", "4a2a28"])))
    del near
    for row in range(9, -1, -1):
        z = 3.2 + 2.9 * row
        if z > hall.length - 2:
            continue
        for i in range(5):
            x = -side * (0.8 + 0.66 * i) if row % 2 == 0 else -side * (1.2 + 0.66 * i)
            if abs(x) > far_wall - 0.6:
                continue
            lit = cloth * falling((x, 0.8, z), lamps, ambient, 1.0)
            low, high = x - 0.28, x + 0.28
            block(
                picture,
                hall,
                (low, 0.40, z),
                (high, 0.47, z + 0.55),
                lit * np.float32(1.4),
                side=lit,
                top=lit * np.float32(2.2),
            )
            block(
                picture,
                hall,
                (low, 0.47, z + 0.5),
                (high, 0.95, z + 0.56),
                lit * np.float32(1.0),
                side=lit * np.float32(1.6),
                foot=lit * np.float32(0.6),
            )
        x0, x1 = sorted((-side * 0.5, -side * 3.7))
        steel = ambient * np.float32(1.6)
        block(picture, hall, (x0, 0.34, z + 0.2), (x1, 0.40, z + 0.3), steel)
        for x in (x0 + 0.2, x1 - 0.2):
            block(picture, hall, (x, 0.0, z + 0.2), (x + 0.06, 0.36, z + 0.3), steel)
