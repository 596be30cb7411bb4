"""Relief: which way every point of a figure faces, guessed from its outline and the mesh of its face.

A photograph has lost its depth. Two things bring back as much as light asks for: whatever has an outline is
rounded towards it (Johnston, Lumo: illumination for cel animation, NPAR 2002), and a face's own points are known in
three dimensions. Both are low in frequency, as the light is that is drawn by them; folds and hairs stay the photo's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
ROUND = 0.72
"""Distance from the outline at which a figure faces the viewer, in widths of its face: half a head."""


def normals(
    alpha: Float, face: tuple[float, float, float, float], mesh: NDArray[np.float32] | None = None
) -> tuple[Float, Float]:
    """Return unit normals (h, w, 3; x right, y down, z to the viewer), and how surely they are a face's, 0 to 1.

    `alpha` is the coverage, 0 to 1; `face` the box (x, y, width, height) and `mesh` the points (468, 3) in its pixels.
    """
    import cv2

    width = max(2.0, face[2])
    radius = ROUND * width
    solid = np.asarray(alpha > 0.5, np.uint8)
    inward = np.minimum(cv2.distanceTransform(solid, cv2.DIST_L2, 3), np.float32(radius))
    rise = np.sqrt(np.maximum(radius * radius - (radius - inward) ** 2, 0)).astype(np.float32)
    dx, dy = _slopes(np.asarray(cv2.GaussianBlur(rise, (0, 0), max(0.8, 0.09 * width)), np.float32))
    sure = np.zeros(alpha.shape, np.float32)
    if mesh is not None and len(mesh):
        own, sure = _face(np.asarray(mesh, np.float32), width, alpha.shape)
        fx, fy = _slopes(own)
        dx, dy = dx + (fx - dx) * sure, dy + (fy - dy) * sure
    norm = 1 / np.sqrt(dx * dx + dy * dy + 1)
    return np.asarray(np.dstack([-dx * norm, -dy * norm, norm]), np.float32), sure


def _face(mesh: NDArray[np.float32], width: float, shape: tuple[int, ...]) -> tuple[Float, Float]:
    """Return how near a face's points are (in pixels), smooth between them, and where the face is, softly."""
    import cv2

    height, across = shape[0], shape[1]
    points = np.round(mesh[:, :2]).astype(np.int32)
    inside = (points[:, 0] >= 0) & (points[:, 0] < across) & (points[:, 1] >= 0) & (points[:, 1] < height)
    total, count = np.zeros((height, across), np.float32), np.zeros((height, across), np.float32)
    at = points[inside]
    np.add.at(total, (at[:, 1], at[:, 0]), float(mesh[:, 2].mean()) - mesh[inside, 2])
    np.add.at(count, (at[:, 1], at[:, 0]), 1)
    sigma = max(1.0, width / 8)
    near = cv2.GaussianBlur(total, (0, 0), sigma) / (cv2.GaussianBlur(count, (0, 0), sigma) + np.float32(1e-5))
    where = np.zeros((height, across), np.float32)
    cv2.fillConvexPoly(where, cv2.convexHull(points), 1.0)
    inner = max(3, round(0.12 * width)) | 1
    core = cv2.erode(where, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (inner, inner)))
    return np.asarray(near, np.float32), np.asarray(cv2.GaussianBlur(core, (0, 0), 0.09 * width), np.float32)


def _slopes(rise: Float) -> tuple[Float, Float]:
    import cv2

    return (
        np.asarray(cv2.Sobel(rise, cv2.CV_32F, 1, 0, scale=1 / 8), np.float32),
        np.asarray(cv2.Sobel(rise, cv2.CV_32F, 0, 1, scale=1 / 8), np.float32),
    )
