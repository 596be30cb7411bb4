"""Letter: a written page on a table, its envelope under it, near the lens.

Paper lies flat: both are drawn from above, as they were written on, and then laid down in perspective.
"""

from __future__ import annotations

import numpy as np

from nbstudio.picture.closer.tabletop import board
from nbstudio.picture.person import Float, Setting

PAGE = (360, 500)
"""Width and height of the drawing from above, in pixels."""
LINES = 15
CREAM = (0.80, 0.91, 0.97)
MANILA = (0.62, 0.78, 0.88)
"""BGR."""
TILT = 0.42
"""How far the table is seen from the side: of a page's height that is left."""


def letter(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return a letter on a table, written by hand, too small to read."""
    import cv2

    height, width = back.shape[:2]
    line = float(rng.uniform(0.5, 0.56))
    out = board(back, setting, line)
    x, y = (0.5 + float(rng.uniform(-0.06, 0.06))) * width, (line + 0.235) * height
    turn = float(rng.choice([-1.0, 1.0])) * float(rng.uniform(0.14, 0.34))
    ambient, key = np.array(setting.ambient, np.float32), np.array(setting.key, np.float32)
    bright = 0.4 + 0.9 * float(cv2.resize(setting.back, (8, 8), interpolation=cv2.INTER_AREA).mean())
    light = ambient * np.float32(0.4 * bright) + key * np.float32(0.62 * bright)
    layer = np.zeros((height, width, 4), np.float32)
    for drawn, aside, angle in ((_envelope(), (0.2, -0.1), turn - 0.5), (_page(rng), (0.0, 0.0), turn)):
        sheet = np.dstack([drawn, np.ones(drawn.shape[:2], np.float32)])
        tall, wide = drawn.shape[:2]
        corners = np.array([(-wide, -tall), (wide, -tall), (wide, tall), (-wide, tall)], np.float32) / (2 * PAGE[1])
        spun = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
        spun += np.array(aside, np.float32) * np.sign(turn)
        # Farther corners are higher in the frame and closer together.
        near = 1 + 0.55 * spun[:, 1]
        at = np.stack([x + spun[:, 0] * near * 0.95 * height, y + spun[:, 1] * near * TILT * 0.95 * height], axis=1)
        flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
        matrix = cv2.getPerspectiveTransform(flat, at.astype(np.float32))
        laid = np.asarray(cv2.warpPerspective(sheet, matrix, (width, height), flags=cv2.INTER_AREA), np.float32)
        cover = laid[..., 3:]
        fallen = np.asarray(cv2.GaussianBlur(cover[..., 0], (0, 0), height / 60), np.float32)[..., None]
        step = height // 90
        dark = np.ones_like(fallen)
        dark[step:, step:] -= 0.55 * fallen[: height - step, : width - step]
        out *= dark
        layer[..., :3] *= dark
        layer[..., :3] = layer[..., :3] * (1 - cover) + laid[..., :3] * light
        layer[..., 3:] = np.maximum(layer[..., 3:], cover)
    layer[..., :3] = np.minimum(np.clip(layer[..., :3], 0, 1), layer[..., 3:])
    return np.asarray(out, np.float32), layer


def _page(rng: np.random.Generator) -> Float:
    """Return a page from above: lines of handwriting, a name below them, the marks of two folds."""
    import cv2

    wide, tall = PAGE
    ink = np.zeros((tall, wide), np.uint8)
    for row in range(LINES):
        base = 52 + row * (tall - 120) / LINES
        end = wide - 40 if row % 5 != 4 else wide * float(rng.uniform(0.4, 0.7))
        at = 40.0 if row else 60.0
        while at < end - 12:
            long = min(end - at, float(rng.uniform(14, 52)))
            t = np.arange(0, long, 0.7)
            # Round letters, and here and there one that is tall.
            tall_ones = np.clip(np.sin(0.31 * t + rng.uniform(0, 6)) - 0.55, 0, 1) * 14
            loops = (2.6 + tall_ones) * np.sin(0.95 * t + rng.uniform(0, 6)) - 0.5 * tall_ones
            word = np.stack([at + t + 1.8 * np.cos(0.95 * t), base + loops], axis=1)
            cv2.polylines(ink, [np.round(word * 8).astype(np.int32)], False, 220, 1, cv2.LINE_AA, 3)
            at += long + 9
    t = np.linspace(0, 1, 60)
    name = np.stack([wide * 0.5 + 110 * t, tall - 42 + 11 * np.sin(19 * t) * (1 - 0.7 * t)], axis=1)
    cv2.polylines(ink, [np.round(name * 8).astype(np.int32)], False, 255, 2, cv2.LINE_AA, 3)
    down = np.arange(tall, dtype=np.float32)[:, None, None] / tall
    thirds = np.abs(np.mod(down * 3 + 0.5, 1.0) - 0.5)
    folded = 1 - 0.12 * np.exp(-((thirds / 0.03) ** 2)) * (down > 0.2) * (down < 0.8) + 0.05 * np.sin(down * 3 * np.pi)
    written = np.asarray(ink, np.float32)[..., None] / np.float32(255)
    blue = np.array([0.36, 0.16, 0.12], np.float32)
    paper = np.array(CREAM, np.float32) * folded
    return np.asarray(paper + (blue - paper) * written * np.float32(0.85), np.float32)


def _envelope() -> Float:
    """Return the back of an envelope from above, its flap open."""
    import cv2

    wide, tall = 420, 270
    out = np.empty((tall, wide, 3), np.float32)
    out[:] = MANILA
    for corner in ((0, 0), (wide, 0)):
        cv2.line(out, corner, (wide // 2, round(0.56 * tall)), (0.42, 0.55, 0.64), 2, cv2.LINE_AA)
    for corner in ((0, tall), (wide, tall)):
        cv2.line(out, corner, (wide // 2, round(0.5 * tall)), (0.5, 0.64, 0.73), 1, cv2.LINE_AA)
    return out
