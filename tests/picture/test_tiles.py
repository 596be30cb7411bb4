"""Tiles never call solid what shows something behind, nor clear what a layer is in."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from nbstudio.picture.tiles import CLEAR, EDGE, SOLID, Coverage, rects


@pytest.mark.parametrize("turn", [0.0, 1.5])
def test_a_tile_is_what_all_of_its_pixels_are(turn: float) -> None:
    keeps = np.full((520, 700), 255, np.uint8)
    cv2.ellipse(keeps, (350, 300), (260, 240), 20, 0, 360, 0, -1)
    keeps = cv2.GaussianBlur(keeps, (0, 0), 2)
    cos, sin = 1.1 * np.cos(np.radians(turn)), 1.1 * np.sin(np.radians(turn))
    affine = np.array([[cos, -sin, 10.3], [sin, cos, -6.4]])
    frame, box = (640, 360), (0, 6, 626, 360)
    tiles = Coverage(keeps).tiles(affine, box, frame)
    y, x = np.mgrid[0:360, 0:640] + 0.5
    i = np.clip(affine[0, 0] * x + affine[0, 1] * y + affine[0, 2], 0, 699).astype(int)
    j = np.clip(affine[1, 0] * x + affine[1, 1] * y + affine[1, 2], 0, 519).astype(int)
    seen = keeps[j, i]
    times = np.zeros((360, 640), int)
    for kind in (CLEAR, EDGE, SOLID):
        for left, top, right, bottom in rects(tiles, kind, (0, 0, *frame)):
            times[top:bottom, left:right] += 1
            if kind == SOLID:
                assert not seen[top:bottom, left:right].any()
                assert box[0] <= left < right <= box[2]
                assert box[1] <= top < bottom <= box[3]
            elif kind == CLEAR:
                assert seen[top:bottom, left:right].min() == 255
    assert (times == 1).all()
    assert {CLEAR, EDGE, SOLID} <= set(tiles.ravel().tolist())
