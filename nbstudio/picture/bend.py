"""Bend: a small part of a picture moved by a field of shifts, in every frame anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import Plane
from nbstudio.picture.warp import indexed

Rect = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels of luma."""

SITES = ((0.5, 0.5), (0.5, 1.0), (0.5, 1.0))
STEPS = ((1.0, 1.0), (2.0, 2.0), (2.0, 2.0))
"""Where the samples of luma and chroma lie (see `colour`)."""
OVER = (1, 2, 2)
"""Pixels of luma for one sample of each plane."""


STILL = 0.01
"""Still pixels: what is shifted by less is where it was."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the still that is bent: shifts in one direction (rows, columns), in still pixels, `step` apart.

    What is seen at a point of the still is taken from as far away as the shift there says; `toward` is the
    direction, right and down, of length one. `aside` are the shifts a quarter turn to the left of it, if any.
    """

    corner: tuple[float, float]
    step: float
    away: NDArray[np.float32]
    toward: tuple[float, float]
    aside: NDArray[np.float32] | None = None

    @property
    def fields(self) -> tuple[tuple[NDArray[np.float32], tuple[float, float]], ...]:
        """Return every field of shifts, and its direction."""
        across, down = self.toward
        along = () if self.aside is None else ((self.aside, (down, -across)),)
        return ((self.away, self.toward), *along)

    @property
    def most(self) -> float:
        """Return the largest shift."""
        return max(float(np.abs(field).max()) for field, _ in self.fields)


class Bend:
    """A patch as one frame sees it."""

    def __init__(
        self, patch: Patch, affine: NDArray[np.float64], corner: tuple[int, int], frame: tuple[int, int]
    ) -> None:
        """Take the map from the frame to the still, and where in the still the planes to be bent begin."""
        self.affine, self.corner = affine, corner
        self.patch = patch = _shifted(patch)
        rows, columns = patch.away.shape
        (x, y), (w, h) = patch.corner, ((columns - 1) * patch.step, (rows - 1) * patch.step)
        inverse = np.linalg.inv(affine[:, :2])
        ends = (np.array([[x, y], [x + w, y], [x, y + h], [x + w, y + h]]) - affine[:, 2]) @ inverse.T
        low, high = np.floor(ends.min(axis=0) / 2).astype(int) * 2, np.ceil(ends.max(axis=0) / 2).astype(int) * 2
        self.rect: Rect = (
            max(0, int(low[0])),
            max(0, int(low[1])),
            max(0, min(frame[0], int(high[0]))),
            max(0, min(frame[1], int(high[1]))),
        )
        self.coarse: list[tuple[NDArray[np.float32], tuple[float, float]]] = []
        self.maps: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}

    def inside(self, keeps: Plane) -> bool:
        """Tell whether nothing behind is seen in all that is bent; `keeps` (255 keeps all) begins at the corner."""
        patch = self.patch
        most = patch.most + 4
        rows, columns = patch.away.shape
        left, top = int(patch.corner[0] - self.corner[0] - most), int(patch.corner[1] - self.corner[1] - most)
        right, bottom = left + int(columns * patch.step + 2 * most) + 2, top + int(rows * patch.step + 2 * most) + 2
        if left < 0 or top < 0 or right > keeps.shape[1] or bottom > keeps.shape[0]:
            return False
        return not keeps[top:bottom, left:right].any()

    def fill(self, source: Plane, target: Any, rect: Rect, plane: int) -> None:
        """Fill again what is bent of `target`: a rectangle (of luma) of a frame's plane 0 to 2."""
        import cv2

        over = OVER[plane]
        left, top = max(rect[0], self.rect[0]) // over, max(rect[1], self.rect[1]) // over
        right, bottom = min(rect[2], self.rect[2]) // over, min(rect[3], self.rect[3]) // over
        if left >= right or top >= bottom:
            return
        u, v = self._taken(plane)
        x, y = self.rect[0] // over, self.rect[1] // over
        seen = slice(top - y, bottom - y), slice(left - x, right - x)
        part = target[
            top - rect[1] // over : bottom - rect[1] // over, left - rect[0] // over : right - rect[0] // over
        ]
        cv2.remap(source, u[seen], v[seen], cv2.INTER_LINEAR, dst=part, borderMode=cv2.BORDER_REPLICATE)

    def _taken(self, plane: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the indices of a plane's samples that are seen in the patch's rectangle; both chromas' are one."""
        over = OVER[plane]
        if over in self.maps:
            return self.maps[over]
        left, top, right, bottom = (side // over for side in self.rect)
        matrix = indexed(self.affine, STEPS[plane], SITES[plane])
        matrix[:, 2] += matrix[:, 0] * left + matrix[:, 1] * top - np.array(self.corner) / over
        shifts = self._coarse()
        if over == 1:
            size = (right - left, bottom - top)
            shifts = [(_resized(field, size), toward) for field, toward in shifts]
        i, j = np.arange(right - left, dtype=np.float32), np.arange(bottom - top, dtype=np.float32)[:, None]
        found = []
        for axis, (across, down, start) in enumerate(matrix.tolist()):
            own = shifts[0][0] * np.float32(shifts[0][1][axis] / over)
            for field, toward in shifts[1:]:
                own += field * np.float32(toward[axis] / over)
            own += np.float32(across) * i + np.float32(start)
            if down:
                own += np.float32(down) * j
            found.append(own)
        self.maps[over] = (found[0], found[1])
        return self.maps[over]

    def _coarse(self) -> list[tuple[NDArray[np.float32], tuple[float, float]]]:
        """Return the fields of shifts at every other pixel of the rectangle, for they change slowly."""
        import cv2

        if not self.coarse:
            left, top, right, bottom = self.rect
            # From between four pixels of luma to the patch's own grid.
            grid = indexed(self.affine, (2.0, 2.0), (1.0, 1.0))
            grid[:, 2] += grid[:, 0] * (left // 2) + grid[:, 1] * (top // 2)
            grid *= 2 / self.patch.step
            grid[:, 2] += (np.array((1.0, 1.0)) - self.patch.corner) / self.patch.step
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            size = ((right - left) // 2, (bottom - top) // 2)
            for field, toward in self.patch.fields:
                made = np.asarray(cv2.warpAffine(field, grid, size, flags=flags), np.float32)
                self.coarse.append((made, toward))
        return self.coarse


def _shifted(patch: Patch) -> Patch:
    """Return the part of a patch where anything is shifted, and what is beside it."""
    moved = np.abs(patch.away) > STILL
    if patch.aside is not None:
        moved |= np.abs(patch.aside) > STILL
    rows, columns = np.flatnonzero(moved.any(axis=1)), np.flatnonzero(moved.any(axis=0))
    if not len(rows):
        rows = columns = np.array([0])
    top, left = max(0, int(rows[0]) - 1), max(0, int(columns[0]) - 1)
    part = slice(top, int(rows[-1]) + 2), slice(left, int(columns[-1]) + 2)
    aside = None if patch.aside is None else patch.aside[part]
    corner = (patch.corner[0] + left * patch.step, patch.corner[1] + top * patch.step)
    return Patch(corner, patch.step, patch.away[part], patch.toward, aside)


def _resized(field: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), np.float32)
