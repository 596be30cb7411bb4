"""Bars: which beats begin one, by what a network hears, and by what is new on them.

The network is often sure of the metre and of the wrong beat; harmony changes with the bar, so the two are asked
together. A bar of another length (two beats put in before a chorus) is a slip that the evidence has to pay for.
They tell of tempo too: where bars of every other beat are far clearer, those are the beats that a foot taps.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound.activations import FPS, Activations
from nbstudio.sound.features import NOTE_FPS, Features

Doubles = NDArray[np.float64]

USUAL = 4
METRES = (4, 3)
LEAST = 16  # beats of which bars can tell anything
RARE = 0.4  # how much better than in fours a song must be explained in threes
HARMONY = 1.5  # what a change of harmony counts, over one beat and over two
SLIP = 30.0  # what a bar of another length costs
CLEARER = 1.4  # how much clearer bars of every other beat must be for those to be the beats
FAST = 135.0  # beats per minute up to which half as many are no nearer to what feet like, a hundred or so


def downbeats(
    features: Features,
    heard: Activations,
    beats: Doubles,
    *,
    first: float | None = None,
    per_bar: int | None = None,
) -> tuple[Doubles, int]:
    """Return the beats that begin bars, and how many beats a bar has; what is told is kept to."""
    if len(beats) == 0:
        return beats, per_bar or USUAL
    if first is not None:
        metre = per_bar or USUAL
        phase = int(np.argmin(np.abs(beats - first))) % metre
        return beats[phase::metre], metre
    _, metre, begins = _best(features, heard, beats, (per_bar,) if per_bar else METRES)
    return beats[begins], metre


def tapped(features: Features, heard: Activations, beats: Doubles, through: float | None = None) -> Doubles:
    """Return the beats, or every other one where bars of those are far clearer; `through` (seconds) is kept."""
    if len(beats) < 2 * LEAST or 60.0 / float(np.median(np.diff(beats))) < FAST:
        return beats
    halves = [beats[0::2], beats[1::2]]
    if through is not None:
        halves = [halves[int(np.argmin(np.abs(beats - through))) % 2]]
    worth, best = max(((_best(features, heard, half, METRES)[0], -at) for at, half in enumerate(halves)))
    return halves[-best] if worth > CLEARER * max(_best(features, heard, beats, METRES)[0], 0.0) else beats


def _best(
    features: Features, heard: Activations, beats: Doubles, metres: Sequence[int]
) -> tuple[float, int, NDArray[np.bool_]]:
    """Return how clear the clearest bars are, how many beats they have, and which beats begin them."""
    weight = _weights(features, heard, beats)
    found: list[tuple[float, int, NDArray[np.bool_]]] = []
    for metre in metres:
        worth, begins = _placed(weight, metre)
        found.append((worth - (RARE if metre != USUAL else 0.0), metre, begins))
    return max(found, key=lambda one: one[:2])


def _weights(features: Features, heard: Activations, beats: Doubles) -> Doubles:
    """Return how much each beat sounds like the first of a bar, 0 on average."""
    frames = np.round(beats * FPS).astype(np.int64)
    near = np.clip(frames[:, None] + np.array([-1, 0, 1]), 0, len(heard) - 1)
    stroke = near[np.arange(len(beats)), heard.beat[near].argmax(axis=1)]
    down = np.maximum(heard.downbeat[stroke], 1e-3)
    other = np.maximum(heard.beat[stroke] - heard.downbeat[stroke], 1e-3)
    notes = _unit(per_beat(features.notes, beats, NOTE_FPS))
    change = np.zeros(len(beats))
    change[1:] = 1.0 - (notes[1:] * notes[:-1]).sum(axis=1)
    pairs = _unit(notes[:-1] + notes[1:])
    slow = np.zeros(len(beats))
    slow[2:-1] = 1.0 - (pairs[2:] * pairs[:-2]).sum(axis=1)
    weight = np.log(down / other) + HARMONY * (_even(change) + _even(slow))
    result: Doubles = weight - weight.mean()
    return result


def _placed(weight: Doubles, metre: int) -> tuple[float, NDArray[np.bool_]]:
    """Return what the best bars of `metre` beats are worth, per bar, and which beats begin them."""
    count = len(weight)
    share = np.full(metre, -1.0 / (metre - 1))
    share[0] = 1.0
    change = np.full((metre, metre), -SLIP)
    change[np.arange(metre), (np.arange(metre) + 1) % metre] = 0.0
    best = weight[0] * share
    back = np.zeros((count, metre), np.int64)
    for beat in range(1, count):
        reached = best[:, None] + change
        back[beat] = reached.argmax(axis=0)
        best = reached.max(axis=0) + weight[beat] * share
    place = int(best.argmax())
    begins = np.zeros(count, np.bool_)
    for beat in range(count - 1, -1, -1):
        begins[beat] = place == 0
        place = int(back[beat, place])
    return float(best.max()) * metre / count, begins


def _unit(values: Doubles) -> Doubles:
    result: Doubles = values / (np.linalg.norm(values, axis=1, keepdims=True) + 1e-9)
    return result


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
