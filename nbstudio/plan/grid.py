"""The grid: a song's beats as a scale on which musical time can be measured.

Positions are counted in beats: 0 is the first beat, 1.5 half way between the second and the third. Before
the first beat and after the last the scale goes on at the pace it has there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from nbstudio.sound.song import Song

PHRASE = 4  # bars
HOLE = 1.5  # usual spacings; in a wider gap of a grid nothing is heard that a join could fall on
REACH = 0.5  # seconds; an onset further away is no reason to move a join


@dataclass(frozen=True)
class Grid:
    """A song as far as cutting is concerned; times in seconds."""

    seconds: float
    beats: tuple[float, ...] = ()
    downbeats: tuple[float, ...] = ()
    beats_per_bar: int = 4
    sections: tuple[float, ...] = ()
    """Where sections begin."""
    onsets: tuple[float, ...] = ()
    """Where something begins to sound, on a beat or not."""
    _marks: dict[str, tuple[float, ...]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(song: Song) -> Grid:
        """Return the grid of a song."""
        starts = tuple(section.start for section in song.sections)
        onsets = tuple(onset.time for onset in song.onsets)
        return Grid(song.seconds, song.beats, song.downbeats, song.beats_per_bar, starts, onsets)

    @property
    def has_beats(self) -> bool:
        """Whether musical time can be told at all."""
        return len(self.beats) >= 2

    @property
    def beat_seconds(self) -> float:
        """Return the mean length of a beat, in seconds."""
        return (self.beats[-1] - self.beats[0]) / (len(self.beats) - 1)

    def position(self, seconds: float) -> float:
        """Return the position, in beats, of a moment."""
        beats = self.beats
        at = bisect_right(beats, seconds) - 1
        at = min(max(at, 0), len(beats) - 2)
        return at + (seconds - beats[at]) / (beats[at + 1] - beats[at])

    def moment(self, position: float) -> float:
        """Return the moment, in seconds, of a position in beats."""
        at = min(max(int(position // 1), 0), len(self.beats) - 2)
        return self.beats[at] + (position - at) * (self.beats[at + 1] - self.beats[at])

    def after(self, seconds: float, beats: float) -> float:
        """Return the moment so many beats after another."""
        return self.moment(self.position(seconds) + beats)

    def snapped(self, seconds: float, to: str) -> float:
        """Return the nearest moment of the grid `to` (free, beat, downbeat, bar, phrase, section, onset).

        Where the grid has a hole (before the first beat, in a long rest) a moment stays as it is: nothing is cut
        on a beat that nobody hears. A section is looked for in all of the song.
        """
        marks = self.marks(to)
        if not marks:
            return seconds
        nearest = _nearest(marks, seconds)
        return nearest if abs(nearest - seconds) <= self._reach(to) + 1e-9 else seconds

    def marks(self, to: str) -> tuple[float, ...]:
        """Return all moments of the grid `to`."""
        if to not in self._marks:
            self._marks[to] = {
                "beat": lambda: self.beats if self.has_beats else (),
                "downbeat": lambda: self._bars,
                "bar": lambda: self._bars,
                "phrase": lambda: phrases(self._bars, self.sections),
                "section": lambda: self.sections,
                "onset": lambda: self.onsets,
            }.get(to, tuple)()
        return self._marks[to]

    def _reach(self, to: str) -> float:
        """Return how far a moment of the grid `to` may be: half of what its usual neighbours are apart, and some."""
        if to == "section":
            return self.seconds
        if to == "onset":
            return REACH
        marks = self.marks(to)
        steps = sorted(later - earlier for earlier, later in pairwise(marks))
        return HOLE * steps[len(steps) // 2] / 2 if steps else 0.0

    @cached_property
    def _bars(self) -> tuple[float, ...]:
        return (self.downbeats or self.beats[:: self.beats_per_bar]) if self.has_beats else ()


def phrases(bars: Sequence[float], sections: Sequence[float]) -> tuple[float, ...]:
    """Return where phrases of PHRASE bars begin, counted anew from each section's first bar.

    A section's last phrase is as long as what is left of it, up to half a phrase longer than usual.
    """
    near = min((later - earlier for earlier, later in pairwise(bars)), default=0.0) / 2
    firsts = sorted({bisect_left(bars, start - near) for start in sections} | {0})
    found: list[float] = []
    for first, stop in pairwise((*firsts, len(bars))):
        found += [bars[at] for at in range(first, stop, PHRASE) if at == first or stop - at >= PHRASE // 2]
    return tuple(found)


def _nearest(marks: Sequence[float], value: float) -> float:
    at = bisect_right(marks, value)
    around = marks[max(0, at - 1) : at + 1]
    return min(around, key=lambda mark: abs(mark - value))
