"""Lounge: a room that is lived in: a sofa, a standing lamp, shelves, a tall window and what is outside."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, END, FLOOR, Hall, Lamp, Point, block, falling, panel, shafts_from
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.pane import glazed, outside
from nbstudio.picture.scenery.tone import light, mix

WALLS = ("8a8074", "66727a", "7c6c64", "72786c", "8a6c5c", "565c70")
CLOTHS = ("6a3a34", "38505a", "5a5444", "7a6a58", "4a3c54", "36503c")


def draw(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """Paint a living room towards its window wall."""
    tone, height, width = canvas.tone, canvas.height, canvas.width
    eye = float(rng.choice([1.0, 1.4, 1.7]))
    hall = Hall.room(
        (height, width), rng, eye, 2.8,
        aside=(2.2, 3.2), long=(4.2, 5.6), x=(0.36, 0.64), y=(0.44, 0.54), lens=(0.8, 1.0),
    )  # fmt: skip
    side = -1.0 if rng.random() < 0.5 else 1.0
    day = mix(tone.sun / max(float(tone.sun.max()), 1e-3), tone.horizon, 0.5) if not tone.dark else light("6a8ae0", 0.3)
    warm = light(str(rng.choice(["ffb868", "ffc88a", "ffa85a"])))
    wall, cloth = light(WALLS[int(rng.integers(len(WALLS)))]), light(CLOTHS[int(rng.integers(len(CLOTHS)))])
    z = hall.length
    on = tone.dark or canvas.time == "dusk" or canvas.weather in ("rain", "storm")
    x = -side * float(rng.uniform(0.3, 0.9))
    lamps = [
        Lamp((x, 1.6, z - 0.3), day * np.float32(2.2 if not tone.dark else 0.5)),
        Lamp((side * 1.75, 1.5, z - 0.7), warm * np.float32(0.5 if on else 0.0)),
    ]
    ambient = np.asarray(day * np.float32(0.016) + tone.shade * np.float32(0.02), np.float32)
    lit = hall.lit(lamps, ambient, 0.45)
    out = np.empty((height, width, 3), np.float32)
    out[:] = wall
    face = hall.face
    out[face == FLOOR] = light("5c4028")
    out[(face == FLOOR) & (np.mod(hall.across, 0.16) < 0.008)] *= 0.6
    rug = (face == FLOOR) & (np.abs(hall.across - 0.35 * side) < 1.5) & (np.abs(hall.depth - z + 1.9) < 0.8)
    out[rug] = cloth * np.float32(0.8) + light("b09a7c") * np.float32(0.2)
    out[rug & (np.mod(hall.across + hall.depth, 0.4) < 0.06)] *= 1.7
    out[face == CEILING] = mix(wall, light("d8d0c8"), 0.5)
    out[(face != FLOOR) & (face != CEILING) & (hall.up < 0.10)] *= 1.5
    out *= (1 + 0.08 * hall.worn(tile(canvas.dice("plaster"), 240, 4, 5, 0.6), 1.6))[..., None]
    picture = np.asarray(out * lit, np.float32)
    glow = _window(canvas, hall, picture, x, day, wall, rng)
    _frames(hall, picture, side, lit, rng)
    _sofa(hall, picture, side * 0.35, cloth, lamps, ambient)
    _lamp(hall, picture, lamps[1].at, warm, on, ambient)
    _plant(hall, picture, (x - side * 1.25, 0.0, z - 0.5), day, ambient, rng)
    if canvas.weather == "clear":
        shafts_from(picture, glow, hall.x + 0.2 * side, -0.3, 0.25 if not tone.dark else 0.12)
    at = hall.seen((x, 1.6, z))
    key = day * np.float32(2.0) if not on else mix(day, warm, 0.6) * np.float32(1.3)
    sun = (at[0] / width, at[1] / height)
    return Painting(picture, sun, key, mix(ambient, wall * day, 0.1), 0.82, 0.12, indoors=True, bloom=1.3)


def _window(
    canvas: Canvas, hall: Hall, picture: Float, x: float, day: Float, wall: Float, rng: np.random.Generator
) -> Float:
    """Open a window almost from floor to ceiling; returns the light that it lets in (height, width, 3)."""
    places = ["city", "street", "forest"] if canvas.tone.dark else ["city", "forest", "field", "sea"]
    view = glazed(canvas, outside(canvas, str(rng.choice(places)), 0.4, 0.006) * np.float32(1.2))
    half, low, high = float(rng.uniform(0.7, 1.2)), float(rng.choice([0.15, 0.7])), 2.35
    across, up = hall.across - np.float32(x), hall.up
    inside = (hall.face == END) & (np.abs(across) < half) & (up > low) & (up < high)
    bars = (np.abs(np.mod(across + half, 2 * half / 3) - half / 3) > half / 3 - 0.016) | (np.abs(up - 1.75) < 0.016)
    frame = (hall.face == END) & (np.abs(across) < half + 0.06) & (up > low - 0.06) & (up < high + 0.06) & ~inside
    picture[frame] = (picture * np.float32(1.4) + wall * day * np.float32(0.05))[frame]
    cover = blurred((inside & ~bars).astype(np.float32), 0.6)
    laid(picture, view, cover)
    return np.asarray(view * cover[..., None], np.float32)


def _frames(hall: Hall, picture: Float, side: float, lit: Float, rng: np.random.Generator) -> None:
    """Hang pictures over the sofa; changes the picture."""
    z = hall.length - 0.01
    for _ in range(int(rng.integers(1, 4))):
        x, y = side * float(rng.uniform(0.5, 1.7)), float(rng.uniform(1.35, 1.8))
        w, h = float(rng.uniform(0.14, 0.3)), float(rng.uniform(0.14, 0.26))
        column, row = hall.seen((x, y, z))
        here = lit[int(np.clip(row, 0, len(lit) - 1)), int(np.clip(column, 0, lit.shape[1] - 1))]
        tint = light(str(rng.choice(["8a6a4a", "4a6a7a", "b09878", "7a4a4a", "5a6a4a"])))
        for grow, colour in ((0.02, light("241e1a") * here), (0.0, tint * here)):
            corners = [(x + s * (w + grow), y + t * (h + grow), z) for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            panel(picture, [hall.seen(corner) for corner in corners], colour, colour * np.float32(0.7))


def _sofa(hall: Hall, picture: Float, x: float, cloth: Float, lamps: list[Lamp], ambient: Float) -> None:
    """Stand a sofa against the end wall, two cushions on it; changes the picture."""
    z = hall.length - 0.95
    lit = cloth * falling((x, 0.6, z), lamps, ambient, 0.45)
    back = cloth * falling((x, 0.9, z + 0.6), lamps, ambient, 0.45)
    front, dark = lit * np.float32(0.6), lit * np.float32(0.3)
    block(
        picture, hall, (x - 1.0, 0.3, z + 0.6), (x + 1.0, 0.88, z + 0.85), back * np.float32(0.9), top=back, foot=dark
    )
    for a, b in ((x - 0.99, x - 0.01), (x + 0.01, x + 0.99)):
        block(picture, hall, (a, 0.16, z), (b, 0.44, z + 0.62), front, top=lit * np.float32(1.2), foot=dark)
    for a in (x - 1.22, x + 1.0):
        block(picture, hall, (a, 0.06, z - 0.02), (a + 0.22, 0.62, z + 0.85), front, side=front, top=lit, foot=dark)
    for off, tint in ((-0.62, "c8a878"), (0.6, "a8604a")):
        px, py = hall.seen((x + off, 0.62, z + 0.5))
        unit, t = hall.size(z + 0.5), np.linspace(0, 2 * np.pi, 32, endpoint=False)
        puff = 0.2 * unit * (0.9 + 0.12 * np.cos(4 * t + np.pi))
        pillow = light(tint) * falling((x + off, 0.7, z + 0.3), lamps, ambient, 0.45)
        outline = [(px + r * float(np.cos(a)), py + r * float(np.sin(a))) for a, r in zip(t, puff, strict=True)]
        panel(picture, outline, pillow, pillow * np.float32(0.4))


def _lamp(hall: Hall, picture: Float, at: Point, warm: Float, on: bool, ambient: Float) -> None:
    """Stand a lamp on its pole; changes the picture."""
    x, y, z = at
    block(picture, hall, (x - 0.015, 0.0, z), (x + 0.015, y, z + 0.03), ambient * np.float32(0.8))
    column, row = hall.seen((x, y, z))
    unit = hall.size(z)
    shade = [(column + u * unit, row + v * unit) for u, v in ((-0.12, -0.3), (0.12, -0.3), (0.22, 0.0), (-0.22, 0.0))]
    panel(picture, shade, warm * np.float32(1.2 if on else 0.05), warm * np.float32(2.0 if on else 0.03))
    if on:
        height, width = picture.shape[:2]
        away = distance(height // 4, width // 4, column / width, row / height)
        glow = 0.2 * np.exp(-away * (1.5 * height / unit)) + 0.05 * np.exp(-away * 2.2)
        added(picture, warm, resized(np.asarray(glow, np.float32), width, height))


def _plant(hall: Hall, picture: Float, at: Point, day: Float, ambient: Float, rng: np.random.Generator) -> None:
    """Stand a plant in its pot beside the window; changes the picture."""
    x, _, z = at
    pot = light("8a6a50") * (ambient + day * np.float32(0.10))
    block(picture, hall, (x - 0.16, 0.0, z), (x + 0.16, 0.34, z + 0.2), pot, foot=pot * np.float32(0.4))
    root, unit = hall.seen((x, 0.34, z)), hall.size(z)
    for _ in range(16):
        turn, long = float(rng.uniform(-1.0, 1.0)), float(rng.uniform(0.5, 1.1)) * unit
        bend = turn * float(rng.uniform(1.1, 1.6))
        middle = (root[0] + 0.5 * long * float(np.sin(turn)), root[1] - 0.55 * long * float(np.cos(turn)))
        tip = (root[0] + long * float(np.sin(bend)) * 0.9, root[1] - long * float(np.cos(bend)))
        leaf = light("3a5a30") * (ambient + day * np.float32(rng.uniform(0.04, 0.22)))
        wide = 0.05 * unit
        panel(picture, [root, (middle[0] - wide, middle[1]), tip, (middle[0] + wide, middle[1])], leaf)
