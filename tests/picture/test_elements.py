"""What moves by itself moves in every frame, by as much in one as in the next, and is seen to have moved."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from nbstudio.picture.elements import Elements
from nbstudio.picture.layers import Depth
from nbstudio.picture.stack import Stack
from nbstudio.picture.still import Still
from nbstudio.picture.warp import Window

SIZE = (640, 360)
PLATE = Window(0.5, 0.5, 1.0)


def night() -> np.ndarray:
    """Return a dark picture with small windows below, large lamps out of focus beside, and stars above."""
    rng = np.random.default_rng(3)
    bgr = np.full((432, 768, 3), 46, np.uint8)
    for _ in range(160):
        x, y = int(rng.integers(0, 768)), int(rng.integers(200, 430))
        bgr[y : y + 4, x : x + 3] = (90, 190, 230)
    for x, y in ((90, 120), (620, 160), (400, 90)):
        cv2.circle(bgr, (x, y), 26, (120, 180, 220), -1, cv2.LINE_AA)
    for _ in range(120):
        bgr[int(rng.integers(0, 150)), int(rng.integers(0, 768))] = 240
    return bgr


def drawn(kind: str, frames: list[int]) -> list[np.ndarray]:
    """Return the luma of frames in which one thing moves before a still night."""
    stack = Stack(Still(night(), depth=Depth()))
    entry = {"kind": kind, "horizon": 0.6, "lean": 0.1, "colour": (0.8, 0.82, 0.85)}
    elements = Elements.of([entry], stack, SIZE, 30.0, 5)
    (element,) = (*elements.behind, *elements.before)
    found = []
    for frame in frames:
        out = (np.empty(SIZE[::-1], np.uint8), *(np.empty((180, 320), np.uint8) for _ in range(2)))
        stack.show(lambda _: PLATE, out)
        element.draw(out, frame, PLATE)
        found.append(out[0].astype(np.int16))
    return found


@pytest.mark.parametrize(
    "kind", ["rain", "snow", "dust", "embers", "fog", "clouds", "lights", "stars", "beams", "water"]
)
def test_it_moves_in_every_frame_and_never_jumps(kind: str) -> None:
    """Through two and a half seconds, in which every sheet comes round to where it repeats."""
    frames = drawn(kind, list(range(75)))
    changes = [float(np.abs(after - before).mean()) for before, after in pairwise(frames)]
    # Motes hang: some frames see none of them go by half a pixel.
    assert min(changes) > 0 or kind == "dust"
    # Lamps may fail and come back at once: that is a few of them.
    assert max(changes) < (6 if kind in ("lights", "stars") else 2.5) * float(np.median(changes)) + 0.05


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("rain", 0.02),
        ("snow", 0.015),
        ("fog", 0.10),
        ("clouds", 0.03),
        ("lights", 0.004),
        ("stars", 0.001),
        ("beams", 0.05),
    ],
)
def test_it_is_seen_to_have_moved_within_two_seconds(kind: str, part: float) -> None:
    """In that part of the picture luma differs by more than four steps."""
    before, after = drawn(kind, [10, 70])
    assert float((np.abs(after - before) > 4).mean()) > part


def test_a_large_lamp_changes_as_a_whole() -> None:
    """No edge of a cell of lights that change together cuts through it."""
    before, after = drawn("lights", [10, 25])
    lamp = (after - before)[92:108, 67:83].astype(float)
    assert float(np.abs(np.diff(lamp, axis=1)).max()) <= 4
    assert float(np.abs(np.diff(lamp, axis=0)).max()) <= 4
