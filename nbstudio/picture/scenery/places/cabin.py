"""Cabin: inside a spacecraft; a round window with the planet in it, ribs and panels, small lamps in the dark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, dimmed, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, step
from nbstudio.picture.scenery.places import orbit
from nbstudio.picture.scenery.tone import light, mix
from nbstudio.picture.scenery.weathers import motes

WALLS = ("3c444c", "40484a", "46464c")
LAMPS = ("ffb45a", "ffb45a", "5ad0ff", "9affb0", "ff5a4a", "e8f0ff")
KEYS = {
    "night": ("9cc4ff", 1.5, "1a2a4c"),
    "dawn": ("ffb682", 3.2, "34304c"),
    "day": ("f4f6ff", 3.4, "506884"),
    "dusk": ("ff8a58", 2.8, "34284a"),
}


def draw(canvas: Canvas) -> Painting:
    """Paint the wall with its window, or a corridor that leads to one."""
    rng = canvas.dice("place")
    return _porthole(canvas, rng) if rng.random() < 0.62 else _corridor(canvas, rng)


def _light(canvas: Canvas) -> tuple[Float, Float]:
    """Return the light through the window and what fills the cabin."""
    key, strength, fill = KEYS.get(canvas.time, KEYS["day"])
    return light(key, strength), light(fill)


def _outside(canvas: Canvas, height: int, width: int) -> Float:
    """Return what the window shows, (height, width, 3)."""
    small = replace(canvas, width=max(64, round(0.7 * width)), height=max(48, round(0.7 * height)))
    return resized(orbit.draw(small).picture, width, height)


def _porthole(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """The window, near, on one side; panels around it, its light lying on them."""
    height, width = canvas.height, canvas.width
    key, fill = _light(canvas)
    side = -1 if rng.random() < 0.5 else 1
    x, y, radius = (
        0.5 + side * float(rng.uniform(0.13, 0.25)),
        float(rng.uniform(0.38, 0.46)),
        float(rng.uniform(0.25, 0.33)),
    )
    away = distance(height, width, x, y)
    wall = light(WALLS[int(rng.integers(len(WALLS)))])
    worn = 1 + 0.06 * field(canvas.dice("wall"), height, width, 9, 5, 0.6)
    fall = np.exp(-np.maximum(away - radius, 0) * 2.6)
    picture = np.asarray(wall * fill * (0.9 + 0.6 * fall)[..., None] * worn[..., None], np.float32)
    added(picture, wall * key, np.asarray(0.16 * fall * worn, np.float32))
    _panels(canvas, picture, key)
    _rim(picture, away, radius, (x, y), key, wall)
    inside = step(radius, radius - 3.0 / height, away)
    _view(canvas, picture, (x, y), radius, inside)
    _lamps(canvas, picture, (x, y, radius * 1.45))
    added(picture, key, np.asarray(0.035 * np.exp(-np.maximum(away - radius, 0) * 3.0) * (1 - inside), np.float32))
    return _done(canvas, picture, (x, y), key, mix(fill, wall, 0.3))


def _view(canvas: Canvas, picture: Float, at: tuple[float, float], radius: float, inside: Float) -> None:
    """Lay the world outside into the window, behind two panes that show faintly; changes the picture."""
    height, width = picture.shape[:2]
    reach = round(radius * height) + 2
    left, top = round(at[0] * width) - reach, round(at[1] * height) - reach
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + 2 * reach), min(height, top + 2 * reach)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    seen = _outside(canvas, 2 * reach, round(2.8 * reach))
    shift = round(0.4 * reach)
    part = seen[y0 - top : y1 - top, x0 - left + shift : x1 - left + shift] * np.float32(1.15)
    cover = inside[y0:y1, x0:x1]
    glass = np.ascontiguousarray(picture[y0:y1, x0:x1])
    laid(glass, np.ascontiguousarray(part), cover)
    picture[y0:y1, x0:x1] = glass


def _rim(picture: Float, away: Float, radius: float, at: tuple[float, float], key: Float, wall: Float) -> None:
    """Lay a bevelled ring with bolts around the window; changes the picture."""
    height, width = picture.shape[:2]
    outer = radius * 1.24
    ring = (away - radius) / (outer - radius)
    cover = step(-0.02, 0.02, np.asarray(ring, np.float32)) * step(1.02, 0.98, np.asarray(ring, np.float32))
    yy = (np.arange(height, dtype=np.float32)[:, None] / height - np.float32(at[1])) / np.maximum(away, 1e-3)
    # The inner slope sees the light, the face of the ring only what the cabin has.
    slope = np.exp(-((ring / 0.22) ** 2)) * (0.75 + 0.55 * yy)
    face = 0.12 + 0.05 * yy + 0.10 * np.exp(-(((ring - 0.95) / 0.06) ** 2)) * (0.5 - 0.5 * yy)
    metal = mix(wall, light("9aa4ac"), 0.35)
    colour = (slope * 0.55 + face)[..., None] * (metal * key) + metal * np.float32(0.03)
    laid(picture, np.asarray(colour, np.float32), np.asarray(cover, np.float32))
    shadow = np.exp(-((np.maximum(ring - 1, 0) / 0.22) ** 2)) * (ring > 1)
    dimmed(picture, np.asarray(1 - 0.55 * shadow, np.float32))
    middle, bolt = (radius + outer) / 2, 0.085 * radius
    reach = round(bolt * height) + 2
    for turn in np.arange(12) * (2 * np.pi / 12) + 0.26:
        column = round(at[0] * width + float(np.cos(turn)) * middle * height)
        row = round((at[1] + float(np.sin(turn)) * middle) * height)
        if not (reach <= column < width - reach and reach <= row < height - reach):
            continue
        part = picture[row - reach : row + reach + 1, column - reach : column + reach + 1]
        yy, xx = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32) / np.float32(height)
        head = step(bolt, bolt * 0.8, np.asarray(np.hypot(xx, yy), np.float32))[..., None] * np.float32(0.9)
        glint = step(bolt * 0.7, bolt * 0.2, np.asarray(np.hypot(xx, yy + 0.25 * bolt), np.float32))[..., None]
        part += (metal * key * np.float32(0.05) - part) * head + metal * key * np.float32(0.22) * glint


def _panels(canvas: Canvas, picture: Float, key: Float) -> None:
    """Cut the wall into plates: seams with a lit lower lip, some plates a little darker; changes the picture."""
    rng = canvas.dice("panels")
    height, width = picture.shape[:2]
    seam = max(1, height // 360)
    xs = np.cumsum(rng.uniform(0.10, 0.26, 12))
    ys = np.cumsum(rng.uniform(0.16, 0.34, 7)) - 0.1
    for i, x in enumerate(xs[xs < 1]):
        column = round(float(x) * width)
        before = round(float(xs[i - 1] if i else 0.0) * width)
        picture[:, before:column] *= np.float32(rng.uniform(0.6, 1.15))
        picture[:, column : column + seam] *= 0.2
        picture[:, column + seam : column + 2 * seam] *= 1.9
    for y in ys[(ys > 0) & (ys < 1)]:
        row = round(float(y) * height)
        picture[row : row + seam] *= 0.2
        picture[row + seam : row + 2 * seam] *= 1.9
    for x in xs[xs < 1]:
        for y in ys[(ys > 0) & (ys < 1)]:
            for dx, dy in ((-0.012, -0.02), (0.012, -0.02), (-0.012, 0.02), (0.012, 0.02)):
                row, column = round((float(y) + dy) * height), round((float(x) + dx) * width)
                if 1 <= row < height - 1 and 1 <= column < width - 1:
                    picture[row, column - 1 : column + 1] *= 0.4
                    picture[row - 1, column] += key * np.float32(0.02)


def _lamps(canvas: Canvas, picture: Float, keep: tuple[float, float, float]) -> None:
    """Light rows of small lamps and a few dim screens on the panels, none within `keep`; changes the picture."""
    rng = canvas.dice("lamps")
    height, width = picture.shape[:2]
    glow = np.zeros((height, width, 3), np.float32)
    for _ in range(int(rng.integers(5, 9))):
        x, y = float(rng.uniform(0.03, 0.95)), float(rng.uniform(0.12, 0.92))
        colour = light(LAMPS[int(rng.integers(len(LAMPS)))])
        count, across = int(rng.integers(2, 7)), rng.random() < 0.6
        if np.hypot((x - keep[0]) * width / height, y - keep[1]) < keep[2] + 0.1:
            continue
        if rng.random() < 0.3:
            rows, columns = (
                slice(round(y * height), round((y + 0.05) * height)),
                slice(round(x * width), round((x + 0.06) * width)),
            )
            screen = np.abs(np.sin(np.arange(columns.stop - columns.start) * 0.37 + x * 40))[None, :, None]
            glow[rows, columns] += (colour * np.float32(0.12) * (0.5 + screen)).astype(np.float32)[
                :, : glow[rows, columns].shape[1]
            ]
            continue
        for i in range(count):
            if rng.random() < 0.25:
                continue
            row = round((y + (0 if across else 0.022 * i)) * height)
            column = round((x + (0.013 * i if across else 0)) * width)
            size = max(1, height // 300)
            glow[max(0, row) : row + size, max(0, column) : column + 2 * size] += colour * np.float32(2.4)
    picture += glow + np.float32(3.0) * blurred(glow, height / 130) + np.float32(2.2) * blurred(glow, height / 40)


def _corridor(canvas: Canvas, rng: np.random.Generator) -> Painting:
    """Ribs one behind the other, strips of lamps along the corners, a window at the end."""
    height, width = canvas.height, canvas.width
    key, fill = _light(canvas)
    x, y = 0.5 + float(rng.uniform(-0.14, 0.14)), float(rng.uniform(0.42, 0.5))
    xx = (np.arange(width, dtype=np.float32)[None, :] / width - np.float32(x)) * np.float32(width / height)
    yy = np.arange(height, dtype=np.float32)[:, None] / height - np.float32(y)
    # An eight-sided tube: how far out a pixel is tells how near its wall is.
    square = np.maximum(np.abs(xx) / 1.12, np.abs(yy))
    out = np.maximum(np.maximum(square, (np.abs(xx) / 1.12 + np.abs(yy)) / 1.42), 0.012).astype(np.float32)
    depth = np.float32(0.42) / out
    wall = light(WALLS[int(rng.integers(len(WALLS)))])
    end = 0.115
    lit = np.exp(-np.maximum(out - end, 0) * 3.4)
    worn = 1 + 0.05 * field(canvas.dice("wall"), height, width, 9, 4, 0.6)
    picture = np.asarray(wall * fill * (0.5 + 0.4 * lit)[..., None] * worn[..., None], np.float32)
    added(picture, wall * key, np.asarray(0.22 * lit * worn, np.float32))
    phase = np.mod(depth * np.float32(1.35), 1.0).astype(np.float32)
    rib = step(0.0, 0.03, phase) * step(0.24, 0.2, phase)
    lip = np.exp(-(((phase - 0.22) / 0.025) ** 2))
    dimmed(picture, np.asarray(1 - 0.62 * rib, np.float32))
    added(picture, wall * key, np.asarray(0.5 * lip * lit, np.float32))
    angle = np.arctan2(yy, xx / 1.12)
    plates = np.abs(np.mod(angle * np.float32(16 / np.pi), 1.0) - 0.5)
    dimmed(picture, np.asarray(1 - 0.4 * step(0.46, 0.5, np.asarray(plates, np.float32)) * (1 - rib), np.float32))
    strip = light("d8ecff" if canvas.time != "dawn" else "ffe0c0")
    for at in (0.25, 0.75):
        for sign in (-1.0, 1.0):
            apart = np.abs(angle - np.float32(sign * np.pi * at)) * out
            line = step(0.012, 0.004, np.asarray(apart / np.maximum(out * 2.2, 0.05), np.float32)) * (1 - rib)
            added(
                picture,
                strip,
                np.asarray((0.9 if sign < 0 else 0.25) * line * np.clip(0.2 + 0.5 * lit, 0, 1), np.float32),
            )
    floor = step(0.0, 0.25, np.asarray(yy / np.maximum(out, 1e-3) - 0.72, np.float32))
    dimmed(picture, np.asarray(1 - 0.45 * floor, np.float32))
    _lamps(canvas, picture, (x, y, 0.2))
    away = distance(height, width, x, y)
    _rim(picture, away, end, (x, y), key * np.float32(0.8), wall)
    _view(canvas, picture, (x, y), end, step(end, end - 3.0 / height, away))
    added(picture, key, np.asarray(0.05 * np.exp(-away * 3.2), np.float32))
    return _done(canvas, picture, (x, y - 0.05), key, mix(fill, wall, 0.3))


def _done(canvas: Canvas, picture: Float, sun: tuple[float, float], key: Float, ambient: Float) -> Painting:
    painting = Painting(picture, sun, key, ambient, 0.84, 0.1, indoors=True, bloom=1.2)
    return replace(painting, front=motes(canvas, painting))
