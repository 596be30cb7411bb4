"""A film with a voice over its song and rain under it: what is heard, what lies beside it, what is made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nbstudio.sound import decode, mix, wave
from tests.film.conftest import Studio, made, project
from tests.sound import music, takes
from tests.sound.test_loudness import ebur128

SPEC = """\
nbstudio: 1
title: Told
music: assets/song.mp3
outputs: {small: {size: 64x36, rate: 30}}
scenes: [{id: one, shots: [{id: sea, still: the sea at night}]}]
audio:
  tracks:
    - {id: song, source: music, gain: -6dB}
    - {id: vo, role: voice, source: assets/voice.wav, at: 20f}
    - {id: rain, role: ambience, source: assets/rain.wav, loop: true, gain: -30dB}
  ducking: {under: voice, duck: music, by: 9dB}
"""


@pytest.fixture
def told(tmp_path: Path) -> Studio:
    studio = project(tmp_path / "project", tmp_path / "cache", seconds=8)
    voice, _ = takes.speech(5.0)
    music.write(studio.root / "specs/assets/voice.wav", voice)
    music.write(studio.root / "specs/assets/rain.wav", music.noise(1.5))
    studio.write(SPEC, "told")
    return studio


def test_the_mix_of_a_film(told: Studio) -> None:
    assert made(told.build(name="told")) == {
        "analysis": 1, "still": 1, "segment": 1, "track": 3, "mix": 1, "film": 1
    }  # fmt: skip
    folder = told.film("told").parent
    stems = {name: wave.read(folder / "track" / f"{name}.wav") for name in ("vo", "rain", "song")}
    assert stems["vo"].offset == 32_000
    samples = stems["song"].samples
    assert stems["rain"].samples == samples
    summed = np.concatenate(list(mix.total(list(stems.values()), samples)))
    heard = decode.decode(folder / "mix.m4a")[: len(summed)]
    gain = np.dot(summed[:, 0], heard[:, 0]) / np.dot(summed[:, 0], summed[:, 0])
    assert np.corrcoef(summed[:, 0] * gain, heard[:, 0])[0, 1] > 0.95
    level, peak = ebur128(told.film("told"))
    assert level == pytest.approx(-14.0, abs=0.1)
    assert peak <= -1.0

    assert made(told.build(name="told")) == {}
    told.write(SPEC.replace("gain: -30dB", "gain: -27dB"), "told")
    assert made(told.build(name="told")) == {"track": 1, "mix": 1, "film": 1}
    told.write(SPEC.replace("at: 20f", "at: 25f"), "told")
    assert made(told.build(name="told")) == {"track": 2, "mix": 1, "film": 1}
    told.write(SPEC.replace("size: 64x36, rate: 30", "size: 64x36, rate: 30, loudness: {target: -20}"), "told")
    assert made(told.build(name="told")) == {"mix": 1, "film": 1}
    assert ebur128(told.film("told"))[0] == pytest.approx(-20.0, abs=0.1)
