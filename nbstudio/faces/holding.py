"""Holding: whether a face stays the person's through a moving picture.

A face is asked for only where it can be: one under SMALL pixels, or a frame that motion has blurred, says nothing of
the person, and a shot from behind has none. Such frames are told apart from those that were scored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.faces.backend import Backend
from nbstudio.faces.detect import detect
from nbstudio.faces.identity import compare, embed

SMALL = 40  # pixels of a face's height


@dataclass(frozen=True, slots=True)
class Held:
    """Scores by frame: the calibrated score, or nothing where there is no face to score."""

    frames: tuple[int, ...]
    scores: tuple[float | None, ...]

    @property
    def least(self) -> float | None:
        """Return the lowest score, or nothing where no frame has a face."""
        return min((score for score in self.scores if score is not None), default=None)


def hold(frames: Iterable[tuple[int, NDArray[np.uint8]]], embedding: NDArray[np.float32], backend: Backend) -> Held:
    """Score the face in each of the BGR frames (number, picture) that is most like the person of `embedding`."""
    numbers: list[int] = []
    scores: list[float | None] = []
    for number, picture in frames:
        found = [face for face in detect(picture) if face.box[3] >= SMALL]
        likeness = [compare(embed(picture, face, backend), embedding, backend).value for face in found]
        numbers.append(number)
        scores.append(round(max(likeness), 4) if likeness else None)
    return Held(tuple(numbers), tuple(scores))
