"""A mix has its length, loudness and peak when a player decodes it, and the same bytes every time."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest

from nbstudio.sound import decode, ducking, mix, track, wave
from nbstudio.sound.track import Duck, Level, Take
from tests.sound import music, takes
from tests.sound.music import FloatArray
from tests.sound.test_loudness import ebur128

RATE = music.RATE


@cache
def cases() -> dict[str, FloatArray]:
    return takes.hard_cases(12.0)


def lane(path: Path, sound: FloatArray, at: int = 0) -> Path:
    wave.write(path, [sound.astype(np.float32)], offset=at)
    return path


@pytest.mark.parametrize("name", ["music", "speech", "peaky", "near-silence", "clipped"])
def test_a_mix_is_as_loud_as_asked_and_never_clips(tmp_path: Path, name: str) -> None:
    sound = cases()[name]
    out = tmp_path / "mix.m4a"
    told = mix.master([lane(tmp_path / "a.wav", sound)], out, samples=len(sound))
    heard = decode.decode(out)[: len(sound)]
    assert told.samples == len(sound)
    assert told.loudness == pytest.approx(-14.0, abs=0.03)
    assert told.true_peak <= -1.0
    assert pyloudnorm.Meter(RATE).integrated_loudness(heard.astype(np.float64)) == pytest.approx(-14.0, abs=0.1)
    level, peak = ebur128(out)
    assert level == pytest.approx(-14.0, abs=0.1)
    assert peak <= -1.0


@pytest.mark.parametrize(("target", "ceiling"), [(-23.0, -1.0), (-9.0, -2.0)])
def test_other_targets_are_reached_too(tmp_path: Path, target: float, ceiling: float) -> None:
    sound = cases()["speech"]
    out = tmp_path / "mix.m4a"
    mix.master([lane(tmp_path / "a.wav", sound)], out, samples=len(sound), target=target, ceiling=ceiling)
    level, peak = ebur128(out)
    assert level == pytest.approx(target, abs=0.1)
    assert peak <= ceiling


def test_it_is_the_sum_of_its_tracks_at_their_places(tmp_path: Path) -> None:
    sounds = [music.sine(seconds, 300.0 * seed).astype(np.float32) for seed, seconds in ((1, 3.0), (2, 1.0), (3, 2.0))]
    places = (0, 70_001, 100_000)
    tracks = [lane(tmp_path / f"{at}.wav", sound, at) for at, sound in zip(places, sounds, strict=True)]
    samples = 3 * RATE
    expected = np.zeros((5 * RATE, 2))
    for at, sound in zip(places, sounds, strict=True):
        expected[at : at + len(sound)] += sound
    summed = np.concatenate(list(mix.total([wave.read(path) for path in tracks], samples)))
    assert np.array_equal(summed, expected[:samples].astype(np.float32))
    out = tmp_path / "mix.m4a"
    told = mix.master(tracks, out, samples=samples, target=-23.0)
    heard = decode.decode(out)[:samples]
    left = heard / 10 ** (told.gain / 20) - summed  # nothing was limited: what is left is the encoder's
    assert 10 * np.log10(np.square(left).mean() / np.square(summed).mean()) < -12
    lags = range(-50, 51)
    middle = slice(80_000, 120_000)
    likeness = [np.dot(summed[middle, 0], heard[80_000 + lag : 120_000 + lag, 0]) for lag in lags]
    assert lags[int(np.argmax(likeness))] == 0


def test_stems_are_after_ducking_and_their_sum_is_the_mix_before_it_is_mastered(tmp_path: Path) -> None:
    voice, spans = takes.speech(10.0)
    song = music.noise(10.0, 0.05, seed=6)
    files = {name: lane(tmp_path / f"{name}.src.wav", sound) for name, sound in (("voice", voice), ("song", song))}
    stems = {name: tmp_path / f"{name}.wav" for name in files}
    film = 10 * RATE
    track.render(stems["voice"], [(files["voice"], 0)], Take(), Level(), film=film)
    duck = Duck(ducking.Rule(9.0, 0.15, 0.25, 0.4), (stems["voice"],))
    track.render(stems["song"], [(files["song"], 0)], Take(), Level(), film=film, ducks=[duck])
    read = [wave.read(path) for path in stems.values()]
    summed = np.concatenate(list(mix.total(read, film)))
    null = summed - (read[0].between(0, film) + read[1].between(0, film))
    assert not null.any()
    lower = 20 * np.log10(np.abs(read[1].between(0, film)[:, 0]) / np.abs(song[:, 0].astype(np.float32)))
    for begin, end in spans:
        assert lower[round(begin * RATE) : round(end * RATE)] == pytest.approx(-9.0, abs=0.1)
    assert lower[: RATE // 4] == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("samples", [1_600, 48_000, 100_001, 400_000])
def test_it_is_exactly_as_long_as_asked(tmp_path: Path, samples: int) -> None:
    song = lane(tmp_path / "song.wav", music.noise(5.0))
    out = tmp_path / "mix.m4a"
    assert mix.master([song], out, samples=samples).samples == samples
    with av.open(str(out)) as container:
        stream = container.streams.audio[0]
        assert stream.codec_context.profile == "LC"
        assert (stream.rate, stream.codec_context.channels) == (48_000, 2)
        assert samples <= stream.duration <= samples + 2048
    heard = decode.decode(out)
    assert samples <= len(heard) <= samples + 2048
    if samples > 5 * RATE:
        assert np.abs(heard[5 * RATE + 2048 : samples]).max() < 1e-4


@pytest.mark.parametrize("sound", [None, np.zeros((96_000, 2)), music.noise(2.0, 1e-5)], ids=["none", "zeros", "gated"])
def test_silence_stays_silence(tmp_path: Path, sound: FloatArray | None) -> None:
    tracks = [] if sound is None else [lane(tmp_path / "a.wav", sound)]
    told = mix.master(tracks, tmp_path / "mix.m4a", samples=96_000)
    assert told.loudness == -math.inf
    assert told.gain == 0.0
    assert np.abs(decode.decode(tmp_path / "mix.m4a")).max() < 1e-4


def test_the_same_tracks_make_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tracks = [lane(tmp_path / "1.wav", cases()["peaky"]), lane(tmp_path / "2.wav", music.noise(3.0), 12_345)]
    outs = [tmp_path / name for name in ("a.m4a", "b.m4a", "c.m4a")]
    for out in outs:
        if out.name == "c.m4a":
            monkeypatch.setattr(mix, "KEPT", 0)  # as a long film is: summed anew each time
        mix.master(tracks, out, samples=300_000)
    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()
