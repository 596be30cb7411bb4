"""Kitchen: a counter under a window, cupboards, a table with a lamp over it."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import blurred, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, END, FLOOR, Hall, Lamp, block, falling, panel, shafts_from
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.pane import glazed, outside
from nbstudio.picture.scenery.pendant import pendant
from nbstudio.picture.scenery.tone import light, mix

WALLS = ("b8a888", "98a498", "a8a8a4", "b09078", "8898a0")
FRONTS = ("d8d0c0", "5a7068", "7a5a3c", "4a5a70", "8a3c34")


def draw(canvas: Canvas) -> Painting:
    """Paint a kitchen towards its window."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    eye = float(rng.choice([1.2, 1.55]))
    hall = Hall.room(
        (height, width), rng, eye, 2.6,
        aside=(1.6, 2.4), long=(3.4, 4.6), x=(0.36, 0.64), y=(0.42, 0.52), lens=(0.8, 1.05),
    )  # fmt: skip
    side = -1.0 if rng.random() < 0.5 else 1.0
    day = mix(tone.sun / max(float(tone.sun.max()), 1e-3), tone.horizon, 0.5) if not tone.dark else light("5a78c8", 0.3)
    warm = light(str(rng.choice(["ffc078", "ffd8a0", "ffb060"])))
    wall, front = light(WALLS[int(rng.integers(len(WALLS)))]), light(FRONTS[int(rng.integers(len(FRONTS)))])
    z = hall.length
    on = tone.dark or canvas.time == "dusk" or canvas.weather in ("rain", "storm", "fog")
    window_x = float(rng.uniform(-0.5, 0.5))
    lamp = Lamp((side * 0.45, 1.62, z - 1.7), warm * np.float32(0.55 if on else 0.0))
    window = Lamp((window_x, 1.7, z - 0.25), day * np.float32(1.7 if not tone.dark else 0.3))
    lamps = [window, lamp]
    ambient = np.asarray(day * np.float32(0.016) + tone.shade * np.float32(0.02), np.float32)
    lit = hall.lit(lamps, ambient, 0.45)
    out = np.empty((height, width, 3), np.float32)
    face, up, across = hall.face, hall.up, hall.across
    out[:] = wall
    checks = np.mod(np.floor(across / 0.3) + np.floor(hall.depth / 0.3), 2)
    out[face == FLOOR] = (light("9a8c78") * (0.8 - float(rng.choice([0.1, 0.5])) * checks)[..., None])[face == FLOOR]
    out[face == CEILING] = mix(wall, light("e0dcd0"), 0.5)
    backsplash = (face == END) & (up > 0.9) & (up < 1.4)
    grout = (np.mod(up, 0.1) < 0.008) | (np.mod(across, 0.1) < 0.008)
    out[backsplash] = light("c8c8c0")
    out[backsplash & grout] *= 0.6
    out *= (1 + 0.08 * hall.worn(tile(canvas.dice("plaster"), 240, 4, 5, 0.6), 1.6))[..., None]
    picture = np.asarray(out * lit, np.float32)
    glow = _window(canvas, hall, picture, window_x, day, rng)
    _cupboards(hall, picture, front, window_x, lamps, ambient, side, rng)
    _table(hall, picture, lamp, warm, on, lamps, ambient, rng)
    if canvas.weather == "clear":
        shafts_from(picture, glow, window_x * 0.1 + 0.5, -0.3, 0.25 if not tone.dark else 0.08)
    at = hall.seen((window_x, 1.6, z))
    key = day * np.float32(2.0) if not on else mix(day, warm, 0.7) * np.float32(1.4)
    sun = (at[0] / width, at[1] / height)
    return Painting(picture, sun, key, mix(ambient, wall * day, 0.1), 0.8, 0.12, indoors=True, bloom=1.3)


def _window(canvas: Canvas, hall: Hall, picture: Float, x: float, day: Float, rng: np.random.Generator) -> Float:
    """Open the window over the sink; returns the light that it lets in."""
    view = glazed(
        canvas, outside(canvas, str(rng.choice(["field", "forest", "city", "sky"])), 0.4, 0.006) * np.float32(1.3)
    )
    across, up = hall.across - np.float32(x), hall.up
    half = float(rng.uniform(0.45, 0.75))
    inside = (hall.face == END) & (np.abs(across) < half) & (up > 1.12) & (up < 2.05)
    bars = (np.abs(np.mod(across + half, half) - half / 2) > half / 2 - 0.018) | (np.abs(up - 1.62) < 0.018)
    picture[(hall.face == END) & (np.abs(across) < half + 0.06) & (up > 1.06) & (up < 2.11) & ~inside] = (
        day * np.float32(0.05)
    )
    cover = blurred((inside & ~bars).astype(np.float32), 0.6)
    laid(picture, view, cover)
    pot = light("a85a3a") * day * np.float32(0.05)
    for off in rng.uniform(-half * 0.8, half * 0.8, int(rng.integers(1, 4))):
        foot = hall.seen((x + float(off), 1.12, hall.length - 0.1))
        unit = hall.size(hall.length - 0.1)
        panel(
            picture,
            [
                (foot[0] - 0.05 * unit, foot[1]),
                (foot[0] + 0.05 * unit, foot[1]),
                (foot[0] + 0.07 * unit, foot[1] - 0.12 * unit),
                (foot[0] - 0.07 * unit, foot[1] - 0.12 * unit),
            ],
            pot,
        )
        for _ in range(9):
            turn, long = float(rng.uniform(-1.1, 1.1)), float(rng.uniform(0.12, 0.26)) * unit
            tip = (foot[0] + np.sin(turn) * long, foot[1] - 0.12 * unit - np.cos(turn) * long)
            panel(
                picture,
                [(foot[0] - 0.012 * unit, foot[1] - 0.11 * unit), (foot[0] + 0.012 * unit, foot[1] - 0.11 * unit), tip],
                light("2a4a20") * day * np.float32(0.12),
            )
    return np.asarray(view * cover[..., None], np.float32)


def _cupboards(
    hall: Hall,
    picture: Float,
    front: Float,
    window: float,
    lamps: list[Lamp],
    ambient: Float,
    side: float,
    rng: np.random.Generator,
) -> None:
    """Run a counter along the end wall and one side, cupboards over it; changes the picture."""
    z = hall.length
    lit = falling((window, 1.0, z - 0.9), lamps, ambient, 0.45)
    top = light("d0c8bc") * lit
    block(
        picture,
        hall,
        (-hall.left, 0.0, z - 0.62),
        (hall.right, 0.86, z - 0.55),
        front * lit * np.float32(0.55),
        foot=front * lit * np.float32(0.2),
    )
    block(
        picture,
        hall,
        (-hall.left, 0.86, z - 0.66),
        (hall.right, 0.90, z),
        top * np.float32(0.8),
        top=top * np.float32(1.1),
    )
    for x in np.arange(-hall.left + 0.1, hall.right - 0.4, 0.55):
        corners = [
            hall.seen((float(x) + u, v, z - 0.63)) for u, v in ((0.02, 0.08), (0.53, 0.08), (0.53, 0.80), (0.02, 0.80))
        ]
        panel(picture, corners, front * lit * np.float32(0.62), front * lit * np.float32(0.28))
        knob = [
            hall.seen((float(x) + u, v, z - 0.64)) for u, v in ((0.44, 0.68), (0.48, 0.68), (0.48, 0.74), (0.44, 0.74))
        ]
        panel(picture, knob, top * np.float32(0.5))
    wall = hall.right if side > 0 else -hall.left
    x0, x1 = sorted((wall, wall - side * 0.62))
    near = falling((wall - side * 0.7, 1.0, z - 1.6), lamps, ambient, 0.45)
    block(
        picture,
        hall,
        (x0, 0.0, 1.2),
        (x1, 0.86, z - 0.6),
        front * near * np.float32(0.5),
        side=front * near * np.float32(0.6),
        foot=front * near * np.float32(0.2),
    )
    block(
        picture,
        hall,
        (x0 - 0.03, 0.86, 1.18),
        (x1 + 0.03, 0.90, z - 0.6),
        top * np.float32(0.6),
        top=light("d0c8bc") * near * np.float32(1.1),
    )
    for x in np.arange(-hall.left + 0.05, hall.right - 0.3, 0.5):
        if abs(float(x) + 0.25 - window) < 1.05:
            continue
        high = falling((float(x), 1.8, z - 0.6), lamps, ambient, 0.45)
        block(
            picture,
            hall,
            (float(x), 1.5, z - 0.34),
            (float(x) + 0.48, 2.25, z),
            front * high * np.float32(0.8),
            side=front * high * np.float32(0.5),
            foot=front * high * np.float32(0.5),
        )
    for x in rng.uniform(-hall.left + 0.2, hall.right - 0.2, 6):
        w, h = float(rng.uniform(0.05, 0.1)), float(rng.uniform(0.1, 0.26))
        tint = light(str(rng.choice(["a83a2a", "c8b890", "4a6a7a", "2a2a2a", "d8d8d8", "8a9a5a"])))
        block(
            picture,
            hall,
            (float(x) - w, 0.9, z - 0.35),
            (float(x) + w, 0.9 + h, z - 0.25),
            tint * lit * np.float32(0.6),
            side=tint * lit * np.float32(0.4),
        )


def _table(
    hall: Hall,
    picture: Float,
    lamp: Lamp,
    warm: Float,
    on: bool,
    lamps: list[Lamp],
    ambient: Float,
    rng: np.random.Generator,
) -> None:
    """Stand a table with two chairs under a lamp; changes the picture."""
    x, _, z = lamp.at
    wood = light("6a4426") * falling((x, 0.9, z), lamps, ambient, 0.45)
    dark = wood * np.float32(0.35)
    for s in (-1.0, 1.0):
        cx = x + s * 0.85
        block(
            picture,
            hall,
            (cx - 0.2, 0.42, z + 0.1),
            (cx + 0.2, 0.46, z + 0.5),
            dark,
            side=dark,
            top=wood * np.float32(0.9),
        )
        rear = cx + s * 0.18
        block(
            picture, hall, (rear - 0.02, 0.0, z + 0.1), (rear + 0.02, 0.95, z + 0.5), dark, side=dark * np.float32(1.4)
        )
        block(picture, hall, (cx - s * 0.18 - 0.02, 0.0, z + 0.1), (cx - s * 0.18 + 0.02, 0.42, z + 0.14), dark)
    for u in (-0.55, 0.52):
        block(picture, hall, (x + u, 0.0, z - 0.35), (x + u + 0.05, 0.72, z - 0.3), dark)
    block(
        picture,
        hall,
        (x - 0.65, 0.72, z - 0.42),
        (x + 0.65, 0.76, z + 0.42),
        wood * np.float32(0.7),
        side=dark,
        top=wood * np.float32(1.5),
    )
    cup = light("e0dcd4") * falling((x, 0.9, z), lamps, ambient, 0.45)
    for off in rng.uniform(-0.45, 0.45, 2):
        block(
            picture,
            hall,
            (x + float(off) - 0.04, 0.76, z - 0.1),
            (x + float(off) + 0.04, 0.85, z),
            cup * np.float32(0.6),
            top=cup,
        )
    pendant(picture, hall, lamp.at, hall.floor + hall.ceiling, (0.24, 0.18), warm, on=on)
