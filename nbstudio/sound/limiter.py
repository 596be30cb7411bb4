"""Limiter: the gain over time that brings a mix to a loudness and keeps its true peaks under a ceiling.

It works on a profile (see `loudness`): the gain is one value for every cell, and what it does to loudness
can be told from the cells alone. Before a peak the gain comes down within a few milliseconds, along a bell,
so that it clicks nowhere; after it the gain comes back at an even pace in dB: at once after what is short
(a consonant, a click: nobody hears it, and nothing else is lowered with it), slowly after what lasts, for
there a gain that followed would be heard as distortion.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound.loudness import CELL, RATE, Profile, integrated

Floats = NDArray[np.float32]

AHEAD = 8  # cells, 5 ms
SLOW, FAST = 80.0, 900.0  # dB a second in which the gain comes back
SHORT = 45  # cells, 30 ms: what is above the ceiling for less than half of these is short
CLOSE = 0.002  # LU
NEAR = 0.05  # LU: what is not so near the target is not reached
MOST = 24.0  # dB of gain beyond what loudness alone asks for: more only lifts what is between the peaks
TURNS = 16
FLATTEST = 0.08  # LU that a dB of gain is believed to bring at least


def curve(profile: Profile, gain: float, ceiling: float) -> Floats:
    """Return the gain (a factor) of each cell: `gain` dB, less where peaks would pass `ceiling` dBTP.

    The gain of any two neighbours is low enough for both, so that lines may be drawn between them.
    """
    if not len(profile.peak):
        return np.zeros(0, np.float32)
    over = 20 * np.log10(np.maximum(profile.peak, 1e-9)) + (gain - ceiling)
    np.maximum(over, 0, out=over)
    if not over.any():
        return np.full(len(over), 10 ** (gain / 20), np.float32)
    lasting = ndimage.minimum_filter1d(ndimage.maximum_filter1d(over, 9), SHORT)
    lasting = ndimage.maximum_filter1d(lasting, SHORT)
    slow = _eased(np.minimum(over, lasting), SLOW)
    lower = np.maximum(slow, _eased(over, FAST))
    factors: Floats = (10 ** ((gain - lower) / 20)).astype(np.float32)
    return factors


def _eased(over: NDArray[np.floating], release: float) -> Floats:
    """Return how far the gain is lowered so that it is by `over` dB where that is asked for, and changes smoothly."""
    held = ndimage.maximum_filter1d(over, 2 * (AHEAD + 1) + 1, mode="nearest")
    ramp = np.arange(len(held), dtype=np.float64) * (release * CELL / RATE)
    held = (np.maximum.accumulate(held + ramp) - ramp).astype(np.float32)
    bell = np.hanning(2 * AHEAD + 3)[1:-1]
    eased: Floats = ndimage.convolve1d(held, (bell / bell.sum()).astype(np.float32), mode="nearest")
    return eased


def loudness(profile: Profile, factors: Floats) -> float:
    """Return the integrated loudness that these gains would lead to, in LUFS."""
    return integrated(profile.energy * np.square(factors))


def gain_for(profile: Profile, target: float, ceiling: float) -> float:
    """Return the gain in dB with which the limited mix is `target` LUFS loud; 0 for what is silent to the meter."""
    plain = profile.loudness
    if math.isinf(plain):
        return 0.0
    gain = target - plain
    return _solved(lambda gain: loudness(profile, curve(profile, gain, ceiling)), target, gain, gain + MOST)


def _solved(loud: Callable[[float], float], target: float, gain: float, most: float) -> float:
    """Return the gain, at most `most`, at which `loud` is nearest to `target`, looked for from `gain` on."""
    known: tuple[float, float] | None = None
    best = (math.inf, gain)
    for _ in range(TURNS):
        missing = target - loud(gain)
        best = min(best, (abs(missing), gain))
        if abs(missing) < CLOSE or math.isinf(missing) or (missing > 0 and gain >= most):
            break
        slope = 1.0
        if known and known[0] != gain:
            slope = min(1.0, max(FLATTEST, (known[1] - missing) / (gain - known[0])))
        known = gain, missing
        gain = min(most, gain + missing / slope)
    return best[1]


def apply(block: Floats, start: int, factors: Floats) -> Floats:
    """Return a block of (samples, channels), the first of which is sample `start`, with its gain on it."""
    first = start // CELL
    last = (start + len(block) - 1) // CELL
    near = np.clip(np.arange(first - 1, last + 2), 0, len(factors) - 1)
    centres = (np.arange(first - 1, last + 2) + 0.5) * CELL - 0.5 - start
    gains = np.interp(np.arange(len(block)), centres, factors[near])
    return block * gains[:, None].astype(np.float32)
