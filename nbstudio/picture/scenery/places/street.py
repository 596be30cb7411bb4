"""Street: one vanishing point, lit signs, a road that mirrors them; sometimes all of it out of focus."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import added, blurred, discs, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, Values, field, step, tile
from nbstudio.picture.scenery.tone import light, mix

SIGNS = (
    ("ff2f6e", "2fd4ff", "ffb84a"),
    ("ff6a2a", "ffcf6a", "4aa8ff"),
    ("b05aff", "ff5ab0", "5ae0ff"),
    ("2fffc0", "ff3a8a", "f0e0ff"),
    ("ff4030", "ffd8a0", "ff8a50"),
)
STOREY = 0.056  # height of a floor, where half the street is 0.1 wide
BAY = 0.2
WALLS = ("7a6e66", "6c7078", "8a7464", "787e80", "94867a")


def draw(canvas: Canvas) -> Painting:
    """Paint a street looking down its length."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    horizon = float(rng.uniform(0.54, 0.64))
    centre = float(rng.uniform(0.36, 0.64))
    sun = (centre + float(rng.uniform(-0.04, 0.04)), horizon - 0.14) if not tone.dark else (centre, horizon - 0.12)
    sky = heavens.sky(canvas, sun, horizon, detail=0.4)
    lamps_on = tone.dark or canvas.time == "dusk" or canvas.wet or canvas.weather == "fog"
    colours = tuple(light(c) for c in SIGNS[int(rng.integers(len(SIGNS)))])
    air = mix(
        land.veil(sky, horizon)[0].mean(axis=0),
        colours[int(rng.integers(3))] * np.float32(0.5),
        0.35 if tone.dark else 0.05,
    )
    picture = _walls(canvas, sky, centre, horizon, air, lamps_on, colours)
    lights: list[tuple[float, float, float, Float]] = []
    if lamps_on:
        _signs(canvas, picture, centre, horizon, colours, lights)
        _lamps(canvas, picture, centre, horizon, lights, 1.0 if tone.dark else 0.6)
    glow = np.exp(-distance(height, width, centre, horizon - 0.02, 1.2) * 5)
    added(picture, air, np.asarray(glow * (0.25 + 0.75 * tone.haze), np.float32))
    _cables(canvas, picture, centre, horizon)
    _road(canvas, picture, centre, horizon, 0.95 if canvas.wet or (tone.dark and rng.random() < 0.7) else 0.3)
    if not tone.dark:
        land.rays(picture, sun, 0.16)
    if lights and rng.random() < 0.4 and not canvas.sharp:
        picture = _defocused(canvas, picture, lights)
    key = tone.sun if not tone.dark else mix(colours[0], light("ffd8b0"), 0.3) * np.float32(1.5)
    side = (centre + (0.45 if centre < 0.5 else -0.45), 0.3)
    shade = mix(tone.shade, colours[1], 0.4 if tone.dark else 0.05)
    return Painting(picture, sun if not tone.dark else side, key, shade, horizon, tone.haze, bloom=1.6)


def _walls(
    canvas: Canvas, sky: Float, centre: float, horizon: float, air: Float, lamps_on: bool, colours: tuple[Float, ...]
) -> Float:
    """Stand houses on both sides: every column of the frame has one depth, so a wall is a lookup."""
    rng, tone = canvas.dice("walls"), canvas.tone
    height, width = canvas.height, canvas.width
    xx = np.arange(width, dtype=np.float32) / width - np.float32(centre)
    depth = np.float32(0.10) / np.maximum(np.abs(xx), 0.004)  # 1 at a tenth of the frame from the middle
    yy = (np.arange(height, dtype=np.float32) / height - np.float32(horizon))[:, None]
    out = np.zeros_like(sky)
    cover = np.zeros((height, width), np.float32)
    stain = tile(rng, 240, 5, 5, 0.6)
    sunny_side = int(rng.integers(2))
    for side in (0, 1):
        columns = np.flatnonzero(xx < 0) if side == 0 else np.flatnonzero(xx >= 0)
        if not columns.size:
            continue
        run = slice(int(columns[0]), int(columns[-1]) + 1)
        near = depth[run]
        u, v = near * 9.0, -yy * near[None, :]  # along the street, and above the eye
        house = np.searchsorted(np.cumsum(rng.uniform(1.6, 4.6, 120)), u)
        tall = (0.10 * rng.standard_normal(121)).clip(-0.14, 0.24).astype(np.float32)[house]
        # Far houses differ less, or the end of the street is a row of spires.
        tall = np.asarray(0.34 + tall * np.minimum(1, 4 / u), np.float32)
        stones = np.array([light(WALLS[int(i)]) for i in rng.integers(0, len(WALLS), 121)], np.float32)
        stones *= rng.uniform(0.6, 1.25, (121, 1)).astype(np.float32)
        wall = _facade(u, v, stones[house], stain)
        ambient = mix(tone.shade, tone.middle, 0.45) * np.float32(0.9 if not tone.dark else 0.26)
        # The sky lights the upper floors, lamps and shops the foot.
        open_sky = np.clip(0.42 + 1.5 * v, 0.3, 1.15)
        lit = ambient * open_sky[..., None]
        if lamps_on:
            lit += (air * 0.5 + colours[side] * 0.10) * np.exp(-np.maximum(v + 0.06, 0) * 7)[..., None]
        elif side == sunny_side:
            edge = 0.10 + 0.05 * np.sin(u * 0.9) + 0.05 * np.sin(u * 2.3 + 1)
            lit += tone.sun * np.float32(0.16) * step(0.0, 0.012, np.asarray(v - edge[None, :], np.float32))[..., None]
        body = wall * lit
        _windows(canvas, rng, body, u, v, lamps_on)
        _shops(rng, body, u, v, colours, stain, lamps_on, house)
        clear = np.exp(-np.maximum(u - 2, 0) * (0.02 + 0.08 * tone.haze))[None, :, None]
        out[:, run] = body * clear + air * (1 - clear)
        cover[:, run] = np.clip((tall[None, :] - v) * height / near * 0.7, 0, 1)
    return laid(sky, out, blurred(cover, 0.7))


def _facade(u: Values, v: Values, stone: Float, stain: Float) -> Float:
    """Return the colour of the walls (h, w, 3): stone by house, stained, a cornice at every floor."""
    import cv2

    wrap = cv2.BORDER_WRAP
    mu = np.mod(u * 34, 240).astype(np.float32)[None, :] + np.zeros_like(v)
    dirt = cv2.remap(stain, mu, np.mod(v * 380, 240).astype(np.float32), cv2.INTER_LINEAR, borderMode=wrap)
    ledge = np.mod(v / STOREY + 20, 1)
    band = 1 + 0.35 * (ledge > 0.93) - 0.3 * (ledge < 0.05)
    return np.asarray(stone[None] * (band * (1 + 0.16 * dirt))[..., None], np.float32)


def _windows(canvas: Canvas, rng: np.random.Generator, body: Values, u: Values, v: Values, lamps_on: bool) -> None:
    """Cut windows into the walls and light some."""
    across, up = u / BAY, v / STOREY + 20
    storey, bay = np.clip(up, 0, 79).astype(np.int32), np.clip(across, 0, 2199).astype(np.int32)
    chance = rng.random((80, 2200)).astype(np.float32)[storey, bay[None, :]]
    fx, fy = np.mod(across, 1)[None, :], np.mod(up, 1)
    frame = np.minimum(step(0.24, 0.27, fx), step(0.76, 0.73, fx)) * (v > 0.0)
    inside = np.minimum(step(0.2, 0.23, fy), step(0.8, 0.77, fy)) * frame
    bars = (np.abs(fx - 0.5) > 0.02) & (np.abs(fy - 0.58) > 0.015)
    pane = inside * bars
    # A dark pane mirrors the sky opposite, each a little differently.
    body *= (1 - pane * (0.72 - 0.3 * chance))[..., None]
    body *= (1 - 0.3 * (inside - pane))[..., None]
    if not lamps_on:
        return
    on = pane * (chance < (0.24 if canvas.tone.dark else 0.16))
    warm, cool = light("ffc07a"), light("cfe0ff")
    curtain = 0.45 + 0.55 * np.abs(np.mod(chance * 911, 1) - fx)
    glow = on * (0.25 + 2.6 * chance) * curtain * (0.65 + 0.5 * fy)
    body += glow[..., None] * mix(warm, cool, 0.12)


def _shops(
    rng: np.random.Generator,
    body: Values,
    u: Values,
    v: Values,
    colours: tuple[Float, ...],
    stain: Float,
    lamps_on: bool,
    house: NDArray[np.intp],
) -> None:
    """Give the ground floor doors and lit windows with things in them."""
    import cv2

    zone = np.minimum(step(-0.058, -0.056, v), step(-0.008, -0.010, v))
    along = np.mod(u * 0.62, 1)[None, :]
    number = np.clip(u * 0.62, 0, 999).astype(np.int32)
    fate = rng.random(1000).astype(np.float32)[number][None, :]
    panes = (np.mod(u * 3.1, 1) > 0.06)[None, :] & (along > 0.16) & (along < 0.94)
    glass = zone * panes
    body *= (1 - 0.65 * glass)[..., None]
    sill = np.minimum(step(-0.009, -0.007, v), step(0.006, 0.004, v))
    body *= (1 - 0.55 * sill)[..., None]
    if not lamps_on:
        return
    mu = np.mod(u * 160, 240).astype(np.float32)[None, :] + np.zeros_like(v)
    things = cv2.remap(
        stain, mu, np.mod(v * 2400, 240).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )
    low = np.clip((v + 0.058) / 0.05, 0, 1)
    inside = glass * (fate < 0.62) * (0.16 + 0.6 * low**2 + 0.22 * np.clip(things, -1, 1.5) * (1 - 0.6 * low))
    tint = np.array([colours[int(i)] for i in rng.integers(0, 3, 121)], np.float32)[house]
    tint = 0.35 * tint + 0.65 * light("ffd09a")
    body += np.clip(inside, 0, 1)[..., None] * tint[None] * np.float32(0.8)


def _place(centre: float, horizon: float, side: int, near: float, up: float) -> tuple[float, float]:
    """Return where a point on a wall shows: `near` is how large it looks, `up` above the eye in frame heights."""
    return centre + side * 0.10 * near, horizon - up * near


def _signs(
    canvas: Canvas,
    picture: Float,
    centre: float,
    horizon: float,
    colours: tuple[Float, ...],
    lights: list[tuple[float, float, float, Float]],
) -> None:
    import cv2

    rng = canvas.dice("signs")
    height, width = canvas.height, canvas.width
    cores = np.zeros_like(picture)
    for near in np.sort(0.5 * (9.0 ** rng.random(22))):
        side = -1 if rng.random() < 0.5 else 1
        x, y = _place(centre, horizon, side, float(near), float(rng.uniform(0.02, 0.17)))
        if not -0.03 < x < 1.03 or y < -0.1:
            continue
        w, h = 0.010 * near * float(rng.uniform(0.7, 1.6)), 0.05 * near * float(rng.uniform(0.6, 1.5))
        if rng.random() < 0.3:
            w, h = h * 0.5, w * 1.1
        x -= side * w * 0.5
        colour = colours[int(rng.integers(3))] * np.float32(rng.uniform(0.7, 1.7))
        a = (round((x - w / 2) * width), round(y * height))
        b = (round((x + w / 2) * width), round((y + h) * height))
        kind = rng.random()
        line = max(1, round(0.0016 * near * height))
        value = tuple(float(c) for c in colour)
        if kind < 0.4:
            cv2.rectangle(cores, a, b, value, line, cv2.LINE_AA)
            inner = tuple(0.25 * c for c in value)
            cv2.rectangle(cores, (a[0] + 2 * line, a[1] + 2 * line), (b[0] - 2 * line, b[1] - 2 * line), inner, -1)
        else:
            cv2.rectangle(cores, a, b, tuple(0.5 * c for c in value), -1)
        _glyphs(rng, cores, a, b, mix(colour, light("ffffff", 1.5), 0.5), line)
        lights.append((x, y + h / 2, float(near), colour))
    glow = blurred(cores, height / 40) * 1.0 + blurred(cores, height / 12) * 1.4
    cover = np.clip(cores.max(axis=2) * 4, 0, 1)
    laid(picture, cores, blurred(np.asarray(cover, np.float32), 0.5))
    picture += np.asarray(glow, np.float32)


def _glyphs(
    rng: np.random.Generator, cores: Float, a: tuple[int, int], b: tuple[int, int], colour: Float, line: int
) -> None:
    """Bend neon into rings, bars and chevrons: signs that say nothing in no language."""
    import cv2

    w, h = b[0] - a[0], b[1] - a[1]
    if min(w, h) < 6 * line:
        return
    upright = h >= w
    cells = max(2, (h // max(1, w)) if upright else (w // max(1, h)))
    value = tuple(float(c) for c in colour)
    kinds = rng.integers(0, 4, 2)
    for i in range(cells):
        share = (i + 0.5) / cells
        x, y = (a[0] + 0.5 * w, a[1] + h * share) if upright else (a[0] + w * share, a[1] + 0.5 * h)
        r = 0.28 * min(w, h)
        kind = int(kinds[i % 2])
        if kind == 0:
            cv2.circle(cores, (round(x), round(y)), max(1, round(r)), value, max(1, line), cv2.LINE_AA)
        elif kind == 1:
            for off in (-0.6, 0.6) if min(w, h) > 12 * line else (0.0,):
                p, q = (round(x - r), round(y + off * r)), (round(x + r), round(y + off * r))
                cv2.line(cores, p, q, value, max(1, line), cv2.LINE_AA)
        elif kind == 2:
            corner = np.array([(x - r, y - 0.5 * r), (x, y + 0.5 * r), (x + r, y - 0.5 * r)]).round().astype(np.int32)
            cv2.polylines(cores, [corner], False, value, max(1, line), cv2.LINE_AA)
        else:
            cv2.circle(cores, (round(x), round(y)), max(1, round(0.4 * r)), value, -1, cv2.LINE_AA)


def _lamps(
    canvas: Canvas,
    picture: Float,
    centre: float,
    horizon: float,
    lights: list[tuple[float, float, float, Float]],
    power: float,
) -> None:
    """Hang street lamps and put cars far away."""
    rng = canvas.dice("lamps")
    height, width = canvas.height, canvas.width
    warm = light(str(rng.choice(["ffb060", "ffd8a8", "d8e8ff"])))
    points, radii, tints = [], [], []
    for i in range(9):
        near = 5.2 / (1.0 + 1.1 * i + 0.1)
        for side in (-1, 1):
            x, y = _place(centre, horizon, side, near * 0.86, 0.115)
            if -0.1 < x < 1.1 and y > -0.1:
                points.append((x * width, y * height))
                radii.append(max(1.2, 0.0035 * near * height))
                tints.append(warm * np.float32(3.0 * power))
                lights.append((x, y, near, warm * np.float32(power)))
    for _ in range(int(rng.integers(3, 8))):
        near = 0.35 + 1.2 * float(rng.random()) ** 2
        side = -1 if rng.random() < 0.5 else 1
        colour = light("fff0d8", 3.0) if side > 0 else light("ff2818", 2.0)
        x = centre + side * 0.045 * near
        y = horizon + 0.024 * near
        for pair in (-1, 1):
            points.append(((x + pair * 0.008 * near) * width, y * height))
            radii.append(max(1.0, 0.0035 * near * height))
            tints.append(colour * np.float32(power))
        lights.append((x, y, near, colour * np.float32(0.5 * power)))
    spots = discs(
        (height, width), np.array(points, np.float32), np.array(radii, np.float32), np.array(tints, np.float32), 0.0
    )
    picture += blurred(spots, height / 900) + 0.9 * blurred(spots, height / 60)


def _road(canvas: Canvas, picture: Float, centre: float, horizon: float, wet: float) -> None:
    """Lay the ground: what stands above the horizon, upside down, drawn out and broken by the asphalt."""
    import cv2

    height, width = picture.shape[:2]
    rng, tone = canvas.dice("road"), canvas.tone
    eye = 0.062
    xx = np.abs(np.arange(width, dtype=np.float32) / width - np.float32(centre)) / np.float32(0.10)
    top = int(horizon * height) + 1
    rows = height - top
    yy = (np.arange(rows, dtype=np.float32) + 1) / height
    near = (yy / eye)[:, None]
    ground = np.clip((near - xx[None, :] * 1.0) * height * eye * 0.5, 0, 1)
    kerb = np.exp(-(((near * 0.86 - xx[None, :]) / (0.03 * near + 0.004)) ** 2))
    grain = field(rng, rows, width, 90, 2, 0.8, 1.5)
    puddle = resized(field(rng, max(8, rows // 4), width // 4, 2.2, 4, 0.55, 3.0), width, rows)
    rough = (1 - wet) * 0.75 + 0.25
    shift = (grain * rough * 0.012 + 0.008 * np.tanh(puddle)) * height * np.clip(near * 0.25, 0.2, 2)
    source = np.clip(top - (yy[:, None] * 1.0 * height) + shift * 2.0, 0, top - 1).astype(np.float32)
    across = np.arange(width, dtype=np.float32)[None, :] + shift * 0.35
    mirror = cv2.remap(picture, across.astype(np.float32), source, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    tall = max(3, height // 16)
    drawn = cv2.blur(mirror, (3, tall))
    still = step(0.1, 1.0, puddle)[..., None] if wet > 0.5 else np.zeros((1, 1, 1), np.float32)
    mirror = drawn * (1 - still) + mirror * still
    wet = wet if canvas.weather != "snow" else 0.12
    shine = (wet * (0.38 + 0.3 * still[..., 0]) + 0.05) * (0.75 + 0.35 * np.clip(1 - yy[:, None] / (1 - horizon), 0, 1))
    asphalt = light("34363a" if canvas.weather != "snow" else "d4dae4") * (
        mix(tone.shade, tone.middle, 0.4) * np.float32(0.5 if not tone.dark else 0.18)
    )
    body = asphalt * (1 + 0.22 * grain + 0.4 * kerb)[..., None] + mirror * shine[..., None] * np.float32(0.9)
    below = picture[top:]
    laid(below, np.asarray(body, np.float32), np.asarray(ground, np.float32))
    haze = np.exp(-near * (2.2 - 1.2 * tone.haze))
    far = picture[max(0, top - 6) : top - 1].mean(axis=0, keepdims=True)
    laid(
        below,
        np.asarray(np.broadcast_to(blurred(far, 20.0), below.shape), np.float32),
        np.asarray(np.broadcast_to(haze * 0.6, below.shape[:2]), np.float32),
    )


def _cables(canvas: Canvas, picture: Float, centre: float, horizon: float) -> None:
    """Hang wires across the street."""
    import cv2

    rng = canvas.dice("cables")
    height, width = picture.shape[:2]
    layer = np.zeros((height, width), np.uint8)
    t = np.linspace(0, 1, 24)
    for _ in range(int(rng.integers(3, 8))):
        near = 1.2 * 3.6 ** float(rng.random())
        ends = [
            _place(centre, horizon, side, near * float(rng.uniform(0.8, 1.2)), float(rng.uniform(0.1, 0.24)))
            for side in (-1, 1)
        ]
        x = ends[0][0] + (ends[1][0] - ends[0][0]) * t
        y = ends[0][1] + (ends[1][1] - ends[0][1]) * t + float(rng.uniform(0.006, 0.02)) * near * 4 * t * (1 - t)
        points = np.stack([x * width * 8, y * height * 8], 1).round().astype(np.int32)[:, None]
        cv2.polylines(layer, [points], False, int(110 + 30 * near), 1, cv2.LINE_AA, 3)
    laid(picture, np.array([0.004, 0.003, 0.003], np.float32), blurred(layer.astype(np.float32) / 255, height / 1600))


def _defocused(canvas: Canvas, picture: Float, lights: list[tuple[float, float, float, Float]]) -> Float:
    """Return the street as a long lens sees it behind somebody near: lamps become discs."""
    rng = canvas.dice("focus")
    height, width = picture.shape[:2]
    small = resized(picture, width // 2, height // 2)
    out = resized(blurred(np.minimum(small, 1.5), height / 70), width, height) * np.float32(0.85)
    points, radii, tints = [], [], []
    for x, y, near, colour in lights:
        for copy in range(2):
            flip = copy == 1
            py = y if not flip else 1.19 - y + 0.1 * float(rng.random())
            points.append(((x + 0.004 * float(rng.normal())) * width, py * height))
            radii.append(height * float(rng.uniform(0.014, 0.024)) * (0.75 + 0.22 * near))
            tints.append(colour * np.float32((0.5 if not flip else 0.10) / (0.7 + 0.35 * near)))
    out += discs(
        (height, width), np.array(points, np.float32), np.array(radii, np.float32), np.array(tints, np.float32), 0.3
    )
    return np.asarray(out, np.float32)
