"""Camera: one shot's frames, whichever segment asks for them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from nbstudio.picture import still as stills
from nbstudio.picture.elements import Elements
from nbstudio.picture.living import Life
from nbstudio.picture.motion import Motion
from nbstudio.picture.motion import Path as Way
from nbstudio.picture.stack import Stack, Views
from nbstudio.picture.warp import Box, Window, seen

FLASH = 0.16
"""How much brighter a picture gets on an accent."""
QUICK = 14.0
"""Pixels (of 1920) that a frame may move by before an open shutter is seen."""
PARTED = 0.3
"""How much more the nearest layer moves than the farthest, where a camera that trucks is seen to."""
BLACK, WHITE = 16, 235
"""Luma of limited range."""
SHUTTER = 0.5
"""Of the time between two frames, in which the shutter is open."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One side of a segment: a still, how it moves over `total` frames, and the first one wanted.

    `accents` are the frames on which the music strikes, `beats` those on which a bobbing camera is lowest;
    `amount` is how much of the motion the music asks for.
    """

    still: Path
    motion: Mapping[str, Any]
    total: int
    first: int
    seed: int = 0
    accents: Sequence[int] = ()
    beats: Sequence[int] = ()
    amount: float = 1.0
    mouth: Sequence[float] | None = None
    """How far a singing mouth is open in each frame, 0 to 1; nobody sings without."""
    singers: Sequence[int] = (0,)
    """Which of the still's people sing, the first named being 0."""

    @classmethod
    def told(cls, still: Path, params: Mapping[str, Any], sung: Path | None) -> Shot:
        """Read a side of a segment as its step has it.

        `sung` is a list of whole numbers to 100 by frame of the film, if somebody is to sing.
        """
        mouth = None
        if sung and "sung" in params:
            film = json.loads(sung.read_text("utf-8"))
            first = int(params["sung"])
            mouth = tuple(min(100, max(0, int(value))) / 100 for value in film[first : first + int(params["total"])])
        return cls(
            still,
            params["motion"],
            params["total"],
            params["first"],
            params["seed"],
            tuple(params["accents"]),
            tuple(params.get("beats", ())),
            float(params.get("amount", 1.0)),
            mouth,
            tuple(params.get("singers", (0,))),
        )


class Seeing(Protocol):
    """Whatever shows the frames of one side of a segment, in order."""

    def facts(self) -> dict[str, str]:
        """Tell what became of what was asked, once frames were shown: `lip_sync`, `shown`."""
        ...

    def show(self, index: int, out: Views) -> None:
        """Fill planes with the frame `index` after the first one wanted."""
        ...

    def face(self, index: int) -> Box | None:
        """Return where in that frame to look, in fractions, if anybody knows."""
        ...


class Camera:
    """Shows a shot's frames: layers moved along its path, and what moves by itself."""

    def __init__(self, shot: Shot, size: tuple[int, int], rate: Fraction) -> None:
        still = stills.load(shot.still)
        self.size, self.first, self.focus = size, shot.first, still.focus
        self.mouth = shot.mouth
        self.stack = Stack(still)
        self.elements = Elements.of(still.depth.moving, self.stack, size, float(rate), shot.seed)
        # Everybody blinks and breathes in a time of their own.
        self.lives = {}
        for face in still.depth.alive:
            mouth = shot.mouth if face.who in shot.singers else None
            seed = shot.seed + face.who
            self.lives[face.layer] = Life(face.mesh, self.stack.size, size, float(rate), seed, mouth)
        self.singers = [self.lives[face.layer] for face in still.depth.alive if face.who in shot.singers]
        shares = [self.stack.share, *(card.share for card in self.stack.cards)]
        self.way = Way(
            Motion.from_params(shot.motion),
            shot.total,
            rate,
            size[0] / size[1],
            still.focus,
            shot.seed,
            tuple(shot.accents),
            shot.amount,
            tuple(shot.beats),
            min(1.0, (max(shares) - min(shares)) / PARTED),
        )

    def facts(self) -> dict[str, str]:
        """Tell whether a mouth that was asked to sing can; nothing where none was asked."""
        return {} if self.sings is None else {"lip_sync": self.sings}

    @property
    def sings(self) -> str | None:
        """Tell whether a mouth that was asked to sing can; nothing where none was asked."""
        if self.mouth is None:
            return None
        if not self.singers:
            return "no face here is large enough, looks at the viewer and is not drawn over"
        able = any(life.mouth is not None for life in self.singers)
        return "the mouth follows the voice" if able else "the face is too small"

    def show(self, index: int, out: Views) -> None:
        """Fill planes with the frame `index` after the first one wanted."""
        frame = self.first + index
        windows: dict[float, Window] = {}

        def where(share: float) -> Window:
            if share not in windows:
                windows[share] = self.way.window(frame, share)
            return windows[share]

        plate = where(self.stack.share)

        def behind(planes: Views) -> None:
            for element in self.elements.behind:
                element.draw(planes, frame, plate)

        self.stack.show(where, out, behind, self.lives, frame)
        for element in self.elements.before:
            element.draw(out, frame, plate)
        self._expose(frame, out)

    def face(self, index: int) -> Box | None:
        """Return where in that frame the still's focus lies, in fractions, if it has one."""
        return seen(self.focus, self.way.window(self.first + index)) if self.focus else None

    def _expose(self, frame: int, out: Views) -> None:
        """Leave the shutter open while the picture flies by, and let accents be light."""
        import cv2

        now, past = self.way.window(frame), self.way.window(frame - 1) if frame else self.way.window(0)
        across, down = abs(now.x - past.x) * now.zoom * self.size[0], abs(now.y - past.y) * now.zoom * self.size[1]
        if max(across, down) > QUICK * self.size[0] / 1920:
            for i, plane in enumerate(out):
                scale = SHUTTER / (2 if i else 1)
                cv2.blur(plane, (1 + round(across * scale), 1 + round(down * scale)), dst=plane)
        light = self.way.light(frame)
        if light > 0.02:
            cv2.convertScaleAbs(out[0], dst=out[0], alpha=1 + FLASH * light, beta=-16 * FLASH * light)
        if light > 0.02 or self.elements.behind or self.elements.before:
            # Light was added, and luma has room above white that no screen shows alike.
            np.clip(out[0], BLACK, WHITE, out=out[0])
