"""Stretch: the part of the song that a film covers, and the song as it is heard within it.

An output's `range` cuts the song; everything after planning (the mix, captions, accents) sees a song that
begins where the film does. `start` is the one number that leads back to the whole.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from nbstudio.sound.song import Song
from nbstudio.words.music import Loudness, Music


@dataclass(frozen=True)
class Stretch:
    """A part of a song: from `start` to `end`, in seconds of the whole."""

    whole: Song
    start: float
    end: float

    @staticmethod
    def all_of(song: Song) -> Stretch:
        """Return the whole song."""
        return Stretch(song, 0.0, song.seconds)

    @property
    def is_cut(self) -> bool:
        """Whether some of the song is left out."""
        return self.start > 0.0 or self.end < self.whole.seconds

    def sample(self, rate: int) -> int:
        """Return the sample of the song, at so many a second, that is the film's first."""
        return round(self.start * rate)

    def song(self) -> Song:
        """Return the song within the stretch: its times are counted from where the film begins."""
        song = self.whole
        if not self.is_cut:
            return song
        seconds = self.end - self.start
        first, last = bisect_left(song.beats, self.start), bisect_left(song.beats, self.end)
        return replace(
            song,
            seconds=seconds,
            samples=round(seconds * song.rate),
            beats=self._within(song.beats),
            downbeats=self._within(song.downbeats),
            energy=song.energy[first:last],
            tempo=song.tempo[first:last],
            onsets=tuple(
                replace(onset, time=onset.time - self.start)
                for onset in song.onsets
                if self.start <= onset.time < self.end
            ),
            sections=tuple(
                replace(part, start=max(0.0, part.start - self.start), end=min(seconds, part.end - self.start))
                for part in song.sections
                if part.start < self.end and part.end > self.start
            ),
        )

    def loudness(self) -> Loudness:
        """Return how loud the song is around a moment of the film, measured by all of the song."""
        whole = Music(self.whole.seconds, self.whole.beats, energy=self.whole.energy)
        return Loudness.of(whole).moved(-self.start)

    def _within(self, times: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(time - self.start for time in times if self.start <= time < self.end)
