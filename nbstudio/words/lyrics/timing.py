"""Timing: every line and every word at its moment, from what is known of each.

Lines that a file has timed keep their times. What has none is spread: over the bars of the song where nothing
heard the words. Words without times of their own share their line by how long each takes to sing. What a
person says of a line wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nbstudio.words.lyrics.line import Line, Word, clean, moved, split, weight

SYLLABLE = 0.28
"""Seconds that a sung syllable takes where nothing tells: 3 to 4 a second is a ballad's to a pop song's pace."""
SHORTEST = 0.4
BREATH = 0.08
"""Seconds between a line that goes on to the next, and that one."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What a person says of one line."""

    start: float | None = None
    end: float | None = None
    text: str | None = None
    drop: bool = False


def corrected(lines: Sequence[Line], fixes: Mapping[int, Fix], offset: float = 0.0) -> tuple[Line, ...]:
    """Return lines moved by `offset` seconds and corrected; `fixes` are by number, from 1.

    A line whose text is changed and that had times for its words gets them anew.
    """
    found = []
    for number, line in enumerate(lines, 1):
        here = moved(line, offset)
        fix = fixes.get(number)
        if fix is None:
            found.append(here)
        elif not fix.drop:
            found.append(_fixed(here, fix))
    return tuple(found)


def _fixed(line: Line, fix: Fix) -> Line:
    words = line.words
    start, end, text = line.start, line.end, line.text
    if fix.text is not None and clean(fix.text) != text:
        text, words = clean(fix.text), ()
    if fix.start is not None and fix.start != start:
        if start is not None:
            shifted = moved(replace(line, words=words), fix.start - start)
            words, end = shifted.words, shifted.end
        start = fix.start
    if fix.end is not None:
        end = fix.end
        words = tuple(replace(word, end=min(word.end, end)) if word.end is not None else word for word in words)
    sure = fix.start is not None or fix.end is not None
    return replace(
        line, text=text, start=start, end=end, words=words,
        method="fixed" if sure else line.method, quality=1.0 if sure else line.quality,
    )  # fmt: skip


def spread(lines: Sequence[Line], bars: Sequence[float], seconds: float) -> tuple[Line, ...]:
    """Return lines with times for those that have none: laid on bars between those that have.

    `bars` are the downbeats in seconds; where there are none, the song is shared evenly. Such times are a guess,
    and say so by their quality.
    """
    if all(line.start is not None for line in lines):
        return tuple(lines)
    found = list(lines)
    first = bars[min(4, len(bars) // 4)] if len(bars) > 8 else 0.05 * seconds
    last = bars[-min(3, len(bars) // 4) - 1] if len(bars) > 8 else 0.95 * seconds
    at = 0
    while at < len(found):
        if found[at].start is not None:
            at += 1
            continue
        stop = at
        while stop < len(found) and found[stop].start is None:
            stop += 1
        begin = (found[at - 1].end or found[at - 1].start or first) if at else first
        end = found[stop].start if stop < len(found) else max(last, begin + 1.0)
        marks = [bar for bar in bars if begin - 0.05 <= bar < (end or seconds) - 0.05]
        count = stop - at
        for i in range(count):
            if len(marks) >= count:
                moment = marks[i * len(marks) // count]
            else:
                moment = begin + i * ((end or seconds) - begin) / count
            found[at + i] = replace(found[at + i], start=moment, method="spread", quality=0.1)
        at = stop
    return tuple(found)


def complete(lines: Sequence[Line], seconds: float) -> tuple[Line, ...]:
    """Return lines in order, each with an end, and every word with both its times; none after the song's end."""
    placed = sorted(
        (line for line in lines if line.start is not None and line.start < seconds), key=lambda line: line.start or 0.0
    )
    nexts = [line.start or 0.0 for line in placed[1:]] + [seconds]
    return tuple(_completed(line, after, seconds) for line, after in zip(placed, nexts, strict=True))


def _completed(line: Line, after: float, seconds: float) -> Line:
    start = line.start or 0.0
    told = line.end
    words = line.words or tuple(Word(text) for text in split(line.text))
    if told is None:
        known = [moment for word in words for moment in (word.start, word.end) if moment is not None]
        needs = SYLLABLE * sum(map(weight, (word.text for word in words)))
        told = max([start + needs, *(moment + SYLLABLE for moment in known)])
        if after - start < 1.6 * needs:  # the next line follows on it
            told = after - BREATH
        told = min(told, max(after - BREATH, start + SHORTEST)) if after > start else told
    end = min(max(told, start + SHORTEST), seconds)
    return replace(line, start=start, end=end, words=_shared(words, start, end))


def _shared(words: Sequence[Word], start: float, end: float) -> tuple[Word, ...]:
    """Return words with all times: what lies between known ones is shared by how long each takes to sing."""
    begins: list[float | None] = [word.start for word in words]
    if begins[0] is None:
        begins[0] = start
    marks = [i for i, moment in enumerate(begins) if moment is not None]
    for a, b in pairwise([*marks, len(words)]):
        low = float(begins[a] or 0.0)
        high = float(begins[b] or 0.0) if b < len(words) else end
        sizes = [weight(words[i].text) for i in range(a, b)]
        now = low
        for i, size in zip(range(a, b), sizes, strict=True):
            begins[i] = now
            now += max(0.0, high - low) * size / sum(sizes)
    found: list[Word] = []
    latest = start
    for i, word in enumerate(words):
        begin = min(max(float(begins[i] or 0.0), latest), end)
        after = float(begins[i + 1] or 0.0) if i + 1 < len(words) else end
        stop = word.end if word.end is not None else after
        stop = min(max(stop, begin), end)
        found.append(Word(word.text, round(begin, 4), round(stop, 4)))
        latest = begin
    return tuple(found)
