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


SPOKEN = """\
nbstudio: 1
title: Spoken
music: assets/song.mp3
outputs: {small: {size: 64x36, rate: 30}}
prompt: the sea
audio:
  tracks:
    - {id: song, source: music}
    - {id: vo, role: voice, at: 1s, say: "It rained. She waited."}
    - {id: rain, role: ambience, source: assets/rain.wav, loop: true, gain: -30dB, fade_in: 1s}
  ducking: {under: voice, duck: [music, ambience], by: 9dB}
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


def sounds(studio: Studio, name: str) -> dict[str, bytes]:
    """Return every sound of a build by its name, voices and tracks and the mix."""
    folder = studio.cache / "builds" / name
    files = [*folder.glob("voice/*"), *folder.glob("track/*"), folder / "mix.m4a"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_a_narrated_mix_is_the_same_bytes_on_any_number_of_workers_and_threads(told: Studio, tmp_path: Path) -> None:
    told.write(SPOKEN, "spoken")
    found = []
    for number, (jobs, threads) in enumerate((("1", "1"), ("4", "7"))):
        studio = Studio(told.root, tmp_path / f"cache{number}")
        names = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        studio.run("build", "spoken", "--until", "mix", "--jobs", jobs, **names)
        found.append(sounds(studio, "spoken"))
    assert len(found[0]) == 6
    assert found[0] == found[1]


@pytest.mark.slow
def test_one_track_that_changes_is_all_that_is_rendered_anew(told: Studio) -> None:
    told.write(SPOKEN, "spoken")
    assert made(told.build("--until", "mix", name="spoken"))["track"] == 3
    before = sounds(told, "spoken")

    def changed(text: str) -> set[str]:
        told.write(text, "spoken")
        report = told.build("--until", "mix", name="spoken")
        after = sounds(told, "spoken")
        names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        assert made(report) == {
            kind: count
            for kind in ("voice", "track", "mix")
            if (count := sum(name.startswith(kind) for name in names & set(after)))
        }
        return names

    assert changed(SPOKEN.replace("gain: -30dB", "gain: -27dB")) == {"track/rain.wav", "mix.m4a"}
    told.build("--until", "mix", name="spoken")
    told.write(SPOKEN, "spoken")
    assert made(told.build("--until", "mix", name="spoken")) == {}, "what was rendered before is kept"
    everything = {"track/rain.wav", "track/song.wav", "mix.m4a"}
    assert changed(SPOKEN.replace("by: 9dB", "by: 6dB")) == everything
    told.write(SPOKEN, "spoken")
    told.build("--until", "mix", name="spoken")
    voice = changed(SPOKEN.replace("She waited.", "He waited."))
    assert {"track/vo.wav", *everything} < voice
    assert len([name for name in voice if name.startswith("voice/")]) in {1, 2}, "the other sentence is as it was"


def test_ducking_is_as_deep_as_asked_in_the_stems(told: Studio) -> None:
    told.build("--until", "mix", name="told")
    ducked = lane(told, "song")
    voice = wave.read(told.cache / "builds/told/track/vo.wav")
    told.write(SPEC.replace("  ducking: {under: voice, duck: music, by: 9dB}\n", ""), "told")
    told.build("--until", "mix", name="told")
    alone = lane(told, "song")
    size = len(alone) // 480 * 480
    before, after = (sound[:size].reshape(-1, 960).astype(np.float64) for sound in (alone, ducked))
    heard = np.square(before).sum(axis=1) > 1e-6
    depth = np.zeros(len(before))
    depth[heard] = -20 * np.log10((before * after).sum(axis=1)[heard] / np.square(before).sum(axis=1)[heard])
    _, spans = takes.speech(5.0)
    for begin, end in spans:
        first = voice.offset / 480
        inside = slice(round(first + begin * 100), round(first + end * 100))
        assert depth[inside][heard[inside]] == pytest.approx(9.0, abs=0.1)
    assert depth[:80] == pytest.approx(0.0, abs=0.01)
    assert depth.max() <= 9.1


def lane(studio: Studio, name: str) -> np.ndarray:
    """Return a stem of the film that is built."""
    sound = wave.read(studio.cache / f"builds/told/track/{name}.wav")
    return sound.between(0, sound.end)


def test_what_is_very_soft_is_raised_and_told_of(told: Studio) -> None:
    wave.write(told.root / "specs/assets/soft.wav", [music.sine(4.0, 440.0, -60.0).astype(np.float32)])
    told.write(f"{SPOKEN[: SPOKEN.index('audio')].replace('song.mp3', 'soft.wav')}", "soft")
    report = told.build(name="soft")
    (doubt,) = [one for one in report["diagnostics"] if one["code"] != "no-beats"]
    assert (doubt["code"], doubt["severity"]) == ("mix-raised", "warning")
    assert "raised by 4" in doubt["message"]
    level, peak = ebur128(told.film("soft"))
    assert level == pytest.approx(-14.0, abs=0.1)
    assert peak <= -1.0
