"""Glass is hard or misty, soft at the edges, and draws lights out along the frame."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.picture.look import Look, grade
from nbstudio.picture.optics import cut, softened, streaks


@pytest.fixture
def board() -> np.ndarray:
    yy, xx = np.mgrid[0:180, 0:320]
    return np.repeat((((yy // 6 + xx // 6) % 2) * 0.6 + 0.2).astype(np.float32)[..., None], 3, axis=2)


def sharpness(picture: np.ndarray) -> float:
    return float(np.abs(np.diff(picture, axis=1)).mean())


def test_edges_grow_soft_and_the_middle_stays(board: np.ndarray) -> None:
    out = softened(board, 1.0)
    np.testing.assert_array_equal(out[80:100, 150:170], board[80:100, 150:170])
    assert sharpness(out[:, :30]) < 0.6 * sharpness(board[:, :30])


def test_hard_glass_and_mist(board: np.ndarray) -> None:
    wave = board * np.float32(0.5) + np.float32(0.2)
    assert float(cut(wave, 0.8).std()) > float(wave.std()) > float(cut(wave, -0.8).std())
    assert abs(float(cut(wave, 0.8).mean() - wave.mean())) < 0.01


def test_a_lamp_is_drawn_out_sideways_in_the_flares_colour() -> None:
    lamp = np.zeros((40, 72, 3), np.float32)
    lamp[19:21, 35:37] = 1
    made = streaks(lamp, np.array([1.0, 0.5, 0.2], np.float32), 1.0)
    assert made[20, 55, 0] > 20 * made[30, 36, 0]
    assert made[20, 55, 0] > made[20, 55, 2]


def test_a_look_without_optics_is_as_it_was(board: np.ndarray) -> None:
    np.testing.assert_allclose(grade(board, Look(crisp=0, edge=0, flare=0)), board, atol=2e-4)
