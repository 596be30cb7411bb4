"""Noise: random fields with structure at every size, cheap because each octave is a small grid enlarged."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
Values = NDArray[Any]  # what arithmetic makes of Float, as a type checker sees it


def field(
    rng: np.random.Generator,
    height: int,
    width: int,
    cells: float,
    octaves: int = 5,
    gain: float = 0.5,
    stretch: float = 1.0,
) -> Float:
    """Return fractal noise (height, width), mean about 0 and deviation 1.

    `cells` are the features over the height of the first octave; each octave doubles them at `gain` times the
    strength. `stretch` above 1 makes features wider than they are tall.
    """
    import cv2

    out = np.zeros((height, width), np.float32)
    amplitude = 1.0
    for octave in range(octaves):
        rows = cells * 2**octave
        columns = rows * width / height / stretch
        if rows > height or columns > width:
            break
        grid = rng.standard_normal((max(2, round(rows)) + 2, max(2, round(columns)) + 2), np.float32)
        out += np.float32(amplitude) * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        amplitude *= gain
    return _standard(out)


def tile(rng: np.random.Generator, size: int, cells: int, octaves: int = 6, gain: float = 0.5) -> Float:
    """Return fractal noise (size, size) that repeats without a seam, mean 0 and deviation 1."""
    out = np.zeros((size, size), np.float32)
    for octave in range(octaves):
        count = cells * 2**octave
        if count * 2 > size:
            break
        out += np.float32(gain**octave) * enlarged(rng.standard_normal((count, count), np.float32), size)
    return _standard(out)


def ridges(rng: np.random.Generator, size: int, cells: int, octaves: int = 7, gain: float = 0.5) -> Float:
    """Return a seamless height map (size, size) of sharp crests, each octave held to the crests of the last.

    Ridged multifractal after Musgrave, "Texturing and Modeling", chapter 16.
    """
    out = np.zeros((size, size), np.float32)
    weight = np.ones((size, size), np.float32)
    for octave in range(octaves):
        count = cells * 2**octave
        if count * 2 > size:
            break
        crest = 1 - np.abs(enlarged(rng.standard_normal((count, count), np.float32), size))
        crest = np.clip(crest, 0, 1) ** 2 * weight
        out += np.float32(gain**octave) * crest
        weight = np.clip(crest * 2, 0, 1)
    out -= out.min()
    return np.asarray(out / max(float(out.max()), 1e-6), np.float32)


def puffs(rng: np.random.Generator, size: int, cells: int, octaves: int = 6, gain: float = 0.5) -> Float:
    """Return a seamless height map (size, size), 0 to 1, of round heads with creases between: clouds from above."""
    out = np.zeros((size, size), np.float32)
    for octave in range(octaves):
        count = cells * 2**octave
        if count * 2 > size:
            break
        out += np.float32(gain**octave) * np.abs(enlarged(rng.standard_normal((count, count), np.float32), size))
    out -= out.min()
    return np.asarray(out / max(float(out.max()), 1e-6), np.float32)


def enlarged(grid: Values, size: int) -> Float:
    """Return a small square grid enlarged to `size` as if it repeated for ever."""
    import cv2

    count = grid.shape[0]
    pad = 4
    factor = size / count
    # resize is exact where warpAffine steps by a thirty-second of a cell, which shows as terraces on a slope.
    whole = round((count + 2 * pad) * factor)
    big = cv2.resize(np.pad(grid, pad, mode="wrap"), (whole, whole), interpolation=cv2.INTER_CUBIC)
    start = round(pad * factor)
    return np.asarray(big[start : start + size, start : start + size], np.float32)


def line(rng: np.random.Generator, count: int, cells: float, octaves: int = 7, gain: float = 0.5) -> Float:
    """Return a fractal line of `count` points, mean 0 and deviation 1."""
    import cv2

    out = np.zeros((1, count), np.float32)
    for octave in range(octaves):
        knots = max(2, round(cells * 2**octave))
        if knots * 2 > count and octave:
            break
        grid = rng.standard_normal((1, knots + 2), np.float32)
        out += np.float32(gain**octave) * cv2.resize(grid, (count, 1), interpolation=cv2.INTER_CUBIC)
    return np.asarray(_standard(out)[0], np.float32)


def warped(picture: Values, dx: Values, dy: Values) -> Float:
    """Return a field read `dx`, `dy` pixels away, mirrored at its edges."""
    import cv2

    height, width = int(picture.shape[0]), int(picture.shape[1])
    xx = np.arange(width, dtype=np.float32)[None, :] + dx
    yy = np.arange(height, dtype=np.float32)[:, None] + dy
    return np.asarray(cv2.remap(picture, xx, yy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101), np.float32)


def step(low: float, high: float, value: Values) -> Float:
    """Return a smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _standard(values: Float) -> Float:
    sample = values[::4, ::4] if values.shape[0] > 8 else values
    values -= sample.mean()
    return np.asarray(values / max(float(sample.std()), 1e-6), np.float32)
