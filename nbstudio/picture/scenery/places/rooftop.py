"""Rooftop: a flat roof among the towers: its parapet, a tank on legs, vents, strings of bulbs; the skyline behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nbstudio.picture.scenery.air import blurred, discs, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import Hall, block, panel
from nbstudio.picture.scenery.noise import Float, tile
from nbstudio.picture.scenery.places import city
from nbstudio.picture.scenery.tone import light, mix


def draw(canvas: Canvas) -> Painting:
    """Paint a roof, the city beyond its edge."""
    rng, tone = canvas.dice("roof"), canvas.tone
    height, width = canvas.height, canvas.width
    beyond = city.draw(replace(canvas, seed=canvas.seed ^ 0x0F00), "roofs")
    picture = _raised(beyond.picture, float(rng.uniform(0.08, 0.24)))
    eye = float(rng.choice([1.2, 1.6, 2.2]))
    horizon = float(rng.uniform(0.56, 0.66))
    length = float(rng.uniform(9, 16))
    hall = Hall(height, width, 1e4, 1e4, eye, 1e4, 300.0, float(rng.uniform(0.35, 0.65)), horizon, 0.85)
    ambient = mix(tone.shade, tone.middle, 0.4) * np.float32(0.75 if not tone.dark else 0.35)
    glow = light("ffb070") * np.float32(0.05 if tone.dark else 0.0)
    # At noon a roof lies in the sun, in the evening its parapet has it.
    lit = np.asarray(ambient + glow + tone.sun * np.float32(0.10 + 0.3 * max(0.0, tone.height)), np.float32)
    gravel = hall.worn(tile(canvas.dice("gravel"), 240, 8, 5, 0.7), 3.0)
    colour = light("55565a" if canvas.weather != "snow" else "dce2ea")
    floor = np.asarray((colour * lit) * (1 + 0.26 * gravel)[..., None], np.float32)
    seams = np.mod(hall.across + 40, 2.4) < 0.03
    floor[seams & (hall.depth < 12)] *= 0.6
    if canvas.wet or tone.dark:
        top = int(horizon * height)
        rows = min(height - top, top)
        image = np.zeros_like(floor)
        image[top : top + rows] = picture[top - rows : top][::-1]
        pools = np.clip(
            hall.worn(tile(canvas.dice("pools"), 240, 3, 4, 0.5), 6.0) + (0.4 if canvas.wet else -0.4), 0, 1
        )
        floor += blurred(image, height / 70) * (np.float32(0.75) * pools)[..., None]
    inside = (np.arange(height, dtype=np.float32)[:, None] / height > horizon) & (hall.depth < length)
    laid(picture, floor, blurred(inside.astype(np.float32), 0.5))
    side = -1.0 if rng.random() < 0.5 else 1.0
    _edge(hall, picture, length, lit, rng)
    lamps: list[tuple[float, float, float]] = []
    _things(hall, picture, length, lit, side, rng, lamps)
    warm = light("ffc070")
    on = tone.dark or canvas.time in ("dusk", "dawn")
    if rng.random() < 0.6:
        _bulbs(hall, picture, length, side, warm, on, rng, canvas)
    if lamps and on:
        points = np.array([(x, y) for x, y, _ in lamps], np.float32)
        radii = np.array([max(1.5, r) for _, _, r in lamps], np.float32)
        spots = discs((height, width), points, radii, np.tile(warm * np.float32(3), (len(lamps), 1)), 0.0)
        picture += blurred(spots, height / 900) + np.float32(2) * blurred(spots, height / 24)
    key = beyond.key if not tone.dark else light("ffb878", 1.2)
    return Painting(picture, beyond.sun, key, beyond.ambient, horizon, tone.haze, bloom=1.4)


def _raised(picture: Float, share: float) -> Float:
    """Return the skyline moved up by a share of the frame, as it is seen over a parapet, and a little nearer."""
    height, width = picture.shape[:2]
    top, side = round(share * height), round(0.06 * width)
    part = picture[top:height, side : width - side]
    tall = round((width / part.shape[1]) * part.shape[0])
    grown = resized(np.ascontiguousarray(part), width, tall)
    out = np.empty_like(picture)
    out[: min(height, tall)] = grown[:height]
    out[min(height, tall) :] = grown[-1]
    return out


def _edge(hall: Hall, picture: Float, length: float, lit: Float, rng: np.random.Generator) -> None:
    """Run the parapet along the far edge, a rail on it in some."""
    stone = light("6a6460") * lit
    wide = 60.0
    block(
        picture,
        hall,
        (-wide, 0.0, length),
        (wide, 0.75, length + 0.3),
        stone * np.float32(0.5),
        foot=stone * np.float32(0.3),
    )
    panel(
        picture,
        [hall.seen((x, y, length)) for x, y in ((-wide, 0.72), (wide, 0.72), (wide, 0.80), (-wide, 0.80))],
        stone * np.float32(1.1),
    )
    if rng.random() < 0.5:
        dark = stone * np.float32(0.3)
        for y in (1.05, 1.3):
            panel(
                picture,
                [hall.seen((x, y + v, length)) for x, v in ((-wide, 0), (wide, 0), (wide, 0.035), (-wide, 0.035))],
                dark,
            )
        for x in np.arange(-24, 24, 1.8):
            panel(
                picture,
                [hall.seen((float(x) + u, v, length)) for u, v in ((0, 0.75), (0.04, 0.75), (0.04, 1.33), (0, 1.33))],
                dark,
            )


def _things(
    hall: Hall,
    picture: Float,
    length: float,
    lit: Float,
    side: float,
    rng: np.random.Generator,
    lamps: list[tuple[float, float, float]],
) -> None:
    """Stand a tank, a stair head with its door, vents and an aerial, the largest to one side."""
    stone = light("5c5a58") * lit
    z = length - float(rng.uniform(1.5, 3.5))
    x = side * float(rng.uniform(2.2, 4.2))
    if rng.random() < 0.55:
        _tank(hall, picture, x, z, light("6a4a34") * lit)
    else:
        low, high = (x - 1.3, 0.0, z), (x + 1.3, 2.5, z + 2.4)
        block(
            picture,
            hall,
            low,
            high,
            stone * np.float32(0.8),
            side=stone * np.float32(0.5),
            foot=stone * np.float32(0.5),
        )
        door = [hall.seen((x + u, v, z)) for u, v in ((-0.4, 0.0), (0.4, 0.0), (0.4, 2.0), (-0.4, 2.0))]
        panel(picture, door, stone * np.float32(0.3))
        lamps.append((*hall.seen((x, 2.2, z)), 0.06 * hall.size(z)))
    for _ in range(int(rng.integers(2, 5))):
        u, v = -side * float(rng.uniform(0.4, 4.5)), length - float(rng.uniform(0.6, 4.0))
        w, h = float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.4, 1.0))
        block(
            picture,
            hall,
            (u - w, 0.0, v),
            (u + w, h, v + 0.8),
            stone * np.float32(0.7),
            side=stone * np.float32(0.45),
            top=stone * np.float32(1.2),
            foot=stone * np.float32(0.4),
        )
        for row in range(4):
            bars = [
                hall.seen((u + a, h * (0.2 + 0.17 * row) + b, v))
                for a, b in ((-0.8 * w, 0), (0.8 * w, 0), (0.8 * w, 0.05), (-0.8 * w, 0.05))
            ]
            panel(picture, bars, stone * np.float32(0.35))
    if rng.random() < 0.6:
        u, v, tall = -side * float(rng.uniform(2.5, 5)), length - 0.8, float(rng.uniform(2.4, 3.6))
        dark = stone * np.float32(0.3)
        block(picture, hall, (u - 0.025, 0, v), (u + 0.025, tall, v + 0.05), dark)
        for row in range(5):
            reach = 0.55 - 0.07 * row
            block(
                picture,
                hall,
                (u - reach, tall - 0.12 - 0.2 * row, v),
                (u + reach, tall - 0.09 - 0.2 * row, v + 0.03),
                dark,
            )


def _tank(hall: Hall, picture: Float, x: float, z: float, wood: Float) -> None:
    """Stand a water tank on its legs, round, hooped, under a pointed roof."""
    dark = wood * np.float32(0.3)
    for u in (-0.9, 0.85):
        block(picture, hall, (x + u, 0.0, z), (x + u + 0.08, 1.9, z + 0.1), dark)
    for a, b in (((-0.9, 0.1), (0.9, 1.8)), ((0.9, 0.1), (-0.9, 1.8))):
        p, q = hall.seen((x + a[0], a[1], z)), hall.seen((x + b[0], b[1], z))
        t = 0.025 * hall.size(z)
        panel(picture, [(p[0] - t, p[1]), (p[0] + t, p[1]), (q[0] + t, q[1]), (q[0] - t, q[1])], dark)
    strips = 14
    for i in range(strips):
        a0, a1 = np.pi * i / strips, np.pi * (i + 1) / strips
        u0, u1 = -1.1 * np.cos(a0), -1.1 * np.cos(a1)
        turned = float(np.sin((a0 + a1) / 2)) * 0.5 + 0.5 * (0.3 + 0.7 * i / strips)
        body = wood * np.float32(0.35 + 0.9 * turned * (0.85 if i % 2 else 1.0))
        panel(
            picture,
            [hall.seen((x + float(u), y, z)) for u, y in ((u0, 1.9), (u1, 1.9), (u1, 3.9), (u0, 3.9))],
            body,
            body * np.float32(0.6),
        )
    for y in (2.2, 2.8, 3.4):
        panel(
            picture, [hall.seen((x + u, y + v, z)) for u, v in ((-1.1, 0), (1.1, 0), (1.1, 0.04), (-1.1, 0.04))], dark
        )
    panel(
        picture, [hall.seen((x + u, v, z)) for u, v in ((-1.2, 3.88), (1.2, 3.88), (0.0, 4.7))], wood * np.float32(0.4)
    )


def _bulbs(
    hall: Hall,
    picture: Float,
    length: float,
    side: float,
    warm: Float,
    on: bool,
    rng: np.random.Generator,
    canvas: Canvas,
) -> None:
    """Hang strings of bulbs over the roof, lit when it is dark; changes the picture."""
    import cv2

    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    points, radii = [], []
    for _ in range(int(rng.integers(2, 5))):
        a = (-7.0, float(rng.uniform(2.6, 3.4)), float(rng.uniform(3.5, length)))
        b = (7.0, float(rng.uniform(2.6, 3.4)), float(rng.uniform(3.5, length)))
        t = np.linspace(0, 1, 33)
        curve = []
        for share in t:
            sag = 0.9 * 4 * share * (1 - share)
            spot = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share - sag, a[2] + (b[2] - a[2]) * share)
            curve.append(hall.seen((float(spot[0]), float(spot[1]), float(spot[2]))))
            points.append(curve[-1])
            radii.append(max(1.2, 0.045 * hall.size(float(spot[2]))))
        cv2.polylines(mask, [np.round(np.array(curve) * 8).astype(np.int32)[:, None]], False, 200, 1, cv2.LINE_AA, 3)
    laid(picture, warm * np.float32(0.01), mask.astype(np.float32) / np.float32(255))
    tint = warm * np.float32(2.6 if on else 0.15)
    soft = 1.6 if canvas.wet else 1.0
    spots = discs(
        (height, width),
        np.array(points, np.float32),
        np.array(radii, np.float32) * np.float32(soft),
        np.tile(tint, (len(points), 1)),
        0.0,
    )
    picture += blurred(spots, height / 900) + np.float32(1.2 if on else 0.0) * blurred(spots, height / 34)
    del side
