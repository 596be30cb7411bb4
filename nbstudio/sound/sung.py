"""Sung: how far a mouth that sings a song, or says what a track says, is open, frame by frame.

There is no network here that takes a voice out of a mix. What helps instead: lead voices stand in the middle of
the stereo picture, hold their partials where drums don't, live between 200 and 3800 Hz, and come in syllables,
three to eight a second. So the middle's harmonic part in that band is measured, and a mouth opens with its level
and with each rise over the half second around: instruments that only sustain leave it nearly shut. A track with a
voice alone is heard as it is: its level in that band, and its syllables.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound import wave
from nbstudio.sound.wave import Sound

RATE = 16_000
WINDOW, HOP = 1024, 256
LOW, HIGH = 200.0, 3800.0
RANGE = 18.0
"""Decibels below the loudest syllables at which a mouth is shut."""
AROUND = 0.55
"""Seconds around a moment that its syllable is seen against."""
LEAD = 0.07
"""Seconds by which a mouth is told to open before it is heard: 0.04 (Schwartz, Savariaux, PLoS Comput. Biol. 2014),
and what the jaw lags behind."""
STRUCK = 2.0
"""How much louder than struck a partial must be held to count as sung."""
ATTACK, RELEASE = 0.040, 0.080
"""Seconds in which a jaw has done two thirds of opening, and of closing: it drops faster than it returns."""
SOFT = 0.018
"""Seconds (of a Gaussian) by which a jaw's own weight rounds what it does: it has no corners."""

SPARING = 1.4
"""How much rarer than its loudness a mouth is wide open (an exponent)."""

QUIET, SILENT = 36.0, -70.0
"""Decibels below the loudest at which nothing is said, and as such."""
SPEECH = 24.0
"""Decibels below loud syllables at which a mouth that speaks is shut."""
WIDE = 0.7
"""How far a mouth that speaks is open at most, of one that sings."""
DOWN = wave.RATE // RATE
BLOCK = 10 * wave.RATE

Float = NDArray[np.float32]


def sung(sound: Float, rate: Fraction, start: float = 0.0) -> list[int]:
    """Return 0 (shut) to 100 (open) for every frame of a film that begins at `start` seconds of the song.

    `sound` is (samples, 2) at `RATE`, full scale 1; `rate` is frames a second.
    """
    count = max(1, int(np.ceil((len(sound) / RATE - start) * float(rate))))
    return _opened(*_heard(sound), rate, start, count, 0.06)


def spoken(track: Sound, rate: Fraction, count: int) -> list[int]:
    """Return 0 (shut) to 100 (open) for each of `count` frames of a film, by a track of it with a voice alone."""
    film = math.ceil(count * wave.RATE / rate)
    whole = np.zeros(film // DOWN + 1, np.float32)
    for at in range(0, film, BLOCK):
        # Parts of the film, so that no long track is held at its full rate.
        part = track.between(at, at + BLOCK).mean(axis=1).reshape(-1, DOWN).mean(axis=1)
        held = whole[at // DOWN : at // DOWN + len(part)]
        held[:] = part[: len(held)]
    low, high = (round(edge * WINDOW / RATE) for edge in (LOW, HIGH))
    loud = 10 * np.log10((_spectrum(whole)[:, low:high].astype(np.float64) ** 2).sum(axis=1) + 1e-9)
    heard = loud[loud > max(float(loud.max()) - QUIET, SILENT)]
    if not len(heard):
        return [0] * count
    level = np.clip((loud - float(np.percentile(heard, 90)) + SPEECH) / (SPEECH - 3), 0, 1)
    return _opened(WIDE * level, _syllables(loud), rate, 0.0, count, 0.3)


def _opened(
    level: NDArray[np.float64], syllable: NDArray[np.float64], rate: Fraction, start: float, count: int, always: float
) -> list[int]:
    """Return how far a mouth is open in frames; `always` is how much of it follows the level alone."""
    from scipy.ndimage import gaussian_filter1d

    at = start + (np.arange(count) + 0.5) / float(rate) + LEAD
    times = np.arange(len(level)) * HOP / RATE
    open_ = np.interp(at, times, level) * (always + (1 - always) * np.interp(at, times, syllable))
    opens, shuts = (1 - np.exp(-1 / (float(rate) * seconds)) for seconds in (ATTACK, RELEASE))
    out, now = np.empty(count), 0.0
    for i, value in enumerate(open_):
        now += (opens if value > now else shuts) * (value - now)
        out[i] = now
    # Most of what is sung is sung with lips a little apart.
    out = 1.1 * gaussian_filter1d(out, SOFT * float(rate), mode="nearest") ** SPARING
    # Sound waves differ in their last bits between machines; whole numbers of a hundred don't.
    return [int(value) for value in np.round(100 * np.clip(out, 0, 1))]


def _heard(sound: Float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the level of the voice, 0 to 1, and where each moment lies between the quiet and the loud around it."""
    from scipy.ndimage import median_filter, uniform_filter1d

    middle, side = sound.mean(axis=1), (sound[:, 0] - sound[:, 1]) / 2
    low, high = (round(edge * WINDOW / RATE) for edge in (LOW, HIGH))
    m, s = (_spectrum(part)[:, low:high] for part in (middle, side))
    centred = np.clip((m - s) / (m + s + 1e-9), 0, 1)
    held, struck = median_filter(m, (15, 1)), median_filter(m, (1, 15))
    voice = m * centred * (held * held / (held * held + STRUCK * struck * struck + 1e-12)) ** 2
    power = (voice * voice).sum(axis=1)
    loud = 10 * np.log10(power + 1e-9)
    top = float(np.percentile(loud, 95))
    level = np.clip((uniform_filter1d(loud, 3) - top + RANGE) / (RANGE - 3), 0, 1)
    if top < -50:
        level = np.zeros_like(level)
    return level, _syllables(loud)


def _syllables(loud: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where each moment lies between the quiet and the loud around it, 0 to 1; `loud` is in decibels."""
    from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d

    reach = max(3, round(AROUND * RATE / HOP))
    calm = uniform_filter1d(loud, 5)
    floor, ceiling = minimum_filter1d(calm, reach), maximum_filter1d(calm, reach)
    # Less than 5 dB between them is no syllable.
    syllable = (calm - floor) / np.maximum(ceiling - floor, 5.0)
    return np.asarray(np.clip(syllable, 0, 1), np.float64)


def _spectrum(part: Any) -> NDArray[np.float32]:
    """Return magnitudes (frames, bins), each frame around its own moment."""
    padded = np.pad(part, (WINDOW // 2, WINDOW // 2))
    count = 1 + (len(padded) - WINDOW) // HOP
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]
    window = np.hanning(WINDOW).astype(np.float32)
    blocks = [np.abs(np.fft.rfft(frames[i : i + 512] * window)) for i in range(0, count, 512)]
    return np.asarray(np.concatenate(blocks) / (WINDOW / 4), np.float32)
