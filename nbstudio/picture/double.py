"""Double: two exposures on one frame, a person's figure filled with the place they dream of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import Float, Placed, Setting

PALE = 0.36  # the mean of a scene from which its double exposure is on a pale ground
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR


def doubled(placed: Placed, fore: Float, setting: Setting) -> Float:
    """Return a plain ground with the figure on it, the scene inside the figure and the face glimmering through.

    `fore` are the person's lit colours, of the window of `placed`. A dark scene stands on a dark ground, a
    bright one on a pale one; the figure dissolves downwards, so that nothing is cut off.
    """
    import cv2

    height, width = setting.back.shape[:2]
    small = cv2.resize(setting.back, (64, 36), interpolation=cv2.INTER_AREA)
    bright = float((small @ LUMA).mean())
    paper = _paper(setting, bright)
    soft = cv2.GaussianBlur(small, (0, 0), 3.5)
    ground = cv2.resize(soft * 0.6 + paper * 0.4, (width, height), interpolation=cv2.INTER_CUBIC)
    inside = _inside(setting.back)
    rows, columns = placed.window
    person = cv2.transform(fore, LUMA[None])
    through = _face(placed)[rows, columns]
    # Screened where the face is, the scene alone where hair and clothes are.
    light = (person * through)[..., None] * (0.55 * np.array(setting.key, np.float32) + 0.45)
    scene = inside[rows, columns] * (1 - 0.9 * through)[..., None]
    figure = 1 - (1 - np.clip(scene, 0, 1)) * (1 - np.clip(1.35 * light, 0, 1))
    if bright >= PALE:
        # On a pale ground two screened exposures would vanish: these are two slides, one laid on the other.
        figure = inside[rows, columns] * (0.16 + 1.15 * person[..., None])
        figure = np.clip(figure + (light * 1.5 - figure) * (0.55 * through)[..., None], 0, 1)
    cover = (placed.alpha * _fading(placed, height)[rows])[..., None]
    out = np.asarray(ground, np.float32)
    out[rows, columns] += (figure.astype(np.float32) - out[rows, columns]) * cover
    return out


def _paper(setting: Setting, bright: float) -> NDArray[np.float32]:
    if bright < PALE:
        return np.array(setting.ambient, np.float32) * np.float32(0.26)
    return np.asarray(0.60 + 0.22 * np.array(setting.key, np.float32), np.float32)


def _inside(back: Float) -> Float:
    """Return the scene nearer, mirrored and with all its contrast."""
    import cv2

    height, width = back.shape[:2]
    zoom = 1.25
    matrix = np.array(
        [[-zoom, 0, width * (0.5 + zoom / 2)], [0, zoom, -height * (zoom - 1) * 0.5]],
        np.float64,
    )
    near = cv2.warpAffine(back, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    low, high = np.percentile(cv2.resize(near, (64, 36), interpolation=cv2.INTER_AREA), (3, 97))
    return np.asarray(np.clip((near - np.float32(low)) * np.float32(0.92 / max(0.1, high - low)), 0, 1), np.float32)


def _face(placed: Placed) -> Float:
    """Return how much of the face shows through, 0 to 0.9, over the frame."""
    import cv2

    width, height = placed.frame
    small = np.zeros((max(2, height // 8), max(2, width // 8)), np.float32)
    x, y, w, h = (value / 8 for value in placed.face)
    cv2.ellipse(small, (round(x + w / 2), round(y + h / 2)), (round(0.5 * w), round(0.55 * h)), 0, 0, 360, 0.9, -1)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), max(1.0, 0.16 * h)), np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _fading(placed: Placed, height: int) -> Float:
    """Return, for each row of the frame, how much of the figure is left."""
    start = min(0.72 * height, placed.face[1] + 1.8 * placed.face[3])
    fall = np.clip((np.arange(height, dtype=np.float32) - start) / max(1.0, 0.97 * height - start), 0, 1)
    return np.asarray(1 - fall * fall * (3 - 2 * fall), np.float32)[:, None]
