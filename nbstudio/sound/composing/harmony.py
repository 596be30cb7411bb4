"""Harmony: which chord when, and how it is voiced.

Chords are led as a choir is: of all ways to lay a chord's notes within the range, the one is sung in which
the voices move least, stay apart, and don't drift from the middle.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from nbstudio.sound.composing.dice import Dice
from nbstudio.sound.composing.score import BEATS_PER_BAR, Change, Passage
from nbstudio.sound.composing.theory import Harmony, Key

SPLIT = ","


def changes(passages: Sequence[Passage], preset: Mapping[str, Any], key: Key, dice: Dice) -> tuple[Change, ...]:
    """Return the chords of the whole song; what a section is built on is chosen once, and comes back with it."""
    chosen: dict[str, list[str]] = {}
    found: list[Change] = []
    for at, part in enumerate(passages):
        label = part.label
        if label not in chosen:
            options = preset["progressions"].get(label) or preset["progressions"]["verse"]
            chosen[label] = str(dice.at("progression", label).one(options)).split()
        loop = chosen[label]
        last = at == len(passages) - 1
        for bar in range(part.bars):
            numerals = loop[bar % len(loop)]
            left = part.bars - bar
            if last and left <= 2:
                cadence = str(preset["cadence"]).split()
                numerals = cadence[-left] if left <= len(cadence) else numerals
            elif left == 1 and not last and passages[at + 1].label == "chorus" and part.bars >= 4:
                numerals = str(preset.get("turnaround") or numerals)
            found += _bar(numerals, (part.bar + bar) * BEATS_PER_BAR, key)
    end = float(sum(part.bars for part in passages) * BEATS_PER_BAR)
    found.append(_change(key.chord(str(preset["final"])), end, float(BEATS_PER_BAR), key))
    return _joined(found)


def _bar(numerals: str, beat: float, key: Key) -> list[Change]:
    """Return the chords of one bar, which share it evenly."""
    names = numerals.split(SPLIT)
    length = BEATS_PER_BAR / len(names)
    return [_change(key.chord(name), beat + i * length, length, key) for i, name in enumerate(names)]


def _change(chord: Harmony, beat: float, length: float, key: Key) -> Change:
    return Change(float(beat), length, chord.symbol(key.flat), chord.numeral, chord.root, chord.tones)


def _joined(found: Sequence[Change]) -> tuple[Change, ...]:
    """Keep every bar's chord a change of its own: players strike anew in each bar."""
    return tuple(found)


def at(chords: Sequence[Change], beat: float) -> Change:
    """Return the chord that sounds at a beat."""
    low, high = 0, len(chords) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if chords[middle].beat <= beat + 1e-6:
            low = middle
        else:
            high = middle - 1
    return chords[low]


def voiced(
    chords: Sequence[Change], low: int, high: int, voices: int = 4, *, rootless: bool = False
) -> tuple[tuple[int, ...], ...]:
    """Return the pitches of every chord, led with the smallest motion; ascending, within `low` to `high`."""
    found: list[tuple[int, ...]] = []
    before: tuple[int, ...] = ()
    middle = (low + high) / 2
    for chord in chords:
        tones = _kept(chord, voices, rootless)
        options = _layings(tones, low, high, voices)
        now = min(options, key=lambda laid: (_cost(laid, before, middle), laid))
        found.append(now)
        before = now
    return tuple(found)


def _kept(chord: Change, voices: int, rootless: bool) -> tuple[int, ...]:
    """Return the chord's tones worth playing: of more than there are voices, the fifth goes first, then the root."""
    tones = list(dict.fromkeys(chord.tones))
    fifth = (chord.root + 7) % 12
    while len(tones) > voices:
        drop = fifth if fifth in tones and len(tones) > 3 else chord.root if chord.root in tones else tones[-1]
        tones.remove(drop)
    if rootless and len(tones) > 3 and chord.root in tones:
        tones.remove(chord.root)
    return tuple(tones)


def _layings(tones: Sequence[int], low: int, high: int, voices: int) -> list[tuple[int, ...]]:
    """Return all ways to lay the tones between two pitches, close enough to be one chord."""
    places = [[pitch for pitch in range(low, high + 1) if pitch % 12 == tone] for tone in tones]
    extra = voices - len(tones)
    found = set()
    for laid in product(*places):
        base = tuple(sorted(set(laid)))
        if len(base) != len(tones) or base[-1] - base[0] > 19:
            continue
        if extra <= 0:
            found.add(base)
            continue
        for double in (tones[0], tones[-1], tones[len(tones) // 2]):
            for pitch in range(low, high + 1):
                if pitch % 12 == double and pitch not in base and abs(pitch - base[0]) <= 19:
                    found.add(tuple(sorted((*base, pitch))))
    if not found:
        found = {tuple(sorted(place[0] for place in places if place))}
    return sorted(found)


def _cost(laid: tuple[int, ...], before: tuple[int, ...], middle: float) -> float:
    centre = sum(laid) / len(laid)
    cost = 0.18 * abs(centre - middle)
    gaps = [b - a for a, b in pairwise(laid)]
    cost += sum(2.5 for gap in gaps if gap < 2) + sum(0.6 for gap in gaps[1:] if gap > 9)
    cost += sum(3.0 for low, gap in zip(laid, gaps, strict=False) if low < 50 and gap < 5)  # mud
    if not before:
        return cost
    if len(before) == len(laid):
        moves = [b - a for a, b in zip(before, laid, strict=True)]
        cost += sum(math.pow(abs(move), 1.15) for move in moves)
        cost += 1.5 if len(moves) > 2 and (all(m > 0 for m in moves) or all(m < 0 for m in moves)) else 0.0
        for a in range(len(laid)):
            for b in range(a + 1, len(laid)):
                same = (laid[b] - laid[a]) % 12
                if same in {0, 7} and (before[b] - before[a]) % 12 == same and moves[a]:
                    cost += 0.8  # parallel fifths and octaves
        return cost
    return cost + sum(min(abs(pitch - other) for other in before) for pitch in laid)
