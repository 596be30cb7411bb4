"""Blend: planes mixed, tinted, lit and moved, as cheaply as 4:2:0 allows.

Weights are fields at chroma's size: an edge is soft by more than two pixels, so that half the resolution loses
nothing and saves three quarters of the arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import Plane, Planes

Field = NDArray[np.float32]
Affine = NDArray[np.float64]
Colour = tuple[int, int, int]
"""Y, U and V of one colour."""
BLACK, WHITE = 16, 235
"""Luma of black and of white (BT.709, limited range)."""


def mixed(a: Planes, b: Planes, share: float) -> Planes:
    """Return `share` of b in a."""
    if share <= 0 or share >= 1:
        return a if share <= 0 else b
    return Planes(*(blend(p, q, share) for p, q in zip(a.all(), b.all(), strict=True)))


def blend(p: Plane, q: Plane, share: float) -> Plane:
    """Return `share` of one plane in another."""
    import cv2

    return np.asarray(cv2.addWeighted(p, 1 - share, q, share, 0.0), np.uint8)


def toward(a: Planes, colour: Colour, share: float) -> Planes:
    """Return a picture with `share` of one colour."""
    import cv2

    planes = (cv2.convertScaleAbs(p, alpha=1 - share, beta=share * c) for p, c in zip(a.all(), colour, strict=True))
    return Planes(*(np.asarray(plane, np.uint8) for plane in planes))


def weighed(a: Planes, b: Planes, weight: Field) -> Planes:
    """Return a picture with b where `weight` (at chroma's size, 0 to 1) is 1, and a where it is 0."""
    import cv2

    height, width = a.y.shape
    small = np.ascontiguousarray(weight, np.float32)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    rest, rest_small = 1 - large, 1 - small
    return Planes(
        np.asarray(cv2.blendLinear(a.y, b.y, rest, large), np.uint8),
        np.asarray(cv2.blendLinear(a.u, b.u, rest_small, small), np.uint8),
        np.asarray(cv2.blendLinear(a.v, b.v, rest_small, small), np.uint8),
    )


def lit(a: Planes, y: Field, u: Field, v: Field) -> Planes:
    """Return a picture with light added: luma and signed chroma, fields of any size that are stretched over it."""
    import cv2

    planes = []
    for plane, field in zip(a.all(), (y, u, v), strict=True):
        tile = np.clip(128 + field, 0, 255).astype(np.uint8)
        stretched = cv2.resize(tile, (plane.shape[1], plane.shape[0]), interpolation=cv2.INTER_LINEAR)
        planes.append(np.asarray(cv2.addWeighted(plane, 1.0, stretched, 1.0, -128.0), np.uint8))
    return Planes(np.minimum(planes[0], WHITE), planes[1], planes[2])


def empty(shape: tuple[int, int]) -> Planes:
    """Return planes for a picture of (rows, columns), nothing in them yet."""
    rows, columns = shape
    half = (rows // 2, columns // 2)
    return Planes(np.empty(shape, np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))


def solid(shape: tuple[int, int], colour: Colour) -> Planes:
    """Return a picture of (rows, columns) in one colour."""
    made = empty(shape)
    for plane, value in zip(made.all(), colour, strict=True):
        plane[:] = value
    return made


def around(
    centre: tuple[float, float], zoom: float, turn: float = 0.0, to: tuple[float, float] | None = None
) -> Affine:
    """Return the map from a place in the result to one in the source, in pixels of luma.

    The source is enlarged by `zoom` and turned by `turn` degrees about `centre`, which comes to lie at `to`.
    """
    angle = np.radians(turn)
    cos, sin = np.cos(angle) / zoom, np.sin(angle) / zoom
    linear = np.array([[cos, sin], [-sin, cos]])
    there = np.array(to or centre)
    return np.column_stack([linear, np.array(centre) - linear @ there])


def moved(a: Planes, matrix: Affine, outside: Sequence[int] | None = None) -> Planes:
    """Return a picture moved by a map from result to source; beyond its edges it is mirrored, or one colour."""
    import cv2

    planes = []
    for n, plane in enumerate(a.all()):
        scale = 2.0 if n else 1.0
        offset = (scale - 1) / 2 * (matrix[:, :2] @ np.ones(2) - np.ones(2))
        own = np.column_stack([matrix[:, :2], (matrix[:, 2] + offset) / scale])
        rows, columns = plane.shape
        border = cv2.BORDER_REFLECT_101 if outside is None else cv2.BORDER_CONSTANT
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        value = 0 if outside is None else outside[n]
        warped = cv2.warpAffine(plane, own, (columns, rows), flags=flags, borderMode=border, borderValue=value)
        planes.append(np.asarray(warped, np.uint8))
    return Planes(*planes)


def resized(a: Planes, shape: tuple[int, int]) -> Planes:
    """Return a picture in another size, (rows, columns)."""
    import cv2

    rows, columns = shape
    way = cv2.INTER_AREA if rows < a.y.shape[0] else cv2.INTER_LINEAR
    sizes = ((columns, rows), (columns // 2, rows // 2), (columns // 2, rows // 2))
    planes = (cv2.resize(plane, size, interpolation=way) for plane, size in zip(a.all(), sizes, strict=True))
    return Planes(*(np.asarray(plane, np.uint8) for plane in planes))


def remapped(a: Planes, x: Field, y: Field) -> Planes:
    """Return a picture whose pixels come from (x, y), fields of luma places given at chroma's size."""
    import cv2

    rows, columns = a.y.shape
    wide = cv2.resize(x, (columns, rows), interpolation=cv2.INTER_LINEAR)
    high = cv2.resize(y, (columns, rows), interpolation=cv2.INTER_LINEAR)
    way, border = cv2.INTER_LINEAR, cv2.BORDER_REFLECT_101
    small_x, small_y = (x - np.float32(0.5)) / 2, (y - np.float32(0.5)) / 2
    return Planes(
        np.asarray(cv2.remap(a.y, wide, high, way, borderMode=border), np.uint8),
        np.asarray(cv2.remap(a.u, small_x, small_y, way, borderMode=border), np.uint8),
        np.asarray(cv2.remap(a.v, small_x, small_y, way, borderMode=border), np.uint8),
    )
