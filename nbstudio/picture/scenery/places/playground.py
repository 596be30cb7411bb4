"""Playground: a swing that hangs still, a slide, a climbing frame, low blocks of flats and a lamp behind."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import added, blurred, distance, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import Hall, panel
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.ridges import ridges
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.towers import Light, tower

PAINTS = ("c83a2a", "2a6ac8", "e0a82a", "2a9a6a", "c85a9a")


def draw(canvas: Canvas) -> Painting:
    """Paint a playground when nobody plays."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    horizon = float(rng.uniform(0.5, 0.62))
    sun = heavens.sun_at(canvas, horizon - 0.05, rng)
    picture = heavens.sky(canvas, sun, horizon)
    far = land.veil(picture, horizon)[0].mean(axis=0)
    ambient = np.asarray(mix(tone.shade, tone.middle, 0.42) * np.float32(0.65 if not tone.dark else 0.4), np.float32)
    sunny = tone.sun * np.float32(0.10 + 0.2 * tone.height)
    _flats(canvas, picture, horizon, far, ambient, sun)
    ridges(canvas, picture, far, horizon - 0.05, 1, 0.3)
    hall = Hall(
        height,
        width,
        1e4,
        1e4,
        float(rng.choice([0.8, 1.4])),
        1e4,
        160.0,
        float(rng.uniform(0.35, 0.65)),
        horizon,
        0.85,
    )
    grain = hall.worn(tile(canvas.dice("sand"), 240, 8, 5, 0.7), 2.5)
    grass = light("56643c" if canvas.weather != "snow" else "dce2ea")
    lamp_x, lamp_z = float(rng.choice([-3.4, 3.4])), 8.0
    on = tone.dark or canvas.time == "dusk" or canvas.weather == "fog"
    away = (hall.across - lamp_x) ** 2 + (hall.depth - lamp_z) ** 2
    pool = (1.5 if on else 0.0) * light("ffc888") * np.exp(-away / 26)[..., None]
    ground = np.asarray(grass * (ambient + sunny + pool) * (1 + 0.3 * grain)[..., None], np.float32)
    pit = hall.across**2 / 20 + (hall.depth - 6.0) ** 2 / 8 < 1
    ground[pit] = (
        light("a8946c" if canvas.weather != "snow" else "d8dce2")
        * (ambient + sunny + pool)
        * (1 + 0.15 * grain)[..., None]
    )[pit]
    clear = np.exp(-hall.depth * np.float32(0.010 + 0.05 * tone.haze**2))[..., None]
    ground = ground * clear + far * np.float32(0.85) * (1 - clear)
    below = np.arange(height, dtype=np.float32)[:, None] / height > horizon
    laid(picture, np.asarray(ground, np.float32), np.asarray(np.broadcast_to(below, (height, width)), np.float32))
    lit = np.asarray(
        ambient * np.float32(0.7) + sunny * np.float32(0.3) + light("ffc888") * np.float32(0.25 if on else 0),
        np.float32,
    )
    paints = [light(c) * lit for c in rng.choice(PAINTS, 3, replace=False)]
    side = -1.0 if rng.random() < 0.5 else 1.0
    makers = [_slide, _frame]
    makers[int(rng.integers(2))](
        hall, picture, -side * float(rng.uniform(2.0, 3.6)), float(rng.uniform(7, 11)), paints[1], lit
    )
    _swings(hall, picture, side * float(rng.uniform(0.6, 2.2)), float(rng.uniform(4.0, 6.0)), paints[0], lit, rng)
    _lamp(hall, picture, lamp_x, lamp_z, lit, on)
    if not tone.dark:
        land.rays(picture, sun, 0.22)
    at = hall.seen((lamp_x, 4.0, lamp_z))
    key = tone.sun if not tone.dark else light("ffc888", 1.2)
    where = sun if not tone.dark else (at[0] / width, at[1] / height)
    return Painting(picture, where, key, tone.shade, horizon, tone.haze, bloom=1.3)


def _flats(
    canvas: Canvas, picture: Float, horizon: float, far: Float, ambient: Float, sun: tuple[float, float]
) -> None:
    """Stand blocks of flats behind the trees; changes the picture."""
    rng, tone = canvas.dice("flats"), canvas.tone
    height, width = picture.shape[:2]
    foot = round((horizon + 0.01) * height)
    colour, cover = np.zeros((foot, width, 3), np.float32), np.zeros((foot, width), np.float32)
    lit = {"night": 0.5, "dusk": 0.3, "dawn": 0.1}.get(canvas.time, 0.0)
    stone = light("8a847c")
    x = float(rng.uniform(-0.1, 0.2))
    while x < 1.0:
        w, tall = float(rng.uniform(0.09, 0.22)), float(rng.uniform(0.10, 0.27))
        box = (round(x * width), round((x + w) * width), round((horizon - tall) * height))
        cell = (max(4, height // 90), max(5, height // 70))
        by = Light(stone * ambient * np.float32(0.5), stone * tone.sun * np.float32(0.05), far, lit, sun[0])
        tower(rng, colour, cover, box, cell, by)
        x += w + float(rng.uniform(0.02, 0.16))
    air = np.float32(0.35 + 0.5 * tone.haze)
    laid(picture[:foot], colour * (1 - air) + far * (air * np.float32(0.9)), blurred(cover, 0.7))


def _bar(
    hall: Hall,
    picture: Float,
    a: tuple[float, float, float],
    b: tuple[float, float, float],
    thick: float,
    colour: Float,
) -> None:
    p, q = np.array(hall.seen(a)), np.array(hall.seen(b))
    way = (q - p) / max(1e-6, float(np.hypot(*(q - p))))
    off = np.array([way[1], -way[0]])
    wa, wb = max(0.6, thick * hall.size(a[2]) / 2), max(0.6, thick * hall.size(b[2]) / 2)
    panel(picture, [tuple(p + off * wa), tuple(q + off * wb), tuple(q - off * wb), tuple(p - off * wa)], colour)


def _shadow(hall: Hall, picture: Float, x: float, z: float, wide: float, deep: float) -> None:
    corners = [hall.seen((x + u, 0.0, z + v)) for u, v in ((-wide, -deep), (wide, -deep), (wide, deep), (-wide, deep))]
    mask = np.zeros((*picture.shape[:2], 1), np.float32)
    panel(mask, corners, np.ones(1, np.float32))
    picture *= 1 - np.float32(0.4) * blurred(mask[..., 0], hall.size(z) * 0.15)[..., None]


def _swings(hall: Hall, picture: Float, x: float, z: float, paint: Float, lit: Float, rng: np.random.Generator) -> None:
    """Stand a frame with two swings, one of them moved by the wind; changes the picture."""
    _shadow(hall, picture, x, z + 0.3, 1.5, 0.3)
    for u in (-1.7, 1.7):
        for dz in (0.9, -0.6):
            _bar(
                hall,
                picture,
                (x + u, 0.0, z + dz),
                (x + u * 0.94, 2.5, z),
                0.10,
                paint * np.float32(0.8 if dz > 0 else 1.0),
            )
    _bar(hall, picture, (x - 1.7, 2.5, z), (x + 1.7, 2.5, z), 0.11, paint)
    for u, swing in ((-0.75, float(rng.uniform(-0.1, 0.1))), (0.75, float(rng.uniform(-0.5, 0.5)))):
        seat = (x + u + swing * 0.5, 0.55 + 0.2 * swing * swing, z - swing)
        for v in (-0.24, 0.24):
            _bar(hall, picture, (x + u + v, 2.45, z), (seat[0] + v, seat[1], seat[2]), 0.022, lit * np.float32(0.25))
        _bar(
            hall,
            picture,
            (seat[0] - 0.3, seat[1], seat[2]),
            (seat[0] + 0.3, seat[1], seat[2]),
            0.07,
            lit * np.float32(0.12),
        )


def _slide(hall: Hall, picture: Float, x: float, z: float, paint: Float, lit: Float) -> None:
    """Stand a slide with its ladder; changes the picture."""
    _shadow(hall, picture, x, z, 1.6, 0.4)
    turn = -1.0 if x > 0 else 1.0
    top = (x - turn * 1.0, 1.9, z)
    for dz in (-0.25, 0.25):
        _bar(hall, picture, (x - turn * 1.5, 0.0, z + dz), (top[0], 2.5, z + dz), 0.06, lit * np.float32(0.4))
        _bar(
            hall,
            picture,
            (top[0] + turn * 0.4, 0.0, z + dz),
            (top[0] + turn * 0.4, 1.9, z + dz),
            0.06,
            lit * np.float32(0.4),
        )
    for i in range(1, 7):
        share = i / 7
        rung = (x - turn * 1.5 + turn * 0.5 * share * 0.76, 1.9 * share, z)
        _bar(hall, picture, (rung[0], rung[1], z - 0.25), (rung[0], rung[1], z + 0.25), 0.05, lit * np.float32(0.35))
    t = np.linspace(0, 1, 12)
    curve = [(top[0] + turn * (0.2 + 2.3 * s), 1.9 * (1 - s) ** 1.25 + 0.25 * s, z) for s in t]
    for a, b in pairwise(curve):
        front = [
            hall.seen((a[0], a[1], z - 0.25)),
            hall.seen((b[0], b[1], z - 0.25)),
            hall.seen((b[0], b[1], z + 0.25)),
            hall.seen((a[0], a[1], z + 0.25)),
        ]
        panel(picture, front, paint * np.float32(1.4))
        _bar(hall, picture, (a[0], a[1] + 0.1, z - 0.25), (b[0], b[1] + 0.1, z - 0.25), 0.16, paint * np.float32(0.8))


def _frame(hall: Hall, picture: Float, x: float, z: float, paint: Float, lit: Float) -> None:
    """Stand a dome of bars to climb on; changes the picture."""
    _shadow(hall, picture, x, z, 1.5, 0.6)
    turns = np.linspace(0, 2 * np.pi, 11)
    levels = [(1.6, 0.0), (1.45, 0.75), (1.0, 1.35), (0.35, 1.7)]

    def at(level: int, turn: float) -> tuple[float, float, float]:
        reach, rise = levels[level]
        return x + reach * float(np.cos(turn)), rise, z + 0.8 * reach * float(np.sin(turn))

    for back in (True, False):
        tone = paint * np.float32(0.55 if back else 1.1)
        for level in range(4):
            for i in range(10):
                half = (turns[i] + turns[i + 1]) / 2
                if (np.sin(half) > 0) != back:
                    continue
                _bar(hall, picture, at(level, turns[i]), at(level, turns[i + 1]), 0.045, tone)
                if level < 3:
                    _bar(hall, picture, at(level, turns[i]), at(level + 1, half), 0.045, tone)
                    _bar(hall, picture, at(level + 1, half), at(level, turns[i + 1]), 0.045, tone)
    del lit


def _lamp(hall: Hall, picture: Float, x: float, z: float, lit: Float, on: bool) -> None:
    """Stand a lamp post; changes the picture."""
    _bar(hall, picture, (x, 0.0, z), (x, 4.0, z), 0.09, lit * np.float32(0.2))
    height, width = picture.shape[:2]
    at = hall.seen((x, 4.0, z))
    unit = hall.size(z)
    panel(
        picture,
        [
            (at[0] - 0.2 * unit, at[1] - 0.05 * unit),
            (at[0] + 0.2 * unit, at[1] - 0.05 * unit),
            (at[0] + 0.12 * unit, at[1] - 0.2 * unit),
            (at[0] - 0.12 * unit, at[1] - 0.2 * unit),
        ],
        lit * np.float32(0.2),
    )
    if on:
        away = distance(height, width, at[0] / width, at[1] / height)
        amount = (
            3.5 * np.exp(-((away / (0.10 * unit / height)) ** 2)) + 0.3 * np.exp(-away * 9) + 0.08 * np.exp(-away * 3)
        )
        added(picture, light("ffc888"), np.asarray(amount, np.float32))
