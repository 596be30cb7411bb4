"""Backends: who a face is, by one network or another, behind one protocol.

A backend turns a face into numbers and says how alike two are, in its own measure; `middle` and `slope` are the
logistic curve that makes this a score which means the same for all (fitted by `python -m tests.benchmarks
identity`, see docs/identity.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.faces.detect import Face

Vector = NDArray[np.float32]
Image = NDArray[np.uint8]

# The five points of an aligned 112 x 112 face: Deng et al., ArcFace, 2018.
ARCFACE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])


@dataclass(frozen=True, slots=True)
class Backend:
    """An embedder of faces, its weights' SHA-256, its measure of likeness, and that measure's calibration."""

    name: str
    digest: str
    embed: Callable[[Image, Face], Vector]
    """Takes a BGR picture and a face of it; returns the embedding."""
    raw: Callable[[Vector, Vector], float]
    """How alike two embeddings are: a cosine, or a distance (then `slope` is below 0)."""
    slope: float
    middle: float

    def calibrated(self, raw: float) -> float:
        """Return the score, 0 to 1, for a raw likeness."""
        return 1.0 / (1.0 + math.exp(max(-60.0, min(60.0, -self.slope * (raw - self.middle)))))


def cosine(one: Vector, other: Vector) -> float:
    """Return the cosine of two embeddings of length one."""
    return float(np.dot(one, other))


def distance(one: Vector, other: Vector) -> float:
    """Return the Euclidean distance of two embeddings."""
    return float(np.linalg.norm(one - other))


def unit(vector: NDArray[Any]) -> Vector:
    """Return an embedding of length one."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
