"""Outlines: figures as their distance from the centre by direction.

A figure that can be seen whole from its own centre (a heart, a star, a lens of six blades) is one function
from angle to radius, so that it can be grown, turned and melted into another by arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Outline = Callable[[Field], Field]
"""From angles (radians, clockwise from the top) to radii; the mean is about 1."""


def circle(angle: Field) -> Field:
    """Return a circle."""
    return np.ones_like(angle)


def diamond(angle: Field) -> Field:
    """Return a square that stands on its corner."""
    return np.asarray(1.2 / (np.abs(np.sin(angle)) + np.abs(np.cos(angle))), np.float32)


def star(angle: Field) -> Field:
    """Return a star of five points."""
    return _table(angle, _straight([(n * np.pi / 5, 0.58 if n % 2 else 1.5) for n in range(11)]))


def heart(angle: Field) -> Field:
    """Return a heart, seen from a little below its notch."""
    t = np.linspace(0, 2 * np.pi, 721)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t) + 1.5
    return _table(angle, (np.arctan2(x, y) % (2 * np.pi), np.hypot(x, y) / 12))


def aperture(angle: Field) -> Field:
    """Return what six blades of a lens leave open."""
    within = (angle + np.pi / 6) % (np.pi / 3) - np.pi / 6
    return np.asarray(0.95 / np.cos(within), np.float32)


def _straight(corners: list[tuple[float, float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return angles and radii along the straight lines between corners given as (angle, radius)."""
    angles, radii = [], []
    for (one, near), (other, far) in pairwise(corners):
        share = np.linspace(0, 1, 64, endpoint=False)
        x = (1 - share) * near * np.sin(one) + share * far * np.sin(other)
        y = (1 - share) * near * np.cos(one) + share * far * np.cos(other)
        angles.append(np.arctan2(x, y) % (2 * np.pi))
        radii.append(np.hypot(x, y))
    return np.concatenate(angles), np.concatenate(radii)


def _table(angle: Field, curve: tuple[NDArray[np.float64], NDArray[np.float64]]) -> Field:
    """Return the radii that a sampled curve has at angles."""
    order = np.argsort(curve[0], kind="stable")
    steps = np.interp(np.linspace(0, 2 * np.pi, 2049), curve[0][order], curve[1][order], period=2 * np.pi)
    index = (angle % np.float32(2 * np.pi)) * np.float32(2048 / (2 * np.pi))
    return np.asarray(steps.astype(np.float32)[index.astype(np.int32)], np.float32)


OUTLINES: dict[str, Outline] = {
    "circle": circle,
    "diamond": diamond,
    "star": star,
    "heart": heart,
    "aperture": aperture,
}
