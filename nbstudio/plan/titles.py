"""Titles: over which frames of the film they lie, and what of them every segment has to show.

A title of a shot lies over the frames in which the shot is alone; the film's own at its beginning and its end
lie over whatever is there, joins included, and every segment that they touch gets its part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from nbstudio.picture.lettering import fonts
from nbstudio.picture.titles.design import Design
from nbstudio.plan import captions
from nbstudio.plan.desk import Desk
from nbstudio.plan.setup import Setup, Title
from nbstudio.plan.step import Step
from nbstudio.plan.timeline import Length, frame_at
from nbstudio.sound.song import Song

DRAWN = "3"
"""Raised when titles are drawn otherwise."""
DESIGN = "feature"
"""Of a film whose style names none."""
LATE = 0.5
"""Seconds of picture alone before the film's name comes."""
LEAST, MOST = 3.5, 7.0
"""Seconds that the film's name stays; between them, as long as the song's first section."""
READ = 2.5
"""Seconds in which a name is read: from then on it leaves with a shot, where the spec doesn't say how long it stays."""
END = 5.0
"""Seconds of the end title."""


@dataclass(frozen=True, slots=True)
class Lain:
    """A title on the timeline: the film's frames [first, last), what is shown, and the fonts that it takes."""

    first: int
    last: int
    params: Mapping[str, Any]
    fonts: str


def laid(
    desk: Desk, setups: Sequence[Setup], moving: Sequence[Step], song: Song, words: Sequence[captions.Event] = ()
) -> list[Step]:
    """Return segments and transitions, in the order of the film, with the titles that each shows.

    Titles keep clear of `words`, the captions that are seen while they are.
    """
    counts = [int(step.params["count"]) for step in moving]
    lain = [_clear(desk, title, words) for title in _lain(desk, setups, moving, counts, song)]
    made = []
    at = 0
    for step, count in zip(moving, counts, strict=True):
        here = [title for title in lain if title.first < at + count and at < title.last]
        if here:
            shown = [{**title.params, "from": title.first - at, "to": title.last - at} for title in here]
            by = (("titles", DRAWN), ("fonts", ", ".join(title.fonts for title in here)))
            step = replace(step, params={**step.params, "titles": shown}, made_by=(*step.made_by, *by))  # noqa: PLW2901
        made.append(step)
        at += count
    return made


def _lain(
    desk: Desk, setups: Sequence[Setup], moving: Sequence[Step], counts: Sequence[int], song: Song
) -> tuple[Lain, ...]:
    """Return every title of the film."""
    rate = desk.brief.frame.rate
    total = sum(counts)
    shown = {f"segment/{setup.id}": setup for setup in setups if setup.title}
    found = []
    at = 0
    for step, count in zip(moving, counts, strict=True):
        setup = shown.get(step.target)
        if setup and setup.title:
            found.append(_one(desk, setup.title, at, at + count, over=not setup.is_card))
        at += count
    # No two at once: the film's own keep clear of its shots'.
    begins, ends = min((one.first for one in found), default=total), max((one.last for one in found), default=0)
    opening, end = desk.brief.opening, desk.brief.end
    if opening and not setups[0].title:
        stays = min(max(song.sections[0].end if song.sections else LEAST, LEAST), MOST)
        first = min(frame_at(LATE, rate), total // 4)
        last = min(first + _frames(desk, opening.length, stays, song), max(first + 1, total // 2), begins)
        if opening.length is None:
            joins = (end for end in accumulate(counts) if end >= first + frame_at(READ, rate))
            last = min(last, next(joins, last))
        found.append(_one(desk, opening, first, last, over=True))
    if end and not setups[-1].title:
        first = max(total - _frames(desk, end.length, END, song), total // 2, ends)
        found.append(_one(desk, end, first, total, over=True))
    return tuple(found)


def _clear(desk: Desk, title: Lain, words: Sequence[captions.Event]) -> Lain:
    """Return a title that is told what of the frame captions take while it is seen."""
    taken = captions.taken(desk, words, title.first, title.last)
    return replace(title, params={**title.params, "clear": list(taken)}) if taken else title


def _one(desk: Desk, title: Title, first: int, last: int, *, over: bool) -> Lain:
    name = title.design or str(desk.style.get("titles") or DESIGN)
    entry = {key: value for key, value in desk.rulebook.catalog("titles").get(name, {}).items() if key != "about"}
    design = Design.from_params(entry)
    others = " ".join([title.subtitle, *(part for credit in title.credits for part in credit)])
    told = dict.fromkeys(
        (fonts.told(design.family, title.text), fonts.told(design.second_family or design.family, others))
    )
    params = {
        "text": title.text,
        "subtitle": title.subtitle,
        "credits": [list(credit) for credit in title.credits],
        "design": entry,
        "over": over,
        "rate": str(desk.brief.frame.rate),
    }
    gate = desk.brief.frame.gate(desk.style.get("aspect"))
    if gate[0] < desk.brief.frame.width:
        params["between"] = gate[0]
    return Lain(first, last, params, ", ".join(told))


def _frames(desk: Desk, length: Length | None, seconds: float, song: Song) -> int:
    """Return a length in frames; `seconds` where none is told."""
    rate = desk.brief.frame.rate
    if length is None:
        return frame_at(seconds, rate)
    if length.unit == "frames":
        return max(1, round(length.amount))
    beat = (song.beats[-1] - song.beats[0]) / (len(song.beats) - 1) if len(song.beats) > 1 else 0.5
    unit = {"beats": beat, "bars": beat * song.beats_per_bar}.get(length.unit, 1.0)
    return max(1, frame_at(length.amount * unit, rate))
