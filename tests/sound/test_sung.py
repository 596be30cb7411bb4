"""A mouth opens with the syllables of a voice in the middle, and not with drums, pads or what stands at the sides."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from nbstudio.sound import wave
from nbstudio.sound.sung import RATE, spoken, sung

SECONDS = 6
TIME = np.arange(SECONDS * RATE) / RATE


def voice(syllables: float = 4.0) -> np.ndarray:
    """Return a voice between seconds 2 and 4: partials of 220 Hz under syllables."""
    tone = sum(np.sin(2 * np.pi * 220 * n * TIME) / n for n in range(1, 14))
    beat = np.clip(np.sin(2 * np.pi * syllables * TIME), 0, 1) ** 0.7
    return 0.15 * tone * beat * ((TIME > 2) & (TIME < 4))


def stereo(left: np.ndarray, right: np.ndarray | None = None) -> np.ndarray:
    return np.stack([left, left if right is None else right], axis=1).astype(np.float32)


def test_a_mouth_opens_while_there_is_a_voice() -> None:
    found = np.array(sung(stereo(voice()), Fraction(30)))
    assert len(found) == 30 * SECONDS
    assert found[:55].max() <= 5
    assert found[130:].max() <= 5
    during = found[62:118]
    assert during.max() > 80
    assert during.min() < 25
    # Four syllables a second: as many peaks.
    peaks = np.sum((during[1:-1] > during[:-2]) & (during[1:-1] >= during[2:]) & (during[1:-1] > 50))
    assert 6 <= peaks <= 9


def test_drums_and_pads_and_sides_leave_it_shut() -> None:
    rng = np.random.default_rng(2)
    hits = np.exp(-((TIME * 4) % 1) * 40) * rng.standard_normal(TIME.size) * 0.15
    pad = 0.05 * sum(np.sin(2 * np.pi * 330 * n * TIME) / n for n in range(1, 8))
    side = 0.1 * sum(np.sin(2 * np.pi * 262 * n * TIME) for n in range(1, 6)) * (np.sin(2 * np.pi * 3 * TIME) > 0)
    found = np.array(sung(stereo(voice() + hits + pad + side, voice() + hits + pad - side), Fraction(30)))
    assert found[62:118].max() > 70
    assert found[62:118].mean() > 1.6 * found[:55].mean()


def test_silence_is_silent_and_a_film_may_begin_later() -> None:
    assert max(sung(stereo(np.zeros(RATE)), Fraction(24))) == 0
    whole, part = sung(stereo(voice()), Fraction(25)), sung(stereo(voice()), Fraction(25), 1.0)
    assert len(part) == len(whole) - 25
    assert np.abs(np.array(whole[30:]) - part[5:]).max() <= 2


def test_a_jaw_has_weight() -> None:
    """It neither snaps open in one frame nor has corners, and shuts within a quarter of a second of silence."""
    found = np.array(sung(stereo(voice()), Fraction(30))) / 100
    assert np.abs(np.diff(found)).max() < 0.45
    assert np.abs(np.diff(found, 2)).max() < 0.4
    assert found[4 * 30 + 8 :].max() < 0.05


def lane(path: Path, sound: np.ndarray, at: float = 0.0) -> wave.Sound:
    """Leave a sound of 16 kHz as a track of the mix that begins `at` seconds of the film."""
    long = np.repeat(sound, wave.RATE // RATE)[:, None].repeat(2, axis=1).astype(np.float32)
    wave.write(path, [long], offset=round(at * wave.RATE))
    return wave.read(path)


@pytest.mark.parametrize("level", [1.0, 0.05])
def test_a_mouth_says_what_a_track_says_when_it_is_heard(tmp_path: Path, level: float) -> None:
    found = np.array(spoken(lane(tmp_path / "a.wav", level * voice(), 20.0), Fraction(30), 30 * 60))
    assert len(found) == 30 * 60
    assert found[: 30 * 22 - 4].max() <= 5
    assert found[30 * 24 + 12 :].max() <= 5
    during = found[30 * 22 + 2 : 30 * 24 - 2]
    assert 50 < during.max() <= 70
    assert during.min() < 25
    peaks = np.sum((during[1:-1] > during[:-2]) & (during[1:-1] >= during[2:]) & (during[1:-1] > 35))
    assert 6 <= peaks <= 9


def test_a_track_that_is_silent_or_over_leaves_it_shut(tmp_path: Path) -> None:
    assert max(spoken(lane(tmp_path / "a.wav", np.zeros(RATE)), Fraction(24), 48)) == 0
    assert max(spoken(lane(tmp_path / "b.wav", voice(), 100.0), Fraction(24), 48)) == 0
    assert spoken(lane(tmp_path / "c.wav", voice()), Fraction(25), 1) == [0]
