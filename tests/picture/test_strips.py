"""Strips: every row once, and a part graded as the whole is."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.picture.look import Look, grade
from nbstudio.picture.strips import strips

LOOK = Look(exposure=0.2, contrast=0.3, split=0.4, bloom=0.6, halation=0.5, vignette=0.5, grain=0.7)


@pytest.mark.parametrize("height", [0, 1, 31, 32, 33, 1296])
def test_every_row_is_in_one_strip(height: int) -> None:
    rows = [row for strip in strips(height) for row in range(strip.start, strip.stop)]
    assert rows == list(range(height))


@pytest.mark.parametrize("size", [(144, 256), (150, 250)])
@pytest.mark.parametrize("window", [(0, 9, 0, 13), (37, 101, 51, 203), (100, 144, 200, 250), (0, 144, 0, 250)])
def test_a_part_is_graded_as_the_whole(size: tuple[int, int], window: tuple[int, int, int, int]) -> None:
    picture = np.random.default_rng(3).random((*size, 3)).astype(np.float32)
    top, bottom, left, right = window
    part = grade(picture, LOOK, 5, (slice(top, bottom), slice(left, right)))
    np.testing.assert_allclose(part, grade(picture, LOOK, 5)[top:bottom, left:right], atol=2e-6)
