"""Landmark: the one thing that a place is told by, raised into its backdrop: a lighthouse on its rock."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.person import Float, Setting
from nbstudio.picture.seen import changed

NAMES = ("lighthouse",)


def raised(setting: Setting, *, dark: bool, seed: int) -> Setting:
    """Return the setting with a lighthouse on a rock at its horizon, away from the lamp; lit where it is `dark`.

    Its own lamp becomes the light of the scene by night.
    """
    rng = np.random.default_rng([seed, 43])
    away = -1.0 if setting.lamp[0] > 0.5 else 1.0
    x = 0.5 + away * float(rng.uniform(0.2, 0.34))
    back = np.array(setting.back, np.float32)
    height, width = back.shape[:2]
    foot = float(np.clip(setting.horizon, 0.3, 0.8))
    tall = min(float(rng.uniform(0.26, 0.4)), foot - 0.14)
    cover, gallery = _tower(width, height, x, foot, tall, rng)
    haze = back[max(0, round(foot * height) - 4) : round(foot * height) + 4].mean(axis=(0, 1))
    paint = haze * np.float32(0.16 + 0.3 * setting.haze)
    shade = _turned(width, x, tall * height, setting.lamp[0])
    lit = paint + np.array(setting.key, np.float32) * shade[None, :, None] * np.float32(0.05 if dark else 0.16)
    back += (np.asarray(lit, np.float32) - back) * cover[..., None]
    _mirror(back, cover, foot)
    if not dark:
        return changed(setting, back=back)
    lamp = (x, gallery)
    warm = np.array([0.72, 0.9, 1.0], np.float32)
    beam = _beam(width, height, lamp, -away, rng) * np.float32(0.5 + 0.5 * setting.haze)
    glow = beam[..., None] * warm
    back = np.asarray(back + glow - back * np.clip(glow, 0, 1), np.float32)
    return changed(setting, back=np.clip(back, 0, 1), lamp=lamp)


def _tower(
    width: int, height: int, x: float, foot: float, tall: float, rng: np.random.Generator
) -> tuple[Float, float]:
    """Return the coverage of rock and tower (height, width), and where its lamp is, a fraction from the top."""
    import cv2

    mask = np.zeros((height, width), np.uint8)
    unit, cx, base = tall * height, x * width, foot * height
    rock = [
        (-1.25, 0.04),
        (-0.95, -0.02),
        (-0.6, -0.07),
        (-0.3, -0.13),
        (0.3, -0.12),
        (0.55, -0.08),
        (0.9, -0.03),
        (1.2, 0.04),
    ]
    jag = rng.uniform(-0.02, 0.02, len(rock))
    land = [(cx + px * unit, base + (py + j) * unit) for (px, py), j in zip(rock, jag, strict=True)]
    top, bottom = base - unit, base - 0.08 * unit
    tower = [(-0.105, bottom), (-0.066, top + 0.2 * unit), (0.066, top + 0.2 * unit), (0.105, bottom)]
    deck = [
        (-0.095, top + 0.2 * unit),
        (-0.095, top + 0.175 * unit),
        (0.095, top + 0.175 * unit),
        (0.095, top + 0.2 * unit),
    ]
    room = [
        (-0.045, top + 0.18 * unit),
        (-0.045, top + 0.09 * unit),
        (0.045, top + 0.09 * unit),
        (0.045, top + 0.18 * unit),
    ]
    dome = [
        (-0.06, top + 0.09 * unit),
        (-0.03, top + 0.045 * unit),
        (0.0, top),
        (0.03, top + 0.045 * unit),
        (0.06, top + 0.09 * unit),
    ]
    house = [
        (0.16, bottom),
        (0.16, bottom - 0.1 * unit),
        (0.27, bottom - 0.17 * unit),
        (0.38, bottom - 0.1 * unit),
        (0.38, bottom),
    ]
    shapes = [land] + [[(cx + px * unit, py) for px, py in part] for part in (tower, deck, room, dome, house)]
    for shape in shapes:
        points = np.array([[round(px * 8), round(py * 8)] for px, py in shape], np.int32)
        cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 3)
    cover = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), max(0.6, height / 1100))
    return np.asarray(cover, np.float32), (top + 0.135 * unit) / height


def _turned(width: int, x: float, unit: float, lamp: float) -> Float:
    """Return how much light each column of the tower gets, 0 to 1: it is round."""
    across = (np.arange(width, dtype=np.float32) - x * width) / np.float32(0.11 * unit)
    side = 1.0 if lamp > x else -1.0
    return np.asarray(np.clip(0.35 + 0.65 * side * across, 0, 1) * (np.abs(across) < 1.2), np.float32)


def _mirror(back: Float, cover: Float, foot: float) -> None:
    """Lay the landmark's dark reflection on the water under it; changes `back`."""
    import cv2

    height = back.shape[0]
    row = round(foot * height)
    rows = min(height - row, row)
    if rows < 4:
        return
    below = cv2.blur(cover[row - rows : row][::-1], (max(3, height // 60) | 1, max(3, height // 20) | 1))
    fade = np.exp(-np.arange(rows, dtype=np.float32) / (0.12 * height))[:, None]
    back[row : row + rows] *= (1 - 0.5 * below * fade)[..., None]


def _beam(width: int, height: int, lamp: tuple[float, float], side: float, rng: np.random.Generator) -> Float:
    """Return the light of the lamp: a star, its halo, and two arms of a turning beam (height, width)."""
    import cv2

    size = (max(2, width // 2), max(2, height // 2))
    xx = (np.arange(size[0], dtype=np.float32)[None, :] / size[0] - np.float32(lamp[0])) * np.float32(width / height)
    yy = np.arange(size[1], dtype=np.float32)[:, None] / size[1] - np.float32(lamp[1])
    away = np.sqrt(xx * xx + yy * yy)
    tilt = float(rng.uniform(-0.12, 0.12))
    out = 1.4 * np.exp(-((away / 0.012) ** 2)) + 0.5 * np.exp(-away / 0.03) + 0.12 * np.exp(-away / 0.16)
    for sign, power in ((side, 0.75), (-side, 0.3)):
        along = xx * np.float32(sign * np.cos(tilt)) + yy * np.float32(sign * np.sin(tilt))
        off = np.abs(-xx * np.float32(np.sin(tilt)) + yy * np.float32(np.cos(tilt)))
        wide = 0.006 + 0.085 * np.maximum(along, 0)
        out = out + power * (along > 0) * np.exp(-((off / wide) ** 2)) * np.exp(-along / 0.75)
    return np.asarray(cv2.resize(np.clip(out, 0, 1.3).astype(np.float32), (width, height)), np.float32)
