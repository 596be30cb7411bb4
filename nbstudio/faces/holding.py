"""Holding: whether faces stay their people's through a moving picture.

A face is asked for only where it can be: one under SMALL pixels, or a frame that motion has blurred, says nothing of
the person, and a shot from behind has none. Such frames are told apart from those that were scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.faces.assigning import assigned
from nbstudio.faces.backend import Backend, Vector
from nbstudio.faces.identity import Score

SMALL = 40  # pixels of a face's height


@dataclass(frozen=True, slots=True)
class Held:
    """One person's scores by frame, or nothing where there is no face to score."""

    frames: tuple[int, ...]
    scores: tuple[Score | None, ...]

    @property
    def least(self) -> float | None:
        """Return the lowest calibrated score, or nothing where no frame has a face."""
        return min((round(score.value, 4) for score in self.scores if score is not None), default=None)


def hold(frames: Iterable[tuple[int, NDArray[np.uint8]]], people: Sequence[tuple[Vector, Backend]]) -> tuple[Held, ...]:
    """Score the faces in each of the BGR frames (number, picture), every person's by the face that is his or hers."""
    numbers: list[int] = []
    rows: list[tuple[Score | None, ...]] = []
    for number, picture in frames:
        numbers.append(number)
        rows.append(assigned(picture, people, least=SMALL))
    return tuple(Held(tuple(numbers), tuple(row[n] for row in rows)) for n in range(len(people)))
