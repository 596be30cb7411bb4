"""Stack: the layers of a still as planes, each moved by its own share and laid over the one behind.

Layers are premultiplied: what is stored is what they add and how much they keep of what is behind them, so
that an edge between two pixels is neither dark nor bright, and with the camera at rest the stack is the still
again, to the last bit but for rounding. All of it happens on 4:2:0 planes; a layer costs what its own
rectangle costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.bend import OVER, SITES, STEPS, Bend, Patch
from nbstudio.picture.colour import Plane, Planes, halved, planes
from nbstudio.picture.layers import Layer
from nbstudio.picture.over import over
from nbstudio.picture.still import Still
from nbstudio.picture.warp import Window, indexed, luma, move, room

Views = tuple[Any, Any, Any]
Where = Callable[[float], Window]
"""The window of a layer of a share, in one frame."""


@dataclass(frozen=True, slots=True)
class Card:
    """One layer: what it adds, what it keeps of what is behind (255 keeps all) on luma and on chroma."""

    adds: Planes
    keeps: tuple[Plane, Plane]
    corner: tuple[int, int]
    share: float

    def planes(self) -> tuple[tuple[Plane, Plane], ...]:
        """Return what is added and what is kept, for each of the three planes."""
        near, coarse = self.keeps
        y, u, v = self.adds.all()
        return (y, near), (u, coarse), (v, coarse)


class Living(Protocol):
    """What makes a layer live."""

    def lean(self, frame: int) -> NDArray[np.float64]:
        """Return the map (2, 3) from where it is in a frame to where it is in the still."""
        ...

    def patches(self, frame: int) -> list[Patch]:
        """Return where it is bent."""
        ...

    def gap(self, frame: int, out: Views, affine: NDArray[np.float64]) -> None:
        """Paint what bending lays bare."""
        ...


NOBODY: Mapping[int, Living] = MappingProxyType({})


class Stack:
    """A still's plate and the cards before it."""

    def __init__(self, still: Still) -> None:
        self.size = (still.bgr.shape[1] - still.bgr.shape[1] % 2, still.bgr.shape[0] - still.bgr.shape[0] % 2)
        self.share = still.depth.share
        self.plate = planes(still.bgr)
        # The last layer is taken off first: what is then left is what the one behind it was laid on.
        cards = [self._taken(layer) for layer in reversed(still.depth.layers)]
        self.cards = tuple(reversed(cards))

    def show(
        self,
        where: Where,
        out: Views,
        behind: Callable[[Views], None] | None = None,
        lives: Mapping[int, Living] = NOBODY,
        now: int = 0,
    ) -> None:
        """Fill the planes `out` with a frame; `behind` may change it, point by point, before the first card is laid.

        `lives` move the cards of their numbers, or the plate (0) where there is none, as they are in the frame `now`.
        """
        frame = (out[0].shape[1], out[0].shape[0])
        affine = luma(where(self.share), self.size, frame)
        for plane, target, step, site in zip(self.plate.all(), out, STEPS, SITES, strict=True):
            move(plane, indexed(affine, step, site), target)
        if 0 in lives and not self.cards:
            for patch in lives[0].patches(now):
                bend = Bend(patch, affine, (0, 0), frame)
                for i, (source, target) in enumerate(zip(self.plate.all(), out, strict=True)):
                    bend.fill(source, target, (0, 0, *frame), i)
            lives[0].gap(now, out, affine)
        if behind:
            behind(out)
        for i, card in enumerate(self.cards):
            self._lay(card, where(card.share), out, lives.get(i), now)

    def _lay(self, card: Card, window: Window, out: Views, life: Living | None, now: int) -> None:
        """Lay one card over the planes `out`, bent where it lives."""
        frame = (out[0].shape[1], out[0].shape[0])
        affine, bends = luma(window, self.size, frame), []
        if life:
            lean = life.lean(now)
            affine = np.column_stack([lean[:, :2] @ affine[:, :2], lean[:, :2] @ affine[:, 2] + lean[:, 2]])
            bends = [Bend(patch, affine, card.corner, frame) for patch in life.patches(now)]
        box = self._seen(card, affine, frame)
        if box is None:
            return
        # What shows nothing that is behind is bent, its outline need not be.
        edged = [bend for bend in bends if not bend.inside(card.keeps[0])]
        kept: Any = None
        for i, ((adds, keeps), target) in enumerate(zip(card.planes(), out, strict=True)):
            left, top, right, bottom = (side // OVER[i] for side in box)
            part = target[top:bottom, left:right]
            matrix = indexed(affine, STEPS[i], SITES[i])
            matrix[:, 2] += matrix[:, 0] * left + matrix[:, 1] * top - np.array(card.corner) / OVER[i]
            more = room("more", part.shape)
            move(adds, matrix, more)
            for bend in bends:
                bend.fill(adds, more, box, i)
            if i < 2:  # both chroma planes share theirs
                kept = room("kept", part.shape)
                move(keeps, matrix, kept)
                for bend in edged:
                    bend.fill(keeps, kept, box, i)
            over(part, kept, more)
        if life:
            life.gap(now, out, affine)

    def _seen(
        self, card: Card, affine: NDArray[np.float64], frame: tuple[int, int]
    ) -> tuple[int, int, int, int] | None:
        """Return the even rectangle of the frame that a card touches."""
        height, width = card.adds.y.shape
        (x, y), inverse = card.corner, np.linalg.inv(affine[:, :2])
        corners = np.array([[x, y], [x + width, y], [x, y + height], [x + width, y + height]]) - affine[:, 2]
        points = corners @ inverse.T
        left, top = np.maximum(0, np.floor(points.min(axis=0)).astype(int))
        right, bottom = np.minimum(frame, np.ceil(points.max(axis=0)).astype(int))
        left, top = int(left) // 2 * 2, int(top) // 2 * 2
        right, bottom = min(frame[0], int(right) + int(right) % 2), min(frame[1], int(bottom) + int(bottom) % 2)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _taken(self, layer: Layer) -> Card:
        """Take a layer off the plate, and return it."""
        import cv2

        rows, columns = layer.window
        coarse = (slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2))
        under = planes(layer.under)
        alpha = _closed(layer, self.size)
        keep = 255 - alpha
        keeps = (keep, halved(keep))
        fine = _near(alpha)
        masks = (fine, halved(fine))
        added: list[Plane] = []
        for i, (plane, below) in enumerate(zip(self.plate.all(), under.all(), strict=True)):
            where = coarse if i else (rows, columns)
            kept, mask = keeps[min(i, 1)], masks[min(i, 1)]
            own = plane[where].copy()
            outside = cv2.multiply(own, 255 - mask, scale=1 / 255)
            base = np.asarray(cv2.add(outside, cv2.multiply(below, mask, scale=1 / 255)), np.uint8)
            more = cv2.subtract(own, cv2.multiply(base, kept, scale=1 / 255))
            more[kept == 255] = 0
            plane[where] = base
            added.append(np.asarray(more, np.uint8))
        return Card(Planes(*added), keeps, layer.corner, layer.share)


def _closed(layer: Layer, size: tuple[int, int]) -> Plane:
    """Return the coverage, nothing on those of its borders that are not the still's own."""
    alpha = layer.alpha.copy()
    (x, y), (h, w) = layer.corner, alpha.shape
    for inside, edge in (
        (x > 0, (slice(None), slice(0, 2))),
        (y > 0, (slice(0, 2), slice(None))),
        (x + w < size[0], (slice(None), slice(w - 2, w))),
        (y + h < size[1], (slice(h - 2, h), slice(None))),
    ):
        if inside:
            alpha[edge] = 0
    return alpha


def _near(alpha: Plane) -> Plane:
    """Return where what is under a layer takes the place of the picture: all of the layer, softly ending around."""
    import cv2

    height, width = alpha.shape
    small = cv2.resize(alpha, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    _, small = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY)
    small = cv2.GaussianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), (0, 0), 1.0)
    mask = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    mask[alpha > 0] = 255
    return np.asarray(mask, np.uint8)
