"""Loudness and true peak agree with EBU Tech 3341, with pyloudnorm and with ffmpeg's ebur128."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from nbstudio import process
from nbstudio.sound import loudness
from nbstudio.sound.loudness import Profile
from tests.sound import music
from tests.sound.music import FloatArray


def profile(sound: FloatArray, block: int = 100_000) -> Profile:
    data = sound.astype(np.float32)
    return loudness.measure(data[start : start + block] for start in range(0, len(data), block))


def ebur128(path: Path) -> tuple[float, float]:
    words = [process.ffmpeg(), "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = process.run(words, timeout=120).stderr
    found = re.findall(r"I:\s+(\S+) LUFS", said)[-1], re.findall(r"Peak:\s+(\S+) dBFS", said)[-1]
    return float(found[0]), float(found[1])


@pytest.mark.parametrize(
    "levels",
    [
        ((20, -23),),
        ((20, -33),),
        ((10, -36), (60, -23), (10, -36)),
        ((10, -72), (10, -36), (60, -23), (10, -36), (10, -72)),
        ((20, -26), (20.1, -20), (20, -26)),
    ],
    ids=["1", "2", "3", "4", "5"],
)
def test_ebu_3341_integrated(levels: tuple[tuple[float, float], ...]) -> None:
    sound = np.concatenate([music.sine(seconds, 1000.0, level) for seconds, level in levels])
    assert profile(sound).loudness == pytest.approx(-33.0 if levels == ((20, -33),) else -23.0, abs=0.1)


@pytest.mark.parametrize(
    ("divisor", "phase", "amplitude", "peak"),
    [(4, 0, 0.5, -6.0), (4, 45, 0.5, -6.0), (6, 60, 0.5, -6.0), (8, 67.5, 0.5, -6.0), (4, 45, 1.41, 3.0)],
    ids=["15", "16", "17", "18", "19"],
)
def test_ebu_3341_true_peak(divisor: int, phase: float, amplitude: float, peak: float) -> None:
    tone = music.sine(2.0, music.RATE / divisor, 20 * math.log10(amplitude), math.radians(phase))
    tone[:500] *= np.linspace(0, 1, 500)[:, None]
    tone[-500:] *= np.linspace(1, 0, 500)[:, None]
    assert -0.4 <= profile(tone).true_peak - peak <= 0.2


@pytest.mark.parametrize("kind", ["noise", "band", "clicks"])
def test_others_measure_the_same(tmp_path: Path, kind: str) -> None:
    sound = music.noise(12.0)
    if kind == "band":
        mono, _ = music.band((("quiet", 2), ("full", 4)), 120.0)
        sound = np.stack([mono, 0.5 * np.roll(mono, 480)], axis=1)
    if kind == "clicks":
        sound = music.noise(12.0, 0.001)
        sound[::24_000] = 0.9
    found = profile(sound)
    assert found.loudness == pytest.approx(pyloudnorm.Meter(music.RATE).integrated_loudness(sound), abs=0.1)
    level, peak = ebur128(music.write(tmp_path / "a.wav", sound))
    assert found.loudness == pytest.approx(level, abs=0.1)
    assert found.true_peak == pytest.approx(peak, abs=0.25)


def test_blocks_make_no_difference() -> None:
    sound = music.noise(3.0)
    whole = profile(sound, len(sound))
    for size in (7, 999, 48_000):
        parts = profile(sound[:20_000] if size == 7 else sound, size)
        cells = len(parts.peak) - 2
        assert np.array_equal(parts.peak[:cells], whole.peak[:cells])
        assert np.allclose(parts.energy[:cells], whole.energy[:cells], rtol=1e-5)


@pytest.mark.parametrize("samples", [0, 1, 31, 32, 33, 1000])
def test_short_sounds_have_a_peak_and_no_loudness(samples: int) -> None:
    found = profile(np.full((samples, 2), 0.5))
    assert found.samples == samples
    assert len(found.peak) == -(-samples // loudness.CELL)
    assert found.loudness == -math.inf
    assert (found.true_peak > -6.1) if samples else (found.true_peak == -math.inf)


def test_silence_is_infinitely_quiet() -> None:
    found = profile(np.zeros((48_000, 2)))
    assert found.loudness == found.true_peak == -math.inf
