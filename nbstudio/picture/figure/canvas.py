"""Canvas: parts of a body laid one over another, each round, in folds, and with the shade that it throws.

What makes a flat shape a thing in space is that its surface turns away at its edges, that it darkens what lies
close behind it, and that cloth creases. So beside colour and coverage the canvas keeps which way each point of
the surface faces; the light comes later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.figure.outline import GROUND, Points, Shape, points
from nbstudio.picture.person import Float

FINE = 2
"""Drawn so many times larger, then shrunk by area."""
LEFT, TOP, RIGHT, BOTTOM = -4.1, -1.7, 4.1, 7.8
"""What the canvas holds, in heads."""


@dataclass(frozen=True, slots=True)
class Folds:
    """How cloth creases: how deep, how many heads long and wide a fold is, and the direction it runs (radians)."""

    deep: float = 0.35
    long: float = 1.2
    wide: float = 0.28
    turn: float = np.pi / 2


SKIN = Folds(0.0)
CLOTH = Folds()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure without light: `colour` BGR 0 to 1, `facing` x and y of the surface's unit normal, `alpha` 0 to 1.

    `middle` and `feet` are the column it stands on and the row of the ground; `unit` is a head in pixels.
    """

    colour: Float
    facing: Float
    alpha: Float
    middle: int
    feet: int
    unit: float


class Canvas:
    """An empty figure, `unit` pixels a head; parts are painted from back to front."""

    def __init__(self, unit: float, rng: np.random.Generator, mirrored: bool = False) -> None:
        import cv2

        self.unit, self.mirrored = FINE * unit, mirrored
        # Whole pixels at the size it will have, so that shrinking by area keeps its place.
        self.left, self.up = round(-LEFT * unit) * FINE, round(-TOP * unit) * FINE
        width, height = self.left + round(RIGHT * unit) * FINE, self.up + round(BOTTOM * unit) * FINE
        self.alpha: Float = np.zeros((height, width), np.float32)
        self.colour: Float = np.zeros((height, width, 3), np.float32)
        self.facing: Float = np.zeros((height, width, 2), np.float32)
        self._last: tuple[tuple[int, int], Float] = (0, 0), np.zeros((1, 1), np.float32)
        grain = rng.normal(0, 1, (64, 64)).astype(np.float32)
        grain = np.asarray(cv2.GaussianBlur(np.tile(grain, (3, 3)), (0, 0), 1.6)[64:128, 64:128], np.float32)
        self._noise = np.asarray(grain / grain.std(), np.float32)
        self._shift = rng

    def at(self, shape: Points) -> Points:
        """Return points in pixels of the canvas."""
        sign = np.array([-1.0 if self.mirrored else 1.0, 1.0])
        # Nothing reaches into the ground.
        above = np.minimum(shape, np.array([np.inf, GROUND + 0.05]))
        return np.asarray(above * (sign * self.unit) + np.array([self.left, self.up]))

    def paint(
        self,
        shape: Shape,
        colour: Float,
        *,
        round_: float = 0.2,
        folds: Folds = CLOTH,
        shade: float = 0.45,
        gloss: float = 1.0,
        fade: tuple[float, float, float] | None = None,
    ) -> None:
        """Lay a part over what is there.

        `round_` is how far from the edge (in heads) a surface still turns, `shade` how much it darkens what lies
        close behind it, `gloss` how far it turns at its edge. A part fades in around a point: `fade` is x, y and
        from how far on it is all there.
        """
        import cv2

        drawn = [self.at(polygon) for polygon in shape]
        every = np.vstack(drawn)
        border = int(2.2 * round_ * self.unit) + 4
        height, width = self.alpha.shape
        x0, y0 = (max(0, int(v) - border) for v in every.min(axis=0))
        x1 = min(width, int(every[:, 0].max()) + border)
        y1 = min(height, int(every[:, 1].max()) + border)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        for polygon in drawn:
            cv2.fillPoly(mask, [np.round((polygon - (x0, y0)) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        cover = np.asarray(mask, np.float32) * np.float32(1 / 255)
        # A surface is smooth: it is known well enough at the size that the figure will have.
        size = ((x1 - x0 + 1) // FINE, (y1 - y0 + 1) // FINE)
        small = np.asarray(cv2.resize(cover, size, interpolation=cv2.INTER_AREA), np.float32)
        surface = self._surface(small, round_ * self.unit / FINE, folds, gloss)
        if fade is not None:
            at = self.at(points(fade[:2]))[0] - (x0, y0)
            away = np.hypot(np.arange(x1 - x0)[None, :] - at[0], np.arange(y1 - y0)[:, None] - at[1])
            cover *= np.asarray(np.clip(away / (fade[2] * self.unit) - 0.25, 0, 1), np.float32)
            small = np.asarray(cv2.resize(cover, size, interpolation=cv2.INTER_AREA), np.float32)
        near = 1 - np.float32(shade) * np.clip(1.6 * _blurred(small, 0.16 * self.unit / FINE + 0.3), 0, 1)
        rows, columns = slice(y0, y1), slice(x0, x1)
        self.colour[rows, columns] *= cv2.resize(near, cover.shape[::-1], interpolation=cv2.INTER_LINEAR)[..., None]
        # The rest concerns the part itself only.
        top, left, tall, across = border, border, y1 - y0 - 2 * border, x1 - x0 - 2 * border
        if x0 == 0 or y0 == 0 or x1 == width or y1 == height or min(tall, across) < 1:
            top, left, tall, across = 0, 0, y1 - y0, x1 - x0
        inner = slice(top, top + tall), slice(left, left + across)
        rows, columns = slice(y0 + top, y0 + top + tall), slice(x0 + left, x0 + left + across)
        face = np.asarray(cv2.resize(surface, cover.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)[inner]
        part, alpha = cover[inner], self.alpha[rows, columns]
        whole = alpha + (1 - alpha) * part
        held = (part / np.maximum(whole, np.float32(1e-4)))[..., None]
        below, facing = self.colour[rows, columns], self.facing[rows, columns]
        below += (face[..., 2:] * np.asarray(colour, np.float32) - below) * held
        facing += (face[..., :2] - facing) * held
        self.alpha[rows, columns] = whole
        if fade is None:
            self._last = (x0, y0), cover

    def _surface(self, cover: Float, round_: float, folds: Folds, gloss: float) -> Float:
        """Return of a part which way it faces, x and y, and how much lighter or darker than its colour it is."""
        sigma = max(0.5, round_)
        bulk = _blurred(cover, sigma) + 0.5 * _blurred(cover, 0.4 * sigma)
        nx, ny = _slope(bulk, 1.75 * sigma * gloss)
        tone = np.ones_like(cover)
        if folds.deep:
            crease = self._creases(folds, cover.shape)
            fx, fy = _slope(crease, folds.deep * 0.4 * folds.wide * self.unit / FINE)
            nx, ny = nx + fx, ny + fy
            tone += np.float32(0.16 * min(1.0, folds.deep)) * crease
        length = np.maximum(1, np.hypot(nx, ny))
        return np.dstack([nx / length, ny / length, tone])

    def stroke(self, line: Points, thick: float, colour: Float, strength: float = 1.0) -> None:
        """Draw a line `thick` heads wide on the part painted last: a seam, a crease, a strap."""
        import cv2

        (x0, y0), last = self._last
        mask = np.zeros(last.shape, np.uint8)
        drawn = np.round((self.at(line) - (x0, y0)) * 16).astype(np.int32)
        cv2.polylines(mask, [drawn], False, 255, max(1, round(thick * self.unit)), cv2.LINE_AA, 4)
        x, y, w, h = cv2.boundingRect(mask)
        cover = np.asarray(mask[y : y + h, x : x + w], np.float32) * np.float32(strength / 255)
        cover *= last[y : y + h, x : x + w]
        part = self.colour[y0 + y : y0 + y + h, x0 + x : x0 + x + w]
        part += (np.asarray(colour, np.float32) - part) * cover[..., None]

    def finished(self) -> Drawn:
        """Return what was painted, in its own size."""
        import cv2

        x, y, w, h = cv2.boundingRect((self.alpha > 0).astype(np.uint8))
        # Whole pixels of the size that it will have, and some air around.
        x0, y0 = (max(0, FINE * (v // FINE - 2)) for v in (x, y))
        x1 = min(self.alpha.shape[1], FINE * ((x + w) // FINE + 3))
        y1 = min(self.alpha.shape[0], FINE * ((y + h) // FINE + 3))
        part = slice(y0, y1), slice(x0, x1)
        size = ((x1 - x0) // FINE, (y1 - y0) // FINE)
        alpha = np.asarray(cv2.resize(self.alpha[part], size, interpolation=cv2.INTER_AREA), np.float32)
        held = self.alpha[part][..., None]
        whole = np.maximum(alpha, np.float32(1e-4))[..., None]
        colour = cv2.resize(self.colour[part] * held, size, interpolation=cv2.INTER_AREA) / whole
        facing = cv2.resize(self.facing[part] * held, size, interpolation=cv2.INTER_AREA) / whole
        return Drawn(
            np.asarray(colour, np.float32),
            np.asarray(facing, np.float32),
            alpha,
            (self.left - x0) // FINE,
            round((self.up + GROUND * self.unit - y0) / FINE),
            self.unit / FINE,
        )

    def _creases(self, folds: Folds, shape: tuple[int, ...]) -> Float:
        """Return cloth's own relief over a part, about -1 to 1: ridges that run in the folds' direction."""
        import cv2

        unit = self.unit / FINE
        cells = 4.5  # a ridge of the noise is about so many of its pixels wide
        long, wide = cells / (folds.long * unit), cells / (folds.wide * unit)
        cos, sin = np.cos(folds.turn), np.sin(folds.turn)
        if self.mirrored:
            cos = -cos
        shift = self._shift.uniform(0, 64, 2)
        # From the part's pixels to the noise's.
        matrix = np.array([[cos * long, sin * long, shift[0]], [-sin * wide, cos * wide, shift[1]]], np.float64)
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        rough = cv2.warpAffine(self._noise, matrix, shape[::-1], flags=flags, borderMode=cv2.BORDER_WRAP)
        ridged: Any = 0.5 * rough + 0.8 * (0.8 - np.abs(rough))
        return np.asarray(cv2.GaussianBlur(ridged, (0, 0), max(0.8, 0.12 * folds.wide * unit)), np.float32)


def _blurred(picture: Float, sigma: float) -> Float:
    """Return a picture blurred, the wide blurs made small: smooth enough for its slope to be smooth."""
    import cv2

    step = 1 if sigma < 6 else 2 if sigma < 14 else 4
    if step == 1:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)
    size = (max(2, picture.shape[1] // step), max(2, picture.shape[0] // step))
    small = cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / step)
    whole = cv2.resize(small, picture.shape[::-1], interpolation=cv2.INTER_LINEAR)
    # Between the small pixels it is straight; a surface's slope shows every corner of that.
    side = 2 * step + 1
    return np.asarray(cv2.blur(cv2.blur(whole, (side, side)), (side, side)), np.float32)


def _slope(height: Float, scale: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return which way a relief faces, x and y: downhill."""
    import cv2

    gx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=-scale / 8)
    gy = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=-scale / 8)
    return np.asarray(gx, np.float32), np.asarray(gy, np.float32)
