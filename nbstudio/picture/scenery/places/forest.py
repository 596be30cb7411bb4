"""Forest: trunks standing behind trunks in paling air, light falling through the crowns."""

from __future__ import annotations

import numpy as np

from nbstudio.picture.scenery.air import added, blurred, dimmed, distance, laid, resized, shafts
from nbstudio.picture.scenery.canvas import Canvas, Painting
from nbstudio.picture.scenery.noise import Float, field, line, step
from nbstudio.picture.scenery.tone import light, mix

LEAVES = ("4a5a34", "5a5a30", "3a5244", "7a5a2c", "6a4a34")


def draw(canvas: Canvas) -> Painting:
    """Paint the inside of a wood."""
    import cv2

    rng, tone = canvas.dice("place"), canvas.tone
    height, width = canvas.height, canvas.width
    horizon = float(rng.uniform(0.6, 0.72))
    sun = (0.5 + (-1 if rng.random() < 0.5 else 1) * float(rng.uniform(0.05, 0.3)), float(rng.uniform(0.12, 0.34)))
    leaf = light(LEAVES[int(rng.integers(len(LEAVES)))])
    glow = mix(tone.horizon, tone.middle, 0.4) * np.float32(1.5 if tone.dark else 1.0)
    glow = mix(glow, leaf * np.float32(glow.mean() / max(float(leaf.mean()), 0.01)), 0.42)
    away = distance(height, width, *sun)
    fall = 0.16 + 1.05 * np.exp(-away * 1.9)
    clear = 1 - 0.6 * tone.haze
    picture = np.asarray(fall[..., None] * glow * np.float32(1.5), np.float32)
    added(
        picture, tone.sun, np.asarray(0.16 * clear * np.exp(-away * 3.4) + 0.5 * clear * np.exp(-away * 13), np.float32)
    )
    dark = mix(tone.shade, leaf, 0.5) * np.float32(0.05)
    ground = mix(leaf, tone.shade, 0.25)
    layers = 6
    kind = int(rng.integers(3))
    veil = np.asarray(fall[..., None] * glow * np.float32(0.72), np.float32)
    added(veil, tone.sun, np.asarray(0.05 * clear * np.exp(-away * 4), np.float32))
    moss = np.asarray(fall[..., None] * (ground * glow), np.float32)
    # Bark and leaves catch the light in upright strokes.
    grain = field(canvas.dice("bark"), height // 2, width // 2, 8, 5, 0.65, 0.18)
    bark = 1 + 0.2 * resized(np.tanh(grain), width, height)
    night = np.empty_like(veil)
    night[:] = dark
    for depth in range(layers):
        near = depth / (layers - 1)
        air = float(np.exp(-(0.25 + 2.7 * near) * (1.35 - tone.haze)))
        body = np.asarray(cv2.addWeighted(veil, air, night, 1 - air, 0), np.float32)
        if near > 0.3:
            dimmed(body, bark)
        cover = _trunks(canvas, near, horizon, kind)
        if kind != 1 or depth < 4:
            crowns = _crowns(canvas, near, horizon)
            np.maximum(cover[: len(crowns)], crowns, out=cover[: len(crowns)])
        laid(picture, body, cover)
        top = int((horizon + 0.3 * near**1.5 - 0.08) * height)
        soil = np.asarray(cv2.scaleAdd(moss[top:], 0.05 + 0.10 * near, body[top:]), np.float32)
        laid(picture[top:], soil, _floor(canvas, near, horizon, top))
    small = resized(picture, width // 4, height // 4)
    reach = np.exp(-distance(small.shape[0], small.shape[1], *sun) * 2.2)[..., None]
    bright = np.maximum(small - np.float32(0.6 * float(small.mean()) + 0.03), 0) * reach
    beams = shafts(np.minimum(np.asarray(bright, np.float32), 1.2), sun[0], sun[1] - 0.12, reach=0.9, passes=6)
    picture += resized(beams, width, height) * np.float32(1.25 if not tone.dark else 0.9)
    return Painting(picture, sun, tone.sun, mix(tone.shade, leaf, 0.3), horizon, 0.4 + 0.5 * tone.haze)


def _trunks(canvas: Canvas, near: float, horizon: float, kind: int) -> Float:
    rng = canvas.dice(f"trunks{near:.2f}")
    height, width = canvas.height, canvas.width
    out = np.zeros((height, width), np.float32)
    # Pillars, saplings or giants.
    count = round((26 - 21 * near) * (1.0, 1.5, 0.7)[kind])
    girth = (0.006 + 0.05 * near**1.8) * height * (1.0, 0.62, 1.7)[kind]
    xs = (np.arange(count) + rng.uniform(0.1, 0.9, count)) / count
    if near > 0.7:
        xs = xs[np.abs(xs - 0.5) > 0.16]
    rows = np.arange(height, dtype=np.float32) / height
    foot = horizon + 0.02 + 0.3 * near**1.5
    columns = np.arange(width, dtype=np.float32)
    for x in xs:
        thick = girth * float(rng.uniform(0.55, 1.4))
        lean = float(rng.normal(0, 0.03))
        sway = line(rng, height, 1.5, 5, 0.4) * np.float32(0.25 * thick)
        centre = x * width + lean * (rows - foot) * height + sway
        flare = thick * (0.8 + 0.3 * rows + 1.1 * np.exp(-np.maximum(foot - rows, 0) * 26)) / 2
        rough = flare * (1 + 0.10 * line(rng, height, 20, 4, 0.6))
        x0, x1 = int(max(0, centre.min() - 3 * thick)), int(min(width, centre.max() + 3 * thick))
        if x1 <= x0:
            continue
        edge = rough[:, None] - np.abs(columns[None, x0:x1] - centre[:, None])
        body = np.clip(edge + 0.5, 0, 1) * (rows < foot + 0.01)[:, None]
        out[:, x0:x1] = np.maximum(out[:, x0:x1], body)
    return blurred(out, height * (0.0005 + 0.004 * max(0.0, near - 0.7)))


def _crowns(canvas: Canvas, near: float, horizon: float) -> Float:
    rng = canvas.dice(f"crowns{near:.2f}")
    # Leaves end well above the ground.
    height, width = round(canvas.height * 0.62), canvas.width
    cells = (14 - 9 * near) * 0.62
    broad = resized(field(rng, height // 4, width // 4, cells * 0.4, 3, 0.6, 1.3), width, height)
    mass = broad + 0.9 * field(rng, height, width, cells * 3.0, 5, 0.75, 1.1)
    rows = np.arange(height, dtype=np.float32)[:, None] / canvas.height
    level = (rows - (0.05 + 0.22 * (1 - near)) * horizon / 0.65) * (5.5 + 3 * near)
    level += 6 * step(0.42, 0.6, rows)
    return blurred(step(0.2, 0.75, np.asarray(mass - level, np.float32)), height * 0.004 * max(0.0, near - 0.6))


def _floor(canvas: Canvas, near: float, horizon: float, first: int) -> Float:
    """Return how much of each pixel from row `first` down is ground."""
    rng = canvas.dice(f"floor{near:.2f}")
    height, width = canvas.height, canvas.width
    top = horizon + 0.3 * near**1.5
    bumps = line(rng, width, 3, 5, 0.5) * 0.012 + line(rng, width, 60 - 30 * near, 4, 0.7) * (0.004 + 0.012 * near)
    rows = np.arange(first, height, dtype=np.float32)[:, None] / height
    return np.asarray(np.clip((rows - (top + bumps[None, :])) * height / (1 + 4 * near), 0, 1), np.float32)
