"""Limiter: the gain over time that brings a song to a loudness and keeps its true peaks under a ceiling.

It works on a profile (see `loudness`): the gain is one value for every cell, and what it does to loudness
can be told from the cells alone. Before a peak the gain comes down within a few milliseconds, along a bell,
so that it clicks nowhere; after it the gain comes back at an even pace in dB.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound.loudness import CELL, RATE, Profile, integrated

Floats = NDArray[np.float32]

AHEAD = 8  # cells, 5 ms
RELEASE = 80.0  # dB a second
CLOSE = 0.003  # LU
TURNS = 12


def curve(profile: Profile, gain: float, ceiling: float) -> Floats:
    """Return the gain (a factor) of each cell: `gain` dB, less where peaks would pass `ceiling` dBTP.

    The gain of any two neighbours is low enough for both, so that lines may be drawn between them.
    """
    if not len(profile.peak):
        return np.zeros(0, np.float32)
    height = 20 * np.log10(np.maximum(profile.peak, 1e-9)) + (gain - ceiling)
    over = np.maximum(height, 0).astype(np.float32)
    if not over.any():
        return np.full(len(over), 10 ** (gain / 20), np.float32)
    over = ndimage.maximum_filter1d(over, 2 * (AHEAD + 1) + 1, mode="nearest")
    ramp = np.arange(len(over), dtype=np.float64) * (RELEASE * CELL / RATE)
    over = (np.maximum.accumulate(over + ramp) - ramp).astype(np.float32)
    bell = np.hanning(2 * AHEAD + 3)[1:-1]
    over = ndimage.convolve1d(over, (bell / bell.sum()).astype(np.float32), mode="nearest")
    factors: Floats = (10 ** ((gain - over) / 20)).astype(np.float32)
    return factors


def loudness(profile: Profile, factors: Floats) -> float:
    """Return the integrated loudness that these gains would lead to, in LUFS."""
    return integrated(profile.energy * np.square(factors))


def gain_for(profile: Profile, target: float, ceiling: float, most: float) -> float:
    """Return the gain in dB, at most `most`, with which the limited song is `target` LUFS loud."""
    plain = profile.loudness
    if math.isinf(plain):
        return 0.0
    gain = min(target - plain, most)
    for _ in range(TURNS):
        missing = target - loudness(profile, curve(profile, gain, ceiling))
        if abs(missing) < CLOSE or (missing > 0 and gain >= most):
            break
        gain = min(gain + missing, most)
    return gain


def apply(block: Floats, start: int, factors: Floats) -> Floats:
    """Return a block of (samples, channels), the first of which is sample `start`, with its gain on it."""
    first = start // CELL
    last = (start + len(block) - 1) // CELL
    near = np.clip(np.arange(first - 1, last + 2), 0, len(factors) - 1)
    centres = (np.arange(first - 1, last + 2) + 0.5) * CELL - 0.5 - start
    gains = np.interp(np.arange(len(block)), centres, factors[near])
    return block * gains[:, None].astype(np.float32)
