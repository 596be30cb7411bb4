"""Interior: a dim room, a window's light lying across its wall, dust in the beam."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, lounge
from nbstudio.picture.scenery.air import added, blurred, distance, laid, resized, shafts
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, step
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.weathers import motes

WALLS = ("8a7a6c", "6a7478", "7c6a70", "8a8478", "5c6660", "94705c")


def draw(canvas: Canvas) -> Painting:
    """Paint a wall with window light on it, the window itself, or the room with what stands in it."""
    rng = canvas.dice("place")
    kind = rng.random()
    if kind < 0.42:
        return lounge.draw(canvas, rng)
    return _window(canvas, rng) if kind < 0.68 else _patch(canvas, rng)


def _lamp(canvas: Canvas) -> tuple[Float, Float]:
    """Return the light through the window and what fills the room."""
    tone = canvas.tone
    if tone.dark:
        return light("9ab8ff", 0.9), light("1c2440")
    peak = tone.sun / max(float(tone.sun.max()), 1e-3)
    veiled = canvas.weather != "clear"
    return (
        mix(peak, tone.horizon, 0.7) * np.float32(1.2) if veiled else peak * np.float32(2.6)
    ), tone.shade * np.float32(0.35)


def _patch(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """A wall and a floor; panes, blinds or leaves throw their shadow from outside."""
    import cv2

    height, width = canvas.height, canvas.width
    key, fill = _lamp(canvas)
    wall = light(WALLS[int(rng.integers(len(WALLS)))])
    side = -1 if rng.random() < 0.5 else 1
    sun = (0.5 + side * 0.75, 0.1)
    rough = 1 + 0.05 * field(canvas.dice("plaster"), height, width, 5, 6, 0.7)
    away = distance(height, width, 0.5 + side * 0.55, 0.25)
    picture = np.asarray(
        wall
        * (fill * np.float32(1.0) + key * np.float32(0.035))[None, None]
        * (0.45 + 1.4 * np.exp(-away * 1.5))[..., None],
        np.float32,
    )
    small_w, small_h = width // 2, height // 2
    gobo = np.zeros((small_h, small_w), np.uint8)
    kind = int(rng.integers(3))
    x0, x1 = 0.5 - side * float(rng.uniform(-0.04, 0.12)) - 0.24, 0.5 - side * float(rng.uniform(-0.04, 0.12)) + 0.24
    y0, y1 = 0.1, float(rng.uniform(0.62, 0.8))
    slant, drop = -side * float(rng.uniform(0.05, 0.16)), side * float(rng.uniform(0.04, 0.14))

    def at(u: float, v: float) -> tuple[int, int]:
        x = x0 + (x1 - x0) * u + slant * v
        y = y0 + (y1 - y0) * v - drop * (u - 0.5)
        return round(x * small_w * 8), round(y * small_h * 8)

    def pane(u0: float, v0: float, u1: float, v1: float) -> None:
        quad = np.array([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], np.int32)
        cv2.fillPoly(gobo, [quad], 255, cv2.LINE_AA, 3)

    if kind == 1:
        slats = int(rng.integers(9, 15))
        for i in range(slats):
            pane(0, i / slats, 1, (i + 0.55) / slats)
    else:
        columns, rows = int(rng.integers(2, 4)), int(rng.integers(2, 4))
        for c in range(columns):
            for r in range(rows):
                pane(c / columns + 0.02, r / rows + 0.02, (c + 1) / columns - 0.02, (r + 1) / rows - 0.02)
    beam = blurred(gobo.astype(np.float32) / 255, small_h / 220)
    far = blurred(gobo.astype(np.float32) / 255, small_h / 60)
    blend = np.linspace(0, 1, small_h, dtype=np.float32)[:, None] * 0.7
    beam = beam * (1 - blend) + far * blend
    if kind == 2:
        leaves = field(canvas.dice("leaves"), small_h, small_w, 2.2, 2) + field(
            canvas.dice("twigs"), small_h, small_w, 11, 4, 0.75
        )
        beam *= 0.10 + 0.90 * blurred(step(0.35, -0.15, leaves), small_h / 90)
    patch = resized(np.asarray(beam, np.float32), width, height)
    added(picture, key * wall, np.asarray(patch * rough * 1.5, np.float32))
    # Light that lies on a wall lights the room around it.
    added(picture, key * wall, 0.34 * blurred(patch, height / 7))
    picture *= rough[..., None]
    _skirting(canvas, picture, key, fill, rng)
    shaft = blurred(_shaft(height // 4, width // 4, side, 0.3), 2)
    smoke = 0.7 + 0.3 * np.tanh(field(canvas.dice("smoke"), height // 4, width // 4, 2.5, 4))
    added(picture, key, resized(np.asarray(shaft * smoke * 0.06, np.float32), width, height))
    return _done(canvas, picture, sun, key, mix(fill, wall, 0.3), 0.84)


def _shaft(height: int, width: int, side: int, slope: float) -> Float:
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    xx = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * np.float32(side)
    off = yy - 0.45 + (xx + 0.1) * np.float32(slope * 2.2)
    bars = np.zeros((height, width), np.float32)
    for seat, wide in ((-0.2, 0.06), (0.0, 0.07), (0.2, 0.06)):
        bars += np.exp(-(((off - seat) / wide) ** 2))
    return np.asarray(bars * np.clip(0.35 + xx * 1.1, 0, 1), np.float32)


def _skirting(canvas: Canvas, picture: Float, key: Float, fill: Float, rng: np.random.Generator) -> None:
    """Lay a floor of boards under the wall, shining back a little of it."""
    height, width = picture.shape[:2]
    seam = int(height * float(rng.uniform(0.84, 0.92)))
    rows = height - seam
    glint = blurred(np.ascontiguousarray(picture[seam - rows : seam][::-1]), height / 50)
    below = np.arange(rows, dtype=np.float32)[:, None] / height + 0.06
    across = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) / below
    boards = np.abs(np.mod(across * 0.9, 1.0) - 0.5)
    gap = 1 - 0.5 * step(0.485, 0.5, np.asarray(boards, np.float32))
    grain = 1 + 0.06 * field(canvas.dice("boards"), rows, width, 10, 3, 0.5, 5.0)
    picture[seam:] = (glint * 0.45 + light("4a3424") * (fill * 1.2 + key * 0.05)) * (gap * grain)[..., None]
    picture[seam - max(2, height // 50) : seam] *= 0.8
    picture[seam - 1 : seam + max(1, height // 240)] *= 0.35


def _window(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """The window itself, the sky in it, curtains, the room dark around."""
    import cv2

    height, width = canvas.height, canvas.width
    key, fill = _lamp(canvas)
    wall = light(WALLS[int(rng.integers(len(WALLS)))])
    centre = 0.5 + (-1 if rng.random() < 0.5 else 1) * float(rng.uniform(0.12, 0.26))
    half, top, base = float(rng.uniform(0.11, 0.19)), float(rng.uniform(0.06, 0.14)), float(rng.uniform(0.68, 0.8))
    outside = heavens.sky(canvas, (centre + 0.1, 0.4), 0.85, detail=0.4)
    view = blurred(outside, height / 120) * np.float32(1.6) + mix(key, canvas.tone.horizon, 0.5) * np.float32(0.25)
    away = distance(height, width, centre, 0.4)
    rough = 1 + 0.05 * field(canvas.dice("plaster"), height, width, 5, 6, 0.7)
    picture = np.asarray(
        wall * (fill * 0.6 + key * 0.015) * (rough * (0.3 + 0.9 * np.exp(-away * 2.2)))[..., None], np.float32
    )
    mask = np.zeros((height, width), np.uint8)
    columns, rows = int(rng.integers(2, 4)), int(rng.integers(2, 5))
    bar = 0.008
    for c in range(columns):
        for r in range(rows):
            x0 = centre - half + 2 * half * c / columns + bar / 2
            x1 = centre - half + 2 * half * (c + 1) / columns - bar / 2
            y0, y1 = top + (base - top) * r / rows + bar, top + (base - top) * (r + 1) / rows - bar
            corners = [round(v * 8) for v in (x0 * width, y0 * height, x1 * width, y1 * height)]
            cv2.rectangle(mask, (corners[0], corners[1]), (corners[2], corners[3]), 255, -1, cv2.LINE_AA, 3)
    cover = blurred(mask.astype(np.float32) / 255, height / 500)
    laid(picture, view, cover)
    _curtains(canvas, picture, key, wall, centre, half, top, base)
    _skirting(canvas, picture, key, fill, rng)
    added(picture, key, np.asarray(0.06 * np.exp(-away * 3.2), np.float32))
    small = resized(np.minimum(picture * cover[..., None], 2.0), width // 4, height // 4)
    beams = shafts(small, centre, -0.1, reach=0.9)
    fade = np.exp(-distance(beams.shape[0], beams.shape[1], centre, 0.45) * 1.6)[..., None]
    picture += resized(blurred(beams * fade, height / 60), width, height) * np.float32(0.3)
    return _done(canvas, picture, (centre, 0.35), key, mix(fill, wall, 0.3), base)


def _curtains(
    canvas: Canvas, picture: Float, key: Float, wall: Float, centre: float, half: float, top: float, base: float
) -> None:
    height, width = picture.shape[:2]
    rng = canvas.dice("curtains")
    xx = np.arange(width, dtype=np.float32)[None, :] / width
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    for side in (-1, 1):
        outer, inner = centre + side * (half + 0.1), centre + side * half * float(rng.uniform(0.62, 0.9))
        sway = 0.012 * np.sin(yy * 5 + float(rng.uniform(0, 6)))
        low, high = min(outer, inner), max(outer, inner)
        inside = step(low - 0.004, low + 0.004, xx - sway) * step(high + 0.004, high - 0.004, xx - sway)
        inside = inside * (yy > top - 0.05) * (yy < base + 0.16)
        folds = np.sin((xx - sway) * 210 * (1 + 0.1 * yy) + 1.5 * np.sin(xx * 60)) * 0.5 + 0.5
        lit = 0.12 + 0.5 * folds * np.exp(-np.abs(xx - centre) / 0.16)
        cloth = mix(wall, light("e8e0d4"), 0.5) * key * np.asarray(lit, np.float32)[..., None] * np.float32(0.42)
        cloth = np.broadcast_to(cloth, picture.shape)
        laid(picture, np.asarray(cloth, np.float32), np.asarray(inside * 0.86, np.float32))


def _done(
    canvas: Canvas, picture: Float, sun: tuple[float, float], key: Float, ambient: Float, horizon: float
) -> Painting:
    painting = Painting(picture, sun, key, ambient, horizon, 0.15, indoors=True, bloom=1.2)
    return Painting(picture, sun, key, ambient, horizon, 0.15, motes(canvas, painting), indoors=True, bloom=1.2)
