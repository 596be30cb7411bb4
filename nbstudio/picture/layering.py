"""Layering: the layers of a picture, collected while it is being put together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.layers import Layer, cut
from nbstudio.picture.look import Look, grade
from nbstudio.picture.person import Float
from nbstudio.picture.strips import strips


class Layering:
    """Collects the layers of a picture, ungraded, from back to front."""

    def __init__(self, frame: tuple[int, int]) -> None:
        self.frame = frame
        self._found: list[tuple[NDArray[np.uint8], tuple[slice, slice], Float, float]] = []

    def add(self, cover: Float, corner: tuple[int, int], under: Float, share: float) -> None:
        """Add what covers a picture (`under`, of the whole frame) in a window at `corner`."""
        alpha, window = cut(cover, corner, self.frame)
        if alpha.any():
            self._found.append((alpha, window, under[window].copy(), share))

    def each(self, change: Callable[[Float, tuple[slice, slice]], Float]) -> None:
        """Let something lie over all that is under a layer too."""
        self._found = [(alpha, window, change(under, window), share) for alpha, window, under, share in self._found]

    def graded(self, picture: Float, look: Look, seed: int) -> tuple[Layer, ...]:
        """Return the layers, what is under them graded as the whole is."""
        out = []
        for alpha, window, under, share in self._found:
            whole = picture.copy()
            whole[window] = under
            corner = (window[1].start, window[0].start)
            out.append(Layer(corner, alpha, bytes_of(grade(whole, look, seed, window)), share))
        return tuple(out)


def bytes_of(picture: Float) -> NDArray[np.uint8]:
    """Return colours 0 to 1 as bytes."""
    import cv2

    out = np.empty(picture.shape, np.uint8)
    for strip in strips(len(out)):
        cv2.convertScaleAbs(np.clip(picture[strip], 0, 1), alpha=255, dst=out[strip])
    return out
