"""Tiles: where in a frame a layer hides all that is behind it, where it is not, and where its edge lies.

What nobody sees need not be moved. A frame is parted into tiles, and each tile looks at a coarse map of the
layer as far around as it reaches: what a layer covers wholly is laid without what is behind it, and what is
behind is not moved there at all. That only saves work: the samples are those of the whole picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import Plane

CLEAR, EDGE, SOLID = 0, 1, 2
"""A layer is not in a tile, in parts of it, all over it."""
TILE = 64
"""Pixels of a frame, of luma: even, so that chroma has whole tiles too."""
BLOCK = 8
"""Pixels of a layer that its coarse map sees as one."""
ROOM = 4.0
"""Pixels of a layer beside a tile that interpolation and the chroma's own places may touch."""

Grid = NDArray[np.uint8]
Rect = tuple[int, int, int, int]


class Coverage:
    """A layer's coarse map."""

    def __init__(self, keeps: Plane) -> None:
        """Take how much of what is behind is kept (255 keeps all)."""
        height, width = keeps.shape
        more = ((0, -height % BLOCK), (0, -width % BLOCK))
        blocks = np.pad(keeps, more, mode="edge").reshape((height + more[0][1]) // BLOCK, BLOCK, -1, BLOCK)
        self.solid = np.asarray(blocks.max(axis=(1, 3)) == 0, np.uint8)
        self.there = np.asarray(blocks.min(axis=(1, 3)) < 255, np.uint8)

    def tiles(self, affine: NDArray[np.float64], box: Rect, frame: tuple[int, int]) -> Grid:
        """Return what the layer is in each tile of a frame.

        `affine` maps the frame to the layer's own pixels; nothing of it is outside of `box`.
        """
        import cv2

        columns, rows = -(-frame[0] // TILE), -(-frame[1] // TILE)
        x, y = (np.arange(columns) + 0.5) * TILE, ((np.arange(rows) + 0.5) * TILE)[:, None]
        linear = np.abs(affine[:, :2])
        reach = [int(np.ceil((TILE / 2 * linear[i].sum() + ROOM) / BLOCK)) for i in (0, 1)]
        kernel = np.ones((2 * reach[1] + 1, 2 * reach[0] + 1), np.uint8)
        last = self.solid.shape[1] - 1, self.solid.shape[0] - 1
        # A tile may lie so far outside that its middle is nowhere on the layer: it is then nearest to what it sees.
        i = np.clip((affine[0, 0] * x + affine[0, 1] * y + affine[0, 2]) // BLOCK, 0, last[0]).astype(np.intp)
        j = np.clip((affine[1, 0] * x + affine[1, 1] * y + affine[1, 2]) // BLOCK, 0, last[1]).astype(np.intp)
        found = np.asarray(cv2.dilate(self.there, kernel)[j, i], np.uint8)
        left, top, right, bottom = box
        at = np.arange(columns) * TILE, (np.arange(rows) * TILE)[:, None]
        whole = (at[0] >= left) & (np.minimum(at[0] + TILE, frame[0]) <= right)
        whole = whole & (at[1] >= top) & (np.minimum(at[1] + TILE, frame[1]) <= bottom)
        found[(cv2.erode(self.solid, kernel)[j, i] > 0) & whole] = SOLID
        return found


def rects(grid: Grid, kind: int, box: Rect) -> Iterator[Rect]:
    """Yield rectangles (left, top, right, bottom) that together are the tiles of a kind, within a box."""
    begun: dict[tuple[int, int], int] = {}
    for row in range(grid.shape[0] + 1):
        runs = set(_runs(grid[row] == kind)) if row < grid.shape[0] else set()
        for run in [run for run in begun if run not in runs]:
            left, top = max(box[0], run[0] * TILE), max(box[1], begun.pop(run) * TILE)
            right, bottom = min(box[2], run[1] * TILE), min(box[3], row * TILE)
            if left < right and top < bottom:
                yield left, top, right, bottom
        for run in runs:
            begun.setdefault(run, row)


def _runs(row: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last but one of each run of true values."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
    for i in range(0, len(steps), 2):
        yield int(steps[i]), int(steps[i + 1])
