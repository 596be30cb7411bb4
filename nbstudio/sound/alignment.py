"""Alignment: when every line and word of a text is heard, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written (with its punctuation): seconds, and a quality of 0 (placed by rule) to 1 (sure)."""

    text: str
    start: float
    end: float
    quality: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line as written.

    `method` is how it was placed: `phonetic` (heard word by word), `recognised` (from a recogniser's words),
    `spread` (by its syllables over the time that it was given or left), `empty` (it has no words).
    """

    text: str
    start: float
    end: float
    quality: float
    method: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """All lines, in the order of the text; their times never run backwards."""

    lines: tuple[Line, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """Return the words of all lines."""
        return tuple(word for line in self.lines for word in line.words)

    def to_json(self) -> str:
        """Return the alignment as text, times to the millisecond."""
        return json.dumps({"lines": [asdict(line) for line in self.lines]}, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Alignment:
        """Return what `to_json` wrote; raises ValueError or KeyError for anything else."""
        return cls(tuple(_line(value) for value in json.loads(text)["lines"]))


def _line(value: Mapping[str, Any]) -> Line:
    words = tuple(Word(w["text"], w["start"], w["end"], w["quality"]) for w in value["words"])
    return Line(value["text"], value["start"], value["end"], value["quality"], value["method"], words)
