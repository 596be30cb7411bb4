"""Beats: where a song's pulse falls.

A network says where beats are to a fiftieth of a second (see `activations`), `tracking` finds the sequence of
them. Here they are laid on the onsets between frames and smoothed by regression, so that no raster is left in
them, and the one of two sequences that more speaks for is taken. `analysis` asks only for `track`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound import activations, tracking
from nbstudio.sound.features import FPS, Features
from nbstudio.sound.onsets import DELAY, between

Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]

REACH = 4  # frames to each side of a beat in which its onset is looked for
STRAIGHT = 0.02  # seconds of deviation below which a song keeps one tempo throughout
WINDOW = 16  # beats over which a changing tempo is smoothed
FEWEST = 4  # beats that make a pulse
SURE = 0.2  # confidence below which there is no pulse
PRESENT = 0.3  # strength of an onset that is there at all
PREFERRED = 0.9  # share of the other's worth from which an even grid is taken
CLOSE = 0.02  # seconds
SILENCE = 1e-5  # of the loudest mean square: -50 dB


@dataclass(frozen=True, slots=True, eq=False)
class Pulse:
    """Beats in seconds, in order; the tempo, and how sure it all is (0 to 1)."""

    times: Doubles
    bpm: float
    confidence: float


SILENT = Pulse(np.zeros(0), 0.0, 0.0)


def track(
    onsets: Doubles,
    heard: activations.Activations,
    features: Features,
    *,
    bpm: float | None = None,
    through: float | None = None,
) -> Pulse:
    """Return the pulse that the network `heard` and that `onsets` (strength at FPS) speak for.

    A tempo that is told is kept to, and felt where nothing else would be; the grid is moved so that one of
    its beats falls on `through` (seconds). No beats are returned where none is felt, nor in silence before
    and after the music.
    """
    frames = tracking.follow(heard, tracking.lengths(bpm)) if onsets.any() else SILENT.times
    if len(frames) < FEWEST:
        return SILENT if bpm is None else _told(features, bpm, through or 0.0)
    length = float(np.median(np.diff(frames)))
    grids = [_laid(onsets, grid / activations.FPS, features) for grid in (frames, tracking.even(heard, onsets, length))]
    free, even = (tracking.worth(heard, onsets, times, FPS) if len(times) else -np.inf for times in grids)
    times = grids[even > PREFERRED * free]
    confidence = _confidence(onsets, heard, times) if len(times) >= FEWEST else 0.0
    if confidence < SURE:
        return Pulse(SILENT.times, 0.0, confidence) if bpm is None else _told(features, bpm, through or 0.0)
    if through is not None:
        times = _through(times, through, features.seconds)
    if len(times) < FEWEST:
        return Pulse(SILENT.times, 0.0, 0.0)
    return Pulse(times, 60.0 / float(np.median(np.diff(times))), confidence)


def curve(times: Doubles) -> Doubles:
    """Return the tempo at each beat, in beats per minute, over the WINDOW of beats around it."""
    if len(times) < 2:
        return np.zeros(len(times))
    count = np.arange(len(times))
    first = np.maximum(count - WINDOW // 2, 0)
    last = np.minimum(count + WINDOW // 2, len(times) - 1)
    tempo: Doubles = 60.0 * (last - first) / (times[last] - times[first])
    return tempo


def _laid(onsets: Doubles, times: Doubles, features: Features) -> Doubles:
    """Lay beats on onsets and carry them on to both ends of what sounds."""
    frames = np.round(times * FPS).astype(np.int64)
    frames = frames[frames < len(onsets)]
    if len(frames) < FEWEST:
        return SILENT.times
    return _sounding(_whole(_smooth(_between_frames(onsets, frames)), features.seconds), features)


def _confidence(onsets: Doubles, heard: activations.Activations, times: Doubles) -> float:
    """Return 0 where beats are no likelier than what lies between them, 1 where the network is sure of each.

    Rain and speech have many moments that might be beats, songs without a pulse few that are.
    """
    frames = np.clip(np.round(times * FPS).astype(np.int64), 0, len(onsets) - 1)
    on = ndimage.maximum_filter1d(onsets, 5)[frames]
    carried = min(1.0, 2.0 * float(np.mean(on > PRESENT)))  # a few onsets in half a minute of drone are no pulse
    likely = ndimage.maximum_filter1d(heard.beat, 3)
    between = times[:-1] + np.array([[0.2], [0.4], [0.6], [0.8]]) * np.diff(times)
    on_beats, off_beats = (
        float(likely[np.clip(np.round(at * activations.FPS).astype(np.int64), 0, len(likely) - 1)].mean())
        for at in (times, between)
    )
    contrast = (on_beats - off_beats) / (on_beats + off_beats)
    return float(np.clip(on_beats * contrast * carried, 0.0, 1.0))


def _between_frames(onsets: Doubles, frames: Indices) -> tuple[Doubles, Doubles]:
    """Return for each beat the moment (seconds) of the onset near it, and how much it counts."""
    padded = np.pad(onsets, REACH)
    around = padded[frames[:, None] + np.arange(2 * REACH + 1)]
    peak = np.clip(frames + around.argmax(axis=1) - REACH, 0, len(onsets) - 1)
    return (peak + between(onsets, peak)) / FPS - DELAY, np.clip(onsets[peak], 0.02, 4.0)


def _smooth(observed: tuple[Doubles, Doubles]) -> Doubles:
    """Return an even grid where the song keeps its tempo, one that follows it slowly where it does not."""
    moments, weights = observed
    count = np.arange(len(moments), dtype=np.float64)
    even = _line(count, moments, weights, count)
    if np.average(np.abs(moments - even), weights=weights) < STRAIGHT and _bend(moments - even, weights) < STRAIGHT:
        return even
    smooth = np.empty_like(moments)
    for at in range(len(moments)):
        first = max(0, min(at - WINDOW // 2, len(moments) - WINDOW - 1))
        near = slice(first, first + WINDOW + 1)
        smooth[at] = _line(count[near], moments[near], weights[near], count[at : at + 1])[0]
    return np.maximum.accumulate(smooth)


def _bend(deviation: Doubles, weights: Doubles) -> float:
    """Return the largest deviation that lasts for a window."""
    size = min(WINDOW, len(deviation))
    sums = np.convolve(deviation * weights, np.ones(size), "valid") / np.convolve(weights, np.ones(size), "valid")
    return float(np.max(np.abs(sums)))


def _line(x: Doubles, y: Doubles, weights: Doubles, at: Doubles) -> Doubles:
    """Return the values `at` of the weighted line through (x, y), fitted again without what lies far off."""
    line = y
    for _ in range(3):
        total = weights.sum()
        mean_x, mean_y = (weights * x).sum() / total, (weights * y).sum() / total
        slope = (weights * (x - mean_x) * (y - mean_y)).sum() / max((weights * (x - mean_x) ** 2).sum(), 1e-12)
        line = mean_y + slope * (x - mean_x)
        off = np.abs(y - line)
        weights = np.where(off > max(0.01, 3 * float(np.median(off))), weights * 0.1, weights)
    fitted: Doubles = mean_y + slope * (at - mean_x)
    return fitted


def _whole(times: Doubles, seconds: float) -> Doubles:
    """Carry the grid on to both ends of the song."""
    first, last = times[1] - times[0], times[-1] - times[-2]
    before = times[0] - first * np.arange(int((times[0] + CLOSE) / first), 0, -1)
    after = times[-1] + last * np.arange(1, max(0, int((seconds - times[-1]) / last)) + 1)
    return _inside(np.concatenate([before, times, after]), seconds)


def _inside(times: NDArray[np.floating], seconds: float) -> Doubles:
    """Return the times that lie in the song; one just before its beginning is meant for the beginning."""
    inside = np.where(np.abs(times) < CLOSE, np.maximum(times, 0.0), times)
    kept: Doubles = inside[(inside >= 0) & (inside < seconds)]
    return kept


def _sounding(times: Doubles, features: Features) -> Doubles:
    """Leave out the beats in the silence before and after the music."""
    loud = np.flatnonzero(features.loudness > SILENCE * features.loudness.max())
    if not len(loud):
        return times
    kept: Doubles = times[(times > loud[0] / FPS - 0.1) & (times < loud[-1] / FPS)]
    return kept


def _through(times: Doubles, moment: float, seconds: float) -> Doubles:
    """Move the grid by less than half a beat, so that a beat falls on `moment`."""
    if len(times) < FEWEST:
        return times
    moved = times + (moment - times[np.argmin(np.abs(times - moment))])
    return _whole(moved, seconds) if moment < times[0] else _inside(moved, seconds)


def _told(features: Features, bpm: float, through: float) -> Pulse:
    """Return an even grid of the tempo that was told, where nothing of it is heard."""
    beat = 60.0 / bpm
    times = through % beat + beat * np.arange(int(features.seconds / beat) + 1)
    return Pulse(_inside(times, features.seconds), bpm, 0.0)
