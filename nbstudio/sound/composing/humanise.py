"""Humanise: what players do around the grid.

Swing delays the off-beats; hands are a few milliseconds early or late and never twice as loud alike. The kick
on the beat is exact: it is the clock that everybody else plays to, and that a film is cut to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.score import Note

ANCHORS = frozenset({"kick", "crash"})
LAID_BACK = {"bass": 0.3, "drums": 0.0, "lead": 0.9, "chords": 0.4}
"""How much of a preset's `lag` a role plays behind the beat."""


def play(notes: Sequence[Note], role: str, preset: Mapping[str, Any], bpm: float, dice: Dice) -> tuple[Note, ...]:
    """Return the notes as they are played: with shifts in seconds, and velocities that vary."""
    manner = preset.get("humanise") or {}
    timing = float(manner.get("timing", 0.004)) * (0.5 if role in {"drums", "bass"} else 1.0)
    touch = float(manner.get("touch", 4.0))
    lag = float(manner.get("lag", 0.0)) * LAID_BACK.get(role, 0.3)
    swing = preset.get("swing") or {}
    unit, amount = float(swing.get("unit", 0.5)), float(swing.get("amount", 0.0))
    beat = 60.0 / bpm
    found = []
    for note in sorted(notes, key=lambda n: (n.beat, str(n.pitch))):
        shift = note.shift
        place = note.beat / unit
        if amount and abs(place - round(place)) < 1e-6 and round(place) % 2:
            shift += amount * unit * beat
        anchored = note.pitch in ANCHORS and note.beat % 1 < 1e-6
        if not anchored and role != "effects":
            shift += dice.spread(timing) + lag
        velocity = round(note.velocity + (0 if role == "effects" else dice.spread(touch)))
        found.append(replace(note, shift=shift, velocity=max(1, min(127, velocity))))
    return tuple(found)
