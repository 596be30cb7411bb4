"""Loudness: how loud a sound is to people, and how high it peaks between its samples.

Integrated loudness is ITU-R BS.1770-4 (K-weighting, 400 ms blocks overlapping by three quarters, gated at
-70 LUFS and 10 LU below the mean); true peak is its annex 2 with a longer filter. A meter keeps energy and
peak of every CELL samples, enough to tell what any gain over time would do without hearing the song again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

RATE = 48_000
CELL = 32  # samples; a hundredth of a second and more of them make a block evenly
STEP = RATE // 10 // CELL  # cells in 100 ms
BLOCK = 4 * STEP
GATE, RELATIVE_GATE = -70.0, -10.0
OVER = 4  # samples looked at for each there is
REACH = 10  # samples to each side that tell a value between two

# BS.1770-4, tables 1 and 2: a shelf for the head, a high-pass for the ear, at 48 kHz.
K_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a meter has heard of a stereo sound: for every CELL samples the K-weighted energy and the true peak.

    `energy` is the sum of squares over samples and channels, `peak` the largest of |value|; the last cell may
    be filled up with silence.
    """

    samples: int
    energy: Floats
    peak: Floats

    @property
    def loudness(self) -> float:
        """Return the integrated loudness in LUFS, -inf for silence and for less than 400 ms."""
        return integrated(self.energy)

    @property
    def true_peak(self) -> float:
        """Return the true peak in dBTP, -inf for digital silence."""
        return decibels(float(self.peak.max(initial=0.0)))


def measure(blocks: Iterable[Floats]) -> Profile:
    """Measure a sound that comes as blocks of (samples, channels) at RATE; mono counts as one channel."""
    samples = 0
    energies, peaks = [], []
    state = np.zeros(0)
    taps = _interpolation()
    waiting = before = np.zeros((0, 0), np.float32)  # channels first, so that sums run along memory
    for block in _and_end(blocks):
        if block is None:
            joined = np.zeros((len(waiting), -samples % CELL + REACH), np.float32)
        else:
            joined = block.T
            if not samples:
                waiting, before = joined[:, :0], np.zeros((len(joined), REACH), np.float32)
                state = np.zeros((len(K_WEIGHTING), len(joined), 2))
            samples += len(block)
        # A cell is done when REACH samples after it are known, for the values between its last and the next.
        waiting = np.concatenate([waiting, joined], axis=1)
        whole = max(0, waiting.shape[1] - REACH) // CELL * CELL
        if not whole:
            continue
        weighted, state = signal.sosfilt(K_WEIGHTING, waiting[:, :whole], axis=1, zi=state)
        energies.append(_cells(np.square(weighted), CELL).sum(axis=2).sum(axis=0).astype(np.float32))
        around = np.concatenate([before, waiting[:, : whole + REACH]], axis=1)
        between = signal.upfirdn(taps, around, OVER, 1, axis=1)[:, 2 * REACH * OVER :][:, : whole * OVER]
        peaks.append(_cells(np.abs(between), CELL * OVER).max(axis=2).max(axis=0))
        before, waiting = around[:, whole : whole + REACH], waiting[:, whole:]
    if not energies:
        return Profile(samples, np.zeros(0, np.float32), np.zeros(0, np.float32))
    return Profile(samples, np.concatenate(energies), np.concatenate(peaks))


class Meter:
    """Hears how loud a stereo sound is while it goes by, without its peaks; much cheaper than `measure`."""

    def __init__(self) -> None:
        self._state = np.zeros((len(K_WEIGHTING), 2, 2))
        self._rest = np.zeros((2, 0))
        self._steps: list[Doubles] = []

    def hear(self, block: Floats) -> None:
        """Take the next samples, (samples, 2) at RATE."""
        weighted, self._state = signal.sosfilt(K_WEIGHTING, block.T, axis=1, zi=self._state)
        joined = np.concatenate([self._rest, weighted], axis=1)
        size = STEP * CELL
        whole = joined.shape[1] // size
        cut = joined[:, : whole * size].reshape(2, whole, size)
        self._steps.append(np.square(cut).sum(axis=2).sum(axis=0))
        self._rest = joined[:, whole * size :]

    def steps(self) -> Doubles:
        """Return the K-weighted energy of every whole 100 ms."""
        return np.concatenate(self._steps) if self._steps else np.zeros(0)


def short_term(steps: Doubles) -> Doubles:
    """Return the loudness of the three seconds around each second, in LUFS, from energies of 100 ms."""
    sums = np.concatenate([[0.0], np.cumsum(steps)])
    middle = np.arange(5, len(steps) + 5, 10)
    first, last = np.clip(middle - 15, 0, len(steps)), np.clip(middle + 15, 0, len(steps))
    mean = np.maximum(sums[last] - sums[first], 0.0) / (np.maximum(last - first, 1) * STEP * CELL)
    loudness: Doubles = -0.691 + 10 * np.log10(np.maximum(mean, _power(GATE)))
    return loudness


def _cells(values: NDArray[np.floating], size: int) -> NDArray[np.floating]:
    return values.reshape(len(values), -1, size)


def integrated(energy: NDArray[np.floating]) -> float:
    """Return the integrated loudness, in LUFS, of the K-weighted energy of cells."""
    steps = energy[: len(energy) // STEP * STEP].reshape(-1, STEP).sum(axis=1, dtype=np.float64)
    if len(steps) < 4:
        return -math.inf
    blocks = (steps[:-3] + steps[1:-2] + steps[2:-1] + steps[3:]) / (BLOCK * CELL)
    heard = blocks[blocks > _power(GATE)]
    if not len(heard):
        return -math.inf
    heard = heard[heard > heard.mean() * 10 ** (RELATIVE_GATE / 10)]
    return float(-0.691 + 10 * math.log10(heard.mean()))


def decibels(amplitude: float) -> float:
    """Return an amplitude in dB of full scale, -inf for none."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def _power(loudness: float) -> float:
    return float(10 ** ((loudness + 0.691) / 10))


def _and_end(blocks: Iterable[Floats]) -> Iterator[Floats | None]:
    """Yield the blocks that hold anything, and nothing after the last."""
    yield from (block for block in blocks if len(block))
    yield None


@cache
def _interpolation() -> Floats:
    taps = (
        signal.firwin(2 * REACH * OVER + 1, 1 / OVER, window=("kaiser", 6.0)) * OVER
    )  # leaves the samples as they are
    return np.asarray(taps, np.float32)
