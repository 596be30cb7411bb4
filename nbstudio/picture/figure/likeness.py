"""Likeness: what of a photograph is still to be seen from far away: hair, skin, clothes, by outline and colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import Float, Portrait

BOX = 0.79
"""Of a head's height, from crown to chin, that a detected face's box is."""
LEVELS = 9
"""Rows in which the outline of the hair is kept."""
WORN = 24.0
"""Lab distance from the hair's or the skin's colour within which something beside the neck is that."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody from afar. Colours BGR 0 to 1.

    `crown` is how far the hair stands over the skull, in heads; `half` the half width of the outline at `LEVELS`
    heights from there to the ears, in heads. `long` is whether hair falls below the chin, `bald` whether there is
    none. `vivid` tells a garment whose colour is one that people would name.
    """

    skin: Float
    hair: Float
    cloth: Float
    crown: float
    half: tuple[float, ...]
    long: bool
    bald: bool

    @property
    def vivid(self) -> bool:
        """Return whether the clothes have a colour of their own, beyond white, grey and black."""
        return float(self.cloth.max() - self.cloth.min()) > 0.25


ANYBODY = Likeness(
    np.array([0.45, 0.55, 0.72], np.float32), np.array([0.1, 0.12, 0.15], np.float32),
    np.array([0.2, 0.18, 0.17], np.float32), 0.06, (0.2, 0.31, 0.38, 0.41, 0.42, 0.42, 0.42, 0.41, 0.4), False, False,
)  # fmt: skip
"""Whom a photograph without a face shows."""


def likeness(portrait: Portrait) -> Likeness:
    """Return what a portrait tells of somebody far away."""
    if portrait.face is None:
        return ANYBODY
    alpha, cutout = portrait.alpha, portrait.cutout
    x, y, w, h = portrait.face.box
    head = h / BOX
    cheeks = _patch(cutout, alpha, x + 0.2 * w, x + 0.8 * w, y + 0.45 * h, y + 0.75 * h)
    skin = _median(cheeks, ANYBODY.skin)
    rows = np.flatnonzero((alpha[:, max(0, round(x)) : round(x + w)] > 128).mean(axis=1) > 0.12)
    top = float(rows[0]) if rows.size else y - 0.2 * h
    crown = float(np.clip((y + h - head - top) / head, 0.0, 0.32))
    tuft = _patch(cutout, alpha, x + 0.2 * w, x + 0.8 * w, top + 0.02 * h, max(top + 0.1 * h, y - 0.02 * h))
    sides = _patch(cutout, alpha, x - 0.1 * w, x + 0.02 * w, y + 0.05 * h, y + 0.4 * h)
    hair = _median(np.vstack([tuft, sides]) if len(sides) else tuft, ANYBODY.hair)
    return Likeness(
        np.asarray(np.clip(skin, 0.12, 0.85), np.float32),
        _natural(hair),
        _worn(cutout, alpha, (x, y, w, h), skin, hair),
        crown,
        _outline(alpha, (x, y, w, h), top, head),
        _falls(cutout, alpha, (x, y, w, h), skin, hair),
        bool(len(tuft) and _apart(_median(tuft, hair)[None], skin)[0] < 14),
    )


def _outline(
    alpha: NDArray[np.uint8], box: tuple[float, float, float, float], top: float, head: float
) -> tuple[float, ...]:
    """Return the half widths of the head from its top to the ears, those of a head where the matte is none."""
    x, y, w, h = box
    middle = x + w / 2
    found = []
    for level, usual in zip(np.linspace(0.04, 1, LEVELS), ANYBODY.half, strict=True):
        row = round(top + level * (y + 0.55 * h - top))
        part = alpha[min(max(0, row), alpha.shape[0] - 1)] > 128
        inside = np.flatnonzero(part[max(0, round(middle - 1.1 * w)) : round(middle + 1.1 * w)])
        wide = (inside[-1] - inside[0]) / 2 / head if len(inside) > 2 else usual
        found.append(float(np.clip(wide, 0.85 * usual, 1.5 * usual)))
    smooth = np.convolve(np.pad(found, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return tuple(float(value) for value in smooth)


def _falls(
    cutout: NDArray[np.uint8], alpha: NDArray[np.uint8], box: tuple[float, float, float, float], skin: Float, hair: Float
) -> bool:
    """Return whether there is hair beside the neck, below the chin, on either side of it."""
    x, y, w, h = box
    for left, right in ((x - 0.22 * w, x + 0.04 * w), (x + 0.96 * w, x + 1.22 * w)):
        shares = []
        for up, down in ((0.62, 0.84), (0.84, 1.06), (1.06, 1.22)):
            there = _patch(cutout, alpha, left, right, y + up * h, y + down * h)
            near = (_apart(there, hair) < WORN) & (_apart(there, skin) > 0.8 * _apart(there, hair))
            shares.append(float(near.mean()) if len(near) > 20 else 0.0)
        if min(shares) > 0.4:
            return True
    return False


def _worn(
    cutout: NDArray[np.uint8], alpha: NDArray[np.uint8], box: tuple[float, float, float, float], skin: Float, hair: Float
) -> Float:
    """Return the colour of the clothes: what is under the chin and neither skin nor hair."""
    x, y, w, h = box
    found = _patch(cutout, alpha, x - 0.9 * w, x + 1.9 * w, y + 1.3 * h, y + 3.2 * h)
    if len(found) > 40:
        cloth = found[(_apart(found, skin) > 16) & (_apart(found, hair) > 10)]
        found = cloth if len(cloth) > 0.15 * len(found) else found
    return np.asarray(np.clip(_median(found, ANYBODY.cloth), 0.04, 0.9), np.float32)


def _patch(cutout: NDArray[np.uint8], alpha: NDArray[np.uint8], x0: float, x1: float, y0: float, y1: float) -> Float:
    """Return the person's own colours in a box, as rows of BGR 0 to 1, at most about four thousand."""
    rows = slice(max(0, round(y0)), max(0, round(y1)))
    columns = slice(max(0, round(x0)), max(0, round(x1)))
    cover, part = alpha[rows, columns], cutout[rows, columns]
    step = max(1, round((cover.size / 4000) ** 0.5))
    kept = part[::step, ::step][cover[::step, ::step] > 235]
    return np.asarray(kept, np.float32) / np.float32(255)


def _median(found: Float, otherwise: Float) -> Float:
    return np.asarray(np.median(found, axis=0) if len(found) > 8 else otherwise, np.float32)


def _apart(found: Float, colour: Float) -> Float:
    """Return how different colours are from one, in Lab."""
    import cv2

    if not len(found):
        return np.zeros(0, np.float32)
    both = np.vstack([found, colour[None]]).astype(np.float32)[None]
    lab = np.asarray(cv2.cvtColor(both, cv2.COLOR_BGR2LAB)[0], np.float32)
    return np.asarray(np.sqrt(((lab[:-1] - lab[-1]) ** 2).sum(axis=1)), np.float32)


def _natural(hair: Float) -> Float:
    """Return a colour that hair has: neutral to warm, whatever the light in the photograph was."""
    light = float(np.dot(hair, [0.114, 0.587, 0.299]))
    warm = float(np.clip((hair[2] - hair[0]) / max(0.05, light), 0.1, 0.9))
    shade = min(0.72, 0.9 * light)
    return np.asarray(np.array([1 - 0.5 * warm, 1 - 0.08 * warm, 1 + 0.32 * warm]) * shade, np.float32)
