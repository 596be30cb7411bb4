"""Rising: where a word that is heard only roughly begins, by how the voice's loudness rises there.

An aligner that is unsure of a word still knows it to a tenth of a second, and within that the voice mostly comes in
once: the energy of its bands after a moment, over the energy before it, is largest where a word begins. Among
rises, one near the first guess counts for more. Where nothing rises plainly the guess stays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

RATE = 16_000
HOP, WINDOW = 80, 320
BANDS = ((200, 500), (500, 1000), (1000, 2000), (2000, 4000), (4000, 7500))
"""Hz; in dB each counts the same, so that a hiss counts as much as a vowel."""
SIDE = 8  # hops (40 ms) that are compared before and after
DEEP = 45.0  # dB under the loudest near by; what is softer is silence
NEAR, REACH = 0.1, 0.25  # seconds: the spread of guesses, and how far off a rise is still looked for
PLAIN = 6.0  # dB of a rise, from which something begins
BEFORE, AFTER = 0.08, 0.03  # seconds after the word before, and before the next, in which none is looked for


def begin(voice: Floats, guess: float, before: float, after: float) -> float:
    """Return when a word begins in `voice` (mono, 16 kHz) that was guessed to begin at `guess`.

    `before` and `after` are when the words beside it begin; all in seconds.
    """
    low = max(0.0, guess - REACH, before + BEFORE)
    high = min(guess + REACH, after - AFTER, len(voice) / RATE)
    first = max(0, int(low * RATE / HOP) - 2 * SIDE)
    last = int(high * RATE / HOP) + 2 * SIDE
    rise = _rises(voice[first * HOP : last * HOP])
    moments = (first + np.arange(len(rise))) * (HOP / RATE)
    likely = rise * np.exp(-0.5 * np.square((moments - guess) / NEAR))
    likely[(moments < low) | (moments >= high)] = 0.0
    if not likely.size or not likely.max() > 0.0:
        return guess
    at = int(np.argmax(likely))
    return float(moments[at]) if rise[at] > PLAIN else guess


def _rises(sound: Floats) -> Doubles:
    """Return for each hop by how many dB the bands are louder after it than before, on average."""
    count = len(sound) // HOP
    if count < 2 * SIDE:
        return np.zeros(count)
    padded = np.pad(sound, WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(WINDOW), axis=1)))
    width = RATE / WINDOW
    level = np.array([power[:, round(low / width) : round(high / width)].sum(axis=1) for low, high in BANDS])
    level = 10 * np.log10(level + 1e-7)
    level = np.maximum(level, level.max(axis=1, keepdims=True) - DEEP)
    sums = np.cumsum(np.pad(level, ((0, 0), (1, 0))), axis=1)
    here = np.arange(count)
    over, under = np.minimum(here + SIDE, count), np.maximum(here - SIDE, 0)
    later = (sums[:, over] - sums[:, here]) / np.maximum(1, over - here)
    sooner = (sums[:, here] - sums[:, under]) / np.maximum(1, here - under)
    found: Doubles = np.maximum(later - sooner, 0.0).mean(axis=0)
    found[0] = 0.0
    return found
