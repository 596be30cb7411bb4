"""The timeline: which frames every shot and every join takes, exactly.

Times are rounded to frames once, from their absolute position, so that nothing drifts however many joins
there are; the last shot ends with the song. A transition overlaps the end of one shot and the beginning of
the next: the shot's own segment is what is left between its transitions, never less than one frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nbstudio.plan.grid import Grid


@dataclass(frozen=True, slots=True)
class Length:
    """How long a shot is asked to be: an amount of seconds, frames, beats, bars, or shares of what is left."""

    amount: float
    unit: str


REST = Length(1, "shares")


@dataclass(frozen=True, slots=True)
class Clip:
    """A shot on the timeline, in frames of the film; ends are exclusive.

    `start`/`end` run from join to join; `first`/`last` over all frames in which the shot is seen, overlaps
    included; `body_first`/`body_last` over those in which it is alone.
    """

    start: int
    end: int
    first: int
    last: int
    body_first: int
    body_last: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """A transition on the timeline: frames [start, start + count) show both shots."""

    start: int
    count: int


def frame_at(seconds: float, rate: Fraction) -> int:
    """Return the frame that begins nearest to a moment (half up)."""
    return int(Fraction(seconds).limit_denominator(1_000_000) * rate + Fraction(1, 2))


def starts(lengths: Sequence[Length], snaps: Sequence[str], grid: Grid, rate: Fraction) -> list[float]:
    """Return when every shot begins, in seconds.

    `snaps[i]` is the grid that the join into shot i is snapped to. Shares divide what the fixed lengths leave
    of the song. A start at or after the song's end means that the shots before it fill the song.
    """

    def fixed(length: Length) -> float:
        if length.unit in {"beats", "bars"} and not grid.has_beats:
            raise ValueError("beats-needed")
        return {
            "seconds": lambda: length.amount,
            "frames": lambda: float(length.amount / rate),
            "beats": lambda: length.amount * grid.beat_seconds,
            "bars": lambda: length.amount * grid.beats_per_bar * grid.beat_seconds,
            "shares": lambda: 0.0,
        }[length.unit]()

    shares = sum(length.amount for length in lengths if length.unit == "shares")
    left = max(0.0, grid.seconds - sum(map(fixed, lengths)))
    found: list[float] = []
    now = 0.0
    for length, snap in zip(lengths, snaps, strict=True):
        begins = grid.snapped(now, snap) if found and grid.has_beats else now
        found.append(begins)
        if length.unit == "shares":
            now = begins + left * length.amount / shares
        elif length.unit in {"beats", "bars"}:
            beats = length.amount * (grid.beats_per_bar if length.unit == "bars" else 1)
            now = grid.after(begins, beats)
        else:
            now = begins + fixed(length)
    return found


def frames(begins: Sequence[float], seconds: float, rate: Fraction) -> list[int]:
    """Return the first frame of every shot, and at last the number of frames of the film.

    Raises ValueError where the song has fewer frames than there are shots.
    """
    total = max(1, frame_at(seconds, rate))
    if total < len(begins):
        raise ValueError("too-short")
    at = [frame_at(begin, rate) for begin in begins]
    at[0] = 0
    for i in range(1, len(at)):  # no shot without a frame
        at[i] = max(at[i], at[i - 1] + 1)
    for i in range(len(at) - 1, 0, -1):
        at[i] = min(at[i], total - (len(at) - i))
    return [*at, total]


def lay(at: Sequence[int], overlaps: Sequence[tuple[int, str]]) -> tuple[list[Clip], list[Overlap]]:
    """Lay shots and transitions out.

    `at` is what `frames` returned; `overlaps[i]` is the length in frames asked for the transition into shot
    i + 1, and what of it falls on the join: its `middle`, its `start` or its `end`. A transition gets no more of
    a shot than half of it, less its middle frame.
    """
    joins = []
    for i, (count, align) in enumerate(overlaps):
        before = (at[i + 1] - at[i] - 1) // 2
        after = (at[i + 2] - at[i + 1] - 1) // 2
        asked = {"start": 0, "end": count}.get(align, count // 2)
        left = min(asked, before)
        right = min(count - asked, after)
        joins.append(Overlap(at[i + 1] - left, max(0, left + right)))
    clips = []
    for i in range(len(at) - 1):
        start, end = at[i], at[i + 1]
        first = joins[i - 1].start if i and joins[i - 1].count else start
        body_first = joins[i - 1].start + joins[i - 1].count if i and joins[i - 1].count else start
        out = joins[i] if i < len(joins) and joins[i].count else None
        last = out.start + out.count if out else end
        clips.append(Clip(start, end, first, last, body_first, out.start if out else end))
    return clips, joins
