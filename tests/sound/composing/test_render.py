"""Songs as sound: no clipping, no holes, as loud as records, the same bytes, and on the beats they say."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from numpy.typing import NDArray

from nbstudio.errors import ToolError
from nbstudio.sound import analysis, loudness
from nbstudio.sound.composing import font, performance, render, voices
from nbstudio.sound.composing.compose import compose
from nbstudio.sound.composing.score import Score
from tests.sound.composing.orders import GENRES, instruments, order


@cache
def played(genre: str, seconds: float = 24.0, seed: int = 1) -> tuple[Score, NDArray[np.float32]]:
    score = compose(order(genre, seconds=seconds, seed=seed))
    return score, render.render(score, font.bundled().read_bytes())


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_sounds_as_it_should(genre: str) -> None:
    score, sound = played(genre)
    assert sound.dtype == np.float32
    assert sound.shape == (24 * 48_000, 2)
    assert np.isfinite(sound).all()
    heard = loudness.measure([sound])
    assert heard.true_peak <= -0.95
    assert heard.loudness == pytest.approx(-14.0, abs=0.3)
    assert np.abs(sound[-48:]).max() < 1e-3  # it ends
    blocks = np.abs(sound[: 20 * 48_000]).reshape(40, -1).max(axis=1)
    assert (blocks > 0.003).all()  # and has no holes
    chorus = next(p for p in score.passages if p.label == "chorus")
    start, end = (round(score.time(b * 4) * 48_000) for b in (chorus.bar, chorus.bar + chorus.bars))
    intro = sound[: round(score.time(score.passages[0].bars * 4) * 48_000)]
    assert np.sqrt((sound[start:end] ** 2).mean()) > np.sqrt((intro**2).mean())
    side, middle = sound[:, 0] - sound[:, 1], sound.sum(axis=1)
    assert 0.02 < side.std() / middle.std() < 0.9  # stereo, and alive in mono


def test_an_independent_meter_agrees() -> None:
    _, sound = played("pop")
    assert pyloudnorm.Meter(48_000).integrated_loudness(sound.astype(np.float64)) == pytest.approx(-14.0, abs=0.3)


def test_the_same_song_is_the_same_bytes(tmp_path: Path) -> None:
    score = compose(order("hip-hop", seconds=12, seed=9))
    composition = tmp_path / "song.json"
    composition.write_text(score.to_json(), "utf-8")
    for name in ("a.wav", "b.wav"):
        facts = performance.perform(composition, tmp_path / name)
        assert "GPL" in facts["soundfont"]
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("genre", ["pop", "rock"])
def test_the_beats_that_are_heard_are_the_beats_that_were_written(tmp_path: Path, genre: str) -> None:
    score, sound = played(genre, 60.0, 2)
    out = tmp_path / "song.wav"
    performance.save(sound, out)
    heard = np.array(analysis.analyse(out).beats)
    truth = np.array(score.beats)
    heard, truth = heard[heard > 5], truth[truth > 5]
    hits = sum(np.abs(heard - beat).min() < 0.07 for beat in truth)
    precision, recall = hits / len(heard), hits / len(truth)
    assert 2 * precision * recall / (precision + recall) > 0.9


def test_a_font_that_is_another_one_is_refused() -> None:
    with pytest.raises(ToolError, match="another SoundFont"):
        performance.font(None, "0" * 64)
    assert hashlib.sha256(performance.font(None, None)).hexdigest()


@pytest.mark.parametrize("name", [n for n, v in instruments().items() if "synth" in v])
def test_our_voices_are_in_tune(name: str) -> None:
    voice = instruments()[name]
    low = "bass" in voice["families"]
    pitch = 40 if low else 64
    sound = voices.sound(voice, pitch, 1.0, 100)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 2.5
    piece = sound.mean(axis=0)[6000:38768]
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece))))
    hz = np.fft.rfftfreq(len(piece), 1 / 48_000)
    near = spectrum[(hz > 0.5 * voices.frequency(pitch)) & (hz < 1.5 * voices.frequency(pitch))]
    top = hz[(hz > 0.5 * voices.frequency(pitch)) & (hz < 1.5 * voices.frequency(pitch))][near.argmax()]
    assert abs(1200 * np.log2(top / voices.frequency(pitch))) < 25  # cents
