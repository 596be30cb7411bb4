"""Mix: a song made as long as its film, as loud as is asked for, and never clipping in any player.

The problem: an encoder takes some loudness away and adds peaks of its own, by up to some dB, so a level set
before it is not the level heard. What counts is measured on the finished file as a player decodes it, and
gain and ceiling are corrected by what is found there until both are right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound import aac, decode, limiter
from nbstudio.sound.loudness import RATE, measure

Floats = NDArray[np.float32]

MOST_GAIN = 20.0  # dB: what is quieter is meant to be, or is noise
CLOSE = 0.1  # LU
MARGIN = 1.0  # dB that the encoder is expected to add to peaks where they are limited
SPARE = 0.05  # dB below the ceiling that a correction aims at
TURNS = 4
KEPT = 10 * 60 * RATE  # samples that stay in memory; a longer song is decoded anew each time
CUT = RATE // 10  # samples: where more than these are cut off, the end is faded
SHORT_FADE, LONG_FADE = RATE // 100, RATE // 2


@dataclass(frozen=True, slots=True)
class Mastered:
    """What was measured of the finished file, decoded: LUFS and dBTP (-inf for silence); gain in dB."""

    loudness: float
    true_peak: float
    gain: float
    samples: int


def master(
    song: Path,
    out: Path,
    *,
    samples: int,
    first: int = 0,
    target: float = -14.0,
    ceiling: float = -1.0,
    bitrate: int = 256_000,
) -> Mastered:
    """Write `song` to `out` (M4A, AAC-LC, 48 kHz stereo), `samples` long, `target` LUFS loud, under `ceiling` dBTP.

    It begins at sample `first` of the song, and fades in quickly where that is not its beginning.

    Silence stays silence; nothing is raised by more than MOST_GAIN.

    Raises InputError, as `decode.blocks` does.
    """
    source, length = _source(song, first, samples)
    profile = measure(source())
    cut = length - samples
    fade = 0 if cut <= 0 else min(samples, SHORT_FADE if cut <= CUT else LONG_FADE)
    under, wanted = ceiling - MARGIN, target
    for turn in range(TURNS):
        gain = limiter.gain_for(profile, wanted, under, MOST_GAIN)
        factors = limiter.curve(profile, gain, under)
        written = aac.encode(
            _levelled(source(), factors, samples, SHORT_FADE if first else 0, fade), out, bitrate=bitrate
        )
        heard = measure(_fitted(decode.blocks(out), written))
        missing = target - heard.loudness
        over = heard.true_peak - ceiling
        if math.isinf(missing) or turn == TURNS - 1:
            break
        reached = abs(missing) <= CLOSE or (missing > 0 and gain >= MOST_GAIN)
        if reached and over <= 0:
            break
        if over > 0:
            under = min(under, float(20 * np.log10(max(profile.peak.max(), 1e-9))) + gain) - over - SPARE
        wanted += missing if abs(missing) > CLOSE / 2 else 0.0
    return Mastered(heard.loudness, heard.true_peak, gain, written)


def _source(song: Path, first: int, samples: int) -> tuple[Callable[[], Iterator[Floats]], int]:
    """Return what yields the song's blocks from `first` on whenever it is called, and how many samples there are."""
    counted = [0]

    def counting() -> Iterator[Floats]:
        for block in _after(decode.blocks(song), first):
            counted[0] += len(block)
            yield block

    if samples > KEPT:
        for _ in counting():
            pass
        return lambda: _fitted(_after(decode.blocks(song), first), samples), counted[0]
    kept = list(_fitted(counting(), samples))
    return lambda: iter(kept), counted[0]


def _after(blocks: Iterable[Floats], first: int) -> Iterator[Floats]:
    """Leave out a sound's first samples."""
    at = 0
    for block in blocks:
        if at + len(block) > first:
            yield block[max(0, first - at) :]
        at += len(block)


def _fitted(blocks: Iterable[Floats], samples: int) -> Iterator[Floats]:
    """Cut a sound to so many samples, or fill it up with silence; it is always read to its end."""
    at = 0
    for block in blocks:
        if at < samples:
            yield block[: samples - at]
        at += len(block)
    for start in range(at, samples, RATE):
        yield np.zeros((min(RATE, samples - start), 2), np.float32)


def _levelled(blocks: Iterable[Floats], factors: Floats, samples: int, rise: int, fade: int) -> Iterator[Floats]:
    """Put the gain on a sound, let its first `rise` samples come, and its last `fade` die away."""
    at = 0
    for block in blocks:
        level = limiter.apply(block, at, factors)
        if at < rise:
            come = np.arange(at, at + len(block))
            level = level * (0.5 - 0.5 * np.cos(np.pi * np.clip(come / rise, 0, 1)))[:, None].astype(np.float32)
        at += len(block)
        if fade and at > samples - fade:
            left = samples - np.arange(at - len(block), at)
            bell = 0.5 - 0.5 * np.cos(np.pi * np.clip(left / fade, 0, 1))
            level = level * bell[:, None].astype(np.float32)
        yield level
