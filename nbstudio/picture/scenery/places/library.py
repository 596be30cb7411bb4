"""Library: shelves of books to the ceiling on both sides, lamps over the aisle, a tall window at its end."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens
from nbstudio.picture.scenery.air import blurred
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import (
    CEILING,
    END,
    FLOOR,
    LEFT,
    RIGHT,
    Hall,
    Lamp,
    block,
    falling,
    panel,
    shafts_from,
)
from nbstudio.picture.scenery.noise import Float
from nbstudio.picture.scenery.pendant import pendant
from nbstudio.picture.scenery.tone import light, mix

SPINES = ("6a2a22", "24405a", "3a4a2a", "6a5226", "4a2a40", "7a6a52", "2a2a30", "8a4a24", "b0a080", "1f3a38")
WOODS = ("4a2e1c", "5c3c24", "38281e", "6a4a30")
SHELF, CASE = 0.36, 1.1


def draw(canvas: Canvas) -> Painting:
    """Paint an aisle between shelves."""
    rng, tone = canvas.dice("place"), canvas.tone
    half, tall = float(rng.uniform(1.5, 2.6)), float(rng.uniform(3.2, 5.2))
    aside, eye = float(rng.uniform(-0.45, 0.45)) * half, float(rng.choice([0.8, 1.5, 2.2]))
    hall = Hall(
        canvas.height, canvas.width, half + aside, half - aside, eye, tall - eye, float(rng.uniform(9, 16)),
        float(rng.uniform(0.32, 0.68)), float(rng.uniform(0.44, 0.58)), float(rng.uniform(0.75, 1.1)),
    )  # fmt: skip
    wood = light(WOODS[int(rng.integers(len(WOODS)))])
    warm = light(str(rng.choice(["ffb868", "ffcf90", "ffdca8"])))
    day = mix(tone.middle, tone.horizon, 0.5) if not tone.dark else light("5a78c0", 0.8)
    gap = float(rng.uniform(2.2, 3.4))
    hung = tall - float(rng.uniform(0.7, 1.3))
    lamps = [
        Lamp((-aside, hung, gap * (i + 0.7)), warm * np.float32(1.0 if not tone.dark else 1.25))
        for i in range(int(hall.length / gap))
    ]
    window = Lamp((-aside, 0.55 * tall, hall.length - 0.8), day * np.float32(5.0 if not tone.dark else 1.2))
    ambient = np.asarray(tone.shade * np.float32(0.04) + np.float32(0.003), np.float32)
    lit = hall.lit([*lamps, window], ambient)
    picture = np.asarray(_shelves(hall, wood, rng) * lit, np.float32)
    view = _window(canvas, hall, picture, aside, half, tall)
    hall.mirrored(picture, 0.28, 0.05)
    hall.hazed(picture, mix(warm, day, 0.5) * np.float32(0.10), 0.02)
    _things(hall, picture, wood, [*lamps, window], ambient, aside, half, rng)
    for lamp in lamps[::-1]:
        pendant(picture, hall, lamp.at, tall, (0.2, 0.16), warm)
    shafts_from(picture, view, hall.x, hall.y - 0.5, 0.2)
    sun = (hall.x, hall.y - 0.25)
    key = mix(warm, day, 0.35) * np.float32(1.6)
    return Painting(picture, sun, key, mix(wood, tone.shade, 0.4), hall.y, 0.2, indoors=True, bloom=1.3)


def _shelves(hall: Hall, wood: Float, rng: np.random.Generator) -> Float:
    """Return how much light each spot gives back: books on boards, the floor, the ceiling."""
    face, depth, up = hall.face, hall.depth, hall.up
    out = np.empty((*depth.shape, 3), np.float32)
    out[:] = wood
    walls = (face == LEFT) | (face == RIGHT)
    shelf, case = np.floor(up / SHELF), np.floor(depth / CASE)
    fy, fx = np.mod(up, SHELF) / SHELF, np.mod(depth, CASE) / CASE
    # Each shelf has its own row of spines: where one ends and the next begins is drawn once for all.
    bounds = np.cumsum(rng.uniform(0.35, 1.2, 4000)).astype(np.float32)
    place = depth / np.float32(0.045) + shelf * 371.0 + np.where(face == LEFT, 0.0, 977.0)
    book = np.searchsorted(bounds, np.mod(place, bounds[-1])).clip(0, 3999)
    spine = np.array([light(c) for c in SPINES], np.float32)[rng.integers(0, len(SPINES), 4000)]
    spine *= rng.uniform(0.55, 1.4, (4000, 1)).astype(np.float32)
    # Books of one shelf are alike: sets, and whole cases of one colour.
    run = rng.integers(0, 4000, 4000)
    alike = np.mod(shelf * 13 + case * 7, 5) < 2
    number = np.where(alike, run[np.mod(shelf * 31 + case * 17, 4000).astype(int)], book)
    high = (0.62 + 0.26 * rng.random(4000)).astype(np.float32)[np.where(alike, number, book)]
    books = walls & (fx > 0.05) & (fy > 0.09) & (fy < high)
    behind = walls & (fx > 0.05) & (fy > 0.09) & ~books
    out[behind] *= 0.12
    edge = np.abs(np.mod(place, 1.0) - 0.5)
    fine = np.exp(-depth * 0.12)
    out[books] = (spine[number] * (1 - 0.35 * fine * (edge > 0.42))[..., None])[books]
    gilt = books & (np.abs(fy - 0.55) < 0.04) & (np.mod(number, 3) == 0)
    out[gilt] += light("c8a050") * np.float32(0.35)
    dark = np.exp(-(((fy - 0.95) / 0.12) ** 2))
    out[walls] *= (1 - 0.5 * dark)[walls][:, None]
    boards = np.mod(hall.across, 0.16) < 0.008
    out[face == FLOOR] *= (0.75 - 0.3 * boards * fine)[face == FLOOR][:, None]
    runner = (face == FLOOR) & (np.abs(hall.across - (hall.right - hall.left) / 2) < 0.55 * min(hall.left, hall.right))
    if rng.random() < 0.6:
        out[runner] = light(str(rng.choice(["5a1e1e", "1e3440", "2c3a24"])))
    out[face == CEILING] = mix(wood, light("c8beb0"), 0.35)
    out[face == END] = wood * np.float32(0.8)
    return out


def _window(canvas: Canvas, hall: Hall, picture: Float, aside: float, half: float, tall: float) -> Float:
    """Open a tall window in the end wall, the sky in it; returns its light alone (height, width, 3)."""
    height = picture.shape[0]
    sky = heavens.sky(canvas, (hall.x, 0.3), 0.8, detail=0.25)
    sky = blurred(sky, height / 90) * np.float32(1.5)
    across, up = hall.across + aside, hall.up
    wide = min(0.62 * half, 1.5)
    glass = (np.abs(across) < wide) & (up > 1.0) & (up < 0.9 * tall - 0.35 * (across / wide) ** 2 * wide)
    bars = (np.abs(np.mod(across + 4, wide / 1.5) - wide / 3) < 0.03) | (np.mod(up, 0.6) < 0.05)
    cover = ((hall.face == END) & glass & ~bars).astype(np.float32)[..., None]
    picture += (sky - picture) * cover
    return np.asarray(sky * cover, np.float32)


def _things(
    hall: Hall,
    picture: Float,
    wood: Float,
    lamps: list[Lamp],
    ambient: Float,
    aside: float,
    half: float,
    rng: np.random.Generator,
) -> None:
    """Stand a ladder, piles of books and a table where there is room; changes the picture."""
    kind = int(rng.integers(3))
    side = -1.0 if rng.random() < 0.5 else 1.0
    if kind == 0:
        z, x = float(rng.uniform(2.5, 4.5)), -aside + side * (half - 0.1)
        lit = wood * falling((x, 1.5, z), lamps, ambient) * np.float32(1.6)
        lean = -side * 0.75
        for dz in (0.0, 0.45):
            a, b = hall.seen((x + lean, 0.0, z + dz)), hall.seen((x, 3.0, z + dz))
            thick = hall.size(z) * 0.03
            corners = [(a[0] - thick, a[1]), (a[0] + thick, a[1]), (b[0] + thick, b[1]), (b[0] - thick, b[1])]
            block_colour = lit * np.float32(1.0 if dz == 0 else 0.7)
            panel(picture, corners, block_colour)
        for rung in range(1, 10):
            share = rung / 10
            p = hall.seen((x + lean * (1 - share), 3.0 * share, z))
            q = hall.seen((x + lean * (1 - share), 3.0 * share, z + 0.45))
            thick = hall.size(z) * 0.018
            panel(
                picture, [(p[0], p[1] - thick), (q[0], q[1] - thick), (q[0], q[1] + thick), (p[0], p[1] + thick)], lit
            )
    for _ in range(int(rng.integers(2, 6))):
        z = float(rng.uniform(1.8, 0.7 * hall.length))
        x = -aside + (-1.0 if rng.random() < 0.5 else 1.0) * (half - float(rng.uniform(0.25, 0.4)))
        base = 0.0
        for _ in range(int(rng.integers(2, 7))):
            thick, w = float(rng.uniform(0.03, 0.07)), float(rng.uniform(0.12, 0.17))
            colour = light(SPINES[int(rng.integers(len(SPINES)))]) * falling((x, base, z), lamps, ambient)
            low, high = (x - w, base, z), (x + w, base + thick, z + 0.2)
            block(picture, hall, low, high, colour, side=colour * 0.6, top=colour * 1.5)
            base += thick
