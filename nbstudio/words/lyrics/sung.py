"""Sung: from what a file or a spec says to lines that are all timed, by what hears them in the song."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nbstudio.words.lyrics.line import Line, Word
from nbstudio.words.lyrics.timing import Fix, complete, corrected, spread

Heard = Callable[[Sequence[str], Sequence[tuple[float, float] | None]], Sequence[Line]]
"""Given texts and rough spans of them (seconds), returns lines with times, words, method and quality."""
TRUSTED = 0.3
"""A word's or line's quality from which what was heard is taken over what is spread by rule."""
BRIEFEST = 0.04
"""Seconds, about a frame: a word that is shorter has been pressed against the end of its line."""


def time(
    lines: Sequence[Line],
    *,
    seconds: float,
    bars: Sequence[float] = (),
    offset: float = 0.0,
    fixes: Mapping[int, Fix] | None = None,
    hear: Heard | None = None,
) -> tuple[Line, ...]:
    """Return lines with all times, in order; those after the song's end are left out.

    Lines that are timed keep their times. `hear` is asked for the others, and for the words of those that have
    none of their own.
    """
    told = corrected(lines, fixes or {}, offset)
    if hear is not None and not all(line.sure_words for line in told):
        told = _heard(told, seconds, hear)
    return complete(spread(told, bars, seconds), seconds)


def late(lines: Sequence[Line], timed: Sequence[Line], fixes: Mapping[int, Fix]) -> list[int]:
    """Return the numbers of the lines that `time` left out though nobody wants them dropped: those after the song."""
    kept = {line.order for line in timed}
    return [n for n in range(1, len(lines) + 1) if n not in kept and not (n in fixes and fixes[n].drop)]


def fixes(params: Mapping[str, Any]) -> dict[int, Fix]:
    """Return corrections as a step's params have them."""
    return {
        int(number): Fix(fix.get("start"), fix.get("end"), fix.get("text"), bool(fix.get("drop", False)))
        for number, fix in params.items()
    }


def heard(text: str, words: Sequence[tuple[str, float, float]], method: str, quality: float) -> Line:
    """Return a line as it was heard: its words, which lack the spaces that the text has, with their times."""
    found: list[Word] = []
    at = 0
    for word, start, end in words:
        begin = text.find(word, at)
        if begin < 0:  # not as it is written: the words are not used, the line's times are
            found = []
            break
        at = begin + len(word)
        while at < len(text) and text[at].isspace():
            at += 1
        found.append(Word(text[begin:at], start, end))
    whole = "".join(word.text for word in found) == text
    first, last = (words[0][1], words[-1][2]) if words else (None, None)
    return Line(text, first, last, tuple(found) if whole else (), method=method, quality=quality)


def _heard(lines: tuple[Line, ...], seconds: float, hear: Heard) -> tuple[Line, ...]:
    """Return lines with what was heard of them, where that is sure enough and they don't say themselves."""
    spans = [_span(lines, i, seconds) for i in range(len(lines))]
    found = hear([line.text for line in lines], spans)
    joined = []
    for line, span, heard in zip(lines, spans, found, strict=True):
        if line.sure_words:
            joined.append(line)
        elif line.start is None:
            untrusted = heard.quality < TRUSTED
            joined.append(line if untrusted else replace(heard, under=line.under, number=line.number, order=line.order))
        else:
            words = heard.words if heard.quality >= TRUSTED and span else ()
            joined.append(replace(line, words=line.words or _kept(words, line.start, span)))
    return tuple(joined)


def _span(lines: Sequence[Line], at: int, seconds: float) -> tuple[float, float] | None:
    """Return where a timed line is heard, roughly."""
    line = lines[at]
    if line.start is None:
        return None
    after = next((other.start for other in lines[at + 1 :] if other.start is not None), seconds)
    end = line.end if line.end is not None else after
    return (line.start, max(end, line.start + 0.3))


def _kept(words: Sequence[Word], start: float, span: tuple[float, float] | None) -> tuple[Word, ...]:
    """Return heard words within a line's own times, the first at its beginning.

    Nothing where two or more were heard outside: no word would be left of them to see, and a rule does better.
    """
    if not words or span is None:
        return ()
    low, high = span
    kept = [
        Word(
            word.text,
            min(max(word.start or low, low), high),
            min(max(word.end or high, low), high),
        )
        for word in words
    ]
    kept[0] = replace(kept[0], start=start)
    gone = [at for at, word in enumerate(kept) if (word.end or high) - (word.start or low) < BRIEFEST]
    if len(gone) > 1 or len(kept) == len(gone):
        return ()
    for at in gone:  # one alone takes half of its neighbour's time
        first = max(0, at - 1)
        begin, end = kept[first].start or low, kept[first + 1].end or high
        middle = (begin + end) / 2
        kept[first], kept[first + 1] = replace(kept[first], end=middle), replace(kept[first + 1], start=middle)
    return tuple(kept)
