"""Ducking: how far a track steps back while another is heard.

A compressor's side chain follows the voice's level, so its depth is never the one that was asked for, breathes
with every word, and begins when the word has begun. Here the whole voice is known beforehand: where it is
heard is decided first, and the depth is then a plain function of time: full a little before speech begins,
full until a while after it ends (so that it does not breathe between words), nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

RATE = 48_000
CELL = 480  # samples, 10 ms
UNDER = 30.0  # dB below its loud parts at which a voice is still heard
OVER = 6.0  # dB above a recording's own noise at which it is one
LEAST = 10.0  # dB below its loud parts: noise is never thought louder
LOUD, QUIET = 95, 10  # percentiles of a voice's level
FLOOR = -100.0  # dB of full scale: silence
EARLY = 5  # cells by which full depth comes before a voice is heard, for soft consonants begin it
SPREAD = 1  # cells to each side that one is averaged with


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how far, in dB; how soon, how long after, and how slowly back, in seconds; and above what level."""

    by: float
    attack: float
    hold: float
    release: float
    threshold: float | None = None
    """In dB of full scale; nothing for a level found from the voice itself."""


def levels(blocks: Iterable[Floats], offset: int) -> tuple[int, Doubles]:
    """Return the level of each cell in dB of full scale, and which cell of the film the first of them is.

    `blocks` are (samples, 2), the first of which is sample `offset` of the film.
    """
    first, lead = divmod(offset, CELL)
    rest = np.zeros((lead, 2), np.float32)
    powers = []
    for block in blocks:
        joined = np.concatenate([rest, block])
        whole = len(joined) // CELL * CELL
        powers.append(_powers(joined[:whole]))
        rest = joined[whole:]
    if len(rest):
        powers.append(_powers(np.concatenate([rest, np.zeros((CELL - len(rest), 2), np.float32)])))
    found = np.concatenate(powers) if powers else np.zeros(0)
    if not len(found):
        return first, found
    around = np.convolve(np.pad(found, SPREAD), np.ones(2 * SPREAD + 1) / (2 * SPREAD + 1), mode="valid")
    return first, np.maximum(10 * np.log10(np.maximum(around, 1e-12)), FLOOR)


def _powers(sound: Floats) -> Doubles:
    squares = np.square(sound, dtype=np.float64).mean(axis=1)
    cells: Doubles = squares.reshape(-1, CELL).mean(axis=1)
    return cells


def heard(level: Doubles, threshold: float | None = None) -> NDArray[np.bool_]:
    """Return which cells a voice is heard in, above a threshold in dB, or one found from its own loud and quiet."""
    if threshold is None:
        sounding = level[level > FLOOR]
        if not len(sounding):
            return np.zeros(len(level), np.bool_)
        loud = float(np.percentile(sounding, LOUD))
        noise = float(np.percentile(level, QUIET)) + OVER
        threshold = max(loud - UNDER, min(noise, loud - LEAST))
    found: NDArray[np.bool_] = level > threshold
    return found


def depths(voices: Iterable[tuple[int, NDArray[np.bool_]]], rule: Rule, samples: int) -> Doubles:
    """Return how many dB lower a track is at the beginning of each cell of a film of so many samples, and at its end.

    `voices` are cells in which a voice is heard, each with the cell of the film where they begin.
    """
    count = -(-samples // CELL)
    active = np.zeros(count, np.bool_)
    for first, cells in voices:
        part = active[max(0, first) : first + len(cells)]
        part |= cells[: len(part)]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    starts, ends = edges[::2] - EARLY, edges[1::2]
    found = np.zeros(count + 1)
    if not len(starts):
        return found
    at = np.arange(count + 1)
    after = np.searchsorted(starts, at, side="right")  # how many have begun
    until = np.where(after < len(starts), starts[np.minimum(after, len(starts) - 1)] - at, np.inf)
    since = np.where(after > 0, at - ends[np.maximum(after - 1, 0)], np.inf)
    fall = _bell(1 - until / max(1e-9, rule.attack * RATE / CELL))
    rise = _bell(1 - (since - rule.hold * RATE / CELL) / max(1e-9, rule.release * RATE / CELL))
    return rule.by * np.maximum(fall, rise)


def _bell(share: Doubles) -> Doubles:
    """Go from 0 to 1 without a corner; beyond both stay there."""
    bell: Doubles = 0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0))
    return bell


def factors(depth: Doubles, first: int, last: int) -> Doubles:
    """Return the factor for each sample of the film from `first` to before `last`."""
    near = depth[first // CELL : -(-last // CELL) + 1]
    if not near.any():
        return np.ones(last - first)
    at = np.arange(first, last) / CELL - first // CELL
    lower: Doubles = 10 ** (np.interp(at, np.arange(len(near)), near) / -20)
    return lower
