"""Bedroom: a bed under a window, a lamp beside it, what the hour sends through the curtains."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import CEILING, END, FLOOR, Hall, Lamp, block, falling, panel, shafts_from
from nbstudio.picture.scenery.noise import Float, step, tile
from nbstudio.picture.scenery.pane import glazed, outside
from nbstudio.picture.scenery.tone import light, mix

WALLS = ("8a7a78", "6c7684", "7a6a5c", "6a7268", "8c6a60", "5c6070")
CLOTHS = ("c8c0b8", "8a94a8", "a87868", "b8a890", "6a7a70")


def draw(canvas: Canvas) -> Painting:
    """Paint a bedroom, seen from its door or its foot."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    eye = float(rng.choice([0.9, 1.4, 1.9]))
    hall = Hall.room(
        (height, width), rng, eye, 2.6,
        aside=(1.9, 2.6), long=(3.6, 4.8), x=(0.36, 0.64), y=(0.42, 0.54), lens=(0.8, 1.05),
    )  # fmt: skip
    side = -1.0 if rng.random() < 0.5 else 1.0
    day = (
        mix(tone.sun / max(float(tone.sun.max()), 1e-3), tone.horizon, 0.5) if not tone.dark else light("6a8ae0", 0.35)
    )
    warm = light(str(rng.choice(["ffb060", "ff9a50", "ffc890"])))
    wall = light(WALLS[int(rng.integers(len(WALLS)))])
    cloth = light(CLOTHS[int(rng.integers(len(CLOTHS)))])
    window_x = -side * float(rng.uniform(0.2, 0.8))
    z = hall.length
    on = tone.dark or canvas.time == "dusk" or canvas.weather in ("rain", "storm")
    window = Lamp((window_x, 1.6, z - 0.3), day * np.float32(1.5 if not tone.dark else 0.5))
    bed_x = side * 0.35
    lamp = Lamp((bed_x - side * 1.25, 0.85, z - 0.5), warm * np.float32(0.34 if on else 0.0))
    ambient = np.asarray(day * np.float32(0.012) + tone.shade * np.float32(0.02), np.float32)
    lit = hall.lit([window, lamp], ambient, 0.45)
    out = np.empty((height, width, 3), np.float32)
    out[:] = wall
    face = hall.face
    out[face == FLOOR] = light("5a4028")
    out[(face == FLOOR) & (np.mod(hall.across, 0.14) < 0.008)] *= 0.6
    out[face == CEILING] = mix(wall, light("d8d0c8"), 0.5)
    out[(face != FLOOR) & (face != CEILING) & (hall.up < 0.09)] *= 1.5
    out *= (1 + 0.08 * hall.worn(tile(canvas.dice("plaster"), 240, 4, 5, 0.6), 1.6))[..., None]
    picture = np.asarray(out * lit, np.float32)
    _pictures(hall, picture, rng, lit, side)
    glow = _window(canvas, hall, picture, window_x, day, wall, rng)
    _bed(hall, picture, bed_x, cloth, [window, lamp], ambient, rng)
    _table(hall, picture, lamp, warm, on, [window, lamp], ambient)
    if canvas.weather == "clear":
        shafts_from(picture, glow, hall.x + 0.2 * side, -0.3, 0.22 if not tone.dark else 0.12)
    sun = (hall.seen((window_x, 1.6, z))[0] / width, hall.seen((window_x, 1.6, z))[1] / height)
    key = day * np.float32(2.0) if not on else mix(day, warm, 0.6) * np.float32(1.3)
    return Painting(picture, sun, key, mix(ambient, wall * day, 0.1), 0.8, 0.12, indoors=True, bloom=1.3)


def _window(
    canvas: Canvas, hall: Hall, picture: Float, x: float, day: Float, wall: Float, rng: np.random.Generator
) -> Float:
    """Open the window and hang its curtains; returns the light that it lets in (height, width, 3)."""
    place = (
        str(rng.choice(["city", "street", "sky", "forest"]))
        if canvas.tone.dark
        else str(rng.choice(["city", "sky", "forest"]))
    )
    view = glazed(canvas, outside(canvas, place, 0.4, 0.006) * np.float32(1.2))
    half, low, high = float(rng.uniform(0.5, 0.85)), float(rng.uniform(0.75, 1.0)), 2.15
    across, up = hall.across - np.float32(x), hall.up
    inside = (hall.face == END) & (np.abs(across) < half) & (up > low) & (up < high)
    bars = (np.abs(across) < 0.02) | (np.abs(up - (low + 0.62 * (high - low))) < 0.018)
    frame = (hall.face == END) & (np.abs(across) < half + 0.06) & (up > low - 0.06) & (up < high + 0.06) & ~inside
    picture[frame] = (picture * np.float32(1.5) + day * np.float32(0.02))[frame]
    cover = blurred((inside & ~bars).astype(np.float32), 0.6)
    laid(picture, view, cover)
    glow = np.asarray(view * cover[..., None], np.float32)
    # Cloth that the day shines through, in folds, more or less drawn.
    drawn = float(rng.uniform(0.15, 0.75))
    for side in (-1.0, 1.0):
        outer, inner = side * (half + 0.28), side * half * (1 - drawn * float(rng.uniform(0.5, 1.0)))
        a, b = min(outer, inner), max(outer, inner)
        sway = 0.012 * np.sin(up * 5 + 2 * side)
        hung = (hall.face == END) * step(a - 0.01, a + 0.01, across - sway) * step(b + 0.01, b - 0.01, across - sway)
        hung = hung * (up < high + 0.14) * (up > 0.12)
        folds = 0.5 + 0.5 * np.sin((across - sway) * 42 + 1.2 * np.sin(across * 13))
        behind = np.where((np.abs(across) < half) & (up > low), np.float32(0.30), np.float32(0.035))
        body = mix(wall, light("e0d4c4"), 0.5) * day * (behind * (0.35 + 0.75 * folds))[..., None]
        laid(picture, np.asarray(body, np.float32), np.asarray(hung * 0.93, np.float32))
        glow *= (1 - hung)[..., None].astype(np.float32)
    rod = (hall.face == END) & (np.abs(up - high - 0.12) < 0.015) & (np.abs(across) < half + 0.4)
    picture[rod] = day * np.float32(0.015)
    return glow


def _pictures(hall: Hall, picture: Float, rng: np.random.Generator, lit: Float, side: float) -> None:
    """Hang frames and postcards on the side wall; changes the picture."""
    x = (hall.right if side > 0 else -hall.left) * 0.999
    for _ in range(int(rng.integers(2, 7))):
        z, y = float(rng.uniform(2.0, hall.length - 0.4)), float(rng.uniform(1.2, 1.9))
        w, h = float(rng.uniform(0.12, 0.3)), float(rng.uniform(0.15, 0.34))
        corners = [hall.seen((x, yy, zz)) for yy, zz in ((y, z - w), (y + h, z - w), (y + h, z + w), (y, z + w))]
        row, column = int(np.clip(corners[0][1], 0, len(lit) - 1)), int(np.clip(corners[0][0], 0, lit.shape[1] - 1))
        here = lit[row, column]
        panel(picture, corners, light("2a2420") * here)
        inner = [
            hall.seen((x, yy, zz))
            for yy, zz in (
                (y + 0.03, z - w + 0.03),
                (y + h - 0.03, z - w + 0.03),
                (y + h - 0.03, z + w - 0.03),
                (y + 0.03, z + w - 0.03),
            )
        ]
        tint = light(str(rng.choice(["8a6a4a", "4a6a7a", "a89070", "6a4a5a", "5a6a4a"])))
        panel(picture, inner, tint * here * np.float32(1.2), tint * here * np.float32(0.5))


def _bed(
    hall: Hall, picture: Float, x: float, cloth: Float, lamps: list[Lamp], ambient: Float, rng: np.random.Generator
) -> None:
    """Make a bed, its head at the end wall: frame, mattress, a crumpled cover, pillows; changes the picture."""
    z0, z1 = hall.length - 2.1, hall.length - 0.05
    half = 0.85
    wood = light("4a3222") * falling((x, 0.6, z1 - 0.3), lamps, ambient, 0.45)
    block(
        picture,
        hall,
        (x - half - 0.05, 0.0, z1 - 0.05),
        (x + half + 0.05, 1.05, z1),
        wood * np.float32(1.1),
        top=wood * np.float32(1.6),
    )
    slices = 12
    for i in range(slices - 1, -1, -1):
        a, b = z0 + (z1 - z0) * i / slices, z0 + (z1 - z0) * (i + 1) / slices
        lit = falling((x, 0.7, (a + b) / 2), lamps, ambient, 0.45)
        fold = float(rng.uniform(0.75, 1.2))
        rise = 0.56 + 0.02 * float(rng.normal())
        tint = cloth if i < slices - 4 else light("d8d4cc")
        block(
            picture,
            hall,
            (x - half, 0.12, a),
            (x + half, rise, b + 0.02),
            tint * lit * np.float32(0.55),
            side=tint * lit * np.float32(0.5 * fold),
            top=tint * lit * np.float32(1.25 * fold),
            foot=tint * lit * np.float32(0.25),
        )
    lit = falling((x, 0.7, z1 - 0.4), lamps, ambient, 0.45)
    for s in (-1.0, 1.0):
        px, py = hall.seen((x + s * 0.42, 0.66, z1 - 0.42))
        unit = hall.size(z1 - 0.42)
        t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        puff = 0.86 + 0.14 * np.cos(4 * t)
        outline = [
            (px + 0.36 * unit * p * np.cos(a), py + 0.17 * unit * p * np.sin(a)) for a, p in zip(t, puff, strict=True)
        ]
        panel(picture, outline, light("e0dcd4") * lit * np.float32(1.2), light("e0dcd4") * lit * np.float32(0.45))


def _table(hall: Hall, picture: Float, lamp: Lamp, warm: Float, on: bool, lamps: list[Lamp], ambient: Float) -> None:
    """Stand a small table beside the bed, a lamp on it; changes the picture."""
    x, _, z = lamp.at
    wood = light("4a3020") * falling((x, 0.4, z - 0.4), lamps, ambient, 0.45)
    block(
        picture,
        hall,
        (x - 0.24, 0.0, z - 0.2),
        (x + 0.24, 0.5, z + 0.2),
        wood * np.float32(0.8),
        side=wood * np.float32(0.6),
        top=wood * np.float32(2.0),
        foot=wood * np.float32(0.4),
    )
    foot, top = hall.seen((x, 0.5, z)), hall.seen((x, 0.82, z))
    unit = hall.size(z)
    panel(
        picture,
        [
            (foot[0] - 0.05 * unit, foot[1]),
            (foot[0] + 0.05 * unit, foot[1]),
            (foot[0] + 0.012 * unit, top[1]),
            (foot[0] - 0.012 * unit, top[1]),
        ],
        wood * np.float32(0.7),
    )
    shade = [
        (top[0] - 0.10 * unit, top[1] - 0.24 * unit),
        (top[0] + 0.10 * unit, top[1] - 0.24 * unit),
        (top[0] + 0.17 * unit, top[1]),
        (top[0] - 0.17 * unit, top[1]),
    ]
    if not on:
        panel(picture, shade, wood * np.float32(1.8))
        return
    panel(picture, shade, warm * np.float32(1.3), warm * np.float32(2.2))
    height, width = picture.shape[:2]
    away = distance(height // 4, width // 4, top[0] / width, (top[1] - 0.1 * unit) / height)
    glow = 0.22 * np.exp(-away * (1.7 * height / unit)) + 0.05 * np.exp(-away * 2.2)
    added(picture, warm, resized(np.asarray(glow, np.float32), width, height))
