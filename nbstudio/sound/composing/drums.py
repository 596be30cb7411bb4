"""Drums: grooves that breathe, fills that lead, cymbals that mark where something begins.

A genre writes its grooves per section; the drummer varies them: ghost strokes come and go, every fourth bar
opens a hat or moves a kick, and the last bar of a section gives way to a fill, longer before louder things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.rhythm import laid
from nbstudio.sound.composing.score import BEATS_PER_BAR, Note, Passage

GHOST = 0.5
FILLS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "toms": (
        {
            "tom-high": "xx..............",
            "tom-mid": "..xx............",
            "tom-low": "....xx..........",
            "snare": "......xX",
        },
        {"snare": "x.xx....", "tom-high": "....x...", "tom-mid": ".....x..", "tom-low": "......xx", "kick": "x...x..."},
        {"snare": "x..x..x.", "tom-low": ".......X", "kick": "x...x..."},
        {"tom-high": "x.x.....", "tom-mid": "....x.x.", "tom-low": "......xx", "kick": "x...x..."},
    ),
    "snare": (
        {"snare": "ooooxxxX", "kick": "x...x..."},
        {"snare": "x.x.xxXX", "kick": "x...x..."},
        {"snare": "..x.x.xX", "kick": "x......."},
    ),
    "machine": (
        {"snare": "x.x.xxxx", "tom-low": "....x.x.", "kick": "x......."},
        {"clap": "x...x.xX", "kick": "x......."},
        {"tom-high": "x..x....", "tom-mid": "....x..x", "tom-low": "......x.", "kick": "x...x..."},
    ),
    "rolls": (
        {"hat": "xxxxxxxx", "snare": "....x.xx"},
        {"hat": "x.x.xxxx", "kick": "x.....x.", "clap": "....X..."},
    ),
    "brushes": (
        {"snare": "o.go.gox", "ride": "x...x..."},
        {"snare": "..o.o.xo", "kick": "x......."},
    ),
    "hand": (
        {"conga-high": "x.xx.x..", "conga-low": "......xx", "kick": "x......."},
        {"conga-low": "x..x..x.", "conga-high": ".x..x..x"},
    ),
    "swell": ({"cymbal-swell": "x-------"},),
    "none": ({},),
}
"""Two beats of strokes each, that take the groove's place."""


def groove(
    part: Passage, following: Passage | None, opens: bool, drums: Mapping[str, Any], starts: float, dice: Dice
) -> list[Note]:
    """Return what the drummer plays in a stretch that may open a section; below the energy `starts`, nothing."""
    grooves = drums["grooves"]
    pattern = grooves.get(part.label, grooves.get("verse")) or {}
    found: list[Note] = []
    beat = float(part.bar * BEATS_PER_BAR)
    end = beat + part.bars * BEATS_PER_BAR
    lead_in = end
    if following is not None and part.energy >= starts and part.bars >= 2:
        rise = following.energy - part.energy
        lead_in = end - (4.0 if rise > 0.25 and part.bars >= 4 else 2.0)
    if part.energy >= starts:
        for drum, text in pattern.items():
            found += _strokes(drum, str(text), beat, end, part, dice.at(drum))
        found = _varied(found, part, drums, dice.at("varied"))
    fill = _fill(drums, part, following, lead_in, end, dice.at("fill"))
    if fill:
        kept = {"hat", "ride", "shaker", "cymbal-swell"} if lead_in < end - 2 else {"hat", "shaker"}
        begin = end - 2.0
        found = [n for n in found if n.beat < begin or n.pitch in kept] + fill
    if part.energy >= 0.6 and opens and drums.get("crash", True):
        found.append(Note(beat, 2.0, "crash", int(78 + 30 * part.energy)))
    return sorted(found, key=lambda n: (n.beat, str(n.pitch)))


def _strokes(drum: str, text: str, beat: float, end: float, part: Passage, dice: Dice) -> list[Note]:
    found = []
    for stroke in laid(text, beat, end):
        if stroke.sign == "g" and not dice.chance(0.55 + 0.4 * part.energy):
            continue
        wobble = 1.0 + dice.spread(0.035)
        pulse = 1.05 if stroke.beat % 1 == 0 else 0.97
        velocity = (52 + 66 * part.energy**0.7) * (0.35 + 0.65 * stroke.loudness) * wobble * pulse
        found.append(Note(stroke.beat, stroke.length, drum, int(max(12, min(124, velocity)))))
    return found


def _varied(notes: Sequence[Note], part: Passage, drums: Mapping[str, Any], dice: Dice) -> list[Note]:
    """Return the groove with what a drummer does every few bars, never the same twice."""
    found = list(notes)
    loose = float(drums.get("variation", 0.5))
    for bar in range(part.bars):
        beat = float((part.bar + bar) * BEATS_PER_BAR)
        if bar % 4 == 3 and dice.chance(loose):
            hats = [n for n in found if n.pitch == "hat" and n.beat >= beat + 3.4 and n.beat < beat + 4]
            for hat in hats[:1]:
                found.remove(hat)
                found.append(Note(hat.beat, 0.5, "hat-open", hat.velocity))
        if bar % 2 == 1 and dice.chance(loose * 0.6) and not drums.get("steady", False):
            spot = beat + dice.one((1.75, 2.75, 3.75, 3.5))
            if any(n.pitch == "kick" for n in found) and not any(
                n.pitch == "kick" and abs(n.beat - spot) < 0.2 for n in found
            ):
                found.append(Note(spot, 0.25, "kick", int(60 + 30 * part.energy)))
    return found


def _fill(
    drums: Mapping[str, Any], part: Passage, following: Passage | None, lead_in: float, end: float, dice: Dice
) -> list[Note]:
    if following is None or lead_in >= end or part.bars < 2:
        return []
    bank = FILLS[str(drums.get("fills", "toms"))]
    chosen = dice.one(bank)
    found = []
    for drum, text in chosen.items():
        for i, sign in enumerate(text[:8]):
            if sign not in ".-":
                loud = {"X": 1.0, "x": 0.86, "o": 0.68, "g": 0.42}[sign]
                swell = 0.8 + 0.2 * i / 7
                velocity = int((70 + 44 * max(part.energy, following.energy * 0.9)) * loud * swell)
                found.append(Note(end - 2 + i * 0.25, 0.25, drum, min(122, velocity)))
    return found
