"""Beats: where a song's pulse falls.

The tracker finds the sequence of beats that explains the onsets best among all that keep or slowly change
a tempo: the state is the last beat and the length before it, as in the bar-pointer model (Krebs, Böck and
Widmer, ISMIR 2015) cut down to beats. Those beats are then laid on the onsets between frames and smoothed
by regression, so that no raster is left in them. `analysis` asks only for `track`; another tracker, heard by
a network say, can take its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from nbstudio.sound.features import FPS, Features

Doubles = NDArray[np.float64]
Indices = NDArray[np.int64]

SLOWEST, FASTEST = 52.0, 214.0  # beats per minute
COMMON, SPREAD = 118.0, 0.55  # the tempo that people feel first, and its spread in octaves
TOLD_SPREAD = 0.03  # the same where the tempo is told: half an octave is then far away
STEADY = 60.0  # how unlikely another tempo is, per share of change at a beat
REPEATED = 6.0  # how much onsets that come again after a beat's length speak for it
PRESENT = 0.3  # strength of an onset that is there at all
MINIMUM = 1.0  # strength that an onset on a beat should have
DELAY = 0.003  # seconds by which rises are heard late: between drums (0 to -4 ms) and soft notes (7 ms)
REACH = 4  # frames to each side of a beat in which its onset is looked for
STRAIGHT = 0.02  # seconds of deviation below which a song keeps one tempo throughout
WINDOW = 16  # beats over which a changing tempo is smoothed
FEWEST = 4  # beats that make a pulse
SURE = 0.2  # confidence below which there is no pulse
CLOSE = 0.02  # seconds
SILENCE = 1e-5  # of the loudest mean square: -50 dB


@dataclass(frozen=True, slots=True, eq=False)
class Pulse:
    """Beats in seconds, in order; the tempo, and how sure it all is (0 to 1)."""

    times: Doubles
    bpm: float
    confidence: float


SILENT = Pulse(np.zeros(0), 0.0, 0.0)


def track(onsets: Doubles, features: Features, *, bpm: float | None = None, through: float | None = None) -> Pulse:
    """Return the pulse under `onsets` (strength at FPS).

    A tempo that is told is kept to, and felt where nothing else would be; the grid is moved so that one of
    its beats falls on `through` (seconds). No beats are returned where none is felt, nor in silence before
    and after the music.
    """
    if not onsets.any():
        return SILENT if bpm is None else _told(features, bpm, through or 0.0)
    lengths = _lengths(bpm)
    frames = _follow(onsets, lengths, _likely(onsets, lengths, bpm))
    confidence = _confidence(onsets, frames) if len(frames) >= FEWEST else 0.0
    if confidence < SURE:
        return Pulse(SILENT.times, 0.0, confidence) if bpm is None else _told(features, bpm, through or 0.0)
    times = _sounding(_whole(_smooth(_between_frames(onsets, frames)), features.seconds), features)
    if through is not None:
        times = _through(times, through, features.seconds)
    if len(times) < FEWEST:
        return Pulse(SILENT.times, 0.0, 0.0)
    return Pulse(times, 60.0 / float(np.median(np.diff(times))), confidence)


def _lengths(bpm: float | None) -> Indices:
    """Return the lengths, in frames, that a beat may have."""
    shortest, longest = 60 * FPS / FASTEST, 60 * FPS / SLOWEST
    if bpm is not None:
        told = 60 * FPS / bpm
        shortest, longest = min(shortest, told * 0.94), max(longest, told * 1.06)
    return np.arange(max(2, int(shortest)), int(longest) + 2)


def _likely(onsets: Doubles, lengths: Indices, bpm: float | None) -> Doubles:
    """Return how likely each length is before any beat is placed, as logarithms, at most 0."""
    felt = 60 * FPS / lengths
    middle, spread = (COMMON, SPREAD) if bpm is None else (bpm, TOLD_SPREAD)
    weights: Doubles = -0.5 * np.square(np.log2(felt / middle) / spread)
    level = onsets - ndimage.uniform_filter1d(onsets, 2 * round(FPS) + 1)
    size = 1 << int(np.ceil(np.log2(2 * len(level))))
    spectrum = np.fft.rfft(level, size)
    again = np.fft.irfft(np.square(np.abs(spectrum)))[: 4 * int(lengths[-1]) + 2]
    if again[0] > 0:
        again = ndimage.gaussian_filter1d(again / again[0], 1.0)
        at = np.arange(len(again))
        weights += REPEATED * np.mean([np.interp(times * lengths, at, again) for times in (1, 2, 3, 4)], axis=0)
    weights -= weights.max()
    return weights


def _follow(onsets: Doubles, lengths: Indices, likely: Doubles) -> Indices:
    """Return the frames of the best sequence of beats.

    `best[t]` holds, for each length that the next beat may have, the score of all that ends in a beat at t.
    Frames are taken as many at once as the shortest beat is long, for they can't depend on each other.
    """
    count, longest = len(onsets), int(lengths[-1])
    ring = longest + int(lengths[0])
    change = (-STEADY * np.abs(np.log(lengths[:, None] / lengths[None, :]))).astype(np.float32)
    gain = (onsets - MINIMUM).astype(np.float32)
    column = np.arange(len(lengths))
    best = np.zeros((ring, len(lengths)), np.float32)  # before the song anything may have been
    arrived = np.zeros((ring, len(lengths)), np.float32)
    back = np.zeros((count, len(lengths)), np.uint8 if len(lengths) < 256 else np.uint16)
    for start in range(0, count, int(lengths[0])):
        frames = np.arange(start, min(count, start + int(lengths[0])))
        scores = best[(frames[:, None] - lengths) % ring, column] + gain[frames, None] + likely.astype(np.float32)
        reached = scores[:, :, None] + change
        back[frames] = reached.argmax(axis=1)
        best[frames % ring] = reached.max(axis=1)
        arrived[frames % ring] = scores
    last = np.arange(max(0, count - longest), count)
    frame = int(last[arrived[last % ring].max(axis=1).argmax()])
    length = int(arrived[frame % ring].argmax())
    found = [frame]
    while (frame := frame - int(lengths[length])) >= 0:
        found.append(frame)
        length = int(back[frame, length])
    return np.array(found[::-1], np.int64)


def _confidence(onsets: Doubles, frames: Indices) -> float:
    """Return 0 where beats are no stronger than what lies anywhere, 1 where all that begins is on a beat."""
    near = ndimage.maximum_filter1d(onsets, 5)
    gaps = np.diff(frames)
    off = np.concatenate([near[frames[:-1] + (gaps * part).astype(np.int64)] for part in (0.15, 0.35, 0.65, 0.85)])
    on = near[frames]
    contrast = (on.mean() - off.mean()) / (on.mean() + off.mean() + 1e-9)
    carried = min(1.0, 2.0 * float(np.mean(on > PRESENT)))  # a few onsets in half a minute of drone are no pulse
    return float(np.clip(contrast * carried, 0.0, 1.0))


def _between_frames(onsets: Doubles, frames: Indices) -> tuple[Doubles, Doubles]:
    """Return for each beat the moment (seconds) of the onset near it, and how much it counts."""
    padded = np.pad(onsets, REACH + 1)
    around = padded[frames[:, None] + np.arange(2 * REACH + 3)]
    peak = around[:, 1:-1].argmax(axis=1) + 1
    row = np.arange(len(frames))
    left, top, right = around[row, peak - 1], around[row, peak], around[row, peak + 1]
    curve = left - 2 * top + right
    shift = np.where(curve < -1e-9, 0.5 * (left - right) / np.where(curve < -1e-9, curve, 1.0), 0.0)
    moments = (frames + peak - 1 - REACH + np.clip(shift, -0.5, 0.5)) / FPS - DELAY
    return moments, np.clip(top, 0.02, 4.0)


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
