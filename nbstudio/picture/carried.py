"""Carried: painted footage that does not flicker.

The problem: a network that paints every frame for itself sets its strokes elsewhere in each, however little has moved.
So only one frame of every few is painted, and its strokes are carried along with what they are on: to every frame
between from the painted one before it and from the one after it, by dense optical flow (Kroeger et al., Fast Optical
Flow using Dense Inverse Search, ECCV 2016), the nearer one stronger, each only where the picture under it is the same
there. Where neither is (something came into view, the footage was cut), the frame is painted for itself.

Which frames are painted follows from their numbers alone, so that a frame looks the same in whichever segment it
lands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.picture.paint import laid, reduced, strokes

Bytes = NDArray[np.uint8]
Float = NDArray[np.float32]

EVERY = 12
"""Frames from one that is painted to the next."""
FLOW = 384
"""Pixels of the longer side at which motion is looked for."""
SMOOTH, STILL, GAINED = 2.5, 0.5, 0.8
"""Pixels by which flow is blurred and under which the whole stands still; steps of 255 that dense flow has to gain."""
CALM = 1.5
"""Pixels by which pictures are blurred before they are held against each other."""
UNLIKE = 14.0
"""Steps of 255 by which what was carried may differ from what is there before it is half believed."""
FINE = 1.5
"""Pixels, of a painted frame, up to which strokes are fine."""
MOST = 2.5
"""How much stronger fine strokes may be made that were softened."""
LOST = 0.12
"""Share of the frame that nothing was carried to, from which it is painted for itself there."""


@dataclass(frozen=True)
class Brush:
    """A style of the painter: its number, how strong it is, how much of a picture's own colour stays."""

    style: int
    strength: float
    colour: float = 0.5

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Brush:
        """Read a brush as a style's entry has it."""
        return cls(int(params["style"]), float(params["strength"]), float(params.get("colour", 0.5)))


@dataclass(frozen=True)
class _Frame:
    """A frame that is to be painted."""

    picture: Bytes
    brush: Brush
    small: Bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "small", reduced(self.picture))

    @cached_property
    def painted(self) -> Float:
        return strokes(self.small, self.brush.style, self.brush.colour)

    @cached_property
    def fine(self) -> float:
        """How strong the finest of its strokes are."""
        return float(np.abs(_fine(self.painted)).mean())

    @cached_property
    def grey(self) -> Bytes:
        import cv2

        high, wide = self.small.shape[:2]
        scale = min(1.0, FLOW / max(high, wide))
        size = (max(16, round(wide * scale)), max(16, round(high * scale)))
        tiny = cv2.cvtColor(cv2.resize(self.small, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
        return np.asarray(cv2.GaussianBlur(tiny, (0, 0), 1.0), np.uint8)

    def shown(self, painted: Float) -> Bytes:
        return laid(self.picture, self.small, painted, self.brush.strength)


def begins(first: int) -> int:
    """Return the frame from which pictures are needed for frames from `first` on."""
    return first - first % EVERY


def carried(pictures: Iterator[Bytes], first: int, brush: Brush) -> Iterator[Bytes]:
    """Yield frames from the number `first` on, painted; `pictures` are those from `begins(first)` on.

    Pictures may end (by InputError) before frames are asked for that there are none of: then the last is painted.
    """
    number = begins(first)
    window: list[_Frame] = []
    over: InputError | None = None
    while over is None:
        window = window[-1:]
        try:
            while len(window) <= EVERY:
                window.append(_Frame(next(pictures), brush))
        except InputError as error:
            over = error
        except StopIteration:
            return
        for frame in window if over else window[:-1]:
            if number >= first:
                yield frame.shown(_between(window[0], frame, window[-1], (number % EVERY) / max(1, len(window) - 1)))
            number += 1
    raise over


def _between(before: _Frame, frame: _Frame, after: _Frame, way: float) -> Float:
    """Return a frame's strokes: those of the painted frames around it, `way` of the way from one to the other."""
    if frame is before or frame is after:
        return frame.painted
    sides = [(*_moved(frame, other), share) for other, share in ((before, 1 - way), (after, way))]
    # A little of each in any case, so that two that fit nowhere are mixed, not divided by nothing.
    weights = [np.float32(share) * (sure + np.float32(1e-3)) for _, sure, share in sides]
    (first, here, _), (last, there, _) = sides
    both = first * weights[0][..., None] + last * weights[1][..., None]
    mixed = _crisp(
        np.asarray(both / (weights[0] + weights[1])[..., None], np.float32), (1 - way) * before.fine + way * after.fine
    )
    lost = 1 - np.maximum(here, there)
    if float(lost.mean()) < LOST:
        return np.asarray(mixed, np.float32)
    return np.asarray(mixed + (frame.painted - mixed) * lost[..., None], np.float32)


def _fine(painted: Float) -> Float:
    """Return what of strokes is finer than a few pixels."""
    import cv2

    return np.asarray(painted - cv2.GaussianBlur(painted, (0, 0), FINE), np.float32)


def _crisp(mixed: Float, strength: float) -> Float:
    """Return mixed strokes, the fine ones as strong as they are to be: mixing and moving soften them."""
    fine = _fine(mixed)
    gain = min(MOST, max(1.0, strength / max(float(np.abs(fine).mean()), 1e-3)))
    return np.asarray(mixed + np.float32(gain - 1) * fine, np.float32)


def _moved(frame: _Frame, other: _Frame) -> tuple[Float, Float]:
    """Return another frame's strokes where they are in this one, and how sure that is, 0 to 1."""
    import cv2

    high, wide = frame.small.shape[:2]
    flow = _flow(frame.grey, other.grey)
    scale = np.array([wide / flow.shape[1], high / flow.shape[0]], np.float32)
    across, down = _maps(np.asarray(cv2.resize(flow, (wide, high)) * scale, np.float32))
    edge = cv2.BORDER_REPLICATE
    painted = cv2.remap(other.painted, across, down, cv2.INTER_CUBIC, borderMode=edge)
    there = cv2.remap(other.small, across, down, cv2.INTER_LINEAR, borderMode=edge)
    # Noise is no movement and no change.
    calm, own = (cv2.GaussianBlur(picture, (0, 0), CALM) for picture in (there, frame.small))
    apart = cv2.GaussianBlur(cv2.absdiff(calm, own).max(axis=2).astype(np.float32), (0, 0), 1.5)
    sure = 1 / (1 + (apart / np.float32(UNLIKE)) ** 4)
    return np.asarray(painted, np.float32), np.asarray(sure, np.float32)


def _flow(own: Bytes, other: Bytes) -> Float:
    """Return how far (right, down) what is seen at each place of a picture is from there in another one.

    Where the movement of the whole explains the picture as well, it is that: in a sky or on a wall dense flow
    follows the noise, and strokes would tremble.
    """
    import cv2

    preset = cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
    dense = cv2.DISOpticalFlow_create(preset).calc(own, other, None)  # type: ignore[attr-defined]
    dense = cv2.GaussianBlur(dense, (0, 0), SMOOTH)
    level = _whole(np.asarray(dense, np.float32))
    wrong = []
    for flow in (dense, level):
        seen = cv2.remap(other, *_maps(flow), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        wrong.append(cv2.GaussianBlur(cv2.absdiff(seen, own).astype(np.float32), (0, 0), SMOOTH))
    own_way = cv2.GaussianBlur(np.clip((wrong[1] - wrong[0] - GAINED) / GAINED, 0, 1), (0, 0), SMOOTH)
    return np.asarray(level + (dense - level) * own_way[..., None], np.float32)


def _whole(flow: Float) -> Float:
    """Return the movement of the camera alone: the affine one that most of a flow follows, or none."""
    rows, columns = np.mgrid[0 : flow.shape[0], 0 : flow.shape[1]].astype(np.float64)
    base = np.stack([np.ones_like(rows), columns / flow.shape[1] - 0.5, rows / flow.shape[0] - 0.5], axis=-1)
    some, told = base[::6, ::6].reshape(-1, 3), flow[::6, ::6].reshape(-1, 2).astype(np.float64)
    trust = np.ones(len(some))
    for _ in range(4):
        weighed = some * trust[:, None]
        # Sums of numpy's own: those of a BLAS may depend on its threads.
        normal, sides = (np.einsum("ni,nj->ij", weighed, one) for one in (some, told))
        fit = np.linalg.solve(normal + 1e-6 * np.eye(3), sides)
        away = np.linalg.norm(told - np.einsum("ni,ij->nj", some, fit), axis=1)
        trust = 1 / (1 + (away / max(float(np.median(away)), 0.05)) ** 2)
    if np.abs(np.einsum("ni,ij->nj", some, fit)).max() < STILL:
        return np.zeros_like(flow)
    return np.asarray(np.einsum("yxi,ij->yxj", base, fit), np.float32)


def _maps(flow: Float) -> tuple[Float, Float]:
    """Return where to look for each place."""
    rows, columns = np.mgrid[0 : flow.shape[0], 0 : flow.shape[1]].astype(np.float32)
    return flow[..., 0] + columns, flow[..., 1] + rows
