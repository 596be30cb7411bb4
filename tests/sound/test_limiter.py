"""The limiter keeps peaks under the ceiling, and knows beforehand how loud that will be."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.sound import limiter, loudness
from tests.sound import music
from tests.sound.test_loudness import profile


def peaky() -> np.ndarray:
    sound = music.noise(8.0, 0.05)
    sound[4_000::12_000] = 0.95
    return sound.astype(np.float32)


@pytest.mark.parametrize("gain", [0.0, 6.0, 12.0])
def test_peaks_stay_under_the_ceiling(gain: float) -> None:
    sound = peaky()
    before = profile(sound)
    factors = limiter.curve(before, gain, -1.0)
    after = profile(limiter.apply(sound, 0, factors))
    assert after.true_peak <= -0.9
    assert after.true_peak > -2.0
    assert after.loudness == pytest.approx(limiter.loudness(before, factors), abs=0.05)


def test_the_gain_for_a_loudness_is_found() -> None:
    sound = peaky()
    before = profile(sound)
    gain = limiter.gain_for(before, -14.0, -1.0)
    assert gain > -14.0 - before.loudness
    assert profile(limiter.apply(sound, 0, limiter.curve(before, gain, -1.0))).loudness == pytest.approx(-14, abs=0.05)


def test_what_is_not_too_high_is_left_alone() -> None:
    sound = music.sine(2.0).astype(np.float32)
    assert np.array_equal(
        limiter.curve(profile(sound), 0.0, -1.0), np.ones(-(-len(sound) // loudness.CELL), np.float32)
    )
    assert np.array_equal(limiter.apply(sound, 0, limiter.curve(profile(sound), 0.0, -1.0)), sound)


def test_the_gain_changes_smoothly_and_comes_back() -> None:
    sound = np.full((96_000, 2), 0.01, np.float32)
    sound[48_000] = 1.0
    factors = 20 * np.log10(limiter.curve(profile(sound), 6.0, -1.0))
    assert factors[0] == pytest.approx(6.0, abs=1e-3)
    assert factors.min() == pytest.approx(-1.0, abs=0.3)
    assert np.abs(np.diff(factors)).max() < 1.5
    assert factors[-1] == pytest.approx(6.0, abs=1e-3)


def test_blocks_make_no_difference() -> None:
    sound = peaky()
    factors = limiter.curve(profile(sound), 9.0, -1.0)
    whole = limiter.apply(sound, 0, factors)
    parts = [limiter.apply(sound[at : at + 777], at, factors) for at in range(0, len(sound), 777)]
    assert np.allclose(np.concatenate(parts), whole, atol=1e-6)


def test_silence_has_no_gain() -> None:
    assert limiter.gain_for(profile(np.zeros((48_000, 2))), -14.0, -1.0) == 0.0
