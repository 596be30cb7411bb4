"""Song: what was heard in a song, as a plain value that is kept as JSON.

Times are in seconds from the first sample that the decoder gives, which is the film's first too. `beats` may
be empty (silence, speech, rain): then `confidence` is 0 and who cuts to the song falls back on its sections,
and without changes in those on even lengths of time. `sections` always cover the song, without holes.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

SCHEMA = 1
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a song: start and end in seconds; label is intro, verse, chorus, bridge or outro; energy 0 to 1."""

    start: float
    end: float
    label: str
    energy: float


@dataclass(frozen=True, slots=True)
class Song:
    """What was heard in a song.

    `samples` counts at `rate`. `bpm` is 0 and `beats`, `downbeats` and `energy` are empty where no beat is
    felt. `energy` has one value (0 to 1) for each beat, for the time until the next.
    """

    seconds: float
    samples: int
    rate: int
    bpm: float
    confidence: float
    beats: tuple[float, ...]
    downbeats: tuple[float, ...]
    beats_per_bar: int
    energy: tuple[float, ...]
    sections: tuple[Section, ...]

    def nearest_beat(self, time: float) -> float | None:
        """Return the beat nearest to `time`, or nothing where the song has none."""
        return _nearest(self.beats, time)

    def nearest_downbeat(self, time: float) -> float | None:
        """Return the downbeat nearest to `time`, or nothing where the song has none."""
        return _nearest(self.downbeats, time)

    def section_at(self, time: float) -> Section:
        """Return the section that `time` lies in; before the first the first, after the last the last."""
        ends = [section.end for section in self.sections]
        return self.sections[min(bisect_left(ends, time, key=lambda end: end - 1e-9), len(ends) - 1)]

    def energy_at(self, time: float) -> float:
        """Return how loud the song is at `time`, 0 to 1: of its beat, or in a song without beats of its section."""
        if not self.beats:
            return self.section_at(time).energy
        return self.energy[max(0, bisect_right(self.beats, time + 1e-6) - 1)]

    def to_json(self) -> str:
        """Return the song as JSON text, the same for the same song: keys sorted, numbers to a millionth."""
        data = {
            "schema": SCHEMA,
            "seconds": _plain(self.seconds),
            "samples": self.samples,
            "rate": self.rate,
            "bpm": _plain(self.bpm),
            "confidence": _plain(self.confidence),
            "beats": [_plain(time) for time in self.beats],
            "downbeats": [_plain(time) for time in self.downbeats],
            "beats_per_bar": self.beats_per_bar,
            "energy": [_plain(value) for value in self.energy],
            "sections": [
                {
                    "start": _plain(section.start),
                    "end": _plain(section.end),
                    "label": section.label,
                    "energy": _plain(section.energy),
                }
                for section in self.sections
            ],
        }
        return json.dumps(data, indent=1, sort_keys=True) + "\n"

    @staticmethod
    def from_json(text: str) -> Song:
        """Return the song that `to_json` wrote.

        Raises ValueError for a text of another kind or schema.
        """
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise ValueError("this is no analysis of a song that is known here")
        try:
            return Song(
                seconds=float(data["seconds"]),
                samples=int(data["samples"]),
                rate=int(data["rate"]),
                bpm=float(data["bpm"]),
                confidence=float(data["confidence"]),
                beats=tuple(float(time) for time in data["beats"]),
                downbeats=tuple(float(time) for time in data["downbeats"]),
                beats_per_bar=int(data["beats_per_bar"]),
                energy=tuple(float(value) for value in data["energy"]),
                sections=tuple(
                    Section(float(part["start"]), float(part["end"]), str(part["label"]), float(part["energy"]))
                    for part in data["sections"]
                ),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"this analysis of a song is incomplete: {error}") from error


def _plain(value: float) -> float:
    """Round, and write no minus before a zero."""
    return round(float(value), DIGITS) + 0.0


def _nearest(times: Sequence[float], time: float) -> float | None:
    """Return the one of sorted `times` nearest to `time`; of two as near the earlier."""
    if not times:
        return None
    at = bisect_left(times, time)
    around = times[max(0, at - 1) : at + 1]
    return min(around, key=lambda other: abs(other - time))
