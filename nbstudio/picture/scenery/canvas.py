"""Canvas: what a place is asked to paint on, and the painting that it gives back."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.scenery.tone import Tone

Float = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Canvas:
    """The working size in pixels, the light, the words of the scene, its seed, and whether it may not be soft."""

    width: int
    height: int
    tone: Tone
    time: str
    weather: str
    mood: str
    seed: int
    sharp: bool = False

    def dice(self, name: str) -> np.random.Generator:
        """Return the random numbers of one part of the picture: a change in one part leaves the others."""
        return np.random.default_rng([self.seed & 0xFFFFFFFF, zlib.crc32(name.encode())])

    @property
    def wet(self) -> bool:
        """Whether water falls or lies."""
        return self.weather in ("rain", "storm")


@dataclass(frozen=True, slots=True)
class Veil:
    """What floats before the lens: coverage (height, width) and its colour, premultiplied BGRA of full coverage."""

    cover: Float
    colour: Float

    def layer(self, width: int, height: int) -> Float:
        """Return the layer (height, width, 4), premultiplied BGRA in display values."""
        import cv2

        cover = self.cover
        if cover.shape != (height, width):
            cover = np.asarray(cv2.resize(cover, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
        return np.asarray(cv2.transform(cover, self.colour.reshape(4, 1).astype(np.float64)), np.float32)


@dataclass(frozen=True, slots=True)
class Painting:
    """A picture in light (display value squared, unbounded), BGR, and how it is lit.

    `sun`: where the key light is, fractions of the frame from the top left (may lie outside). `horizon` in
    fractions from the top. `front`: what floats before the lens, or nothing. `indoors`: no weather comes
    between. `bloom`: how much the lamps glow. `beyond`: what is behind a window that fills the frame, without what
    stands before it, which covers `near` (height, width) of it.
    """

    picture: Float
    sun: tuple[float, float]
    key: Float
    ambient: Float
    horizon: float
    haze: float
    front: Veil | None = None
    indoors: bool = False
    bloom: float = 1.0
    beyond: Float | None = None
    near: Float | None = None
