"""Bust: a portrait whose body goes on below the photograph's edge.

A photograph that ends at the collar can't stand beside one that ends at the belt: their heads would be of two sizes,
or one body would end in mid-air. Where the photograph shows clothes, what goes on is their cloth without a fold; where
it ends at the neck, shoulders are drawn in a plain dark shirt. Both get darker and darker, where nobody looks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.person import FaceLike, Float, Portrait

Bytes = NDArray[np.uint8]
FALL = 0.45
"""How much darker it is at its end."""
DRESSED = 1.4
"""Of a head's width that a photograph's lowest row has to have, to be shoulders and not a neck."""
CLOSING = (0.62, 0.9)
"""How far from the middle, and within how much below, what is open closes, in the head's width."""
SHIRT = np.array([36, 33, 33], np.float32)  # BGR
OUTLINE = np.array(
    [[0.0, 0.0], [0.08, 0.10], [0.30, 0.20], [0.62, 0.33], [0.92, 0.50], [1.12, 0.74], [1.22, 1.05], [1.26, 1.7]]
)
"""Shoulders: how much broader than the neck, and how far below, in the head's width."""


@dataclass(frozen=True, slots=True)
class Bust:
    """A person cut out: see `person.Portrait`."""

    cutout: Bytes
    alpha: Bytes
    face: FaceLike | None
    magnified: float
    mesh: Float | None = None


def lengthened(portrait: Portrait, rows: int, head: float) -> Portrait:
    """Return a portrait with so many rows more at its lower edge; the same where nothing is asked.

    `head` is the head's width in its pixels.
    """
    if rows <= 0:
        return portrait
    height, width = portrait.alpha.shape
    # The lowest rows that are surely the person's: photographs often end in a soft or a dirty line.
    base = max(2, height - max(2, height // 150))
    band = min(base, max(2, round(0.05 * head)))
    cover = np.asarray(portrait.alpha[base - band : base], np.float32)
    own = np.asarray(portrait.cutout[base - band : base], np.float32)
    weight = cover[..., None] / 255 + np.float32(1e-3)
    last = np.asarray((own * weight).sum(axis=0) / weight.sum(axis=0), np.float32)
    edge = np.asarray(np.median(cover, axis=0), np.float32)
    covered = np.flatnonzero(edge > 128)
    rows += height - base
    if covered.size and covered.size < DRESSED * head:
        more, alpha = _shirt(last, covered, rows, width, head)
    else:
        more, alpha = _cloth(last, rows, head, covered), np.repeat(edge[None], rows, axis=0)
    return Bust(
        np.ascontiguousarray(np.vstack([portrait.cutout[:base], np.asarray(np.clip(more, 0, 255), np.uint8)])),
        np.ascontiguousarray(np.vstack([portrait.alpha[:base], np.asarray(np.clip(alpha, 0, 255), np.uint8)])),
        portrait.face,
        portrait.magnified,
        portrait.mesh,
    )


def _cloth(last: Float, rows: int, head: float, covered: NDArray[np.intp] | None = None) -> Float:
    """Return the colours of a row going on downwards, ever quieter and darker.

    Where the `covered` columns are told, what is open in their middle (a collar, a jacket) closes as a V does.
    """
    import cv2

    near = cv2.GaussianBlur(last[None], (0, 0), max(0.8, 0.012 * head))
    quiet = cv2.GaussianBlur(last[None], (0, 0), max(1.0, 0.2 * head))[0]
    down = np.arange(rows, dtype=np.float32)[:, None]
    width = len(last)
    columns = np.broadcast_to(np.arange(width, dtype=np.float32)[None], (rows, width))
    if covered is not None:
        middle = np.float32(covered.mean())
        beside = covered[np.abs(covered - middle) > CLOSING[0] * head]
        if beside.size:
            quiet = quiet + (np.median(last[beside], axis=0) - quiet) * np.float32(0.85)
        away = columns - middle
        narrow = np.maximum(1 - down / np.float32(CLOSING[1] * head), np.float32(0.02))
        far = np.maximum(np.abs(away), np.float32(CLOSING[0] * head))
        columns = middle + np.sign(away) * np.minimum(np.abs(away) / narrow, far)
    taken = cv2.remap(
        np.asarray(near, np.float32),
        np.ascontiguousarray(columns, np.float32),
        np.zeros((rows, width), np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    share = np.clip((down - 0.1 * head) / (0.8 * head), 0, 1)[..., None]
    fall = 1 - FALL * np.clip(down / max(1, rows), 0, 1)[..., None]
    return np.asarray((taken + (quiet - taken) * share) * fall, np.float32)


def _shirt(last: Float, neck: NDArray[np.intp], rows: int, width: int, head: float) -> tuple[Float, Float]:
    """Return colours and coverage of shoulders below a neck, whose columns are given."""
    middle, half = (float(neck[0]) + float(neck[-1])) / 2, (float(neck[-1]) - float(neck[0])) / 2 + 0.5
    down = np.arange(rows, dtype=np.float32)[:, None]
    across = np.abs(np.arange(width, dtype=np.float32)[None] - np.float32(middle))
    # However broad the photograph's end is, shoulders are no broader than shoulders are.
    reach = max(0.0, min(1.0, (1.5 * head - half) / (OUTLINE[-1, 0] * head)))
    out = half + reach * head * np.interp(down, head * OUTLINE[:, 1], OUTLINE[:, 0]).astype(np.float32)
    soft = max(1.0, 0.012 * head)
    alpha = 255 * np.clip((out - across) / soft + 0.5, 0, 1)
    # A collar: lower in the middle than at the sides.
    inside = np.clip(1 - (across / max(1.0, half)) ** 2, 0, 1)
    collar = np.clip((down - head * (0.03 + 0.14 * inside)) / max(1.0, 0.02 * head), 0, 1)[..., None]
    skin = _cloth(last, rows, head) * (1 - 0.25 * np.clip(down / (0.2 * head), 0, 1))[..., None]
    # What light there is comes from above: on shoulders, and on the collar's edge.
    lit = 1.25 - 0.55 * np.clip((down - (out - half) * 0.3) / (1.2 * head), 0, 1)
    shirt = SHIRT * lit[..., None] * np.ones((rows, width, 1), np.float32)
    return np.asarray(skin + (shirt - skin) * collar, np.float32), np.asarray(alpha, np.float32)
