"""Mix: tracks summed and mastered, as loud as is asked for, and never clipping in any player.

The problem: an encoder takes some loudness away and adds peaks of its own, by up to some dB, so a level set
before it is not the level heard. What counts is measured on the finished file as a player decodes it, and
gain and ceiling are corrected by what is found there until both are right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.doubts import doubt
from nbstudio.sound import aac, clipper, decode, limiter, wave
from nbstudio.sound.loudness import RATE, decibels, measure

Floats = NDArray[np.float32]

CLOSE = 0.03  # LU: an independent meter may be off by some hundredths itself
MARGIN = 1.0  # dB that the encoder is expected to add to peaks where they are limited
USUAL = 0.015  # LU that it takes away from music
LOSS = 0.7  # LU that it may take away, and the limiter must have room to give back
SURE = 0.03  # dB below the ceiling that a peak must be, for meters differ
SPARE = 0.05  # dB below the ceiling that a correction aims at
TURNS = 8
RAISED = 30.0  # dB of gain from which on it is the recording's own noise that is heard
REACHED = 0.1  # LU beside the target that count as reached
SHORTEST = 4 * RATE // 10  # samples: of less BS.1770 tells no loudness
BLOCK = 10 * RATE  # samples that are summed at once
KEPT = 10 * 60 * RATE  # samples that stay in memory; a longer film is summed anew each time


@dataclass(frozen=True, slots=True)
class Mastered:
    """What was measured of the finished file, decoded: LUFS and dBTP (-inf for silence); gain in dB."""

    loudness: float
    true_peak: float
    gain: float
    samples: int


def total(tracks: Sequence[wave.Sound], samples: int) -> Iterator[Floats]:
    """Yield the sum of tracks, so many samples long, in blocks: the mix before it is mastered."""
    for start in range(0, samples, BLOCK):
        last = min(start + BLOCK, samples)
        heard = [track for track in tracks if track.offset < last and track.end > start]
        if len(heard) == 1:
            yield heard[0].between(start, last)
            continue
        added = np.zeros((last - start, wave.CHANNELS))
        for track in heard:
            added += track.between(start, last)
        yield added.astype(np.float32)


def master(
    tracks: Sequence[Path],
    out: Path,
    *,
    samples: int,
    target: float = -14.0,
    ceiling: float = -1.0,
    bitrate: int = 256_000,
    progress: Callable[[float], None] = lambda _: None,
) -> Mastered:
    """Write the sum of `tracks` to `out` (M4A, AAC-LC, 48 kHz stereo), `samples` long.

    It is `target` LUFS loud and stays under `ceiling` dBTP, however soft its tracks are, as far as a meter hears
    them: what none does (all of it below -70 LUFS, the gate of BS.1770) is silence, and stays as it is.

    Doubts of a mix that is silent (mix-silent), that was raised so far that its noise is heard (mix-raised), and
    that is not what was asked for (loudness-missed).

    Raises StepError (not-a-track) for a file that is no track.
    """
    source = _kept([wave.read(path) for path in tracks], samples)
    under, wanted = ceiling - MARGIN, target + USUAL
    plain = measure(source())
    knee, profile = clipper.knee_for(
        lambda knee: measure(clipper.rounded(block, knee) for block in source()),
        plain,
        target + LOSS,
        under,
    )
    for turn in range(TURNS):
        gain = limiter.gain_for(profile, wanted, under)
        factors = limiter.curve(profile, gain, under)
        written = aac.encode(_levelled(source(), factors, knee), out, bitrate=bitrate)
        heard = measure(_fitted(decode.blocks(out), written))
        missing = target - heard.loudness
        over = heard.true_peak - ceiling
        progress((turn + 1) / TURNS)
        if (math.isinf(missing) or abs(missing) <= CLOSE) and over <= -SURE:
            break
        if over > -SURE:
            under = min(under, decibels(float(profile.peak.max())) + gain) - over - SPARE
        if not math.isinf(missing):
            wanted += missing
    mastered = Mastered(heard.loudness, heard.true_peak, gain, written)
    _doubted(mastered, plain.loudness, target, ceiling)
    return mastered


def _doubted(mastered: Mastered, before: float, target: float, ceiling: float) -> None:
    """Tell what a person who listens would want to know of a mix that was `before` LUFS loud."""
    level, peak = mastered.loudness, mastered.true_peak
    if math.isinf(level) and mastered.samples >= SHORTEST:
        doubt(
            "the mix is silent",
            code="mix-silent",
            notes=[f"nothing in it passes -70 LUFS, where meters begin to hear; it peaks at {peak:.1f} dBTP"],
            hint="listen to the files of its tracks; what is meant to be heard needs a higher `gain`",
        )
        return
    if abs(target - level) > REACHED and not math.isinf(level):
        doubt(
            f"the mix is {level:.1f} LUFS loud, not {target:g}",
            code="loudness-missed",
            notes=[f"{mastered.gain:.1f} dB of gain under a ceiling of {ceiling:g} dBTP bring it no nearer"],
            hint="ask for less in `audio: {loudness: {target: …}}`, or give its tracks more body and fewer peaks",
        )
    if peak > ceiling:
        doubt(
            f"the mix peaks at {peak:.1f} dBTP, above its ceiling of {ceiling:g}",
            code="loudness-missed",
            notes=["the encoder adds more to its peaks than could be taken from them"],
            hint="ask for a lower `true_peak` or a lower loudness",
        )
    if target - before > RAISED and not math.isinf(before):
        doubt(
            f"the mix is very soft and was raised by {target - before:.0f} dB",
            code="mix-raised",
            notes=[f"it was {before:.1f} LUFS loud and is {level:.1f} now, and so is the noise in it"],
            hint="record it louder, or ask for a lower loudness in `audio: {loudness: {target: …}}`",
        )


def _kept(tracks: Sequence[wave.Sound], samples: int) -> Callable[[], Iterable[Floats]]:
    """Return what yields the sum's blocks from the beginning whenever it is called."""
    if samples > KEPT:
        return lambda: total(tracks, samples)
    kept = list(total(tracks, samples))
    return lambda: kept


def _fitted(blocks: Iterable[Floats], samples: int) -> Iterator[Floats]:
    """Cut a sound to so many samples; it is always read to its end."""
    at = 0
    for block in blocks:
        if at < samples:
            yield block[: samples - at]
        at += len(block)


def _levelled(blocks: Iterable[Floats], factors: Floats, knee: float) -> Iterator[Floats]:
    at = 0
    for block in blocks:
        yield limiter.apply(clipper.rounded(block, knee), at, factors)
        at += len(block)
