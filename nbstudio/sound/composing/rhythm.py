"""Rhythm: patterns as text, one character a sixteenth.

`X` is an accent, `x` a stroke, `o` a softer one, `g` a ghost; a digit is a stroke of that chord tone or
degree; `-` lets the stroke before ring on, `.` is a rest; `|` and blanks are for the eye. A pattern of two
bars has 32 characters.
"""

from __future__ import annotations

from dataclasses import dataclass

STEP = 0.25  # beats
LOUD = {"X": 1.0, "x": 0.84, "o": 0.66, "g": 0.4}
REST, HOLD = ".", "-"


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke: beat from the pattern's start, length in beats, loudness 0 to 1, and the sign that wrote it."""

    beat: float
    length: float
    loudness: float
    sign: str


def read(pattern: str) -> tuple[tuple[Stroke, ...], float]:
    """Return a pattern's strokes, and its length in beats (whole bars are a matter of who writes it)."""
    signs = [sign for sign in pattern if sign not in "| "]
    strokes: list[Stroke] = []
    at = 0
    while at < len(signs):
        sign = signs[at]
        end = at + 1
        if sign not in {REST, HOLD}:
            while end < len(signs) and signs[end] == HOLD:
                end += 1
            strokes.append(Stroke(at * STEP, (end - at) * STEP, LOUD.get(sign, 0.84), sign))
        at = end
    return tuple(strokes), len(signs) * STEP


def laid(pattern: str, start: float, end: float) -> tuple[Stroke, ...]:
    """Return the strokes of a pattern repeated from `start` until `end` (beats), those at the end cut short."""
    strokes, length = read(pattern)
    if not strokes or length <= 0:
        return ()
    found = []
    turn = 0
    while start + turn * length < end - 1e-9:
        for stroke in strokes:
            beat = start + turn * length + stroke.beat
            if beat < end - 1e-9:
                found.append(Stroke(beat, min(stroke.length, end - beat), stroke.loudness, stroke.sign))
        turn += 1
    return tuple(found)
