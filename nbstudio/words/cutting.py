"""Cutting: where a song wants its cuts.

The problem: a film cut on every bar is a metronome, and one cut anywhere fights its song. So a song is
taken section by section; within each, shots last a number of bars that follows the energy, vary around
it as an editor's do, shorten before a chorus, and end on downbeats (or, two quick ones together, in the
middle of a bar). A song without beats is cut in phrases of four to six seconds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise

from nbstudio.words.dice import Dice
from nbstudio.words.music import Loudness, Music, moments

SHORTEST = 0.8  # seconds; a shorter remainder joins its neighbour
USUAL_BAR = 2.1  # seconds; in much faster and slower songs shots last more and fewer bars
LONGEST = 7.0  # seconds; no still holds the eye for longer, whatever a style wishes (one bar is always whole)
SHORTEST_SECTION = 1.6
LONGEST_SCENE = 30.0
SILENCE = 12.0  # a longer stretch without a downbeat is cut in phrases
KINDS = {
    "chorus": "chorus", "drop": "chorus", "hook": "chorus", "refrain": "chorus", "climax": "chorus",
    "intro": "intro", "opening": "intro", "start": "intro",
    "outro": "outro", "end": "outro", "ending": "outro", "coda": "outro",
    "bridge": "bridge", "break": "bridge", "breakdown": "bridge", "interlude": "bridge", "solo": "bridge",
    "verse": "verse", "prechorus": "verse", "pre": "verse", "build": "verse", "song": "verse",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bars:
    """How many bars a shot lasts where the song is quiet, in between, and loud."""

    low: float = 2.0
    mid: float = 1.5
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Cut:
    """One shot's span, in seconds, and its energy from 0 to 1 within the song."""

    start: float
    end: float
    energy: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A section (or, when that is long, a part of one) and its cuts.

    `label` is numbered (verse.1), `kind` is intro, verse, chorus, bridge or outro; `opens` tells that a
    section begins here.
    """

    label: str
    kind: str
    opens: bool
    cuts: tuple[Cut, ...]


def passages(music: Music, bars: Bars, dice: Dice) -> tuple[Passage, ...]:
    """Cut a song: passages in order that cover it from 0 to its end without a hole."""
    seconds = music.seconds
    loud = Loudness.of(music)
    beats = moments(music.beats, seconds)
    downs = _downbeats(music, beats)
    spans = _sections(music, beats, downs, loud)
    found: list[Passage] = []
    for index, span in enumerate(spans):
        ahead = index + 1 < len(spans) and spans[index + 1].kind == "chorus"
        marks = _marks(span.start, span.end, beats, downs)
        silent = bisect_left(beats, span.end) - bisect_left(beats, span.start) < 3
        cuts = _cuts(span, marks, bars, loud, ahead, silent, dice.at(span.label))
        found.extend(_scenes(span, cuts))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Span:
    label: str
    kind: str
    start: float
    end: float
    energy: float


def _downbeats(music: Music, beats: tuple[float, ...]) -> tuple[float, ...]:
    """Return the downbeats: as given, or each bar's first beat; long silences get phrases."""
    downs = moments(music.downbeats, music.seconds) or beats[:: max(1, music.beats_per_bar)]
    filled = list(downs)
    for left, right in pairwise((0.0, *downs, music.seconds)):
        if right - left > SILENCE:
            filled.extend(_phrases(left, right, 5.0)[1:])
    return moments(filled, music.seconds)


def _phrases(start: float, end: float, step: float) -> list[float]:
    """Return the starts of equal phrases of about `step` seconds."""
    count = max(1, round((end - start) / step))
    return [start, *(round(start + (end - start) * part / count, 3) for part in range(1, count))]


def _sections(music: Music, beats: tuple[float, ...], downs: tuple[float, ...], loud: Loudness) -> list[_Span]:
    """Return the song's sections without hole or overlap, each starting on the grid where it is near."""
    seconds = music.seconds
    parts = sorted(
        (part for part in music.sections if 0.0 <= part.start < seconds), key=lambda part: (part.start, part.label)
    )
    named = [(part.label.strip() or "part", _near(part.start, beats)) for part in parts]
    if not named:
        named = [
            ("part", _near(_near(start, downs, reach=4.0), beats, reach=1.5)) for start in _phrases(0.0, seconds, 20.0)
        ]
    kept = [(named[0][0], 0.0)]
    for label, start in named[1:]:
        if start - kept[-1][1] >= SHORTEST_SECTION and seconds - start >= SHORTEST_SECTION:
            kept.append((label, start))
    ends = [start for _, start in kept[1:]] + [seconds]
    counts: dict[str, int] = {}
    spans = []
    for index, ((label, start), end) in enumerate(zip(kept, ends, strict=True)):
        energy = loud.between(start, end - 1e-3)
        kind = _kind(label, energy, first=index == 0, last=index == len(kept) - 1 and index > 0)
        base = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\W_]*\d+$", "", label.lower())).strip("-") or "part"
        base = kind if base == "part" else base
        counts[base] = counts.get(base, 0) + 1
        spans.append(_Span(f"{base}.{counts[base]}", kind, start, end, energy))
    return spans


def _near(time: float, grid: tuple[float, ...], reach: float = 0.35) -> float:
    """Return the grid's moment next to `time`, or `time` itself where none is near."""
    at = bisect_left(grid, time)
    nearest = min(grid[max(0, at - 1) : at + 1], key=lambda moment: abs(moment - time), default=time)
    return nearest if abs(nearest - time) <= reach else time


def _kind(label: str, energy: float, *, first: bool, last: bool) -> str:
    """Return what a section is for the film: by its name, else by its energy and place in the song."""
    words = re.findall(r"[a-z]+", label.lower().replace("pre-chorus", "pre").replace("pre chorus", "pre"))
    for word in words:
        if word in KINDS:
            return KINDS[word]
    if energy > 0.66:
        return "chorus"
    return "intro" if first and energy < 0.4 else "outro" if last and energy < 0.4 else "verse"


def _marks(start: float, end: float, beats: tuple[float, ...], downs: tuple[float, ...]) -> list[float]:
    """Return where a section may be cut, two marks a bar: the bars' starts and their middle beats.

    The section's own start is the first mark; a pick-up before the first bar belongs to it.
    """
    bars = list(downs[bisect_right(downs, start + 0.05) : bisect_left(downs, end - 0.05)])
    if bars and bisect_left(downs, start - 0.05) == bisect_left(downs, start + 0.05):
        bars = bars[1:]  # the section starts inside a bar, whose end is no bar's length away
    marks = [start]
    for left, right in pairwise((start, *bars, end)):
        if left != start:
            marks.append(left)
        inside = beats[bisect_right(beats, left + 0.05) : bisect_left(beats, right - 0.05)]
        middle = (left + right) / 2
        marks.append(min(inside, key=lambda beat: abs(beat - middle)) if inside else left)
    return marks


def _cuts(
    span: _Span, marks: list[float], bars: Bars, loud: Loudness, ahead: bool, silent: bool, dice: Dice
) -> tuple[Cut, ...]:
    """Choose among the marks; a mark equal to the one before it (a bar without beats) can't be cut at."""
    length = span.end - span.start
    if silent:
        starts = _phrases(span.start, span.end, 6.0 - 2.0 * span.energy)
    else:
        bar = 2 * length / len(marks)
        stretch = (USUAL_BAR / bar) ** 0.8
        starts, at = [], 0
        while at < len(marks):
            starts.append(marks[at])
            energy = _lift(span, loud.between(marks[at], marks[at] + 4.0))
            if ahead and at >= 0.7 * len(marks):
                energy += 0.3
            wish = stretch * (bars.low if energy < 0.36 else bars.mid if energy < 0.66 else bars.high)
            at = _next(at, len(marks), wish, bar, starts, marks, dice.at(str(at)))
        starts = [starts[0], *(time for time in starts[1:] if time > starts[0])]
    kept = [span.start]
    for time in starts[1:]:
        if time - kept[-1] >= SHORTEST and span.end - time >= SHORTEST:
            kept.append(time)
    return tuple(
        Cut(start, end, _lift(span, loud.between(start, end - 1e-3))) for start, end in pairwise((*kept, span.end))
    )


def _lift(span: _Span, energy: float) -> float:
    """Return the energy as the film feels it: a chorus is never its quietest part, an intro never its loudest."""
    by_kind = {"chorus": 0.25, "intro": -0.2, "outro": -0.25, "bridge": -0.1}
    return min(max(energy + by_kind.get(span.kind, 0.0), 0.0), 1.0)


def _next(at: int, end: int, wish: float, bar: float, starts: list[float], marks: list[float], dice: Dice) -> int:
    """Return the mark of the next cut, `wish` bars on, varied; may add the middle of two quick shots."""
    if at % 2:
        return at + 1
    wish = min(max(wish, 0.5), 8.0)
    length = next(power for power in (4.0, 2.0, 1.0, 0.5) if power <= wish)
    length *= 1 + (dice.unit("fraction") < wish / length - 1)
    length = int(length)  # 0, that is half a bar, or a power of two: phrases are even
    chance = dice.unit("vary")
    if length < 1 or (wish <= 1 and chance < 0.12):
        if marks[min(at + 1, end - 1)] - marks[at] >= SHORTEST and at + 1 < end:
            starts.append(marks[at + 1])
        length = 1
    elif chance < 0.15 and length > 1:
        length = length // 2
    elif chance > 0.9:
        length = min(length * 2, max(4, length))
    while length > 1 and length * bar > LONGEST:
        length //= 2
    after = at + 2 * length
    left = end - after
    if 0 < left < max(2, 2 * (length // 2)):
        after = end if length < 3 else at + 2 * ((end - at) // 4)
    return min(max(after, at + 1), end)


def _scenes(span: _Span, cuts: tuple[Cut, ...]) -> list[Passage]:
    """Return a section as one passage, or a long one as several of about equal length."""
    count = max(1, round((span.end - span.start) / LONGEST_SCENE))
    limits = [span.start + (span.end - span.start) * part / count for part in range(1, count)]
    groups: list[list[Cut]] = [[] for _ in range(count)]
    for cut in cuts:
        groups[bisect_right(limits, cut.start + 1e-6)].append(cut)
    whole = Passage(span.label, span.kind, True, ())
    filled = [tuple(group) for group in groups if group]
    return [replace(whole, opens=index == 0, cuts=group) for index, group in enumerate(filled)]
