"""Heavens: skies with sun or moon, and clouds that the light goes through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import added, blurred, distance, laid, resized
from nbstudio.picture.scenery.canvas import Canvas
from nbstudio.picture.scenery.noise import field, step, tile, warped
from nbstudio.picture.scenery.tone import LUMA, mix

Float = NDArray[np.float32]


def sun_at(canvas: Canvas, horizon: float, rng: np.random.Generator) -> tuple[float, float]:
    """Return where the sun or moon stands, fractions of the frame: off the middle, low when the day is."""
    side = -1 if rng.random() < 0.5 else 1
    x = 0.5 + side * float(rng.uniform(0.08, 0.36))
    return x, horizon - canvas.tone.height * max(0.35, horizon)


def sky(
    canvas: Canvas, sun: tuple[float, float], horizon: float, *, detail: float = 0.5, clouds: str | None = None
) -> Float:
    """Return the sky (canvas.height, canvas.width, 3) in light.

    `detail` is the share of the working size at which it is made. `clouds`: heaps, ceiling, wisps, or None for
    what the seed says.
    """
    height, width = max(48, round(canvas.height * detail)), max(64, round(canvas.width * detail))
    tone, rng = canvas.tone, canvas.dice("sky")
    picture = _air(canvas, height, width, sun, horizon)
    if tone.dark and tone.cover < 0.7:
        _stars(picture, rng, canvas, horizon)
    _disc(picture, canvas, sun)
    kinds = ("heaps", "ceiling", "wisps")
    chosen = clouds or ("ceiling" if tone.cover > 0.7 else kinds[int(rng.integers(3))])
    if chosen != "none":
        if chosen != "ceiling":
            _wisps(picture, canvas, sun, horizon, rng, 0.55 if chosen == "heaps" else 1.0)
        if chosen == "heaps":
            _heaps(picture, canvas, sun, horizon, rng)
        elif chosen == "ceiling":
            _ceiling(picture, canvas, sun, horizon, rng)
    return resized(picture, canvas.width, canvas.height)


def _air(canvas: Canvas, height: int, width: int, sun: tuple[float, float], horizon: float) -> Float:
    tone = canvas.tone
    t = np.clip(np.arange(height, dtype=np.float32) / height / max(horizon, 0.05), 0, 1)
    up = step(0.0, 0.75, t)[:, None]
    low = (t**3)[:, None]
    column = tone.zenith * (1 - up) + tone.middle * up
    column = column * (1 - low) + tone.horizon * low
    # Opposite the sun the horizon is cooler and darker.
    across = np.exp(-((np.arange(width, dtype=np.float32) / width - sun[0]) ** 2) * 2.2)[None, :]
    shade = 0.72 + 0.36 * across
    picture = np.asarray(column[:, None, :] * shade[..., None], np.float32)
    away = distance(height, width, *sun)
    power = np.float32(0.05 if tone.dark else 0.05 + 0.05 * (1 - tone.height))
    glow = power * (np.exp(-away * 2.0) + 2.6 * np.exp(-away * 7.5))
    wide = distance(height, width, sun[0], horizon, 2.6)
    glow += np.float32(0.5) * power * np.exp(-wide * 2.4) * (1 - tone.height)
    return added(picture, tone.sun, np.asarray(glow * (1.0 - 0.6 * tone.cover * tone.cover), np.float32))


def _disc(picture: Float, canvas: Canvas, sun: tuple[float, float]) -> None:
    tone = canvas.tone
    height, width = picture.shape[:2]
    away = distance(height, width, *sun)
    veil = 1 - 0.98 * step(0.5, 0.8, np.array([tone.cover], np.float32))[0]
    if not tone.dark:
        added(picture, tone.sun, np.asarray(veil * 2.6 * step(0.026, 0.020, away), np.float32))
        return
    size = 0.034
    disc = step(size, size * 0.93, away)
    sea = field(canvas.dice("moon"), height, width, 26, 3)
    face = disc * (0.82 + 0.16 * np.tanh(sea))
    halo = 0.35 * np.exp(-away * 16)
    added(picture, tone.sun, np.asarray(veil * (3.2 * face + halo), np.float32))


def _stars(picture: Float, rng: np.random.Generator, canvas: Canvas, horizon: float) -> None:
    height, width = picture.shape[:2]
    count = 900
    x, y = rng.random(count), rng.random(count) ** 1.3 * horizon
    power = (rng.random(count) ** 6 * 0.9 + 0.06).astype(np.float32) * np.float32(1 - 0.8 * canvas.tone.haze)
    rows = np.minimum((y * height).astype(int), height - 1)
    columns = np.minimum((x * width).astype(int), width - 1)
    dim = np.clip(1.15 - y / max(horizon, 0.05), 0, 1).astype(np.float32)
    picture[rows, columns] += (power * dim)[:, None] * np.array([1.0, 0.95, 0.9], np.float32)


def _lit(
    picture: Float,
    thick: Float,
    canvas: Canvas,
    sun: tuple[float, float],
    reach: float,
    deep: float = 1.0,
    form: Float | None = None,
) -> None:
    """Lay clouds of a thickness (0 to 1) over the sky, lit from the sun; `reach` in frame heights.

    `form`: the cloud's relief where thickness has long been one, so that its body has shape too.
    """
    tone = canvas.tone
    height, width = thick.shape
    away = distance(height, width, *sun)
    xx = (np.float32(sun[0]) - np.arange(width, dtype=np.float32)[None, :] / width) * (width / height)
    yy = np.float32(sun[1]) - np.arange(height, dtype=np.float32)[:, None] / height
    norm = np.maximum(away, 0.05)
    soft = blurred(thick, reach * height * 0.25)
    toward = warped(soft, xx / norm * reach * height, yy / norm * reach * height)
    relief = 0.42 + 1.15 * (soft - toward) + 0.35 * (thick - soft)
    if form is not None:
        for share, power in ((1.0, 0.30), (0.35, 0.34)):
            step_x, step_y = xx / norm * share * reach * height, yy / norm * share * reach * height
            relief = relief + power * (form - warped(form, step_x, step_y))
    relief = np.clip(relief, 0.04, 1.4)
    through = np.exp(-3.2 * thick * deep)
    near = np.exp(-away * 3.0)
    # Bright where the cloud turns to the sun and, near it, where it is thin enough to shine through.
    gain = np.float32(0.19 if not tone.dark else 0.16)
    lit = relief * gain * (0.55 + 1.1 * near) + 0.55 * through * near * gain * 2.4
    top = np.clip(1 - np.arange(height, dtype=np.float32) / height, 0, 1)[:, None]
    under = mix(tone.shade, tone.middle, 0.35)
    body = under * np.float32(0.9 if not tone.dark else 0.55)
    dense = (0.62 + 0.5 * (1 - thick * deep) + 0.15 * top).astype(np.float32)
    colour = dense[..., None] * body
    added(colour, tone.sun, np.asarray(lit, np.float32))
    laid(picture, np.asarray(colour, np.float32), np.asarray(1 - np.exp(-4.2 * thick), np.float32))


def _heaps(picture: Float, canvas: Canvas, sun: tuple[float, float], horizon: float, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    up = np.clip((horizon - yy) / max(horizon, 0.05), 0, 1)
    for depth in range(3):
        cells = (5.0, 3.2, 1.8)[depth]
        shape = field(rng, height, width, cells, 2, 0.5, 2.2)
        curl = field(rng, height, width, cells * 2.2, 6, 0.6, 1.3)
        other = field(rng, height, width, cells * 2.2, 4, 0.55, 1.3)
        push = height / cells * 0.08
        shape = warped(shape, push * curl, push * other)
        billow = shape + 0.55 * (0.8 - np.abs(curl)) + 0.2 * other
        # Far heaps sit low in the sky, near ones high; the band keeps them apart.
        seat = (0.16, 0.42, 0.8)[depth]
        band = np.exp(-(((up - seat) / (0.13 + 0.16 * depth)) ** 2))
        level = 1.2 - 1.5 * canvas.tone.cover - 0.9 * band
        above = np.asarray(billow - level, np.float32)
        thick = step(0.0, 1.25, above) * step(0.0, 0.06, up)
        form = np.asarray(np.clip(above, 0, 2.2) * 0.7 + 0.5 * (0.8 - np.abs(curl)), np.float32)
        _lit(picture, np.asarray(thick, np.float32), canvas, sun, 0.03 + 0.025 * depth, 0.75, form)


def _ceiling(
    picture: Float, canvas: Canvas, sun: tuple[float, float], horizon: float, rng: np.random.Generator
) -> None:
    import cv2

    height, width = picture.shape[:2]
    size = 480
    noise = tile(rng, size, 4, 6, 0.56)
    push = tile(rng, size, 5, 4, 0.5) * np.float32(size * 0.02)
    yy = np.arange(height, dtype=np.float32)[:, None] / height
    rise = np.maximum(horizon - yy, 0)
    far = 1 / (rise + 0.07)
    wide = np.float32(rng.uniform(0.11, 0.2)) * size
    u = (np.arange(width, dtype=np.float32)[None, :] / width - 0.5) * (width / height) * far * wide
    v = np.broadcast_to(far * wide * 1.1, u.shape)
    shift = np.float32(rng.uniform(0, size))
    wrap = cv2.BORDER_WRAP
    bend = cv2.remap(push, np.mod(u + shift, size), np.mod(v, size), cv2.INTER_LINEAR, borderMode=wrap)
    density = cv2.remap(
        noise, np.mod(u + bend + shift, size), np.mod(v + bend, size), cv2.INTER_LINEAR, borderMode=wrap
    )
    fade = step(0.02, 0.2, rise)
    level = 1.3 - 2.2 * canvas.tone.cover
    thick = step(level - 0.9, level + 1.5, np.asarray(density * (0.45 + 0.55 * fade), np.float32))
    thick = np.asarray(thick * (0.35 + 0.65 * fade) * step(0.0, 0.07, rise), np.float32)
    _lit(picture, blurred(thick, 0.8), canvas, sun, 0.03, 0.9)


def _wisps(
    picture: Float,
    canvas: Canvas,
    sun: tuple[float, float],
    horizon: float,
    rng: np.random.Generator,
    strength: float,
) -> None:
    height, width = picture.shape[:2]
    streak = field(rng, height, width, 7, 5, 0.6, float(rng.uniform(4, 8)))
    where = field(rng, height, width, 1.6, 3, 0.5, 2.0)
    tilt = (np.arange(width, dtype=np.float32)[None, :] - width / 2) * np.float32(rng.uniform(-0.3, 0.3))
    bend = field(rng, height, width, 1.5, 2) * np.float32(height * 0.06)
    streak = warped(streak, np.zeros((height, 1), np.float32) + bend, tilt + bend)
    thick = step(-0.2, 2.6, streak + 0.9 * where - 0.7 + 1.4 * canvas.tone.cover)
    up = np.clip((horizon - np.arange(height, dtype=np.float32)[:, None] / height) / max(horizon, 0.05), 0, 1)
    thick = np.asarray(thick * (0.25 + 0.5 * up) * strength, np.float32)
    _lit(picture, thick, canvas, sun, 0.02, 0.5)


def luma(colour: Float) -> float:
    """Return the brightness of one colour of light."""
    return float(colour @ LUMA)
