"""Overlay: a title laid over the frames of a segment, in the pass that encodes it.

The picture darkens, the title comes, then what stands with it; all go together. Frames count from the
segment's first, so that a title that lies over several segments looks the same wherever they are cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from nbstudio.doubts import doubt
from nbstudio.picture.ease import CURVES, smooth
from nbstudio.picture.titles.design import Design
from nbstudio.picture.titles.layout import Laid, lay, small
from nbstudio.picture.titles.sheet import Sheet, letters, scrim

LATER = 0.4
"""How much of the time in which the title comes passes before the rest of it begins to."""
STRETCH = 0.045
"""How much wider the letters' line becomes while it is tracked out, over its whole time."""
RISE = 0.55
"""How far below its place a title begins to rise, in its own size."""
EDGE = 0.35
"""The soft edge of a wipe, as a share of the title's width."""


class Title:
    """One title over a segment.

    `params` holds `text`, `subtitle`, `credits` (lists of one or two texts), `design`, `over` (whether it lies over a
    picture), `from` and `to` (frames, exclusive) and `rate` (frames a second).
    """

    def __init__(self, params: Mapping[str, Any], width: int, height: int) -> None:
        design = Design.from_params(params["design"])
        self.design = replace(design, place=design.over) if params.get("over") and design.place == "centre" else design
        self.first, self.last = int(params["from"]), int(params["to"])
        rate = float(Fraction(str(params["rate"])))
        span = self.last - self.first
        # A title that has little time takes a third of it to come, and a quarter to go.
        self.enter = max(1.0, min(self.design.enter * rate, span / 3))
        self.leave = max(1.0, min(self.design.leave * rate, span / 4))
        self.params, self.size = params, (width, height)
        self.sheets: tuple[Sheet | None, Sheet | None, Sheet | None] | None = None

    def lay(self, planes: Sequence[Any], frame: int) -> None:
        """Lay what is seen of the title in a frame over its planes, in place."""
        if not self.first <= frame < self.last:
            return
        if not self.sheets:
            laid = lay(self.params, self.design, *self.size)
            if self.first >= 0:  # once, where it begins
                _doubt(laid, self.size[1])
            title, rest = (letters(laid, self.design, *self.size, first=first) for first in (True, False))
            self.sheets = scrim(laid, self.design, *self.size), title, rest
        since, before = frame - self.first + 1, self.last - frame
        away = smooth(min(1.0, before / (self.leave + 1)))
        ground, title, rest = self.sheets
        if ground:
            ground.lay(planes, smooth(min(1.0, since / (self.enter + 1))) * away)
        late = since - LATER * self.enter if title else since
        for sheet, passed in ((title, since), (rest, late)):
            if sheet and passed > 0:
                self._show(sheet, planes, min(1.0, passed / (self.enter + 1)), frame, away)

    def _show(self, sheet: Sheet, planes: Sequence[Any], come: float, frame: int, away: float) -> None:
        """Lay letters that have come so far, 0 to 1, and not gone, 1 to 0."""
        reveal = self.design.reveal
        if reveal == "track":
            whole = (frame - self.first) / max(1, self.last - self.first - 1)
            sheet = _stretched(sheet, 1 + STRETCH * (CURVES["out"](whole) - 1))
        elif reveal == "wipe" and come < 1:
            _wiped(sheet, smooth(come)).lay(planes, away)
            return
        elif reveal == "rise" and come < 1:
            drop = (1 - CURVES["out"](come)) * RISE * self.design.size / 100 * sum(self.size) / 2
            sheet = _lowered(sheet, 2 * round(drop / 2), self.size[1])
        sheet.lay(planes, smooth(come) * away)


def _stretched(sheet: Sheet, factor: float) -> Sheet:
    """Return a sheet whose letters stand `factor` as wide, about its middle: by so little that none looks stretched."""
    import cv2

    planes = []
    for plane, empty in ((sheet.y, 0), (sheet.u, 0), (sheet.v, 0), (sheet.rest, 255), (sheet.rest_half, 255)):
        rows, columns = plane.shape
        middle = columns / 2 - 0.5
        matrix = np.array([[1 / factor, 0, middle * (1 - 1 / factor)], [0, 1.0, 0]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        moved = cv2.warpAffine(plane, matrix, (columns, rows), flags=flags, borderValue=empty)
        planes.append(np.asarray(moved, np.uint8))
    return Sheet(sheet.left, sheet.top, *planes)


def _wiped(sheet: Sheet, part: float) -> Sheet:
    """Return a sheet that is there from the left up to `part` of its width, with a soft edge."""
    planes = []
    for plane, empty in ((sheet.y, 0), (sheet.u, 0), (sheet.v, 0), (sheet.rest, 255), (sheet.rest_half, 255)):
        at = (np.arange(plane.shape[1], dtype=np.float32) + np.float32(0.5)) / plane.shape[1]
        there = np.clip((np.float32(part * (1 + EDGE)) - at) / np.float32(EDGE), 0, 1)
        planes.append(np.round(empty + (plane.astype(np.float32) - empty) * there).astype(np.uint8))
    return Sheet(sheet.left, sheet.top, *planes)


def _lowered(sheet: Sheet, drop: int, height: int) -> Sheet:
    """Return a sheet so many rows lower, without what would lie below the frame."""
    top = sheet.top + drop
    rows = max(2, min(sheet.y.shape[0], (height - top) // 2 * 2))
    whole, half = slice(0, rows), slice(0, rows // 2)
    return replace(
        sheet,
        top=min(top, height - rows),
        y=sheet.y[whole],
        u=sheet.u[half],
        v=sheet.v[half],
        rest=sheet.rest[whole],
        rest_half=sheet.rest_half[half],
    )


def _doubt(laid: Laid, height: int) -> None:
    """Tell where a title says so much that its letters are too small to be read."""
    lacking = small(laid, height)
    if lacking:
        text, share = lacking
        doubt(
            f"`{text}` of a title is too small to be read: its capitals have {100 * share:.1f} % of the frame's height",
            code="small-title",
            notes=("a title wants 2.2 %, a subtitle and credits 1 %",),
            hint="say less, or say it in two titles",
        )
