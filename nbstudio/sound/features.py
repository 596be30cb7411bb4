"""Features: a song's spectra in little room: how loud each band is over time, and which notes sound.

A song goes by in blocks, so that three hours take no more memory than their features do. Filter banks are
librosa's; its onset, feature and beat modules are left alone, for they compile themselves for most of a
minute on a new machine, and what is needed of them is a few lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import librosa
import numpy as np
from librosa.filters import mel
from numpy.typing import NDArray
from scipy import fft, signal, sparse

Floats = NDArray[np.float32]

DECODED = 48_000  # the film's clock
RATE = 24_000
WINDOW, HOP, BANDS = 1024, 240, 64  # 43 ms, every 10 ms
FPS = RATE / HOP
NOTE_WINDOW, NOTE_HOP = 8192, 2400  # 341 ms, every 100 ms
NOTE_FPS = RATE / NOTE_HOP
TONE_WINDOW, TONE_HOP = 1536, 480  # 64 ms, every 20 ms, as the network was taught
TONE_FPS = RATE / TONE_HOP
TAUGHT_RATE, TAUGHT_WINDOW = 22_050, 1411  # what it was taught with: bins as wide as ours to a hundredth of one
TONES_PER_OCTAVE, LOWEST_TONE, HIGHEST_TONE, TUNING = 24, 30.0, 17_000.0, 440.0
QUIETEST = 1e-10  # power; nothing below counts as sound


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What is known of a song over time.

    `bands`: power of 64 mel bands in dB, float16, (frames at FPS, 64). `loudness`: mean square of the samples
    of a frame. `notes`: chroma, (frames at NOTE_FPS, 12), each at most 1. `tones`: log10(1 + magnitude) of
    quarter tones, float16, (frames at TONE_FPS, 136), for the network that hears beats. `samples` counts at
    DECODED. Frame i is centred on i / FPS seconds.
    """

    samples: int
    bands: NDArray[np.float16]
    loudness: Floats
    notes: Floats
    tones: NDArray[np.float16]

    @property
    def seconds(self) -> float:
        """Return the song's length."""
        return self.samples / DECODED


def gather(blocks: Iterable[Floats]) -> Features:
    """Return the features of a song that comes as blocks of mono samples at DECODED."""
    counted = [0]
    bands, loudness, notes, tones = [], [], [], []
    fine, coarse, middling = _Frames(WINDOW, HOP), _Frames(NOTE_WINDOW, NOTE_HOP), _Frames(TONE_WINDOW, TONE_HOP)
    for block in _halved(blocks, counted):
        for frames in fine.feed(block):
            bands.append(_bands(frames))
            middle = frames[:, (WINDOW - HOP) // 2 : (WINDOW + HOP) // 2]
            loudness.append(np.mean(np.square(middle), axis=1, dtype=np.float32))
        notes += [_notes(frames) for frames in coarse.feed(block)]
        tones += [_tones(frames) for frames in middling.feed(block)]

    def within(hop: int) -> int:
        """Return the frames that are centred in the song; what is beyond is silence that we added."""
        return -(-counted[0] * RATE // (DECODED * hop))

    return Features(
        counted[0],
        np.concatenate(bands)[: within(HOP)],
        np.concatenate(loudness)[: within(HOP)],
        np.concatenate(notes)[: within(NOTE_HOP)],
        np.concatenate(tones)[: within(TONE_HOP)],
    )


def _halved(blocks: Iterable[Floats], counted: list[int]) -> Iterator[Floats]:
    """Bring blocks from DECODED to RATE, without delay; the last is followed by silence for all windows."""
    taps = signal.firwin(63, 0.46).astype(np.float32)
    reach = len(taps) // 2
    before = np.zeros(reach, np.float32)
    for block in blocks:
        counted[0] += len(block)
        joined = np.concatenate([before, block])
        usable = max(0, len(joined) - 2 * reach) // 2 * 2
        if usable:
            yield signal.upfirdn(taps, joined[: usable + 2 * reach], 1, 2)[reach : reach + usable // 2]
        before = joined[usable:]
    joined = np.concatenate([before, np.zeros(2 * reach + 2 * NOTE_WINDOW, np.float32)])
    usable = (len(joined) - 2 * reach) // 2 * 2
    yield signal.upfirdn(taps, joined[: usable + 2 * reach], 1, 2)[reach : reach + usable // 2]


class _Frames:
    """Cuts a stream of samples into overlapping windows centred on multiples of `hop`."""

    MOST = 2048  # windows at once

    def __init__(self, window: int, hop: int) -> None:
        self.window, self.hop = window, hop
        self.rest = np.zeros(window // 2, np.float32)

    def feed(self, block: Floats) -> Iterator[Floats]:
        """Yield the windows, (some, window), that `block` completes."""
        joined = np.concatenate([self.rest, block])
        if len(joined) < self.window:
            self.rest = joined
            return
        frames = np.lib.stride_tricks.sliding_window_view(joined, self.window)[:: self.hop]
        for start in range(0, len(frames), self.MOST):
            yield frames[start : start + self.MOST]
        self.rest = joined[len(frames) * self.hop :]


def _spectra(frames: Floats) -> Floats:
    window = np.hanning(frames.shape[1] + 1)[:-1].astype(np.float32)
    spectra = fft.rfft(frames * window, axis=1)
    power: Floats = spectra.real**2 + spectra.imag**2
    return power


def _bands(frames: Floats) -> NDArray[np.float16]:
    power = (_mel() @ _spectra(frames).T).T
    bands: NDArray[np.float16] = (10.0 * np.log10(np.maximum(power, QUIETEST))).astype(np.float16)
    return bands


def _notes(frames: Floats) -> Floats:
    chroma: Floats = (_chroma() @ np.sqrt(_spectra(frames)).T).T
    chroma /= np.maximum(chroma.max(axis=1, keepdims=True), 1e-3)
    return chroma


def _tones(frames: Floats) -> NDArray[np.float16]:
    bank = _tone_bank()
    magnitudes = np.sqrt(_spectra(frames)[:, : bank.shape[1]])
    tones: NDArray[np.float16] = np.log10(1.0 + (bank @ magnitudes.T).T).astype(np.float16)
    return tones


@cache
def _tone_bank() -> Any:
    """Return triangles around quarter tones, each of sum 1, as many as there are bins for; (136, bins)."""
    bins = np.arange(TAUGHT_WINDOW // 2) * (TAUGHT_RATE / TAUGHT_WINDOW)
    ends = [math.log2(end / TUNING) * TONES_PER_OCTAVE for end in (LOWEST_TONE, HIGHEST_TONE)]
    tones = TUNING * 2.0 ** (np.arange(math.ceil(ends[0]), math.floor(ends[1]) + 1) / TONES_PER_OCTAVE)
    nearest = np.unique(np.abs(tones[:, None] - bins).argmin(axis=1))
    bank = np.zeros((len(nearest) - 2, len(bins)))
    for row, left, middle, right in zip(bank, nearest, nearest[1:], nearest[2:], strict=False):
        row[left : middle + 1] = np.linspace(0, 1, middle - left + 1)
        row[middle : right + 1] = np.linspace(1, 0, right - middle + 1)
    scale = TAUGHT_WINDOW / TONE_WINDOW  # a longer window sums more
    return _sparse(bank / bank.sum(axis=1, keepdims=True) * scale)


@cache
def _mel() -> Any:
    return _sparse(mel(sr=RATE, n_fft=WINDOW, n_mels=BANDS, fmin=30.0, fmax=11_000.0))


@cache
def _chroma() -> Any:
    """Return how much each frequency says of each note: full from 100 to 2000 Hz, half a semitone wide."""
    pitch = librosa.hz_to_midi(librosa.fft_frequencies(sr=RATE, n_fft=NOTE_WINDOW)[1:])
    away = (pitch - np.arange(12)[:, None] + 6.0) % 12.0 - 6.0
    octave = (pitch - 69.0) / 12.0
    bank = np.exp(-0.5 * (away / 0.5) ** 2 - 0.5 * (octave / 1.5) ** 2)
    return _sparse(np.pad(bank, ((0, 0), (1, 0))))


def _sparse(bank: NDArray[Any]) -> Any:
    """Return a filter bank whose products are cheap, and the same to the bit with any number of threads."""
    small = np.abs(bank) < 1e-3 * np.abs(bank).max()
    return sparse.csr_array(np.where(small, 0, bank).astype(np.float32))
