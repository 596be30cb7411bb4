"""Song: what was heard in a song, as a plain value that is kept as JSON.

Times are in seconds from the first sample that the decoder gives, which is the film's first too. `beats` may
be empty (silence, speech, rain): then `confidence` is low and who cuts to the song falls back on its sections,
and without changes in those on even lengths of time. `sections` always cover the song, without holes.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = 2
DIGITS = 6
SILENT = -70.0  # LUFS; nothing is told quieter


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a song: start and end in seconds, energy 0 to 1, loudness in LUFS.

    `label` is intro, verse, chorus, bridge, outro or drop; `confidence` (0 to 1) says how clearly it begins
    and ends, 1 where a person said so.
    """

    start: float
    end: float
    label: str
    energy: float
    confidence: float = 0.0
    loudness: float = SILENT


@dataclass(frozen=True, slots=True)
class Onset:
    """A moment in seconds at which something begins; `strength` is 1 for the usual of what is around it."""

    time: float
    strength: float


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a song is as a stereo film plays it (ITU-R BS.1770-4), in LUFS.

    `short_term` has a value for every second, of the three seconds around it.
    """

    integrated: float = SILENT
    short_term: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """The key, as `A minor`, and how sure it is (0 to 1); no name where nothing has a pitch."""

    name: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Song:
    """What was heard in a song.

    `samples` counts at `rate`. `bpm` is 0 and `beats`, `downbeats`, `energy` and `tempo` are empty where no
    beat is felt. `energy` has one value (0 to 1) for each beat, for the time until the next; `tempo` the beats
    per minute around each beat.
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
    tempo: tuple[float, ...] = ()
    onsets: tuple[Onset, ...] = ()
    loudness: Loudness = Loudness()
    key: Key = Key()

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

    def data(self) -> dict[str, Any]:
        """Return the song as plain values, numbers to a millionth."""
        return {
            "schema": SCHEMA,
            "seconds": _plain(self.seconds),
            "samples": self.samples,
            "rate": self.rate,
            "bpm": _plain(self.bpm),
            "confidence": _plain(self.confidence),
            "beats": _all(self.beats),
            "downbeats": _all(self.downbeats),
            "beats_per_bar": self.beats_per_bar,
            "energy": _all(self.energy),
            "sections": [
                {
                    "start": _plain(section.start),
                    "end": _plain(section.end),
                    "label": section.label,
                    "energy": _plain(section.energy),
                    "confidence": _plain(section.confidence),
                    "loudness": _plain(section.loudness),
                }
                for section in self.sections
            ],
            "tempo": _all(self.tempo),
            "onsets": [[_plain(onset.time), _plain(onset.strength)] for onset in self.onsets],
            "loudness": {
                "integrated": _plain(self.loudness.integrated),
                "short_term": _all(self.loudness.short_term),
            },
            "key": {"name": self.key.name, "confidence": _plain(self.key.confidence)},
        }

    def to_json(self) -> str:
        """Return the song as JSON text, the same for the same song: keys sorted, numbers to a millionth."""
        return json.dumps(self.data(), indent=1, sort_keys=True) + "\n"

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
                beats=_floats(data["beats"]),
                downbeats=_floats(data["downbeats"]),
                beats_per_bar=int(data["beats_per_bar"]),
                energy=_floats(data["energy"]),
                sections=tuple(
                    Section(
                        float(part["start"]),
                        float(part["end"]),
                        str(part["label"]),
                        float(part["energy"]),
                        float(part["confidence"]),
                        float(part["loudness"]),
                    )
                    for part in data["sections"]
                ),
                tempo=_floats(data["tempo"]),
                onsets=tuple(Onset(float(time), float(strength)) for time, strength in data["onsets"]),
                loudness=Loudness(float(data["loudness"]["integrated"]), _floats(data["loudness"]["short_term"])),
                key=Key(str(data["key"]["name"]), float(data["key"]["confidence"])),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"this analysis of a song is incomplete: {error}") from error


def _all(values: Sequence[float]) -> list[float]:
    return [_plain(value) for value in values]


def _floats(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(map(float, values))


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
