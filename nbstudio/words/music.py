"""Music: what the writer of a storyboard has to know of a song, as plain values."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from typing import Any

BEAT_WITHOUT_GRID = 0.5  # seconds; what a beat is worth in a song that has none (120 a minute)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a song: `label` as verse or verse.1; start and end in seconds; energy from 0 to 1."""

    label: str
    start: float
    end: float
    energy: float


@dataclass(frozen=True, slots=True)
class Music:
    """A song: length, beats and downbeats in seconds, energy (0 to 1) of each beat, sections in order.

    All but the length may be empty. `onsets` are where something begins to sound; `lines` are where each line of the
    lyrics is sung, from and to, in order, `texts` what it says, and `words` where each of their words is sung.
    """

    seconds: float
    beats: tuple[float, ...] = ()
    downbeats: tuple[float, ...] = ()
    beats_per_bar: int = 4
    energy: tuple[float, ...] = ()
    sections: tuple[Section, ...] = ()
    onsets: tuple[float, ...] = ()
    lines: tuple[tuple[float, float], ...] = ()
    texts: tuple[str, ...] = ()
    words: tuple[tuple[float, float], ...] = ()

    @property
    def beat(self) -> float:
        """Return the usual distance of two beats, in seconds (the median)."""
        beats = moments(self.beats, self.seconds)
        steps = sorted(later - earlier for earlier, later in pairwise(beats))
        return steps[len(steps) // 2] if steps else BEAT_WITHOUT_GRID

    def to_json(self) -> dict[str, Any]:
        """Return the song as plain values."""
        return {
            "seconds": self.seconds,
            "beats": list(self.beats),
            "downbeats": list(self.downbeats),
            "beats_per_bar": self.beats_per_bar,
            "energy": list(self.energy),
            "sections": [
                {"label": part.label, "start": part.start, "end": part.end, "energy": part.energy}
                for part in self.sections
            ],
            "onsets": list(self.onsets),
            "lines": [list(line) for line in self.lines],
            "texts": list(self.texts),
            "words": [list(word) for word in self.words],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Music:
        """Return the song that `to_json` told; other keys are left alone."""
        return Music(
            seconds=float(data["seconds"]),
            beats=tuple(map(float, data.get("beats", ()))),
            downbeats=tuple(map(float, data.get("downbeats", ()))),
            beats_per_bar=int(data.get("beats_per_bar", 4)),
            energy=tuple(map(float, data.get("energy", ()))),
            sections=tuple(
                Section(str(part["label"]), float(part["start"]), float(part["end"]), float(part.get("energy", 0.5)))
                for part in data.get("sections", ())
            ),
            onsets=tuple(_onset(onset) for onset in data.get("onsets", ())),
            lines=_spans(data.get("lines", ())),
            texts=tuple(map(str, data.get("texts", ()))),
            words=_spans(data.get("words", ())),
        )


def _spans(told: Iterable[tuple[Any, Any]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(start), float(end)) for start, end in told)


def _onset(told: Any) -> float:
    """Return when an onset is, told alone or with its strength."""
    return float(told[0] if isinstance(told, (list, tuple)) else told)


def moments(times: Iterable[float], seconds: float) -> tuple[float, ...]:
    """Return the times that lie inside the song, in order, each once."""
    return tuple(sorted({time for time in times if isfinite(time) and 0.0 <= time < seconds}))


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a song is around a moment, relative to its own quietest and loudest."""

    beats: tuple[float, ...]
    sums: tuple[float, ...]
    low: float
    spread: float

    @staticmethod
    def of(music: Music) -> Loudness:
        """Gather the energy of a song's beats; without any, of its sections."""
        pairs = sorted(
            (time, min(max(value, 0.0), 1.0))
            for time, value in zip(music.beats, music.energy, strict=False)
            if isfinite(time) and isfinite(value)
        )
        pairs = pairs or sorted((part.start, part.energy) for part in music.sections if isfinite(part.energy))
        sums = [0.0]
        for _, value in pairs:
            sums.append(sums[-1] + value)
        ranked = sorted(value for _, value in pairs)
        low = ranked[len(ranked) // 10] if ranked else 0.0
        high = ranked[-1 - len(ranked) // 10] if ranked else 0.0
        return Loudness(tuple(time for time, _ in pairs), tuple(sums), low, high - low)

    def moved(self, seconds: float) -> Loudness:
        """Return the same for a clock that begins so much earlier (later, where negative)."""
        return replace(self, beats=tuple(time + seconds for time in self.beats)) if seconds else self

    def between(self, start: float, end: float) -> float:
        """Return 0 for the song's quietest, 1 for its loudest, 0.5 where it hardly changes or is unknown."""
        first = bisect_left(self.beats, start)
        last = bisect_right(self.beats, end)
        if self.spread < 0.08:
            return 0.5
        if last <= first:
            first = max(0, bisect_right(self.beats, start) - 1)
            last = first + 1
        mean = (self.sums[last] - self.sums[first]) / (last - first)
        return min(max((mean - self.low) / self.spread, 0.0), 1.0)
