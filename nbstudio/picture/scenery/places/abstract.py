"""Abstract: silk, ink in water, lamps out of focus, leaking light; colour that goes with the hour."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, discs, distance, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, step, warped
from nbstudio.picture.scenery.tone import light, mix

# deep, body, light, spark
SCHEMES = {
    "dawn": (("3a2a4a", "b06a7a", "ffc8a0", "fff0dc"), ("24405a", "7a9ab0", "ffd8b0", "fff4e4")),
    "day": (("1c4a6a", "6aa8b8", "f0ead8", "ffffff"), ("5a4a6a", "d8a0a0", "f8e8d8", "ffffff")),
    "dusk": (("1c1440", "8a2f6a", "ff8a5a", "ffd8a8"), ("10243a", "2f6a7a", "ff9a5a", "ffe0b0")),
    "night": (
        ("04060f", "1a2f6a", "5a7ae0", "d8e4ff"),
        ("0a0414", "5a1f6a", "d85a9a", "ffd0e0"),
        ("020a0c", "0f4a50", "4ac0b0", "dcfff4"),
    ),
}


def draw(canvas: Canvas) -> Painting:
    """Paint one of four kinds of nothing in particular."""
    rng = canvas.dice("place")
    schemes = SCHEMES.get(canvas.time, SCHEMES["night"])
    colours = tuple(light(c) for c in schemes[int(rng.integers(len(schemes)))])
    sun = (float(rng.choice([0.15, 0.85])) + float(rng.uniform(-0.1, 0.1)), float(rng.uniform(0.05, 0.4)))
    kind = (_silk, _ink, _lamps, _leaks)[int(rng.integers(4))]
    picture = kind(canvas, colours, sun)
    return Painting(picture, sun, colours[2] * np.float32(2), mix(colours[0], colours[1], 0.5), 0.6, 0.3, indoors=True)


def _silk(canvas: Canvas, colours: tuple[Float, ...], sun: tuple[float, float]) -> Float:
    """Folded cloth: a warped surface, lit by its slope, with a sheen along the folds."""
    rng = canvas.dice("silk")
    height, width = canvas.height // 2, canvas.width // 2
    push = height * 0.3
    a, b = field(rng, height, width, 0.9, 3, 0.4, 1.4), field(rng, height, width, 1.1, 3, 0.4, 1.4)
    angle = float(rng.uniform(-0.8, 0.8))
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    xx = np.arange(width, dtype=np.float32)[None, :] / height
    along = yy * np.cos(angle) + xx * np.sin(angle)
    folds = np.sin((along * 9 + 1.9 * a + 0.9 * warped(b, push * a, push * b)) * np.float32(rng.uniform(0.8, 1.5)))
    folds = 0.7 * folds + 0.3 * np.sin(along * 21 + 4.2 * b + 2.0 * a)
    gy, gx = np.gradient(np.asarray(folds, np.float32))
    gx, gy = gx * np.float32(height / 30), gy * np.float32(height / 30)
    norm = np.sqrt(1 + gx * gx + gy * gy)
    dx, dy = sun[0] - 0.5, sun[1] - 0.5
    facing = np.clip((0.75 - (-gx * dx - gy * dy) * 1.3) / norm, 0, 1.3)
    sheen = np.clip((0.9 + gx * dx * 0.9 + gy * dy * 0.9) / norm, 0, 1) ** 18
    share = step(-1.2, 1.3, np.asarray(folds + 0.5 * a, np.float32))[..., None]
    body = colours[0] * (1 - share) + colours[1] * share
    fall = (0.35 + 1.0 * np.exp(-distance(height, width, *sun) * 1.3))[..., None]
    picture = body * (0.15 + 1.15 * facing[..., None]) * fall
    added(picture, colours[2], np.asarray(0.9 * sheen * fall[..., 0], np.float32))
    return resized(np.asarray(picture, np.float32), canvas.width, canvas.height)


def _ink(canvas: Canvas, colours: tuple[Float, ...], sun: tuple[float, float]) -> Float:
    """Ink sinking through water: noise folded into itself three times."""
    rng = canvas.dice("ink")
    height, width = canvas.height // 2, canvas.width // 2
    a, b = field(rng, height, width, 1.4, 4, 0.5), field(rng, height, width, 1.4, 4, 0.5)
    push = height * 0.17
    c = warped(field(rng, height, width, 2.0, 5, 0.52), push * a, push * b)
    d = warped(field(rng, height, width, 2.2, 6, 0.55), push * b, push * c)
    dense = warped(field(rng, height, width, 1.8, 7, 0.55), 1.3 * push * c, 1.3 * push * d)
    away = distance(height, width, *sun)
    ground = colours[0] * (0.5 + 1.1 * np.exp(-away * 1.2))[..., None]
    one, two = step(-0.3, 1.9, dense), step(0.1, 2.2, np.asarray(c + 0.5 * d, np.float32))
    edge = np.exp(-(((dense - 0.35) / 0.16) ** 2)) + 0.6 * np.exp(-(((d - 0.5) / 0.1) ** 2))
    picture = ground * (1 - one[..., None]) + colours[1] * (one * (0.7 + 0.5 * np.tanh(d)))[..., None]
    picture = picture * (1 - 0.7 * two[..., None]) + colours[2] * (0.7 * two * (0.5 + 0.4 * np.tanh(a)))[..., None]
    added(picture, colours[3], np.asarray(0.16 * edge * np.exp(-away * 0.8), np.float32))
    return resized(np.asarray(picture, np.float32), canvas.width, canvas.height)


def _lamps(canvas: Canvas, colours: tuple[Float, ...], _: tuple[float, float]) -> Float:
    """Lamps far out of focus, in depths, along a drifting line."""
    rng = canvas.dice("lamps")
    height, width = canvas.height, canvas.width
    wash = field(rng, height // 8, width // 8, 1.2, 2)
    share = resized(step(-1.5, 2.2, wash), width, height)[..., None]
    picture = np.asarray((colours[0] * (1 - share) + colours[1] * share) * 0.6, np.float32)
    tilt, seat = float(rng.uniform(-0.35, 0.35)), float(rng.uniform(0.4, 0.65))
    for count, radius, power, soft in ((90, 0.012, 0.7, 0.05), (46, 0.032, 0.4, 0.05), (14, 0.075, 0.22, 0.08)):
        x = rng.random(count)
        y = seat + tilt * (x - 0.5) + rng.normal(0, 0.07 + 2.2 * radius, count)
        points = np.stack([x * width, y * height], 1).astype(np.float32)
        radii = (radius * height * rng.uniform(0.7, 1.35, count)).astype(np.float32)
        pick = rng.random((count, 1)).astype(np.float32)
        tint = colours[2] * (1 - pick) + (colours[3] if radius < 0.02 else colours[1] * 1.6) * pick
        glow = tint * (power * rng.random((count, 1)) ** 1.5 * 1.8).astype(np.float32)
        picture += blurred(discs((height, width), points, radii, np.asarray(glow, np.float32)), radius * height * soft)
    return picture


def _leaks(canvas: Canvas, colours: tuple[Float, ...], sun: tuple[float, float]) -> Float:
    """Light that got into the camera: soft bars and burns at the edges over a quiet ground."""
    rng = canvas.dice("leaks")
    height, width = canvas.height // 4, canvas.width // 4
    base = field(rng, height, width, 0.8, 3, 0.5)
    share = step(-2.0, 2.2, base)[..., None]
    picture = np.asarray((colours[0] * (1 - share) + colours[1] * 0.7 * share), np.float32)
    xx = np.arange(width, dtype=np.float32)[None, :] / width
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    for _ in range(5):
        angle = float(rng.uniform(-0.5, 0.5))
        seat = sun[0] + float(rng.normal(0, 0.16))
        wide = float(rng.uniform(0.02, 0.16))
        bend = 0.05 * field(rng, height, width, 1.0, 2)
        bar = np.exp(-((np.abs(xx + (yy - 0.5) * angle + bend - seat) / wide) ** 1.6))
        bar *= 0.6 + 0.4 * np.tanh(field(rng, height, width, 1.5, 2))
        added(
            picture,
            colours[2] if rng.random() < 0.6 else colours[1] * 1.4,
            np.asarray(bar * rng.uniform(0.2, 0.7), np.float32),
        )
    burn = np.exp(-distance(height, width, *sun) * 3.0)
    added(picture, colours[3], np.asarray(0.9 * burn, np.float32))
    return np.asarray(resized(picture, canvas.width, canvas.height), np.float32)
