"""Glows: lights seen through a lens that is focused on something else, or through wet glass, or behind windows."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.closer import brush
from nbstudio.picture.person import Float, Setting


def lights(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return discs of light in rows that recede, and something dark and near at the frame's side."""
    import cv2

    height, width = back.shape[:2]
    out = back * np.float32(0.72)
    count = 46
    clear = np.ones((height // 2, width // 2, 3), np.float32)
    horizon = float(np.clip(setting.horizon, 0.4, 0.62))
    colours = brush.lamps(setting.back, rng, count)
    depth = np.sort(rng.beta(1.1, 2.0, count))
    side = rng.choice([-1.0, 1.0], count)
    for colour, near, s in zip(colours, depth, side, strict=True):
        x = 0.5 + s * (0.05 + 0.5 * near) + float(rng.normal(0, 0.05))
        y = horizon + float(rng.choice([-1.0, -1.0, 0.5])) * (0.03 + 0.3 * near) * float(rng.uniform(0.3, 1.2))
        radius = 0.012 + 0.055 * near
        _disc(clear, (x, y), radius, colour * np.float32(rng.uniform(0.14, 0.5)), edge=0.25)
    out = 1 - (1 - out) * cv2.resize(cv2.GaussianBlur(clear, (0, 0), 0.7), (width, height))
    mask = brush.blank(back)
    edge = float(rng.choice([-0.06, 1.06])) * width
    top = (edge + float(rng.uniform(-0.02, 0.02)) * width, -0.1 * height)
    brush.stroke(mask, brush.bent(top, (edge, 1.1 * height), 0.02), (0.34 * height, 0.42 * height))
    return np.asarray(out, np.float32), brush.lit(mask, setting, height / 32, body=0.12, clear=0.12)


def _disc(clear: Float, spot: tuple[float, float], radius: float, colour: Float, edge: float) -> None:
    """Hold back what light a disc adds: `clear` is multiplied; spot in fractions, radius in frame heights."""
    height, width = clear.shape[:2]
    x, y, r = spot[0] * width, spot[1] * height, max(1.0, radius * height)
    x0, x1, y0, y1 = max(0, int(x - r - 1)), int(x + r + 2), max(0, int(y - r - 1)), int(y + r + 2)
    part = clear[y0:y1, x0:x1]
    if not part.size:
        return
    yy, xx = np.mgrid[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]].astype(np.float32)
    away = np.hypot(xx - x, yy - y)
    cover = np.clip(r - away + 0.5, 0, 1) * (1 - edge + edge * np.clip((away / r) ** 6, 0, 1))
    part *= 1 - cover[..., None].astype(np.float32) * colour


def glass(back: Float, setting: Setting, rng: np.random.Generator) -> Float:
    """Return a wet pane before the lights: each drop holds the whole view upside down."""
    import cv2

    height, width = back.shape[:2]
    out = 1 - (1 - back * np.float32(0.8)) * (1 - np.float32(0.05) * np.array(setting.ambient, np.float32))
    count = 46
    clear = np.ones((height // 2, width // 2, 3), np.float32)
    colours = brush.lamps(setting.back, rng, count)
    for colour in colours:
        spot = (float(rng.uniform(0, 1)), float(rng.normal(0.55, 0.2)))
        _disc(clear, spot, float(rng.uniform(0.02, 0.06)), colour * np.float32(rng.uniform(0.1, 0.4)), edge=0)
    out = 1 - (1 - out) * cv2.resize(cv2.GaussianBlur(clear, (0, 0), 1.0), (width, height))
    out = np.asarray(out, np.float32)
    view = np.asarray(cv2.resize(out, (96, 54), interpolation=cv2.INTER_AREA)[::-1, ::-1], np.float32)
    # Trails first, then drops, small to large.
    fog = np.ones((height // 2, width // 2), np.float32)
    drops: list[tuple[float, float, float]] = []
    for _ in range(9):
        x, end = float(rng.uniform(0.03, 0.97)), float(rng.uniform(0.3, 1.05))
        y = float(rng.uniform(-0.1, 0.3))
        points = [(x, y)]
        while y < end:
            x, y = x + float(rng.normal(0, 0.0035)), y + 0.03
            points.append((x, y))
            if rng.random() < 0.4:
                drops.append((x + float(rng.normal(0, 0.002)), y, float(rng.uniform(0.002, 0.005))))
        line = np.round(np.array(points) * [width / 2, height / 2]).astype(np.int32)
        cv2.polylines(fog, [line], False, 0.55, max(1, round(0.006 * height)), cv2.LINE_AA)
        drops.append((x, y, float(rng.uniform(0.016, 0.026))))
    fog = cv2.resize(cv2.GaussianBlur(fog, (0, 0), 1.5), (width, height))[..., None]
    out *= 0.82 + 0.18 * fog
    size = rng.gamma(1.5, 0.0052, 420)
    drops += [(float(x), float(y), float(r)) for x, y, r in zip(rng.random(420), rng.random(420), size, strict=True)]
    for x, y, r in sorted(drops, key=lambda drop: drop[2]):
        _drop(out, view, x * width, y * height, max(1.2, min(0.03, r) * height))
    return np.asarray(np.clip(out, 0, 1), np.float32)


def _drop(picture: Float, view: Float, x: float, y: float, r: float) -> None:
    """Put one drop on a picture (which is changed): the view small in it, dark above, a light below."""
    import cv2

    height, width = picture.shape[:2]
    tall = 1.15 * r
    x0, x1, y0, y1 = int(x - r) - 1, int(x + r) + 2, int(y - tall) - 1, int(y + tall) + 2
    if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
        return
    yy, xx = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    u, v = (xx - x) / r, (yy - y) / tall
    away = np.sqrt(u * u + v * v)
    cover = np.clip((1 - away) * r * 0.8, 0, 1)
    bulge = 0.5 + 0.46 * np.stack([u, v]) * (0.55 + 0.45 * away)
    columns, rows = np.clip(bulge[0] * 95, 0, 95), np.clip(bulge[1] * 53, 0, 53)
    seen = cv2.remap(view, columns.astype(np.float32), rows.astype(np.float32), cv2.INTER_LINEAR)
    shade = 0.55 + 0.85 * np.clip(0.5 + 0.6 * v, 0, 1) - 0.5 * np.clip(away - 0.72, 0, 1) * 2
    glint = np.exp(-((u + 0.32) ** 2 + (v + 0.42) ** 2) * 22) * 0.5
    drop = np.clip(seen * shade[..., None] * 1.25 + glint[..., None], 0, 1)
    part = picture[y0:y1, x0:x1]
    part += (drop - part) * cover[..., None].astype(np.float32)


def facade(back: Float, setting: Setting, rng: np.random.Generator) -> Float:
    """Return the wall of a tower at some distance: windows, behind some of them somebody's light."""
    import cv2

    height, width = back.shape[:2]
    ambient, key = np.array(setting.ambient, np.float32), np.array(setting.key, np.float32)
    bright = float(cv2.resize(setting.back, (8, 8), interpolation=cv2.INTER_AREA).mean())
    rows, columns = 5, int(rng.integers(8, 11))
    wall = ambient * np.float32(0.10 + 0.35 * bright)
    out = np.empty_like(back)
    out[:] = wall
    w, h = width / columns, height / rows
    warm = np.array([[0.35, 0.66, 1.0], [0.5, 0.78, 1.0], [0.85, 0.9, 0.92], [0.28, 0.52, 0.95]], np.float32)
    start = (-float(rng.uniform(0, 1)) * w, -float(rng.uniform(0, 1)) * h)
    mirror = cv2.resize(back, (width, height))[:, ::-1]
    for row in range(rows + 1):
        for column in range(columns + 1):
            x0, y0 = round(start[0] + (column + 0.12) * w), round(start[1] + (row + 0.16) * h)
            x1, y1 = round(start[0] + (column + 0.88) * w), round(start[1] + (row + 0.9) * h)
            a, b, c, d = max(0, x0), max(0, y0), min(width, x1), min(height, y1)
            if c <= a or d <= b:
                continue
            pane = mirror[b:d, a:c] * np.float32(0.45 + 0.3 * bright)
            if rng.random() < 0.34:
                colour = warm[int(rng.integers(len(warm)))] * np.float32(rng.uniform(0.45, 1.0))
                across = np.linspace(0, 1, c - a, dtype=np.float32)[None, :, None]
                down = np.linspace(0, 1, d - b, dtype=np.float32)[:, None, None]
                spot = float(rng.uniform(0.2, 0.8))
                glow = 0.45 + 0.75 * np.exp(-(((across - spot) / 0.4) ** 2) - ((down - 0.25) / 0.6) ** 2)
                drawn = float(rng.uniform(0.0, 0.45)) if rng.random() < 0.5 else 0.0
                glow = glow * np.where((across < drawn) | (across > 1 - drawn * 0.6), 0.55, 1.0)
                pane = pane * 0.3 + glow * colour * 0.85
                if rng.random() < 0.25:
                    _somebody(pane, rng)
            out[b:d, a:c] = pane
            middle = (a + c) // 2
            out[b:d, middle : middle + max(1, round(0.02 * w))] = wall * 0.6
            out[d : d + max(1, round(0.03 * h)), a:c] = wall * 1.5 + key * np.float32(0.03)
    soft = cv2.GaussianBlur(out, (0, 0), height / 500)
    glow = cv2.GaussianBlur(np.maximum(cv2.resize(out, (width // 8, height // 8)) - 0.3, 0), (0, 0), height / 160)
    return np.asarray(soft + 0.5 * cv2.resize(glow, (width, height)), np.float32)


def _somebody(pane: Float, rng: np.random.Generator) -> None:
    """Put the shade of somebody into a lit window."""
    import cv2

    height, width = pane.shape[:2]
    shade = np.ones((height, width), np.float32)
    x, unit = float(rng.uniform(0.25, 0.75)) * width, 0.085 * height
    cv2.circle(shade, (round(x), round(0.48 * height)), max(1, round(unit)), 0.2, -1, cv2.LINE_AA)
    body = (max(1, round(1.7 * unit)), max(1, round(5 * unit)))
    cv2.ellipse(shade, (round(x), round(0.48 * height + 6 * unit)), body, 0, 0, 360, 0.2, -1, cv2.LINE_AA)
    pane *= cv2.GaussianBlur(shade, (0, 0), max(0.5, 0.03 * height))[..., None]
