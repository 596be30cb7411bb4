"""Cemetery: stones and crosses in rows that lean, bare trees, mist over the grass, a gate or a chapel behind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery import heavens, land
from nbstudio.picture.scenery.air import blurred, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.hall import Hall, panel
from nbstudio.picture.scenery.noise import Float, field, tile
from nbstudio.picture.scenery.ridges import ridges
from nbstudio.picture.scenery.tone import light, mix

GRASS = ("4c5a34", "5a5634", "3e4c3a")


def draw(canvas: Canvas) -> Painting:
    """Paint a churchyard."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    horizon = float(rng.uniform(0.46, 0.6))
    sun = heavens.sun_at(canvas, horizon - 0.06, rng)
    picture = heavens.sky(canvas, sun, horizon)
    far = land.veil(picture, horizon)[0].mean(axis=0)
    ridges(canvas, picture, far, horizon - 0.08, int(rng.integers(1, 3)), 0.3)
    hall = Hall(
        height,
        width,
        1e4,
        1e4,
        float(rng.choice([0.8, 1.5, 2.4])),
        1e4,
        200.0,
        float(rng.uniform(0.35, 0.65)),
        horizon,
        0.85,
    )
    ambient = np.asarray(mix(tone.shade, tone.middle, 0.45) * np.float32(0.6 if not tone.dark else 0.45), np.float32)
    sunny = tone.sun * np.float32(0.12 + 0.2 * tone.height)
    grain = hall.worn(tile(canvas.dice("grass"), 240, 9, 5, 0.7), 2.5) + hall.worn(
        tile(canvas.dice("turf"), 240, 4, 4, 0.6), 12.0
    )
    grass = light(GRASS[int(rng.integers(len(GRASS)))] if canvas.weather != "snow" else "dce2ea")
    ground = np.asarray(grass * (ambient + sunny) * (1 + 0.28 * grain)[..., None], np.float32)
    path = np.abs(hall.across + np.float32(0.5) - 0.0012 * hall.depth**2 * float(rng.choice([-1, 1]))) < 0.8
    ground[path] = (
        light("8a8070" if canvas.weather != "snow" else "c8ccd4") * (ambient + sunny) * (1 + 0.2 * grain)[..., None]
    )[path]
    clear = np.exp(-hall.depth * np.float32(0.010 + 0.05 * tone.haze**2))[..., None]
    ground = ground * clear + far * np.float32(0.85) * (1 - clear)
    below = np.arange(height, dtype=np.float32)[:, None] / height > horizon
    laid(picture, np.asarray(ground, np.float32), np.asarray(np.broadcast_to(below, (height, width)), np.float32))
    side = -1.0 if rng.random() < 0.5 else 1.0
    dark = np.asarray(ambient * np.float32(0.08) + np.float32(0.002), np.float32)
    if rng.random() < 0.6:
        _chapel(hall, picture, side * float(rng.uniform(6, 14)), dark, far, tone.haze, tone.dark)
    _stones(canvas, hall, picture, ambient, sunny, far, sun, rng)
    _mist(canvas, picture, far, horizon)
    for _ in range(int(rng.integers(1, 3))):
        x = 0.5 + side * float(rng.uniform(0.26, 0.52))
        _tree(picture, x, horizon + float(rng.uniform(0.10, 0.34)), float(rng.uniform(0.5, 0.85)), dark, rng)
        side = -side
    land.rays(picture, sun, 0.25 if not tone.dark else 0.12)
    return Painting(picture, sun, tone.sun, tone.shade, horizon, max(tone.haze, 0.4))


def _stones(
    canvas: Canvas,
    hall: Hall,
    picture: Float,
    ambient: Float,
    sunny: Float,
    far: Float,
    sun: tuple[float, float],
    rng: np.random.Generator,
) -> None:
    """Set the stones, far to near, each with its own shape and lean; changes the picture."""
    haze = canvas.tone.haze
    for row in range(11, -1, -1):
        z = 2.6 + 2.1 * row
        clear = float(np.exp(-z * (0.012 + 0.05 * haze**2)))
        for column in range(-9, 10):
            x = column * 1.7 + (0.8 if row % 2 else 0.0) + float(rng.normal(0, 0.14))
            if abs(x + 0.5) < 1.1 or rng.random() < 0.25:
                continue
            w, h = float(rng.uniform(0.24, 0.36)), float(rng.uniform(0.55, 1.15))
            lean = float(rng.normal(0, 0.05)) * h
            kind = rng.random()
            stone = light(str(rng.choice(["8a8a84", "6c6c68", "9a948a", "5c605c"])))
            lit_side = (sun[0] - 0.5) * 2 - x / (z + 4)
            body = stone * (ambient * np.float32(0.55) + sunny * np.float32(0.35 if lit_side * x < 0 else 0.12))
            body = np.asarray(body * np.float32(clear) + far * np.float32(0.8 * (1 - clear)), np.float32)
            foot = body * np.float32(0.45) if canvas.weather != "snow" else body * np.float32(0.9)
            shapes = _shape(kind, w, h)
            for shape in shapes:
                panel(picture, [hall.seen((x + u + lean * v / h, v, z)) for u, v in shape], body, foot)
            edge = w if sun[0] > hall.seen((x, 0.5, z))[0] / hall.width else -w
            rim = [
                hall.seen((x + edge * s + lean * v / h, v, z))
                for s, v in ((0.9, 0.02), (1.0, 0.02), (1.0, 0.8 * h), (0.9, 0.8 * h))
            ]
            if kind < 0.7:
                panel(picture, rim, body + sunny * np.float32(0.16 * clear))


def _shape(kind: float, w: float, h: float) -> list[list[tuple[float, float]]]:
    """Return the outlines of one stone: round-headed, square, or a cross."""
    if kind < 0.5:
        top = [(w * float(np.cos(a)), h - w * 0.7 + 0.7 * w * float(np.sin(a))) for a in np.linspace(0, np.pi, 14)]
        return [[(w, -0.05), *top, (-w, -0.05)]]
    if kind < 0.7:
        return [[(-w, -0.05), (w, -0.05), (w, h * 0.85), (0.0, h), (-w, h * 0.85)]]
    t = 0.28 * w
    return [
        [(-t, -0.05), (t, -0.05), (t, 1.25 * h), (-t, 1.25 * h)],
        [(-w, 0.82 * h), (w, 0.82 * h), (w, 0.82 * h + 2 * t), (-w, 0.82 * h + 2 * t)],
        [(-1.2 * w, -0.05), (1.2 * w, -0.05), (1.0 * w, 0.16), (-1.0 * w, 0.16)],
    ]


def _chapel(hall: Hall, picture: Float, x: float, dark: Float, far: Float, haze: float, night: bool) -> None:
    """Stand a small chapel far behind, its tower to one side; changes the picture."""
    z = 32.0
    clear = float(np.exp(-z * (0.010 + 0.04 * haze**2)))
    tone = np.asarray(dark * np.float32(clear) + far * np.float32(0.75 * (1 - clear)), np.float32)
    house = [(-3, 0), (3, 0), (3, 4), (0, 6.5), (-3, 4)]
    tower = [(2.6, 0), (5.0, 0), (5.0, 8.5), (3.8, 13.5), (2.6, 8.5)]
    for shape in (house, tower):
        panel(picture, [hall.seen((x + u, v, z)) for u, v in shape], tone)
    glow = light("ffb868", 0.7) if night else far * np.float32(0.5)
    for u in (-1.4, 0.6):
        panel(
            picture,
            [hall.seen((x + u + a, b, z)) for a, b in ((0, 1.4), (0.6, 1.4), (0.6, 2.8), (0.3, 3.3), (0, 2.8))],
            glow,
        )


def _mist(canvas: Canvas, picture: Float, far: Float, horizon: float) -> None:
    height, width = picture.shape[:2]
    drift = resized(field(canvas.dice("mist"), 40, 72, 2.4, 4, 0.55, 4.0), width, height)
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    bank = (
        np.exp(-(((rows - horizon - 0.05) / 0.09) ** 2))
        * (0.25 + 0.45 * canvas.tone.haze)
        * (0.6 + 0.5 * np.tanh(drift))
    )
    laid(picture, far * np.float32(0.95), np.asarray(np.clip(bank, 0, 0.85), np.float32))


def _tree(picture: Float, x: float, foot: float, tall: float, dark: Float, rng: np.random.Generator) -> None:
    """Grow a bare tree; changes the picture."""
    import cv2

    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)

    def grow(at: NDArray[np.float64], angle: float, long: float, thick: float, left: int) -> None:
        end = at + np.array([np.sin(angle), -np.cos(angle)]) * long
        bend = (at + end) / 2 + rng.normal(0, 0.06 * long, 2)
        curve = np.round(np.array([at, bend, end]) * 8).astype(np.int32)[:, None]
        cv2.polylines(mask, [curve], False, 255, max(1, round(thick)), cv2.LINE_AA, 3)
        if left == 0:
            return
        for turn in (-1.0, 1.0) if left > 1 or rng.random() < 0.8 else (1.0,):
            grow(
                end,
                angle + turn * float(rng.uniform(0.2, 0.62)),
                long * float(rng.uniform(0.62, 0.84)),
                thick * 0.66,
                left - 1,
            )
        if rng.random() < 0.5:
            grow(bend, angle + float(rng.choice([-0.8, 0.8])), long * 0.55, thick * 0.5, left - 1)

    unit = tall * height
    grow(np.array([x * width, foot * height]), float(rng.normal(0, 0.08)), 0.27 * unit, 0.045 * unit, 6)
    laid(picture, dark, blurred(mask.astype(np.float32) / np.float32(255), height / 1400))
