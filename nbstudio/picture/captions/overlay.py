"""Overlay: captions laid over the frames of one segment, in the pass that encodes it.

Times are whole hundredths of a frame, counted from the segment's first frame (those of a caption that began
before it are negative), so a frame looks the same whichever segment it is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nbstudio.picture.captions.layout import Caption, Cell, Part, Setting, place
from nbstudio.picture.captions.sprite import Sheet, Sprite, draw

HUNDRED = 100
RISE = 0.5
"""How far a rising caption comes from, in em."""


class Overlay:
    """Lays captions over frames.

    `params` holds `style`, `position`, `safe_area`, `mode` and `events`; an event has `from` and `to` (frames,
    exclusive), `fade` (frames), `parts` ([text, start, end] in hundredths of a frame) and `under` (texts).
    """

    def __init__(self, params: Mapping[str, Any], width: int, height: int) -> None:
        setting = Setting.from_params(params, width, height)
        self.events = [_Event(event, setting, str(params["mode"])) for event in params["events"]]

    def lay(self, planes: Sequence[Any], frame: int) -> None:
        """Lay what is seen in a frame over its planes, in place."""
        for event in self.events:
            if event.first <= frame < event.last:
                event.lay(planes, frame)


class _Event:
    """One caption."""

    def __init__(self, event: Mapping[str, Any], setting: Setting, mode: str) -> None:
        self.first, self.last = int(event["from"]), int(event["to"])
        self.fade = int(event["fade"])
        self.parts = [
            Part(str(text), *(None if t is None else t / HUNDRED for t in times)) for text, *times in event["parts"]
        ]
        self.under = [str(text) for text in event["under"]]
        self.setting, self.mode = setting, mode
        self.sprite: Sprite | None = None
        self.caption: Caption | None = None
        self.state: tuple[float, ...] | None = None
        self.sheet: Sheet | None = None

    def lay(self, planes: Sequence[Any], frame: int) -> None:
        if self.sprite is None:
            self.caption = place(self.parts, self.under, self.setting)
            self.sprite = draw(self.caption, self.setting, hidden=self._reveals())
        sheet = self._sheet(frame)
        since, before = frame - self.first + 1, self.last - frame
        enter = self.setting.style.enter
        share = 1.0 if enter == "none" else min(1.0, since / (self.fade + 1), before / (self.fade + 1))
        shift = 0
        if enter == "rise" and since <= self.fade and self.caption is not None:
            eased = (1 - since / (self.fade + 1)) ** 3
            shift = 2 * round(eased * RISE * self.caption.size / 2)
        _blend(planes, sheet, self.sprite.left, self.sprite.top + shift, share)

    def _reveals(self) -> bool:
        return self.mode == "word" and self.setting.style.reveal

    def _sheet(self, frame: int) -> Sheet:
        """Return the caption as it is in a frame, words that were sung in their colour."""
        assert self.sprite is not None
        assert self.caption is not None
        cells = [cell for row in self.caption.rows for cell in row.cells if cell.start is not None]
        if self.mode == "line" or not cells:
            return self.sprite.plain
        state = tuple(self._sung(cell, frame) for cell in cells)
        if self.sheet is not None and state == self.state:
            return self.sheet
        made = self.sprite.plain.copy()
        for row in self.caption.rows:
            top, bottom = self._band(row.top, row.bottom)
            for cell in row.cells:
                if cell.start is not None:
                    self._colour(made, cell, self._sung(cell, frame), top, bottom)
        self.state, self.sheet = state, made
        return made

    def _sung(self, cell: Cell, frame: int) -> float:
        """Return how much of a cell is sung, 0 to 1; of words that are shown one by one: -1 before their time."""
        start, end = float(cell.start or 0.0), float(cell.end or 0.0)
        if self.mode == "karaoke":
            return min(1.0, max(0.0, (frame - start) / max(end - start, 1e-6)))
        if frame < start:
            return -1.0 if self._reveals() else 0.0
        return 1.0 if frame < end else 0.0

    def _band(self, top: float, bottom: float) -> tuple[int, int]:
        """Return the rows of the sprite that belong to a row of text, even."""
        assert self.sprite is not None
        assert self.caption is not None
        height = self.sprite.plain.y.shape[0]
        rows = sorted((row.top, row.bottom) for row in self.caption.rows)
        at = rows.index((top, bottom))
        low = (rows[at - 1][1] + top) / 2 - self.sprite.top if at else 0
        high = (bottom + rows[at + 1][0]) / 2 - self.sprite.top if at + 1 < len(rows) else height
        return max(0, 2 * round(low / 2)), min(height, 2 * round(high / 2))

    def _colour(self, sheet: Sheet, cell: Cell, sung: float, top: int, bottom: int) -> None:
        """Put what is sung of a cell into a sheet, columns from its beginning on."""
        assert self.sprite is not None
        if sung == 0:
            return
        other = self.sprite.bare if sung < 0 else self.sprite.sung
        assert other is not None
        span = abs(sung) * (cell.right - cell.left)
        low, high = (cell.right - span, cell.right) if cell.leftward else (cell.left, cell.left + span)
        low, high = low - self.sprite.left, high - self.sprite.left
        for plane, source in zip(sheet.all(), other.all(), strict=True):
            scale = 1 if plane.shape[1] == sheet.y.shape[1] else 2
            rows = slice(top // scale, bottom // scale)
            _columns(plane[rows], source[rows], low / scale, high / scale)


def _columns(plane: Any, source: Any, low: float, high: float) -> None:
    """Copy columns [low, high) of `source` into `plane`, the two at the ends by their share."""
    low, high = max(0.0, low), min(float(plane.shape[1]), high)
    first, last = int(np.ceil(low)), int(high)
    if high <= low:
        return
    if first <= last:
        plane[:, first:last] = source[:, first:last]
        edges = [(first - 1, first - low), (last, high - last)]
    else:
        edges = [(last, high - low)]
    for column, share in edges:
        if share > 1e-9 and 0 <= column < plane.shape[1]:
            mixed = plane[:, column] * (1 - share) + source[:, column] * share
            plane[:, column] = np.round(mixed).astype(np.uint8)


def _blend(planes: Sequence[Any], sheet: Sheet, left: int, top: int, share: float) -> None:
    """Lay a sheet over planes: what is left of them, and its own colour."""
    import cv2

    lefts = (sheet.left, sheet.left_half, sheet.left_half)
    for i, (plane, own, rest) in enumerate(zip(planes, (sheet.y, sheet.u, sheet.v), lefts, strict=True)):
        x, y = (left, top) if i == 0 else (left // 2, top // 2)
        height = min(own.shape[0], plane.shape[0] - y)
        if height <= 0:
            continue
        region = plane[y : y + height, x : x + own.shape[1]]
        own, rest = own[:height], rest[:height]
        if share < 1:
            rest = cv2.convertScaleAbs(rest, alpha=share, beta=255 * (1 - share))
            own = cv2.convertScaleAbs(own, alpha=share)
        cv2.add(cv2.multiply(region, rest, scale=1 / 255), own, dst=region)
