"""Sitter: the person in a picture as a colourist sees them, through a window of their own.

A grade that suits a place may leave a face blown out, drowned or green. So the face is metered under the grade, and a
soft window over the figure brings its middle tone into a band where skin has form, and its hue back towards skin's
where the look asks for that. Media that treat a person unlike a place (cut paper, heat) find the coverage here too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # BGR
BAND = (0.33, 0.63)
"""Between these a face's middle tone is left alone (display luma), in a picture of neither high nor low key."""
KEYED = 0.2
"""How much a key of one moves that band."""
LIGHTS = 0.86
"""And its lights (the 95th percentile of luma) stay under this."""
HUES = (22.0, 72.0)
"""Degrees in the plane of Lab's a and b between which all skins lie, from rosy to olive."""
CHROMA = (14.0, 36.0)
"""How colourful skin is there: less is grey, more is paint."""
GAINS = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
"""Of its light, that a face is left until its lights are none too bright: what has clipped comes back by no curve."""
THUMB = 320
"""Pixels of the width at which a face is metered."""


@dataclass(frozen=True, slots=True, eq=False)
class Sitter:
    """A person in a frame: coverage (rows, columns; 0 to 1) and face (x, y, width, height in pixels).

    `gain` is how much of its light the face keeps before the grade, `power` bends its tones after it (1 leaves them),
    `shift` is added to a and b of Lab.
    """

    cover: Float
    face: tuple[float, float, float, float]
    gain: float = 1.0
    power: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)


def metered(sitter: Sitter, picture: Float, toned: Callable[[Float], Float], skin: float, key: float) -> Sitter:
    """Return the sitter with what brings the face of a BGR picture where skin is at home under a grade.

    `toned` grades a small picture; `skin`, 0 to 1, is how much of the way back a hue goes; `key`, -1 to 1, how light
    the whole is meant to be.
    """
    import cv2

    height, width = picture.shape[:2]
    scale = THUMB / width
    small = cv2.resize(picture, (THUMB, max(2, round(height * scale))), interpolation=cv2.INTER_AREA)
    small = np.asarray(small, np.float32)
    x, y, w, h = (value * scale for value in sitter.face)
    rows = slice(max(0, round(y + 0.22 * h)), max(1, round(y + 0.88 * h)))
    columns = slice(max(0, round(x + 0.2 * w)), max(1, round(x + 0.8 * w)))
    if small[rows, columns].size < 27:
        return sitter
    around = _mask((small.shape[1], small.shape[0]), (x, y, w, h))[..., None]
    for gain in GAINS:
        seen = toned(small * (1 + np.float32(gain - 1) * around))[rows, columns]
        luma = np.clip(seen @ LUMA, 1e-3, 1)
        middle, lights = (float(value) for value in np.percentile(luma, (50, 95)))
        if lights <= LIGHTS + KEYED * max(key, 0.0) / 2:
            break
    low, high = (edge + KEYED * key for edge in BAND)
    power = float(np.clip(np.log(np.clip(middle, low, high)) / np.log(min(0.985, middle)), 0.55, 2.2))
    shift = (0.0, 0.0)
    if skin:
        lab = cv2.cvtColor(np.clip(seen, 0, 1), cv2.COLOR_BGR2LAB).reshape(-1, 3)
        a, b = (float(value) for value in np.median(lab[:, 1:], axis=0))
        hue = float(np.clip(np.degrees(np.arctan2(b, a)), *HUES)) if abs(a) + abs(b) > 1e-3 else sum(HUES) / 2
        chroma = float(np.clip(np.hypot(a, b), *CHROMA))
        there = chroma * np.cos(np.radians(hue)), chroma * np.sin(np.radians(hue))
        shift = (skin * (float(there[0]) - a), skin * (float(there[1]) - b))
    return Sitter(sitter.cover, sitter.face, gain, power, shift)


def dimmed(picture: Float, sitter: Sitter) -> Float:
    """Return an ungraded BGR picture in which less light falls on a face that the grade would blow out."""
    if sitter.gain >= 1:
        return picture
    height, width = picture.shape[:2]
    soft = _soft(sitter, (slice(0, height), slice(0, width)))
    return np.asarray(picture * (1 + np.float32(sitter.gain - 1) * soft)[..., None], np.float32)


def corrected(picture: Float, sitter: Sitter, window: tuple[slice, slice]) -> Float:
    """Return a window of a graded BGR picture (0 to 1) with the sitter's correction, softly over face and neck."""
    import cv2

    if abs(sitter.power - 1) < 0.02 and max(map(abs, sitter.shift)) < 0.5:
        return picture
    soft = _soft(sitter, window)
    hit = soft > 0.004
    if not hit.any():
        return picture
    rows, columns = np.flatnonzero(hit.any(axis=1)), np.flatnonzero(hit.any(axis=0))
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    own = np.ascontiguousarray(np.clip(picture[part], 0, 1), np.float32)
    luma = np.maximum(cv2.transform(own, LUMA[None]), np.float32(1e-3))
    bent = own * (luma ** np.float32(sitter.power - 1))[..., None]
    if max(map(abs, sitter.shift)) >= 0.5:
        lab = cv2.cvtColor(np.clip(bent, 0, 1), cv2.COLOR_BGR2LAB)
        lab[..., 1:] += np.array(sitter.shift, np.float32)
        bent = cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)
    out = picture.copy()
    out[part] = own + (bent - own) * soft[part][..., None]
    return out


def _soft(sitter: Sitter, window: tuple[slice, slice]) -> Float:
    """Return where the sitter is corrected, 0 to 1, in a window of the frame."""
    import cv2

    height, width = sitter.cover.shape
    x, y, w, h = (value / 8 for value in sitter.face)
    mask = _mask((max(2, width // 8), max(2, height // 8)), (x, y, w, h))
    whole = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(whole[window] * sitter.cover[window], np.float32)


def _mask(size: tuple[int, int], face: tuple[float, float, float, float]) -> Float:
    """Return a soft ellipse over a face (pixels of a picture of that width and height) and its neck."""
    import cv2

    x, y, w, h = face
    mask = np.zeros((size[1], size[0]), np.float32)
    axes = (max(1, round(0.66 * w)), max(1, round(0.8 * h)))
    cv2.ellipse(mask, (round(x + w / 2), round(y + 0.55 * h)), axes, 0, 0, 360, 1.0, -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.8, 0.24 * h)), np.float32)
