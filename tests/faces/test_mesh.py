"""The mesh lies on the face: its eyes and mouth are where the detector's five points are."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from nbstudio.faces.detect import Face, detect
from nbstudio.faces.mesh import COUNT, mesh

ASSETS = Path(__file__).parents[2] / "specs" / "assets"


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return cv2.imread(str(ASSETS / "astronaut.png"))


@pytest.mark.parametrize("angle", [-25, 0, 25])
@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_eyes_and_mouth_are_found(picture: np.ndarray, angle: float, scale: float) -> None:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((230, 120), angle, 1.0) * scale
    seen = cv2.warpAffine(picture, turn, (round(width * scale), round(height * scale)))
    face = detect(seen)[0]
    points = mesh(seen, face)
    assert points is not None
    assert points.shape == (COUNT, 3)
    eyes = points[[33, 133], :2].mean(axis=0), points[[362, 263], :2].mean(axis=0)
    for found, told in zip((*eyes, points[61, :2], points[291, :2]), np.delete(face.points, 2, axis=0), strict=True):
        assert np.linalg.norm(found - told) < 0.15 * face.box[2]


def test_where_no_face_is_there_is_no_mesh() -> None:
    sky = np.full((200, 200, 3), 120, np.uint8)
    eye, mouth = (80.0, 90.0), (85.0, 130.0)
    face = Face((60, 60, 80, 90), (eye, (120.0, 90.0), (100.0, 110.0), mouth, (115.0, 130.0)), 0.9)
    assert mesh(sky, face) is None
