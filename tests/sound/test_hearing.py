"""The parts of hearing, each beside something that is known: the network, the tracker, onsets, loudness, key."""

from __future__ import annotations

import hashlib
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from nbstudio import models
from nbstudio.actions import analysis as action
from nbstudio.sound import activations, analysis, bars, decode, features, key, tracking
from nbstudio.sound import loudness as meters
from nbstudio.sound.song import Loudness
from nbstudio.spec.heard import Edit
from tests.sound import music

MADE_BY = {2: "e8a8d556d6a6", 3: "e8a8d556d6a6"}


def test_whoever_changes_the_network_raises_the_version() -> None:
    short = models.digest(activations.MODEL)[:12]
    assert MADE_BY.get(action.VERSION) == short, "raise VERSION in actions/analysis.py and write its digest here"
    assert hashlib.sha256(models.path(activations.MODEL).read_bytes()).hexdigest().startswith(short)


def feature(sound: music.FloatArray) -> features.Features:
    return features.gather([sound.astype(np.float32)])


def test_the_network_hears_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = feature(music.band((("plain", 12),), 120.0)[0])
    whole = activations.hear(heard)
    monkeypatch.setattr(activations, "CHUNK", 700)
    monkeypatch.setattr(activations, "LEAD", 300)
    parts = activations.hear(heard)
    assert len(parts) == len(whole) == len(heard.tones)
    assert np.abs(parts.beat - whole.beat).mean() < 0.01
    assert whole.beat.max() <= 1
    assert np.all(whole.downbeat <= whole.beat + 1e-6)


def likely(frames: np.ndarray, count: int) -> activations.Activations:
    beat = np.full(count, 0.02)
    beat[frames] = 0.9
    return activations.Activations(beat, np.full(count, 0.01))


def test_beats_are_followed_through_a_change_of_tempo() -> None:
    frames = np.cumsum([10, *[25] * 30, *[28] * 30])
    found = tracking.follow(likely(frames, 1700), tracking.lengths(None))
    assert set(frames[2:-2]) <= set(found.tolist())
    assert len(tracking.follow(likely(frames[:1], 40), tracking.lengths(None))) == 0


def test_an_even_grid_bridges_a_break() -> None:
    frames = np.round(7 + 25.21 * np.arange(120)).astype(int)
    kept = np.r_[frames[:50], frames[75:]]
    grid = tracking.even(likely(kept, 3100), np.zeros(6200), 25.0)
    assert np.abs(grid[:120] - frames).max() < 1.5


def barred(count: int, every: int, beat: float) -> tuple[features.Features, activations.Activations, np.ndarray]:
    """Return what is heard of `count` beats, of which each `every`-th begins a bar and brings another chord."""
    times = 1.0 + beat * np.arange(count)
    seconds = times[-1] + beat
    down = np.full(round(seconds * activations.FPS), 0.001)
    strokes = np.round(times * activations.FPS).astype(int)
    down[strokes] = np.where(np.arange(count) % every == 0, 0.8, 0.1)
    heard = np.full(len(down), 0.001)
    heard[strokes] = 0.9
    bar = np.maximum(np.arange(round(seconds * features.NOTE_FPS)) / features.NOTE_FPS - 1.0, 0) // (every * beat)
    notes = np.eye(12, dtype=np.float32)[(5 * bar.astype(int)) % 12]
    silent = feature(np.zeros(round(seconds * features.DECODED)))
    return replace(silent, notes=notes), activations.Activations(heard, down), times


def test_a_song_whose_map_is_known_is_weighed_as_one_that_is_heard(tmp_path: Path) -> None:
    path = music.write(tmp_path / "song.wav", music.band((("quiet", 8), ("full", 8)), 120.0)[0])
    heard = analysis.analyse(path)
    silent = replace(
        heard, loudness=Loudness(), sections=tuple(replace(part, loudness=-70.0) for part in heard.sections)
    )
    assert analysis.weighed(silent, path) == heard


@pytest.mark.parametrize(
    ("every", "beat", "taps"), [(8, 0.3, 2), (6, 0.4286, 2), (4, 0.3, 1), (3, 0.35, 1), (8, 0.5, 1)]
)
def test_every_other_beat_is_tapped_where_bars_say_so_and_the_tempo_is_fast(every: int, beat: float, taps: int) -> None:
    song, heard, times = barred(96, every, beat)
    found = bars.tapped(song, heard, times)
    assert found == pytest.approx(times[::taps])
    metre = bars.downbeats(song, heard, found)[1]
    assert metre == (every // taps if every // taps in bars.METRES else 4)
    if taps == 2:
        assert bars.tapped(song, heard, times, times[3]) == pytest.approx(times)  # told to keep the other phase


def test_onsets_are_where_they_were_put(tmp_path: Path) -> None:
    sound = np.zeros(music.RATE * 6)
    true = np.arange(0.5, 5.5, 0.37)
    for at in true:
        first = round(at * music.RATE)
        sound[first : first + 4000] += np.random.default_rng(1).normal(0, 0.3, 4000) * np.exp(-np.arange(4000) / 600)
    song = analysis.analyse(music.write(tmp_path / "clicks.wav", sound))
    found = np.array([onset.time for onset in song.onsets])
    assert len(found) == len(true)
    assert np.abs(found - true).max() < 0.012
    assert all(onset.strength > 0.5 for onset in song.onsets)


def test_loudness_is_that_of_an_independent_meter(tmp_path: Path) -> None:
    sound = np.repeat(music.band((("quiet", 4), ("full", 4)), 120.0)[0][:, None], 2, axis=1)
    path = music.write(tmp_path / "song.wav", sound)
    song = analysis.analyse(path)
    heard = decode.decode(path).astype(np.float64)
    assert song.loudness.integrated == pytest.approx(pyloudnorm.Meter(48_000).integrated_loudness(heard), abs=0.1)
    assert len(song.loudness.short_term) == math.ceil(song.seconds)
    assert song.loudness.short_term[4] < song.loudness.short_term[-4] - 6
    meter = meters.Meter()
    for start in range(0, len(heard), 7777):
        meter.hear(heard[start : start + 7777].astype(np.float32))
    cells = np.repeat(meter.steps() / meters.STEP, meters.STEP)
    assert meters.integrated(cells) == pytest.approx(song.loudness.integrated, abs=1e-4)


@pytest.mark.parametrize(
    ("notes", "name"),
    [
        ((60, 64, 67, 65, 69, 72, 67, 71, 74, 60, 64, 67), "C major"),
        ((57, 60, 64, 62, 65, 69, 64, 68, 71, 57), "A minor"),
    ],
)
def test_a_key_is_found(notes: tuple[int, ...], name: str) -> None:
    time = np.arange(round(0.6 * music.RATE)) / music.RATE
    tones = [np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * time) * np.exp(-time) for note in notes]
    assert key.find(feature(0.3 * np.concatenate(tones))).name == name
    assert key.find(feature(np.zeros(48_000))).name == ""


def test_a_tempo_curve_and_what_is_said_of_beats(tmp_path: Path) -> None:
    path = music.write(tmp_path / "song.wav", music.band((("plain", 10),), 120.0)[0])
    heard = analysis.analyse(path)
    assert len(heard.tempo) == len(heard.beats)
    assert np.allclose(heard.tempo, 120, rtol=0.01)
    beats = tuple(np.arange(0.1, 18.0, 0.75).tolist())
    told = analysis.analyse(path, Edit(beats=beats, downbeats=beats[1::3]))
    assert told.beats == pytest.approx(beats)
    assert told.downbeats == pytest.approx(beats[1::3])
    assert (told.beats_per_bar, told.confidence) == (3, 1.0)
    assert told.bpm == pytest.approx(80)


def test_hearing_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    path = music.write(tmp_path / "song.wav", music.band((("plain", 6),), 120.0)[0])
    program = (
        "import sys; from pathlib import Path; from nbstudio.sound import analysis;"
        f"analysis.analyse(Path({str(path)!r})); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"librosa.beat", "librosa.onset", "librosa.feature", "sklearn", "cv2", "PIL", "torch"} & set(loaded)
    assert "onnxruntime" in loaded
