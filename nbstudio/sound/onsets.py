"""Onsets: how much begins at each moment of a song.

An onset is a rise of the spectrum that no vibrato explains (SuperFlux, Böck and Widmer, DAFx 2013): each
band is compared with the loudest of its neighbours a moment before. What is loud is judged against what is
around it, so that a quiet verse has onsets as a loud chorus has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound.features import FPS, Features

Doubles = NDArray[np.float64]

LAG = 2  # frames over which a rise is heard
RANGE = 80.0  # dB below the loudest that are heard at all
AROUND = 4.0  # seconds to each side that say what is loud here
LOW = 10  # bands, up to about 400 Hz: drums and basses
AUDIBLE = 1.0  # dB of rise, averaged over bands, that a song must have somewhere to have onsets at all
CHUNK = 4096


def rises(features: Features, bands: slice = slice(None)) -> Doubles:
    """Return the mean rise of `bands` in dB, of each frame over the frame LAG before it."""
    rise = np.zeros(len(features.bands))
    floor = float(features.bands.max(initial=-100.0)) - RANGE
    for start in range(LAG, len(rise), CHUNK):
        part = np.maximum(features.bands[start - LAG : start + CHUNK].astype(np.float32), np.float32(floor))
        before = ndimage.maximum_filter1d(part, 3, axis=1)[:-LAG]
        risen = np.maximum(part[LAG:] - before, 0)[:, bands]
        rise[start : start + len(risen)] = risen.mean(axis=1, dtype=np.float64)
    return rise


def strength(features: Features) -> Doubles:
    """Return the strength of each frame's onset: 0 is none, 1 the usual around it; all 0 where nothing begins."""
    rise = rises(features)
    if rise.max(initial=0.0) < AUDIBLE:
        return np.zeros(len(rise))
    squares = ndimage.uniform_filter1d(np.square(rise), 2 * round(AROUND * FPS) + 1)
    level = np.sqrt(np.maximum(squares, 0.0))  # a running mean of zeros may come out just below
    strong: Doubles = rise / np.maximum(level, 0.05 * level.max())
    return strong
