"""The grid: a song's beats as a scale on which musical time can be measured.

Positions are counted in beats: 0 is the first beat, 1.5 half way between the second and the third. Before
the first beat and after the last the scale goes on at the pace it has there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """A song as far as cutting is concerned; times in seconds."""

    seconds: float
    beats: tuple[float, ...] = ()
    downbeats: tuple[float, ...] = ()
    beats_per_bar: int = 4
    sections: tuple[float, ...] = ()
    """Where sections begin."""

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
        """Return the nearest moment of the grid `to` (free, beat, downbeat, bar, phrase, section).

        A moment further from the grid than half its spacing (before the first beat, say) stays as it is.
        """
        marks = self.marks(to)
        if len(marks) < 2:
            return seconds
        nearest = _nearest(marks, seconds)
        spacing = (marks[-1] - marks[0]) / (len(marks) - 1)
        return nearest if abs(nearest - seconds) <= spacing / 2 + 1e-9 else seconds

    def marks(self, to: str) -> tuple[float, ...]:
        """Return all moments of the grid `to`."""
        bars = self.downbeats or self.beats[:: self.beats_per_bar]
        return {
            "beat": self.beats,
            "downbeat": bars,
            "bar": bars,
            "phrase": bars[::4],
            "section": self.sections,
        }.get(to, ())


def _nearest(marks: Sequence[float], value: float) -> float:
    at = bisect_right(marks, value)
    around = marks[max(0, at - 1) : at + 1]
    return min(around, key=lambda mark: abs(mark - value))
