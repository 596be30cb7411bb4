"""Marks: the one thing that stands in open country: a tree, a barn, a row of poles, a wind pump."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.air import blurred, laid
from nbstudio.picture.scenery.noise import Float

Mask = NDArray[np.uint8]


def mark(picture: Float, horizon: float, dark: Float, rng: np.random.Generator) -> None:
    """Stand one of them off the middle, its foot below the horizon; changes the picture. `dark`: its colour."""
    height, width = picture.shape[:2]
    x = 0.5 + float(rng.choice([-1.0, 1.0])) * float(rng.uniform(0.14, 0.36))
    near = float(rng.uniform(0.15, 1.0))
    foot = horizon + 0.012 + 0.05 * near
    unit = (0.07 + 0.20 * near) * height
    draw = (_tree, _tree, _barn, _pump)[int(rng.integers(4))]
    mask = np.zeros((height, width), np.uint8)
    draw(mask, x * width, foot * height, unit, rng)
    laid(picture, dark, blurred(mask.astype(np.float32) / np.float32(255), height / 1300))


def _fill(mask: Mask, points: list[tuple[float, float]]) -> None:
    import cv2

    cv2.fillPoly(mask, [np.round(np.array(points) * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)


def _tree(mask: Mask, x: float, foot: float, unit: float, rng: np.random.Generator) -> None:
    """A broad tree: a trunk that forks, leaves in clumps."""
    import cv2

    trunk = 0.05 * unit
    _fill(
        mask,
        [
            (x - 1.5 * trunk, foot),
            (x - 0.7 * trunk, foot - 0.5 * unit),
            (x + 0.7 * trunk, foot - 0.5 * unit),
            (x + 1.5 * trunk, foot),
        ],
    )
    for turn in (-0.6, -0.15, 0.35, 0.7):
        tip = (x + turn * 0.5 * unit, foot - 0.85 * unit)
        cv2.line(
            mask,
            (round(x), round(foot - 0.4 * unit)),
            (round(tip[0]), round(tip[1])),
            255,
            max(1, round(0.7 * trunk)),
            cv2.LINE_AA,
        )
    for _ in range(70):
        # Clumps fill a crown wider than it is tall, flat below.
        turn, out = float(rng.uniform(0, np.pi)), float(rng.random()) ** 0.5
        u = x + 0.52 * unit * out * float(np.cos(turn))
        v = foot - 0.62 * unit - 0.42 * unit * out * float(np.sin(turn)) + float(rng.normal(0, 0.03)) * unit
        r = unit * float(rng.uniform(0.04, 0.10))
        cv2.ellipse(
            mask,
            (round(u), round(v)),
            (max(1, round(1.25 * r)), max(1, round(0.85 * r))),
            float(rng.uniform(-20, 20)),
            0,
            360,
            255,
            -1,
            cv2.LINE_AA,
        )
    for _ in range(260):
        turn, out = float(rng.uniform(-0.1, np.pi + 0.1)), float(rng.uniform(0.9, 1.08))
        u = x + 0.58 * unit * out * float(np.cos(turn))
        v = foot - 0.60 * unit - 0.47 * unit * out * float(np.sin(turn))
        r = max(0.6, unit * float(rng.uniform(0.006, 0.02)))
        cv2.circle(mask, (round(u), round(v)), max(1, round(r)), 255, -1, cv2.LINE_AA)


def _barn(mask: Mask, x: float, foot: float, unit: float, rng: np.random.Generator) -> None:
    """A barn with a broken roof, and a silo beside it."""
    w, h = 0.62 * unit, 0.34 * unit
    _fill(
        mask,
        [
            (x - w, foot),
            (x - w, foot - h),
            (x - 0.78 * w, foot - 1.55 * h),
            (x - 0.4 * w, foot - 1.95 * h),
            (x, foot - 1.55 * h),
            (x + 0.22 * w, foot - h),
            (x + 0.22 * w, foot),
        ],
    )
    _fill(
        mask,
        [
            (x - 0.4 * w, foot - 1.95 * h),
            (x + w, foot - 1.9 * h),
            (x + 1.22 * w, foot - h),
            (x + 1.22 * w, foot),
            (x, foot),
        ],
    )
    s = x + (1.5 if rng.random() < 0.5 else -1.35) * w
    _fill(
        mask,
        [
            (s - 0.17 * w, foot),
            (s - 0.17 * w, foot - 2.3 * h),
            (s, foot - 2.65 * h),
            (s + 0.17 * w, foot - 2.3 * h),
            (s + 0.17 * w, foot),
        ],
    )


def _pump(mask: Mask, x: float, foot: float, unit: float, rng: np.random.Generator) -> None:
    """A wind pump on its lattice."""
    import cv2

    thick, top = max(1, round(0.018 * unit)), foot - 0.95 * unit

    def bar(a: tuple[float, float], b: tuple[float, float]) -> None:
        cv2.line(
            mask, (round(a[0] * 8), round(a[1] * 8)), (round(b[0] * 8), round(b[1] * 8)), 255, thick, cv2.LINE_AA, 3
        )

    for side in (-1, 1):
        bar((x + side * 0.16 * unit, foot), (x + side * 0.02 * unit, top))
    for i in range(4):
        y, wide = foot - 0.22 * unit * i, (0.16 - 0.033 * i) * unit
        up, less = y - 0.22 * unit, (0.16 - 0.033 * (i + 1)) * unit
        bar((x - wide, y), (x + less, up))
        bar((x + wide, y), (x - less, up))
    turn = float(rng.uniform(0, 1))
    for blade in range(12):
        a = turn + blade * np.pi / 6
        tip = [(x + 0.2 * unit * float(np.cos(a + d)), top + 0.2 * unit * float(np.sin(a + d))) for d in (-0.14, 0.14)]
        _fill(mask, [(x, top), *tip])
    way = 1 if rng.random() < 0.5 else -1
    _fill(
        mask,
        [
            (x, top - 1),
            (x + way * 0.26 * unit, top - 0.05 * unit),
            (x + way * 0.36 * unit, top - 0.07 * unit),
            (x + way * 0.36 * unit, top + 0.07 * unit),
            (x + way * 0.26 * unit, top + 0.05 * unit),
            (x, top + 1),
        ],
    )
