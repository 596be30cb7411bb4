"""Identity: how surely two faces are one person.

The problem: raw likeness means different things in different networks, so 0.85 of one is nothing in another.
The score that people see is calibrated (a logistic fit of genuine against foreign pairs), and 0.85 means
the same for every backend; the raw value is kept beside it. "No face" is no score at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.faces import backends
from nbstudio.faces.backend import Backend
from nbstudio.faces.detect import Face, detect

PASS = 0.85


@dataclass(frozen=True, slots=True)
class Score:
    """How surely two faces are one person: calibrated 0 to 1, the raw likeness, and what measured it."""

    value: float
    raw: float
    backend: str
    digest: str


def embed(picture: NDArray[np.uint8], face: Face, backend: Backend | None = None) -> NDArray[np.float32]:
    """Return the embedding of `face` in a BGR picture, by the default backend 512 numbers of length one."""
    return (backend or backends.find(backends.DEFAULT)).embed(picture, face)


def compare(one: NDArray[np.float32], other: NDArray[np.float32], backend: Backend | None = None) -> Score:
    """Return how surely two embeddings of one backend are of one person."""
    by = backend or backends.find(backends.DEFAULT)
    raw = by.raw(one, other)
    return Score(by.calibrated(raw), raw, by.name, by.digest)


def resemblance(
    picture: NDArray[np.uint8],
    embedding: NDArray[np.float32],
    near: tuple[float, float, float, float] | None = None,
    backend: Backend | None = None,
) -> Score | None:
    """Return how surely a face of a BGR picture is the person of `embedding`; none without a face.

    `near` (x, y, width, height in fractions) tells where the face is to be, since clouds have faces too:
    the nearest counts, and without it the largest counts.
    """
    faces = detect(picture)
    if near is not None:
        height, width = picture.shape[:2]
        x, y, w, h = near[0] * width, near[1] * height, near[2] * width, near[3] * height

        def away(face: Face) -> float:
            """Return how far a face's middle is from where it is to be, in the sizes of that place."""
            fx, fy, fw, fh = face.box
            return float(max(abs(fx + fw / 2 - x - w / 2) / max(w, 1.0), abs(fy + fh / 2 - y - h / 2) / max(h, 1.0)))

        faces = tuple(face for face in sorted(faces, key=away) if away(face) < 1)
    return compare(embed(picture, faces[0], backend), embedding, backend) if faces else None
