"""Shape: a row of text as glyphs in their places, measured as they will be seen.

HarfBuzz turns letters into glyphs (ligatures, joined Arabic, stacked marks, kerning); the order of runs is
bidi's. Every cluster is set in the first face of the chain that has all of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nbstudio.picture.lettering import bidi
from nbstudio.picture.lettering.fonts import IGNORED, Face, font


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a row: where its origin stands and how far it goes, in em; `at` is the letter it begins with."""

    face: Face
    id: int
    x: float
    y: float
    advance: float
    at: int
    leftward: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A shaped row: its glyphs from left to right, and its width in em."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float


def shape(text: str, faces: Sequence[Face], *, spacing: float = 0.0, paragraph: int | None = None) -> Row:
    """Return a row of text shaped in `faces`; `spacing` is added between letters, in em.

    `paragraph` is the direction of the whole that the row is a part of (0 or 1), where it is known.
    """
    return _shape(text, tuple(faces), spacing, bidi.base(text) if paragraph is None else paragraph)


@lru_cache(maxsize=4096)
def _shape(text: str, faces: tuple[Face, ...], spacing: float, paragraph: int) -> Row:
    level = bidi.row(text, bidi.levels(text, paragraph), paragraph)
    wear = _faces(text, faces)
    glyphs: list[Glyph] = []
    x = 0.0
    for begin, end, value in bidi.visual(level):
        parts = []
        at = begin
        while at < end:
            stop = at
            while stop < end and wear[stop] == wear[at]:
                stop += 1
            parts.append((at, stop))
            at = stop
        for first, last in parts[::-1] if value % 2 else parts:
            x = _run(text, first, last, wear[first], value % 2 == 1, spacing, x, glyphs)
    return Row(text, tuple(glyphs), x - (spacing if glyphs else 0.0))


def _run(
    text: str, first: int, last: int, face: Face, leftward: bool, spacing: float, x: float, out: list[Glyph]
) -> float:
    """Shape letters [first, last) in one face; return where the next run begins."""
    import uharfbuzz as hb

    used = font(face)
    em = float(used.face.upem)
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(letter) for letter in text], first, last - first)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftward else "ltr"
    hb.shape(used, buffer, {"kern": True, "liga": spacing == 0})
    joined = leftward and any(unicodedata.bidirectional(letter) == "AL" for letter in text[first:last])
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    for i, (info, place) in enumerate(zip(infos, places, strict=True)):
        advance = place.x_advance / em
        if i + 1 == len(infos) or infos[i + 1].cluster != info.cluster:
            advance += 0.0 if joined else spacing
        out.append(
            Glyph(face, info.codepoint, x + place.x_offset / em, place.y_offset / em, advance, info.cluster, leftward)
        )
        x += advance
    return x


def _faces(text: str, faces: tuple[Face, ...]) -> list[Face]:
    """Return the face of every letter: the first that has the whole cluster, so that marks stay on their letters."""
    found: list[Face] = []
    for begin, end in clusters(text):
        letters = text[begin:end]
        emoji = "\ufe0f" in letters or "\u200d" in letters
        able = [face for face in faces if all(face.has(letter) for letter in letters)]
        if emoji:
            able = [face for face in able if "Emoji" in face.family] or able
        found += [able[0] if able else faces[0]] * (end - begin)
    return found


def clusters(text: str) -> list[tuple[int, int]]:
    """Return the pieces of a text that are never torn apart: a letter with its marks, an emoji with its joiners."""
    found: list[tuple[int, int]] = []
    for at, letter in enumerate(text):
        glued = found and (
            unicodedata.category(letter) in {"Mn", "Mc", "Me"}
            or letter in IGNORED
            or "\U0001f3fb" <= letter <= "\U0001f3ff"
            or text[at - 1] == "\u200d"
            or (_flag(letter) and _flag(text[at - 1]) and (found[-1][1] - found[-1][0]) == 1)
        )
        if glued:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
