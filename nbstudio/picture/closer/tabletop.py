"""Tabletop: small things that stand near the lens: candles, a glass, a cup that steams, an open book."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.closer import brush
from nbstudio.picture.closer.brush import Mask
from nbstudio.picture.person import Float, Setting
from nbstudio.picture.scenery.noise import field


def candles(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return candles in rows, the near ones sharp, a flame on each."""
    import cv2

    height, width = back.shape[:2]
    out = np.asarray(back * np.float32(0.62), np.float32)
    warm = np.array([0.30, 0.62, 1.0], np.float32)
    layer = brush.none(back)
    small = (max(2, width // 2), max(2, height // 2))
    glow = np.zeros((small[1], small[0]), np.float32)
    core = np.zeros_like(glow)
    yy, xx = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    for soft, size, count, foot in ((9.0, 0.035, 6, 0.80), (3.0, 0.055, 4, 0.90), (0.6, 0.085, 3, 1.02)):
        mask = brush.blank(back)
        for x in (np.arange(count) + rng.uniform(0.2, 0.8, count)) / count:
            tall = size * float(rng.uniform(2.2, 4.2))
            top = (float(x) * width, (foot - tall) * height)
            wide = size * height * 0.62
            brush.stroke(mask, brush.bent((top[0], 1.1 * height), top, 0.0, 6), (wide, wide))
            u, v, r = top[0] / 2, top[1] / 2 - 0.42 * size * height / 2, max(1.5, 0.17 * size * height / 2)
            # A flame: round below, drawn out above.
            dy = (yy - v) / (2.3 * r)
            dx = (xx - u) / (r * np.clip(1.0 - 0.9 * np.clip(-dy, -0.6, 0.98), 0.08, 1.5))
            flame = np.clip(1.2 - np.sqrt(dx * dx + dy * dy), 0, 1)
            core = np.maximum(
                core, np.asarray(cv2.GaussianBlur(flame, (0, 0), max(0.6, 0.4 * soft * height / 1080)), np.float32)
            )
            glow += np.exp(-np.hypot(xx - u, yy - v) / np.float32(3.2 * r)) * np.float32(0.32)
        body = brush.lit(mask, setting, soft * height / 1296, body=0.5, clear=0.3)
        # Wax lets its own flame through, most near the top.
        through = np.asarray(mask, np.float32)[..., None] / np.float32(255) * warm * np.float32(0.16)
        body[..., :3] = np.clip(body[..., :3] + through * body[..., 3:], 0, body[..., 3:])
        layer = brush.over(layer, body)
    light = core[..., None] * (warm + np.float32(0.35)) * np.float32(1.1) + np.minimum(glow, 0.9)[
        ..., None
    ] * warm * np.float32(0.55)
    full = np.clip(np.asarray(cv2.resize(light, (width, height)), np.float32), 0, 1)
    shown = np.asarray(cv2.resize(core, (width, height)), np.float32)[..., None]
    out = np.asarray(1 - (1 - out) * (1 - full), np.float32)
    bright = np.clip(shown * 1.6, 0, 1) * (warm * np.float32(0.6) + np.float32(0.4))
    layer = np.dstack(
        [
            layer[..., :3] * (1 - shown * 0.9) + bright * np.clip(shown * 1.3, 0, 1),
            np.maximum(layer[..., 3:], np.clip(shown * 1.3, 0, 1)),
        ]
    )
    layer[..., :3] = np.minimum(layer[..., :3], layer[..., 3:])
    return out, np.asarray(np.clip(layer, 0, 1), np.float32)


def board(back: Float, setting: Setting, line: float) -> Float:
    """Return the picture with a table top from `line` down, the light of what is behind lying on it."""
    import cv2

    height, width = back.shape[:2]
    top = round(line * height)
    rows = height - top
    source = cv2.resize(back[max(0, top - rows) : top][::-1], (width, rows), interpolation=cv2.INTER_LINEAR)
    shine = np.asarray(
        cv2.blur(np.ascontiguousarray(source), (max(3, width // 90) | 1, max(3, height // 9) | 1)), np.float32
    )
    ambient = np.array(setting.ambient, np.float32)
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    wood = np.array([0.14, 0.22, 0.34], np.float32) * (0.35 * ambient + 0.25)
    out = np.array(back, np.float32)
    out[top:] = wood * (0.5 - 0.2 * down) + shine * (0.55 - 0.3 * down)
    edge = max(2, height // 200)
    out[top : top + edge] = out[top : top + edge] * np.float32(0.6) + shine[:edge] * np.float32(0.6)
    return out


def glass(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return a tumbler on a counter, the view upside down in it, its drink lit from behind."""
    import cv2

    height, width = back.shape[:2]
    line = float(rng.uniform(0.66, 0.74))
    out = board(back, setting, line)
    side = float(rng.choice([-1.0, 1.0]))
    x, foot = (0.5 + 0.13 * side) * width, (line + 0.16) * height
    wide, tall = 0.135 * height, 0.40 * height
    mask = brush.blank(back)
    outline = np.array(
        [(x - wide, foot - tall), (x + wide, foot - tall), (x + 0.86 * wide, foot), (x - 0.86 * wide, foot)]
    )
    cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    cv2.ellipse(
        mask, (round(x), round(foot)), (round(0.86 * wide), round(0.16 * wide)), 0, 0, 360, 255, -1, cv2.LINE_AA
    )
    cover = np.asarray(mask, np.float32) / np.float32(255)
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (xx - x) / wide, (foot - yy) / tall
    bend_x = np.clip(x - (xx - x) * 2.4, 0, width - 1).astype(np.float32)
    bend_y = np.clip((line - 0.05) * height + (foot - 0.55 * tall - yy) * 0.9, 0, line * height).astype(np.float32)
    view = cv2.remap(np.asarray(back, np.float32), bend_x, bend_y, cv2.INTER_LINEAR)
    amber = np.array([[0.10, 0.46, 0.95], [0.16, 0.20, 0.78], [0.45, 0.72, 0.85]], np.float32)[int(rng.integers(3))]
    level = 0.52
    drink = (v < level) & (v > 0.09)
    body = np.where(
        drink[..., None], view * amber * np.float32(1.35) + amber * np.float32(0.10), view * np.float32(0.85)
    )
    key = np.array(setting.key, np.float32)
    rim = (
        np.exp(-(((np.abs(u) - 0.93) / 0.05) ** 2))
        + 0.8 * np.exp(-(((v - 0.045) / 0.03) ** 2))
        + 0.7 * np.exp(-(((v - level) / 0.008) ** 2))
    )
    rim += 0.9 * np.exp(-(((u + 0.62 * side) / 0.07) ** 2)) * np.clip(v * 1.4, 0, 1) * 0.7
    colour = np.clip(
        body * (1 - 0.5 * np.clip(np.abs(u) - 0.6, 0, 1)[..., None]) + rim[..., None] * key * np.float32(0.5), 0, 1
    )
    shadow = np.exp(-(((xx - x) / (1.5 * wide)) ** 2) - ((yy - foot) / (0.25 * wide)) ** 2)
    out *= (1 - 0.5 * shadow)[..., None]
    layer = np.dstack([colour * cover[..., None], cover])
    return np.asarray(out, np.float32), np.asarray(layer, np.float32)


def cup(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return a cup on a table, steam rising from it into the light."""
    import cv2

    height, width = back.shape[:2]
    line = float(rng.uniform(0.64, 0.72))
    out = board(back, setting, line)
    side = float(rng.choice([-1.0, 1.0]))
    x, foot = (0.5 + 0.12 * side) * width, (line + 0.17) * height
    wide, tall = 0.15 * height, 0.25 * height
    mask: Mask = brush.blank(back)
    t = np.linspace(0, 1, 24)
    right = [(x + wide * (1 - 0.30 * s**2.2), foot - tall * (1 - s)) for s in t]
    left = [(2 * x - px, py) for px, py in right[::-1]]
    cv2.fillPoly(mask, [np.round(np.array([*right, *left]) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    handle = (round(x + side * 1.08 * wide), round(foot - 0.56 * tall))
    cv2.ellipse(
        mask, handle, (round(0.36 * wide), round(0.28 * tall)), 0, 0, 360, 255, max(2, round(0.13 * wide)), cv2.LINE_AA
    )
    mouth = (round(x), round(foot - tall))
    cv2.ellipse(mask, mouth, (round(wide), round(0.17 * wide)), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cover = np.asarray(mask, np.float32) / np.float32(255)
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    toward = 1.0 if setting.lamp[0] > x / width else -1.0
    u = (xx - x) / wide
    round_light = np.clip(0.45 + 0.55 * toward * u, 0.06, 1) ** 1.3
    ambient, key = np.array(setting.ambient, np.float32), np.array(setting.key, np.float32)
    bright = 0.35 + 0.9 * float(cv2.resize(setting.back, (8, 8), interpolation=cv2.INTER_AREA).mean())
    glaze = np.array([[0.86, 0.9, 0.92], [0.55, 0.42, 0.28], [0.34, 0.42, 0.72]], np.float32)[int(rng.integers(3))]
    colour = glaze * (ambient * np.float32(0.35 * bright) + key * (round_light * np.float32(0.75 * bright))[..., None])
    ellipse = ((xx - mouth[0]) / (0.93 * wide)) ** 2 + ((yy - mouth[1]) / (0.145 * wide)) ** 2
    inside = np.clip((1 - ellipse) * 6, 0, 1)[..., None]
    coffee = np.array([0.03, 0.06, 0.11], np.float32) + key * np.float32(0.05)
    colour = colour + (coffee - colour) * inside
    shadow = np.exp(-(((xx - x + 0.5 * toward * wide) / (1.5 * wide)) ** 2) - ((yy - foot) / (0.3 * wide)) ** 2)
    out *= (1 - 0.5 * shadow)[..., None]
    # Steam: two ribbons that widen and fade.
    rise = np.clip((mouth[1] - yy) / (0.48 * height), 0, 1)
    waft = field(rng, 54, 96, 3, 3, 0.5, 0.4)
    sway = np.asarray(cv2.resize(waft, (width, height)), np.float32) * np.float32(0.06 * height) * rise
    steam = np.zeros((height, width), np.float32)
    for off in (-0.28, 0.25):
        spread = (0.16 + 0.55 * rise) * wide
        steam += np.exp(-(((xx - x - off * wide + sway) / spread) ** 2)) * (rise > 0) * rise**0.4 * (1 - rise) ** 1.5
    veil = (np.clip(steam, 0, 1) * 0.34)[..., None] * (0.5 * key + 0.5 * ambient)
    out = np.asarray(1 - (1 - np.clip(out, 0, 1)) * (1 - np.clip(veil, 0, 1)), np.float32)
    layer = np.dstack([np.clip(colour, 0, 1) * cover[..., None], cover])
    return out, np.asarray(layer, np.float32)


def book(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return an open book on a table, its pages curved, lines too small to read."""
    import cv2

    height, width = back.shape[:2]
    line = float(rng.uniform(0.5, 0.58))
    out = board(back, setting, line)
    x, top, foot = (0.5 + float(rng.uniform(-0.05, 0.05))) * width, (line + 0.07) * height, 0.95 * height
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    down = np.clip((yy - top) / (foot - top), 0, 1)
    half = (0.36 + 0.20 * down) * height
    u = (xx - x) / half
    # A page rises from the fold and falls to its edge.
    bulge = 0.045 * height * np.sin(np.pi * np.clip(np.abs(u), 0, 1) ** 0.7) * (0.7 + 0.6 * down)
    v = (yy + bulge - top) / (foot - top)
    cover = np.clip((1 - np.abs(u)) * half * 0.8, 0, 1) * np.clip((v + 0.0) * 60, 0, 1) * np.clip((1 - v) * 60, 0, 1)
    toward = 1.0 if setting.lamp[0] > 0.5 else -1.0
    slope = np.cos(np.pi * np.clip(np.abs(u), 0, 1) ** 0.7) * np.sign(u)
    ambient, key = np.array(setting.ambient, np.float32), np.array(setting.key, np.float32)
    bright = 0.4 + 0.9 * float(cv2.resize(setting.back, (8, 8), interpolation=cv2.INTER_AREA).mean())
    light = np.clip(0.55 - 0.4 * toward * slope, 0.1, 1) * (1 - 0.7 * np.exp(-np.abs(u) * 22))
    paper = np.array([0.80, 0.90, 0.95], np.float32)
    colour = paper * (ambient * np.float32(0.35 * bright) + key * (light * np.float32(0.75 * bright))[..., None])
    rows = np.mod(v * 26, 1.0)
    words = np.asarray(cv2.resize(field(rng, 200, 300, 60, 2), (width, height)), np.float32)
    ink = (rows < 0.34) & (np.abs(u) > 0.12) & (np.abs(u) < 0.86) & (v > 0.08) & (v < 0.93) & (words > -0.9)
    colour = (
        colour
        * (
            1
            - np.float32(0.45) * np.asarray(cv2.GaussianBlur(ink.astype(np.float32), (0, 0), height / 900), np.float32)
        )[..., None]
    )
    focus = np.exp(-(((down - 0.45) / 0.35) ** 2))[..., None].astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(np.asarray(colour, np.float32), (0, 0), height / 150), np.float32)
    colour = soft + (colour - soft) * focus
    shadow = np.clip((1.12 - np.abs(u)) * 6, 0, 1) * np.clip((v + 0.04) * 12, 0, 1) * 0.5
    out *= (1 - shadow * (yy > line * height))[..., None].astype(np.float32)
    layer = np.dstack([np.clip(colour, 0, 1) * cover[..., None], cover])
    return np.asarray(out, np.float32), np.asarray(layer, np.float32)
