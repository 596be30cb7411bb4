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


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the still that is bent: shifts right and down (rows, columns), in still pixels, `step` apart.

    What is seen at a point of the still is taken from as far away as the shift there says.
    """

    corner: tuple[float, float]
    step: float
    right: NDArray[np.float32]
    down: NDArray[np.float32]


class Bend:
    """A patch as one frame sees it."""

    def __init__(
        self, patch: Patch, affine: NDArray[np.float64], corner: tuple[int, int], frame: tuple[int, int]
    ) -> None:
        """Take the map from the frame to the still, and where in the still the planes to be bent begin."""
        self.patch, self.affine, self.corner = patch, affine, corner
        rows, columns = patch.right.shape
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
        self.maps: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}

    def inside(self, keeps: Plane) -> bool:
        """Tell whether nothing behind is seen in all that is bent; `keeps` (255 keeps all) begins at the corner."""
        patch = self.patch
        most = max(float(np.abs(patch.right).max()), float(np.abs(patch.down).max())) + 4
        rows, columns = patch.right.shape
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
        import cv2

        over, patch = OVER[plane], self.patch
        if over in self.maps:
            return self.maps[over]
        left, top, right, bottom = (side // over for side in self.rect)
        size = (right - left, bottom - top)
        matrix = indexed(self.affine, STEPS[plane], SITES[plane])
        matrix[:, 2] += matrix[:, 0] * left + matrix[:, 1] * top
        # Indices of this plane's samples become places on the patch's grid.
        grid = matrix * (over / patch.step)
        grid[:, 2] += (np.array(SITES[plane]) - patch.corner) / patch.step
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        i, j = np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32)[:, None]
        found = []
        for axis, shifts in enumerate((patch.right, patch.down)):
            own = np.asarray(cv2.warpAffine(shifts, grid, size, flags=flags), np.float32)
            if over > 1:
                own *= np.float32(1 / over)
            own += np.float32(matrix[axis, 0]) * i + np.float32(matrix[axis, 2] - self.corner[axis] / over)
            own += np.float32(matrix[axis, 1]) * j
            found.append(own)
        self.maps[over] = (found[0], found[1])
        return self.maps[over]
