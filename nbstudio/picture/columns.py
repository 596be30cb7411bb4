"""Columns: a part of a face moved column by column, in the eye's or the mouth's own axes, between a few curves."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.bend import Patch

Float = NDArray[np.float32]
Places = tuple[NDArray[np.intp], Float]


@dataclass(frozen=True, slots=True)
class Axes:
    """A corner-to-corner frame of reference: points of the still as (along, across), in the length's halves."""

    middle: NDArray[np.float64]
    along: NDArray[np.float64]
    half: float

    @classmethod
    def of(cls, left: NDArray[np.float64], right: NDArray[np.float64]) -> Axes:
        """Return the axes whose ends are two corners."""
        half = max(1e-3, float(np.linalg.norm(right - left)) / 2)
        return cls((left + right) / 2, (right - left) / (2 * half), half)

    def into(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the still in these axes."""
        away = (points - self.middle) / self.half
        across = np.array([-self.along[1], self.along[0]])
        return np.stack([away @ self.along, away @ across], axis=-1)

    def seen(self, affine: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the map (2, 3) from a frame's points to these axes, given that from the frame to the still."""
        turn = np.array([self.along, [-self.along[1], self.along[0]]]) / self.half
        return np.column_stack([turn @ affine[:, :2], turn @ (affine[:, 2] - self.middle)])

    def out(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points in these axes as points of the still."""
        across = np.array([-self.along[1], self.along[0]])
        return np.asarray(
            self.middle + self.half * (points[..., :1] * self.along + points[..., 1:] * across), np.float64
        )


class Grid:
    """Points a few pixels apart over a part of a face, in its own axes; where curves of columns lie at them."""

    def __init__(self, axes: Axes, x: Float, reach: tuple[float, float]) -> None:
        """Take the columns of the curves, and between which heights there is anything to be moved."""
        corners = np.array([[x[0], reach[0]], [x[-1], reach[0]], [x[0], reach[1]], [x[-1], reach[1]]], np.float64)
        ends = axes.out(corners)
        self.axes, self.x, self.reach = axes, x, reach
        self.step = max(1.0, axes.half / 28)
        self.left, self.top = (float(least) for least in np.floor(ends.min(axis=0)) - 2 * self.step)
        columns = int(np.ceil((ends[:, 0].max() - self.left) / self.step)) + 3
        rows = int(np.ceil((ends[:, 1].max() - self.top) / self.step)) + 3
        gx, gy = np.meshgrid(self.left + self.step * np.arange(columns), self.top + self.step * np.arange(rows))
        own = axes.into(np.stack([gx, gy], axis=-1)).astype(np.float32)
        self.u, self.v = (np.ascontiguousarray(own[..., axis]) for axis in (0, 1))
        self.places = self._places(self.u)
        # Nothing is moved at the sides: whatever is left of a movement there fades out.
        fade = np.clip((np.float32(abs(float(x[0]))) - np.abs(self.u)) / np.float32(0.25), 0, 1)
        self.size = np.asarray(fade * np.float32(axes.half), np.float32)
        self.toward = (-float(axes.along[1]), float(axes.along[0]))

    def patch(self, moved: list[Float], still: list[Float], pinch: float = 0.0) -> Patch:
        """Return the displacement that takes every point between moved curves to where it is in the still.

        `pinch` is how much narrower what lies around the middle gets.
        """
        v, taken = self.v, self.v.copy()
        aside, places = None, self.places
        if pinch:
            aside = self._pinched(pinch)
            places = self._places(self.u + aside)
            aside *= np.float32(self.axes.half)
        heights = [_heights(curve, places) for curve in moved]
        for i, (a, b) in enumerate(itertools.pairwise(heights)):
            inside = (v >= a) & (v < b)
            if not inside.any():
                continue
            rows = slice(*(np.flatnonzero(inside.any(axis=1))[[0, -1]] + (0, 1)))
            near = (places[0][rows], places[1][rows])
            c, d = _heights(still[i], near), _heights(still[i + 1], near)
            above = a[rows]
            span = np.maximum(b[rows] - above, np.float32(1e-4))
            np.copyto(taken[rows], c + (v[rows] - above) / span * (d - c), where=inside[rows])
        return Patch((self.left, self.top), self.step, (taken - v) * self.size, self.toward, aside)

    def _pinched(self, pinch: float) -> Float:
        """Return by how much farther out every point is taken from, in the axes' own measure."""
        middle, tall = sum(self.reach) / 2, (self.reach[1] - self.reach[0]) / 2
        calm = np.clip(1 - np.square((self.v - np.float32(middle)) / np.float32(tall)), 0, 1)
        near = np.square(np.square(self.u * np.float32(1 / 1.15)))
        return np.asarray(self.u * np.float32(pinch / (1 - pinch)) * np.exp(-near) * calm, np.float32)

    def _places(self, u: Float) -> Places:
        """Return between which columns, and how near to the second, each point is."""
        x = self.x
        at = np.clip((u - x[0]) / (x[1] - x[0]), 0, len(x) - 1.001)
        low = at.astype(np.intp)
        return low, (at - low).astype(np.float32)


def _heights(curve: Float, places: Places) -> Float:
    """Return the height of a curve at every point."""
    low, share = places
    near = curve.take(low)
    return np.asarray(near + (curve.take(low + 1) - near) * share, np.float32)


def sampled(axes: Axes, points: NDArray[np.float64], x: Float) -> Float:
    """Return a curve of the mesh at columns, level beyond its ends."""
    own = axes.into(points)
    order = np.argsort(own[:, 0], kind="stable")
    return np.asarray(np.interp(x, own[order, 0], own[order, 1]), np.float32)
