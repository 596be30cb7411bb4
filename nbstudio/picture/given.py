"""Given: a user's own picture as a still, cropped around what matters or shown whole before itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.compose import clipped, salient
from nbstudio.picture.enlarge import enlarged
from nbstudio.picture.layering import bytes_of
from nbstudio.picture.look import Look, grade
from nbstudio.picture.person import Float
from nbstudio.picture.still import Still

DRAWN, CARE = 1.8, 400_000
"""From how many times on a small picture is enlarged by the network, and how many pixels of it at most (6 s)."""


def covers(image: NDArray[np.uint8], width: int, height: int) -> bool:
    """Tell whether enough of a picture is left when it is cropped to fill a frame."""
    shape, frame_shape = image.shape[1] / image.shape[0], width / height
    return bool(min(shape / frame_shape, frame_shape / shape) >= 0.55)


def own(
    image: NDArray[np.uint8],
    width: int,
    height: int,
    look: Look,
    seed: int = 0,
    face: tuple[float, float, float, float] | None = None,
) -> Still:
    """Return a user's own picture as a still of `width` x `height`, graded like the rest.

    Cropped to the frame's shape around the face (pixels of `image`) or what stands out; where cropping would
    take more than 45 % of it, the picture stands whole before a blurred, darkened copy of itself.
    """
    import cv2

    tall, wide = image.shape[:2]
    if face is not None:
        target = (face[0] / wide, face[1] / tall, face[2] / wide, face[3] / tall)
    else:
        target = salient(np.asarray(image, np.float32) / np.float32(255))
    cx, cy = target[0] + target[2] / 2, target[1] + target[3] / 2
    if covers(image, width, height):
        picture, corner, scale = _covering(image, width, height, cx, cy)
    else:
        behind, _, _ = _covering(image, width, height, cx, cy)
        small = cv2.resize(behind, (max(2, width // 16), max(2, height // 16)), interpolation=cv2.INTER_AREA)
        behind = cv2.resize(cv2.GaussianBlur(small, (0, 0), 4), (width, height), interpolation=cv2.INTER_CUBIC) * 0.42
        scale = min(width / wide, height / tall)
        fit = _resized(image, round(wide * scale), round(tall * scale))
        left, top = (width - fit.shape[1]) // 2, (height - fit.shape[0]) // 2
        picture = np.clip(behind, 0, 1).astype(np.float32)
        shadow = np.zeros((max(2, height // 8), max(2, width // 8)), np.float32)
        cv2.rectangle(shadow, (left // 8, top // 8), ((left + fit.shape[1]) // 8, (top + fit.shape[0]) // 8), 0.55, -1)
        soft = cv2.resize(cv2.GaussianBlur(shadow, (0, 0), max(1.0, height / 200)), (width, height))
        picture *= 1 - soft[..., None]
        picture[top : top + fit.shape[0], left : left + fit.shape[1]] = fit
        corner = (-left, -top)
    focus = (
        (target[0] * wide * scale - corner[0]) / width,
        (target[1] * tall * scale - corner[1]) / height,
        target[2] * wide * scale / width,
        target[3] * tall * scale / height,
    )
    return Still(bytes_of(grade(np.asarray(picture, np.float32), look, seed)), clipped(focus))


def _covering(
    image: NDArray[np.uint8], width: int, height: int, cx: float, cy: float
) -> tuple[Float, tuple[int, int], float]:
    """Scale a picture to cover the frame; return it cropped around a point, the corner, and the scale."""
    tall, wide = image.shape[:2]
    scale = max(width / wide, height / tall)
    big = _resized(image, max(width, round(wide * scale)), max(height, round(tall * scale)))
    left = int(np.clip(cx * big.shape[1] - width / 2, 0, big.shape[1] - width))
    # Eyes want to stand above the middle.
    top = int(np.clip(cy * big.shape[0] - 0.42 * height, 0, big.shape[0] - height))
    return big[top : top + height, left : left + width], (left, top), scale


def _resized(image: NDArray[np.uint8], width: int, height: int) -> Float:
    import cv2

    size = (max(1, width), max(1, height))
    if size[0] >= DRAWN * image.shape[1] and image.shape[0] * image.shape[1] <= CARE:
        image = enlarged(image, min(4.0, size[0] / image.shape[1]))
    shrinking = size[0] < image.shape[1]
    out = cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    return np.asarray(out, np.float32) / np.float32(255)
