"""Peaks are rounded off only where a limiter would be strained, and what is lower stays as it is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nbstudio.sound import clipper, limiter
from nbstudio.sound.loudness import Profile
from tests.sound import music, takes
from tests.sound.test_loudness import profile


def test_what_is_under_the_knee_is_the_same_bits() -> None:
    sound = music.noise(1.0, 0.1).astype(np.float32)
    found = clipper.rounded(sound, 0.2)
    low = np.abs(sound) <= 0.2
    assert np.array_equal(found[low], sound[low])
    assert clipper.rounded(sound, math.inf) is sound


def test_nothing_passes_the_ceiling_and_nothing_turns_round() -> None:
    line = np.linspace(-30, 30, 20_001, dtype=np.float32)[:, None]
    found = clipper.rounded(line, 0.5)
    assert np.abs(found).max() <= 0.5 * 10 ** (clipper.ROOM / 20) + 1e-6
    assert np.diff(found[:, 0]).min() >= 0
    assert np.diff(found[:, 0]).max() <= np.diff(line[:, 0]).max() * 1.001


def knee(sound: np.ndarray, target: float = -14.0) -> tuple[float, Profile]:
    heard = lambda knee: profile(clipper.rounded(sound.astype(np.float32), knee))  # noqa: E731
    return clipper.knee_for(heard, profile(sound), target, -2.0)


def test_music_is_left_alone() -> None:
    band, _ = music.band((("quiet", 1), ("full", 4)), 120.0)
    assert knee(np.stack([band, band], axis=1))[0] == math.inf
    assert knee(np.zeros((96_000, 2)))[0] == math.inf


def test_pops_lose_their_height_so_that_the_voice_gets_loud() -> None:
    sound = takes.peaky(10.0)
    plain = profile(sound)
    assert clipper.strain(plain, -14.0, -2.0) > clipper.STRAINED
    found, after = knee(sound)
    assert found < 0.5
    assert clipper.strain(after, -14.0, -2.0) <= clipper.STRAINED
    gain = limiter.gain_for(after, -14.0, -2.0)
    assert limiter.loudness(after, limiter.curve(after, gain, -2.0)) == pytest.approx(-14.0, abs=0.01)
