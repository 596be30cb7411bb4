"""Falling: rain, snow, dust and embers, as sheets that scroll past the lens.

A sheet is one picture that repeats in both directions, kept four times, half a pixel apart: to move it by half
pixels is to choose one and cut, which costs no more than an addition. Things near the lens are larger, softer,
fewer and faster.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.astir import Air
from nbstudio.picture.colour import Plane
from nbstudio.picture.over import over
from nbstudio.picture.stack import Stack, Views
from nbstudio.picture.warp import Window

Float = NDArray[np.float32]
Slices = tuple[slice, slice]
FALL = 2.0
"""Frame heights that rain in the middle distance falls in a second."""


class Sheet:
    """Coverage that repeats: laid over planes in one colour, or added to luma as light."""

    def __init__(self, cover: Float, colour: tuple[int, int, int], *, adds: bool = False) -> None:
        """Take coverage (even sides, 0 to 1) and a colour in planes' values."""
        import cv2

        height, width = cover.shape
        phases = [_shifted(cover, x / 2, y / 2) for y in range(2) for x in range(2)]
        self.light = [_scaled(phase, colour[0] - (40 if adds else 0)) for phase in phases]
        self.keeps = [] if adds else [_scaled(1 - phase, 255) for phase in phases]
        coarse = np.asarray(cv2.resize(cover, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.float32)
        self.tints = [_scaled(coarse, colour[1]), _scaled(coarse, colour[2])]
        self.pales = _scaled(1 - coarse, 255)

    def lay(self, out: Views, x: float, y: float) -> None:
        """Lay the sheet over planes, its origin at a point in pixels."""
        import cv2

        across, down = round(2 * x), round(2 * y)
        phase = 2 * (down % 2) + across % 2
        for source, target in pieces(self.light[0].shape, (across // 2, down // 2), out[0].shape):
            part = out[0][target]
            if self.keeps:
                over(part, self.keeps[phase][source], self.light[phase][source])
            else:
                cv2.add(part, self.light[phase][source], dst=part)
        for source, target in pieces(self.pales.shape, (across // 4, down // 4), out[1].shape):
            for plane, tint in zip(out[1:], self.tints, strict=True):
                over(plane[target], self.pales[source], tint[source])


def pieces(tile: tuple[int, ...], origin: tuple[int, int], size: tuple[int, ...]) -> Iterator[tuple[Slices, Slices]]:
    """Yield what of a repeating tile goes where, for a picture of `size` (rows, columns), as pairs of slices."""
    for rows in _runs(tile[0], origin[1], size[0]):
        for columns in _runs(tile[1], origin[0], size[1]):
            yield (rows[0], columns[0]), (rows[1], columns[1])


def _runs(length: int, origin: int, size: int) -> Iterator[tuple[slice, slice]]:
    at = 0
    while at < size:
        start = (at - origin) % length
        count = min(length - start, size - at)
        yield slice(start, start + count), slice(at, at + count)
        at += count


class Rain:
    """Streaks, as long as they fall while the shutter is open; near ones only before the subject."""

    FAR = ((700, 0.030, 0.20, 0.5, 0.8), (340, 0.066, 0.26, 0.8, 1.6))
    NEAR = ((150, 0.10, 0.22, 1.1, 2.4), (34, 0.20, 0.16, 2.6, 4.2))
    """How many in a frame 16:9, their length and blur, their coverage, their speed (in units of FALL)."""

    def __init__(self, air: Air, stack: Stack) -> None:
        del stack
        import cv2

        width, height = air.size
        self.rate, self.height, self.lean = air.rate, height, air.lean
        self.sheets = []
        for count, length, weight, soft, speed in self.FAR if air.behind else self.NEAR:
            rng = air.dice(f"rain{speed}")
            layer = np.zeros((height, width), np.uint8)
            for _ in range(round(count * air.power * width / height * 9 / 16)):
                x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
                long = length * height * float(rng.uniform(0.6, 1.4))
                bright, thick = int(255 * float(rng.uniform(0.3, 1.0))), 2 if soft > 2 else 1
                for dx in (0, -width, width):
                    for dy in (0, -height):
                        a = round((x + dx) * 8), round((y + dy) * 8)
                        b = round((x + dx + air.lean * long) * 8), round((y + dy + long) * 8)
                        cv2.line(layer, a, b, bright, thick, cv2.LINE_AA, 3)
            sharp = np.asarray(layer * np.float32(weight * air.power / 255), np.float32)
            cover = _blurred(sharp, soft * height / 1080)
            self.sheets.append((Sheet(np.clip(cover, 0, 0.6), air.colour, adds=True), speed))

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Lay all sheets over a frame."""
        del plate
        for sheet, speed in self.sheets:
            y = frame / self.rate * FALL * speed * self.height
            sheet.lay(out, y * self.lean, y)


class _Floating:
    """Specks in three depths that drift with one wind and swing on their own."""

    SPECKS: tuple[tuple[float, float, float, float], ...] = ()
    """How many in a frame 16:9, their radius in frame heights, their coverage, their speed."""
    DOWN = 0.0
    ACROSS = 0.0
    """Frame heights a second at speed 1."""
    SWING = 0.0
    ADDS = False

    def __init__(self, air: Air, stack: Stack) -> None:
        del stack
        width, height = air.size
        self.rate, self.height, self.lean = air.rate, height, air.lean
        self.sheets = []
        third = len(self.SPECKS) // 2
        # What is far is behind the subject, the near half before it; alone, all of it is before.
        specks = self.SPECKS[:third] if air.behind else self.SPECKS[third:]
        for count, radius, weight, speed in specks:
            rng = air.dice(f"speck{radius}")
            cover = np.zeros((height, width), np.float32)
            for _ in range(max(1, round(count * air.power * width / height * 9 / 16))):
                size = max(0.7, radius * height * float(rng.uniform(0.7, 1.3)))
                _speck(
                    cover, float(rng.uniform(0, width)), float(rng.uniform(0, height)), size, float(rng.uniform(0.4, 1))
                )
            phase = float(rng.uniform(0, np.pi * 2))
            self.sheets.append(
                (Sheet(np.clip(cover * np.float32(weight), 0, 0.9), air.colour, adds=self.ADDS), speed, phase)
            )

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Lay all sheets over a frame."""
        del plate
        seconds = frame / self.rate
        for sheet, speed, phase in self.sheets:
            swing = self.SWING * np.sin(0.9 * speed * seconds + phase) + 0.4 * self.SWING * np.sin(
                2.1 * seconds + 2 * phase
            )
            x = (self.ACROSS + 2 * self.DOWN * self.lean) * speed * seconds + float(swing)
            y = self.DOWN * speed * seconds + 0.3 * self.SWING * float(np.cos(1.3 * seconds + phase))
            sheet.lay(out, x * self.height, y * self.height)


class Snow(_Floating):
    """Flakes from far and sharp to near and out of focus."""

    SPECKS = ((900, 0.0016, 0.75, 0.6), (420, 0.0028, 0.88, 1.0), (130, 0.0050, 0.78, 1.7), (26, 0.012, 0.36, 2.9))
    DOWN, SWING = 0.085, 0.012


class Dust(_Floating):
    """Motes that hang in the light and rise as often as they sink."""

    SPECKS = ((90, 0.0017, 0.42, 0.5), (70, 0.0021, 0.44, 0.8), (26, 0.0060, 0.16, 1.4), (8, 0.017, 0.07, 2.2))
    DOWN, ACROSS, SWING, ADDS = -0.008, 0.012, 0.02, True


class Embers(_Floating):
    """Sparks that rise."""

    SPECKS = ((80, 0.0015, 0.85, 0.8), (70, 0.0022, 0.95, 1.2), (30, 0.0036, 0.75, 1.8), (7, 0.010, 0.24, 2.6))
    DOWN, SWING, ADDS = -0.16, 0.016, True


def _speck(cover: Float, x: float, y: float, radius: float, strength: float) -> None:
    """Add a soft disc to a repeating picture."""
    height, width = cover.shape
    reach = int(np.ceil(2.2 * radius)) + 1
    rows = np.arange(round(y) - reach, round(y) + reach + 1)
    columns = np.arange(round(x) - reach, round(x) + reach + 1)
    away = np.hypot(rows[:, None] - y, columns[None, :] - x) / radius
    disc = np.float32(strength) * np.clip(1.35 - 0.9 * away, 0, 1).astype(np.float32) ** 1.3
    where: Any = np.ix_(rows % height, columns % width)
    cover[where] = np.maximum(cover[where], disc)


def _shifted(cover: Float, x: float, y: float) -> Float:
    """Return a repeating picture moved by less than a pixel."""
    out = cover if not x else (cover + np.roll(cover, 1, axis=1)) * np.float32(0.5)
    out = out if not y else (out + np.roll(out, 1, axis=0)) * np.float32(0.5)
    return np.asarray(out, np.float32)


def _blurred(cover: Float, radius: float) -> Float:
    """Return a repeating picture out of focus."""
    import cv2

    room = int(4 * radius) + 2
    padded = cv2.copyMakeBorder(cover, room, room, room, room, cv2.BORDER_WRAP)
    return np.asarray(cv2.GaussianBlur(padded, (0, 0), max(0.3, radius))[room:-room, room:-room], np.float32)


def _scaled(cover: Any, value: float) -> Plane:
    import cv2

    return np.asarray(cv2.convertScaleAbs(np.ascontiguousarray(cover), alpha=max(0.0, float(value))), np.uint8)
