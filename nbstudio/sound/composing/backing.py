"""Backing: chords that are held, struck, strummed or broken, led from one to the next.

A part's `play` is `sustain`, or a pattern per section (rhythm.py): strokes sound the whole chord, digits one
of its voices from below (`1` the lowest; beyond the highest they go up an octave).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbstudio.sound.composing.harmony import at as chord_at
from nbstudio.sound.composing.harmony import voiced
from nbstudio.sound.composing.rhythm import laid
from nbstudio.sound.composing.score import BEATS_PER_BAR, Change, Note, Passage

SUSTAIN = "sustain"
Laid = Mapping[float, tuple[int, ...]]
"""The pitches of the chord that begins on each beat."""


def voicings(chords: Sequence[Change], part: Mapping[str, Any]) -> Laid:
    """Return how a part lays every chord of the song."""
    low, high = part["range"]
    pitches = voiced(chords, low, high, int(part.get("voices", 4)), rootless=bool(part.get("rootless", False)))
    return {chord.beat: laid for chord, laid in zip(chords, pitches, strict=True)}


def play(passage: Passage, chords: Sequence[Change], part: Mapping[str, Any], voices: Laid) -> list[Note]:
    """Return what a part plays in a passage."""
    start, end = float(passage.bar * BEATS_PER_BAR), float((passage.bar + passage.bars) * BEATS_PER_BAR)
    told = part["play"]
    pattern = told.get(passage.label, told.get("verse")) if isinstance(told, Mapping) else told
    loud = 52 + 44 * passage.energy
    if pattern is None:
        return []
    if pattern == SUSTAIN:
        return _held(start, end, chords, voices, int(loud), float(part.get("strum", 0.0)))
    found: list[Note] = []
    for stroke in laid(str(pattern), start, end):
        chord = chord_at(chords, stroke.beat)
        pitches = voices[chord.beat]
        left = chord.beat + chord.length - stroke.beat
        length = min(stroke.length, left) * float(part.get("gate", 0.9))
        accent = stroke.loudness * (1.05 if stroke.beat % 1 == 0 else 0.96)
        velocity = int(max(20, min(118, loud * accent * 1.1)))
        if stroke.sign.isdigit():
            step = int(stroke.sign) - 1
            pitch = pitches[step % len(pitches)] + 12 * (step // len(pitches))
            ring = max(length, float(part.get("ring", 0.0)))
            found.append(Note(stroke.beat, min(ring, left), pitch, int(velocity * (1.0 if step == 0 else 0.9))))
            continue
        found += _struck(stroke.beat, length, pitches, velocity, float(part.get("strum", 0.0)))
    return found


def _struck(beat: float, length: float, pitches: Sequence[int], velocity: int, strum: float) -> list[Note]:
    """Return a chord; `strum` is the seconds from one string to the next, upwards on the beat, down off it."""
    order = pitches if beat % 1 < 1e-6 else tuple(reversed(pitches))
    return [Note(beat, length, pitch, max(1, velocity - 2 * i), shift=strum * i) for i, pitch in enumerate(order)]


def _held(start: float, end: float, chords: Sequence[Change], voices: Laid, velocity: int, strum: float) -> list[Note]:
    """Return chords held as long as they last; a voice that does not move is not struck again."""
    found: list[Note] = []
    sounding: dict[int, Note] = {}
    inside = [chord for chord in chords if start - 1e-9 <= chord.beat < end - 1e-9]
    for chord in inside:
        pitches = voices[chord.beat]
        length = min(chord.length, end - chord.beat)
        kept: dict[int, Note] = {}
        for i, pitch in enumerate(pitches):
            held = sounding.get(pitch)
            if held is not None and held.length < 7.5:
                kept[pitch] = Note(held.beat, held.length + length, pitch, held.velocity, held.shift)
            else:
                if held is not None:
                    found.append(held)
                kept[pitch] = Note(chord.beat, length, pitch, velocity, strum * i)
        found += [note for pitch, note in sounding.items() if pitch not in kept]
        sounding = kept
    return found + list(sounding.values())
