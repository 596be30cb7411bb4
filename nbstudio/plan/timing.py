"""Timing: shots and transitions laid on the song, with a diagnosis where they don't fit it.

First every shot is told when it begins, in seconds of the song (`begun`): what the spec pins and measures is
resolved and snapped here, once, and never again. Then the film's part of the song is cut out (`within`), and
what is left is rounded to frames (`timeline`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.plan.desk import Desk
from nbstudio.plan.grid import Grid
from nbstudio.plan.moments import Music, Nowhere, Sung
from nbstudio.plan.setup import Setup
from nbstudio.plan.stretch import Stretch
from nbstudio.plan.timeline import Ask, Clip, Length, Misfit, Overlap, frames, lay, starts
from nbstudio.sound.song import Song
from nbstudio.source import Span
from nbstudio.spec.moment import Range

Path = tuple[str | int, ...]
MUSICAL = frozenset({"beat", "downbeat", "bar", "phrase"})
SLIVER = 0.2  # seconds; a shot of which an output's range shows less drops out
EARLY = 1.0  # seconds that the first shot may be seen before it is told to begin
KEPT = 2  # frames that a transition may lack: each of its shots keeps its middle one
HELD = 2.0  # times what it was asked to last; seconds more than that


def begun(desk: Desk, setups: Sequence[Setup], song: Song, words: Sung = ()) -> tuple[Setup, ...]:
    """Return the shots, each with the moment at which it begins; `words` are when the lyrics are sung.

    Raises SpecError with everything that does not fit the song.
    """
    if setups[0].start is not None:
        return tuple(setups)
    music = Music(song, desk.brief.frame.rate, words)
    wrong: list[Diagnostic] = []
    asks = _asks(desk, setups, music, wrong)
    if wrong:
        raise SpecError(_once(wrong))
    begins, misfits = starts(asks, Grid.of(song), desk.brief.frame.rate)
    if misfits:
        raise SpecError(_once([_misfit(desk, setups, misfit, song) for misfit in misfits]))
    late = next((i for i, begin in enumerate(begins) if begin >= song.seconds), None)
    if late is not None:
        raise SpecError([_misfit(desk, setups, Misfit(late, "song"), song)])
    return tuple(replace(setup, start=begin) for setup, begin in zip(setups, begins, strict=True))


def within(desk: Desk, setups: Sequence[Setup], song: Song, words: Sung = ()) -> tuple[tuple[Setup, ...], Stretch]:
    """Return the shots of the film's part of the song, and that part; they begin as the film's clock tells it.

    Raises SpecError where the song has no such part.
    """
    asked = desk.brief.range
    if asked is None:
        return tuple(setups), Stretch.all_of(song)
    wrong: list[Diagnostic] = []
    found = _looked_up(desk, asked, desk.brief.range_path, Music(song, desk.brief.frame.rate, words), wrong)
    if found is None:
        raise SpecError(wrong)
    start, end = (round(moment, 6) for moment in found)
    stretch = Stretch(song, start, end)
    begins = [setup.start or 0.0 for setup in setups]
    seen = [
        (setup, begin)
        for setup, begin, over in zip(setups, begins, [*begins[1:], song.seconds], strict=True)
        if min(over, end) - max(begin, start) > min(SLIVER, (end - start) / 2)
    ]
    seen = seen or [max(zip(setups, begins, strict=True), key=lambda one: one[1] if one[1] <= start else -1.0)]
    moved = [replace(setup, start=max(0.0, round(begin - start, 6))) for setup, begin in seen]
    head, late = moved[0], start - seen[0][1]
    if head.footage and late > 0:  # it goes on as it would in the whole film
        head = replace(head, footage=replace(head.footage, begin=round(head.footage.begin + late, 6)))
    return (replace(head, start=0.0), *moved[1:]), stretch


def doubts(desk: Desk, setups: Sequence[Setup], song: Song, words: Sung = ()) -> Iterator[Diagnostic]:
    """Name what is allowed and probably not meant: no beats, a shot that is held for long or seen early."""
    written = desk.brief.setups is not None
    if len(song.beats) < 2 and (not written or any(setup.snap in MUSICAL for setup in setups)):
        how = "its shots are not cut on beats" if written else "it is cut in phrases of some seconds"
        yield Diagnostic(
            "no-beats",
            f"no beat is felt in the song (confidence {song.confidence:.2f}), so {how}",
            desk.brief.place("music"),
            hint="if it has one, say the tempo: `music: {file: …, bpm: …, first_downbeat: …}`",
            severity="warning",
        )
    if not written:
        return
    grid, rate = Grid.of(song), desk.brief.frame.rate
    first, part, music = setups[0], desk.brief.range, Music(song, rate, words)
    told = _asks(desk, setups[:1], music, [])[0].start or 0.0
    film = _looked_up(desk, part, desk.brief.range_path, music, []) if part else (0.0, song.seconds)
    if film and told > film[0] + EARLY:
        yield Diagnostic(
            "held",
            f"nothing else is to be seen before {_clock(told)}, so `{first.id}` is seen from the film's start",
            desk.brief.place(*first.path),
            hint="write a shot before it, or an output with a `range` that begins there",
            severity="warning",
        )
    ends = [*(setup.start or 0.0 for setup in setups[1:]), song.seconds]
    for setup, end in zip(setups, ends, strict=True):
        begin = setup.start or 0.0
        asked = _seconds(setup.length, begin, grid, float(rate))
        if setup.length.unit != "shares" and end - begin > HELD * asked + HELD:
            yield Diagnostic(
                "held",
                f"nothing else is to be seen before {_clock(end)}, so `{setup.id}` lasts {end - begin:.1f} s",
                desk.brief.place(*setup.length_path, value=True),
                notes=(f"it is to last {asked:.1f} s",),
                hint="write more shots, or `duration: auto` if this is meant",
                severity="warning",
            )


def timeline(desk: Desk, setups: Sequence[Setup], song: Song) -> tuple[list[Clip], list[Overlap]]:
    """Return every shot and every join on the timeline; `song` is what the film covers of it.

    Raises SpecError where there are more shots than frames.
    """
    rate = desk.brief.frame.rate
    begins = [setup.start or 0.0 for setup in setups]
    try:
        at = frames(begins, song.seconds, rate)
    except ValueError:
        desk.refuse(
            setups[-1].path,
            "too-short",
            f"the song ({song.seconds:.2f} s) has fewer frames than the film has shots",
            "take a longer song, or fewer shots",
        )
    grid = Grid.of(song)
    overlaps = [_overlap(desk, setup, begin, grid) for setup, begin in zip(setups[1:], begins[1:], strict=True)]
    return lay(at, overlaps)


def shortened(desk: Desk, setups: Sequence[Setup], song: Song) -> Iterator[Diagnostic]:
    """Name written transitions that take less than they were asked to, for want of shots; `song` is the film's part.

    The catalog's own lengths are what is usual, and are not held to; a join that becomes a plain cut is named.
    """
    if desk.brief.setups is None:
        return
    clips, joins = timeline(desk, setups, song)
    grid, rate = Grid.of(song), float(desk.brief.frame.rate)
    for n, (setup, join) in enumerate(zip(setups[1:], joins, strict=True)):
        asked, _ = _overlap(desk, setup, setup.start or 0.0, grid)
        if join.count >= asked - KEPT * bool(join.count) or (setup.overlap is None and join.count):
            continue
        used = f"lasts {join.count / rate:.2f} s" if join.count else "is a plain cut"
        least, shot = min((clip.end - clip.start, one) for clip, one in ((clips[n], n), (clips[n + 1], n + 1)))
        yield Diagnostic(
            "short-transition",
            f"the transition into `{setup.id}` is to last {asked / rate:.2f} s and {used}",
            _joined(desk, setup),
            notes=(f"`{setups[shot].id}` lasts {least / rate:.2f} s, and a transition takes half of a shot at most",),
            hint="make the shot longer, or the transition shorter",
            severity="warning",
        )


def _joined(desk: Desk, setup: Setup) -> Span | None:
    """Return where a shot's transition, or its length, is told: at the shot or among the defaults."""
    place = desk.brief.place
    told = place(*setup.path, "transition") != place(*setup.path)
    path: Path = (*setup.path, "transition") if told else ("defaults", "shot", "transition")
    return place(*path, "duration", value=True) if setup.overlap else place(*path, value=True)


def _asks(desk: Desk, setups: Sequence[Setup], music: Music, wrong: list[Diagnostic]) -> list[Ask]:
    """Return what the shots ask of time, every moment looked up; what is nowhere goes to `wrong`."""
    asks = []
    scenes: dict[Path, tuple[float, float] | None] = {}
    for i, setup in enumerate(setups):
        start = end = None
        scene = setup.path[:2]
        if setup.filled:
            if scene not in scenes:
                scenes[scene] = _looked_up(desk, setup.filled, _fills(desk, scene), music, wrong)
            span = scenes[scene]
            if span and (i == 0 or setups[i - 1].path[:2] != scene):
                start = span[0]
            if span and (i == len(setups) - 1 or setups[i + 1].path[:2] != scene):
                end = span[1]
        if setup.range:
            start, end = _looked_up(desk, setup.range, (*setup.path, "range"), music, wrong) or (None, None)
        if setup.at:
            try:
                start = music.inside(setup.at)
            except Nowhere as nowhere:
                wrong.append(_nowhere(desk, nowhere, (*setup.path, "at")))
        asks.append(Ask(setup.length, setup.snap, start, end))
    return asks


def _fills(desk: Desk, scene: Path) -> Path:
    """Return where a scene says which part of the song it fills."""
    section = desk.brief.place(*scene, "section")
    return (*scene, "section") if section != desk.brief.place(*scene) else (*scene, "range")


def _looked_up(
    desk: Desk, asked: Range, path: Path, music: Music, wrong: list[Diagnostic]
) -> tuple[float, float] | None:
    try:
        return music.span(asked)
    except Nowhere as nowhere:
        wrong.append(_nowhere(desk, nowhere, path))
        return None


def _nowhere(desk: Desk, nowhere: Nowhere, path: Path) -> Diagnostic:
    return Diagnostic(nowhere.code, str(nowhere), desk.brief.place(*path, value=True), hint=nowhere.hint)


def _misfit(desk: Desk, setups: Sequence[Setup], misfit: Misfit, song: Song) -> Diagnostic:
    """Say what does not fit, at the place of the text that has to change."""
    setup = setups[misfit.shot]
    if misfit.kind == "beats":
        return Diagnostic(
            "beats-needed",
            "this is measured in beats, and none can be heard in the song",
            desk.brief.place(*setup.length_path, value=True),
            hint="give the length in seconds, or say the tempo: `music: {file: …, bpm: …, first_downbeat: …}`",
        )
    if misfit.kind == "pin":
        after = next(i for i in range(misfit.shot + 1, len(setups)) if _pinned(setups, i))
        pinned = setups[after]
        key = "at" if pinned.at else "range" if pinned.range else ""
        path = (*pinned.path, key) if key else _fills(desk, pinned.path[:2])
        return Diagnostic(
            "overlaps",
            f"`{pinned.id}` begins before `{setup.id}` is over",
            desk.brief.place(*path, value=True),
            notes=(f"`{setup.id}` stands in line {_line(desk, setup.path)}",),
            hint=f"make what is before `{pinned.id}` shorter, give one of it `duration: auto`, or pin it later",
        )
    if misfit.kind == "end":
        part = setup.range or setup.filled
        return Diagnostic(
            "overruns",
            f"`{setup.id}` goes on after the end of `{part}`, which its scene fills",
            desk.brief.place(*setup.length_path, value=True)
            if setup.length.unit != "shares"
            else desk.brief.place(*setup.path),
            notes=(f"the part is told in line {_line(desk, _fills(desk, setup.path[:2]))}",),
            hint="make the scene's shots shorter, or give one of them `duration: auto`: it takes what is left",
        )
    return Diagnostic(
        "overruns",
        f"the shots before `{setup.id}` already fill the song ({song.seconds:.2f} s)",
        desk.brief.place(*setup.path),
        hint="make earlier shots shorter, or leave their `duration` out",
    )


def _pinned(setups: Sequence[Setup], i: int) -> bool:
    """Whether a shot says, or its scene, when it begins."""
    setup = setups[i]
    opens = setups[i - 1].path[:2] != setup.path[:2]
    return bool(setup.at or setup.range or (setup.filled and opens))


def _line(desk: Desk, path: Path) -> int:
    place = desk.brief.place(*path)
    return place.line if place else 1


def _once(wrong: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return mistakes in the order of the text, each place of it once: a wrong default is one mistake."""
    seen = {(one.code, one.span): one for one in reversed(wrong)}
    return sorted(seen.values(), key=lambda one: (one.span.line, one.span.column) if one.span else (0, 0))


def _seconds(length: Length, begin: float, grid: Grid, rate: float) -> float:
    """Return how long a length is that begins at `begin`; without a beat, it is half a second."""
    if length.unit in {"beats", "bars"}:
        beats = length.amount * (grid.beats_per_bar if length.unit == "bars" else 1)
        return grid.after(begin, beats) - begin if grid.has_beats else beats * 0.5
    return length.amount / rate if length.unit == "frames" else length.amount


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def _overlap(desk: Desk, setup: Setup, begin: float, grid: Grid) -> tuple[int, str]:
    """Return the length in frames of the transition into a shot, and what of it falls on the join."""
    rate = desk.brief.frame.rate
    entry = desk.rulebook.catalog("transitions").get(setup.transition, {})
    length = setup.overlap or Length(float(entry.get("beats", 0)), "beats")
    seconds = _seconds(length, begin, grid, float(rate))
    if setup.transition == "cut" or seconds <= 0:
        return 0, "middle"
    return max(1, round(seconds * rate)), str(entry.get("align", "middle"))
