"""A mix has its length, loudness and peak when a player decodes it, and the same bytes every time."""

from __future__ import annotations

import math
from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest

from nbstudio.sound import decode, mix
from tests.sound import music
from tests.sound.music import FloatArray
from tests.sound.test_loudness import ebur128


def songs() -> dict[str, FloatArray]:
    band, _ = music.band((("quiet", 1), ("full", 4)), 120.0)
    peaky = music.noise(8.0, 0.06)
    peaky[6_000::18_000] = 0.99
    return {
        "band": np.stack([band, np.roll(band, 300)], axis=1),
        "hot": np.clip(music.noise(6.0, 0.8), -1, 1),
        "peaky": peaky,
        "tone": music.sine(5.0, 440.0, -30.0),
    }


@pytest.mark.parametrize("name", ["band", "hot", "peaky", "tone"])
def test_a_mix_is_as_loud_as_asked_and_never_clips(tmp_path: Path, name: str) -> None:
    song = music.write(tmp_path / "song.wav", songs()[name])
    out = tmp_path / "mix.m4a"
    samples = 5 * music.RATE
    told = mix.master(song, out, samples=samples)
    heard = decode.decode(out)[:samples]
    assert told.samples == samples
    assert told.loudness == pytest.approx(-14.0, abs=0.1)
    assert pyloudnorm.Meter(music.RATE).integrated_loudness(heard.astype(np.float64)) == pytest.approx(-14.0, abs=0.2)
    level, peak = ebur128(out)
    assert level == pytest.approx(-14.0, abs=0.2)
    assert peak <= -0.9
    assert told.true_peak <= -1.0


def test_it_is_the_song_at_its_place(tmp_path: Path) -> None:
    song = music.write(tmp_path / "song.wav", songs()["band"])
    out = tmp_path / "mix.m4a"
    told = mix.master(song, out, samples=5 * music.RATE)
    before, after = decode.decode(song)[:, 0][: 5 * music.RATE], decode.decode(out)[:, 0][: 5 * music.RATE]
    lags = range(-200, 201)
    middle = slice(100_000, 140_000)
    likeness = [float(np.dot(before[middle], after[100_000 + lag : 140_000 + lag])) for lag in lags]
    assert lags[int(np.argmax(likeness))] == 0
    scaled = before[middle] * 10 ** (told.gain / 20)
    assert np.corrcoef(scaled, after[middle])[0, 1] > 0.97


@pytest.mark.parametrize("samples", [1_600, 48_000, 100_001, 400_000])
def test_it_is_exactly_as_long_as_asked(tmp_path: Path, samples: int) -> None:
    song = music.write(tmp_path / "song.wav", music.noise(5.0))
    out = tmp_path / "mix.m4a"
    assert mix.master(song, out, samples=samples).samples == samples
    with av.open(str(out)) as container:
        stream = container.streams.audio[0]
        assert stream.codec_context.profile == "LC"
        assert (stream.rate, stream.codec_context.channels) == (48_000, 2)
        assert samples <= stream.duration <= samples + 2048
    heard = decode.decode(out)
    assert samples <= len(heard) <= samples + 2048
    if samples > 5 * music.RATE:
        assert np.abs(heard[5 * music.RATE + 2048 : samples]).max() < 1e-4


def test_an_end_that_is_cut_off_dies_away(tmp_path: Path) -> None:
    song = music.write(tmp_path / "song.wav", music.sine(5.0, 440.0, -10.0))
    out = tmp_path / "mix.m4a"
    mix.master(song, out, samples=3 * music.RATE)
    heard = np.abs(decode.decode(out)[:, 0])
    assert heard[2 * music.RATE : 2 * music.RATE + 2000].max() > 0.1
    assert heard[3 * music.RATE - 100 : 3 * music.RATE].max() < 0.01


def test_silence_stays_silence(tmp_path: Path) -> None:
    song = music.write(tmp_path / "song.wav", np.zeros((96_000, 2)))
    told = mix.master(song, tmp_path / "mix.m4a", samples=96_000)
    assert told.loudness == -math.inf
    assert told.gain == 0.0
    assert not decode.decode(tmp_path / "mix.m4a").any()


def test_noise_is_not_made_music(tmp_path: Path) -> None:
    song = music.write(tmp_path / "song.wav", music.noise(3.0, 0.0005))
    told = mix.master(song, tmp_path / "mix.m4a", samples=3 * music.RATE)
    assert told.gain == pytest.approx(mix.MOST_GAIN, abs=0.2)
    assert told.loudness < -35


def test_the_same_song_makes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    song = music.write(tmp_path / "song.wav", songs()["peaky"])
    outs = [tmp_path / name for name in ("a.m4a", "b.m4a", "c.m4a")]
    for out in outs:
        if out.name == "c.m4a":
            monkeypatch.setattr(mix, "KEPT", 0)  # as a long song is: decoded anew each time
        mix.master(song, out, samples=300_000)
    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()
