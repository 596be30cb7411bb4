"""Double: two exposures on one frame, a face out of the dark and the place they dream of over it."""

from __future__ import annotations

import numpy as np

from nbstudio.picture import lens
from nbstudio.picture.person import Float, Placed, Setting

LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR
OVER = 0.26
"""How much of the scene lies over a face; over hair, clothes and ground nearly all of it."""


def doubled(placed: Placed, fore: Float, setting: Setting) -> Float:
    """Return the figure on a dark ground, the whole scene exposed over both, thin where the face is.

    `fore` are the person's lit colours, of the window of `placed`. Light adds up as it does on film, so both
    exposures are held down first: the person's to their light side, the scene's to its lights.
    """
    import cv2

    height, width = setting.back.shape[:2]
    small = cv2.resize(setting.back, (64, 36), interpolation=cv2.INTER_AREA)
    low, high = np.percentile(small, (8, 98))
    scene = np.clip((setting.back - np.float32(low)) * np.float32(0.86 / max(0.12, high - low)), 0, 1)
    scene = np.asarray(scene * scene * (1.9 - 0.9 * scene), np.float32)
    ground = cv2.GaussianBlur(small, (0, 0), 5)
    first = np.asarray(ground / max(0.05, float((ground @ LUMA).max())), np.float32)
    first = np.asarray(cv2.resize(first, (width, height), interpolation=cv2.INTER_CUBIC), np.float32) * np.float32(0.1)
    rows, columns = placed.window
    grey = cv2.transform(fore, LUMA[None])[..., None]
    tint = 0.35 * np.array(setting.key, np.float32) + 0.65
    figure = (0.35 * fore + 0.65 * grey * tint) * np.float32(0.94 - 0.3 * min(1.0, float(small.mean()) / 0.5))
    cover = (placed.alpha * _fading(placed, height)[rows])[..., None]
    first[rows, columns] += (figure - first[rows, columns]) * cover
    keep = 1 - (1 - OVER) * _face(placed)
    return lens.screened(first, np.asarray(scene * (0.8 * keep)[..., None], np.float32))


def _face(placed: Placed) -> Float:
    """Return where the face is, 0 to 1, softly, over the frame."""
    import cv2

    width, height = placed.frame
    small = np.zeros((max(2, height // 8), max(2, width // 8)), np.float32)
    x, y, w, h = (value / 8 for value in placed.face)
    cv2.ellipse(small, (round(x + w / 2), round(y + h / 2)), (round(0.52 * w), round(0.7 * h)), 0, 0, 360, 1.0, -1)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), max(1.0, 0.22 * h)), np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _fading(placed: Placed, height: int) -> Float:
    """Return, for each row of the frame, how much of the figure is left."""
    start = min(0.66 * height, placed.face[1] + 1.3 * placed.face[3])
    fall = np.clip((np.arange(height, dtype=np.float32) - start) / max(1.0, 1.02 * height - start), 0, 1)
    return np.asarray(1 - 0.85 * fall * fall * (3 - 2 * fall), np.float32)[:, None]
