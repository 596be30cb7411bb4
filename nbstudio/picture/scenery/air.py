"""Air: what light does between the things: glow, shafts, haze, flare, and layers laid over each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
Values = NDArray[Any]  # what arithmetic makes of Float, as a type checker sees it


def resized(picture: Values, width: int, height: int) -> Float:
    """Return a picture at another size: averaged down, cubic up."""
    import cv2

    if picture.shape[1] == width and picture.shape[0] == height:
        return picture
    down = width < picture.shape[1]
    return np.asarray(
        cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if down else cv2.INTER_LINEAR), np.float32
    )


def laid(picture: Float, colour: Values, cover: Values) -> Float:
    """Lay a colour ((3,) or a picture) over a picture where `cover` (height, width) says; changes the picture."""
    import cv2

    if colour.ndim == 1:
        full = np.empty_like(picture)
        cv2.rectangle(full, (0, 0), (full.shape[1], full.shape[0]), [float(c) for c in colour], -1)
    else:
        full = np.ascontiguousarray(np.broadcast_to(colour, picture.shape))
    cover = np.clip(cover, 0, 1)
    cv2.blendLinear(picture, full, 1 - cover, cover, dst=picture)
    return picture


def added(picture: Float, colour: Values, amount: Values) -> Float:
    """Add light of one colour by an amount (height, width); changes the picture."""
    for channel in range(3):
        picture[..., channel] += amount * colour[channel]
    return picture


def dimmed(picture: Float, amount: Values) -> Float:
    """Multiply a picture by an amount (height, width); changes the picture."""
    for channel in range(3):
        picture[..., channel] *= amount
    return picture


def distance(height: int, width: int, x: float, y: float, flat: float = 1.0) -> Float:
    """Return the distance from a point (fractions of the frame) in frame heights; `flat` squeezes it upright."""
    xx = (np.arange(width, dtype=np.float32) / width - np.float32(x)) * np.float32(width / height)
    yy = (np.arange(height, dtype=np.float32) / height - np.float32(y)) * np.float32(flat)
    return np.asarray(np.sqrt(xx[None, :] ** 2 + yy[:, None] ** 2), np.float32)


def shafts(bright: Values, x: float, y: float, reach: float = 0.6, passes: int = 5) -> Float:
    """Return light dragged away from a point (fractions): each pass doubles the length of the streaks."""
    import cv2

    height, width = bright.shape[:2]
    out = bright
    length = reach / 2**passes
    for _ in range(passes):
        scale = 1 - length
        matrix = np.array(
            [[scale, 0, x * width * (1 - scale)], [0, scale, y * height * (1 - scale)]],
            np.float64,
        )
        # Read nearer to the light: what is bright there falls here.
        moved = cv2.warpAffine(
            out, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
        )
        out = cv2.addWeighted(out, 0.5, moved, 0.5, 0)
        length *= 2
    return np.asarray(out, np.float32)


def blurred(picture: Values, radius: float) -> Float:
    """Return a Gaussian blur of standard deviation `radius` pixels, made small first where it is wide."""
    import cv2

    if radius < 0.3:
        return picture
    height, width = picture.shape[:2]
    factor = max(1, int(radius / 3))
    if factor == 1:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), radius), np.float32)
    size = (max(2, width // factor), max(2, height // factor))
    small = cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (0, 0), radius / factor)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def discs(
    shape: tuple[int, int],
    points: NDArray[np.float32],
    radii: NDArray[np.float32],
    colours: Float,
    rim: float = 0.35,
) -> Float:
    """Return lamps out of focus (height, width, channels): discs with brighter rims, at points in pixels."""
    height, width = shape
    out = np.zeros((height, width, colours.shape[1]), np.float32)
    for (x, y), radius, colour in zip(points, radii, colours, strict=True):
        r = max(1.0, float(radius))
        reach = int(r + 2)
        left, top = round(float(x)) - reach, round(float(y)) - reach
        x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + 2 * reach), min(height, top + 2 * reach)
        if x0 >= x1 or y0 >= y1:
            continue
        yy, xx = np.ogrid[y0:y1, x0:x1]
        away = np.sqrt((xx - float(x)) ** 2 + (yy - float(y)) ** 2).astype(np.float32) / np.float32(r)
        disc = np.clip((1 - away) * np.float32(r) * 0.7, 0, 1) * (1 - rim + rim * np.clip(away, 0, 1) ** 3)
        out[y0:y1, x0:x1] += disc[..., None] * colour
    return out
