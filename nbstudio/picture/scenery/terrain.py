"""Terrain: a height map seen from the ground, every column of the frame walked from far to near.

Painter's order without a painter: each sample along a column writes its index at the row where it shows; the nearest
that is at or above a pixel is then a running minimum down the rows. (The idea is the voxel space of 1992; the
vectorised form is ours.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]


FINER = 7  # how often a map of roughness repeats within a tile of land


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the eye stands.

    `x`, `z` and `eye` in tiles of the map, `horizon` fraction from the top, `lens` focal length in frame heights,
    `near` and `far` in tiles.
    """

    x: float
    z: float
    eye: float
    horizon: float
    lens: float = 1.2
    near: float = 0.02
    far: float = 3.0


@dataclass(frozen=True, slots=True)
class View:
    """What each pixel sees: `depth` in tiles (infinite for sky), and where on the map, in tiles."""

    depth: Float
    u: Float
    v: Float
    land: NDArray[np.bool_]


def seen(
    heights: Float,
    camera: Camera,
    height: int,
    width: int,
    steps: int = 420,
    rise: float = 1.0,
    rough: Float | None = None,
) -> View:
    """Return what a camera sees of a seamless height map (size, size) whose heights are in tiles.

    `rough`: a second map, seven times as fine, added to the first.
    """
    import cv2

    size = heights.shape[0]
    away = np.geomspace(camera.near, camera.far, steps).astype(np.float32)
    across = (np.arange(width, dtype=np.float32) - width / 2) / (height * camera.lens)
    u = np.mod((camera.x + across[None, :] * away[:, None]) * size, size)
    v = np.mod((camera.z + away[:, None]) * size, size) + np.zeros_like(u)
    ground = np.asarray(cv2.remap(heights, u, v, cv2.INTER_CUBIC, borderMode=cv2.BORDER_WRAP), np.float32)
    if rough is not None:
        fine = rough.shape[0]
        scale = np.float32(FINER * fine / size)
        fine_u, fine_v = np.mod(u * scale, fine), np.mod(v * scale, fine)
        ground = ground + cv2.remap(rough, fine_u, fine_v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    # Land rises away from the eye so that ranges stand behind each other.
    if rise:
        ground = ground * np.clip(away * rise, 0.15, 1.0)[:, None]
    rows = (camera.horizon - (ground - camera.eye) / away[:, None] * camera.lens) * height
    whole = np.clip(np.ceil(rows), 0, height).astype(np.int32)
    first = np.full((height + 1, width), steps, np.int32)
    columns = np.arange(width)
    for k in range(steps - 1, -1, -1):
        first[whole[k], columns] = k
    index = np.minimum.accumulate(first[:height], axis=0)
    land = index < steps
    here = np.minimum(index, steps - 1)
    before = np.maximum(here - 1, 0)
    flat = columns[None, :]
    low, high = rows[here, flat], rows[before, flat]
    row = np.arange(height, dtype=np.float32)[:, None]
    share = np.clip((row - low) / np.maximum(high - low, 1e-3), 0, 1)
    depth = away[here] + share * (away[before] - away[here])
    depth = np.asarray(np.where(land, depth, np.float32(np.inf)), np.float32)
    safe = np.where(land, depth, 0)
    return View(depth, np.asarray(camera.x + across[None, :] * safe, np.float32), np.asarray(camera.z + safe), land)


def footing(heights: Float, rng: np.random.Generator, reach: float) -> tuple[float, float]:
    """Return where to stand (tiles): of a dozen places the one with the lowest land within `reach` tiles ahead."""
    size = heights.shape[0]
    ahead = np.arange(0, max(2, round(reach * size)), 4)
    aside = np.arange(-ahead[-1] // 2 - 2, ahead[-1] // 2 + 3, 4)
    best, found = np.inf, (0.0, 0.0)
    for x, z in rng.random((12, 2)):
        rows = np.mod(round(z * size) + ahead, size)
        columns = np.mod(round(x * size) + aside, size)
        level = float(heights[np.ix_(rows, columns)].max())
        if level < best:
            best, found = level, (float(x), float(z))
    return found


def smoothed(heights: Float, radius: float) -> Float:
    """Return a seamless map blurred without a seam."""
    import cv2

    pad = int(4 * radius) + 1
    big = cv2.GaussianBlur(np.pad(heights, pad, mode="wrap"), (0, 0), radius)
    return np.asarray(big[pad:-pad, pad:-pad], np.float32)


def sampled(texture: Float, view: View, finer: int = 1) -> Float:
    """Return a seamless texture (size, size) or (size, size, 3), repeated `finer` times a tile, as the view sees it."""
    import cv2

    size = texture.shape[0]
    u, v = (
        np.mod(view.u * (size * finer), size).astype(np.float32),
        np.mod(view.v * (size * finer), size).astype(np.float32),
    )
    return np.asarray(cv2.remap(texture, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), np.float32)


def shaded(heights: Float, sun: tuple[float, float, float], reach: int = 24) -> Float:
    """Return the light on a height map (size, size), 0 to about 1.4: slope towards the sun, cast shadows, hollows.

    `sun`: direction (x right, z away from the eye, up), any length; heights in tiles.
    """
    import cv2

    size = heights.shape[0]
    norm = float(np.sqrt(sum(v * v for v in sun)))
    sx, sz, sy = (v / norm for v in sun)
    dx = (np.roll(heights, -1, 1) - np.roll(heights, 1, 1)) * np.float32(size / 2)
    dz = (np.roll(heights, -1, 0) - np.roll(heights, 1, 0)) * np.float32(size / 2)
    facing = (sy - dx * np.float32(sx) - dz * np.float32(sz)) / np.sqrt(1 + dx * dx + dz * dz)
    clear = np.ones_like(heights)
    flat = max(1e-3, float(np.hypot(sx, sz)))
    slope = sy / flat / size
    for i in range(1, reach):
        away = 1.5 * i * (1 + i / 14)
        moved = np.roll(heights, (-round(away * sz / flat), -round(away * sx / flat)), (0, 1))
        clear = np.minimum(clear, 1 - np.clip((moved - heights - np.float32(slope * away)) * 60, 0, 1))
    hollow = heights - cv2.blur(heights, (size // 24, size // 24), borderType=cv2.BORDER_REFLECT)
    open_air = np.clip(0.8 + hollow * 14, 0.35, 1.15)
    return np.asarray(np.clip(facing, 0, 1) * clear * open_air, np.float32)
