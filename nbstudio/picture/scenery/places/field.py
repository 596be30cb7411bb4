"""Field: a meadow to the horizon, a line of trees, grass near the lens that catches the light."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery import heavens, land, terrain
from nbstudio.picture.scenery.air import added, blurred, dimmed, discs, distance, laid
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.marks import mark
from nbstudio.picture.scenery.noise import Float, line, step, tile
from nbstudio.picture.scenery.tone import light, mix

GRASSES = (("6a6a38", "a89a58"), ("7a6a3c", "c8a868"), ("4f6340", "8a9a60"), ("8a7a4c", "d8c088"))
BLOOMS = ("d84a3c", "e8c050", "e8e0f0", "a880d0", "f0a0a8")


def draw(canvas: Canvas) -> Painting:
    """Paint open country."""
    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    horizon = float(rng.uniform(0.46, 0.68))
    sun = heavens.sun_at(canvas, horizon, rng)
    sky = heavens.sky(canvas, sun, horizon)
    size = 480
    heights = tile(rng, size, 2, 3, 0.4) * np.float32(rng.uniform(0.008, 0.02))
    camera = terrain.Camera(float(rng.random()), float(rng.random()), 0.06, horizon, 1.2, 0.02, 3.0)
    view = terrain.seen(heights, camera, height, width, 260, 0)
    dark, pale = (light(c) for c in GRASSES[int(rng.integers(len(GRASSES)))])
    if canvas.weather == "snow":
        dark, pale = light("b8c0cc"), light("eef2f8")
    patch = np.clip(0.5 + 0.22 * tile(rng, size, 5, 6, 0.7), 0, 1)
    ground = dark + (pale - dark) * patch[..., None]
    ambient = mix(tone.shade, tone.middle, 0.4) * np.float32(0.8 if not tone.dark else 1.2)
    lit = np.float32(0.2) + 0.3 * terrain.shaded(heights, (0.8 if sun[0] > 0.5 else -0.8, 0.5, 0.3 + tone.height))
    seen = terrain.sampled(np.asarray(ground * (ambient + tone.sun * lit[..., None]), np.float32), view)
    # Towards a low sun grass is shone through; strokes get longer as they come nearer.
    dimmed(seen, _strokes(canvas, horizon))
    through = np.exp(-distance(height, width, *sun) * 2.2) * (1 - tone.height)
    added(seen, tone.sun * pale, np.asarray(0.5 * through, np.float32))
    picture = land.joined(
        canvas, sky, view, seen, horizon, thickness=0.3 + 1.2 * tone.haze, banks=0.4 + 0.6 * tone.haze
    )
    far = land.veil(picture, horizon)
    for depth in range(3):
        near = depth / 2
        trees = _trees(canvas, horizon, depth)
        body = far[0, width // 2] * np.float32((0.55 - 0.34 * near) * (0.5 + 0.5 * tone.haze)) + dark * ambient * 0.3
        laid(picture, np.asarray(body, np.float32), trees)
    lay = canvas.dice("lay")
    if lay.random() < 0.6:
        body = far[0, width // 2] * np.float32(0.10 + 0.35 * tone.haze) + dark * ambient * np.float32(0.12)
        mark(picture, horizon, np.asarray(body, np.float32), lay)
    if not tone.dark:
        land.rays(picture, sun, 0.3)
    _blades(canvas, picture, sun, dark * ambient, pale * tone.sun)
    return Painting(picture, sun, tone.sun, tone.shade, horizon, tone.haze)


def _strokes(canvas: Canvas, horizon: float) -> Float:
    import cv2

    height, width = canvas.height, canvas.width
    rng = canvas.dice("strokes")
    noise = tile(rng, 480, 60, 3, 0.8)
    below = np.maximum(np.arange(height, dtype=np.float32)[:, None] / height - horizon, 0) + 0.02
    u = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * (width / height) / below
    v = 1 / below + np.zeros_like(u)
    value = cv2.remap(
        noise,
        np.mod(u * 110, 480).astype(np.float32),
        np.mod(v * 60, 480).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )
    return np.asarray(1 + 0.3 * np.clip(below * 5, 0.2, 1) * value, np.float32)


def _trees(canvas: Canvas, horizon: float, depth: int) -> Float:
    rng = canvas.dice(f"trees{depth}")
    height, width = canvas.height, canvas.width
    stand = np.clip(line(rng, width, 2.2, 3) * 0.5 + 0.45 - 0.2 * depth, 0, 1)
    # Round crowns, each with smaller ones on it.
    crown = 0.45 + 0.3 * np.abs(line(rng, width, 85 - 18 * depth, 2)) + 0.2 * np.abs(line(rng, width, 240, 3, 0.7))
    tall = (0.012 + 0.016 * depth) * step(0.0, 0.3, stand) * (0.5 + 0.8 * stand) * crown
    base = horizon + 0.006 + 0.012 * depth
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    inside = np.clip((rows - (base - tall[None, :])) * height * 0.7, 0, 1) * np.clip((base - rows) * height * 0.5, 0, 1)
    return np.asarray(inside * step(0.02, 0.1, stand)[None, :], np.float32)


def _blades(canvas: Canvas, picture: Float, sun: tuple[float, float], shadow: Float, glow: Float) -> None:
    import cv2

    rng = canvas.dice("blades")
    height, width = canvas.height, canvas.width
    # No blade reaches above this row.
    first = int(0.6 * height)
    lower = picture[first:]
    near = np.exp(-distance(height, width, *sun)[first:] * 1.3)
    dark = np.asarray(shadow * np.float32(0.55), np.float32)
    for depth, (count, tall, soft) in enumerate(((1500, 0.07, 0.8), (420, 0.14, 2.0), (110, 0.26, 6.0))):
        cover, shine = np.zeros(lower.shape[:2], np.uint8), np.zeros(lower.shape[:2], np.uint8)
        wind = float(rng.uniform(-0.5, 0.5))
        x = rng.random(count) * 1.1 - 0.05
        foot = 1.03 - 0.1 * (2 - depth) * rng.random(count) ** 2 * (1 if depth < 2 else 0)
        edge = 1.0 if depth < 2 else 1.6 * np.abs(x - 0.5) ** 1.2 + 0.25
        long = tall * (0.4 + 0.8 * rng.random(count)) * edge
        bend = wind * long + rng.normal(0, 0.3, count) * long
        t = np.linspace(0, 1, 7)
        px = (x[:, None] * width + bend[:, None] * height * t**2) * 8
        py = ((foot[:, None] - long[:, None] * t) * height - first) * 8
        blades = list(np.stack([px, py], axis=-1).round().astype(np.int32)[:, :, None])
        cv2.polylines(cover, blades, False, 255, 1 + depth, cv2.LINE_AA, 3)
        cv2.polylines(shine, [blade[3:] for blade in blades[::2]], False, 255, 1 + depth, cv2.LINE_AA, 3)
        veil = blurred(cover.astype(np.float32) / 255, soft * height / 1080)
        laid(lower, dark, np.clip(veil * 1.1, 0, 0.95))
        added(lower, glow, blurred(shine.astype(np.float32) / 255, soft * height / 1080) * near * np.float32(0.35))
    if canvas.weather == "snow" or rng.random() < 0.35:
        return
    lit = float(shadow.mean()) * 3 + float(glow.mean()) * 0.6
    bloom = light(BLOOMS[int(rng.integers(len(BLOOMS)))], lit)
    for count, radius, top in ((160, 0.004, 0.8), (40, 0.009, 0.85), (9, 0.024, 0.88)):
        y = (top + (1.02 - top) * rng.random(count)) * height - first
        points = np.stack([rng.random(count) * width, y], 1).astype(np.float32)
        radii = (radius * height * (0.6 + 0.7 * rng.random(count))).astype(np.float32)
        heads = discs((lower.shape[0], width), points, radii, np.ones((count, 1), np.float32), 0.1)[..., 0]
        laid(lower, bloom, np.clip(blurred(heads, radius * height * 0.25) * 0.85, 0, 0.9))
