"""Bust: a body that goes on below what a photograph shows of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from nbstudio.picture import bust


@dataclass(frozen=True)
class Cut:
    cutout: np.ndarray
    alpha: np.ndarray
    face: None = None
    magnified: float = 1.0
    mesh: None = None


def test_a_body_goes_on_in_its_own_cloth() -> None:
    alpha = np.zeros((100, 200), np.uint8)
    alpha[60:, 30:170] = 255
    cut = Cut(np.full((100, 200, 3), (200, 60, 40), np.uint8), alpha)
    longer = bust.lengthened(cut, 80, 60.0)
    assert longer.alpha.shape[0] >= 180
    assert (longer.alpha[110:, 40:160] == 255).all()
    assert np.abs(longer.cutout[104, 100].astype(int) - (200, 60, 40)).max() < 25
    assert longer.cutout[-2].mean() < 0.7 * longer.cutout[102].mean()


def test_a_photograph_that_ends_at_the_neck_gets_shoulders() -> None:
    alpha = np.zeros((100, 240), np.uint8)
    alpha[:, 100:140] = 255
    longer = bust.lengthened(Cut(np.full((100, 240, 3), 180, np.uint8), alpha), 120, 60.0)
    widths = (longer.alpha > 128).sum(axis=1)
    assert widths[99] == pytest.approx(40, abs=3)
    assert widths[-1] > 140
    assert (np.diff(widths[98:].astype(int)) >= 0).all()
    assert longer.cutout[150, 120].max() < 60  # a dark shirt


def test_nothing_is_added_where_nothing_is_asked() -> None:
    cut = Cut(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8), np.uint8))
    assert bust.lengthened(cut, 0, 4.0) is cut
