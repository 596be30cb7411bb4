"""Matting: how much of each pixel near an outline is the person, from the photo's own colours.

Closed-form matting (Levin, Lischinski, Weiss, A closed-form solution to natural image matting, PAMI 2008): in every
window of 3 x 3 pixels coverage is taken to be linear in colour, which gives one sparse system for the pixels that are
in doubt. It is solved by conjugate gradients whose sums are added in one order, whatever the number of threads.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.fill import spread

Float = NDArray[np.float32]
Double = NDArray[np.float64]
SMOOTH = 1e-4
"""How much noise a window's colours may have (of their squares, 0 to 1)."""
PRIOR = (4e-3, 0.6)
"""How much the first guess counts where colours tell inside from outside, and where they don't."""
APART = (0.10, 0.34)
"""Between which distances of the colours inside and outside (root of the squares' sum) they begin to tell."""
STEPS = 260
PRECISE = 1e-4

DARK = (0.10, 0.28)
"""How bright it is behind where dark hair begins to be told from it."""


def matted(picture: Float, prior: Float, doubt: NDArray[np.bool_]) -> Float:
    """Return coverage (h, w), 0 to 1: `prior` where there is no `doubt`, solved for where there is.

    `picture` is (h, w, 3), 0 to 1. The cost grows with the pixels in doubt: about a second for 50 000.
    """
    height, width = doubt.shape
    if min(height, width) < 3 or not doubt.any():
        return prior
    rows, columns, values = _laplacian(picture, doubt)
    if not len(rows):
        return prior
    import scipy.sparse as sparse

    count = height * width
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(count, count))
    open_ = np.flatnonzero(doubt.ravel())
    known = np.flatnonzero(~doubt.ravel())
    flat = prior.ravel().astype(np.float64)
    part = matrix[open_]
    low, high = np.log(PRIOR[0]), np.log(PRIOR[1])
    trust = np.exp(high + (low - high) * told(picture, prior, doubt).ravel()[open_].astype(np.float64))
    own = part[:, open_] + sparse.diags(trust)
    right = trust * flat[open_] - part[:, known] @ flat[known]
    found = prior.copy().ravel()
    found[open_] = np.clip(_solved(own.tocsr(), right, flat[open_]), 0, 1)
    return np.asarray(found.reshape(height, width), np.float32)


def told(picture: Float, prior: Float, doubt: NDArray[np.bool_]) -> Float:
    """Return how surely colours tell inside from outside near each pixel, 0 to 1: dark hair before a dark wall is 0."""
    import cv2

    sigma = max(2.0, float(np.sqrt(doubt.sum())) / 14)

    def mean(known: NDArray[np.bool_]) -> Float:
        weight = np.asarray(known, np.float32)[..., None]
        return np.asarray(cv2.GaussianBlur(spread(picture * weight, weight), (0, 0), sigma), np.float32)

    sure, never = ~doubt & (prior > 0.5), ~doubt & (prior <= 0.5)
    if not (sure.any() and never.any()):
        return np.zeros(doubt.shape, np.float32)
    behind = mean(never)
    apart = np.sqrt(((mean(sure) - behind) ** 2).sum(axis=-1))
    tells = np.clip((apart - APART[0]) / (APART[1] - APART[0]), 0, 1)
    tells *= np.clip((behind.mean(axis=-1) - DARK[0]) / (DARK[1] - DARK[0]), 0, 1)
    return np.asarray(tells, np.float32)


def _laplacian(picture: Float, doubt: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64], Double]:
    """Return the matting Laplacian of all windows that touch a doubtful pixel: rows, columns, values."""
    import cv2

    width = doubt.shape[1]
    near = cv2.dilate(doubt.astype(np.uint8), np.ones((3, 3), np.uint8))
    near[0], near[-1], near[:, 0], near[:, -1] = 0, 0, 0, 0
    centres = np.flatnonzero(near.ravel())
    offsets = (np.arange(-1, 2)[:, None] * width + np.arange(-1, 2)[None, :]).ravel()
    windows = centres[:, None] + offsets[None, :]
    colours = picture.reshape(-1, 3).astype(np.float64)[windows]
    mean = colours.mean(axis=1, keepdims=True)
    apart = colours - mean
    spread = np.einsum("nki,nkj->nij", apart, apart) / 9 + np.eye(3) * (SMOOTH / 9)
    weighed = np.einsum("nki,nij->nkj", apart, np.linalg.inv(spread))
    values = np.eye(9) - (1 + np.einsum("nki,nji->nkj", weighed, apart)) / 9
    rows = np.repeat(windows, 9, axis=1).ravel()
    columns = np.tile(windows, (1, 9)).ravel()
    return rows, columns, values.ravel()


def _solved(matrix: Any, right: Double, start: Double) -> Double:
    """Return the solution of a symmetric system by conjugate gradients, preconditioned by the diagonal."""
    scale = 1 / np.maximum(matrix.diagonal(), 1e-9)
    found = start.copy()
    rest = right - matrix @ found
    step = scale * rest
    ahead, size = step.copy(), float(np.sum(rest * step))
    enough = PRECISE * PRECISE * max(1e-12, float(np.sum(right * scale * right)))
    for _ in range(STEPS):
        if size <= enough:
            break
        moved = matrix @ ahead
        share = size / max(1e-30, float(np.sum(ahead * moved)))
        found += share * ahead
        rest -= share * moved
        step = scale * rest
        before, size = size, float(np.sum(rest * step))
        ahead = step + (size / before) * ahead
    return found
