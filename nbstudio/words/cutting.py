"""Cutting: where a song wants its cuts.

The problem: a film cut on every bar is a metronome, and one cut anywhere fights its song. An editor hears
phrases first: a shot ends with a phrase of four bars or with half of one, lasts longer where the song is quiet,
cuts faster into a chorus, and breaks its own rhythm before it becomes one. So every place of a section where a
join may fall (downbeats, the middle of bars, accents) has a price, every length of a shot too, by how far it is
from what the energy and the style wish for, and the cheapest way through the section is taken (dynamic
programming over pairs of joins and runs of equal shots, so that a metronome costs the more the longer it ticks).
A song without beats is cut in phrases of four to six seconds.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from nbstudio.words.dice import Dice
from nbstudio.words.music import Loudness, Music, moments
from nbstudio.words.sections import Span, downbeats, phrases, spans

SHORTEST = 0.8  # seconds; a shorter remainder joins its neighbour
USUAL_BAR = 1.95  # seconds; in much faster and slower songs shots last more and fewer bars
LONGEST_QUIET, LONGEST_LOUD = 9.0, 6.5  # seconds; no still holds the eye for longer (one bar is always whole)
LONGEST_SCENE = 30.0
PHRASE = 4  # bars
QUIET, LOUD = 0.25, 0.8  # energies at which a style's slowest and quickest pace is reached
PRICES = {"period": -1.5, "phrase": -1.1, "half": -0.15, "bar": 0.0, "middle": 1.3, "accent": 1.6}
"""What a join costs, in squared octaves of a shot's length: where eight bars begin, four, two, one; inside of one."""
ODD = 1.0  # more, in the middle of a bar that has none (three beats, say)
SUNG = 1.6  # more, where somebody is in the middle of a line
TORN = 0.8  # more again, in the middle of a word
EVERYWHERE = 0.75  # of what the bars of a section cost so on average, that is forgiven all its joins
AGAIN = (0.1, 0.3, 0.6, 1.2)  # for a shot as long as the one before it, as the last two, as the last three, as more
UNSURE = 0.5  # at most, by chance: two songs alike are cut a little differently
ACCENT = 0.1  # of the range of energy, by which an accented beat is louder than those beside it
HEARD = 0.07  # seconds within which an onset is that of a beat
REST = 0.45  # seconds by which a join of a song without beats may move to an onset


@dataclass(frozen=True, slots=True)
class Pace:
    """How a style cuts: bars a shot lasts where the song is quiet, in between, and loud.

    `offbeat` (0 to 1) is how gladly a join falls on an accent inside a bar, `burst` (0 to 1) how much faster a
    drop and the bars before a chorus are cut.
    """

    low: float = 2.0
    mid: float = 1.5
    high: float = 1.0
    offbeat: float = 0.2
    burst: float = 0.5

    def bars(self, energy: float) -> float:
        """Return how many bars a shot should last at an energy from 0 to 1."""
        middle = (QUIET + LOUD) / 2
        points = ((QUIET, self.low), (middle, self.mid), (LOUD, self.high))
        if energy <= QUIET or energy >= LOUD:
            return self.low if energy <= QUIET else self.high
        (left, slow), (right, quick) = points[:2] if energy < middle else points[1:]
        share = (energy - left) / (right - left)
        return float(slow ** (1 - share) * quick**share)


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
    section begins here, `drops` that it comes in with a blow.
    """

    label: str
    kind: str
    opens: bool
    cuts: tuple[Cut, ...]
    drops: bool = False


def passages(music: Music, pace: Pace, dice: Dice) -> tuple[Passage, ...]:
    """Cut a song: passages in order that cover it from 0 to its end without a hole."""
    loud = Loudness.of(music)
    beats = moments(music.beats, music.seconds)
    downs = downbeats(music, beats)
    usual = music.beat * max(1, music.beats_per_bar)
    found: list[Passage] = []
    for span in spans(music, beats, downs, loud):
        silent = bisect_left(beats, span.end) - bisect_left(beats, span.start) < 3
        if silent:
            starts = _unmeasured(span, moments(music.onsets, music.seconds))
        else:
            editor = _Editor(span, pace, loud, music, usual, dice.at(span.label))
            starts = editor.joins(_marks(span, beats, downs, editor))
        found.extend(_scenes(span, _cuts(span, starts, loud)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment at which a section may be cut, and what that costs."""

    time: float
    price: float


@dataclass(frozen=True)
class _Editor:
    """Chooses joins of one section."""

    span: Span
    pace: Pace
    loud: Loudness
    music: Music
    usual: float
    """Seconds of the song's usual bar."""
    dice: Dice

    def price(self, kind: str, time: float) -> float:
        """Return what a join costs at a mark: less for who likes accents, more within a line that is sung."""
        price = PRICES[kind]
        if kind in {"middle", "accent"}:
            price -= self.pace.offbeat * (0.6 if kind == "middle" else 1.2) + self.pace.burst * self._rush(time)
            price += ODD * (self.music.beats_per_bar % 2) if kind == "middle" else 0.0
        return price + self._torn(time) - self.usual_torn

    def _torn(self, time: float) -> float:
        """Return what a join costs for what is sung there."""
        price = SUNG if inside(self.music.lines, time) else 0.0
        return price + (TORN if inside(self.music.words, time) else 0.0)

    @cached_property
    def usual_torn(self) -> float:
        """What is forgiven: where every bar is in the middle of a line, that is hardly a reason to cut less."""
        downs = self.music.downbeats
        bars = downs[bisect_right(downs, self.span.start) : bisect_left(downs, self.span.end)]
        return EVERYWHERE * sum(map(self._torn, bars)) / len(bars) if bars and self.music.lines else 0.0

    def wish(self, start: float, end: float, bar: float) -> float:
        """Return how many seconds a shot should last that begins and ends there."""
        bars = self.pace.bars(self.span.felt(self.loud.between(start, end - 1e-3)))
        seconds = bars * bar * math.pow(USUAL_BAR / bar, 0.9)
        return seconds * math.pow(2.0, -2.0 * self.pace.burst * self._rush((start + end) / 2))

    def joins(self, marks: list[Mark]) -> list[float]:
        """Return the cheapest choice of starts: the first mark, and those after it that are cut at."""
        times = [mark.time for mark in marks] + [self.span.end]
        prices = [mark.price for mark in marks] + [0.0]
        bar = self._bar(times)
        # By the last two joins and how many shots up to there are alike: the price so far, and what came before.
        best: dict[tuple[int, int, int], tuple[float, tuple[int, int, int] | None]] = {}
        for j in range(1, len(times)):
            for i in self._before(times, j):
                length = times[j] - times[i]
                price = math.log2(length / self.wish(times[i], times[j], bar)) ** 2 + prices[j]
                price += UNSURE * self.dice.at(f"{i}").unit(f"{j}")
                if i == 0:
                    best[0, j, 0] = (price, None)
                    continue
                for h in self._before(times, i):
                    alike = abs(times[i] - times[h] - length) < 0.1 * length
                    for run in range(len(AGAIN)):
                        if (h, i, run) in best:
                            now = min(run + 1, len(AGAIN) - 1) if alike else 0
                            way = (best[h, i, run][0] + price + (AGAIN[run] if alike else 0.0), (h, i, run))
                            if (i, j, now) not in best or way[0] < best[i, j, now][0]:
                                best[i, j, now] = way
        here: tuple[int, int, int] | None
        here = min((key for key in best if key[1] == len(times) - 1), key=lambda key: (best[key][0], key))
        chosen = []
        while here:
            chosen.append(times[here[0]])
            here = best[here][1]
        return chosen[::-1]

    def _before(self, times: list[float], j: int) -> range:
        """Return the marks at which a shot may begin that ends at mark j: always the one before, if no other."""
        longest = LONGEST_QUIET + (LONGEST_LOUD - LONGEST_QUIET) * self.span.felt(self.span.energy)
        first = bisect_left(times, times[j] - longest)
        last = bisect_right(times, times[j] - SHORTEST)
        return range(first, last) if first < last else range(max(0, min(first, j - 1)), j)

    def _bar(self, times: list[float]) -> float:
        downs = [mark for mark in self.music.downbeats if self.span.start <= mark < self.span.end]
        steps = sorted(later - earlier for earlier, later in pairwise(downs))
        if steps:
            return steps[len(steps) // 2]
        return min(self.usual, times[-1] - times[0])

    def _rush(self, time: float) -> float:
        """Return 1 in the first bars of a drop, and up to 1 towards a chorus that follows; else 0."""
        if self.span.drops and time < self.span.start + 2 * self.usual:
            return 1.0
        if self.span.leads:
            return min(max(1.0 - (self.span.end - time) / (PHRASE * self.usual), 0.0), 1.0)
        return 0.0


def inside(spans: Sequence[tuple[float, float]], time: float) -> bool:
    """Whether a moment lies within one of the spans, which are in order, and not just at either end of it."""
    at = bisect_right(spans, (time, math.inf)) - 1
    return at >= 0 and spans[at][0] + HEARD < time < spans[at][1] - HEARD


def _marks(span: Span, beats: tuple[float, ...], downs: tuple[float, ...], editor: _Editor) -> list[Mark]:
    """Return where a section may be cut: its own start, the bars within it, their middles and their accents.

    Phrases are counted from the section's first bar; a pick-up before that belongs to it.
    """
    bars = list(downs[bisect_right(downs, span.start + 0.05) : bisect_left(downs, span.end - 0.05)])
    late = bisect_left(downs, span.start - 0.05) == bisect_left(downs, span.start + 0.05)
    marks = [Mark(span.start, 0.0)]
    for number, (left, right) in enumerate(pairwise((span.start, *bars, span.end))):
        count = number - 1 if late else number  # bars of the section before `left`
        left_over = len(bars) + (0 if late else 1) - count
        if left != span.start and not (late and number == 1):
            kind = "bar"
            if left_over >= 2:
                kind = {0: "period", 4: "phrase"}.get(count % 8, "half" if count % 2 == 0 else "bar")
            marks.append(Mark(left, editor.price(kind, left)))
        inside = beats[bisect_right(beats, left + 0.05) : bisect_left(beats, right - 0.05)]
        middle = min(inside, key=lambda beat: abs(beat - (left + right) / 2), default=None)
        for beat in inside:
            if beat == middle and (number or not late):
                marks.append(Mark(beat, editor.price("middle", beat)))
            elif editor.pace.offbeat and _accented(beat, editor):
                marks.append(Mark(beat, editor.price("accent", beat)))
    return marks


def _accented(beat: float, editor: _Editor) -> bool:
    """Whether a beat is louder than the ones at both sides of it (and, where onsets are known, begins something)."""
    music = editor.music
    at = bisect_left(music.beats, beat)
    if not 0 < at < min(len(music.energy), len(music.beats)) - 1:
        return False
    onset = bisect_left(music.onsets, beat - HEARD)
    if music.onsets and not (onset < len(music.onsets) and music.onsets[onset] <= beat + HEARD):
        return False
    rise = music.energy[at] - max(music.energy[at - 1], music.energy[at + 1])
    return rise > ACCENT * max(editor.loud.spread, 0.08)


def _unmeasured(span: Span, onsets: tuple[float, ...]) -> list[float]:
    """Return the starts of phrases of four to six seconds, on what begins to sound where something does."""
    starts = phrases(span.start, span.end, 6.0 - 2.0 * span.felt(span.energy))
    moved = starts[:1]
    for time in starts[1:]:
        at = bisect_left(onsets, time)
        near = min(onsets[max(0, at - 1) : at + 1], key=lambda onset: abs(onset - time), default=time)
        moved.append(near if abs(near - time) <= REST else time)
    return moved


def _cuts(span: Span, starts: list[float], loud: Loudness) -> tuple[Cut, ...]:
    kept = [span.start]
    for time in starts[1:]:
        if time - kept[-1] >= SHORTEST and span.end - time >= SHORTEST:
            kept.append(time)
    return tuple(
        Cut(start, end, span.felt(loud.between(start, end - 1e-3))) for start, end in pairwise((*kept, span.end))
    )


def _scenes(span: Span, cuts: tuple[Cut, ...]) -> list[Passage]:
    """Return a section as one passage, or a long one as several of about equal length."""
    count = max(1, round((span.end - span.start) / LONGEST_SCENE))
    limits = [span.start + (span.end - span.start) * part / count for part in range(1, count)]
    groups: list[list[Cut]] = [[] for _ in range(count)]
    for cut in cuts:
        groups[bisect_right(limits, cut.start + 1e-6)].append(cut)
    whole = Passage(span.label, span.kind, True, (), span.drops)
    filled = [tuple(group) for group in groups if group]
    return [
        replace(whole, opens=index == 0, drops=span.drops and index == 0, cuts=group)
        for index, group in enumerate(filled)
    ]
