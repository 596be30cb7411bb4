"""Timing: shots and transitions laid on the song, with a diagnosis where they don't fit it."""

from __future__ import annotations

from collections.abc import Sequence

from nbstudio.plan.desk import Desk
from nbstudio.plan.grid import Grid
from nbstudio.plan.setup import Setup
from nbstudio.plan.timeline import Clip, Length, Overlap, frames, lay, starts
from nbstudio.sound.song import Song


def timeline(desk: Desk, setups: Sequence[Setup], song: Song) -> tuple[list[Clip], list[Overlap]]:
    """Return every shot and every join on the timeline.

    Raises SpecError where the shots don't fit the song.
    """
    rate = desk.brief.frame.rate
    grid = Grid(song.seconds, song.beats, song.downbeats, song.beats_per_bar, tuple(s.start for s in song.sections))
    try:
        begins = (
            [float(setup.start or 0.0) for setup in setups]
            if setups[0].start is not None
            else starts([setup.length for setup in setups], [setup.snap for setup in setups], grid, rate)
        )
    except ValueError:
        desk.refuse(
            next(setup for setup in setups if setup.length.unit in {"beats", "bars"}).path,
            "beats-needed",
            "this shot is measured in beats, and none can be heard in the song",
            "give the length in seconds, or say the tempo: `music: {file: …, bpm: …, first_downbeat: …}`",
        )
    for setup, begin in zip(setups, begins, strict=True):
        if begin >= song.seconds:
            desk.refuse(
                setup.path,
                "overruns",
                f"the shots before `{setup.id}` already fill the song ({song.seconds:.2f} s)",
                "make earlier shots shorter, or leave their `duration` out",
            )
    try:
        at = frames(begins, song.seconds, rate)
    except ValueError:
        desk.refuse(
            setups[-1].path,
            "too-short",
            f"the song ({song.seconds:.2f} s) has fewer frames than the film has shots",
            "take a longer song, or fewer shots",
        )
    overlaps = [_overlap(desk, setup, begin, grid) for setup, begin in zip(setups[1:], begins[1:], strict=True)]
    return lay(at, overlaps)


def _overlap(desk: Desk, setup: Setup, begin: float, grid: Grid) -> tuple[int, str]:
    """Return the length in frames of the transition into a shot, and what of it falls on the join."""
    rate = desk.brief.frame.rate
    entry = desk.rulebook.catalog("transitions").get(setup.transition, {})
    length = setup.overlap or Length(float(entry.get("beats", 0)), "beats")
    if length.unit == "beats" or length.unit == "bars":
        beats = length.amount * (grid.beats_per_bar if length.unit == "bars" else 1)
        seconds = grid.after(begin, beats) - begin if grid.has_beats else beats * 0.5
    elif length.unit == "frames":
        seconds = float(length.amount / rate)
    else:
        seconds = length.amount
    if setup.transition == "cut" or seconds <= 0:
        return 0, "middle"
    return max(1, round(seconds * rate)), str(entry.get("align", "middle"))
