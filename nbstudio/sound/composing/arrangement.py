"""Arrangement: who plays when, and what marks the way from one section to the next.

A part enters from an energy (`from`), up to one (`till`), in the sections named or all. An intro and an
outro are split: the first half of an intro is thinner than the second, and an outro empties towards its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from nbstudio.sound.composing.harmony import at as chord_at
from nbstudio.sound.composing.melody import hook
from nbstudio.sound.composing.order import Order
from nbstudio.sound.composing.score import BEATS_PER_BAR, Change, Note, Passage
from nbstudio.sound.composing.theory import Key, nearest

RISE = 0.2  # energy that a section must gain for a riser to lead into it
STRETCH = 4  # bars
GROWTH = {"verse": 0.05, "chorus": 0.03, "bridge": 0.08}  # energy won and lost around the middle of a section
BUILD = 0.16  # energy that the second half of an intro has more
ADDED = {"from": 0.3, "level": -8.0, "send": 0.25}


def players(order: Order, preset: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parts that play: the preset's, those asked for, without those not wanted, each with its voice."""
    found: list[dict[str, Any]] = []
    barred = set(order.without)
    for name, told in preset["parts"].items():
        part = {"name": name, "from": 0.0, **told}
        voice = order.instruments[part["voice"]]
        if barred & {name, part["role"], part["voice"], *voice.get("families", ())}:
            continue
        part["voice"] = _voice(part, part["voice"], voice)
        found.append(part)
    playing = {family for part in found for family in (*part["voice"].get("families", ()), part["voice"]["name"])}
    for name in order.adds:
        if name not in playing and name in order.instruments:
            voice = order.instruments[name]
            added = {**ADDED, "name": name, **voice.get("added", {})}
            added["voice"] = _voice(added, name, voice)
            found.append(added)
    return found


def _voice(part: Mapping[str, Any], name: str, voice: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a part sounds: its instrument, and its place in the mix."""
    mix = {key: part[key] for key in ("level", "pan", "send", "delay", "pump", "low", "high", "kit") if key in part}
    return {"name": name, **{k: v for k, v in voice.items() if k != "added"}, **mix}


def slices(part: Mapping[str, Any], passage: Passage, at: int, count: int) -> list[Passage]:
    """Return the stretches of a passage in which a part plays."""
    only = part.get("sections")
    if only is not None and passage.label not in only:
        return []
    if passage.label in part.get("not_in", ()):
        return []
    low, high = float(part.get("from", 0.0)), float(part.get("till", 1.0))
    return [stretch for stretch in stretches(passage, at, count) if low <= stretch.energy <= high]


def stretches(passage: Passage, at: int, count: int) -> list[Passage]:
    """Return the stretches of a passage, each with an energy of its own: nothing stays as it is for long."""
    half = passage.bars // 2
    if at == 0 and passage.label == "intro" and half >= 1:
        return [
            replace(passage, bars=half),
            replace(passage, bar=passage.bar + half, bars=passage.bars - half, energy=passage.energy + BUILD),
        ]
    if at == count - 1 and half >= 1:
        return [
            replace(passage, bars=half),
            replace(passage, bar=passage.bar + half, bars=passage.bars - half, energy=passage.energy * 0.7),
        ]
    if passage.bars < 2 * STRETCH:
        return [passage]
    found = []
    pieces = max(1, round(passage.bars / STRETCH))
    for piece in range(pieces):
        begin = piece * STRETCH
        bars = STRETCH if piece < pieces - 1 else passage.bars - begin
        swell = GROWTH[passage.label] * (2 * piece / (pieces - 1) - 1) if passage.label in GROWTH else 0.0
        found.append(replace(passage, bar=passage.bar + begin, bars=bars, energy=min(1.0, passage.energy + swell)))
    return found


def echoes(
    tune: Sequence[Note], passages: Sequence[Passage], passage: Passage, chords: Sequence[Change], key: Key
) -> list[Note]:
    """Return the hook quoted softly in an intro or outro, fitted to the chords there."""
    found = []
    start = passage.bar * BEATS_PER_BAR
    for note in hook(tune, passages):
        beat = start + note.beat
        if beat + note.length > start + passage.bars * BEATS_PER_BAR:
            break
        chord = chord_at(chords, beat)
        pitch = int(note.pitch)
        if note.length >= 0.9 and pitch % 12 not in chord.tones:
            pitch = min((nearest(tone, pitch) for tone in chord.tones), key=lambda p: (abs(p - pitch), p))
        elif pitch % 12 not in key.scale:
            pitch += 1
        found.append(replace(note, beat=beat, pitch=pitch, velocity=int(note.velocity * 0.7)))
    return found


def final(
    part: Mapping[str, Any], passages: Sequence[Passage], chords: Sequence[Change], played: Sequence[Note]
) -> list[Note]:
    """Return the last chord, struck together on the downbeat after the last bar and left to ring."""
    beat = float((passages[-1].bar + passages[-1].bars) * BEATS_PER_BAR)
    chord = chords[-1]
    role = part["role"]
    ends = passages[-1].energy
    near = [n for n in played if n.beat >= beat - 16]
    if role == "drums":
        if not near or ends < 0.2:
            return []
        return [Note(beat, 1.0, "kick", int(60 + 40 * ends)), Note(beat, 4.0, "crash", int(44 + 44 * ends))]
    if role == "bass":
        root = nearest(chord.root, int(part.get("centre", 38)))
        return [Note(beat, 6.0, root, int(64 + 24 * ends))] if played else []
    if role in {"lead", "counter", "harmony"}:
        if not near or role != "lead":
            return []
        last = int(near[-1].pitch)
        return [Note(beat, 5.0, nearest(chord.root, last), int(58 + 20 * ends))]
    if not near and role != "pad" and float(part.get("from", 0.0)) > 0.35:
        return []
    if "play" not in part:
        return []
    from nbstudio.sound.composing.backing import voicings

    pitches = voicings(chords, part)[beat]
    strum = max(float(part.get("strum", 0.0)) * 2, 0.02 if role == "chords" else 0.0)
    return [Note(beat, 6.0, pitch, int(54 + 26 * ends), shift=strum * i) for i, pitch in enumerate(pitches)]


def effects(passages: Sequence[Passage], preset: Mapping[str, Any], order: Order) -> list[Note]:
    """Return risers into sections that gain much, and an impact where they begin."""
    wanted = preset.get("effects")
    if not wanted or "effects" in order.without:
        return []
    found = []
    for before, after in pairwise(passages):
        beat = float(after.bar * BEATS_PER_BAR)
        if after.energy - before.energy >= RISE:
            if wanted.get("riser"):
                bars = 2 if before.bars >= 4 else 1
                found.append(
                    Note(beat - bars * BEATS_PER_BAR, bars * float(BEATS_PER_BAR), "riser", int(100 * after.energy))
                )
            if wanted.get("impact"):
                found.append(Note(beat, 4.0, "impact", int(105 * after.energy)))
        elif before.energy - after.energy >= RISE and wanted.get("fall"):
            found.append(Note(beat, 4.0, "fall", 80))
    return sorted(found, key=lambda n: n.beat)
