"""Shores: what breaks the line of the sea: a headland, rocks with foam around them, a beach before the lens."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import blurred, laid
from nbstudio.picture.scenery.canvas import Canvas
from nbstudio.picture.scenery.noise import Float, field, line, step
from nbstudio.picture.scenery.tone import light, mix

SANDS = ("b8a078", "c8b490", "9a8468", "8c8478")


def headland(canvas: Canvas, picture: Float, horizon: float, far: Float, rng: np.random.Generator) -> None:
    """Let land fall into the sea from one side, point behind point; changes the picture, above the horizon."""
    height, width = picture.shape[:2]
    tone = canvas.tone
    across = np.linspace(0, 1, width, dtype=np.float32)
    if rng.random() < 0.5:
        across = across[::-1]
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    dark = mix(tone.shade, light("5a5a4c") * tone.shade, 0.5) * np.float32(0.10 if not tone.dark else 0.14)
    for depth in range(3):
        near = depth / 2
        reach, tall = (
            float(rng.uniform(0.30, 0.62)) * (1.15 - 0.45 * near),
            float(rng.uniform(0.05, 0.10)) + 0.07 * near,
        )
        rough = line(rng, width, 5, 6, 0.55) * np.float32(0.012 + 0.010 * near)
        # A cliff: level on top, and then all at once the sea.
        profile = tall * step(reach, reach * float(rng.uniform(0.55, 0.85)), across) + rough
        profile *= step(reach * 1.04, reach * 0.96, across)
        cover = np.clip((rows - (horizon - profile[None, :])) * height, 0, 1) * (rows < horizon + 0.001)
        air = np.float32(np.clip((0.75 - 0.45 * near) * (0.6 + 0.7 * tone.haze), 0, 0.93))
        body = dark * (1 - air) + far * (air * np.float32(0.9))
        laid(picture, np.asarray(body, np.float32), np.asarray(cover, np.float32))


def rocks(canvas: Canvas, picture: Float, horizon: float, rng: np.random.Generator) -> None:
    """Stand rocks in the water, larger the nearer, wet at their foot, foam around; changes the picture."""
    import cv2

    height, width = picture.shape[:2]
    tone = canvas.tone
    side = -1.0 if rng.random() < 0.5 else 1.0
    spots = np.sort(rng.beta(1.0, 1.6, int(rng.integers(6, 13))))
    bright = mix(tone.horizon, tone.middle, 0.5) * np.float32(0.75)
    for down in spots:
        foot = horizon + 0.012 + 0.40 * float(down)
        x = 0.5 + side * float(rng.uniform(0.06, 0.56))
        wide = 0.018 + 0.15 * float(down) * float(rng.uniform(0.5, 1.2))
        tall = 0.012 + 0.13 * float(down) * float(rng.uniform(0.4, 1.2))
        points = [(x - wide, foot)]
        # Large breaks and small ones: straight sides of one length are a paper crown's.
        breaks = 0.78 + 0.22 * line(rng, 19, 4, 4, 0.6)
        for u, broken in zip(np.linspace(-0.96, 0.96, 19), breaks, strict=True):
            peak = (1 - abs(float(u)) ** 1.6) * min(1.0, max(0.3, float(broken)))
            points.append((x + float(u) * wide * 0.97, foot - tall * peak))
        points.append((x + wide, foot))
        mask = np.zeros((height, width), np.uint8)
        outline = np.round(np.array(points) * (width, height) * 8).astype(np.int32)
        cv2.fillPoly(mask, [outline], 255, cv2.LINE_AA, 3)
        cover = mask.astype(np.float32) / np.float32(255)
        rows = np.arange(height, dtype=np.float32)[:, None] / height
        air = np.float32((1 - float(down)) ** 2 * (0.35 + 0.55 * tone.haze))
        top = np.clip((foot - rows) / max(tall, 1e-3), 0, 1)[..., None]
        stone = tone.shade * np.float32(0.05) + tone.middle * (0.06 * top)
        body = np.asarray(stone * (1 - air) + bright * air, np.float32)
        edge = np.clip(cover - np.roll(cover, 2, axis=0), 0, 1)
        laid(picture, np.asarray(np.broadcast_to(body, picture.shape), np.float32), cover)
        picture += (edge * np.float32(0.05))[..., None] * tone.sun
        surf = np.exp(-(((rows - foot) / (0.002 + 0.005 * float(down))) ** 2))
        columns = (np.arange(width, dtype=np.float32)[None, :] / width - x) / np.float32(1.25 * wide)
        torn = np.clip(0.5 + 0.45 * line(rng, width, 90, 3), 0, 1)[None, :]
        foam = surf * np.exp(-(columns**4)) * torn * 0.6
        laid(picture, np.asarray(bright * np.float32(1.2), np.float32), np.asarray(foam, np.float32))


def beach(canvas: Canvas, picture: Float, horizon: float, rng: np.random.Generator) -> None:
    """Draw a beach into the foreground: dry sand, wet sand that shines, the last of a wave; changes the picture."""
    height, width = picture.shape[:2]
    tone = canvas.tone
    across = np.linspace(0, 1, width, dtype=np.float32)
    if rng.random() < 0.5:
        across = across[::-1]
    top = horizon + float(rng.uniform(0.10, 0.2))
    bend = float(rng.uniform(0.10, 0.34))
    edge = (
        top + bend * (1 - across) ** float(rng.uniform(0.8, 1.8)) + 0.012 * np.sin(across * float(rng.uniform(7, 14)))
    )
    edge = edge + 0.004 * line(rng, width, 12, 4)
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    inland = np.asarray(rows - edge[None, :], np.float32)
    sand = light(SANDS[int(rng.integers(len(SANDS)))] if canvas.weather != "snow" else "d8dde6")
    grain = field(canvas.dice("sand"), height, width, 40, 3, 0.7, 3.0)
    ambient = mix(tone.shade, tone.middle, 0.45) * np.float32(0.7 if not tone.dark else 0.6)
    dry = sand * (ambient + tone.sun * np.float32(0.10 + 0.16 * tone.height)) * (1 + 0.06 * grain)[..., None]
    wet = step(0.09, 0.005, inland)[..., None]
    row = max(8, int(horizon * height))
    mirror = blurred(np.ascontiguousarray(picture[row // 3 : row]), height / 40).mean(axis=0, keepdims=True)
    body = dry * (1 - 0.55 * wet) + mirror * (0.42 * wet)
    laid(picture, np.asarray(body, np.float32), np.clip(inland * height * 0.5, 0, 1).astype(np.float32))
    torn = 0.55 + 0.45 * np.tanh(2 * field(canvas.dice("lace"), height, width, 30, 3, 0.6, 2.5))
    white = mix(tone.horizon, tone.middle, 0.5) * np.float32(0.95)
    for back, wide, power in ((0.0, 0.006, 0.9), (-0.035, 0.010, 0.55), (-0.085, 0.008, 0.35)):
        crest = np.exp(-(((inland - back) / wide) ** 2)) * torn * power * (rows > horizon + 0.02)
        laid(picture, white, np.asarray(np.clip(crest, 0, 1), np.float32))
