"""A face is metered under a grade and brought where skin has form, and nothing but the person is touched."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from nbstudio.picture.look import Look, grade, metered
from nbstudio.picture.sitter import BAND, HUES, LIGHTS

FACE = (130.0, 40.0, 60.0, 80.0)
CENTRE = (slice(62, 100), slice(146, 174))
SKIN = np.array([0.42, 0.52, 0.72], np.float32)  # BGR


def picture(tone: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A grey wall, and before it a person of one colour with a soft light across."""
    out = np.full((180, 320, 3), 0.35, np.float32)
    cover = np.zeros((180, 320), np.float32)
    cover[20:, 100:220] = 1
    light = np.linspace(0.85, 1.15, 120, dtype=np.float32)[None, :, None]
    out[20:, 100:220] = tone * light
    return out, cover


def look(tone: np.ndarray, **numbers: float) -> tuple[Look, np.ndarray, np.ndarray]:
    made, cover = picture(tone)
    return metered(Look(**numbers), made, cover, FACE), made, cover


@pytest.mark.parametrize("exposure", [-3.0, -1.0, 0.0, 1.2, 2.0])
@pytest.mark.parametrize("share", [0.45, 1.0])
def test_a_face_is_neither_drowned_nor_blown_out(exposure: float, share: float) -> None:
    own, made, _ = look(SKIN * np.float32(share), exposure=exposure)
    luma = cv2.cvtColor(grade(made, own), cv2.COLOR_BGR2GRAY)[CENTRE]
    without = cv2.cvtColor(grade(made, replace(own, sitter=None)), cv2.COLOR_BGR2GRAY)[CENTRE]
    assert 0.8 * BAND[0] < np.median(luma) < BAND[1] + 0.03
    assert np.percentile(luma, 95) < LIGHTS + 0.04
    if exposure >= 2 and share == 1:
        assert np.percentile(without, 95) > LIGHTS + 0.08


def test_what_is_not_the_person_is_left_alone() -> None:
    own, made, cover = look(SKIN, exposure=1.2)
    after, before = grade(made, own), grade(made, replace(own, sitter=None))
    np.testing.assert_array_equal(after[cover == 0], before[cover == 0])
    assert np.abs(after - before)[CENTRE].mean() > 0.02


def test_a_hue_is_held_as_far_as_the_look_says() -> None:
    def hue(skin: float) -> float:
        own, made, _ = look(SKIN, temperature=-1.0, tint=-1.0, skin=skin)
        a, b = np.median(cv2.cvtColor(grade(made, own), cv2.COLOR_BGR2LAB)[CENTRE].reshape(-1, 3), axis=0)[1:]
        return float(np.degrees(np.arctan2(b, a)))

    assert not HUES[0] <= hue(0.0) <= HUES[1]
    assert HUES[0] - 3 <= hue(1.0) <= HUES[1] + 3


def test_a_window_of_a_still_is_graded_as_the_whole_is() -> None:
    own, made, _ = look(SKIN, exposure=1.0, skin=0.5)
    window = (slice(40, 120), slice(120, 200))
    np.testing.assert_allclose(grade(made, own, 3, window), grade(made, own, 3)[window], atol=2e-3)


def test_a_place_of_a_low_key_is_darker_and_keeps_black_and_white() -> None:
    from nbstudio.picture.anchor import anchored

    ramp = np.repeat(np.linspace(0, 1, 64, dtype=np.float32)[None, :, None], 36, 0).repeat(3, 2)
    low, plain, high = (anchored(ramp, Look(key=key)) for key in (-0.5, 0.0, 0.5))
    assert low.mean() < plain.mean() - 0.05 < high.mean() - 0.1
    for made in (low, plain, high):
        assert made.min() < 0.01
        assert made.max() > 0.98
