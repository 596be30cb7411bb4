"""Detect: the faces in a picture, each with a box, five points and a score (YuNet)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import models

MODEL = "face_detection_yunet_2023mar.onnx"
SIDE = 640  # the longer side that the detector sees; YuNet finds faces down to about 10 px there
LEAST = 64
SCORE = 0.6
OVERLAP = 0.3

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Face:
    """A face in pixels of the picture it was found in.

    `box` is x, y, width, height. `points` are the eye at image left, the eye at image right, the nose,
    and the corners of the mouth at image left and right: ArcFace's order.
    """

    box: tuple[float, float, float, float]
    points: tuple[tuple[float, float], ...]
    score: float

    @property
    def area(self) -> float:
        """Return the area of the box in square pixels."""
        return self.box[2] * self.box[3]

    @property
    def turn(self) -> float:
        """Return where the head points: -1 to image left, 0 at the viewer, 1 to image right."""
        (left, _), (right, _), (nose, _), *_ = self.points
        half = max(1.0, (right - left) / 2)
        return float(np.clip((nose - (left + right) / 2) / half, -1.0, 1.0))

    def moved(self, dx: float, dy: float, scale: float = 1.0) -> Face:
        """Return this face where it is after shifting by `dx`, `dy` and then scaling."""
        x, y, w, h = self.box
        return Face(
            box=((x + dx) * scale, (y + dy) * scale, w * scale, h * scale),
            points=tuple(((px + dx) * scale, (py + dy) * scale) for px, py in self.points),
            score=self.score,
        )


def detect(picture: NDArray[np.uint8]) -> tuple[Face, ...]:
    """Return the faces of a BGR picture, largest first.

    Pictures below 16 pixels on a side hold none by definition. The detector is deterministic, and it is
    not thread-safe, so that every thread has its own.
    """
    import cv2

    height, width = picture.shape[:2]
    if min(height, width) < 16:
        return ()
    scale = min(1.0, SIDE / max(height, width))
    seen = picture
    if scale < 1:
        size = (max(16, round(width * scale)), max(16, round(height * scale)))
        seen = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    sx, sy = width / seen.shape[1], height / seen.shape[0]
    # A side of 32 or less is one cell of the coarsest grid, and OpenCV 4.14 then reads memory that nobody wrote.
    below, beside = max(0, LEAST - seen.shape[0]), max(0, LEAST - seen.shape[1])
    if below or beside:
        seen = np.pad(seen, ((0, below), (0, beside), (0, 0)))
    detector = _detector()
    detector.setInputSize((seen.shape[1], seen.shape[0]))
    _, rows = detector.detect(np.ascontiguousarray(seen))
    if rows is None:
        return ()
    faces = [_face(np.asarray(row, np.float64), sx, sy) for row in rows if np.isfinite(row).all()]
    return tuple(sorted(faces, key=lambda face: (-face.area, face.box)))


def _face(row: NDArray[np.float64], sx: float, sy: float) -> Face:
    x, y, w, h = (float(v) for v in row[:4])
    points = tuple((float(px) * sx, float(py) * sy) for px, py in row[4:14].reshape(5, 2))
    return Face((x * sx, y * sy, w * sx, h * sy), points, float(row[14]))


def _detector() -> Any:
    import cv2

    if not hasattr(_local, "detector"):
        _local.detector = cv2.FaceDetectorYN.create(str(models.path(MODEL)), "", (320, 320), SCORE, OVERLAP)
    return _local.detector
