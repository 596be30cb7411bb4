"""City: towers behind towers, each row paler, windows lit as the hour asks; a river, or a carpet of lamps."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import added, blurred, discs, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, line
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.water import mirrored

WORKING = 0.62
ROWS = 5
LAMPS = ("ffc070", "ffd8a0", "ffb060", "e8ecff", "bcd8ff", "ffe8c8")
STONES = ("6a6a70", "7a6a60", "5c6874", "80786c", "4c5460", "8a8078")
DOMES = ("ff9a50", "c070ff", "50a8d0", "ff7090")


def draw(canvas: Canvas) -> Painting:
    """Paint a skyline from a roof, from across the water, or the lamps below a hill."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    kind = str(rng.choice(["river", "roofs", "hill"])) if tone.dark else str(rng.choice(["river", "roofs"]))
    base = {"river": float(rng.uniform(0.62, 0.74)), "roofs": 0.95, "hill": float(rng.uniform(0.44, 0.56))}[kind]
    horizon = base - (float(rng.uniform(0.16, 0.26)) if kind == "roofs" else 0.0)
    sun = heavens.sun_at(canvas, horizon - 0.06, rng)
    picture = heavens.sky(canvas, sun, horizon)
    if tone.dark or canvas.time == "dusk":
        _dome(canvas, picture, horizon, light(str(rng.choice(DOMES))))
    far = land.veil(picture, horizon)[0].mean(axis=0)
    lit = {"night": 0.36, "dusk": 0.22, "dawn": 0.07, "day": 0.0}.get(canvas.time, 0.0)
    if canvas.weather in ("storm", "fog", "rain"):
        lit = max(lit, 0.12)
    focus = float(rng.uniform(0.25, 0.75))
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
        _row(canvas, picture, near, foot, focus, far, air, lit, sun, size, kind == "roofs")
        _mist(canvas, picture, foot, far, (0.30 + 0.45 * tone.haze) * (1 - near))
    if kind == "river":
        picture = mirrored(canvas, picture, base, 0.16 if not canvas.wet else 0.35)
        band = np.exp(-np.abs(np.arange(height, dtype=np.float32)[:, None] / height - base) * 160)
        laid(picture, far * np.float32(0.3), np.asarray(np.broadcast_to(0.7 * band, (height, width)), np.float32))
    if not tone.dark:
        land.rays(picture, sun, 0.25)
    key = tone.sun if not tone.dark else light("ffb878", 1.2)
    return Painting(picture, sun, key, mix(tone.shade, tone.middle, 0.4), horizon, tone.haze, bloom=1.3)


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


def _row(
    canvas: Canvas,
    picture: Float,
    near: float,
    base: float,
    focus: float,
    far: Float,
    air: float,
    lit: float,
    sun: tuple[float, float],
    size: float,
    grounded: bool,
) -> None:
    """Lay one row of towers over the picture."""
    rng, tone = canvas.dice(f"row{near:.2f}"), canvas.tone
    height, width = picture.shape[:2]
    first = max(0, round((base - 0.62) * height))
    foot = min(height, round(base * height)) if not grounded else min(height, round((base + 0.16) * height))
    colour = np.zeros((foot - first, width, 3), np.float32)
    cover = np.zeros((foot - first, width), np.float32)
    ambient = mix(tone.shade, tone.middle, 0.35) * np.float32(0.75 if not tone.dark else 0.5)
    sunny = tone.sun * np.float32(0.11 if not tone.dark else 0.04)
    beacons: list[tuple[int, int]] = []
    rises = line(rng, 64, 5, 3)
    x = -0.06
    while x < 1.05:
        w = (0.026 + 0.050 * near) * float(rng.uniform(0.5, 1.5)) * (0.5 + 0.5 * size)
        middle = x + w / 2
        cluster = float(np.exp(-(((middle - focus) / 0.22) ** 2)))
        if near < 1:
            tall = 0.07 + 0.34 * cluster * float(rng.random()) ** 1.1 + 0.05 * float(rng.random())
            tall *= (1.15 - 0.4 * near) * size
        else:
            # The nearest row frames the picture from the sides and stays low in the middle.
            tall = 0.05 + 0.6 * max(0.0, abs(middle - 0.5) - 0.30) * float(rng.uniform(0.5, 1.8))
        tall += 0.015 * float(rises[int(np.clip(middle, 0, 0.99) * 64)])
        stone = light(STONES[int(rng.integers(len(STONES)))])
        box = (round(x * width), round((x + w) * width), round((base - max(tall, 0.03)) * height) - first)
        _tower(rng, colour, cover, box, height, stone * (ambient + 0.004), stone * sunny, sun, lit, near, beacons)
        x += w * float(rng.uniform(0.9, 1.2)) + (0.012 * float(rng.random()) if near > 0.4 else 0.0)
    # Lamps carry further through haze than walls do.
    glow = np.maximum(colour - 0.25, 0)
    body = colour * np.float32(1 - air) + far * np.float32(air * 0.9) + glow * np.float32(0.5 * air)
    target = picture[first:foot]
    laid(target, body, blurred(cover, 0.5 + 0.6 * near))
    if beacons and tone.dark:
        points = np.array(beacons, np.float32)
        radii = np.full(len(beacons), height / 600, np.float32)
        red = np.tile(light("ff3020", 3.0), (len(beacons), 1))
        target += blurred(discs(target.shape[:2], points, radii, red, 0.0), height / 900)


def _tower(
    rng: np.random.Generator,
    colour: Float,
    cover: Float,
    box: tuple[int, int, int],
    frame: int,
    shade: Float,
    sunny: Float,
    sun: tuple[float, float],
    lit: float,
    near: float,
    beacons: list[tuple[int, int]],
) -> None:
    """Build one tower into a row: shaft, setbacks, mast, and a grid of windows of which some are lit."""
    height, width = cover.shape
    x0, x1, y0 = box
    span = x1 - x0
    parts = [(x0, x1, y0)]
    style = rng.random()
    if style < 0.45:
        rise = round(span * float(rng.uniform(0.25, 0.8)))
        inset = max(1, round(span * float(rng.uniform(0.1, 0.22))))
        parts.append((x0 + inset, x1 - inset, y0 - rise))
        if style < 0.2:
            parts.append((x0 + 2 * inset, x1 - 2 * inset, y0 - round(1.7 * rise)))
    elif style < 0.65:
        # A slanted or stepped crown.
        parts.extend((x0 + i * span // 6, x1, y0 - i * span // 7) for i in range(1, 5))
    if style > 0.72 or style < 0.2:
        mast = (x0 + x1) // 2
        peak = min(part[2] for part in parts) - round(span * float(rng.uniform(0.2, 0.9)))
        a, b = max(0, mast), max(0, min(width, mast + max(1, frame // 700)))
        cover[max(0, peak) : max(0, y0), a:b] = 0.8
        colour[max(0, peak) : max(0, y0), a:b] = shade * np.float32(0.6)
        if rng.random() < 0.4 and peak > 0:
            beacons.append((mast, peak))
    cell_x = max(3, round(frame * (0.0038 + 0.0045 * near)))
    cell_y = max(4, round(frame * (0.0052 + 0.0058 * near)))
    looks = rng.random()  # ribbons, fins, or single panes
    wide = cell_x if looks < 0.25 else cell_x * 0.62
    tall = cell_y if 0.25 < looks < 0.45 else cell_y * 0.58
    warm = light(LAMPS[int(rng.integers(len(LAMPS)))])
    share = lit * float(rng.uniform(0.2, 1.7))
    split = float(rng.uniform(0.3, 0.7))
    for left, right, top in parts:
        a, b, t = max(0, left), min(width, right), max(0, top)
        if a >= b or t >= height:
            continue
        h, w = height - t, b - a
        down = np.linspace(1.05, 0.7, h, dtype=np.float32)[:, None, None]
        block = np.empty((h, w, 3), np.float32)
        block[:] = shade * down
        # One face of the tower looks at the light.
        edge = int(np.clip(x0 + split * span - a, 0, w))
        face = slice(edge, w) if sun[0] > (a + b) / 2 / width else slice(0, edge)
        block[:, face] += sunny * down
        rows, columns = h // cell_y + 1, w // cell_x + 1
        yy, xx = np.arange(h), np.arange(w)
        pane = ((yy % cell_y) < tall)[:, None] & ((xx % cell_x) < wide)[None, :]
        pane[: max(2, cell_y // 2)] = False
        pane[:, : max(1, cell_x // 3)] = False
        dim = rng.random((rows, columns)).astype(np.float32)
        whole = (rng.random((rows, 1)) < 0.10) & (rng.random((rows, columns)) < 0.85) & (lit > 0.1) & (looks < 0.6)
        on = (rng.random((rows, columns)) < share) | whole
        power = np.where(on, 0.10 + 0.95 * dim**3, 0).astype(np.float32)
        where = np.ix_(yy // cell_y, xx // cell_x)
        block *= np.where(pane, 0.62 + 0.42 * dim[where], np.float32(1))[..., None]
        block += (power[where] * pane)[..., None] * (warm * np.float32(1.05 - 0.3 * near))
        colour[t:, a:b] = block
        cover[t:, a:b] = 1
