"""Alignment: a face brought upright into a small square, eyes and mouth where an embedder wants them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.faces.detect import Face

Points = NDArray[np.float64]


def align(picture: NDArray[np.uint8], face: Face, template: Points, side: int) -> NDArray[np.uint8]:
    """Return `face` of a BGR picture in a square of `side` pixels, its five points on those of `template`."""
    import cv2

    matrix = similarity(np.array(face.points), template)
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


def similarity(source: Points, target: Points) -> Points:
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
