"""Takes for tests of the mix: what a voice does to a meter, made of pulses and noise, and hard cases of loudness."""

from __future__ import annotations

import numpy as np
from scipy import signal

from tests.sound import music
from tests.sound.music import RATE, FloatArray

Spans = list[tuple[float, float]]
FORMANTS = ((700, 1200, 2600), (300, 2200, 3000), (500, 900, 2500), (400, 1700, 2400), (600, 1000, 2700))


def speech(seconds: float, seed: int = 1, level: float = -9.0) -> tuple[FloatArray, Spans]:
    """Return a speaking voice with a peak level in dB, and from when to when each of its sentences lasts."""
    random = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE))
    spans: Spans = []
    at = 0.6
    while at + 3.5 < seconds:
        begin = at
        loud = random.uniform(0.35, 1.0)
        for _ in range(random.integers(3, 7)):
            for _ in range(random.integers(1, 4)):
                at += _syllable(sound, at, loud * random.uniform(0.6, 1.0), random)
            at += random.uniform(0.03, 0.12)
        spans.append((begin, at - 0.03))
        at += random.uniform(1.4, 2.2)
    sound *= 10 ** (level / 20) / np.abs(sound).max()
    return np.stack([sound, sound], axis=1), spans


def _syllable(sound: FloatArray, at: float, loud: float, random: np.random.Generator) -> float:
    hiss, vowel = random.uniform(0.02, 0.06), random.uniform(0.11, 0.22)
    first, count = round(at * RATE), round(vowel * RATE)
    noise = random.normal(0, 0.08 * loud, round(hiss * RATE))
    pulses = np.zeros(count)
    pulses[:: round(RATE / random.uniform(95, 130))] = 1.0
    tone = sum(signal.lfilter(*signal.iirpeak(formant, 8, fs=RATE), pulses) for formant in FORMANTS[random.integers(5)])
    tone = tone / np.abs(tone).max() * loud * np.hanning(count) ** 0.5
    sound[first : first + len(noise)] += np.diff(noise, prepend=0.0) * np.hanning(len(noise))
    start = first + len(noise)
    sound[start : start + count] += tone[: len(sound) - start]
    return hiss + vowel


def peaky(seconds: float) -> FloatArray:
    """Return narration as a beginner records it: soft, with pops and lip smacks forty times as high."""
    sound, spans = speech(seconds, seed=2, level=-26.0)
    pop = np.exp(-np.arange(600) / 90) * np.sin(2 * np.pi * 900 * np.arange(600) / RATE)
    for begin, end in spans:
        for at in np.arange(begin, end, 0.7):
            first = round(at * RATE)
            sound[first : first + 600] += pop[:, None]
    return sound * (0.95 / np.abs(sound).max())


def hard_cases(seconds: float) -> dict[str, FloatArray]:
    """Return what the bar for loudness names: music, speech, very peaky narration, near-silence, a clipped master."""
    bars = max(2, int(seconds / 2) - 1)
    band, _ = music.band((("quiet", 1), ("full", bars - 1)), 120.0)
    stereo = np.stack([band, np.roll(band, 300)], axis=1)
    return {
        "music": stereo,
        "speech": speech(seconds)[0],
        "peaky": peaky(seconds),
        "near-silence": music.noise(seconds, 10 ** (-63 / 20)),
        "clipped": np.clip(stereo * 8, -1, 1),
    }
