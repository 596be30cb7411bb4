"""Source: what a track is taken from: files one after another, a part of them, perhaps again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.sound import decode

Floats = NDArray[np.float32]

RATE = decode.RATE
KEPT = 10 * 60 * RATE  # samples that stay in memory; a longer source is decoded anew each time
BLOCK = 10 * RATE
MILDER = 9  # laws of a crossfade that are tried
NEAR = RATE // 10  # samples that tell what steps a wave takes by itself


class Source:
    """Sounds one after another, each with silence before it, that can be heard again and again."""

    def __init__(self, pieces: Sequence[tuple[Path, int]], first: int = 0, last: int | None = None) -> None:
        """Hear `pieces` (file, samples of silence before it) from sample `first` to before `last`.

        Raises InputError as `decode.blocks` does, and (nothing-heard) where the points leave nothing.
        """
        self.pieces, self.first, self.last = pieces, first, last
        self.samples = 0
        """How many there are between the points."""
        self.whole = 0
        """How many there are in all the pieces."""
        kept: list[Floats] = []
        head = tail = np.zeros((0, 2), np.float32)
        for block in self._between():
            self.samples += len(block)
            kept = [*kept, block] if self.samples <= KEPT else []
            head = np.concatenate([head, block[: NEAR - len(head)]])
            tail = np.concatenate([tail, block[-NEAR:]])[-NEAR:]
        self._kept, self._head, self._tail = kept, head, tail
        if not self.samples:
            raise InputError(
                f"{pieces[0][0].name} has nothing to hear from {first / RATE:.3f} s on",
                code="nothing-heard",
                notes=[f"it lasts {self.whole / RATE:.3f} s"],
                hint="give an earlier `in` point",
            )

    @property
    def begins_cut(self) -> bool:
        """Whether it begins where it must be faded in: within a piece, or on a step no wave of its own takes."""
        return self.first > 0 or steps(self._head)

    @property
    def ends_cut(self) -> bool:
        """Whether it ends where it must be faded out."""
        return self.first + self.samples < self.whole or steps(self._tail[::-1])

    def blocks(self) -> Iterator[Floats]:
        """Yield it from the beginning, in blocks of (samples, 2)."""
        return iter(self._kept) if self._kept else self._between()

    def looped(self, wanted: int, crossfade: int) -> Iterator[Floats]:
        """Yield it again and again until it is at least `wanted` samples long.

        It is joined to itself by a crossfade of at most a quarter of it, of equal power however alike its end and
        beginning are (see `crossfaded`): it neither dips nor swells.
        """
        fade = min(crossfade, self.samples // 4)
        rising, falling = crossfaded(*self._ends(fade))
        before = np.zeros((0, 2), np.float32)
        made = 0
        while made < wanted:
            at = 0
            tail = []
            for block in self.blocks():
                begin, at = at, at + len(block)
                over = before[begin:at]  # the end of the time before
                sound = np.concatenate(
                    [block[: len(over)] * rising[begin : begin + len(over)] + over, block[len(over) :]]
                )
                cut = max(0, min(len(block), self.samples - fade - begin))
                tail.append(sound[cut:])
                made += cut
                yield sound[:cut]
            before = np.concatenate(tail) * falling

    def _ends(self, count: int) -> tuple[Floats, Floats]:
        """Return its last and its first samples."""
        first: list[Floats] = []
        last = np.zeros((0, 2), np.float32)
        had = 0
        for block in self.blocks():
            first.append(block[: max(0, count - had)])
            had += len(block)
            last = np.concatenate([last, block])[-count:] if count else last
        return last, np.concatenate(first)

    def _between(self) -> Iterator[Floats]:
        at = 0
        for block in self._joined():
            begin = max(0, self.first - at)
            end = len(block) if self.last is None else min(len(block), self.last - at)
            at += len(block)
            if begin < end:
                yield block[begin:end]
        self.whole = at

    def _joined(self) -> Iterator[Floats]:
        for path, pause in self.pieces:
            for start in range(0, pause, BLOCK):
                yield np.zeros((min(BLOCK, pause - start), 2), np.float32)
            yield from decode.blocks(path)


def crossfaded(going: Floats, coming: Floats) -> tuple[Floats, Floats]:
    """Return the factors of what comes and of what goes, (samples, 1), so that their sum keeps its power.

    Sine and cosine do so for what is not alike (rain, a room, a crowd), and swell by 3 dB in the middle where the
    two move as one (a tone, a bass, a loop cut on its bars). By how much is told by their correlation, and taken
    back; where they move against each other nothing is added. Of several tones some may still meet in phase and
    step higher than the sound does by itself: then more is taken back, at most until the two factors add up to 1,
    with which nothing can.
    """
    angle = (np.arange(len(coming)) + 0.5) / max(1, len(coming)) * (np.pi / 2)
    sine, cosine = np.sin(angle), np.cos(angle)
    power = np.sqrt(np.square(going, dtype=np.float64).sum() * np.square(coming, dtype=np.float64).sum())
    alike = float(np.multiply(going, coming, dtype=np.float64).sum()) / power if power else 0.0
    usual = max(_largest_step(going), _largest_step(coming))
    for share in np.linspace(min(1.0, max(0.0, alike)), 1.0, MILDER):
        even = np.sqrt(1 + 2 * share * sine * cosine)
        rising, falling = ((part / even).astype(np.float32)[:, None] for part in (sine, cosine))
        if _largest_step(coming * rising + going * falling) <= usual:
            break
    return rising, falling


def _largest_step(sound: Floats) -> float:
    return float(np.abs(np.diff(sound, axis=0)).max(initial=0.0))


def steps(sound: Floats) -> bool:
    """Tell whether a sound that comes out of silence takes a larger step there than its wave does by itself."""
    return bool(np.abs(sound[0]).max() > _largest_step(sound))
