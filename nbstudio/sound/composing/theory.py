"""Theory: keys, scales and chords, as numbers.

Pitches are MIDI numbers (60 is middle C), pitch classes 0 to 11 (0 is C). Chords are written as musicians
do, in Roman numerals over the key's own scale: `vi7`, `bVII`, `V7`, `Isus4`, `iv`. Capitals are major.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}
"""Semitones above the tonic of each degree."""

NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SHARPS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLATS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
FLAT_MAJORS = frozenset({1, 3, 5, 8, 10})
NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii")

QUALITIES = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "mmaj7": (0, 3, 7, 11),
    "9": (0, 4, 7, 10, 14),
    "m9": (0, 3, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "13": (0, 4, 7, 10, 14, 21),
    "sus4": (0, 5, 7),
    "sus2": (0, 2, 7),
    "7sus4": (0, 5, 7, 10),
    "dim": (0, 3, 6),
    "m7b5": (0, 3, 6, 10),
    "5": (0, 7),
}
"""Semitones above the root of each chord's notes."""

_ROMAN = re.compile(r"(b|#)?(vii|iii|vi|iv|ii|v|i|VII|III|VI|IV|II|V|I)([a-z0-9]*)")


@dataclass(frozen=True, slots=True)
class Harmony:
    """A chord: its root's pitch class, its quality, and the numeral it was written as."""

    root: int
    quality: str
    numeral: str

    @property
    def tones(self) -> tuple[int, ...]:
        """Return the pitch classes of its notes, the root first."""
        return tuple((self.root + step) % 12 for step in QUALITIES[self.quality])

    def symbol(self, flat: bool) -> str:
        """Return how a lead sheet writes it."""
        return spelled(self.root, flat) + self.quality


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic's pitch class and the name of its scale."""

    tonic: int
    mode: str

    @property
    def minor(self) -> bool:
        """Return whether its third is small."""
        return SCALES[self.mode][2] == 3

    @property
    def flat(self) -> bool:
        """Return whether it is written with flats."""
        return (self.tonic + (3 if self.minor else 0)) % 12 in FLAT_MAJORS

    @property
    def scale(self) -> tuple[int, ...]:
        """Return the pitch classes of its scale, the tonic first."""
        return tuple((self.tonic + step) % 12 for step in SCALES[self.mode])

    def __str__(self) -> str:
        """Return it as people say it."""
        return f"{spelled(self.tonic, self.flat)} {self.mode}"

    def chord(self, numeral: str) -> Harmony:
        """Return the chord that a Roman numeral stands for.

        Raises ValueError for what is none.
        """
        found = _ROMAN.fullmatch(numeral)
        if found is None:
            raise ValueError(f"`{numeral}` is no chord")
        accidental, degree, more = found.groups()
        root = SCALES[self.mode][NUMERALS.index(degree.lower())] + {"b": -1, "#": 1, None: 0}[accidental]
        small = degree.islower() and not more.startswith(("dim", "sus", "m7b5", "5"))
        quality = ("m" if small else "") + more
        if quality not in QUALITIES:
            raise ValueError(f"`{numeral}` is no chord: there is no `{quality}`")
        return Harmony((self.tonic + root) % 12, quality, numeral)


def spelled(pitch_class: int, flat: bool) -> str:
    """Return a pitch class's name."""
    return (FLATS if flat else SHARPS)[pitch_class % 12]


def tonic(name: str) -> int:
    """Return the pitch class of a name as `F#`, `Bb` or `c`.

    Raises ValueError for what is none.
    """
    letter, rest = name[:1].upper(), name[1:]
    if letter not in NAMES or rest not in {"", "#", "b", "♯", "♭"}:
        raise ValueError(f"`{name}` is no key")
    return (NAMES[letter] + {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1}[rest]) % 12


def nearest(pitch_class: int, around: float) -> int:
    """Return the pitch of that class nearest to a pitch; of two as near the lower."""
    low = round(around) - 6
    pitches = [pitch for pitch in range(low - 6, low + 19) if pitch % 12 == pitch_class % 12]
    return min(pitches, key=lambda pitch: (abs(pitch - around), pitch))
