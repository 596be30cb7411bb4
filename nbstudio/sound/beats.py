"""Beats: where a song's pulse falls, and which of its beats begin a bar.

The tracker hears onsets as rises of the spectrum that no vibrato explains (SuperFlux, Böck and Widmer, DAFx
2013), and finds the sequence of beats that explains them best among all that keep or slowly change a tempo
(the bar-pointer model of Krebs, Böck and Widmer, ISMIR 2015, of one beat's length). Its beats are then laid
on the sub-frame onsets by regression, so that no raster of frames is left in them. Bars are found by what
is strong and new on their first beats. `analysis` asks only for `track`; another tracker can take its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound.features import FPS, NOTE_FPS, Features

Doubles = NDArray[np.float64]

SLOWEST, FASTEST = 52.0, 215.0  # beats per minute
COMMON, SPREAD = 118.0, 0.55  # the tempo that people feel first, and its spread in octaves
STEADY = 60.0  # how unlikely another tempo is, per share of change at a beat
SHARE = 10  # a tenth of a beat counts as on the beat
LAG = 3  # frames over which a rise is heard
DELAY = 0.0  # seconds by which a rise is heard late
REACH = 0.035  # seconds around a beat in which its onset is looked for


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """A song's beats and downbeats in seconds, and how sure that is (0 to 1); `per_bar` beats make a bar."""

    times: Doubles
    downbeats: Doubles
    per_bar: int
    bpm: float
    confidence: float


NONE = Beats(np.zeros(0), np.zeros(0), 4, 0.0, 0.0)


def track(
    features: Features, *, bpm: float | None = None, first_downbeat: float | None = None, per_bar: int | None = None
) -> Beats:
    """Return the beats of a song; what is told of it is believed."""
    onsets = onset_strength(features)
    if len(onsets) < 2 * FPS or onsets.max() <= 0:
        return NONE
    frames, sure = _follow(onsets, _tempo_weights(onsets, bpm))
    if len(frames) < 4:
        return NONE
    times = _smooth(_on_onsets(frames, onsets))
    return times


def onset_strength(features: Features) -> Doubles:
    """Return how much begins in each frame, about 0 to 1, relative to what begins around it."""
    rise = np.zeros(len(features.bands))
    floor = float(features.bands.max(initial=-100.0)) - 80.0
    for start in range(0, len(rise), 4096):
        part = features.bands[max(0, start - LAG) : start + 4096].astype(np.float32)
        part = np.maximum(part, floor)
        wide = ndimage.maximum_filter1d(part, 3, axis=1)
        risen = np.maximum(part[LAG:] - wide[:-LAG], 0).mean(axis=1) if len(part) > LAG else np.zeros(0)
        rise[min(start + 4096, len(rise)) - len(risen) : min(start + 4096, len(rise))] = risen
    return rise
