"""Melody: a motif that is repeated, varied, led in sequence, and comes to rest.

A section sings phrases of two bars; the same phrase comes back with its intervals kept and its notes fitted
to the chords that stand there. Of all the ways to sing a rhythm the cheapest is found exactly (Viterbi):
steps are cheap, leaps dear, strong beats want chord tones, phrases end on them, each phrase aims at a height,
and a little chance makes one song differ from the next. What a section sang once is its theme: every chorus
brings the hook back, later ones adorned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.harmony import at as chord_at
from nbstudio.sound.composing.phrases import LIFTS, PHRASES, SHAPES
from nbstudio.sound.composing.rhythm import Stroke, read
from nbstudio.sound.composing.score import BEATS_PER_BAR, Change, Note, Passage
from nbstudio.sound.composing.theory import Key

PHRASE = 2 * BEATS_PER_BAR  # beats
PLACES = 4  # phrases in a theme
HIGHER = {"verse": 0.0, "chorus": 3.5, "bridge": 2.0}  # semitones above the voice's middle
LEAPS = {0: 0.7, 1: 0.0, 2: 0.0, 3: 0.5, 4: 0.6, 5: 1.1, 6: 4.0, 7: 1.6, 8: 2.6, 9: 2.6, 12: 2.6}
FAR = 6.0
ADORNED = 0.35  # how often a long note of a repeated theme gets a neighbour


@dataclass(frozen=True, slots=True)
class Sung:
    """A note of a theme: its stroke within the section, and which phrase and place in it it is."""

    stroke: Stroke
    phrase: int
    index: int
    last: bool
    """Whether a phrase ends here."""
    closing: bool
    """Whether the section does."""


def lead(
    passages: Sequence[Passage], chords: Sequence[Change], preset: Mapping[str, Any], key: Key, dice: Dice
) -> list[Note]:
    """Return what the leading voice plays in all of the song."""
    tune = preset["melody"]
    low, high = tune["range"]
    themes: dict[str, list[Note]] = {}
    found: list[Note] = []
    turns: dict[str, int] = {}
    for part in passages:
        label = part.label
        if label not in tune.get("sections", ("verse", "chorus", "bridge")):
            continue
        turn = turns[label] = turns.get(label, 0) + 1
        kind = label if label in HIGHER else "chorus"
        middle = (low + high) / 2 - 2 + HIGHER[kind]
        rhythm = _rhythm(part, PHRASES[tune["phrases"]][kind], dice.at("rhythm", label))
        notes = _sing(
            rhythm, part, chords, key, (low, high), middle, themes.get(label), dice.at("pitch", label), LIFTS[kind]
        )
        if label not in themes:
            themes[label] = notes
        elif turn > 1:
            notes = _adorned(notes, chords, key, dice.at("adorn", label, turn))
        found += notes
    return found


def hook(notes: Sequence[Note], passages: Sequence[Passage]) -> list[Note]:
    """Return the first phrase of the first chorus, from beat 0: what the song is remembered by."""
    chorus = next((part for part in passages if part.label == "chorus"), None)
    if chorus is None:
        return []
    start = chorus.bar * BEATS_PER_BAR
    return [replace(note, beat=note.beat - start) for note in notes if start <= note.beat < start + PHRASE]


def _rhythm(part: Passage, bank: Sequence[str], dice: Dice) -> list[Sung]:
    """Return the strokes of a section: three phrases of the bank, in one of the shapes."""
    shape = dice.one(SHAPES)
    names = list(bank)
    chosen: list[str] = []
    for _ in range(3):
        chosen.append(names.pop(int(dice.unit() * len(names))) if names else chosen[0])
    beats = part.bars * BEATS_PER_BAR
    places = max(1, beats // PHRASE)
    found: list[Sung] = []
    for place in range(places):
        phrase = shape[place % PLACES] if places > 1 else 0
        strokes, _ = read(chosen[phrase])
        inside = [s for s in strokes if place * PHRASE + s.beat < beats]
        for index, stroke in enumerate(inside):
            last = index == len(inside) - 1
            closing = last and place == places - 1
            moved = replace(stroke, beat=place * PHRASE + stroke.beat)
            if closing:  # the last note of a section rings until it ends
                moved = replace(moved, length=max(moved.length, min(3.0, beats - moved.beat)))
            found.append(Sung(moved, phrase, index, last, closing))
    return found


def _sing(
    rhythm: Sequence[Sung],
    part: Passage,
    chords: Sequence[Change],
    key: Key,
    bounds: tuple[int, int],
    middle: float,
    theme: Sequence[Note] | None,
    dice: Dice,
    lifts: Sequence[Sequence[float]],
) -> list[Note]:
    """Find the pitches of a section, phrase after phrase; `theme` is what it sang before."""
    start = float(part.bar * BEATS_PER_BAR)
    lift = dice.at("lift").one(lifts)
    remembered = {round(note.beat - theme[0].beat, 3): note.pitch for note in theme} if theme else {}
    first = rhythm[0].stroke.beat if rhythm else 0.0
    motifs: dict[int, list[int]] = {}
    found: list[Note] = []
    before: int | None = None
    for place in range(1 + max((round(s.stroke.beat // PHRASE) for s in rhythm), default=-1)):
        line = [s for s in rhythm if s.stroke.beat // PHRASE == place]
        if not line:
            continue
        aim = middle + lift[place % len(lift)]
        memory = [remembered.get(round(s.stroke.beat - first, 3)) for s in line]
        motif = motifs.get(line[0].phrase)
        pitches = _fit(line, start, chords, key, bounds, aim, before, motif, memory, dice.at("place", place % PLACES))
        motifs.setdefault(line[0].phrase, pitches)
        before = pitches[-1]
        for i, (sung, pitch) in enumerate(zip(line, pitches, strict=True)):
            arc = 1.0 - abs(i / max(1, len(line) - 1) - 0.55) * 0.18
            strong = 1.06 if sung.stroke.beat % 2 == 0 else 1.0
            velocity = int(min(120, (74 + 34 * part.energy) * arc * strong * (0.7 + 0.3 * sung.stroke.loudness)))
            found.append(Note(start + sung.stroke.beat, sung.stroke.length * 0.96, pitch, velocity))
    return found


def _fit(
    line: Sequence[Sung],
    start: float,
    chords: Sequence[Change],
    key: Key,
    bounds: tuple[int, int],
    aim: float,
    before: int | None,
    motif: Sequence[int] | None,
    memory: Sequence[int | str | None],
    dice: Dice,
) -> list[int]:
    """Return the cheapest pitches for a phrase."""
    pitches = range(bounds[0], bounds[1] + 1)
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    count = len(line)
    for i, sung in enumerate(line):
        chord = chord_at(chords, start + sung.stroke.beat)
        height = aim + 2.2 * (1 - abs(2 * i / max(1, count - 1) - 1)) - 1.0
        now: dict[int, tuple[float, tuple[int, ...]]] = {}
        for pitch in pitches:
            local = _local(pitch, sung, chord, key) + 0.2 * abs(pitch - height) + 0.9 * dice.unit()
            if local > 50:
                continue
            kept = memory[i]
            if isinstance(kept, int):
                local += 1.6 * abs(pitch - kept)
            if i == 0:
                local += 0.35 * abs(pitch - before) if before is not None else 0.0
                now[pitch] = (local, (pitch,))
                continue
            wanted = motif[i] - motif[i - 1] if motif and i < len(motif) else None
            cost, path = min((total + _step(way[-1], pitch, sung, wanted), way) for total, way in best.values())
            now[pitch] = (cost + local, (*path, pitch))
        best = now
    return list(min(best.values())[1])


def _local(pitch: int, sung: Sung, chord: Change, key: Key) -> float:
    """Return what a pitch costs over a chord; more than 50 is never sung."""
    tone = pitch % 12
    inside = tone in chord.tones
    if not inside and tone not in key.scale:
        return 99.0
    foreign = next((t for t in chord.tones if t not in key.scale), None)
    if not inside and foreign is not None and (tone - foreign) % 12 in {1, 11}:
        return 99.0  # the key's own seventh beside the chord's raised one
    strong = sung.stroke.beat % 2 < 1e-6 or sung.stroke.length >= 1.0
    rubs = any((tone - t) % 12 == 1 for t in chord.tones)
    cost = 0.0
    if not inside:
        cost += 2.2 if strong else 0.45
        cost += 3.5 if rubs and strong else 0.8 if rubs else 0.0
    if sung.last:
        cost += 0.0 if inside else 6.0
    if sung.closing:
        degree = (tone - key.tonic) % 12
        cost += 0.0 if degree == 0 else 0.8 if degree in {3, 4, 7} else 2.5
    elif sung.last and tone == key.tonic:
        cost += 0.6
    return cost


def _step(before: int, pitch: int, sung: Sung, wanted: int | None) -> float:
    leap = abs(pitch - before)
    cost = LEAPS.get(leap, FAR) * (1.3 if sung.stroke.length < 0.5 else 1.0)
    if wanted is not None:
        cost += 0.75 * abs((pitch - before) - wanted)
    return cost


def _adorned(notes: Sequence[Note], chords: Sequence[Change], key: Key, dice: Dice) -> list[Note]:
    """Return a theme that comes back a little richer: some long notes are left by their neighbour."""
    found: list[Note] = []
    for at, note in enumerate(notes):
        following = notes[at + 1] if at + 1 < len(notes) else None
        if following and note.length >= 0.9 and following.beat - note.beat <= 2.01 and dice.chance(ADORNED):
            pitch = _neighbour(int(note.pitch), int(following.pitch), chord_at(chords, note.beat), key)
            half = following.beat - note.beat - 0.5
            found.append(replace(note, length=half * 0.96))
            found.append(Note(note.beat + half, 0.46, pitch, int(note.velocity * 0.86)))
        else:
            found.append(note)
    return found


def _neighbour(pitch: int, target: int, chord: Change, key: Key) -> int:
    """Return the scale's step beside `pitch` on the way to `target`, or above where they are the same."""
    way = 1 if target >= pitch else -1
    allowed = max(set(key.scale), set(chord.tones))
    for step in (1, 2, 3, 4):
        if (pitch + way * step) % 12 in allowed:
            return pitch + way * step
    return pitch


def harmony_below(notes: Sequence[Note], chords: Sequence[Change], key: Key) -> list[Note]:
    """Return a second voice a third or a fourth below, that never rubs against the chord."""
    found = []
    for note in notes:
        chord = chord_at(chords, note.beat)
        pitch = int(note.pitch)
        below = next((p for p in range(pitch - 3, pitch - 9, -1) if p % 12 in chord.tones), pitch - 12)
        if note.length < 0.75:
            scale = next((p for p in (pitch - 3, pitch - 4) if p % 12 in key.scale), below)
            below = scale if not any((scale - t) % 12 == 1 for t in chord.tones) else below
        found.append(replace(note, pitch=below, velocity=int(note.velocity * 0.8)))
    return found


def answers(notes: Sequence[Note], part: Passage, chords: Sequence[Change], bounds: tuple[int, int]) -> list[Note]:
    """Return a counter-line: it holds a guide tone under the tune, and moves where the tune rests."""
    found: list[Note] = []
    pitch = (bounds[0] + bounds[1]) // 2
    inside = [n for n in notes if part.bar * BEATS_PER_BAR <= n.beat < (part.bar + part.bars) * BEATS_PER_BAR]
    for bar in range(part.bar, part.bar + part.bars):
        beat = float(bar * BEATS_PER_BAR)
        chord = chord_at(chords, beat)
        guides = [*chord.tones[1:2], *chord.tones[3:4]] or list(chord.tones)
        options = [p for p in range(bounds[0], bounds[1] + 1) if p % 12 in guides]
        pitch = min(options, key=lambda p: (abs(p - pitch), p)) if options else pitch
        busy = sum(1 for n in inside if beat + 2 <= n.beat < beat + BEATS_PER_BAR)
        velocity = int(58 + 30 * part.energy)
        if busy > 1:
            found.append(Note(beat, 3.9, pitch, velocity))
            continue
        found.append(Note(beat, 1.9, pitch, velocity))
        tones = [p for p in range(bounds[0], bounds[1] + 1) if p % 12 in chord.tones]
        above = [p for p in tones if p > pitch][:2] or [p for p in tones if p < pitch][-2:]
        for i, other in enumerate(above):
            found.append(Note(beat + 2 + i, 0.95, other, velocity + 4))
    return found
