"""City: towers behind towers, each row paler, windows lit as the hour asks, now and then a river below."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import added, blurred, discs, distance, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field
from nbstudio.picture.scenery.tone import Tone, light, mix
from nbstudio.picture.scenery.water import mirrored

WORKING = 0.75
LAMPS = ("ffc070", "ffd8a0", "ffb060", "e8ecff", "bcd8ff", "ffe8c8")
STONES = ("6a6a70", "7a6a60", "5c6874", "80786c", "4c5460")
NEONS = ("ff3a7a", "30d0ff", "ffa030", "9a5aff", "40ffb8")


def draw(canvas: Canvas) -> Painting:
    """Paint a skyline from a roof or from across the water."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    river = rng.random() < 0.45
    base = float(rng.uniform(0.66, 0.74)) if river else float(rng.uniform(0.8, 0.95))
    horizon = base - (0.0 if river else float(rng.uniform(0.12, 0.2)))
    sun = heavens.sun_at(canvas, horizon - 0.06, rng)
    picture = heavens.sky(canvas, sun, horizon)
    if tone.dark or canvas.time == "dusk":
        # The lamps of a city light the air above it.
        rise = np.exp(-np.maximum(horizon - np.arange(height, dtype=np.float32) / height, 0) * 5)[:, None]
        warm = light(str(rng.choice(["ff9a50", "c070ff", "50a8d0", "ff7090"])))
        patch = 0.8 + 0.3 * np.tanh(field(canvas.dice("glow"), height // 8, width // 8, 1.2, 2))
        import cv2

        added(
            picture,
            warm,
            np.asarray(rise * cv2.resize(patch, (width, height)) * (0.16 if tone.dark else 0.06), np.float32),
        )
    far = land.veil(canvas, picture, horizon)[0].mean(axis=0)
    lit = {"night": 0.42, "dusk": 0.3, "dawn": 0.10, "day": 0.0}.get(canvas.time, 0.0)
    if canvas.weather in ("storm", "fog", "rain"):
        lit = max(lit, 0.16)
    rows = 5
    focus = float(rng.uniform(0.25, 0.75))
    for depth in range(rows):
        near = depth / (rows - 1)
        air = float(np.exp(-near * 1.6) * (0.48 + 0.5 * tone.haze) * (1 - 0.55 * near))
        _row(canvas, picture, depth, near, base if river else base + 0.07 * near, focus, far, air, lit, sun)
        bank = np.exp(-np.abs(np.arange(height, dtype=np.float32)[:, None] / height - base) / (0.05 + 0.12 * tone.haze))
        veil = np.broadcast_to(bank * np.float32((0.35 + 0.4 * tone.haze) * (1 - near)), (height, width))
        laid(picture, np.asarray(far * np.float32(1.05), np.float32), np.asarray(veil * 0.8, np.float32))
    if river:
        rough = 0.16 if not canvas.wet else 0.35
        picture = mirrored(canvas, picture, base, rough)
        band = np.exp(-np.abs(np.arange(height, dtype=np.float32)[:, None] / height - base) * 160)
        laid(picture, far * np.float32(0.35), np.asarray(np.broadcast_to(0.7 * band, (height, width)), np.float32))
    if not tone.dark:
        land.rays(canvas, picture, sun, 0.25)
    key = tone.sun if not tone.dark else light("ffb878", 1.2)
    return Painting(picture, sun, key, mix(tone.shade, tone.middle, 0.4), horizon, tone.haze, bloom=1.3)


def _row(
    canvas: Canvas,
    picture: Float,
    depth: int,
    near: float,
    base: float,
    focus: float,
    far: Float,
    air: float,
    lit: float,
    sun: tuple[float, float],
) -> None:
    """Lay one row of towers over the picture."""
    rng, tone = canvas.dice(f"row{depth}"), canvas.tone
    height, width = picture.shape[:2]
    foot = min(height, round(base * height))
    colour = np.zeros_like(picture)
    cover = np.zeros((height, width), np.float32)
    wide = 0.030 + 0.065 * near
    x = -0.05
    stone_light = mix(tone.shade, tone.middle, 0.35) * np.float32(0.75 if not tone.dark else 0.5)
    sunny = tone.sun * np.float32(0.10 if not tone.dark else 0.04)
    beacons: list[tuple[int, int]] = []
    while x < 1.05:
        w = wide * float(rng.uniform(0.55, 1.5))
        cluster = np.exp(-(((x + w / 2 - focus) / 0.24) ** 2))
        if near < 1:
            tall = (0.10 + 0.30 * cluster * float(rng.random()) ** 0.7 + 0.06 * float(rng.random())) * (
                1.1 - 0.25 * near
            )
        else:
            # The nearest row frames the picture from the sides and stays low in the middle.
            tall = 0.05 + 0.5 * max(0.0, abs(x + w / 2 - 0.5) - 0.28) * float(rng.uniform(0.6, 1.8))
        top = base - tall
        stone = light(STONES[int(rng.integers(len(STONES)))])
        _tower(
            rng,
            colour,
            cover,
            (x, x + w, top, foot),
            stone * (stone_light + 0.004),
            stone * sunny,
            sun,
            lit,
            near,
            beacons,
        )
        x += w * float(rng.uniform(0.92, 1.25)) + (0.01 * float(rng.random()))
    body = colour * np.float32(1 - air) + far * np.float32(air * 0.9)
    # Lamps carry further through haze than walls do.
    cover = blurred(cover, 0.5 + 0.6 * near)
    laid(picture, np.asarray(body, np.float32), cover)
    if beacons and tone.dark:
        points = np.array(beacons, np.float32)
        picture += blurred(
            discs(
                (height, width),
                points,
                np.full(len(beacons), height / 500),
                np.tile(light("ff3020", 3.0), (len(beacons), 1)),
                0.0,
            ),
            height / 900,
        )


def _tower(
    rng: np.random.Generator,
    colour: Float,
    cover: Float,
    box: tuple[float, float, float, int],
    shade: Float,
    sunny: Float,
    sun: tuple[float, float],
    lit: float,
    near: float,
    beacons: list[tuple[int, int]],
) -> None:
    height, width = cover.shape
    x0, x1, y0, y1 = round(box[0] * width), round(box[1] * width), round(box[2] * height), box[3]
    parts = [(x0, x1, y0)]
    style = rng.random()
    span = x1 - x0
    if style < 0.35:
        rise = round(span * float(rng.uniform(0.3, 0.9)))
        parts.append((x0 + span // 5, x1 - span // 5, y0 - rise))
        if style < 0.15:
            parts.append((x0 + 2 * span // 5, x1 - 2 * span // 5, y0 - round(1.7 * rise)))
    if style > 0.55 or style < 0.15:
        mast = (x0 + x1) // 2
        peak = min(part[2] for part in parts) - round(span * float(rng.uniform(0.2, 0.9)))
        thick = max(1, height // 700)
        a, b = max(0, mast), max(0, min(width, mast + thick))
        cover[max(0, peak) : max(0, y0), a:b] = 0.8
        colour[max(0, peak) : max(0, y0), a:b] = shade * np.float32(0.6)
        if rng.random() < 0.4 and peak > 0:
            beacons.append((mast, peak))
    cell_x, cell_y = max(3, round(height * (0.0042 + 0.007 * near))), max(4, round(height * (0.006 + 0.009 * near)))
    band = rng.random() < 0.3  # ribbon windows
    warm = light(LAMPS[int(rng.integers(len(LAMPS)))], 1.0)
    share = lit * float(rng.uniform(0.3, 1.6))
    for a, b, top in parts:
        a, b, t = max(0, a), min(width, b), max(0, top)
        if a >= b or t >= y1:
            continue
        h, w = y1 - t, b - a
        lower = np.linspace(1.0, 0.75, h, dtype=np.float32)[:, None, None]
        block = shade * lower * np.ones((h, w, 1), np.float32)
        # One face of the tower looks at the light.
        split = int(w * float(rng.uniform(0.25, 0.75)))
        face = slice(split, w) if sun[0] > (a + b) / 2 / width else slice(0, split)
        block[:, face] += sunny * lower
        rows, columns = h // cell_y + 1, w // cell_x + 1
        yy, xx = np.arange(h), np.arange(w)
        pane = ((yy % cell_y) < cell_y * 0.6)[:, None] & ((xx % cell_x) < (cell_x if band else cell_x * 0.66))[None, :]
        pane[: max(2, cell_y // 2)] = False
        dim = rng.random((rows, columns)).astype(np.float32)
        floor_lit = (rng.random((rows, 1)) < 0.12) & (rng.random() < 0.5)
        on = (rng.random((rows, columns)) < share) | (floor_lit & (rng.random((rows, columns)) < 0.85) & (lit > 0.05))
        power = np.where(on, 0.12 + 0.9 * dim**3, 0).astype(np.float32)
        glow = power[np.ix_(yy // cell_y, xx // cell_x)] * pane
        glass = (0.75 + 0.5 * dim)[np.ix_(yy // cell_y, xx // cell_x)]
        block *= np.where(pane, glass * np.float32(0.82), np.float32(1))[..., None]
        block += (glow * np.float32(1.1 - 0.35 * near))[..., None] * warm
        colour[t:y1, a:b] = block
        cover[t:y1, a:b] = 1


_ = (NEONS, Tone, distance)
