"""Told: a song's sections as a person says them, among those that are heard.

A pin (`chorus.1: bar:17`) is a section that begins where it is told to. What was heard to begin near it gives way,
the rest stays; of heard sections with a pinned name, those that would upset its number are called otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nbstudio.errors import InputError
from nbstudio.sound.song import Section
from nbstudio.spec.moment import Moment

Doubles = NDArray[np.float64]

NEAR = 2.0  # bars around a pin in which no other section begins
WITHOUT_BARS = 2.0  # seconds that stand for a bar in a song without beats


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """A song's beats and bars, to find moments by; times in seconds."""

    seconds: float
    beats: Doubles
    downbeats: Doubles
    per_bar: int

    @property
    def bar(self) -> float:
        """Return the usual length of a bar."""
        if len(self.beats) < 2:
            return WITHOUT_BARS
        return float(np.median(np.diff(self.beats))) * self.per_bar

    def at(self, moment: Moment) -> float:
        """Return a moment (a time, a bar or a beat) in seconds.

        Raises InputError (beats-needed, beyond-song).
        """
        if moment.kind == "seconds":
            seconds = moment.amount
        elif moment.kind == "beat":
            seconds = self._beat(moment.amount - 1)
        else:
            first = int(np.argmin(np.abs(self.beats - self.downbeats[0]))) if len(self.downbeats) else 0
            seconds = self._beat(first + (moment.amount - 1) * self.per_bar + moment.beat - 1)
        if moment.offset:
            seconds += (-1 if moment.back else 1) * self._long(moment.offset.amount, moment.offset.unit)
        if seconds < self.seconds:
            return max(0.0, seconds)
        raise InputError(
            f"a section is told to begin at `{moment}`, after the song's end",
            code="beyond-song",
            notes=[f"the song is {self.seconds:.2f} seconds long, {len(self.downbeats)} bars"],
        )

    def _long(self, amount: float, unit: str) -> float:
        return amount * {"beats": self.bar / self.per_bar, "bars": self.bar}.get(unit, 1.0)

    def _beat(self, position: float) -> float:
        """Return the moment of a beat counted from 0, the grid carried on beyond its ends."""
        if len(self.beats) < 2:
            raise InputError(
                "a section is told in bars or beats, and none can be heard in the song",
                code="beats-needed",
                hint="give a time, or say the tempo: `music: {file: …, bpm: …, first_downbeat: …}`",
            )
        at = min(max(int(position // 1), 0), len(self.beats) - 2)
        return float(self.beats[at] + (position - at) * (self.beats[at + 1] - self.beats[at]))


def listed(sections: Sequence[tuple[Moment, str]], clock: Clock) -> tuple[Section, ...]:
    """Return sections that are told from beginning to end; what precedes the first is an intro.

    Raises InputError, as `Clock.at` does, and sections-disordered.
    """
    starts = [clock.at(moment) for moment, _ in sections]
    for (moment, label), before, after in zip(sections[1:], starts, starts[1:], strict=False):
        if after <= before:
            raise _disordered(f"the section `{label}` at `{moment}` does not begin after the one before it")
    named = [(start, label, 1.0) for start, (_, label) in zip(starts, sections, strict=True)]
    return _joined(named if starts[0] <= 0 else [(0.0, "intro", 1.0), *named], clock.seconds)


def pinned(heard: Sequence[Section], pins: Sequence[tuple[Moment, str]], clock: Clock) -> tuple[Section, ...]:
    """Return the sections with `pins` put among them.

    Raises InputError, as `Clock.at` does, and sections-disordered.
    """
    told = sorted((clock.at(moment), *_name(name)) for moment, name in pins)
    starts = [start for start, *_ in told]
    near = NEAR * clock.bar
    kept = [
        (part.start, part.label, part.confidence)
        for part in heard
        if all(abs(part.start - start) > near or (part.start == 0 < start) for start in starts)
    ]
    for label in {label for _, label, _ in told}:
        mine = [(start, number) for start, name, number in told if name == label]
        others = sorted(start for start, name, _ in kept if name == label)
        keep: list[float] = []
        last = 0.0
        for told_before, (start, number) in enumerate(mine):
            between = [other for other in others if last <= other < start]
            wanted = number - 1 - told_before - len(keep)
            if wanted < 0 or len(between) < wanted:
                said = f"`{label}.{number}` is told to begin at {start:.2f} s"
                lacks = f"has no `{label}.{number - 1}` before" if wanted > 0 else f"has a later `{label}` before it"
                raise _disordered(f"{said}, and the song {lacks}")
            keep += between[len(between) - wanted :]
            last = start
        keep += [other for other in others if other > last]
        other_name = "bridge" if label == "verse" else "verse"
        kept = [(start, name if name != label or start in keep else other_name, sure) for start, name, sure in kept]
    return _joined(sorted([*kept, *((start, label, 1.0) for start, label, _ in told)]), clock.seconds)


def _joined(named: Sequence[tuple[float, str, float]], seconds: float) -> tuple[Section, ...]:
    ends = [*(start for start, *_ in named[1:]), seconds]
    return tuple(Section(start, end, label, 0.0, sure) for (start, label, sure), end in zip(named, ends, strict=True))


def _name(name: str) -> tuple[str, int]:
    label, _, number = name.partition(".")
    return label, int(number or 1)


def _disordered(message: str) -> InputError:
    return InputError(
        message, code="sections-disordered", hint="sections follow one another in time, and are numbered from 1"
    )
