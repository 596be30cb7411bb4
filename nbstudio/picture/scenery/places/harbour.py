"""Harbour: cranes and masts over still water, ships at the quay, lamps that stand twice."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import blurred, discs
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import panel
from nbstudio.picture.scenery.noise import Float
from nbstudio.picture.scenery.ridges import ridges
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.water import mirrored

BOXES = ("a83a2a", "2a5a8a", "3a6a4a", "b0803a", "8a8a84", "6a3a5a")
HULLS = ("2a3440", "5a2420", "30303a", "1e3a34", "d0d0cc")
LAMPS = ("ffc070", "ffe0b0", "ffa850", "e0f0ff", "ff5040", "60ffb0")


def draw(canvas: Canvas) -> Painting:
    """Paint a port with cranes, or a small harbour with masts, across its water."""
    rng, tone = canvas.dice("place"), canvas.tone
    base = float(rng.uniform(0.54, 0.68))
    sun = heavens.sun_at(canvas, base - 0.04, rng)
    picture = heavens.sky(canvas, sun, base)
    far = land.veil(picture, base)[0].mean(axis=0)
    ridges(canvas, picture, far, base - 0.06, 1, float(rng.choice([-0.6, 0.6])))
    air = float(np.clip(0.30 + 0.55 * tone.haze, 0, 0.85))
    shade = mix(tone.shade, tone.middle, 0.25) * np.float32(0.5 if not tone.dark else 0.35)
    dark = np.asarray(shade * np.float32(0.12) * (1 - air) + far * np.float32(0.5 * air), np.float32)
    near = np.asarray(shade * np.float32(0.07) + far * np.float32(0.10 * air), np.float32)
    lights: list[tuple[float, float, float, Float]] = []
    side = -1.0 if rng.random() < 0.5 else 1.0
    port = rng.random() < 0.55
    _quay(picture, rng, base, dark, shade, far, air, port, lights)
    if port:
        for i in range(int(rng.integers(2, 5))):
            x = 0.5 + side * (float(rng.uniform(-0.1, 0.2)) + 0.16 * i - 0.2)
            _crane(picture, rng, x, base, float(rng.uniform(0.22, 0.42)), dark, lights)
    count = 2 if port else int(rng.integers(5, 10))
    for _ in range(count):
        x = float(rng.uniform(0.05, 0.95))
        if port:
            _ship(picture, rng, x, base, float(rng.uniform(0.35, 0.6)), shade, near, lights)
        else:
            _boat(
                picture,
                rng,
                x,
                base + float(rng.uniform(0.0, 0.012)),
                float(rng.uniform(0.16, 0.34)),
                shade,
                near,
                lights,
            )
    if tone.dark or canvas.time in ("dusk", "dawn") or canvas.weather in ("fog", "rain", "storm"):
        _shine(canvas, picture, lights, 1.0 if tone.dark else 0.5)
    picture = mirrored(canvas, picture, base, 0.10 if not canvas.wet else 0.35, sun)
    _pier(picture, rng, base, near, side)
    if not tone.dark:
        land.rays(picture, sun, 0.22)
    key = tone.sun if not tone.dark else light("ffc488", 1.0)
    return Painting(picture, sun, key, tone.shade, base, tone.haze, bloom=1.4)


def _at(picture: Float, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points (x a fraction across; y a fraction down) in pixels."""
    height, width = picture.shape[:2]
    return [(x * width, y * height) for x, y in points]


def _beam(picture: Float, a: tuple[float, float], b: tuple[float, float], thick: float, colour: Float) -> None:
    """Draw a straight bar, `thick` in frame heights."""
    height, width = picture.shape[:2]
    p, q = np.array([a[0] * width, a[1] * height]), np.array([b[0] * width, b[1] * height])
    way = (q - p) / max(1e-6, float(np.hypot(*(q - p))))
    off = np.array([way[1], -way[0]]) * max(0.55, thick * height / 2)
    panel(picture, [tuple(p + off), tuple(q + off), tuple(q - off), tuple(p - off)], colour)


def _quay(
    picture: Float, rng: np.random.Generator, base: float, dark: Float, shade: Float, far: Float, air: float,
    port: bool, lights: list[tuple[float, float, float, Float]],
) -> None:  # fmt: skip
    """Line the far shore with sheds, stacked boxes and lamp posts."""
    x = -0.02
    while x < 1.02:
        w = float(rng.uniform(0.03, 0.09))
        if port and rng.random() < 0.6:
            rows = int(rng.integers(1, 5))
            for row in range(rows):
                for i in range(3):
                    tint = light(BOXES[int(rng.integers(len(BOXES)))]) * shade * np.float32(1.4)
                    tint = tint * np.float32(1 - air) + far * np.float32(0.6 * air)
                    a, b = x + i * w / 3, x + (i + 0.94) * w / 3
                    y = base - 0.008 - 0.016 * row
                    panel(
                        picture,
                        _at(picture, [(a, y - 0.0145), (b, y - 0.0145), (b, y), (a, y)]),
                        tint,
                        tint * np.float32(0.7),
                    )
        else:
            tall = float(rng.uniform(0.02, 0.06))
            roof = [
                (x, base),
                (x, base - tall),
                (x + w / 2, base - tall - float(rng.uniform(0, 0.02))),
                (x + w, base - tall),
                (x + w, base),
            ]
            panel(picture, _at(picture, roof), dark * np.float32(rng.uniform(0.8, 1.4)))
            lit = rng.uniform((0.1, 0.25), (0.9, 0.8), (int(rng.integers(1, 5)), 2))
            lights.extend((x + u * w, base - v * tall, 0.35, light("ffd090")) for u, v in lit.tolist())
        if rng.random() < 0.75:
            lights.append((x, base - 0.045, 1.0, light(LAMPS[int(rng.integers(4))])))
            _beam(picture, (x, base), (x, base - 0.045), 0.0015, dark)
        x += w * float(rng.uniform(1.0, 1.25))
    edge = np.asarray(dark * np.float32(0.8), np.float32)
    panel(
        picture,
        _at(picture, [(-0.01, base - 0.008), (1.01, base - 0.008), (1.01, base + 0.004), (-0.01, base + 0.004)]),
        edge,
    )


def _crane(
    picture: Float, rng: np.random.Generator, x: float, base: float, tall: float, colour: Float,
    lights: list[tuple[float, float, float, Float]],
) -> None:  # fmt: skip
    """Stand one gantry crane, its boom down over the water or raised."""
    aspect = picture.shape[1] / picture.shape[0]
    turn = -1.0 if rng.random() < 0.5 else 1.0
    wide = 0.28 * tall / aspect
    thick = 0.016 * tall / 0.35
    deck, top = base - 0.62 * tall, base - tall
    for u in (-1.0, 1.0):
        _beam(picture, (x + u * wide / 2, base), (x + u * wide * 0.42, deck), thick, colour)
    _beam(picture, (x - wide / 2, base - 0.2 * tall), (x + wide / 2, base - 0.2 * tall), thick, colour)
    _beam(picture, (x - wide / 2, base), (x + wide * 0.45, base - 0.2 * tall), 0.5 * thick, colour)
    _beam(picture, (x - turn * 1.3 * wide, deck), (x + turn * 0.6 * wide, deck), thick, colour)
    _beam(picture, (x + turn * 0.2 * wide, deck), (x + turn * 0.1 * wide, top), thick, colour)
    raised = rng.random() < 0.4
    end = (x + turn * 1.2 * wide, base - 1.25 * tall) if raised else (x + turn * 2.6 * wide, deck)
    _beam(picture, (x + turn * 0.5 * wide, deck), end, thick, colour)
    for share in (0.55, 1.0):
        tip = (x + turn * 0.5 * wide + (end[0] - x - turn * 0.5 * wide) * share, deck + (end[1] - deck) * share)
        _beam(picture, (x + turn * 0.1 * wide, top), tip, 0.3 * thick, colour)
    _beam(picture, (x + turn * 0.1 * wide, top), (x - turn * 1.25 * wide, deck), 0.3 * thick, colour)
    cabin = (x - turn * 0.4 * wide, deck)
    panel(
        picture,
        _at(
            picture,
            [
                (cabin[0] - 0.2 * wide, deck),
                (cabin[0] + 0.2 * wide, deck),
                (cabin[0] + 0.2 * wide, deck - 0.07 * tall),
                (cabin[0] - 0.2 * wide, deck - 0.07 * tall),
            ],
        ),
        colour,
    )
    lights.append((x + turn * 0.1 * wide, top, 0.7, light("ff3828")))
    lights.append((end[0], end[1], 0.6, light("ff3828")))
    lights.extend((x + turn * u * wide, deck + 0.01, 0.8, light("ffe8c0")) for u in (0.0, 1.3))


def _ship(
    picture: Float, rng: np.random.Generator, x: float, base: float, long: float, shade: Float, dark: Float,
    lights: list[tuple[float, float, float, Float]],
) -> None:  # fmt: skip
    """Moor one ship: its hull, boxes on deck, the bridge with its windows."""
    turn = -1.0 if rng.random() < 0.5 else 1.0
    hull = light(HULLS[int(rng.integers(len(HULLS)))]) * shade * np.float32(0.6) + dark * np.float32(0.6)
    foot, deck = base + 0.006, base - 0.10 * long

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return _at(picture, [(x + turn * u * long, v) for u, v in points])

    for i in range(8):
        for row in range(int(rng.integers(1, 4))):
            u, v = -0.25 + 0.075 * i, deck - 0.038 * long * row
            tint = light(BOXES[int(rng.integers(len(BOXES)))]) * shade * np.float32(0.9)
            panel(
                picture,
                at([(u, v - 0.034 * long), (u + 0.07, v - 0.034 * long), (u + 0.07, v + 0.01), (u, v + 0.01)]),
                tint,
            )
    white = light("d8d8d4") * shade * np.float32(0.9)
    panel(
        picture,
        at([(-0.46, deck - 0.20 * long), (-0.32, deck - 0.20 * long), (-0.30, deck), (-0.48, deck)]),
        white,
        white * np.float32(0.5),
    )
    for row in range(3):
        y = deck - (0.05 + 0.05 * row) * long
        lights.extend((x + turn * (-0.45 + 0.035 * i) * long, y, 0.3, light("ffe0a8")) for i in range(4))
    panel(
        picture,
        at([(-0.5, deck), (0.46, deck), (0.52, deck - 0.02 * long), (0.45, foot), (-0.48, foot)]),
        hull,
        hull * np.float32(0.6),
    )
    panel(
        picture,
        at([(-0.485, foot - 0.012 * long), (0.455, foot - 0.012 * long), (0.45, foot), (-0.48, foot)]),
        light("8a2a20") * shade * np.float32(0.5),
    )
    lights.append((x + turn * 0.42 * long, deck - 0.03, 0.8, light("e8f4ff")))


def _boat(
    picture: Float, rng: np.random.Generator, x: float, base: float, tall: float, shade: Float, dark: Float,
    lights: list[tuple[float, float, float, Float]],
) -> None:  # fmt: skip
    """Moor one sailing boat: hull, mast, stays, a lamp at the top."""
    turn = -1.0 if rng.random() < 0.5 else 1.0
    hull = light(HULLS[int(rng.integers(len(HULLS)))]) * shade * np.float32(0.8) + dark * np.float32(0.4)
    long = 0.30 * tall
    points = [(-0.5, -0.06), (0.5, -0.075), (0.34, 0.012), (-0.42, 0.012)]
    panel(
        picture,
        _at(picture, [(x + turn * u * long, base + v * tall * 1.6) for u, v in points]),
        hull,
        hull * np.float32(0.5),
    )
    top = base - tall
    _beam(picture, (x, base - 0.05 * tall), (x, top), 0.0028 + 0.004 * tall, dark)
    _beam(picture, (x, base - 0.16 * tall), (x - turn * 0.36 * long, base - 0.15 * tall), 0.003, dark)
    for end in (0.48, -0.46):
        _beam(picture, (x, top), (x + turn * end * long, base - 0.09 * tall), 0.0009, dark)
    if rng.random() < 0.7:
        lights.append((x, top, 0.5, light("ffe8c8")))
    if rng.random() < 0.6:
        lights.append((x - turn * 0.15 * long, base - 0.09 * tall, 0.6, light("ffb868")))


def _shine(canvas: Canvas, picture: Float, lights: list[tuple[float, float, float, Float]], power: float) -> None:
    """Light the lamps."""
    if not lights:
        return
    height, width = picture.shape[:2]
    points = np.array([(x * width, y * height) for x, y, _, _ in lights], np.float32)
    strength = np.array([p for _, _, p, _ in lights], np.float32)[:, None]
    tints = np.array([c for _, _, _, c in lights], np.float32) * strength * np.float32(5.5 * power)
    radii = (height / 480 * (0.5 + 0.7 * strength[:, 0])).astype(np.float32)
    if canvas.wet or canvas.weather == "fog":
        radii *= np.float32(1.7)
    spots = discs((height, width), points, radii, tints, 0.1)
    soft = 1.0 if canvas.weather == "clear" else 2.2
    picture += blurred(spots, height / 800) + np.float32(1.5 * soft) * blurred(spots, height / 45)


def _pier(picture: Float, rng: np.random.Generator, base: float, dark: Float, side: float) -> None:
    """Push a jetty with bollards or piles into the foreground of one side; changes the picture."""
    kind = int(rng.integers(3))
    edge = 0.5 + side * 0.5
    black = np.asarray(dark * np.float32(0.6), np.float32)
    if kind == 0:
        reach, y = float(rng.uniform(0.2, 0.38)), base + float(rng.uniform(0.16, 0.22))
        tip = edge - side * reach
        panel(
            picture,
            _at(picture, [(edge + side * 0.02, y), (tip, y - 0.02), (tip, y + 0.004), (edge + side * 0.02, y + 0.05)]),
            black,
        )
        for share in (0.05, 0.3, 0.55, 0.8, 1.0):
            x = edge - side * reach * share
            _beam(picture, (x, y + 0.02), (x, y + 0.10 * (1.4 - share)), 0.014 * (1.5 - share), black)
            _beam(picture, (x, y), (x, y - 0.05 * (1.3 - 0.7 * share)), 0.016 * (1.4 - share), black)
    elif kind == 1:
        for x, y, tall in zip(
            rng.uniform(0.0, 0.34, 5), rng.uniform(0.12, 0.34, 5), rng.uniform(0.06, 0.16, 5), strict=True
        ):
            u, near = edge - side * float(x), float(y)
            _beam(picture, (u, base + near), (u + 0.004 * side, base + near - float(tall)), 0.012 + 0.06 * near, black)
    else:
        line_y = 0.955
        panel(
            picture, _at(picture, [(-0.02, line_y), (1.02, line_y - 0.012 * side), (1.02, 1.02), (-0.02, 1.02)]), black
        )
        for x in (0.2 + 0.1 * side, 0.74 + 0.1 * side):
            panel(
                picture,
                _at(
                    picture,
                    [
                        (x - 0.016, line_y),
                        (x + 0.016, line_y),
                        (x + 0.013, line_y - 0.05),
                        (x + 0.022, line_y - 0.062),
                        (x - 0.022, line_y - 0.062),
                        (x - 0.013, line_y - 0.05),
                    ],
                ),
                black,
            )
