"""Moments: points of the song as specs write them: `12s 0:48 bar:17.3 beat:64 chorus.2 drop lyric:hold me`.

A moment may be moved by a duration: `chorus.1 - 1beat`, `drop + 500ms`. A range is a section's whole length,
or two moments with two dots between them: `chorus.1`, `bar:9 .. bar:25`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from nbstudio.spec import time
from nbstudio.spec.time import Duration

FORMS = "`12s`, `0:48`, `96f`, `bar:17.3`, `beat:64`, `chorus.2`, `drop` or `lyric:hold me`"
_BAR = re.compile(r"bar:\s*(\d+)(?:\.(\d+))?")
_BEAT = re.compile(r"beat:\s*(\d+(?:\.\d+)?)")
_SECTION = re.compile(r"[a-z][a-z-]*(\.\d+)?")
_OFFSET = re.compile(r"(.*\S)\s*([+-])\s*(\d[\d.]*\s*(?:ms|s|min|f|beats?|bars?))")
_APART = re.compile(r"(.*\S)\s+([+-])\s*(\d[\d.]*\s*(?:ms|s|min|f|beats?|bars?))", re.IGNORECASE)
"""An offset from words of the lyrics, which may have a hyphen of their own: a space stands before it."""
_START = {"start": 0.0, "0": 0.0}


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the song.

    `kind` is seconds, frames, bar, beat, section or lyric. `amount` is seconds, frames, or a number of bar or
    beat, counted from 1; `beat` the beat within the bar, from 1; `name` a section (`chorus.2`) or words.
    `offset` moves it, forwards or (`back`) backwards.
    """

    kind: str
    amount: float = 0.0
    beat: int = 1
    name: str = ""
    offset: Duration | None = None
    back: bool = False

    def __str__(self) -> str:
        plain = {
            "seconds": f"{self.amount:g}s",
            "frames": f"{self.amount:g}f",
            "bar": f"bar:{self.amount:g}" + (f".{self.beat}" if self.beat != 1 else ""),
            "beat": f"beat:{self.amount:g}",
            "section": self.name,
            "lyric": f"lyric:{self.name}",
        }[self.kind]
        return f"{plain} {'-' if self.back else '+'} {self.offset}" if self.offset else plain


@dataclass(frozen=True, slots=True)
class Range:
    """A part of the song: from one moment to another, or the whole of a section where `end` is nothing."""

    start: Moment
    end: Moment | None = None

    def __str__(self) -> str:
        return f"{self.start} .. {self.end}" if self.end else str(self.start)


def parse(value: Any) -> Moment:
    """Read a moment.

    Raises ValueError that says what one looks like.
    """
    if isinstance(value, Moment):
        return value
    if value == 0 and not isinstance(value, bool):
        return Moment("seconds")
    if not isinstance(value, str):
        raise ValueError(f"a moment is like {FORMS}")
    text = value.strip()
    if text.lower().startswith("lyric:"):
        return _sung(text[6:].strip())
    text = text.lower()
    moved = _OFFSET.fullmatch(text)
    if moved:
        moment, offset = parse(moved[1]), time.parse(moved[3])
        return Moment(moment.kind, moment.amount, moment.beat, moment.name, offset, moved[2] == "-")
    if text in _START:
        return Moment("seconds", _START[text])
    if match := _BAR.fullmatch(text):
        if int(match[1]) < 1 or match[2] == "0":
            raise ValueError("bars and their beats are counted from 1, as in `bar:17.3`")
        return Moment("bar", float(match[1]), int(match[2] or 1))
    if match := _BEAT.fullmatch(text):
        if float(match[1]) < 1:
            raise ValueError("beats are counted from 1, as in `beat:64`")
        return Moment("beat", float(match[1]))
    if re.fullmatch(r"0+(\.0+)?\s*(s|ms|f)|(0+:)?0+:0+(\.0+)?", text):
        return Moment("seconds")
    if _SECTION.fullmatch(text) and text != "auto":
        return Moment("section", name=text)
    try:
        at = time.parse(text)
    except ValueError:
        at = None
    if at is None or at.unit not in {"seconds", "frames"}:
        raise ValueError(f"`{value}` is not a moment: write {FORMS}")
    return Moment(at.unit, at.amount)


def _sung(text: str) -> Moment:
    """Read what stands after `lyric:`."""
    moved = _APART.fullmatch(text)
    words = moved[1] if moved else text
    if not words:
        raise ValueError("`lyric:` is followed by words of the song, as `lyric:hold me`")
    if not moved:
        return Moment("lyric", name=words)
    return Moment("lyric", name=words, offset=time.parse(moved[3]), back=moved[2] == "-")


def parse_section(value: Any) -> Range:
    """Read a section's name, as the range that it is.

    Raises ValueError that says what one looks like.
    """
    found = parse_range(value)
    if found.end is not None:
        raise ValueError("a section is one of the song's, as `verse.1`; for any other part of it write `range:`")
    return found


def parse_range(value: Any) -> Range:
    """Read a range.

    Raises ValueError that says what one looks like.
    """
    if isinstance(value, Range):
        return value
    if not isinstance(value, str):
        raise ValueError("a range is a section or two moments: `chorus.1`, `bar:9 .. bar:25`, `0:10 .. 0:40`")
    first, dots, last = value.partition("..")
    if not dots:
        moment = parse(first)
        if moment.kind != "section" or moment.offset:
            raise ValueError("a range is a section or two moments: `chorus.1`, `bar:9 .. bar:25`, `0:10 .. 0:40`")
        return Range(moment)
    return Range(parse(first), parse(last))


At = Annotated[
    Moment,
    PlainValidator(parse),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["12s", "0:48", "bar:17.3", "beat:64", "chorus.1", "lyric:hold me"]}),
]
Span = Annotated[
    Range,
    PlainValidator(parse_range),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["chorus.1", "bar:9 .. bar:25", "0:10 .. 0:40"]}),
]
Named = Annotated[
    Range,
    PlainValidator(parse_section),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["verse.1", "chorus.2", "drop"]}),
]
