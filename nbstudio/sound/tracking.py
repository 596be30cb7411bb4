"""Tracking: the sequence of beats that explains best what a network hears.

Two answers are found. One may change its tempo at every beat: the bar-pointer model (Krebs, Böck and Widmer,
ISMIR 2015) cut down to beats, solved beat by beat instead of frame by frame, for all frames of a beat but the
first few say the same. The other keeps one tempo throughout, as most recorded music does: of all even grids near
the first answer's tempo the one with most beats under it. It bridges breaks in which the first loses its way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound.activations import FPS, Activations

Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]

SLOWEST, FASTEST = 54.0, 214.0  # beats per minute
ROOM = 0.04  # how far a tempo that is told, or the one felt, is believed to be off
SHARE = 16  # a beat takes up one of so many parts of the time to the next
STEADY = 100.0  # how unlikely another tempo is, per share of change at a beat
ONSET = 0.5  # what an onset of usual strength counts beside the network's word
USUAL = 0.5  # strength of an onset that neither speaks for a beat nor against it
LONGEST = 15 * 60.0  # seconds beyond which no song is looked at for one tempo: that would take its square in time
NOWHERE = -1e18


def lengths(bpm: float | None) -> Indices:
    """Return the lengths, in frames at FPS, that a beat may have."""
    slow, fast = (SLOWEST, FASTEST) if bpm is None else (bpm / (1 + ROOM), bpm * (1 + ROOM))
    shortest = max(2, int(np.floor(60 * FPS / fast)))
    return np.arange(shortest, max(shortest + 1, int(np.ceil(60 * FPS / slow))) + 1)


def follow(heard: Activations, allowed: Indices) -> Indices:
    """Return the frames (at FPS) of the most likely beats, of any tempo and with any changes of it.

    `best[t, n]` is the score of all that has a beat at frame t whose next follows after the n-th of the allowed
    lengths. As many frames are taken at once as the shortest beat is long, for they can't depend on each other.
    """
    count, shortest, longest = len(heard), int(allowed[0]), int(allowed[-1])
    if count <= longest:
        return np.zeros(0, np.int64)
    beat, none = (_sums(values, longest) for values in (np.log(heard.beat), np.log(heard.none / (SHARE - 1))))
    taken = -(-allowed // SHARE)  # the frames of a beat that count as its stroke
    change = -STEADY * np.abs(allowed[:, None] / allowed[None, :] - 1.0)
    change -= np.log(np.exp(change).sum(axis=1, keepdims=True))
    ring = shortest + longest + 1
    best = np.full((ring, len(allowed)), NOWHERE)
    back = np.full((count, len(allowed)), -1, np.int16)
    column = np.arange(len(allowed))
    for start in range(0, count, shortest):
        at = np.arange(start, min(count, start + shortest))
        before = at[:, None] - allowed
        arrived = np.where(before >= 0, best[before % ring, column], NOWHERE)
        reached = arrived[:, :, None] + change
        come = reached.argmax(axis=1)
        score = np.take_along_axis(reached, come[:, None, :], axis=1)[:, 0]
        begun = np.where(at <= longest, none[at] - np.log(len(allowed)), NOWHERE)[:, None]
        back[at] = np.where(begun > score, -1, come)
        stroke = beat[at[:, None] + taken] - beat[at][:, None]
        rest = none[at[:, None] + allowed] - none[at[:, None] + taken]
        best[at % ring] = np.maximum(score, begun) + stroke + rest
    ends = np.arange(count - longest, count)
    final = np.where(ends[:, None] + allowed >= count, best[ends % ring], NOWHERE)
    row, length = divmod(int(final.argmax()), len(allowed))
    frame, found = int(ends[row]), []
    while True:
        found.append(frame)
        earlier = int(back[frame, length])
        if earlier < 0:
            return np.array(found[::-1], np.int64)
        frame, length = frame - int(allowed[earlier]), earlier


def even(heard: Activations, onsets: Doubles, length: float) -> Doubles:
    """Return the moments, in frames at FPS, of the best even grid whose beats are about `length` frames long."""
    count = len(heard)
    if count > LONGEST * FPS or count < 4 * length:
        return np.zeros(0)
    word = ndimage.convolve1d(evidence(heard), np.array([0.7, 1.0, 0.7]) / 2.4, mode="nearest")
    word += ONSET * (_coarse(onsets, count) - USUAL)
    found = (NOWHERE, 0.0, 0.0)
    step = length / count  # the last beat moves by a frame
    for period in np.arange(length * (1 - ROOM), length * (1 + ROOM), step):
        phases = np.arange(0.0, period)
        at = np.round(phases[:, None] + period * np.arange(int(count / period))).astype(np.int64)
        sums = word[np.minimum(at, count - 1)].sum(axis=1)
        if sums.max() > found[0]:
            found = (float(sums.max()), float(period), float(phases[sums.argmax()]))
    _, period, phase = found
    return phase + period * np.arange(int((count - 1 - phase) / period) + 1, dtype=np.float64)


def evidence(heard: Activations) -> Doubles:
    """Return how much each frame speaks for a beat on it (above 0) or against one."""
    word: Doubles = np.log(np.maximum(heard.beat, 1e-4)) - np.log(np.maximum(heard.none, 1e-4) / (SHARE - 1))
    return word


def worth(heard: Activations, onsets: Doubles, times: Doubles, fps: float) -> float:
    """Return how much speaks for beats at `times` (seconds): the network's word and the onsets (at `fps`) near them."""
    return float(_near(evidence(heard), times * FPS).sum() + ONSET * (_near(onsets, times * fps) - USUAL).sum())


def _near(values: Doubles, frames: Doubles) -> Doubles:
    """Return the largest of each of `frames` and its neighbours."""
    widest = ndimage.maximum_filter1d(values, 3, mode="nearest")
    near: Doubles = widest[np.clip(np.round(frames).astype(np.int64), 0, len(values) - 1)]
    return near


def _coarse(onsets: Doubles, count: int) -> Doubles:
    """Return onsets, that come at twice FPS, at FPS."""
    pairs = np.zeros(2 * count)
    pairs[: min(len(onsets), 2 * count)] = onsets[: 2 * count]
    return np.maximum(pairs[0::2], pairs[1::2])


def _sums(values: Doubles, beyond: int) -> Doubles:
    """Return running sums from 0; what is beyond the end counts nothing."""
    return np.concatenate([np.zeros(1), np.cumsum(values), np.full(beyond + 1, values.sum())])
