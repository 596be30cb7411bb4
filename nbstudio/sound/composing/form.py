"""Form: how many bars of what, so that the song is as long as was asked.

A tempo that nobody asked for bends a little, so that sections keep their four and eight bars; a tempo that
was asked for is kept exactly, and the last chord rings a little longer instead.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbstudio.sound.composing.score import BEATS_PER_BAR, Passage

SHORTEST = 8.0  # seconds; less is a jingle
LONGEST = 1200.0
RING = 3.0  # seconds that the last chord rings, at least
SHORT_RING = 1.5

FORMS = (
    ("intro", "chorus", "outro"),
    ("intro", "verse", "chorus", "outro"),
    ("intro", "verse", "chorus", "verse", "chorus", "outro"),
    ("intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus", "outro"),
    ("intro", "verse", "chorus", "verse", "chorus", "bridge", "verse", "chorus", "chorus", "outro"),
)
LENGTHS = {"intro": 4, "verse": 8, "chorus": 8, "bridge": 8, "outro": 4}
ORDER = ("verse", "chorus", "bridge", "intro", "outro")
"""Which sections take or give bars first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a song is laid out: its exact tempo, length in seconds, and passages."""

    bpm: float
    seconds: float
    passages: tuple[Passage, ...]

    @property
    def bars(self) -> int:
        """Return the bars played."""
        return sum(part.bars for part in self.passages)


def plan(
    preset: Mapping[str, Any], seconds: float | None, bpm: float | None, usual: float, lowest: float, highest: float
) -> Plan:
    """Return the form for a length (or the preset's own) and a tempo (or one near `usual`, within bounds)."""
    energies = preset["energy"]
    lengths = {**LENGTHS, **preset.get("lengths", {})}
    if seconds is None:
        labels = _labels(preset, FORMS[3])
        bars = sum(lengths[label] for label in labels)
        tempo = bpm or usual
        return Plan(tempo, round(bars * _bar(tempo) + 1.5 * RING, 3), _passages(labels, lengths, bars, energies))
    seconds = max(SHORTEST, min(LONGEST, seconds))
    ring = RING if seconds > 30 else SHORT_RING
    if bpm is None:
        bpm = _tempo(seconds - ring, usual, lowest, highest)
    bars = max(3, math.floor((seconds - ring) / _bar(bpm) + 1e-6))
    while bars > 1 and bars * _bar(bpm) > seconds - 0.5:
        bars -= 1
    labels = _labels(preset, _chosen(bars, lengths))
    return Plan(bpm, seconds, _passages(labels, lengths, bars, energies))


def _bar(bpm: float) -> float:
    return BEATS_PER_BAR * 60.0 / bpm


def _tempo(played: float, usual: float, lowest: float, highest: float) -> float:
    """Return the tempo nearest to the usual one in which whole groups of four bars fill the time."""
    best = usual
    cost = math.inf
    for bars in range(4, 800, 4):
        bpm = math.ceil(bars * BEATS_PER_BAR * 60.0 / played * 100) / 100
        if lowest <= bpm <= highest and abs(math.log(bpm / usual)) < cost:
            best, cost = bpm, abs(math.log(bpm / usual))
    return best


def _labels(preset: Mapping[str, Any], labels: Sequence[str]) -> tuple[str, ...]:
    """Return the labels that the genre knows."""
    return tuple(label for label in labels if label in preset["energy"])


def _chosen(bars: int, lengths: Mapping[str, int]) -> tuple[str, ...]:
    """Return the form whose usual length is nearest to so many bars; very long songs go round again."""
    forms: list[tuple[str, ...]] = list(FORMS)
    longest: tuple[str, ...] = FORMS[-1]
    while sum(lengths[label] for label in longest) < bars * 0.9:
        longest = (*longest[:-2], "verse", "chorus", "bridge", "chorus", "outro")
        forms.append(longest)
    return min(forms, key=lambda form: (abs(sum(lengths[label] for label in form) - bars), -len(form)))


def _passages(
    labels: Sequence[str], lengths: Mapping[str, int], bars: int, energies: Mapping[str, float]
) -> tuple[Passage, ...]:
    """Lay sections out over exactly so many bars: they take and give fours, then twos, then the intro one."""
    sizes = [lengths[label] for label in labels]
    least = [4 if label in {"verse", "chorus"} else 2 for label in labels]
    for step in (4, 2, 1):
        turn = 0
        while abs(bars - sum(sizes)) >= step and turn < 400:
            missing = bars - sum(sizes)
            label = ORDER[turn % len(ORDER)] if step > 1 else ("outro", "intro", "bridge")[turn % 3]
            places = [i for i, name in enumerate(labels) if name == label]
            turn += 1
            if not places:
                continue
            change = step if missing > 0 else -step
            at = (min if change > 0 else max)(places, key=lambda i: sizes[i])
            roomy = sizes[at] < (2 * lengths[label] if step == 4 else lengths[label] + 3)
            if sizes[at] + change >= least[at] and (change < 0 or roomy):
                sizes[at] += change
    sizes[-1] += bars - sum(sizes)
    kept = [(label, size) for label, size in zip(labels, sizes, strict=True) if size > 0]
    excess = sum(size for _, size in kept) - bars
    while excess > 0:  # a very short song: give up what is longest
        at = max(range(len(kept)), key=lambda i: kept[i][1])
        kept[at] = (kept[at][0], kept[at][1] - 1)
        excess -= 1
    seen: dict[str, int] = {}
    found, bar = [], 0
    for label, size in kept:
        if size <= 0:
            continue
        seen[label] = seen.get(label, 0) + 1
        again = 0.06 * (seen[label] - 1) if label in {"verse", "chorus"} else 0.0
        found.append(Passage(label, bar, size, min(1.0, round(float(energies[label]) + again, 3))))
        bar += size
    return tuple(found)
