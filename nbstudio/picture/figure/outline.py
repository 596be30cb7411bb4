"""Outline: smooth shapes through a few points, as bodies and cloth have them.

Everything is measured in heads: x to the right from where the figure stands, y down from the crown of somebody
who stands upright, the ground at `GROUND`. A shape is a list of polygons whose union it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

GROUND = 7.5
"""Heads that somebody is tall."""
Points = NDArray[np.float64]
Shape = list[Points]


def points(*rows: Sequence[float]) -> Points:
    """Return rows of numbers as points."""
    return np.array(rows, np.float64)


def curve(through: Points, *, closed: bool = False, steps: int = 8) -> Points:
    """Return a Catmull-Rom curve through points of any dimension, `steps` new points for each given one."""
    if len(through) < 3:
        return np.linspace(through[0], through[-1], steps + 1)
    if closed:
        ring = np.vstack([through[-1:], through, through[:2]])
    else:
        ring = np.vstack([2 * through[0] - through[1], through, 2 * through[-1] - through[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (ring[k : len(ring) - 3 + k, None, :] for k in range(4))
    path = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    path = path.reshape(-1, through.shape[1])
    return path if closed else np.vstack([path, through[-1:]])


def closed(*rows: Sequence[float]) -> Shape:
    """Return the smooth closed shape through points."""
    return [curve(points(*rows), closed=True)]


def tube(joints: Points, *, start: bool = True, end: bool = True) -> Shape:
    """Return a limb along joints (x, y, half width), round at its `start` and `end` or cut off as a hem is."""
    path = curve(joints, steps=6)
    centre, half = path[:, :2], np.maximum(path[:, 2:], 0.01)
    along = np.gradient(centre, axis=0)
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-9)
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * half
    left, right = centre - side, centre + side
    shape = [hull(np.vstack([left[k : k + 2], right[k : k + 2]])) for k in range(len(path) - 1)]
    # Where a limb bends, discs close the outer side of the joint.
    rounded = [*joints[1:-1], *([joints[0]] if start else []), *([joints[-1]] if end else [])]
    return [*shape, *(disc(x, y, r) for x, y, r in rounded)]


def disc(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0.0) -> Points:
    """Return an ellipse, turned by radians."""
    angle = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    u, v = rx * np.cos(angle), (rx if ry is None else ry) * np.sin(angle)
    return np.stack([x + u * np.cos(turn) - v * np.sin(turn), y + u * np.sin(turn) + v * np.cos(turn)], axis=1)


def hull(corners: Points) -> Points:
    """Return the convex polygon around points."""
    import cv2

    return np.asarray(cv2.convexHull(corners.astype(np.float32))[:, 0], np.float64)


def reach(a: Points, b: Points, upper: float, lower: float, bend: float) -> Points:
    """Return the joint between `a` and `b` of bones that long, on the side that `bend` (-1 or 1) says.

    Of an arm that hangs, 1 is to the left. What is too far away stretches the limb: it is seen from the
    side then, and less foreshortened than drawn.
    """
    gap = b - a
    far = max(1e-6, float(np.hypot(*gap)))
    if far >= upper + lower:
        return np.asarray(a + gap * upper / (upper + lower))
    along = (upper**2 - lower**2 + far**2) / (2 * far)
    off = np.sqrt(max(0.0, upper**2 - along**2))
    unit = gap / far
    return np.asarray(a + along * unit + bend * off * np.array([-unit[1], unit[0]]))
