"""Score: a whole song on paper, as a value that is kept as JSON.

Time is counted in beats from the song's first sample, exactly: beat `b` falls on `b * 60 / bpm` seconds.
What players do around the grid (swing, being human) is in each note's `shift`, in seconds, so that the beat
map stays exact. Who plays is a `Part`; what it sounds like is data from the genre's preset.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from nbstudio.sound.song import Section, Song

SCHEMA = 1
RATE = 48_000
BEATS_PER_BAR = 4


@dataclass(frozen=True, slots=True)
class Note:
    """One note: when and how long in beats, MIDI pitch (for drums the drum's name), velocity 1 to 127."""

    beat: float
    length: float
    pitch: int | str
    velocity: int
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One player: what it is in the arrangement, how it sounds, and all its notes in order."""

    name: str
    role: str
    """drums, bass, chords, pad, arp, lead, counter or effects."""
    voice: Mapping[str, Any]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the form: label (intro, verse, chorus, bridge, outro), its first bar, bars, energy 0 to 1."""

    label: str
    bar: int
    bars: int
    energy: float


@dataclass(frozen=True, slots=True)
class Change:
    """A chord from a beat for some beats: symbol, Roman numeral, and root and tones as pitch classes."""

    beat: float
    length: float
    symbol: str
    numeral: str
    root: int
    tones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the lyrics: its text, and where it is sung, in beats."""

    beat: float
    length: float
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """A song on paper. `bars` are those played; what is left until `seconds` is the last chord ringing out."""

    genre: str
    seed: int
    bpm: float
    tonic: int
    mode: str
    key: str
    seconds: float
    bars: int
    passages: tuple[Passage, ...]
    changes: tuple[Change, ...]
    parts: tuple[Part, ...]
    lyrics: tuple[Line, ...] = ()
    title: str = ""
    mix: Mapping[str, Any] = field(default_factory=dict)
    """How the sum is made: reverb, pump, tone."""

    @property
    def samples(self) -> int:
        """Return the song's length at RATE."""
        return round(self.seconds * RATE)

    def time(self, beat: float) -> float:
        """Return when a beat is, in seconds."""
        return beat * 60.0 / self.bpm

    @property
    def beats(self) -> tuple[float, ...]:
        """Return every beat in seconds; the last is the downbeat on which the last chord is struck."""
        return tuple(self.time(beat) for beat in range(self.bars * BEATS_PER_BAR + 1))

    @property
    def downbeats(self) -> tuple[float, ...]:
        """Return the first beat of every bar, in seconds."""
        return self.beats[::BEATS_PER_BAR]

    def passage_at(self, bar: float) -> Passage:
        """Return the passage that a bar lies in."""
        return next((part for part in reversed(self.passages) if part.bar <= bar), self.passages[0])

    def song(self) -> Song:
        """Return what an analysis of the song would have to find out: exact, and certain."""
        ends = [self.time(part.bar * BEATS_PER_BAR) for part in self.passages[1:]] + [self.samples / RATE]
        starts = [0.0, *ends[:-1]]
        sections = tuple(
            Section(start, end, part.label, part.energy, 1.0)
            for start, end, part in zip(starts, ends, self.passages, strict=True)
        )
        loud = self._density()
        return Song(
            seconds=self.samples / RATE,
            samples=self.samples,
            rate=RATE,
            bpm=self.bpm,
            confidence=1.0,
            beats=self.beats,
            downbeats=self.downbeats,
            beats_per_bar=BEATS_PER_BAR,
            energy=loud,
            sections=sections,
        )

    def _density(self) -> tuple[float, ...]:
        """Return how much is played on each beat, 0 to 1: the passage's energy, coloured by the notes there."""
        count = self.bars * BEATS_PER_BAR + 1
        struck = [0.0] * count
        for part in self.parts:
            for note in part.notes:
                at = min(int(note.beat + 1e-6), count - 1)
                struck[at] += (note.velocity / 127) ** 2 * (2.0 if part.role == "drums" else 1.0)
        most = max(struck, default=1.0) or 1.0
        energy = [self.passage_at(beat / BEATS_PER_BAR).energy for beat in range(count)]
        return tuple(min(1.0, 0.75 * e + 0.25 * (s / most) ** 0.5) for e, s in zip(energy, struck, strict=True))

    def facts(self) -> dict[str, Any]:
        """Return what anybody would want to know of it."""
        return {
            "source": "composed",
            "genre": self.genre,
            "key": self.key,
            "bpm": self.bpm,
            "seed": self.seed,
            "form": " ".join(part.label for part in self.passages),
            "chords": " ".join(dict.fromkeys(change.symbol for change in self.changes)),
            "instruments": {part.name: str(part.voice.get("about", part.name)) for part in self.parts},
        }

    def to_json(self) -> str:
        """Return the score as JSON text: keys sorted, times of beats and sections told in seconds, too."""
        data = asdict(self)
        data["parts"] = [
            {
                "name": part.name,
                "role": part.role,
                "voice": dict(part.voice),
                "notes": [[_plain(n.beat), _plain(n.length), n.pitch, n.velocity, _plain(n.shift)] for n in part.notes],
            }
            for part in self.parts
        ]
        data |= {
            "schema": SCHEMA,
            "rate": RATE,
            "samples": self.samples,
            "beats_per_bar": BEATS_PER_BAR,
            "beats": [_plain(time) for time in self.beats],
            "downbeats": [_plain(time) for time in self.downbeats],
            "form": " ".join(part.label for part in self.passages),
            "instruments": {part.name: str(part.voice.get("about", part.name)) for part in self.parts},
            "lyrics": [
                {
                    **asdict(line),
                    "start": _plain(self.time(line.beat)),
                    "end": _plain(self.time(line.beat + line.length)),
                }
                for line in self.lyrics
            ],
        }
        return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"

    @staticmethod
    def from_json(text: str) -> Score:
        """Return the score that `to_json` wrote.

        Raises ValueError for a text of another kind or schema.
        """
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("schema") != SCHEMA or "passages" not in data:
            raise ValueError("this is no composition that is known here")
        try:
            return Score(
                genre=data["genre"],
                seed=data["seed"],
                bpm=data["bpm"],
                tonic=data["tonic"],
                mode=data["mode"],
                key=data["key"],
                seconds=data["seconds"],
                bars=data["bars"],
                passages=tuple(Passage(**part) for part in data["passages"]),
                changes=tuple(Change(**{**change, "tones": tuple(change["tones"])}) for change in data["changes"]),
                parts=tuple(
                    Part(part["name"], part["role"], part["voice"], tuple(Note(*note) for note in part["notes"]))
                    for part in data["parts"]
                ),
                lyrics=tuple(Line(line["beat"], line["length"], line["text"]) for line in data["lyrics"]),
                title=data["title"],
                mix=data["mix"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"this composition is incomplete: {error}") from error


def _plain(value: float) -> float:
    """Round, and write no minus before a zero."""
    return round(float(value), 6) + 0.0
