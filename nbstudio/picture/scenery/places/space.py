"""Space: a planet's edge at first light, nebulae, a moon hanging near; black is never quite black."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, step, tile, warped
from nbstudio.picture.scenery.tone import light, mix

GASES = (
    ("2a3f8f", "b0507a", "f0b48c"),
    ("1f5a78", "3f9a9a", "f4d8a8"),
    ("4a2a7a", "c0608a", "ffc8a0"),
    ("22406f", "7a6ab8", "f0c0d8"),
    ("5a2a30", "c07048", "ffe0b0"),
)
AIRS = ("5aa0ff", "7ab8ff", "60c8e8", "ffb080")


def draw(canvas: Canvas) -> Painting:
    """Paint space: by day or dawn from orbit, at night far out, or as the seed will."""
    rng = canvas.dice("place")
    picture = np.zeros((canvas.height, canvas.width, 3), np.float32)
    gases = tuple(light(c) for c in GASES[int(rng.integers(len(GASES)))])
    orbit = rng.random() < {"dawn": 0.85, "day": 0.7, "dusk": 0.7}.get(canvas.time, 0.3)
    nebula(picture, canvas, gases, 0.35 if orbit else 1.0)
    starfield(picture, canvas)
    if orbit:
        return _orbit(picture, canvas, rng)
    side = -1 if rng.random() < 0.5 else 1
    sun = (0.5 + side * 0.7, -0.2)
    if rng.random() < 0.7:
        radius = float(rng.choice([0.11, 0.2, 0.42]))
        _moon(
            picture, canvas, (0.5 - side * float(rng.uniform(0.1, 0.34)), float(rng.uniform(0.22, 0.5))), radius, side
        )
    key = mix(gases[2], light("ffffff"), 0.4) * np.float32(2.0)
    return Painting(picture, sun, key, gases[0], 0.8, 0.05, indoors=True)


def nebula(picture: Float, canvas: Canvas, gases: tuple[Float, ...], strength: float) -> None:
    """Add clouds of gas and their small stars, as strong as asked; changes the picture."""
    rng = canvas.dice("nebula")
    height, width = canvas.height // 2, canvas.width // 2
    push = height * 0.16
    a, b = field(rng, height, width, 1.6, 5, 0.55), field(rng, height, width, 1.6, 5, 0.55)
    angle = float(rng.uniform(-0.7, 0.7))
    yy = np.arange(height, dtype=np.float32)[:, None] / height - np.float32(rng.uniform(0.3, 0.6))
    xx = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * np.float32(width / height)
    band = np.exp(-(((yy * np.cos(angle) + xx * np.sin(angle)) / 0.34 + 0.35 * a) ** 2))
    cloud = warped(field(rng, height, width, 2.6, 7, 0.56), push * a, push * b)
    dust = warped(field(rng, height, width, 3.4, 7, 0.58), push * b, -push * a)
    dense = band * step(-1.4, 2.4, cloud)
    colour = np.zeros((height, width, 3), np.float32)
    for gas, power, part in zip(gases, (1.5, 1.3, 1.5), (a, b, cloud), strict=True):
        share = dense ** (1.2 + 1.2 * power) * np.float32(power)
        added(colour, vivid(gas), np.asarray(share * (0.75 + 0.6 * np.tanh(part)), np.float32))
    wash = np.exp(-(((yy * np.cos(angle) + xx * np.sin(angle)) / 0.6 + 0.25 * a) ** 2))
    added(colour, vivid(gases[0]), np.asarray(0.16 * wash * (1 + 0.5 * np.tanh(b)), np.float32))
    colour *= (1 - 0.9 * step(0.0, 1.6, dust) * np.clip(band * 1.3, 0, 1))[..., None]
    added(colour, light("141c30"), np.full((height, width), 0.25, np.float32))
    picture += resized(colour, canvas.width, canvas.height) * np.float32(strength)
    spots = np.zeros((height, width), np.float32)
    count = 5000
    x, y = rng.integers(0, width, count), rng.integers(0, height, count)
    spots[y, x] = rng.random(count, np.float32) ** 3
    spots *= 0.15 + band
    added(picture, light("dfe6ff"), resized(spots, canvas.width, canvas.height) * np.float32(0.5 * strength))


def vivid(colour: Float) -> Float:
    """Return a colour as gas glows: nothing of what it has least of."""
    return np.asarray(np.maximum(colour - 0.55 * colour.min(), 0) * np.float32(1.25), np.float32)


def starfield(picture: Float, canvas: Canvas) -> None:
    """Add stars, a few of them bright; changes the picture."""
    rng = canvas.dice("stars")
    height, width = picture.shape[:2]
    count = 1500
    power = (rng.random(count) ** 40 * 7 + 0.04 + 0.35 * rng.random(count) ** 6).astype(np.float32)
    warmth = rng.random((count, 1)).astype(np.float32)
    colour = np.array([1.0, 0.86, 0.75], np.float32) * (1 - warmth) + np.array([0.62, 0.8, 1.0], np.float32) * warmth
    y, x = rng.random(count) * height, rng.random(count) * width
    for i in range(count):
        # Each star is a dot with a foot of glow; the brightest have a wide one.
        reach = int(np.ceil(height / 90)) if power[i] > 1.6 else 3
        top, left = max(0, int(y[i]) - reach), max(0, int(x[i]) - reach)
        part = picture[top : int(y[i]) + reach + 1, left : int(x[i]) + reach + 1]
        rows, columns = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
        away = ((rows - y[i]) ** 2 + (columns - x[i]) ** 2) * (1000 / height) ** 2
        spot = 1.3 * np.exp(-away / 0.9)
        if power[i] > 1.6:
            spot += 0.10 * np.exp(-away / 22)
        part += (spot[..., None] * (power[i] * colour[i])).astype(np.float32)


def _orbit(picture: Float, canvas: Canvas, rng: np.random.Generator) -> Painting:
    """Lay a planet below, night side towards us, the sun coming over its edge."""
    height, width = picture.shape[:2]
    radius = float(rng.uniform(1.3, 2.6))
    side = -1 if rng.random() < 0.5 else 1
    top = float(rng.uniform(0.5, 0.68))
    cx, cy = 0.5 - side * float(rng.uniform(0.1, 0.5)), top + radius
    away = distance(height, width, cx, cy)
    sx = 0.5 + side * float(rng.uniform(0.05, 0.3))
    drop = radius - float(np.sqrt(max(radius**2 - ((sx - cx) * width / height) ** 2, 0.01)))
    rise = {"day": -0.3, "dusk": 0.004, "dawn": -0.006}.get(canvas.time, 0.01)
    sun = (sx, top + drop + rise)
    from_sun = distance(height, width, *sun)
    air = light(AIRS[int(rng.integers(len(AIRS)))])
    warm = light("ffb070") if canvas.time in ("dawn", "dusk") else light("fff2e0")
    limb = (away - radius).astype(np.float32)
    day = 1.0 if canvas.time == "day" else 0.0
    along = np.exp(-from_sun * (1.5 if not day else 0.4))
    surface = globe(canvas, limb, away, cx, cy, radius)
    lit = np.clip((0.9 if day else 0.05) + (0.9 if not day else 0.3) * np.exp(-from_sun * 2.6), 0, 1)
    depth = np.clip(-limb / (0.10 + 0.5 * day), 0, 1)
    ground = surface * (lit * (1 - 0.75 * depth * (1 - day)))[..., None]
    edge = np.exp(-np.abs(limb) / 0.05) * along
    added(ground, air, np.asarray(0.5 * edge + 0.05 * along, np.float32))
    laid(picture, np.asarray(ground, np.float32), step(0.0015, -0.0015, limb))
    outside = np.where(limb > 0, np.exp(-limb / 0.016), np.exp(limb / 0.035)).astype(np.float32)
    added(picture, air, np.asarray(outside * along * 1.5, np.float32))
    added(picture, warm, np.asarray(np.exp(-np.abs(limb) / 0.008) * np.exp(-from_sun * 3.5) * 3.0, np.float32))
    visible = step(-0.012, 0.006, limb)
    power = visible * step(0.027, 0.008, from_sun) * 10 + 0.5 * np.exp(-from_sun * 9) + 0.10 * np.exp(-from_sun * 2.6)
    added(picture, warm, np.asarray(power, np.float32))
    flared(picture, warm, sun)
    if not day:
        lit_cities(picture, canvas, limb, from_sun)
    return Painting(
        picture, sun, warm * np.float32(3), mix(air, light("101830"), 0.6), top, 0.1, indoors=True, bloom=1.5
    )


def globe(canvas: Canvas, limb: Float, away: Float, cx: float, cy: float, radius: float) -> Float:
    """Return sea, land and cloud bent over a ball seen from close above."""
    import cv2

    rng = canvas.dice("planet")
    height, width = limb.shape
    xx = (np.arange(width, dtype=np.float32)[None, :] / width - np.float32(cx)) * np.float32(width / height)
    yy = np.arange(height, dtype=np.float32)[:, None] / height - np.float32(cy)
    depth = np.sqrt(np.clip(1 - (away / np.float32(radius)) ** 2, 0, 1))
    bearing = np.arctan2(xx, -yy)
    size = 480
    cloud, bend = tile(rng, size, 4, 6, 0.58), tile(rng, size, 3, 4, 0.5)
    land = tile(rng, size, 2, 6, 0.55)
    u = np.mod(bearing * (size * 0.8) + 60, size).astype(np.float32)
    v = np.mod(depth * (size * 1.1), size).astype(np.float32)
    wave = cv2.remap(bend, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP) * np.float32(16)
    sky = cv2.remap(
        cloud, np.mod(u + wave, size), np.mod(v + 0.7 * wave, size), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )
    soil = cv2.remap(land, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    coast = step(0.5, 0.65, soil)[..., None]
    arid = step(0.6, 1.6, np.asarray(soil + 0.03 * wave, np.float32))[..., None]
    base = light("123a6c") * (1 - coast) + (light("4a5038") * (1 - arid) + light("8a7250") * arid) * coast
    white = (0.9 * step(-0.3, 2.0, sky) ** 1.5)[..., None]
    return np.asarray(base * (1 - white) + light("f4f6fa") * white, np.float32)


def lit_cities(picture: Float, canvas: Canvas, limb: Float, from_sun: Float) -> None:
    """Add the lights of cities on the night side; changes the picture."""
    rng = canvas.dice("cities")
    height, width = limb.shape
    where = field(rng, height // 2, width // 2, 3, 5, 0.65, 2.5)
    mask = resized(step(1.0, 2.2, where), width, height)
    spark = (rng.random((height, width), np.float32) ** 5) * mask
    spark = (spark + 0.9 * blurred(spark, height / 420)) * step(-0.02, -0.08, limb) * step(0.25, 0.8, from_sun)
    added(picture, light("ffb45a"), np.asarray(0.9 * spark, np.float32))


def _moon(picture: Float, canvas: Canvas, at: tuple[float, float], radius: float, side: int) -> None:
    rng = canvas.dice("moon")
    height, width = picture.shape[:2]
    away = distance(height, width, *at) / np.float32(radius)
    inside = step(1.0, 1.0 - 2.2 / (radius * height), away)
    xx = (np.arange(width, dtype=np.float32)[None, :] / width - np.float32(at[0])) * np.float32(width / height / radius)
    yy = (np.arange(height, dtype=np.float32)[:, None] / height - np.float32(at[1])) / np.float32(radius)
    zz = np.sqrt(np.clip(1 - away * away, 0, 1))
    rough = field(rng, height, width, 1.6 / radius, 6, 0.66)
    relief = (np.roll(rough, -side, 1) - rough) * np.float32(0.06 * radius * height / 60)
    lamp = np.clip(0.86 * side * xx - 0.42 * yy + 0.3 * zz + relief * zz, 0, 1)
    seas = 0.42 + 0.2 * np.tanh(0.9 * field(rng, height, width, 0.7 / radius, 4))
    for _ in range(26):
        a, r = rng.uniform(0, 6.28), rng.random() ** 0.5 * 0.95
        size = float(rng.uniform(0.02, 0.13)) * (1 - 0.4 * r)
        px, py = np.cos(a) * r, np.sin(a) * r
        # A crater touches nothing beyond twice its size.
        columns = np.flatnonzero(np.abs(xx[0] - px) < 2 * size)
        rows = np.flatnonzero(np.abs(yy[:, 0] - py) < 2 * size)
        if not columns.size or not rows.size:
            continue
        part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        ring = np.sqrt((xx[:, part[1]] - px) ** 2 + (yy[part[0]] - py) ** 2) / np.float32(size)
        lean = ((xx[:, part[1]] - px) * side - (yy[part[0]] - py) * 0.5) / np.float32(size)
        bowl = np.exp(-(((ring - 1) / 0.25) ** 2)) * (0.5 + 0.5 * lean) - np.exp(-(ring**4)) * (0.25 + 0.4 * lean)
        lamp[part] = np.clip(lamp[part] * (1 + 0.55 * bowl), 0, 1.2)
    face = (lamp * seas * 1.5)[..., None] * np.array([0.9, 0.97, 1.0], np.float32)
    laid(picture, np.asarray(face, np.float32), inside)
    added(
        picture, light("b8c8e8"), np.asarray(0.05 * (1 - inside) * np.exp(-np.maximum(away - 1, 0) * 3.5), np.float32)
    )


def flared(picture: Float, colour: Float, sun: tuple[float, float]) -> None:
    """Add the lens's faint ghosts and an anamorphic streak."""
    height, width = picture.shape[:2]
    yy = np.abs(np.arange(height, dtype=np.float32) / height - np.float32(sun[1]))[:, None]
    xx = np.abs(np.arange(width, dtype=np.float32) / width - np.float32(sun[0]))[None, :]
    added(
        picture, mix(colour, light("7ab0ff"), 0.6), np.asarray(0.5 * np.exp(-yy * 260) * np.exp(-xx * 4.5), np.float32)
    )
    for reach, size, power in ((-0.35, 0.03, 0.05), (-0.8, 0.07, 0.03), (-1.3, 0.12, 0.02)):
        x, y = 0.5 + (0.5 - sun[0]) * -reach, 0.5 + (0.5 - sun[1]) * -reach
        added(picture, colour, power * step(size, size * 0.8, distance(height, width, x, y)))
