"""Track: one lane of the mix, from a source to the samples that are summed.

Everything is counted in whole samples of the film, so nothing drifts however long it is. A track is rendered
as long as it is heard and no longer; its file knows where it belongs (see `wave`). Where a source is cut, and
where it begins or ends in the middle of a wave, it is faded just enough not to click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound import ducking, wave
from nbstudio.sound.source import Source

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

RATE = wave.RATE
EDGE = RATE // 100  # samples: the fade where something is cut
CUT = RATE // 10  # samples: where the film's end cuts off more than these, a track dies away
DYING = RATE // 2  # samples in which it does
ENDLESS = 1 << 62


@dataclass(frozen=True, slots=True)
class Take:
    """What is taken of a source, and where it is heard; all in samples."""

    at: int = 0
    """Of the film."""
    first: int = 0
    last: int | None = None
    """Of the source; nothing for its end."""
    length: int | None = None
    """How long it is heard; nothing for as long as it lasts, or (looped) to the end of the film."""
    loop: bool = False
    crossfade: int = RATE
    """Where a loop is joined to itself; at most a quarter of it."""


@dataclass(frozen=True, slots=True)
class Level:
    """How loud it is: gain in dB at points (sample of the film, dB); pan, -1 (left) to 1; fades in samples."""

    gain: tuple[tuple[int, float], ...] = ()
    pan: float = 0.0
    fade_in: int = 0
    fade_out: int = 0


@dataclass(frozen=True, slots=True)
class Duck:
    """A rule of ducking, and the tracks under which it puts another."""

    rule: ducking.Rule
    voices: tuple[Path, ...]


def render(
    out: Path,
    pieces: Sequence[tuple[Path, int]],
    take: Take,
    level: Level,
    *,
    film: int,
    ducks: Sequence[Duck] = (),
    progress: Callable[[float], None] = lambda _: None,
) -> wave.Sound:
    """Write a track of a film of `film` samples, which is longer than `take.at`, to `out`.

    `pieces` are files, each with so many samples of silence before it.

    Raises InputError, as `Source` does.
    """
    source = Source(pieces, take.first, take.last)
    if take.loop:
        natural = ENDLESS if take.length is None else take.length
    else:
        natural = source.samples if take.length is None else min(take.length, source.samples)
    length = min(natural, film - take.at)
    begin = EDGE if level.fade_in < EDGE and source.begins_cut else 0
    end = 0
    if level.fade_out < EDGE:
        cut = natural > length or take.loop or length < source.samples or source.ends_cut
        end = DYING if natural - length > CUT else EDGE if cut else 0
    sound = source.looped(length, take.crossfade) if take.loop else source.blocks()
    envelope = _Envelope(level, take.at, length, (min(begin, length), min(end, length)), _lower(ducks, film))
    wave.write(out, _levelled(sound, envelope, progress), offset=take.at)
    return wave.read(out)


def balance(pan: float) -> tuple[float, float]:
    """Return the factors of left and right: of equal power wherever it is, and 1 in the middle."""
    angle = (pan + 1) * np.pi / 4
    return (float(np.sqrt(2) * np.cos(angle)), float(np.sqrt(2) * np.sin(angle))) if pan else (1.0, 1.0)


def _lower(ducks: Sequence[Duck], film: int) -> Doubles | None:
    """Return by how many dB a track is ducked, where several rules apply by the one that asks for most."""
    deepest = None
    for duck in ducks:
        voices = []
        for path in duck.voices:
            voice = wave.read(path)
            first, level = ducking.levels(voice.blocks(), voice.offset)
            voices.append((first, ducking.heard(level, duck.rule.threshold)))
        found = ducking.depths(voices, duck.rule, film)
        deepest = found if deepest is None else np.maximum(deepest, found)
    return deepest


def _levelled(blocks: Iterable[Floats], envelope: _Envelope, progress: Callable[[float], None]) -> Iterator[Floats]:
    at = 0
    for block in blocks:
        part = block[: envelope.length - at]
        if len(part):
            yield envelope.on(part, at)
        at += len(part)
        progress(min(1.0, at / envelope.length))
        if at >= envelope.length:
            break


@dataclass(frozen=True, slots=True)
class _Envelope:
    """The gain over all the samples of a track."""

    level: Level
    at: int
    length: int
    edges: tuple[int, int]
    """Samples of the shortest fades that keep its ends from clicking."""
    lower: Doubles | None

    def on(self, block: Floats, start: int) -> Floats:
        """Return a block, the first of which is sample `start` of the track, with its gain on it."""
        level, count = self.level, len(block)
        even = np.array(balance(level.pan))
        gain = np.ones(count)
        if len(level.gain) == 1:
            even *= 10 ** (level.gain[0][1] / 20)
        elif level.gain:
            moments, values = zip(*level.gain, strict=True)
            gain *= 10 ** (np.interp(np.arange(start, start + count) + self.at, moments, values) / 20)
        if self.lower is not None:
            gain *= ducking.factors(self.lower, self.at + start, self.at + start + count)
        for (coming, going), shape in (((level.fade_in, level.fade_out), _power), (self.edges, _bell)):
            begin = gain[: max(0, coming - start)]
            begin *= shape((start + np.arange(len(begin)) + 0.5) / max(1, coming))
            end = gain[min(count, max(0, self.length - going - start)) :]
            end *= shape((self.length - start - count + np.arange(len(end), 0, -1) - 0.5) / max(1, going))
        if (even == 1).all() and (gain == 1).all():
            return block
        found: Floats = block * gain.astype(np.float32)[:, None]
        found *= even.astype(np.float32)
        return found


def _power(share: Doubles) -> Doubles:
    """Fade so that what is not alike keeps its power where one goes and another comes."""
    faded: Doubles = np.sin(np.clip(share, 0.0, 1.0) * (np.pi / 2))
    return faded


def _bell(share: Doubles) -> Doubles:
    faded: Doubles = 0.5 - 0.5 * np.cos(np.clip(share, 0.0, 1.0) * np.pi)
    return faded
