"""City: towers behind towers, each row paler, windows lit as the hour asks; a river, or a carpet of lamps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import added, blurred, discs, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, line
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.towers import Light, tower
from nbstudio.picture.scenery.water import mirrored

WORKING = 0.62
ROWS = 5
LAMPS = ("ffc070", "ffd8a0", "ffb060", "e8ecff", "bcd8ff", "ffe8c8")
STONES = ("6a6a70", "7a6a60", "5c6874", "80786c", "4c5460", "8a8078")
DOMES = ("ff9a50", "c070ff", "50a8d0", "ff7090")
LIT = {"night": 0.36, "dusk": 0.2, "dawn": 0.07, "day": 0.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of towers.

    `near` 0 at the horizon, 1 nearest; `foot` where it stands, a fraction from the top; `focus` where it is highest,
    a fraction across, and `spread` how far from there; `high` by how much; `air` how far the air has paled it; `size`
    of all of it; `sunk`: its foot is hidden below.
    """

    near: float
    foot: float
    focus: float
    spread: float
    high: float
    air: float
    size: float
    sunk: bool


def draw(canvas: Canvas, kind: str | None = None) -> Painting:
    """Paint a skyline from a roof (`roofs`), across the water (`river`), or the lamps below a hill (`hill`)."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    chosen = str(rng.choice(["river", "roofs", "hill"])) if tone.dark else str(rng.choice(["river", "roofs"]))
    kind = kind or chosen
    base = {"river": float(rng.uniform(0.58, 0.76)), "roofs": 0.95, "hill": float(rng.uniform(0.40, 0.56))}[kind]
    horizon = base - (float(rng.uniform(0.12, 0.34)) if kind == "roofs" else 0.0)
    sun = heavens.sun_at(canvas, horizon - 0.06, rng)
    picture = heavens.sky(canvas, sun, horizon)
    if tone.dark or canvas.time == "dusk":
        _dome(canvas, picture, horizon, light(str(rng.choice(DOMES))))
    far = land.veil(picture, horizon)[0].mean(axis=0)
    lit = LIT.get(canvas.time, 0.0)
    if canvas.weather in ("storm", "fog", "rain"):
        lit = max(lit, 0.12)
    focus, spread, high = float(rng.uniform(0.16, 0.84)), float(rng.uniform(0.12, 0.34)), float(rng.uniform(0.22, 0.44))
    if kind == "hill":
        _carpet(canvas, picture, base, far)
    for depth in range(ROWS):
        near = depth / (ROWS - 1)
        if kind == "hill" and depth > 1:
            break
        # What stands nearer stands lower in the frame, unless all of it stands at the water's edge.
        foot = base if kind != "roofs" else horizon + 0.05 + (0.95 - horizon) * near**1.4
        air = float(np.exp(-near * 1.5) * (0.42 + 0.5 * tone.haze) * (1 - 0.6 * near))
        size = 0.45 if kind == "hill" else 1.0
        _row(canvas, picture, Row(near, foot, focus, spread, high, air, size, kind == "roofs"), far, lit, sun)
        _mist(canvas, picture, foot, far, (0.30 + 0.45 * tone.haze) * (1 - near))
    if canvas.wet and lit > 0.15:
        _wet_lamps(canvas, picture, horizon, base)
    if kind == "river":
        picture = mirrored(canvas, picture, base, 0.16 if not canvas.wet else 0.35)
        band = np.exp(-np.abs(np.arange(height, dtype=np.float32)[:, None] / height - base) * 160)
        laid(picture, far * np.float32(0.3), np.asarray(np.broadcast_to(0.7 * band, (height, width)), np.float32))
    if not tone.dark:
        land.rays(picture, sun, 0.25)
    key = tone.sun if not tone.dark else light("ffb878", 1.2)
    return Painting(picture, sun, key, mix(tone.shade, tone.middle, 0.4), horizon, tone.haze, bloom=1.3)


def _wet_lamps(canvas: Canvas, picture: Float, horizon: float, base: float) -> None:
    """Hang lamps into the wet air, so near to the lens's drops that they are discs; most of them low and small."""
    rng = canvas.dice("wet lamps")
    height, width = picture.shape[:2]
    count = 42
    y = np.minimum(base, horizon + 0.16) - np.abs(rng.normal(0, 0.07, count))
    points = np.stack([rng.random(count) * width, y * height], axis=1).astype(np.float32)
    radii = (height * (0.004 + 0.016 * rng.random(count) ** 3)).astype(np.float32)
    hues = np.array([light(c) for c in (*LAMPS, "ff5040", "50d0ff")], np.float32)[rng.integers(0, 8, count)]
    power = (0.12 + 0.5 * rng.random((count, 1)) ** 2).astype(np.float32) * np.float32(0.8 if canvas.tone.dark else 0.5)
    spots = discs((height, width), points, radii, hues * power, 0.3)
    picture += blurred(spots, height / 700) + np.float32(0.9) * blurred(spots, height / 45)


def _dome(canvas: Canvas, picture: Float, horizon: float, colour: Float) -> None:
    """Add the light that a city's lamps throw into the air above it."""
    height, width = picture.shape[:2]
    rise = np.exp(-np.maximum(horizon - np.arange(height, dtype=np.float32) / height, 0) * 5)[:, None]
    patch = 0.8 + 0.3 * np.tanh(field(canvas.dice("glow"), height // 8, width // 8, 1.2, 2))
    power = 0.17 if canvas.tone.dark else 0.05
    added(picture, colour, np.asarray(rise * resized(patch, width, height) * np.float32(power), np.float32))


def _mist(canvas: Canvas, picture: Float, foot: float, far: Float, power: float) -> None:
    height, width = picture.shape[:2]
    wide = 0.05 + 0.12 * canvas.tone.haze
    top, low = max(0, round((foot - 2.5 * wide) * height)), min(height, round((foot + 2.5 * wide) * height))
    rows = np.arange(top, low, dtype=np.float32)[:, None] / height
    bank = np.exp(-(((rows - foot) / wide) ** 2)) * np.float32(0.85 * power)
    laid(picture[top:low], far * np.float32(1.05), np.asarray(np.broadcast_to(bank, (low - top, width)), np.float32))


def _carpet(canvas: Canvas, picture: Float, base: float, far: Float) -> None:
    """Lay a plain of street lamps from the hill below to the horizon."""
    rng = canvas.dice("carpet")
    height, width = picture.shape[:2]
    top = int(base * height)
    rows = height - top
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    ground = far * np.float32(0.55) * (1 - down[..., None]) ** 3 + light("0c0e14") * np.float32(0.6)
    picture[top:] = ground
    count = 16000
    # Lamps stand along streets: most are drawn to the lines of a grid that is turned against the view.
    u, v = rng.uniform(-9, 9, count), 0.5 * (24.0 ** rng.random(count))
    turn = float(rng.uniform(0.2, 1.3))
    a, b = u * np.cos(turn) + v * np.sin(turn), -u * np.sin(turn) + v * np.cos(turn)
    street = rng.random(count)
    a = np.where(street < 0.45, np.round(a * 4) / 4, a)
    b = np.where((street >= 0.45) & (street < 0.85), np.round(b * 4) / 4, b)
    u, v = a * np.cos(turn) - b * np.sin(turn), a * np.sin(turn) + b * np.cos(turn)
    ok = v > 0.4
    u, v = u[ok], v[ok]
    x = (0.5 + 0.5 * u / v * height / width) * width
    y = top + 0.27 * height / v - 0.010 * height
    bright = field(canvas.dice("quarters"), 40, 40, 5, 3)
    quarter = bright[np.clip((v * 3).astype(int), 0, 39), np.clip(((u + 9) * 2.2).astype(int), 0, 39)]
    power = (rng.random(len(u)) ** 4 * 2.2 + 0.12) * np.clip(0.6 + 0.5 * quarter, 0.05, 1.6) * np.clip(1.6 / v, 0.2, 1)
    inside = (x >= 0) & (x < width) & (y >= top) & (y < height)
    x, y, power = x[inside], y[inside], power[inside]
    lamps = np.array([light(c) for c in LAMPS], np.float32)[rng.integers(0, len(LAMPS), len(x))]
    layer = np.zeros_like(picture)
    np.add.at(layer, (y.astype(int), x.astype(int)), (power[:, None] * lamps).astype(np.float32))
    small = blurred(layer, height / 1100)
    picture += 5.0 * small + 8 * blurred(layer, height / 240)
    picture += 18 * blurred(layer, height / 40)


def _row(canvas: Canvas, picture: Float, row: Row, far: Float, lit: float, sun: tuple[float, float]) -> None:
    """Lay one row of towers over the picture."""
    rng, tone, near = canvas.dice(f"row{row.near:.2f}"), canvas.tone, row.near
    height, width = picture.shape[:2]
    first = max(0, round((row.foot - 0.72) * height))
    foot = min(height, round((row.foot + (0.16 if row.sunk else 0.0)) * height))
    colour = np.zeros((foot - first, width, 3), np.float32)
    cover = np.zeros((foot - first, width), np.float32)
    ambient = mix(tone.shade, tone.middle, 0.35) * np.float32(0.75 if not tone.dark else 0.5)
    sunny = tone.sun * np.float32(0.11 if not tone.dark else 0.04)
    beacons: list[tuple[int, int]] = []
    rises = line(rng, 64, 5, 3)
    cell = (max(3, round(height * (0.0040 + 0.0065 * near**2))), max(4, round(height * (0.0052 + 0.0085 * near**2))))
    x = -0.06
    while x < 1.05:
        w = (0.024 + 0.052 * near) * float(rng.choice([0.55, 0.8, 1.0, 1.3, 1.8])) * (0.5 + 0.5 * row.size)
        middle = x + w / 2
        if near < 1:
            cluster = float(np.exp(-(((middle - row.focus) / row.spread) ** 2)))
            tall = 0.07 + row.high * cluster * float(rng.random()) ** 1.1 + 0.05 * float(rng.random())
            tall *= (1.15 - 0.4 * near) * row.size
        else:
            # The nearest row frames the picture from one side or both, and stays low where the view is.
            aside = max(0.0, abs(middle - row.focus) - 0.22)
            tall = 0.05 + 0.55 * aside * float(rng.uniform(0.5, 1.8))
        tall += 0.015 * float(rises[int(np.clip(middle, 0, 0.99) * 64)])
        stone = light(STONES[int(rng.integers(len(STONES)))])
        box = (round(x * width), round((x + w) * width), round((row.foot - max(tall, 0.03)) * height) - first)
        by = Light(stone * (ambient + np.float32(0.004)), stone * sunny, far, lit, sun[0])
        beacon = tower(rng, colour, cover, box, cell, by)
        if beacon:
            beacons.append(beacon)
        x += w * float(rng.uniform(0.92, 1.15)) + (0.012 * float(rng.random()) if near > 0.4 else 0.0)
    top = int(np.argmax(cover.any(axis=1)))
    if top > 4:
        # Nothing to soften, light or lay above the highest roof.
        colour, cover, first = colour[top - 4 :], cover[top - 4 :], first + top - 4
        beacons = [(column, row - top + 4) for column, row in beacons]
    # Windows far away melt into each other, in wet air sooner, where the lamps run into glows.
    soft = height / 1080 * ((1.5 - 0.9 * near) + (1.6 if canvas.wet else 0.0))
    colour = np.asarray(
        blurred(colour, soft) / np.maximum(blurred(cover, soft), np.float32(0.3))[..., None], np.float32
    )
    if canvas.wet:
        glow = np.maximum(colour - np.float32(0.10), 0)
        small = resized(glow, width // 3, max(2, len(glow) // 3))
        colour += np.float32(2.2) * resized(blurred(small, height / 510), width, len(glow))
    if tone.dark or canvas.time == "dusk":
        # Lamps of the streets between this row and the next light its foot.
        rise = (np.arange(first, foot, dtype=np.float32) / height - row.foot)[:, None]
        patch = np.clip(0.75 + 0.5 * line(rng, width, 9, 3), 0.1, 1.8)[None, :]
        warm = light("ffa050") * np.float32((0.26 if tone.dark else 0.07) * (1 - 0.75 * near))
        added(colour, warm, np.asarray(np.exp(-np.abs(rise) * (24 - 8 * tone.haze)) * patch, np.float32))
    # Lamps carry further through haze than walls do.
    glow = np.maximum(colour - 0.25, 0)
    air = row.air
    body = colour * np.float32(1 - air) + far * np.float32(air * 0.9) + glow * np.float32(0.5 * air)
    target = picture[first:foot]
    laid(target, body, blurred(cover, 0.5 + 0.6 * near))
    if beacons and tone.dark:
        points = np.array(beacons, np.float32)
        radii = np.full(len(beacons), height / 600, np.float32)
        red = np.tile(light("ff3020", 3.0), (len(beacons), 1))
        target += blurred(discs(target.shape[:2], points, radii, red, 0.0), height / 900)
