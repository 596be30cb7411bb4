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


@dataclass(frozen=True, slots=True)
class Ask:
    """What a shot asks of time: its length, the grid that the join into it is snapped to, and where it is pinned.

    `start` and `end` are seconds of the song, where somebody has said them: they are kept as they are.
    """

    length: Length = REST
    snap: str = "free"
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A shot that can't have what it asks for.

    `kind` is `beats` (it is measured in beats, and there are none), `song` or `end` (it begins or ends after the
    song does, or the part that it shares), or `pin` (the shot after it, which is pinned, begins before it is over).
    """

    shot: int
    kind: str


def starts(asks: Sequence[Ask], grid: Grid, rate: Fraction) -> tuple[list[float], list[Misfit]]:
    """Return when every shot begins, in seconds of the song, and what does not fit.

    Pins divide the film. Between two of them (the last of which is the song's end) shots follow each other, and
    shares divide what fixed lengths leave. Seconds and frames are added up as asked, so that snapping makes no
    error that grows; beats and bars are counted from the join as it was snapped. A join is moved by less than half
    of the shorter of its two shots. What comes after a pin moves nothing before it, nor the other way round.
    """
    pins = _pins(asks)
    wrong = [
        Misfit(i, "beats") for i, ask in enumerate(asks) if ask.length.unit in {"beats", "bars"} and not grid.has_beats
    ]
    if wrong:
        return [0.0] * len(asks), wrong
    heads = [i for i, pin in enumerate(pins) if i == 0 or pin is not None]
    slack = grid.beat_seconds / 2 if grid.has_beats else float(1 / rate)
    found: list[float] = []
    for head, stop in zip(heads, [*heads[1:], len(asks)], strict=True):
        first = pins[head] or 0.0
        end = asks[stop - 1].end
        limit = end if end is not None else pins[stop] if stop < len(asks) else None
        kind = "end" if end is not None else "pin" if stop < len(asks) else "song"
        block = _Block(asks[head:stop], first, grid.seconds if limit is None else limit, grid, rate)
        begins, late = block.laid(slack, last_is_cut=kind == "song")
        if late is not None:
            wrong.append(Misfit(head + late, kind))
        found += begins
        after = pins[stop] if stop < len(asks) else None
        if end is not None and after is not None and after < end - slack:
            wrong.append(Misfit(stop - 1, "pin"))
    return [0.0, *found[1:]], wrong


def _pins(asks: Sequence[Ask]) -> list[float | None]:
    """Return where each shot has to begin: where it says so, or where the one before it has to end."""
    ends = [None, *(ask.end for ask in asks[:-1])]
    return [end if ask.start is None else ask.start for ask, end in zip(asks, ends, strict=True)]


@dataclass(frozen=True)
class _Block:
    """Shots between two pins, the first of which begins at `first`, and which have until `limit`."""

    asks: Sequence[Ask]
    first: float
    limit: float
    grid: Grid
    rate: Fraction

    @property
    def shares(self) -> float:
        return sum(ask.length.amount for ask in self.asks if ask.length.unit == "shares")

    def laid(self, slack: float, *, last_is_cut: bool) -> tuple[list[float], int | None]:
        """Return when each shot begins, and the first shot that ends more than `slack` after the limit, if one does.

        Where `last_is_cut`, a shot may end when it likes, but has to begin before the limit. Where fixed lengths
        leave nothing for shares, it is the shot that takes the last of it.
        """
        share = 0.0
        for _ in range(8 if self.shares else 0):
            # Beats are not of one length, so that what is left depends on where it lies.
            missing = self.limit - self._walk(share, snap=False)[1][-1]
            share += missing / self.shares
            if abs(missing) < 1e-7:
                break
        if self.shares and share <= 1e-6:
            begins, ends = self._walk(0.0, snap=False)
            return begins, next((i for i, end in enumerate(ends) if end >= self.limit - 1e-6), len(ends) - 1)
        begins, ends = self._walk(share, snap=True)
        if self.shares:
            return begins, None
        over = [begin >= self.limit for begin in begins] if last_is_cut else [end > self.limit + slack for end in ends]
        return begins, over.index(True) if any(over) else None

    def _walk(self, share: float, *, snap: bool) -> tuple[list[float], list[float]]:
        """Return when each shot begins and when it would be over, where a share is so many seconds."""
        begins: list[float] = []
        ends: list[float] = []
        now, before = self.first, 0.0
        for ask in self.asks:
            begin = now
            length = self._after(begin, ask.length, share) - begin
            if snap and begins:
                there = self.grid.snapped(now, ask.snap)
                if abs(there - now) < min(length, before) / 2 - 1e-6:
                    begin = there
            begins.append(begin)
            musical = ask.length.unit in {"beats", "bars"}
            now = self._after(begin if musical else now, ask.length, share)
            ends.append(now)
            before = now - begin
        return begins, ends

    def _after(self, begin: float, length: Length, share: float) -> float:
        if length.unit in {"beats", "bars"}:
            return self.grid.after(begin, length.amount * (self.grid.beats_per_bar if length.unit == "bars" else 1))
        if length.unit == "shares":
            return begin + length.amount * share
        return begin + (float(length.amount / self.rate) if length.unit == "frames" else length.amount)


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
