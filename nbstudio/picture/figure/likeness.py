"""Likeness: what of a photograph is still to be seen from far away: hair, skin, clothes, by outline and colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import LUMA, Float, Portrait

BOX = 0.79
"""Of a head's height, from crown to chin, that a detected face's box is."""
LEVELS = 9
"""Rows in which the outline of the hair is kept."""
WORN = 24.0
"""Lab distance from the hair's or the skin's colour within which something beside the neck is that."""


FALLEN = 0.3
"""Share of the room beside a face, from the ears to below the chin, that long hair fills everywhere."""
UNLIKE = 17.0
"""Lab distance from the skin's colour from which something on a head is hair."""
SPARSE = 0.12
"""Share of a head's top and sides below which that is not much of a head of hair."""


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
    # A photograph may end in the forehead; it doesn't tell then how the head goes on.
    whole = top > 0.01 * len(alpha) and y - top > 0.1 * h
    crown = float(np.clip((y + h - head - top) / head, 0.02, 0.3)) if whole else ANYBODY.crown
    tuft = _patch(cutout, alpha, x + 0.15 * w, x + 0.85 * w, top, max(top + 0.1 * h, y - 0.02 * h))
    sides = [_patch(cutout, alpha, x + a * w, x + (a + 0.14) * w, y - 0.1 * h, y + 0.35 * h) for a in (-0.12, 0.98)]
    found = np.vstack([tuft, *sides])
    # A bald head shines: what is only lighter or darker than the cheeks is skin.
    other = found[_apart(found, skin, 0.5) > UNLIKE]
    bald = whole and len(other) < SPARSE * len(found)
    hair = _median(other, ANYBODY.hair)
    long = not bald and len(other) > 8 and _falls(cutout, alpha, (x, y, w, h), skin, hair)
    return Likeness(
        _complexion(cheeks),
        _natural(hair),
        _worn(cutout, alpha, (x, y, w, h), skin, hair if long else None),
        crown,
        _outline(alpha, (x, y, w, h), top, head),
        long,
        bald,
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
        found.append(float(np.clip(wide, 0.88 * usual, 1.3 * usual)))
    smooth = np.convolve(np.pad(found, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return tuple(float(value) for value in smooth)


def _falls(
    cutout: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    box: tuple[float, float, float, float],
    skin: Float,
    hair: Float,
) -> bool:
    """Return whether there is hair beside the neck, below the chin, on either side of it."""
    x, y, w, h = box
    for left, right in ((x - 0.2 * w, x + 0.03 * w), (x + 0.97 * w, x + 1.2 * w)):
        shares = []
        for up, down in ((0.3, 0.55), (0.55, 0.8), (0.8, 1.05), (1.05, 1.2)):
            there = _patch(cutout, alpha, left, right, y + up * h, y + down * h)
            near = (_apart(there, hair) < WORN) & (_apart(there, skin) > 0.8 * _apart(there, hair))
            room = _room(alpha.shape, left, right, y + up * h, y + down * h)
            shares.append(float(near.sum()) / room if room else 0.0)
        if min(shares) > FALLEN:
            return True
    return False


def _worn(
    cutout: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    box: tuple[float, float, float, float],
    skin: Float,
    fallen: Float | None,
) -> Float:
    """Return the colour of the clothes: what is under the chin and neither skin nor hair that falls there.

    A dark suit is as dark as dark hair: only hair that is long (its colour is `fallen`) may lie on a chest.
    """
    x, y, w, h = box
    found = _patch(cutout, alpha, x - 0.9 * w, x + 1.9 * w, y + 1.3 * h, y + 3.2 * h)
    if len(found) > 40:
        cloth = found[_apart(found, skin) > 16]
        if fallen is not None:
            cloth = cloth[_apart(cloth, fallen) > 10]
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


def _room(shape: tuple[int, ...], x0: float, x1: float, y0: float, y1: float) -> int:
    """Return how many of a box's pixels `_patch` looks at; none where it lies outside."""
    rows = min(shape[0], round(y1)) - max(0, round(y0))
    columns = min(shape[1], round(x1)) - max(0, round(x0))
    if rows <= 0 or columns <= 0:
        return 0
    step = max(1, round((rows * columns / 4000) ** 0.5))
    return int(-(-rows // step) * -(-columns // step))


def _median(found: Float, otherwise: Float) -> Float:
    return np.asarray(np.median(found, axis=0) if len(found) > 8 else otherwise, np.float32)


def _apart(found: Float, colour: Float, light: float = 1.0) -> Float:
    """Return how different colours are from one, in Lab, lightness counting `light` times."""
    import cv2

    if not len(found):
        return np.zeros(0, np.float32)
    both = np.vstack([found, colour[None]]).astype(np.float32)[None]
    lab = np.asarray(cv2.cvtColor(both, cv2.COLOR_BGR2LAB)[0], np.float32)
    return np.asarray(np.sqrt(((lab[:-1] - lab[-1]) ** 2) @ np.array([light**2, 1, 1], np.float32)), np.float32)


def _complexion(cheeks: Float) -> Float:
    """Return a skin's colour out of its photograph's shadows and, by half, of its dark; a flash leaves no porcelain."""
    skin = np.percentile(cheeks, 75, axis=0) if len(cheeks) > 8 else ANYBODY.skin
    light = max(0.05, float(np.dot(skin, LUMA)))
    wanted = (0.45 * light) ** 0.5 if light < 0.45 else min(light, 0.6)
    return np.asarray(np.clip(skin * (wanted / light), 0.1, 0.8), np.float32)


def _natural(hair: Float) -> Float:
    """Return a colour that hair has: neutral to warm, whatever the light in the photograph was."""
    light = float(np.dot(hair, LUMA))
    warm = float(np.clip((hair[2] - hair[0]) / max(0.05, light), 0.1, 0.7))
    shade = min(0.66, 0.85 * light)
    return np.asarray(np.array([1 - 0.5 * warm, 1 - 0.08 * warm, 1 + 0.32 * warm]) * shade, np.float32)
