"""Mesh: the 468 points of a face, where its lids, lips and chin are (MediaPipe's face landmark network)."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio import models
from nbstudio.faces.detect import Face

MODEL = "face_landmark.tflite"
SIDE = 192
ROOM = 1.5
"""The side of the square that the network sees, in the face's longer side."""
COUNT = 468
PRESENT = 0.5

_local = threading.local()


def mesh(picture: NDArray[np.uint8], face: Face) -> NDArray[np.float32] | None:
    """Return the points (468, 3) of a face in a BGR picture, x, y and z in its pixels; none where it sees no face.

    Less z is nearer. The points are numbered as MediaPipe numbers them (Kartynnik et al., 2019).
    """
    import cv2

    (x, y, w, h), (left, right, *_) = face.box, face.points
    angle = float(np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])))
    scale = SIDE / (ROOM * max(w, h, 1.0))
    centre = (x + w / 2, y + h / 2)
    matrix = cv2.getRotationMatrix2D(centre, angle, scale)
    matrix[:, 2] += np.array([SIDE / 2, SIDE / 2]) - np.array(centre)
    source, found = picture, matrix
    if scale < 0.5:
        # Far more pixels than the network sees: averaged first, or they alias.
        size = (max(1, round(picture.shape[1] * scale * 1.5)), max(1, round(picture.shape[0] * scale * 1.5)))
        source = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        found = matrix @ np.diag([picture.shape[1] / size[0], picture.shape[0] / size[1], 1.0])
    chip = cv2.warpAffine(source, found, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    net = _net()
    net.setInput(cv2.dnn.blobFromImage(chip, 1 / 255, (SIDE, SIDE), swapRB=True))
    outputs = [np.asarray(out).ravel() for out in net.forward(net.getUnconnectedOutLayersNames())]
    # Names and order of outputs change between versions of OpenCV; sizes don't.
    points = next(out for out in outputs if out.size == 3 * COUNT).reshape(COUNT, 3)
    logit = float(next(out for out in outputs if out.size == 1)[0])
    if not np.isfinite(points).all() or 1 / (1 + np.exp(-logit)) < PRESENT:
        return None
    back = cv2.invertAffineTransform(matrix)
    flat = points[:, :2].astype(np.float64) @ back[:, :2].T + back[:, 2]
    return np.asarray(np.column_stack([flat, points[:, 2] / scale]), np.float32)


def _net() -> Any:
    import cv2

    if not hasattr(_local, "net"):
        _local.net = cv2.dnn.readNetFromTFLite(str(models.path(MODEL)))
    return _local.net
