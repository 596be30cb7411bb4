"""LRC: lyrics with a time before every line, and in the enhanced form before every word.

`[mm:ss.xx]Text`, several times before a text that returns, `<mm:ss.xx>` before words, `[offset:±ms]` (positive:
the words come sooner), other `[name:value]` tags, which are passed over. Lines of one time are one line in
several languages. A time without a text ends the line before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nbstudio.diagnostics import Diagnostic
from nbstudio.source import Source, Span
from nbstudio.words.lyrics.line import LAST, Line, Word, clean, moved

_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.:,](\d{1,3}))?")
_BRACKET = re.compile(r"\s*\[([^\[\]]*)\]")
_WORD = re.compile(r"[<\[](\d[\d:.,]*)[>\]]")
_TAG = re.compile(r"[A-Za-z#][\w #-]*:.*")


def read(source: Source) -> tuple[list[Line], list[Diagnostic]]:
    """Return the lines of an LRC text in the order of their times, and what is wrong with it."""
    lines: list[Line] = []
    wrong: list[Diagnostic] = []
    offset = 0.0
    for number, text in enumerate(source.text.split("\n"), 1):
        rest = text.strip()
        if not rest:
            continue
        times: list[float] = []
        at = text.index(rest[0])
        while match := _BRACKET.match(text, at):
            told = match[1].strip()
            moment = seconds(told)
            if moment is not None:
                times.append(moment)
            elif not times and _TAG.fullmatch(told):
                if told.lower().startswith("offset:"):
                    offset = _offset(told, source, number, match, wrong)
                at = match.end()
                if not text[at:].strip():
                    break
                continue
            else:
                hint = "a time is written `[mm:ss.xx]`, as `[01:23.45]`"
                wrong.append(_bad(source, number, match.start(1), match.end(1), f"`{told}` is no time", hint))
            at = match.end()
        body = text[at:]
        if times:
            lines += _timed(body, times, number)
        elif body.strip() and not any(d.span and d.span.line == number for d in wrong):
            hint = "write `[mm:ss.xx]` before it, or save lyrics without times as .txt"
            wrong.append(_bad(source, number, at, len(text), "this line has no time", hint))
    return [moved(line, -offset / 1000) for line in _joined(lines)], wrong


def seconds(text: str) -> float | None:
    """Return the seconds of `[[hh:]mm:]ss[.xxx]` as LRC writes it, or nothing where it is no such time."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None
    hours, minutes, whole, part = match.groups()
    if int(whole) >= 60:
        return None
    found = int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + (int(part) / 10 ** len(part) if part else 0.0)
    return found if found <= LAST else None


def _timed(body: str, times: Sequence[float], number: int) -> Iterator[Line]:
    """Yield a line once for each of its times; words that have their own move along."""
    words, end = _words(body, times[0])
    text = "".join(word.text for word in words) if words else clean(body)
    first = Line(text, times[0], end, words, number=number, method="file", quality=1.0)
    for moment in times:
        shift = moment - times[0]
        yield first if shift == 0 else replace(moved(first, shift), start=moment)


def _words(body: str, start: float) -> tuple[tuple[Word, ...], float | None]:
    """Return the words of an enhanced line with their times, and when the last one ends if that is told."""
    marks = [(match.start(), match.end(), seconds(match[1])) for match in _WORD.finditer(body)]
    marks = [mark for mark in marks if mark[2] is not None]
    if not marks:
        return (), None
    pieces: list[tuple[str, float]] = []
    lead = body[: marks[0][0]]
    if clean(lead):
        pieces.append((lead, start))
    for i, (_, end, moment) in enumerate(marks):
        stop = marks[i + 1][0] if i + 1 < len(marks) else len(body)
        pieces.append((body[end:stop], float(moment or 0.0)))
    told = [(clean(text), text[-1:].isspace() or text == "", moment) for text, moment in pieces]
    # White space may stand on either side of a time.
    spaced = [i + 1 < len(pieces) and (told[i][1] or pieces[i + 1][0][:1].isspace()) for i in range(len(pieces))]
    found: list[Word] = []
    last = None
    for i, (text, _, moment) in enumerate(told):
        if not text:
            last = moment
            if found:
                found[-1] = replace(found[-1], end=found[-1].end if found[-1].end is not None else moment)
            continue
        if found and found[-1].end is None:
            found[-1] = replace(found[-1], end=max(moment, found[-1].start or 0.0))
        last = None
        found.append(Word(text + (" " if spaced[i] else ""), moment))
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found), last


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Return lines by their times, those of one time made one, and empty ones the end of the one before."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.start or 0.0, line.number)):
        before = found[-1] if found else None
        if not line.text:
            if before and before.end is None and (line.start or 0) > (before.start or 0):
                found[-1] = replace(before, end=line.start)
        elif before and before.start == line.start and before.text != line.text:
            found[-1] = replace(before, under=(*before.under, line.text))
        elif not before or (before.start, before.text) != (line.start, line.text):
            found.append(line)
    return found


def _offset(told: str, source: Source, number: int, match: re.Match[str], wrong: list[Diagnostic]) -> float:
    value = told.split(":", 1)[1].strip()
    if re.fullmatch(r"[+-]?\d{1,7}", value):
        return float(value)
    hint = "write it in milliseconds: `[offset:250]`"
    wrong.append(_bad(source, number, match.start(1), match.end(1), f"`{value}` is no offset", hint))
    return 0.0


def _bad(source: Source, line: int, first: int, last: int, message: str, hint: str) -> Diagnostic:
    span = Span(source.name, line, first + 1, max(first + 2, last + 1))
    return Diagnostic("bad-lyrics", message, span, hint=hint)
