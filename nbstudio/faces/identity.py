"""Identity: who a face is, as an embedding, and how surely two are one person.

The problem: raw cosines mean different things in different models, so 0.85 of one is nothing in another.
The score that people see is calibrated (a logistic fit of genuine against foreign pairs), and 0.85 means
the same for every backend; the raw value is kept beside it. "No face" is no score at all.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import models
from nbstudio.faces.detect import Face, detect

BACKEND = "mobilefacenet"
MODEL = "fr_feature.onnx"
SIDE = 112
PASS = 0.85

# The five points of an aligned 112 x 112 face: Deng et al., ArcFace, 2018.
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


@dataclass(frozen=True, slots=True)
class Score:
    """How surely two faces are one person: calibrated 0 to 1, the raw cosine, and what measured it."""

    value: float
    raw: float
    backend: str
    digest: str


def embed(picture: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
    """Return the embedding of `face` in a BGR picture: 512 numbers of length one."""
    chip = (align(picture, face).astype(np.float32) - 127.0) / 128.0
    vector = np.asarray(_session().run(None, {"input": chip.transpose(2, 0, 1)[None]})[0][0], np.float32)
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def align(picture: NDArray[np.uint8], face: Face, side: int = SIDE) -> NDArray[np.uint8]:
    """Return the face upright in a square of `side` pixels, eyes and mouth where the embedder wants them."""
    import cv2

    matrix = similarity(np.array(face.points), TEMPLATE * (side / SIDE))
    # A face much larger than the chip would alias through bilinear sampling; shrink it by area first.
    shrink = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    source = picture
    if shrink < 0.5:
        size = (max(1, round(picture.shape[1] * shrink * 1.5)), max(1, round(picture.shape[0] * shrink * 1.5)))
        source = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        back = np.diag([picture.shape[1] / size[0], picture.shape[0] / size[1], 1.0])
        matrix = matrix @ back
    chip = cv2.warpAffine(source, matrix, (side, side), flags=cv2.INTER_LINEAR)
    return np.asarray(chip, np.uint8)


def compare(one: NDArray[np.float32], other: NDArray[np.float32]) -> Score:
    """Return how surely two embeddings are of one person."""
    raw = float(np.dot(one, other))
    return Score(calibrated(raw), raw, BACKEND, models.digest(MODEL))


def calibrated(cosine: float) -> float:
    """Return the score for a raw cosine: 0.85 stands at 0.43, where 4 in 10 000 strangers would pass."""
    return 1.0 / (1.0 + math.exp(-17.5 * (cosine - 0.33)))


def resemblance(
    picture: NDArray[np.uint8],
    embedding: NDArray[np.float32],
    near: tuple[float, float, float, float] | None = None,
) -> Score | None:
    """Return how surely a face of a BGR picture is the person of `embedding`; none without a face.

    `near` (x, y, width, height in fractions) tells where the face is to be, since clouds have faces too;
    without it the largest counts.
    """
    faces = detect(picture)
    if near is not None:
        height, width = picture.shape[:2]
        x, y, w, h = near[0] * width, near[1] * height, near[2] * width, near[3] * height
        faces = tuple(
            face
            for face in faces
            if abs(face.box[0] + face.box[2] / 2 - x - w / 2) < w and abs(face.box[1] + face.box[3] / 2 - y - h / 2) < h
        )
    return compare(embed(picture, faces[0]), embedding) if faces else None


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the 2 x 3 matrix of the rotation, scale and shift that best takes `source` points to `target`.

    Umeyama, Least-squares estimation of transformation parameters, PAMI 1991.
    """
    mean_s, mean_t = source.mean(axis=0), target.mean(axis=0)
    s, t = source - mean_s, target - mean_t
    u, d, vt = np.linalg.svd(t.T @ s / len(source))
    sign = np.array([1.0, np.sign(np.linalg.det(u @ vt)) or 1.0])
    rotation = u @ np.diag(sign) @ vt
    scale = float((d * sign).sum() / max(float((s**2).sum() / len(source)), 1e-9))
    shift = mean_t - scale * rotation @ mean_s
    return np.hstack([scale * rotation, shift[:, None]])


@functools.cache
def _session() -> Any:
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)  # the model's unused initialisers would be listed one by one
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(models.path(MODEL)), options, providers=["CPUExecutionProvider"])
