"""Heard: `NAME.analysis.yaml`, what a person says of a song; it is believed over what is heard in it.

`nbstudio analyze SONG --write` writes such a file. It stands beside the spec under the spec's name, or beside the
song under the song's; the spec's is read where there are both. Every key may be left out: what is not said is heard.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.errors import SpecError
from nbstudio.source import Source, Span
from nbstudio.spec import moment
from nbstudio.spec import text as texts
from nbstudio.spec.moment import Moment
from nbstudio.spec.text import Text

T = TypeVar("T")

ENDING = ".analysis.yaml"
KEYS = ("bpm", "beats_per_bar", "first_downbeat", "sections", "downbeats", "beats")
PINNED = ("seconds", "bar", "beat")
"""Kinds of moments that say where a section begins; the others are themselves told by sections, film or voice."""
CLOSE = 0.05  # seconds between a downbeat and its beat
OFF = 0.02  # share by which a tempo that is told may differ from that of the beats told beside it
SLOWEST, FASTEST = 20.0, 400.0  # beats per minute
FEWEST = 4  # beats
LARGEST = 16 << 20  # bytes; beats of twelve hours have about one million


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person says of a song; nothing, or empty, where it is to be heard. Times are in seconds."""

    bpm: float | None = None
    beats_per_bar: int | None = None
    first_downbeat: float | None = None
    beats: tuple[float, ...] = ()
    downbeats: tuple[float, ...] = ()
    sections: tuple[tuple[Moment, str], ...] = ()
    """Where each section begins and what it is called, in order; they are all that the song has."""
    pins: tuple[tuple[Moment, str], ...] = ()
    """Sections that begin where they are told to, among those that are heard."""


def places(spec: Path | None, song: Path) -> tuple[Path, ...]:
    """Return where the file may stand, the one that is believed first."""
    beside = [spec.with_name(spec.stem + ENDING)] if spec else []
    return (*beside, song.with_name(song.stem + ENDING))


def over(edit: Edit, said: Mapping[str, Any]) -> Edit:
    """Return what a spec says of its song (`bpm`, `first_downbeat`, `beats_per_bar`, `sections`) over an edit.

    A tempo, first downbeat or metre of the spec's own stands in place of the beats of the edit. Raises
    ValueError for a section that can't begin where it is told to.
    """
    bpm, first, per_bar = (said.get(key) for key in ("bpm", "first_downbeat", "beats_per_bar"))
    pins = tuple((begins(at), section(name)) for name, at in (said.get("sections") or {}).items())
    return replace(
        edit,
        bpm=edit.bpm if bpm is None else float(bpm),
        first_downbeat=edit.first_downbeat if first is None else float(first),
        beats_per_bar=edit.beats_per_bar if per_bar is None else int(per_bar),
        beats=edit.beats if bpm is None else (),
        downbeats=edit.downbeats if bpm is first is per_bar is None else (),
        pins=pins,
    )


def section(name: object) -> str:
    """Return a section's name as it is looked up; raises ValueError for a word that is none."""
    found = moment.parse(name) if isinstance(name, str) else None
    if found is None or found.kind != "section" or found.offset:
        raise ValueError(f"`{name}` is no section's name: write `verse`, `chorus.1` or `drop`")
    return found.name


def begins(value: object) -> Moment:
    """Return the moment at which a section begins, a bare number being seconds; raises ValueError for others."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = f"{value:.6f}s"
    found = moment.parse(value)
    if found.kind not in PINNED:
        raise ValueError(f"a section begins at a time, a bar or a beat (`12s`, `0:48`, `bar:17`), not at `{value}`")
    return found


def read(path: Path, name: str) -> Edit:
    """Read the file at `path`, shown as `name`.

    Raises SpecError with all that is wrong with it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SpecError([Diagnostic("too-large", f"`{name}` is larger than {LARGEST >> 20} MB")])
        source = Source.read(path, name)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        place = Span(name, line, 1, 2)
        raise SpecError([Diagnostic("not-utf-8", "the analysis is not UTF-8 text", place)]) from error
    except OSError as error:
        said = f"`{name}` can't be read: {error.strerror or error}"
        raise SpecError([Diagnostic("unreadable-file", said)]) from error
    return parse(source)


def parse(source: Source) -> Edit:
    """Read the text of such a file.

    Raises SpecError with all that is wrong with it.
    """
    text = texts.read(source)
    value = {} if text.value is None else text.value
    if not isinstance(value, Mapping):
        hint = f"its keys are {', '.join(KEYS)}"
        raise SpecError(
            [Diagnostic("wrong-value", "the analysis is not a mapping of keys to values", text.place(), hint=hint)]
        )
    reader = _Reader(text, value)
    edit = Edit(
        bpm=reader.take("bpm", lambda v: _number(v, SLOWEST, FASTEST)),
        beats_per_bar=reader.take("beats_per_bar", _count),
        first_downbeat=reader.take("first_downbeat", lambda v: _number(v, 0.0, math.inf)),
        beats=reader.times("beats"),
        downbeats=reader.times("downbeats"),
        sections=reader.sections(),
    )
    reader.wrong += _contradictions(edit, text)
    if reader.wrong:
        raise SpecError(sorted(reader.wrong, key=lambda d: (d.span.line, d.span.column) if d.span else (0, 0)))
    return edit


class _Reader:
    """Takes values out of a mapping and gathers what is wrong with them."""

    def __init__(self, text: Text, value: Mapping[Any, Any]) -> None:
        self.text, self.value = text, value
        self.wrong: list[Diagnostic] = []
        for key in value:
            if key not in KEYS and not str(key).startswith("x-"):
                said = f"`{key}` is not a key of an analysis"
                hint = did_you_mean(str(key), KEYS) or f"its keys are {', '.join(KEYS)}"
                self.wrong.append(Diagnostic("unknown-key", said, text.place(str(key)), hint=hint))

    def take(self, key: str, form: Callable[[Any], T]) -> T | None:
        """Return the value of `key` as `form` reads it."""
        return self.at((key,), self.value.get(key), form)

    def at(self, path: tuple[str | int, ...], value: Any, form: Callable[[Any], T]) -> T | None:
        if value is None:
            return None
        try:
            return form(value)
        except ValueError as error:
            place = self.text.place(*path, value=True)
            self.wrong.append(Diagnostic("wrong-value", f"`{path[0]}`: {error}", place))
            return None

    def times(self, key: str) -> tuple[float, ...]:
        """Return moments in seconds, each after the one before it."""
        listed = self.take(key, _list) or []
        if key == "beats" and 0 < len(listed) < FEWEST:
            self.at((key,), listed, lambda _: _refuse(f"fewer than {FEWEST} beats are no pulse"))
        found = [self.at((key, at), value, lambda v: _number(v, 0.0, math.inf)) for at, value in enumerate(listed)]
        kept = tuple(time for time in found if time is not None)
        if len(kept) == len(listed):
            late = next((at for at, (one, other) in enumerate(pairwise(kept), 1) if other <= one), None)
            if late is not None:
                self.at((key, late), listed[late], lambda v: _refuse(f"{v} does not come after the one before it"))
        return kept

    def sections(self) -> tuple[tuple[Moment, str], ...]:
        found = []
        for at, part in enumerate(self.take("sections", _list) or []):
            if not isinstance(part, Mapping) or set(part) != {"start", "label"}:
                self.at(("sections", at), part, lambda _: _refuse("a section is `{start: 12.5, label: verse}`"))
                continue
            start = self.at(("sections", at, "start"), part["start"], begins)
            label = self.at(("sections", at, "label"), part["label"], section)
            if start and label:
                found.append((start, label.partition(".")[0]))
        return tuple(found)


def _contradictions(edit: Edit, text: Text) -> Iterator[Diagnostic]:
    """Name what can't be true together."""
    if edit.bpm and len(edit.beats) >= FEWEST:
        steps = sorted(later - earlier for earlier, later in pairwise(edit.beats))
        heard = 60.0 / steps[len(steps) // 2]
        if abs(heard / edit.bpm - 1) > OFF:
            said = f"`bpm` is {edit.bpm:g}, and the beats that are told come at {heard:.2f} a minute"
            hint = "take `beats` and `downbeats` out to have the tempo count, or `bpm` to have the beats"
            yield Diagnostic("contradiction", said, text.place("bpm", value=True), hint=hint)
    if edit.first_downbeat is not None and edit.downbeats and abs(edit.first_downbeat - edit.downbeats[0]) > CLOSE:
        said = f"`first_downbeat` is {edit.first_downbeat:g}, and the first of `downbeats` {edit.downbeats[0]:g}"
        yield Diagnostic("contradiction", said, text.place("first_downbeat", value=True), hint="take one of them out")
    for at, time in enumerate(edit.downbeats if edit.beats else ()):
        if min(abs(time - beat) for beat in edit.beats) > CLOSE:
            place = text.place("downbeats", at, value=True)
            yield Diagnostic("contradiction", f"the downbeat {time:g} is none of the beats", place)


def _number(value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"is a number, not `{value}`")
    if not least <= value <= most:
        raise ValueError(
            f"is {f'from {least:g} to {most:g}' if most < math.inf else f'at least {least:g}'}, not {value:g}"
        )
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 2 <= value <= 12:
        raise ValueError(f"is a whole number from 2 to 12, not `{value}`")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("is a list")
    return value


def _refuse(message: str) -> None:
    raise ValueError(message)
