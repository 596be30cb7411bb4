"""Stack: the layers of a still as planes, each moved by its own share and laid over the one behind.

Layers are premultiplied: what is stored is what they add and how much they keep of what is behind them, so
that an edge between two pixels is neither dark nor bright, and with the camera at rest the stack is the still
again, to the last bit but for rounding. All of it happens on 4:2:0 planes; a layer costs what its own
rectangle costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.colour import Plane, Planes, halved, planes
from nbstudio.picture.layers import Layer
from nbstudio.picture.still import Still
from nbstudio.picture.warp import Window, indexed, luma, warp

Views = tuple[Any, Any, Any]
Where = Callable[[float], Window]
"""The window of a layer of a share, in one frame."""

SITES = ((0.5, 0.5), (0.5, 1.0), (0.5, 1.0))
STEPS = ((1.0, 1.0), (2.0, 2.0), (2.0, 2.0))
"""Where the samples of luma and chroma lie (see `colour`)."""


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


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the still that is bent: shifts right and down (rows, columns), in still pixels, `step` apart.

    What is seen at a point of the still is taken from as far away as the shift there says.
    """

    corner: tuple[float, float]
    step: float
    right: NDArray[np.float32]
    down: NDArray[np.float32]


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
        life: tuple[Living, int] | None = None,
    ) -> None:
        """Fill the planes `out` with a frame; `behind` may change it before the first card is laid.

        `life` (and the frame that it is asked for) moves the first card, or the plate where there is none.
        """
        plate = where(self.share)
        warp(self.plate, plate, out)
        if life and not self.cards:
            affine = luma(plate, self.size, (out[0].shape[1], out[0].shape[0]))
            for patch in life[0].patches(life[1]):
                for i, (source, target) in enumerate(zip(self.plate.all(), out, strict=True)):
                    bent(source, target, affine, (0, 0), (0, 0), i, patch)
            life[0].gap(life[1], out, affine)
        if behind:
            behind(out)
        for i, card in enumerate(self.cards):
            self.lay(card, where(card.share), out, life if i == 0 else None)

    def lay(self, card: Card, window: Window, out: Views, life: tuple[Living, int] | None = None) -> None:
        """Lay one card over the planes `out`."""
        import cv2

        frame = (out[0].shape[1], out[0].shape[0])
        affine = luma(window, self.size, frame)
        patches: list[Patch] = []
        if life:
            lean = life[0].lean(life[1])
            affine = np.column_stack([lean[:, :2] @ affine[:, :2], lean[:, :2] @ affine[:, 2] + lean[:, 2]])
            patches = life[0].patches(life[1])
        box = self._seen(card, affine, frame)
        if box is None:
            return
        left, top, right, bottom = box
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        kept: Any = None
        for i, ((adds, keeps), target) in enumerate(zip(card.planes(), out, strict=True)):
            step, site = STEPS[i], SITES[i]
            over = int(step[0])
            part = target[top // over : bottom // over, left // over : right // over]
            matrix = indexed(affine, step, site)
            matrix[:, 2] += matrix[:, :2] @ np.array([left / over, top / over])
            matrix[:, 2] -= np.array(card.corner) / over
            size = (part.shape[1], part.shape[0])
            if i < 2:  # both chroma planes share theirs
                kept = cv2.warpAffine(keeps, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
                for patch in patches:
                    bent(keeps, kept, affine, (left, top), card.corner, i, patch)
            more = cv2.warpAffine(adds, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
            for patch in patches:
                bent(adds, more, affine, (left, top), card.corner, i, patch)
            cv2.multiply(part, kept, dst=part, scale=1 / 255)
            cv2.add(part, more, dst=part)
        if life:
            life[0].gap(life[1], out, affine)

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


def bent(
    source: Plane,
    target: Any,
    affine: NDArray[np.float64],
    origin: tuple[int, int],
    corner: tuple[int, int],
    plane: int,
    patch: Patch,
) -> None:
    """Fill again what a patch touches of `target`, a plane (0 to 2) of a part of a frame that begins at `origin`.

    `source` is the still's plane, or a part of it that begins at `corner`.
    """
    import cv2

    over = STEPS[plane][0]
    rows, columns = patch.right.shape
    inverse = np.linalg.inv(affine[:, :2])
    (x, y), (w, h) = patch.corner, ((columns - 1) * patch.step, (rows - 1) * patch.step)
    ends = (np.array([[x, y], [x + w, y], [x, y + h], [x + w, y + h]]) - affine[:, 2]) @ inverse.T
    low = np.maximum(0, np.floor((ends.min(axis=0) - origin) / over).astype(int))
    high = np.minimum((target.shape[1], target.shape[0]), np.ceil((ends.max(axis=0) - origin) / over).astype(int))
    if low[0] >= high[0] or low[1] >= high[1]:
        return
    part = target[low[1] : high[1], low[0] : high[0]]
    matrix = indexed(affine, STEPS[plane], SITES[plane])
    matrix[:, 2] += matrix[:, :2] @ (np.array(origin) / over + low)
    i, j = np.arange(part.shape[1], dtype=np.float32), np.arange(part.shape[0], dtype=np.float32)[:, None]
    u = np.float32(matrix[0, 0]) * i + np.float32(matrix[0, 1]) * j + np.float32(matrix[0, 2])
    v = np.float32(matrix[1, 0]) * i + np.float32(matrix[1, 1]) * j + np.float32(matrix[1, 2])
    # Indices of this plane's samples become places on the patch's grid.
    site = np.array(SITES[plane])
    gx = (u * np.float32(over) + np.float32(site[0] - patch.corner[0])) / np.float32(patch.step)
    gy = (v * np.float32(over) + np.float32(site[1] - patch.corner[1])) / np.float32(patch.step)
    mode = cv2.BORDER_CONSTANT
    u += cv2.remap(patch.right, gx, gy, cv2.INTER_LINEAR, borderMode=mode) / np.float32(over) - corner[0] / over
    v += cv2.remap(patch.down, gx, gy, cv2.INTER_LINEAR, borderMode=mode) / np.float32(over) - corner[1] / over
    cv2.remap(
        source, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR, dst=part, borderMode=cv2.BORDER_REPLICATE
    )


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
