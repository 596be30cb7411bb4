"""Weathers: what falls or floats between the lens and the person: rain, snow, mist, drifting dust."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import blurred, discs, resized
from nbstudio.picture.scenery.canvas import Canvas, Painting, Veil
from nbstudio.picture.scenery.noise import Values, field, step

Float = NDArray[np.float32]


def front(canvas: Canvas, painting: Painting) -> Veil | None:
    """Return the veil of the canvas's weather, or nothing."""
    if canvas.wet:
        return rain(canvas, painting, 1.0 if canvas.weather == "rain" else 1.5)
    if canvas.weather == "snow":
        return snow(canvas, painting)
    if canvas.weather == "fog":
        return mist(canvas, painting)
    return motes(canvas, painting) if canvas.mood in ("dreamy", "tender", "joyful") else None


def rain(canvas: Canvas, painting: Painting, power: float) -> Veil:
    """Streaks in three depths, all slanting alike, brighter towards the light."""
    import cv2

    height, width = canvas.height, canvas.width
    rng = canvas.dice("rain")
    slant = float(rng.uniform(-0.16, 0.16)) * power
    out = np.zeros((height, width), np.float32)
    for count, length, weight, soft in ((900, 0.03, 0.16, 0.5), (420, 0.07, 0.22, 0.8), (70, 0.2, 0.22, 2.2)):
        layer = np.zeros((height, width), np.uint8)
        x, y = rng.random(count) * 1.2 - 0.1, rng.random(count) * 1.3 - 0.2
        long = length * (0.6 + 0.8 * rng.random(count))
        bright = (255 * (0.3 + 0.7 * rng.random(count))).astype(int)
        for i in range(round(count)):
            a = (round(x[i] * width * 8), round(y[i] * height * 8))
            b = (round((x[i] * width + slant * long[i] * height) * 8), round((y[i] + long[i]) * height * 8))
            cv2.line(layer, a, b, int(bright[i]), 2 if soft > 2 else 1, cv2.LINE_AA, 3)
        out += np.float32(weight / 255 * power) * blurred(layer.astype(np.float32), soft * height / 1080)
    tint = _tint(painting)
    alpha = np.clip(out, 0, 0.6)
    return _veil(alpha * (0.75 + 0.25 * _gusts(canvas)), tint)


def snow(canvas: Canvas, painting: Painting) -> Veil:
    """Flakes from far and sharp to near and out of focus."""
    height, width = canvas.height, canvas.width
    rng = canvas.dice("snow")
    out = np.zeros((height, width), np.float32)
    small = np.zeros((height, width), np.float32)
    rows, columns = rng.integers(0, height, 1400), rng.integers(0, width, 1400)
    small[rows, columns] = 0.5 + 0.5 * rng.random(1400, np.float32)
    out += 2.6 * blurred(small, height / 900)
    for count, radius, weight in ((160, 0.0035, 0.75), (46, 0.009, 0.4), (9, 0.028, 0.13)):
        points = (rng.random((count, 2)) * (width, height)).astype(np.float32)
        radii = (radius * height * (0.7 + 0.6 * rng.random(count))).astype(np.float32)
        power = (weight * (0.5 + 0.5 * rng.random((count, 1)))).astype(np.float32)
        out += blurred(discs((height, width), points, radii, power, 0.1)[..., 0], radius * height * 0.3)
    return _veil(np.clip(out, 0, 0.85), np.minimum(_tint(painting) * 1.25, 1))


def mist(canvas: Canvas, painting: Painting) -> Veil:
    """A veil that thickens towards the ground and drifts in banks."""
    height, width = max(32, canvas.height // 4), max(32, canvas.width // 4)
    bank = field(canvas.dice("mist"), height, width, 2.2, 4, 0.5, 2.6)
    down = step(0.35, 1.05, np.arange(height, dtype=np.float32) / height)[:, None]
    alpha = np.clip((0.05 + 0.42 * down) * (0.75 + 0.4 * np.tanh(bank)), 0, 0.7)
    return _veil(alpha, _tint(painting))


def motes(canvas: Canvas, painting: Painting) -> Veil:
    """Dust and pollen that catch the light, out of focus."""
    height, width = canvas.height, canvas.width
    rng = canvas.dice("motes")
    layers = np.zeros((height, width), np.float32)
    for count, radius, weight in ((60, 0.0025, 0.4), (22, 0.008, 0.16), (7, 0.022, 0.07)):
        points = (rng.random((count, 2)) * (width, height)).astype(np.float32)
        toward = np.exp(
            -np.hypot(points[:, 0] / width - painting.sun[0], points[:, 1] / height - painting.sun[1]) * 1.6
        )
        radii = (radius * height * (0.6 + 0.8 * rng.random(count))).astype(np.float32)
        power = (weight * (0.25 + toward) * rng.random(count)).astype(np.float32)[:, None]
        layers += discs((height, width), points, radii, power)[..., 0]
    key = np.sqrt(painting.key / max(float(painting.key.max()), 1e-3))
    return _veil(np.clip(layers, 0, 0.6), np.asarray(key, np.float32), 0.35)


def _gusts(canvas: Canvas) -> Float:
    small = field(canvas.dice("gusts"), 36, 64, 2, 2)
    return resized(np.tanh(small), canvas.width, canvas.height)


def _tint(painting: Painting) -> Float:
    """Return what colour lit drops are, display values: the picture's own average, brighter."""
    height = painting.picture.shape[0]
    mean = painting.picture[:: max(1, height // 40), ::16].mean(axis=(0, 1))
    value = np.sqrt(np.maximum(mean, 0) / (1 + mean))
    return np.asarray(np.clip(0.22 + 1.1 * value, 0, 0.95), np.float32)


def _veil(cover: Values, colour: Float, opacity: float = 1.0) -> Veil:
    """Return a veil; less `opacity` makes it add light more than hide what is behind."""
    return Veil(np.asarray(cover, np.float32), np.append(colour, np.float32(opacity)).astype(np.float32))
