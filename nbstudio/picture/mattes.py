"""Mattes: when (0 to 1) the edge of a wipe passes each point of the frame.

Every wipe is one such field and a soft edge that wanders through its values, so that a new one costs a function
here. Fields are made once a transition, at chroma's size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.outlines import OUTLINES

Field = NDArray[np.float32]
Numbers = Mapping[str, Any]


class Sheet:
    """The points of a frame: x and y from the centre, in units of its height; and its dice."""

    def __init__(self, rows: int, columns: int, seed: int) -> None:
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        self.x = (x + np.float32(0.5 - columns / 2)) / np.float32(rows)
        self.y = (y + np.float32(0.5 - rows / 2)) / np.float32(rows)
        self.rows, self.columns = rows, columns
        self.aspect = columns / rows
        self.dice = np.random.default_rng([seed, rows])

    def noise(self, *octaves: tuple[int, float]) -> Field:
        """Return clouds: each octave is so many cells from top to bottom, and its weight."""
        import cv2

        total = np.zeros((self.rows, self.columns), np.float32)
        for cells, weight in octaves:
            grid = self.dice.random((cells + 3, round(cells * self.aspect) + 3)).astype(np.float32)
            total += np.float32(weight) * cv2.resize(grid, (self.columns, self.rows), interpolation=cv2.INTER_CUBIC)
        return total


def matte(numbers: Numbers, rows: int, columns: int, seed: int) -> Field:
    """Return the field of the `shape` that a catalog's entry tells, from 0 (at once) to 1 (last).

    Raises ValueError for a shape that is none.
    """
    shape = str(numbers.get("shape"))
    if shape not in SHAPES:
        raise ValueError(f"there is no matte called `{shape}`")
    field = SHAPES[shape](Sheet(rows, columns, seed), numbers)
    field = (field - field.min()) / max(float(np.ptp(field)), 1e-6)
    return np.asarray(1 - field if numbers.get("reverse") else field, np.float32)


def weight(field: Field, t: float, softness: float) -> Field:
    """Return how far the edge has passed every point at `t`; it is `softness` of the whole time wide."""
    passed = (np.float32(t * (1 + softness)) - field) * np.float32(1 / softness)
    return np.asarray(np.clip(passed, 0, 1), np.float32)


def _linear(sheet: Sheet, numbers: Numbers) -> Field:
    angle = np.radians(float(numbers.get("angle", 0)))
    return np.asarray(sheet.x * np.cos(angle) - sheet.y * np.sin(angle), np.float32)


def _outline(sheet: Sheet, numbers: Numbers) -> Field:
    """Grow a figure from the middle; `into` is the one that it has become at the end, `turns` how far it turns."""
    outline, into = OUTLINES[str(numbers.get("outline", "circle"))], OUTLINES[str(numbers.get("into", "circle"))]
    radius, angle = np.hypot(sheet.x, sheet.y), np.arctan2(sheet.x, -sheet.y)
    far = np.float32(0.5 * np.hypot(sheet.aspect, 1))
    turn = np.float32(2 * np.pi * float(numbers.get("turns", 0)))
    size = radius
    for _ in range(4):  # the size at which the figure, melting as it grows, reaches this point
        share = np.clip(size / far, 0, 1)
        reach = outline(angle + turn * share) * (1 - share) + into(angle + turn * share) * share
        size = 0.5 * size + 0.5 * radius / reach
    return np.asarray(size, np.float32)


def _clock(sheet: Sheet, numbers: Numbers) -> Field:
    hands = int(numbers.get("hands", 1))
    return np.asarray((np.arctan2(sheet.x, -sheet.y) / (2 * np.pi) * hands) % 1.0, np.float32)


def _blinds(sheet: Sheet, numbers: Numbers) -> Field:
    angle = np.radians(float(numbers.get("angle", 0)))
    across = sheet.x * np.cos(angle) - sheet.y * np.sin(angle) + sheet.aspect / 2
    return np.asarray((across * float(numbers.get("slats", 7))) % 1.0 + 0.9 * across / sheet.aspect, np.float32)


def _doors(sheet: Sheet, numbers: Numbers) -> Field:
    return np.asarray(np.abs(sheet.y if numbers.get("level") else sheet.x), np.float32)


def _clouds(sheet: Sheet, numbers: Numbers) -> Field:
    del numbers
    return sheet.noise((3, 1.0), (8, 0.5), (20, 0.25), (48, 0.12))


def _ink(sheet: Sheet, numbers: Numbers) -> Field:
    """Let blots spread from several drops, with fingers at their edges."""
    drops = int(numbers.get("drops", 6))
    fray = 0.34 * sheet.noise((5, 1.0), (12, 0.6), (30, 0.35), (70, 0.16))
    field = np.full((sheet.rows, sheet.columns), 9.0, np.float32)
    for n in range(drops):
        x, y = (sheet.dice.random(2) - 0.5) * [sheet.aspect, 1.0] * (0.35 if n == 0 else 0.95)
        late = 0.0 if n == 0 else 0.12 + 0.45 * sheet.dice.random()
        field = np.minimum(field, np.hypot(sheet.x - x, sheet.y - y).astype(np.float32) + np.float32(late))
    return np.asarray(field + fray, np.float32)


def _tiles(sheet: Sheet, numbers: Numbers) -> Field:
    """Let square tiles come one by one, roughly from one side to the other."""
    down = int(numbers.get("tiles", 9))
    column = np.floor((sheet.x + sheet.aspect / 2) * down).astype(np.int32)
    row = np.floor((sheet.y + 0.5) * down).astype(np.int32)
    wide = int(column.max()) + 1
    chance = sheet.dice.random((down + 1, wide)).astype(np.float32)
    return np.asarray(chance[row, column] + float(numbers.get("sweep", 0.8)) * column / wide, np.float32)


def _dots(sheet: Sheet, numbers: Numbers) -> Field:
    """Let a printer's dots grow until they touch, in a wave across the frame."""
    down = float(numbers.get("dots", 15))
    x, y = (sheet.x + sheet.y) * down / np.sqrt(2), (sheet.x - sheet.y) * down / np.sqrt(2)
    near = np.hypot((x % 1.0) - 0.5, (y % 1.0) - 0.5) / 0.7072
    angle = np.radians(float(numbers.get("angle", 30)))
    across = sheet.x * np.cos(angle) - sheet.y * np.sin(angle)
    return np.asarray(near + 1.7 * across / sheet.aspect, np.float32)


def _brush(sheet: Sheet, numbers: Numbers) -> Field:
    """Paint over the frame in broad strokes, one after the other, back and forth."""
    strokes = int(numbers.get("strokes", 5))
    place = (sheet.y + 0.5 + 0.035 * np.sin(2.2 * sheet.x + 0.6)) * strokes
    place += 0.16 * (sheet.noise((6, 1.0)) - 0.5)
    stroke = np.clip(np.floor(place), 0, strokes - 1)
    along = sheet.x / sheet.aspect + 0.5
    along = np.where(stroke % 2 == 1, 1 - along, along)
    import cv2

    hairs = sheet.dice.random((sheet.rows // 2 + 1, 6)).astype(np.float32)
    bristle = cv2.resize(hairs, (sheet.columns, sheet.rows), interpolation=cv2.INTER_LINEAR)
    within = np.abs(place - stroke - 0.5) * 2
    return np.asarray(0.62 * stroke + along + 0.20 * bristle + 0.10 * within**3, np.float32)


SHAPES: dict[str, Callable[[Sheet, Numbers], Field]] = {
    "linear": _linear,
    "outline": _outline,
    "clock": _clock,
    "blinds": _blinds,
    "doors": _doors,
    "clouds": _clouds,
    "ink": _ink,
    "tiles": _tiles,
    "dots": _dots,
    "brush": _brush,
}
