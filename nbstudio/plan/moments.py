"""Moments: points that a spec names, found in the song that was heard.

Bars are counted from the first downbeat, beats from the first beat, sections of one name in order: `chorus`
is the first chorus and `chorus.2` the second. Words of the lyrics are where they are sung first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from nbstudio.diagnostics import did_you_mean
from nbstudio.plan.grid import Grid
from nbstudio.sound.song import Section, Song
from nbstudio.spec.moment import Moment, Range
from nbstudio.spec.time import Duration

Sung = Sequence[tuple[str, float]]
"""Words of the song, one by one, and when each begins, in seconds."""


LATE = 1.0
"""Seconds after the song's end at which a range may still be told to end: it is written as players show the length."""


class Nowhere(ValueError):  # noqa: N818 - it says where the moment is not
    """A moment that the song does not have; says why, and what to do about it."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


@dataclass(frozen=True)
class Music:
    """A song in which moments are looked up; `rate` is the film's, for moments in frames."""

    song: Song
    rate: Fraction
    words: Sung = ()

    def at(self, moment: Moment) -> float:
        """Return a moment in seconds.

        Raises Nowhere for a bar, beat, section or word that the song does not have.
        """
        return min(max(0.0, self._moved(moment)), self.song.seconds)

    def inside(self, moment: Moment, over: float = 0.0) -> float:
        """Return a moment that has to be in the song, in seconds; it may be told to be so much over the end.

        Raises Nowhere.
        """
        seconds, end = self._moved(moment), self.song.seconds
        if seconds > end + over or (not over and seconds >= end):
            raise self._beyond(moment)
        return self.at(moment)

    def span(self, asked: Range) -> tuple[float, float]:
        """Return a range, in seconds.

        Raises Nowhere, also for a range that ends before it begins, and for one that is not in the song.
        """
        if asked.end is None:
            section = self.section(asked.start.name)
            return section.start, section.end
        start, end = self.inside(asked.start), self.inside(asked.end, LATE)
        if end <= start:
            raise Nowhere("empty-range", f"`{asked}` ends before it begins", "write the earlier moment first")
        return start, end

    def after(self, seconds: float, length: Duration, *, back: bool = False) -> float:
        """Return the moment so long after another, or before it."""
        sign = -1.0 if back else 1.0
        if length.unit in {"beats", "bars"}:
            grid = self._grid("beats")
            return grid.after(seconds, sign * length.amount * (grid.beats_per_bar if length.unit == "bars" else 1))
        amount = float(length.amount / self.rate) if length.unit == "frames" else length.amount
        return seconds + sign * amount

    def section(self, name: str) -> Section:
        """Return the section that a spec calls `chorus.2`.

        Raises Nowhere where the song has none of that name.
        """
        label, _, number = name.partition(".")
        alike = [section for section in self.song.sections if section.label == label]
        if label == "drop" and not alike:  # where nothing is called so, it is the loudest place that comes suddenly
            alike = [_drop(self.song.sections)] if len(self.song.sections) > 1 else []
        wanted = int(number or 1)
        if 1 <= wanted <= len(alike):
            return alike[wanted - 1]
        names = labels(self.song.sections)
        hint = did_you_mean(name, names) or f"the song has {', '.join(names)}"
        raise Nowhere("unknown-section", f"the song has no section `{name}`", hint)

    def _moved(self, moment: Moment) -> float:
        seconds = self._plain(moment)
        return self.after(seconds, moment.offset, back=moment.back) if moment.offset else seconds

    def _plain(self, moment: Moment) -> float:
        if moment.kind == "seconds":
            return moment.amount
        if moment.kind == "frames":
            return float(Fraction(moment.amount) / self.rate)
        if moment.kind == "section":
            return self.section(moment.name).start
        if moment.kind == "lyric":
            return self._sung(moment.name)
        grid = self._grid(moment.kind + "s")
        if moment.kind == "beat":
            return self._inside(moment, grid.moment(moment.amount - 1))
        bars = grid.marks("bar")
        first = grid.position(bars[0]) if bars else 0.0
        if moment.beat > grid.beats_per_bar:
            hint = f"write the bar after it: `bar:{moment.amount + 1:g}`, or count on: `beat:…`"
            said = f"the bars of the song have {grid.beats_per_bar} beats, and `{moment}` is after the last of its bar"
            raise Nowhere("no-such-beat", said, hint)
        return self._inside(moment, grid.moment(first + (moment.amount - 1) * grid.beats_per_bar + moment.beat - 1))

    def _inside(self, moment: Moment, seconds: float) -> float:
        if seconds < self.song.seconds:
            return seconds
        raise self._beyond(moment)

    def _beyond(self, moment: Moment) -> Nowhere:
        song = self.song
        known = f"it is {song.seconds:.2f} s long"
        if moment.kind in {"bar", "beat"}:
            known = f"the song has {len(song.beats)} beats, {len(song.downbeats)} bars"
        return Nowhere("beyond-song", f"`{moment}` is after the song's end", known)

    def _grid(self, what: str) -> Grid:
        song = self.song
        grid = Grid(song.seconds, song.beats, song.downbeats, song.beats_per_bar)
        if grid.has_beats:
            return grid
        raise Nowhere(
            "beats-needed",
            f"this is counted in {what}, and none can be heard in the song",
            "give a time, or say the tempo: `music: {file: …, bpm: …, first_downbeat: …}`",
        )

    def _sung(self, phrase: str) -> float:
        wanted = [_bare(word) for word in phrase.split() if _bare(word)]
        sung = [_bare(word) for word, _ in self.words]
        for at in range(len(sung) - len(wanted) + 1):
            if sung[at : at + len(wanted)] == wanted:
                return self.words[at][1]
        hint = "write them as the lyrics do" if sung else "give the song's lyrics: `music: {lyrics: song.lrc}`"
        raise Nowhere("unknown-lyric", f"nobody sings `{phrase}` in the song", hint)


def labels(sections: Sequence[Section]) -> list[str]:
    """Return the name of each section, numbered: verse.1, chorus.1, verse.2."""
    counts: dict[str, int] = {}
    found = []
    for section in sections:
        counts[section.label] = counts.get(section.label, 0) + 1
        found.append(f"{section.label}.{counts[section.label]}")
    return found


def _drop(sections: Sequence[Section]) -> Section:
    """Return the section that is most louder than the one before it."""
    rises = [later.energy - earlier.energy for earlier, later in pairwise(sections)]
    return sections[1 + rises.index(max(rises))]


def _bare(word: str) -> str:
    return "".join(char for char in word.lower() if char.isalnum())
