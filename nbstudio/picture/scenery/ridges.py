"""Ridges: wooded crests one before the other, mist lying between them: what a range is when the air hides its peaks.

A ridge far away is a line and a tone; a near one has trees on it. Each stands darker than the one behind, and each
rises out of the bank of mist that covers its own foot, so that no air, however thick, is an empty sheet.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import blurred, laid, resized
from nbstudio.picture.scenery.canvas import Canvas
from nbstudio.picture.scenery.noise import Float, field, line


def ridges(canvas: Canvas, picture: Float, far: Float, horizon: float, count: int, lean: float) -> Float:
    """Lay `count` wooded ridges from the horizon to the lens over a picture, which is changed.

    `far` is the colour of the air, (3,) light; `lean` -1 to 1 tells on which side the near ones rise.
    """
    height, width = picture.shape[:2]
    tone = canvas.tone
    for number in range(count):
        near = (number + 1) / count
        rng = canvas.dice(f"ridge{number}")
        base = horizon + (0.9 - horizon) * (number + 0.35) / count
        across = np.linspace(-0.5, 0.5, width, dtype=np.float32)
        crest = line(rng, width, 2.0 + 2 * (1 - near), 7, 0.5) * (0.022 + 0.018 * near)
        # Near slopes fall from one side into the valley, in turns.
        slope = (lean if number % 2 == 0 else -0.6 * lean) * (0.10 + 0.16 * near)
        profile = base - crest + slope * across + 0.05 * near * np.abs(across)
        cover = _wooded(np.asarray(profile, np.float32), height, width, near, rng)
        air = float(np.exp(-near * (2.4 - 0.9 * tone.haze)) * (0.62 + 0.36 * tone.haze))
        dark = tone.shade * np.float32(0.05 if not tone.dark else 0.10) + np.float32(0.003)
        top = int(np.argmax(cover.any(axis=1)))  # above its highest tree there is nothing of a ridge
        cover = cover[top:]
        rows = np.arange(top, height, dtype=np.float32)[:, None] / height
        # The foot of a ridge stands in mist, its crest above it.
        deep = np.clip((rows - profile[None, :]) / (0.10 + 0.10 * near), 0, 1)
        drift = resized(field(canvas.dice(f"drift{number}"), 40, 72, 2.2, 4, 0.55, 3.5), width, height)[top:]
        bank = deep * (0.55 + 0.45 * np.tanh(drift)) * (0.35 + 0.6 * tone.haze) * (1 - 0.55 * near)
        share = np.clip(air + bank, 0, 0.96)[..., None]
        body = dark * (1 - share) + far * np.float32(0.94) * share
        laid(picture[top:], np.asarray(body, np.float32), np.ascontiguousarray(cover))
    return picture


def _wooded(profile: Float, height: int, width: int, near: float, rng: np.random.Generator) -> Float:
    """Return how much of each pixel a ridge with conifers covers (height, width)."""
    import cv2

    mask = np.zeros((height, width), np.uint8)
    edge = np.stack([np.arange(width), profile * height], axis=1)
    outline = np.vstack([edge[:: max(1, width // 400)], [[width, height + 9], [0, height + 9]]])
    cv2.fillPoly(mask, [np.round(outline * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    tall = (0.012 + 0.085 * near**2) * height
    count = round(width / max(3.0, 0.30 * tall))
    # Trees stand in groups, and leave gaps where the slope is bare.
    dense = line(rng, count, 5, 3)
    for x, wooded in zip(np.sort(rng.uniform(-0.02, 1.02, count)) * width, dense, strict=True):
        if wooded < -0.7:
            continue
        column = int(np.clip(x, 0, width - 1))
        unit = tall * float(rng.uniform(0.45, 1.15)) * (1 + 0.12 * float(wooded))
        _conifer(mask, float(x), profile[column] * height + 0.12 * unit, unit, 7 if near > 0.6 else 3, rng)
    return blurred(np.asarray(mask, np.float32) / np.float32(255), height * 0.0006 * (1 + 1.5 * near))


def _conifer(
    mask: NDArray[np.uint8], x: float, foot: float, tall: float, boughs: int, rng: np.random.Generator
) -> None:
    """Draw one conifer: boughs that widen downwards, each ragged a little differently."""
    import cv2

    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    broad = tall * float(rng.uniform(0.17, 0.24))
    for bough in range(boughs):
        share = (bough + 1) / boughs
        y = foot - tall * (1 - share * 0.9)
        for side, points in ((-1, left), (1, right)):
            reach = broad * share**0.85 * float(rng.uniform(0.75, 1.15))
            points.append((x + side * 0.38 * reach, y - 0.08 * tall))
            points.append((x + side * reach, y + 0.02 * tall))
    outline = np.array([(x, foot - tall), *right, (x, foot), *left[::-1]])
    cv2.fillPoly(mask, [np.round(outline * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
