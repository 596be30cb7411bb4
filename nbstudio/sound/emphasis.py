"""Emphasis: a voice brought forward out of its accompaniment, for ears that are made for speech.

Music repeats and a voice does not: for every moment of a song, the moments most like it elsewhere say what the
accompaniment is, and what is above their median is the voice (REPET-SIM, Rafii and Pardo, ISMIR 2012). The mask
is soft, so that where nothing repeats little is lost. It is for aligning, not for listening to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RATE = 16_000
WINDOW, HOP = 1024, 256
NEIGHBOURS = 24
APART = 62  # frames, about a second: what is nearer is the same sound, not its repetition
BANDS = 40
FLOOR = 0.05
BLOCK = 512
LONGEST = 12 * 60 * RATE
"""Samples; every moment is compared with every other, so a longer recording is taken as it is."""


def voice(samples: Floats) -> Floats:
    """Return `samples` (mono, 16 kHz) with what repeats in them turned down; the same length."""
    from scipy import signal

    if not WINDOW * 16 < len(samples) <= LONGEST:
        return samples
    _, _, spectrum = signal.stft(samples, RATE, nperseg=WINDOW, noverlap=WINDOW - HOP)
    level = np.abs(spectrum).astype(np.float32)
    behind = np.minimum(level, _repeating(level))
    above = np.square(level - behind)
    mask = np.maximum(above / (above + np.square(behind) + np.float32(1e-12)), np.float32(FLOOR))
    _, out = signal.istft(spectrum * mask, RATE, nperseg=WINDOW, noverlap=WINDOW - HOP)
    fitted = np.zeros(len(samples), np.float32)
    fitted[: min(len(out), len(samples))] = out[: len(samples)]
    return fitted


def _repeating(level: Floats) -> Floats:
    """Return for each frame the median of the frames most like it that are not beside it."""
    edges = np.unique(np.geomspace(3, len(level) - 1, BANDS).astype(int))
    bands = np.log(np.add.reduceat(np.square(level), edges, axis=0) + np.float32(1e-6))
    bands -= bands.mean(axis=0)
    bands /= np.linalg.norm(bands, axis=0) + np.float32(1e-9)
    count = level.shape[1]
    near = min(NEIGHBOURS, max(1, count - 2 * APART))
    out = np.empty_like(level)
    for first in range(0, count, BLOCK):
        likeness = bands[:, first : first + BLOCK].T @ bands
        for row in range(len(likeness)):
            at = first + row
            likeness[row, max(0, at - APART) : at + APART] = -1
        alike = np.argpartition(-likeness, near - 1, axis=1)[:, :near]
        alike.sort(axis=1)
        out[:, first : first + BLOCK] = np.median(level[:, alike], axis=2)
    return out
