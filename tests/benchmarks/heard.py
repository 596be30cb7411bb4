"""What is heard of films that are really built: loudness, ducking, joins, measured from their files by others' meters.

Every function builds with the command itself, in a project of its own, and returns whether the bar is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import pyloudnorm
from numpy.typing import NDArray
from scipy.io import wavfile

from nbstudio.sound import track, wave
from nbstudio.sound.track import Level, Take
from tests.sound import clicks, music, takes

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
RATE = 48_000
SONG = Path(__file__).parents[2] / "specs" / "assets" / "first-light.mp3"
TARGET, CEILING = -14.0, -1.0
BY, ATTACK, HOLD, RELEASE = 9.0, 0.15, 0.25, 0.4
BELL = 0.5903
"""The share of half a cosine's time in which it goes from a tenth to nine tenths."""

HEAD = "nbstudio: 1\ntitle: Heard\nprompt: the sea\noutputs: {o: {size: 32x18, rate: 24}}\n"
MIXED = """\
music: assets/song.mp3
audio:
  tracks:
    - {id: song, source: music}
    - {id: vo, role: voice, source: assets/voice.wav}
"""
TOLD = """\
music: assets/song.mp3
audio:
  tracks:
    - {id: song, source: music}
    - {id: vo, role: voice, at: 2s, say: "The rain went on all night. She kept the light in the window, and waited."}
    - {id: rain, role: ambience, source: assets/rain.wav, loop: true, gain: -20dB, fade_in: 2s}
  ducking: {under: voice, duck: [music, ambience], by: 9dB}
"""


def build(folder: Path, name: str, text: str, *words: str, cache: str = "cache", **environment: str) -> dict[str, Any]:
    """Write a spec and build it with the command; return its report."""
    (folder / "specs/assets").mkdir(parents=True, exist_ok=True)
    (folder / "specs" / f"{name}.yaml").write_text(HEAD + text)
    done = subprocess.run(
        [sys.executable, "-m", "nbstudio", "build", name, "--json", *words],
        cwd=folder, capture_output=True, text=True, check=False, timeout=900,
        env={**os.environ, "NBSTUDIO_CACHE": str(folder / cache), **environment},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def meter(path: Path) -> tuple[float, float]:
    """Return loudness and true peak of a file by ebur128, LUFS and dBTP."""
    words = [FFMPEG, "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stderr
    return tuple(float(re.findall(rf"{key}:\s+(\S+) ", said)[-1]) for key in ("I", "Peak"))  # type: ignore[return-value]


def _song(assets: Path) -> None:
    """Leave half a minute of the repository's song."""
    (assets / "song.mp3").write_bytes(SONG.read_bytes()[: 28 * 24_000])


def samples(path: Path) -> NDArray[np.float64]:
    """Return a file's sound as ffmpeg decodes it, (samples, 2)."""
    words = [FFMPEG, "-v", "error", "-i", str(path), "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-"]
    data = subprocess.run(words, capture_output=True, check=True).stdout
    return np.frombuffer(data, np.float32).reshape(-1, 2).astype(np.float64)


def loudness(folder: Path, seconds: float = 20.0) -> bool:
    """Print what meters say of finished films whose songs are hard to master."""
    kept = True
    print(f"\nfinished films, asked {TARGET:g} LUFS and at most {CEILING:g} dBTP; measured on their decoded AAC")
    print(f"{'':24}{'before':>16}{'ebur128':>18}{'pyloudnorm':>12}   doubts")
    cases = takes.hard_cases(seconds)
    cases["tone at -60 dBFS"] = music.sine(seconds, 997.0, -60.0)
    cases["dense noise"] = music.noise(seconds, 0.25)
    for name, sound in [*cases.items(), ("narrated", None)]:
        slug = re.sub(r"\W+", "-", name)
        assets = folder / "specs/assets"
        assets.mkdir(parents=True, exist_ok=True)
        if sound is None:
            _song(assets)
            music.write(assets / "rain.wav", music.noise(3.0))
            before, text = (float("nan"), float("nan")), TOLD
        else:
            wave.write(assets / f"{slug}.wav", [sound.astype(np.float32)])
            before, text = meter(assets / f"{slug}.wav"), f"music: assets/{slug}.wav\n"
        report = build(folder, slug, text)
        level, peak = meter(Path(report["output"]))
        other = pyloudnorm.Meter(RATE).integrated_loudness(samples(Path(report["output"])))
        good = abs(level - TARGET) <= 0.1 and abs(other - TARGET) <= 0.1 and peak <= CEILING
        kept &= good
        doubts = ", ".join(one["code"] for one in report["diagnostics"])
        print(
            f"{name:24}{before[0]:8.1f}{before[1]:8.1f}{level:10.1f}{peak:8.1f}{other:12.2f}   "
            f"{doubts}{'' if good else '  MISSED'}"
        )
    return kept


def ducking(folder: Path) -> bool:
    """Print how far a song steps back under a voice: its stem beside the same stem without the rule."""
    kept = True
    voice, spans = takes.speech(28.0, seed=5)
    assets = folder / "specs/assets"
    assets.mkdir(parents=True, exist_ok=True)
    music.write(assets / "voice.wav", voice)
    _song(assets)
    build(folder, "alone", MIXED, "--until", "mix")
    plain = _stem(folder, "alone", "song")
    print(f"\na song under a voice of {len(spans)} sentences, its stem beside the same without ducking: dB and seconds")
    print(
        f"{'asked':>8}{'least':>8}{'most':>8}{'elsewhere':>11}{'attack':>9}{'hold':>7}{'release':>9}{'full before':>13}"
    )
    for asked in (3.0, 6.0, 9.0, 12.0, 18.0):
        rule = f"by: {asked}dB, attack: {ATTACK}s, hold: {HOLD}s, release: {RELEASE}s"
        report = build(folder, "ducked", f"{MIXED}  ducking: {{under: voice, duck: music, {rule}}}\n", "--until", "mix")
        assert report["track"]["made"] <= 2
        depth = _depth(plain, _stem(folder, "ducked", "song"))
        inside = np.concatenate([depth[round(b * 1000) : round(e * 1000)] for b, e in spans])
        away = np.ones(len(depth), bool)
        for begin, end in spans:
            away[max(0, round((begin - 0.35) * 1000)) : round((end + 0.85) * 1000)] = False
        rows = np.array([_times(depth, begin, end, asked) for begin, end in spans])
        attack, hold, release, early = np.nanmedian(rows, axis=0)
        good = (
            np.nanmin(inside) >= asked - 1 and np.nanmax(inside) <= asked + 1 and np.nanmax(np.abs(depth[away])) <= 1
            and abs(attack - ATTACK) < 0.02 and abs(release - RELEASE) < 0.03 and early >= 0
        )  # fmt: skip
        kept &= bool(good)
        print(
            f"{asked:8.1f}{np.nanmin(inside):8.2f}{np.nanmax(inside):8.2f}{np.nanmax(np.abs(depth[away])):11.2f}"
            f"{attack:9.3f}{hold:7.3f}{release:9.3f}{early:13.3f}{'' if good else '  MISSED'}"
        )
    return kept


def _stem(folder: Path, name: str, lane: str) -> NDArray[np.float64]:
    with warnings.catch_warnings():  # it tells of chunks that it doesn't know
        warnings.simplefilter("ignore")
        rate, found = wavfile.read(folder / "cache/builds" / name / "track" / f"{lane}.wav")
    assert rate == RATE
    return np.asarray(found, np.float64)


def _depth(plain: NDArray[np.float64], ducked: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how many dB one is lower than the other, every millisecond; nan where there is nothing to compare."""
    whole = min(len(plain), len(ducked)) // 48 * 48
    before, after = (sound[:whole].reshape(-1, 48 * 2) for sound in (plain, ducked))
    power = np.square(before).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: NDArray[np.float64] = -20 * np.log10((before * after).sum(axis=1) / power)
    found[power < 1e-7] = np.nan
    return found


def _times(depth: NDArray[np.float64], begin: float, end: float, asked: float) -> tuple[float, float, float, float]:
    """Return attack, hold and release around a sentence, and how long before it full depth comes; nan for unknown."""
    span = depth[max(0, round((begin - 0.5) * 1000)) : round(begin * 1000)] / asked
    tail = depth[round(end * 1000) : round((end + 1.2) * 1000)] / asked
    if not len(tail) or not len(span) or np.nanmax(np.r_[span[:20], 0]) > 0.02 or np.nanmin(np.r_[tail, 1]) > 0.02:
        return (np.nan,) * 4
    low, high, full = (int(np.argmax(span > level)) for level in (0.1, 0.9, 0.99))
    leaves, falls, ends = (int(np.argmax(tail < level)) for level in (0.99, 0.9, 0.1))
    return (high - low) / BELL / 1e3, leaves / 1e3, (ends - falls) / BELL / 1e3, (len(span) - full) / 1e3


def joins(folder: Path) -> bool:
    """Print the largest step of a sample at every kind of join, in steps that the material takes around it itself."""
    kept = True
    materials = {
        "60 Hz": music.sine(4.0, 60.0, -3.0, phase=1.3),
        "997 Hz": music.sine(4.0, 997.0, -3.0, phase=1.3),
        "song": samples(SONG)[10 * RATE : 14 * RATE],
    }
    print("\nlargest step at a join, beside the largest that the material takes there (1 and less: no click)")
    print(f"{'':10}" + "".join(f"{name:>18}" for name in clicks.CUTS) + f"{'cut hard':>12}")
    for name, sound in materials.items():
        wave.write(folder / "material.wav", [sound.astype(np.float32)])
        row = []
        for take in clicks.CUTS.values():
            lane = track.render(folder / "cut.wav", [(folder / "material.wav", 0)], take, Level(), film=7 * RATE)
            row.append(clicks.worst(sound, np.concatenate(list(lane.blocks())), take))
        hard = max(
            clicks.worst(sound, sound[first : first + RATE], Take(first=first, length=RATE))
            for first in range(RATE, 2 * RATE, 997)
        )
        kept &= max(row) <= 1.01 and hard > 1.01
        print(f"{name:10}" + "".join(f"{value:18.3f}" for value in row) + f"{hard:12.2f}")
    return kept


def repeats(folder: Path) -> bool:
    """Print whether a narrated mix is the same bytes on one worker and on four, with one thread a library and many."""
    assets = folder / "specs/assets"
    assets.mkdir(parents=True, exist_ok=True)
    _song(assets)
    music.write(assets / "rain.wav", music.noise(3.0))
    found = []
    for number, (jobs, threads) in enumerate((("1", "1"), ("4", "8"), ("2", "3"))):
        names = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        build(folder, "told", TOLD, "--until", "mix", "--jobs", jobs, cache=f"cache{number}", **names)
        made = folder / f"cache{number}/builds/told"
        files = sorted([*made.glob("voice/*"), *made.glob("track/*"), made / "mix.m4a"])
        found.append([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
    same = all(one == found[0] for one in found)
    print(f"\na narrated mix on 1, 4 and 2 workers: {len(found[0])} sounds, {'the same bytes' if same else 'DIFFER'}")
    return same
