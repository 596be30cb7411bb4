"""Apart: layers for stills that were not painted in layers: photographs, and stills painted over afterwards."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture.fill import filled
from nbstudio.picture.layers import Depth, Layer, cut

Bytes = NDArray[np.uint8]
SHARE = 0.66
"""How much a photograph's background moves when its person moves by one."""
LEAST, MOST = 0.03, 0.72
"""Of the picture that a person must cover, and may: with less there is nothing to part, with more nothing behind."""
DOUBT = 0.22
"""Of a coverage that may be neither person nor background: more is no matte but a guess."""


def parted(bgr: Bytes, alpha: Bytes) -> Depth:
    """Return the layers of a photograph with a person of this coverage (0 to 255), background guessed behind.

    No layers where the coverage is not clearly that of one person before something.
    """
    cover = alpha.astype(np.float32) / 255
    share = float(cover.mean())
    unsure = float(((cover > 0.1) & (cover < 0.9)).mean())
    if not LEAST <= share <= MOST or unsure > DOUBT * share:
        return Depth()
    height, width = bgr.shape[:2]
    kept, window = cut(cover, (0, 0), (width, height))
    under = filled(bgr, around(alpha))[window]
    return Depth((Layer((window[1].start, window[0].start), kept, under),), SHARE)


def repainted(depth: Depth, bgr: Bytes) -> Depth:
    """Return the layers of a still whose picture has become `bgr`: one, of all that there were.

    What is behind is guessed from the new picture; its finer detail is that of what was there.
    """
    if not depth.layers:
        return depth
    height, width = bgr.shape[:2]
    clear = np.ones((height, width), np.float32)
    behind = bgr.copy()
    for layer in reversed(depth.layers):
        behind[layer.window] = layer.under
        clear[layer.window] *= 1 - layer.alpha.astype(np.float32) / 255
    cover = 1 - clear
    alpha, window = cut(cover, (0, 0), (width, height))
    hole = around(np.asarray(cover * 255, np.uint8))
    under = filled(bgr, hole, behind)[window]
    layer = Layer((window[1].start, window[0].start), alpha, under)
    return replace(depth, layers=(layer,))


def around(alpha: Bytes) -> Bytes:
    """Return all that is covered and a little more, 255, ending softly: what a background must be guessed for."""
    import cv2

    height, width = alpha.shape
    size = (max(1, width // 4), max(1, height // 4))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    _, small = cv2.threshold(small, 2, 255, cv2.THRESH_BINARY)
    reach = max(3, size[1] // 90)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    soft = cv2.GaussianBlur(cv2.dilate(small, disc), (0, 0), reach / 3)
    mask = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    mask[alpha > 2] = 255
    return np.asarray(mask, np.uint8)
