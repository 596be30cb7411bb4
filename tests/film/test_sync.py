"""Sound and picture of a finished film meet, to the frame, from its first minute to the end of an hour."""

from __future__ import annotations

import wave as plain
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nbstudio.mux.join import join
from nbstudio.picture.encode import Encoder, views
from nbstudio.plan.timeline import frame_at
from nbstudio.sound import aac, mix, track, wave
from nbstudio.sound.track import Level, Take

SIDE = 32
PERIOD = 60 / 117.3  # seconds from click to click, on no grid of frames or samples
OFFSET = 0.317
SHOT = 1_777  # frames of a segment
WINDOW = 20.0  # seconds that are looked at


def beats(seconds: float) -> list[float]:
    return [OFFSET + number * PERIOD for number in range(int((seconds - OFFSET) / PERIOD))]


def click_track(path: Path, seconds: int) -> Path:
    """Write a click at every beat, as a song would be given: 16 bits, mono."""
    shape = np.round(np.hanning(25) * 24_000).astype("<i2")
    at = [round(beat * wave.RATE) for beat in beats(seconds)]
    with plain.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(wave.RATE)
        for first in range(0, seconds * wave.RATE, 60 * wave.RATE):
            block = np.zeros(60 * wave.RATE + 24, "<i2")
            for sample in at:
                if 12 <= sample - first < 60 * wave.RATE - 12:
                    block[sample - first - 12 : sample - first + 13] = shape
            file.writeframes(block[: 60 * wave.RATE].tobytes())
    return path


def flashes(folder: Path, frames: int, rate: Fraction, seconds: float) -> list[Path]:
    """Encode segments in which the frame of every beat is white."""
    white = {frame_at(beat, rate) for beat in beats(seconds)}
    parts = []
    for first in range(0, frames, SHOT):
        parts.append(folder / f"{first:07}.mp4")
        with Encoder(parts[-1], SIDE, SIDE, rate, "draft") as encoder:
            for number in range(first, min(frames, first + SHOT)):
                frame = encoder.frame()
                for plane, value in zip(views(frame), (235 if number in white else 16, 128, 128), strict=True):
                    plane[:] = value
                encoder.add(frame)
    return parts


def seen(film: Path, start: float) -> list[float]:
    """Return when flashes are shown, by a player's clock, in the window from `start` on."""
    found = []
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        container.seek(int(start / stream.time_base), stream=stream)
        for frame in container.decode(stream):
            if frame.time > start + WINDOW:
                break
            if frame.time >= start and frame.to_ndarray(format="gray").mean() > 128:
                found.append(float(frame.time))
    return found


def heard(film: Path, start: float) -> list[float]:
    """Return when clicks are heard in the window from `start` on."""
    blocks, first = [], None
    with av.open(str(film)) as container:
        stream = container.streams.audio[0]
        container.seek(int(max(0.0, start - 1) / stream.time_base), stream=stream)
        for frame in container.decode(stream):
            if frame.time > start + WINDOW:
                break
            first = float(frame.time) if first is None else first
            blocks.append(frame.to_ndarray()[0])
    assert first is not None
    sound = np.abs(np.concatenate(blocks))
    found = []
    loud = np.flatnonzero(sound > 0.3)
    for group in np.split(loud, np.flatnonzero(np.diff(loud) > 4_800) + 1):
        moment = first + float(group[np.argmax(sound[group])]) / wave.RATE
        if start <= moment < start + WINDOW:
            found.append(moment)
    return found


def meet(folder: Path, minutes: int, rate: Fraction) -> list[float]:
    """Make a film and return by how many frames each flash is off its click, at the start, the middle, the end."""
    seconds = minutes * 60
    frames = round(seconds * rate)
    samples = int(frames * wave.RATE / rate)
    song = click_track(folder / "clicks.wav", seconds)
    lane = track.render(folder / "track.wav", [(song, 0)], Take(), Level(), film=samples)
    aac.encode(mix.total([lane], samples), folder / "mix.m4a", bitrate=64_000)
    film = folder / "film.mp4"
    join(flashes(folder, frames, rate, seconds), folder / "mix.m4a", film, rate=rate, samples=samples)
    off = []
    for start in (0.0, seconds / 2, seconds - WINDOW):
        shown, sounded = seen(film, start), heard(film, start)
        true = [beat for beat in beats(seconds) if start <= beat < start + WINDOW]
        assert len(true) - 2 <= len(shown) <= len(true) + 1  # one may lie just beyond either edge
        for beat in true[1:-1]:
            flash, click = (min(there, key=lambda moment: abs(moment - beat)) for there in (shown, sounded))
            assert abs(click - beat) <= 2 / wave.RATE
            off.append(float((flash - click) * rate))
    return off


def test_two_minutes_meet(tmp_path: Path) -> None:
    assert np.abs(meet(tmp_path, 2, Fraction(25))).max() <= 0.52


@pytest.mark.slow
@pytest.mark.parametrize("rate", [Fraction(30000, 1001)], ids=["29.97"])
def test_an_hour_meets(tmp_path: Path, rate: Fraction) -> None:
    off = np.abs(meet(tmp_path, 60, rate))
    assert len(off) > 100
    assert off.max() <= 0.52  # a beat lies within half a frame of its frame, and a click within two samples
