"""Reading: a lyrics file of any of the formats into lines, or every mistake in it with its place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.source import Source, Span
from nbstudio.words.lyrics import cues, lrc
from nbstudio.words.lyrics.line import MOST, Line, untimed

LARGEST = 4 << 20
"""Bytes of the largest file that is read."""
SHOWN = 20
"""Mistakes that are told; the rest follows from them."""


def read(data: bytes, name: str) -> tuple[Line, ...]:
    """Return the lines of a lyrics file; `name` is what it is called, its suffix tells the format.

    Raises SpecError (bad-lyrics, not-utf-8, too-large, empty-lyrics) with places in the file.
    """
    if len(data) > LARGEST:
        raise SpecError([Diagnostic("too-large", f"`{name}` is larger than {LARGEST >> 20} MB", None)])
    source = Source(name, decoded(data, name).replace("\r\n", "\n").replace("\r", "\n"))
    suffix = name[name.rfind(".") :].lower()
    wrong: list[Diagnostic] = []
    lines: list[Line] = []
    if suffix == ".lrc":
        lines, wrong = lrc.read(source)
    elif suffix in {".srt", ".vtt"}:
        lines, wrong = cues.read(source)
    else:
        # A row in brackets alone, `[Chorus]`, says what comes, and nobody sings it.
        lines = [line for line in untimed(source.text.split("\n")) if not re.fullmatch(r"\[[^\[\]]*\]", line.text)]
    if wrong:
        raise SpecError(wrong[:SHOWN])
    if not lines:
        message = f"`{name}` has no lyrics"
        raise SpecError([Diagnostic("empty-lyrics", message, Span(name, 1, 1, 2), hint="write one line a row")])
    if len(lines) > MOST:
        place = Span(name, lines[MOST].number or 1, 1, 2)
        raise SpecError([Diagnostic("bad-lyrics", f"`{name}` has more than {MOST} lines", place)])
    return tuple(lines)


def listed(texts: Sequence[str]) -> tuple[Line, ...]:
    """Return the lines that a spec has itself, one a text."""
    return untimed(texts)[:MOST]


def decoded(data: bytes, name: str) -> str:
    """Return the text of UTF-8, or of UTF-16 or 32, which say so or have a zero beside most letters.

    Raises SpecError (not-utf-8).
    """
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        place = Span(name, line, column, column + 1)
        wrong = Diagnostic("not-utf-8", f"`{name}` is not UTF-8 text", place, hint="save it as UTF-8")
        raise SpecError([wrong]) from error


def _encoding(data: bytes) -> str:
    """Return how a text is written: as its mark says, or as its zeros do, which no other text has."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = len(data) // 2
    for first, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        if pairs and data[first::2].count(0) > pairs / 4 and not data[1 - first :: 2].count(0):
            return name
    return "utf-8-sig"
