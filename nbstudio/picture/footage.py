"""Footage: a person's own moving pictures as a shot, in the film's frame, rate and look.

A frame of the film shows what the footage shows in the middle of that frame's time, so that no rate drifts
against another. The picture is turned upright, fills the frame and is cut to it (or stands whole in it, `contain`,
before a blurred, darkened copy of itself), and is graded as stills are. Nothing is kept but the frame at hand, and
a few where strokes are carried from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import reel
from nbstudio.picture import colour, lut
from nbstudio.picture.carried import Brush, begins, carried
from nbstudio.picture.develop import developed, treated
from nbstudio.picture.look import Look, grade
from nbstudio.picture.motion import Motion
from nbstudio.picture.motion import Path as Way
from nbstudio.picture.warp import Box, warp

Bytes = NDArray[np.uint8]

DARK = 0.42
"""Of the light that a blurred copy keeps behind a picture that stands whole."""


@dataclass(frozen=True, slots=True)
class Roll:
    """One side of a segment: footage from `start` seconds on, and the first frame wanted.

    `style` are a style's numbers (`grade`, `changes`, `paint`), `lut` its table. With `until`, the footage's length in
    seconds, it begins anew from `start` when it is over. `motion`, where the spec asks for one, moves over `total`.
    """

    path: Path
    start: Fraction
    first: int
    style: Mapping[str, Any]
    seed: int = 0
    lut: Path | None = None
    fit: str = "cover"
    until: Fraction | None = None
    motion: Mapping[str, Any] | None = None
    total: int = 0
    accents: Sequence[int] = ()
    beats: Sequence[int] = ()
    amount: float = 1.0

    @classmethod
    def of(cls, path: Path, table: Path | None, params: Mapping[str, Any]) -> Roll:
        """Return the footage that a step's params describe."""
        told = params["footage"]
        until = Fraction(told["until"]) if told.get("until") else None
        return cls(
            path, Fraction(told["in"]), params["first"], told["style"], params["seed"], table, told["fit"], until,
            params.get("motion"), params.get("total", 0), tuple(params.get("accents", ())),
            tuple(params.get("beats", ())), float(params.get("amount", 1.0)),
        )  # fmt: skip


class Screen:
    """Shows a roll's frames in order, as `camera.Camera` shows a still's."""

    def __init__(self, roll: Roll, size: tuple[int, int], rate: Fraction) -> None:
        self.roll, self.size, self.rate = roll, size, rate
        style = roll.style
        look = Look.of({**style.get("grade", {}), **style.get("changes", {})})
        self.look = replace(look, lut=lut.read(roll.lut)) if roll.lut else look
        self.way = None
        if roll.motion:
            aspect = size[0] / size[1]
            motion = Motion.from_params(roll.motion)
            self.way = Way(motion, roll.total, rate, aspect, None, roll.seed, roll.accents, roll.amount, roll.beats)
        self.index = 0
        self.done: set[str] = set()
        brush = Brush.of(style["paint"]) if style.get("paint") else None
        pictures = self._pictures(begins(roll.first) if brush else roll.first)
        self.pictures = carried(pictures, roll.first, brush) if brush else pictures

    def facts(self) -> dict[str, str]:
        """Tell what was done to the frames that were shown, beyond turning and fitting them."""
        return {"shown": "; ".join(sorted(self.done))} if self.done else {}

    def show(self, index: int, out: tuple[Any, Any, Any]) -> None:
        """Fill planes with the frame `index` after the first one wanted; they are asked for in order."""
        if index != self.index:
            raise ValueError(f"frame {index} of footage was asked for, and {self.index} is next")
        self.index += 1
        number = self.roll.first + index
        planes = colour.planes(self._grained(next(self.pictures), number))
        if self.way:
            warp(planes, self.way.window(number), out)
            return
        for target, plane in zip(out, planes.all(), strict=True):
            target[:] = plane

    def face(self, index: int) -> Box | None:  # noqa: ARG002 - as every side of a segment is asked
        """Return nothing: nobody knows where to look in footage."""
        return None

    def _moments(self, first: int) -> Iterator[Fraction]:
        """Yield the middle of every frame's time, from the frame `first` on, on the footage's clock."""
        roll = self.roll
        for number in count(first):
            moment = (Fraction(number) + Fraction(1, 2)) / self.rate
            if roll.until is not None:
                moment %= roll.until - roll.start
            yield roll.start + moment

    def _pictures(self, first: int) -> Iterator[Bytes]:
        """Yield frames from the number `first` on, graded but for their grain; one that is held is graded once."""
        look = replace(self.look, grain=0.0)
        held: Any = None
        picture = np.zeros((0, 0, 3), np.uint8)
        for frame, pixel in reel.frames(self.roll.path, self._moments(first)):
            if frame is not held:
                self.done.update(treated(frame))
                held, whole = frame, fitted(frame, self.size, self.roll.fit, pixel)
                picture = _bytes(grade(_floats(whole), look, self.roll.seed))
            yield picture

    def _grained(self, picture: Bytes, number: int) -> Bytes:
        """Return a picture with the grain of a frame."""
        if not self.look.grain:
            return picture
        grain = Look(grain=self.look.grain)
        return _bytes(grade(_floats(picture), grain, (self.roll.seed + 1 + number) % 2**32))


def _floats(picture: Bytes) -> NDArray[np.float32]:
    return np.asarray(np.multiply(picture, np.float32(1 / 255), dtype=np.float32))


def _bytes(picture: NDArray[np.float32]) -> Bytes:
    return np.asarray(np.clip(picture * 255 + 0.5, 0, 255), np.uint8)


def fitted(frame: Any, size: tuple[int, int], fit: str = "cover", pixel: Fraction = Fraction(1)) -> Bytes:
    """Return one of FFmpeg's frames as BGR of `size` (width, height): upright, filling it or whole in it.

    `pixel` is how much wider than high a stored pixel is.
    """
    import cv2

    wide, high = reel.upright(frame, pixel)
    covering = max(size[0] / wide, size[1] / high)
    if fit == "cover":
        return _cut(developed(frame, round(wide * covering), round(high * covering), size), size)
    whole = min(size[0] / wide, size[1] / high)
    inner = min(size[0], round(wide * whole)), min(size[1], round(high * whole))
    picture = _cut(developed(frame, *inner, inner), inner)
    behind = _cut(cv2.resize(picture, _over(inner, size), interpolation=cv2.INTER_LINEAR), size)
    small = cv2.resize(behind, (max(2, size[0] // 16), max(2, size[1] // 16)), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 4), size, interpolation=cv2.INTER_CUBIC)
    out = np.asarray(cv2.convertScaleAbs(soft, alpha=DARK), np.uint8)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    out[top : top + inner[1], left : left + inner[0]] = picture
    return out


def _over(inner: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """Return the size at which a picture covers a frame."""
    scale = max(size[0] / inner[0], size[1] / inner[1])
    return max(size[0], round(inner[0] * scale)), max(size[1], round(inner[1] * scale))


def _cut(picture: Any, size: tuple[int, int]) -> Bytes:
    """Return the middle of a picture."""
    top, left = (picture.shape[0] - size[1]) // 2, (picture.shape[1] - size[0]) // 2
    return np.ascontiguousarray(picture[top : top + size[1], left : left + size[0]], np.uint8)
