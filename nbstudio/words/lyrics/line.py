"""Lines: what is sung, and when, as far as somebody has said.

Text comes from files that anybody may have written, so nothing in it is trusted: markup, braces and
backslashes (which subtitle renderers act upon), control and direction characters are taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

LONGEST = 1000
"""Characters of one line."""
MOST = 5000
"""Lines of one song."""
NESTED = 8
"""Markup within markup that is taken out whole; of what is nested deeper, only the signs are."""
MARKS = 6
"""Signs above and below one letter; more is no spelling, and a tower of them would leave no room for the line."""
LAST = 24 * 3600.0
"""Seconds; no time is later."""
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>|<\d[^<>]*>|\{[^{}]*\}")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OPENING = re.compile(r"\s*\S+")
_JOINERS = frozenset("\u200c\u200d")
"""Format characters that spelling needs: Persian and Indic scripts, emoji."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or whatever is sung at one moment, with the white space after it; times in seconds."""

    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; times in seconds. `words`, where there are any, together are the text."""

    text: str
    start: float | None = None
    end: float | None = None
    words: tuple[Word, ...] = ()
    under: tuple[str, ...] = ()
    """The same in other languages, to be shown under it."""
    number: int = 0
    """The line of the file that it stands in, from 1."""
    order: int = 0
    """Which line of the song it is, from 1: what corrections go by."""
    method: str = "untimed"
    """Where its times come from: file, aligned, spread, fixed, untimed."""
    quality: float = 0.0
    """How sure they are, 0 to 1."""

    @property
    def sure_words(self) -> bool:
        """Tell whether every word has its time."""
        return bool(self.words) and all(word.start is not None and word.end is not None for word in self.words)

    def as_json(self) -> dict[str, Any]:
        """Return the line as plain data."""
        return {
            "line": self.order,
            "text": self.text,
            "start": _short(self.start),
            "end": _short(self.end),
            "words": [[word.text, _short(word.start), _short(word.end)] for word in self.words],
            "under": list(self.under),
            "method": self.method,
            "quality": round(self.quality, 3),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Line:
        """Read what `as_json` returned."""
        return cls(
            str(value["text"]),
            value.get("start"),
            value.get("end"),
            tuple(Word(str(text), start, end) for text, start, end in value.get("words", ())),
            tuple(str(text) for text in value.get("under", ())),
            order=int(value.get("line", 0)),
            method=str(value.get("method", "file")),
            quality=float(value.get("quality", 0.0)),
        )


def clean(text: str) -> str:
    """Return text as it may be shown: no markup, no characters that anything acts upon, single spaces."""
    text = _BREAK.sub(" ", text)
    for _ in range(NESTED):  # what is left may form a tag anew
        before, text = text, _TAG.sub("", text)
        if before == text:
            break
    text = unicodedata.normalize("NFC", text)
    kept: list[str] = []
    marks = 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks > MARKS:
            continue
        if letter in "{}\\<>":
            continue
        if kind in {"Cc", "Zl", "Zp"} or letter.isspace():
            kept.append(" ")
        elif kind in {"Cf", "Cs", "Co", "Cn"} and letter not in _JOINERS and not "\U000e0020" <= letter <= "\U000e007f":
            continue
        else:
            kept.append(letter)
    return " ".join("".join(kept).split())[:LONGEST].rstrip()


def split(text: str) -> tuple[str, ...]:
    """Return the words of a line, each with the space after it; where none are written, its letters."""
    words = [match[0] + " " for match in _OPENING.finditer(text)]
    words = [word.lstrip() for word in words]
    if words:
        words[-1] = words[-1].rstrip()
    found: list[str] = []
    for word in words:
        found += _letters(word) if _unspaced(word) else [word]
    return tuple(found)


def _unspaced(word: str) -> bool:
    return sum(unicodedata.east_asian_width(letter) in "WF" for letter in word) * 2 > len(word)


def _letters(word: str) -> list[str]:
    """Return a word's letters, marks and signs kept with the letter before them."""
    found: list[str] = []
    for letter in word:
        if found and (
            letter.isspace() or unicodedata.category(letter)[0] in "MPZ" or letter in "ーゃゅょっャュョッ\u200d"
        ):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def weight(word: str) -> float:
    """Return about how long a word takes to sing, against others: its syllables, or letters of unspaced scripts."""
    syllables = len(re.findall(r"[aeiouyáéíóúàèìòùâêîôûäöüåæøœаеёиоуыэюя]+", word.lower()))
    letters = sum(letter.isalnum() for letter in word)
    return 1.0 * max(1, syllables) + 0.08 * letters


def untimed(texts: Sequence[str]) -> tuple[Line, ...]:
    """Return plain texts as lines without times; those that are empty once cleaned are left out."""
    found = ((number, clean(text)) for number, text in enumerate(texts, 1))
    return tuple(Line(text, number=number) for number, text in found if text)


def moved(line: Line, seconds: float) -> Line:
    """Return a line so many seconds later (negative: earlier), never before the beginning."""

    def move(moment: float | None) -> float | None:
        return None if moment is None else max(0.0, moment + seconds)

    words = tuple(replace(word, start=move(word.start), end=move(word.end)) for word in line.words)
    return replace(line, start=move(line.start), end=move(line.end), words=words)


def placed(groups: Sequence[Sequence[Line]], places: Sequence[Sequence[float]]) -> tuple[Line, ...]:
    """Return lines of several voices in the order in which a film has them.

    Each group has its place: from where to where (seconds of its own) it is heard, and when in the film that begins.
    """
    found = [
        moved(line, at)
        for lines, (start, end, at) in zip(groups, places, strict=True)
        for line in within(lines, start, end)
    ]
    return tuple(sorted(found, key=lambda line: line.start or 0.0))


def _short(moment: float | None) -> float | None:
    return None if moment is None else round(moment, 3)


def within(lines: Sequence[Line], start: float, end: float) -> tuple[Line, ...]:
    """Return the lines that are sung between two moments (seconds), their times counted from the first."""

    def moved(moment: float | None) -> float | None:
        return None if moment is None else min(max(moment, start), end) - start

    return tuple(
        replace(
            line,
            start=moved(line.start),
            end=moved(line.end),
            words=tuple(replace(word, start=moved(word.start), end=moved(word.end)) for word in line.words),
        )
        for line in lines
        if line.start is None or (line.start < end and (line.end if line.end is not None else line.start) > start)
    )
