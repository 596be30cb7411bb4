"""Captions: which words are seen in which frames, put into the segments and transitions that show them.

A segment is told only of the captions that it shows, counted from its own first frame: changing one line makes
again what shows that line, and time that is put in elsewhere moves nothing. What is written beside the film
(SRT, WebVTT, LRC, ASS) follows from the same lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from nbstudio.diagnostics import Diagnostic
from nbstudio.picture.captions.layout import Part, Setting, place
from nbstudio.picture.captions.style import HUNDRED, Style
from nbstudio.picture.lettering import fonts
from nbstudio.plan import steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.narration import Said
from nbstudio.plan.step import Step
from nbstudio.plan.stretch import Stretch
from nbstudio.plan.timeline import frame_at
from nbstudio.words.lyrics.line import Line, split
from nbstudio.words.lyrics.phrasing import phrased

LINES = "lyrics/lines"
HEARD = "words/song"
DRAWN = "1"
"""Raised when the same captions are drawn otherwise."""
LONG, WORD = 160, 60
"""Letters: of a line from which it is shown as several captions, of a word from which it is too small to read."""
GAP = 0.6
"""Seconds to the next word up to which a word stays the one that is sung."""
APART = 0.5
"""Between captions and a title beside them, by the captions' size."""


@dataclass(frozen=True, slots=True)
class Event:
    """A caption on the film: frames [first, last), how many of them it takes to come and how many to go."""

    first: int
    last: int
    fade: tuple[int, int]
    parts: tuple[tuple[str, int | None, int | None], ...]
    """Texts and when they are sung, in hundredths of a frame of the film."""
    under: tuple[str, ...] = ()

    def seen(self, first: int, last: int) -> bool:
        """Tell whether it is seen in frames [first, last)."""
        return self.first < last and self.last > first

    def told(self, first: int) -> dict[str, Any]:
        """Return it as a step's params have it, counted from the frame `first`."""

        def moved(moment: int | None) -> int | None:
            return None if moment is None else moment - HUNDRED * first

        return {
            "from": self.first - first,
            "to": self.last - first,
            "fade": list(self.fade),
            "parts": [[text, moved(start), moved(end)] for text, start, end in self.parts],
            "under": list(self.under),
        }


def lyrics(desk: Desk, song: str) -> tuple[Step, ...]:
    """Return the steps that time the lyrics, none where the spec has none; `song` is the analysis."""
    asked = desk.brief.lyrics
    if asked is None:
        return ()
    if asked.heard:
        return _transcribed(desk, song)
    params: dict[str, Any] = {"offset": asked.offset}
    inputs: list[tuple[str, tuple[str, ...]]] = [("song", (song,))]
    if asked.file:
        params["name"] = asked.file.rsplit("/", 1)[-1]
        inputs.append(("file", (asked.file,)))
    else:
        params["lines"] = list(asked.lines)
    if asked.fix:
        params["fix"] = {str(number): dict(fix) for number, fix in asked.fix.items()}
    inputs.append(("sound", (desk.brief.music,)))
    step = steps.make(
        desk.rule("lyrics"),
        "lyrics",
        LINES,
        params,
        tuple(inputs),
        path=("music", "lyrics"),
        says="finding out when the words are sung",
    )
    return (step,)


def _transcribed(desk: Desk, song: str) -> tuple[Step, ...]:
    """Return the steps that write down what is heard in the song, and make lines of it."""
    heard = steps.make(
        desk.rule("transcribe"),
        "words",
        HEARD,
        {},
        (("song", (desk.brief.music,)),),
        path=("captions",),
        says="writing down what is sung",
    )
    lines = steps.make(
        desk.rule("lyrics"),
        "lyrics",
        LINES,
        {"offset": 0.0},
        (("song", (song,)), ("words", (HEARD,))),
        path=("captions",),
        says="making lines of what is sung",
    )
    return heard, lines


def style(desk: Desk) -> dict[str, Any]:
    """Return how captions look: the catalog's entry, what the spec changes of it, and nothing that isn't drawn."""
    asked = desk.brief.captions
    assert asked is not None
    entry = desk.rulebook.catalog("captions").get(asked.style or desk.style.get("captions") or "clean", {})
    return {**{key: value for key, value in entry.items() if key != "about"}, **asked.font}


def events(desk: Desk, lines: Sequence[Line], frames: int) -> tuple[Event, ...]:
    """Return lines as captions of a film of so many frames, in order, no two of them at once."""
    asked = desk.brief.captions
    assert asked is not None
    rate = desk.brief.frame.rate
    lines = [part for line in lines for part in ((line,) if line.under else phrased(line, LONG))]
    entry = style(desk)
    lead, hold = float(entry.get("lead", 0.3)), float(entry.get("hold", 0.6))
    fade = round(float(entry.get("fade", Style().fade)) * rate)
    begins: list[float] = []
    for i, line in enumerate(lines):
        start = float(line.start or 0.0)
        before = float(lines[i - 1].end or 0.0) if i else 0.0
        begins.append(max(0.0, start - lead, min(before, start)))
    found = []
    for i, line in enumerate(lines):
        end = float(line.end or 0.0) + hold
        if i + 1 < len(lines):
            end = min(end, begins[i + 1])
        first, last = frame_at(begins[i], rate), min(frame_at(end, rate), frames)
        if last > first:
            # It is all there when its first word is sung, and until its last is.
            coming = min(fade, max(0, frame_at(float(line.start or 0.0), rate) - first))
            going = min(fade, max(0, last - frame_at(float(line.end or 0.0), rate)))
            found.append(Event(first, last, (coming, going), _parts(line, asked.mode, rate), line.under))
    return tuple(found)


def taken(desk: Desk, shown: Sequence[Event], first: int, last: int) -> tuple[str, float] | None:
    """Return the frame's side that captions in frames [first, last) stand at, and how much of its height they take.

    Nothing where none is seen then, or where they stand in the middle.
    """
    asked = desk.brief.captions
    here = [event for event in shown if event.seen(first, last)]
    if asked is None or not here or asked.position == "middle":
        return None
    frame = desk.brief.frame
    params = {"style": style(desk), "position": asked.position, "safe_area": asked.safe_area}
    setting = Setting.from_params(params, frame.width, frame.height)
    deepest = 0.0
    for event in here:
        laid = place([Part(text) for text, _, _ in event.parts], event.under, setting)
        reach = frame.height - laid.rows[0].top if asked.position == "bottom" else laid.rows[-1].bottom
        deepest = max(deepest, (reach + laid.outline + APART * laid.size) / frame.height)
    return asked.position, round(deepest, 4)


def burned(desk: Desk, moving: Sequence[Step], shown: Sequence[Event]) -> list[Step]:
    """Return segments and transitions, in the order of the film, with the captions that each shows."""
    asked = desk.brief.captions
    assert asked is not None
    look = {key: value for key, value in style(desk).items() if key not in {"lead", "hold", "fade"}}
    family = str(look.get("family", Style().family))
    setting = {"style": look, "mode": asked.mode, "position": asked.position, "safe_area": asked.safe_area}
    made = []
    at = 0
    for step in moving:
        count = int(step.params["count"])
        here = [event for event in shown if event.seen(at, at + count)]
        if not here:
            made.append(step)
        else:
            text = "".join(piece[0] for event in here for piece in event.parts) + "".join(
                under for event in here for under in event.under
            )
            captions = {**setting, "events": [event.told(at) for event in here]}
            params = {**step.params, "captions": captions}
            by = (("captions", DRAWN), ("fonts", fonts.told(family, text)))
            made.append(replace(step, params=params, made_by=(*step.made_by, *by)))
        at += count
    return made


def sidecars(desk: Desk, stretch: Stretch, said: Said | None = None) -> tuple[Step, ...]:
    """Return the steps that write words beside the film, one for each format that is asked for.

    The words are the song's, or those that are `said`.
    """
    asked = desk.brief.captions
    if asked is None:
        return ()
    frame = desk.brief.frame
    made = []
    for form in asked.sidecar:
        params: dict[str, Any] = {"form": form}
        if said:
            params["placed"] = [list(place) for place in said.places]
        elif stretch.is_cut:
            params["within"] = [round(stretch.start, 6), round(stretch.end, 6)]
        by: tuple[tuple[str, str], ...] = ()
        if form == "ass":
            look = {key: value for key, value in style(desk).items() if key not in {"lead", "hold", "fade"}}
            params["setting"] = {
                "style": look, "mode": asked.mode, "position": asked.position, "safe_area": asked.safe_area,
                "width": frame.width, "height": frame.height,
            }  # fmt: skip
            by = (("fonts", fonts.told(str(look.get("family", Style().family)), "\uffff")),)
        step = steps.make(
            desk.rule("captions"),
            "captions",
            f"captions/{desk.brief.name}.{form}",
            params,
            (("lines", said.targets if said else (LINES,)),),
            path=("captions",),
            says=f"writing the words as {form.upper()}",
        )
        made.append(replace(step, suffix=f".{form}", made_by=(*step.made_by, *by)))
    return tuple(made)


def read(text: str) -> tuple[Line, ...]:
    """Return the lines that the lyrics' step has left."""
    return tuple(Line.from_json(line) for line in json.loads(text)["lines"])


def doubts(desk: Desk, text: str) -> Iterator[Diagnostic]:
    """Name what of the lyrics, as their step has left them, is allowed and probably not meant."""
    value = json.loads(text)
    late = [int(number) for number in value.get("late", ())]
    place = desk.brief.place("music", "lyrics", value=True)
    if late:
        said = f"{len(late)} of its lines begin" if len(late) > 1 else f"its line {late[0]} begins"
        yield Diagnostic(
            "late-lyrics",
            f"{said} after the song's end and {'are' if len(late) > 1 else 'is'} left out",
            place,
            notes=(f"the first is line {late[0]}",) if len(late) > 1 else (),
            hint="is it the file of this song? `offset:` moves all lines",
            severity="warning",
        )
    for number in value.get("unknown", ()):
        yield Diagnostic(
            "unknown-line",
            f"a correction is of line {number}, and the lyrics have no such line",
            desk.brief.place("music", "lyrics", "fix", number),
            hint="`nbstudio lyrics` shows the lines with their numbers",
            severity="warning",
        )
    for line in read(text) if desk.brief.captions else ():
        whole = " ".join((line.text, *line.under))
        if max(map(len, split(line.text)), default=0) > WORD or (line.under and len(whole) > LONG):
            yield Diagnostic(
                "small-captions",
                f"line {line.order} has {len(whole)} letters to be seen at once: they will be too small to read",
                place,
                hint=f"shorten it: `fix: {{{line.order}: {{text: …}}}}`",
                severity="warning",
            )


def sung(lines: Sequence[Line]) -> tuple[tuple[str, float], ...]:
    """Return every word of the lines and when it is sung, for moments like `lyric:hold me`."""
    found: list[tuple[str, float]] = []
    for line in lines:
        whole = True
        for word in line.words:
            if whole:
                found.append((word.text.strip(), float(word.start or 0.0)))
            else:  # a syllable of the word before
                found[-1] = (found[-1][0] + word.text.strip(), found[-1][1])
            whole = word.text != word.text.rstrip()
    return tuple(found)


def _parts(line: Line, mode: str, rate: Fraction) -> tuple[tuple[str, int | None, int | None], ...]:
    """Return a line's pieces; where it is shown as a whole, their times are no part of it."""
    if mode == "line" or not line.sure_words:
        return ((line.text, None, None),)
    found = []
    for i, word in enumerate(line.words):
        end = float(word.end or 0.0)
        after = line.words[i + 1].start if i + 1 < len(line.words) else line.end
        if mode == "word" and after is not None and after - end <= GAP:
            end = max(end, after)
        found.append((word.text, _hundredths(word.start, rate), _hundredths(end, rate)))
    return tuple(found)


def _hundredths(moment: float | None, rate: Fraction) -> int:
    """Return a moment in hundredths of a frame, rounded once, from its absolute position."""
    return frame_at(moment or 0.0, rate * HUNDRED)
