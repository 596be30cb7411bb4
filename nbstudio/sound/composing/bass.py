"""Bass: it follows the roots, and walks towards the next one.

A pattern's signs (see rhythm.py): `1` the root, `3` the third, `5` the fifth, `8` the octave, `7` the seventh
if the chord has one, `a` an approach: a step away from the next root, from the side the line comes from.
`w` walks: chord tones and steps that arrive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.harmony import at as chord_at
from nbstudio.sound.composing.rhythm import laid
from nbstudio.sound.composing.score import BEATS_PER_BAR, Change, Note, Passage
from nbstudio.sound.composing.theory import Key, nearest

LOWEST, HIGHEST = 28, 55  # E1 to G3


def line(part: Passage, chords: Sequence[Change], voice: Mapping[str, Any], key: Key, dice: Dice) -> list[Note]:
    """Return what the bass plays in a passage."""
    patterns = voice["pattern"]
    pattern = str(patterns.get(part.label) or patterns["verse"]) if isinstance(patterns, Mapping) else str(patterns)
    start, end = float(part.bar * BEATS_PER_BAR), float((part.bar + part.bars) * BEATS_PER_BAR)
    centre = int(voice.get("centre", 38))
    found: list[Note] = []
    before = centre
    for stroke in laid(pattern, start, end):
        chord = chord_at(chords, stroke.beat)
        following = chord_at(chords, chord.beat + chord.length + 1e-3)
        root = _near(chord.root, centre, before)
        pitch = _pitch(stroke.sign, stroke.beat, root, chord, following, before, key, centre, dice)
        accent = 1.0 if stroke.beat % BEATS_PER_BAR == 0 else 0.93 if stroke.beat % 1 == 0 else 0.86
        velocity = int((70 + 36 * part.energy) * accent)
        found.append(Note(stroke.beat, stroke.length * float(voice.get("gate", 0.92)), pitch, velocity))
        before = pitch
    return found


def _near(root: int, centre: int, before: int) -> int:
    """Return the root's pitch near the middle of the range, of two the one nearer to where the hand is."""
    low = nearest(root, centre)
    options = [p for p in (low - 12, low, low + 12) if LOWEST <= p <= HIGHEST and abs(p - centre) <= 7]
    return min(options or [low], key=lambda p: (abs(p - before), abs(p - centre), p))


def _pitch(
    sign: str,
    beat: float,
    root: int,
    chord: Change,
    following: Change,
    before: int,
    key: Key,
    centre: int,
    dice: Dice,
) -> int:
    if sign in "3578":
        return _tone(sign, root, chord)
    left = chord.beat + chord.length - beat
    if sign == "a" and left <= 1.0 + 1e-6:
        return _approach(_near(following.root, centre, before), before, key)
    if sign == "w":
        if beat - chord.beat < 0.5:
            return root
        if left <= 1.0 + 1e-6:
            return _approach(_near(following.root, centre, before), before, key)
        options = [p for p in range(before - 5, before + 6) if p % 12 in chord.tones and p != before]
        options = [p for p in options if LOWEST <= p <= HIGHEST] or [root]
        ahead = _near(following.root, centre, before)
        options.sort(key=lambda p: (abs(p - (before + ahead) / 2), p))
        return options[int(dice.unit() * min(2, len(options)))]
    return root


def _tone(sign: str, root: int, chord: Change) -> int:
    if sign == "8":
        return root + 12 if root + 12 <= HIGHEST else root
    steps = [(tone - chord.root) % 12 for tone in chord.tones]
    wanted = {"3": (3, 4), "5": (7, 6), "7": (10, 11, 9)}[sign]
    found = next((step for step in wanted if step in steps), 7 if sign != "3" else 12)
    pitch = root + found
    return pitch if pitch <= HIGHEST else pitch - 12


def _approach(target: int, before: int, key: Key) -> int:
    """Return a step from the side that the line comes from: the scale's, or else a semitone."""
    way = -1 if before <= target else 1
    for step in (2, 1):
        if (target + way * step) % 12 in key.scale:
            return target + way * step
    return target + way
