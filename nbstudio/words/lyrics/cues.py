"""Cues: SRT and WebVTT, texts between two times.

Numbers, cue settings and styles are passed over; several rows of a cue are one line. WebVTT's times within a
cue (`<00:01.500>`) are those of its words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from nbstudio.diagnostics import Diagnostic
from nbstudio.source import Source, Span
from nbstudio.words.lyrics.line import LAST, Line, Word, clean

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_ARROW = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")
_INSIDE = re.compile(rf"<{_CLOCK}>")


def read(source: Source) -> tuple[list[Line], list[Diagnostic]]:
    """Return the lines of an SRT or WebVTT text in the order of their times, and what is wrong with it."""
    rows = [row.rstrip("\r") for row in source.text.split("\n")]
    lines: list[Line] = []
    wrong: list[Diagnostic] = []
    for first, block in _blocks(rows):
        head = block[0].strip()
        if head.startswith(("WEBVTT", "NOTE", "STYLE", "REGION")) and not any("-->" in row for row in block):
            continue
        at = next((i for i, row in enumerate(block[:3]) if "-->" in row), None)
        if at is None:
            hint = "a cue is `00:00:01,000 --> 00:00:04,000` and its text below"
            wrong.append(_bad(source, first, block[0], "this text has no times", hint))
            continue
        match = _ARROW.fullmatch(block[at])
        start, end = (_seconds(match.groups()[:4]), _seconds(match.groups()[4:])) if match else (None, None)
        if start is None or end is None:
            hint = "write `00:00:01,000 --> 00:00:04,000`: hours, minutes, seconds, milliseconds"
            wrong.append(_bad(source, first + at, block[at], "these are no times", hint))
        elif end < start:
            wrong.append(_bad(source, first + at, block[at], "this ends before it begins", "change the two times"))
        else:
            body = " ".join(block[at + 1 :])
            words = _words(body, start, end)
            text = "".join(word.text for word in words) or clean(html.unescape(_plain(body)))
            if text:
                lines.append(Line(text, start, end, words, number=first + at + 1, method="file", quality=1.0))
    return sorted(lines, key=lambda line: (line.start or 0.0, line.number)), wrong


def _blocks(rows: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the cues and what else stands between empty rows, each with the number of its first row."""
    found: list[tuple[int, list[str]]] = []
    fresh = True
    for number, row in enumerate(rows, 1):
        if not row.strip():
            fresh = True
        elif fresh:
            found.append((number, [row]))
            fresh = False
        elif "-->" in row and _ARROW.fullmatch(row) and any("-->" in other for other in found[-1][1]):
            # No empty row before it: a cue begins all the same, at its number where it has one.
            numbered = found[-1][1][-1].strip().isdecimal()
            head = [found[-1][1].pop()] if numbered else []
            found.append((number - len(head), [*head, row]))
        else:
            found[-1][1].append(row)
    return found


def _words(body: str, start: float, end: float) -> tuple[Word, ...]:
    """Return the words of a cue that has times within, each with its own."""
    marks = list(_INSIDE.finditer(body))
    if not marks:
        return ()
    pieces = [(body[: marks[0].start()], start)]
    for i, mark in enumerate(marks):
        stop = marks[i + 1].start() if i + 1 < len(marks) else len(body)
        moment = _seconds(mark.groups())
        pieces.append((body[mark.end() : stop], start if moment is None else min(max(moment, start), end)))
    found: list[Word] = []
    for i, (raw, moment) in enumerate(pieces):
        bare = html.unescape(_plain(raw))
        text = clean(bare)
        if not text:
            continue
        if found:
            found[-1] = replace(found[-1], end=max(moment, found[-1].start or 0.0))
        after = i + 1 < len(pieces) and (bare[-1:].isspace() or pieces[i + 1][0][:1].isspace())
        found.append(Word(text + (" " if after else ""), moment))
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(), end=end)
    return tuple(found)


def _plain(text: str) -> str:
    return re.sub(r"<[^<>]*>", "", re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE))


def _seconds(parts: Sequence[str | None]) -> float | None:
    hours, minutes, whole, part = parts
    if int(minutes or 0) >= 60 or int(whole or 0) >= 60:
        return None
    found = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(whole or 0)
    exact = found + (int(part) / 10 ** len(part) if part else 0.0)
    return exact if exact <= LAST else None


def _bad(source: Source, line: int, row: str, message: str, hint: str) -> Diagnostic:
    column = len(row) - len(row.lstrip()) + 1
    span = Span(source.name, line, column, max(column + 1, len(row.rstrip()) + 1))
    return Diagnostic("bad-lyrics", message, span, hint=hint)
