"""Music for tests: small songs whose beats, bars and parts are known because they are put there."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
FloatArray = NDArray[np.float64]
CHORDS = ((220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (261.6, 329.6, 392.0), (196.0, 246.9, 293.7))


def write(path: Path, sound: FloatArray, rate: int = RATE) -> Path:
    """Write mono or (samples, channels), full scale 1, as 16-bit WAV."""
    sound = sound[:, None] if sound.ndim == 1 else sound
    with wave.open(str(path), "wb") as file:
        file.setnchannels(sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def sine(seconds: float, frequency: float = 997.0, level: float = -20.0, phase: float = 0.0) -> FloatArray:
    """Return a tone of a peak level in dB, the same on both channels."""
    time = np.arange(round(seconds * RATE)) / RATE
    tone = 10 ** (level / 20) * np.sin(2 * np.pi * frequency * time + phase)
    return np.stack([tone, tone], axis=1)


def noise(seconds: float, level: float = 0.1, seed: int = 1) -> FloatArray:
    return np.random.default_rng(seed).normal(0, level, (round(seconds * RATE), 2))


def band(
    plan: tuple[tuple[str, int], ...], bpm: float, start: float = 0.0, metre: int = 4
) -> tuple[FloatArray, FloatArray]:
    """Return a song of parts (quiet, plain or full) and bars, and its beats; kick on one, snare between, hats."""
    beat = 60 / bpm
    count = sum(bars for _, bars in plan) * metre
    sound = np.zeros(round((start + count * beat + 0.5) * RATE))
    time = np.arange(round(0.25 * RATE)) / RATE
    random = np.random.default_rng(3)
    kick = np.sin(2 * np.pi * (50 + 60 * np.exp(-time * 40)) * time) * np.exp(-time * 14)
    snare = random.normal(0, 0.5, len(time)) * np.exp(-time * 22)
    hat = np.diff(random.normal(0, 0.3, len(time) + 1)) * np.exp(-time * 70)
    bar = np.arange(round(metre * beat * RATE)) / RATE

    def put(at: float, what: FloatArray, level: float) -> None:
        first = round(at * RATE)
        part = sound[first : first + len(what)]
        part += level * what[: len(part)]

    beats = start + beat * np.arange(count)
    index = 0
    for kind, bars in plan:
        loud = {"quiet": 0.25, "plain": 0.6, "full": 1.0}[kind]
        for number in range(bars):
            chord = CHORDS[(number + (2 if kind == "full" else 0)) % 4]
            tones = np.sum([np.sin(2 * np.pi * f * bar) + 0.4 * np.sin(4 * np.pi * f * bar) for f in chord], axis=0)
            put(beats[index], tones * np.exp(-bar * 0.7), 0.07 * loud)
            if kind == "full":
                put(beats[index], np.sum([np.sin(6 * np.pi * f * bar) for f in chord], axis=0), 0.05)
            for step in range(metre):
                at = beats[index + step]
                put(at, hat, 0.2 * loud)
                if kind != "quiet":
                    put(at, kick if step % 2 == 0 else snare, (0.7 if step == 0 else 0.4) * loud)
                if kind == "full":
                    put(at + beat / 2, hat, 0.25)
            index += metre
    return sound * 0.8, beats
