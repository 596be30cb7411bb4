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
from nbstudio.sound.song import Onset

Doubles = NDArray[np.float64]

LAG = 2  # frames over which a rise is heard
RANGE = 80.0  # dB below the loudest that are heard at all
AROUND = 4.0  # seconds to each side that say what is loud here
LOW = 10  # bands, up to about 400 Hz: drums and basses
NEAREST = 3  # frames to each side of an onset in which there is no stronger one
CLEAR = 0.5  # strength by which an onset stands out of what is just around it
JUST_AROUND = 10  # frames to each side
DELAY = 0.003  # seconds by which rises are heard late: between drums (0 to -4 ms) and soft notes (7 ms)
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


def events(strengths: Doubles) -> tuple[Onset, ...]:
    """Return the single onsets under `strengths` (at FPS), laid between frames."""
    top = ndimage.maximum_filter1d(strengths, 2 * NEAREST + 1)
    around = ndimage.uniform_filter1d(strengths, 2 * JUST_AROUND + 1)
    frames = np.flatnonzero((strengths >= top) & (strengths > around + CLEAR))
    frames = frames[np.diff(frames, prepend=-NEAREST) >= NEAREST]
    moments = np.maximum((frames + between(strengths, frames)) / FPS - DELAY, 0.0)
    return tuple(map(Onset, moments.tolist(), strengths[frames].tolist()))


def between(strengths: Doubles, frames: NDArray[np.int64]) -> Doubles:
    """Return how far the top of each peak is from its frame, at most half a frame: a parabola's through three."""
    padded = np.pad(strengths, 1)
    left, top, right = padded[frames], padded[frames + 1], padded[frames + 2]
    curve = left - 2 * top + right
    shift = np.where(curve < -1e-9, 0.5 * (left - right) / np.where(curve < -1e-9, curve, 1.0), 0.0)
    return np.clip(shift, -0.5, 0.5)
