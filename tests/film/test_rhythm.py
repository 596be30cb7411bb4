"""A finished film held against its song: pictures change where the listener taps, and nowhere else.

Both are measured from the finished file: pictures by the difference of decoded frames, the song by the clicks
in its decoded sound. Neither the analysis nor the plan is asked.
"""

from __future__ import annotations

import itertools
import wave
from pathlib import Path

import av
import numpy as np
import pytest

from tests.film.conftest import Studio

pytestmark = pytest.mark.slow
BPM, FIRST, SECONDS, RATE = 125.0, 0.30, 16.0, 48_000
SHOTS = (
    "Eileen by the sea at dusk", "the sea at night", "Eileen in the mountains at dawn", "a forest in the rain",
    "Eileen on a stage", "the desert at noon", "a neon city at night", "snow on the mountains",
)  # fmt: skip
HEAD = """\
nbstudio: 1
title: Clicks
music: {{file: assets/clicks.wav, bpm: 125, first_downbeat: 0.3}}
cast: {{eileen: assets/photo.png}}
outputs: {{small: {{size: 128x72, rate: "{rate}"{more}}}}}
defaults: {{shot: {{cut_on: beat, motion: hold}}}}
scenes:
"""


def clicks(path: Path) -> None:
    """Write a song of clicks, the first of every four deep, over a quiet chord."""
    time = np.arange(int(SECONDS * RATE)) / RATE
    sound = 0.002 * sum(np.sin(2 * np.pi * hertz * time) for hertz in (220.0, 277.2, 329.6))
    for number in range(int((SECONDS - FIRST) * BPM / 60)):
        at = round((FIRST + number * 60 / BPM) * RATE)
        since = np.arange(min(len(sound) - at, RATE // 12)) / RATE
        pitch = 90.0 if number % 4 == 0 else 1500.0
        sound[at : at + len(since)] += 0.8 * np.exp(-since * 60) * np.sin(2 * np.pi * pitch * since)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def changes(film: Path) -> tuple[list[float], int]:
    """Return when the picture changes at once, in seconds, and how many frames there are."""
    with av.open(str(film)) as file:
        rate = file.streams.video[0].average_rate
        frames = [frame.to_ndarray(format="gray").astype(np.float32) for frame in file.decode(video=0)]
    steps = np.array([np.abs(later - earlier).mean() for earlier, later in itertools.pairwise(frames)])
    usual = np.median(steps)
    # A join is one step among still ones; weather and light that move by themselves step in every frame.
    beside = np.maximum(np.append(steps[1:], 0.0), np.append(0.0, steps[:-1]))
    joins = (steps > max(6.0, 8 * usual)) & (steps > 2.5 * beside)
    return [float((i + 1) / rate) for i in np.nonzero(joins)[0]], len(frames)


def heard(film: Path) -> list[float]:
    """Return when clicks begin in the film's sound, in seconds."""
    with av.open(str(film)) as file:
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in file.decode(audio=0)])
    level = np.convolve(np.abs(sound), np.ones(48) / 48, "same")
    loud = level > 0.25 * level.max()
    found: list[float] = []
    for at in np.nonzero(loud[1:] & ~loud[:-1])[0]:
        if not found or at / RATE - found[-1] > 0.15:
            found.append(float(at / RATE))
    return found


def spec(rate: str, more: str = "") -> str:
    lines = [HEAD.format(rate=rate, more=more), "  - id: all\n    shots:\n"]
    lengths = ("2beats", "1bar", "3beats", "1s", "2beats", "1bar", "2beats", "auto")
    for number, (still, length) in enumerate(zip(SHOTS, lengths, strict=True)):
        lines.append(f"      - {{id: s{number}, still: {still}, duration: {length}}}\n")
    return "".join(lines)


@pytest.mark.parametrize("rate", ["23.976", "30"])
def test_pictures_change_where_the_listener_taps(studio: Studio, rate: str) -> None:
    clicks(studio.root / "specs" / "assets" / "clicks.wav")
    studio.write(spec(rate), "clicks")
    studio.build(name="clicks")
    film = studio.film("clicks")
    cuts, count = changes(film)
    taps = heard(film)
    frame = SECONDS / count
    assert count == round(SECONDS * {"23.976": 24000 / 1001, "30": 30}[rate])
    assert len(cuts) == len(SHOTS) - 1
    assert len(taps) >= 30
    errors = [min(abs(cut - tap) for tap in taps) for cut in cuts]
    assert max(errors) <= frame, errors
    assert float(np.mean(errors)) <= 0.6 * frame


def test_a_part_of_the_song_is_as_exact(studio: Studio) -> None:
    clicks(studio.root / "specs" / "assets" / "clicks.wav")
    studio.write(spec("29.97", ", range: 'bar:2.2 .. bar:6'"), "clicks")
    studio.build(name="clicks")
    film = studio.film("clicks")
    cuts, count = changes(film)
    taps = heard(film)
    assert count == round(15 * 60 / BPM * 30000 / 1001)
    assert abs(taps[1] - 60 / BPM) < 0.01, "the second beat of the part is a beat after its beginning"
    assert cuts
    assert max(min(abs(cut - tap) for tap in [0.0, *taps]) for cut in cuts) <= 1001 / 30000
