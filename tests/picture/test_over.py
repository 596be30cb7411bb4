"""Over: the sums are those of exact fractions, rounded, whatever the size."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.picture.over import over, veil


@pytest.mark.parametrize("shape", [(256, 256), (3, 31), (1, 1), (5, 77), (2, 64)])
def test_what_is_kept_and_what_is_added(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    frame = rng.integers(0, 256, (shape[0], shape[1] + 6), dtype=np.uint8)
    there, keeps, adds = frame[:, 2:-4], *(rng.integers(0, 256, shape, dtype=np.uint8) for _ in range(2))
    if shape == (256, 256):  # every product of two bytes
        there[:], keeps = np.arange(256)[:, None], np.arange(256, dtype=np.uint8)[None].repeat(256, 0)
    before = frame.copy()
    wanted = np.minimum(np.rint(there.astype(np.float64) * keeps / 255) + adds, 255)
    tinted = np.rint((there.astype(np.float64) * keeps + 77.0 * (255 - keeps)) / 255)
    other = there.copy()
    over(there, keeps, adds)
    veil(other, keeps, 77)
    assert np.array_equal(there, wanted)
    assert np.array_equal(other, tinted)
    assert np.array_equal(frame[:, :2], before[:, :2])
    assert np.array_equal(frame[:, -4:], before[:, -4:])


def test_planes_of_other_shapes_are_refused() -> None:
    plane = np.zeros((4, 8), np.uint8)
    with pytest.raises(ValueError, match="one shape"):
        over(plane, plane[:2], plane)
    with pytest.raises(ValueError, match="side by side"):
        over(plane[:, ::2], plane[:, :4], plane[:, :4])
