"""Bars: which beats begin one, by what is strong and what is new on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound import onsets
from nbstudio.sound.features import FPS, NOTE_FPS, Features

Doubles = NDArray[np.float64]

USUAL = 4
METRES = (4, 3)
RARE = 0.35  # how much better than in fours a song must be explained in threes


def downbeats(
    features: Features, beats: Doubles, *, first: float | None = None, per_bar: int | None = None
) -> tuple[Doubles, int]:
    """Return the beats that begin bars, and how many beats a bar has; what is told is kept to."""
    if len(beats) == 0:
        return beats, per_bar or USUAL
    if first is not None:
        metre = per_bar or USUAL
        phase = int(np.argmin(np.abs(beats - first))) % metre
        return beats[phase::metre], metre
    weight = _weights(features, beats)
    found: list[tuple[float, int, int]] = []
    for metre in (per_bar,) if per_bar else METRES:
        phases = [_contrast(weight, phase, metre) for phase in range(metre)]
        best = int(np.argmax(phases))
        found.append((phases[best] - (RARE if metre != USUAL else 0.0), metre, best))
    _, metre, phase = max(found)
    return beats[phase::metre], metre


def _weights(features: Features, beats: Doubles) -> Doubles:
    """Return how much each beat sounds like the first of a bar."""
    frames = np.clip(np.round(beats * FPS).astype(np.int64), 0, len(features.bands) - 1)
    low = ndimage.maximum_filter1d(onsets.rises(features, slice(0, onsets.LOW)), 7)[frames]
    full = ndimage.maximum_filter1d(onsets.rises(features), 7)[frames]
    notes = per_beat(features.notes, beats, NOTE_FPS)
    change = np.zeros(len(beats))
    change[1:] = 1.0 - (notes[1:] * notes[:-1]).sum(axis=1) / (
        np.linalg.norm(notes[1:], axis=1) * np.linalg.norm(notes[:-1], axis=1) + 1e-9
    )
    return _even(low) + 0.5 * _even(full) + 1.5 * _even(change)


def _contrast(weight: Doubles, phase: int, metre: int) -> float:
    first = weight[phase::metre]
    if not len(first) or len(first) == len(weight):
        return 0.0
    others = (weight.sum() - first.sum()) / (len(weight) - len(first))
    return float(first.mean() - others)


def _even(values: Doubles) -> Doubles:
    spread = float(values.std())
    result: Doubles = (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values))
    return result


def per_beat(values: NDArray[np.floating], times: Doubles, fps: float) -> Doubles:
    """Return the mean of `values` (frames, any) from each of `times` to the next, the last to the end."""
    starts = np.clip(np.round(times * fps).astype(np.int64), 0, len(values) - 1)
    ends = np.maximum(np.append(starts[1:], len(values)), starts + 1)
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0, dtype=np.float64)])
    means: Doubles = (sums[ends] - sums[starts]) / (ends - starts).reshape(-1, *[1] * (values.ndim - 1))
    return means
