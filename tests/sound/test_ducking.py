"""A track steps back by what is asked while a voice is heard, and by nothing elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from nbstudio.sound import ducking
from nbstudio.sound.ducking import CELL, RATE, Rule
from tests.sound import music

RULE = Rule(by=9.0, attack=0.15, hold=0.25, release=0.4)
SPOKEN = ((1.0, 2.0), (2.2, 3.0), (5.0, 6.5))


def voice(level: float = -12.0, noise: float = 0.0) -> np.ndarray:
    sound = music.noise(8.0, noise or 1e-9, seed=4)
    for begin, end in SPOKEN:
        first, last = round(begin * RATE), round(end * RATE)
        sound[first:last] += music.sine(end - begin, 220.0, level)[: last - first]
    return sound.astype(np.float32)


def depths(sound: np.ndarray, rule: Rule = RULE, offset: int = 0, film: int = 10 * RATE) -> np.ndarray:
    first, level = ducking.levels([sound], offset)
    return ducking.depths([(first, ducking.heard(level, rule.threshold))], rule, film)


def at(depth: np.ndarray, seconds: float) -> float:
    return float(depth[round(seconds * RATE / CELL)])


@pytest.mark.parametrize(
    ("level", "noise"), [(-12.0, 0.0), (-50.0, 0.0), (-12.0, 0.005)], ids=["plain", "soft", "noisy"]
)
@pytest.mark.parametrize("by", [3.0, 9.0, 20.0])
def test_it_is_as_deep_as_asked_in_speech_and_nothing_elsewhere(level: float, noise: float, by: float) -> None:
    depth = depths(voice(level, noise), Rule(by, 0.15, 0.25, 0.4))
    for begin, end in SPOKEN:
        assert depth[int(begin * 100) : int(end * 100)] == pytest.approx(by, abs=1e-6)
    assert at(depth, 2.1) == pytest.approx(by)  # it does not breathe between words
    for quiet in (0.0, 0.7, 3.75, 4.0, 4.7, 7.3, 9.9):
        assert at(depth, quiet) == 0.0


def test_it_falls_before_the_voice_and_comes_back_slowly() -> None:
    depth = depths(voice())
    assert 0 < at(depth, 0.88) < 9
    assert at(depth, 0.96) == pytest.approx(9.0)
    assert at(depth, 3.2) == pytest.approx(9.0)
    assert 0 < at(depth, 3.5) < 9
    assert np.abs(np.diff(depth)).max() < 1.0  # per 10 ms


def test_a_voice_is_where_it_is_in_the_film() -> None:
    early, late = depths(voice()), depths(voice(), offset=RATE + 240)
    assert late[150:800] == pytest.approx(early[50:700], abs=1.0)
    assert at(late, 1.5) == 0.0
    assert at(depths(voice(), film=2 * RATE), 1.5) == pytest.approx(9.0)
    assert not depths(voice(), offset=20 * RATE).any()


def test_a_threshold_can_be_told() -> None:
    assert not depths(voice(-50.0), Rule(9.0, 0.1, 0.1, 0.1, threshold=-40.0)).any()
    assert depths(voice(-30.0), Rule(9.0, 0.1, 0.1, 0.1, threshold=-40.0)).any()


def test_silence_ducks_nothing() -> None:
    assert not depths(np.zeros((RATE, 2), np.float32)).any()
    assert not depths(np.zeros((0, 2), np.float32)).any()


def test_factors_are_exact_and_the_same_in_any_blocks() -> None:
    depth = depths(voice())
    whole = ducking.factors(depth, 0, 10 * RATE)
    assert 20 * np.log10(whole[round(1.5 * RATE)]) == pytest.approx(-9.0, abs=1e-9)
    assert whole[0] == whole[-1] == 1.0
    parts = [ducking.factors(depth, first, min(first + 7_777, 10 * RATE)) for first in range(0, 10 * RATE, 7_777)]
    assert np.array_equal(np.concatenate(parts), whole)
