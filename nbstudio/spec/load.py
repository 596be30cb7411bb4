"""Load: a spec's text into a Video, or every mistake of the first stage that has any.

Three stages: text (is it YAML 1.2, each key once), shape (does every key belong, is every value of its
kind), references (do names and files stand for something). A stage's mistakes come together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source, Span
from nbstudio.spec import agreement, casting, footage, heard, idle, mistakes, tracks
from nbstudio.spec import text as texts
from nbstudio.spec.audio import MUSIC
from nbstudio.spec.files import Files
from nbstudio.spec.lookup import resolved
from nbstudio.spec.model import NO_LUT, Shot, Video
from nbstudio.spec.parts import NOT_YET
from nbstudio.spec.shots import View, extra, graded, views
from nbstudio.spec.text import Text

VERSION = 1
LARGEST = 64 << 20
"""Bytes of the largest spec that is read; one of ten thousand shots has about four million."""


@dataclass(frozen=True)
class Loaded:
    """A spec that holds together: its video, its shots, its files, and where everything stands."""

    video: Video
    text: Text
    views: tuple[View, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Every path as the spec writes it, and as seen from the project."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The text of every file that is spoken, by its path as the spec writes it."""
    lengths: Mapping[str, float] = field(default_factory=dict)
    """How long footage is, in seconds, by its path as the spec writes it."""
    warnings: tuple[Diagnostic, ...] = ()
    edit: str | None = None
    """The analysis of the song that a person edited, as seen from the project."""
    looked: tuple[Path, ...] = ()
    """Where such an analysis is looked for."""

    @property
    def source(self) -> Source:
        """Return the text that was read."""
        return self.text.source

    def place(self, *path: str | int, value: bool = False) -> Span:
        """Return where a part of the spec stands."""
        return self.text.place(*path, value=value)


def load(path: Path, project: Project) -> Loaded:
    """Read the spec at `path`.

    Raises SpecError with every diagnostic of the first stage that has any.
    """
    return read(source(path, project), path, project)


def source(path: Path, project: Project) -> Source:
    """Return the spec's text, or raise SpecError where there is none to read."""
    name = project.relative(path)
    try:
        if path.stat().st_size > LARGEST:
            raise SpecError([Diagnostic("too-large", f"`{name}` is larger than {LARGEST >> 20} MB", None)])
        return Source.read(path, name)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        wrong = Diagnostic("not-utf-8", "the spec is not UTF-8 text", Span(name, line, 1, 2), hint="save it as UTF-8")
    except FileNotFoundError:
        near = did_you_mean(path.name, (other.name for other in project.specs()))
        wrong = Diagnostic("missing-file", f"there is no spec `{name}`", None, hint=near)
    except OSError as error:
        wrong = Diagnostic("unreadable-file", f"`{name}` can't be read: {error.strerror or error}", None)
    raise SpecError([wrong])


def read(source: Source, path: Path, project: Project) -> Loaded:
    """Read a spec from its text; `path` is where it stands, for the files that it names."""
    text = texts.read(source)
    video = _shape(text)
    shots = tuple(views(video))
    files = Files(path, project)
    wrong = [
        *_names(video, shots, text),
        *tracks.names(video.audio, text),
        *tracks.followed(video.audio, shots, text),
        *_paths(video, shots, text, files),
    ]
    looked = _analyses(path, video)
    edit = next((files.take(name, None) for name in looked if os.path.lexists(path.parent / name)), None)
    wrong += footage.keys(video, shots, text)
    lengths = footage.taken(shots, text, files)
    wrong += files.wrong
    if wrong:
        raise SpecError(sorted(wrong, key=lambda d: (d.span.line, d.span.column) if d.span else (0, 0)))
    if edit:
        heard.read(project.root / edit, edit)
    return Loaded(
        video,
        text,
        shots,
        files={name: leaf for name, leaf in files.seen.items() if leaf},
        texts=files.texts,
        lengths=lengths,
        warnings=tuple(idle.doubts(video, shots, text, files.seen)),
        edit=edit,
        looked=tuple(path.parent / name for name in looked),
    )


def _analyses(path: Path, video: Video) -> tuple[str, ...]:
    """Return where an edited analysis of the song may stand, as seen from the spec."""
    song = Path(video.music.file or "")
    return tuple(place.as_posix() for place in heard.places(Path(path.name), song)) if song.name else ()


# Shape


def _shape(text: Text) -> Video:
    wrong: list[Diagnostic] = []
    value = resolved(text, wrong)
    if not isinstance(value, Mapping):
        said = "is empty" if value is None else "is not a mapping of keys to values"
        raise SpecError([Diagnostic("not-a-spec", f"the spec {said}", text.place(), hint="begin with `nbstudio: 1`")])
    version = value.get("nbstudio")
    if isinstance(version, int) and not isinstance(version, bool) and version != VERSION:
        message = f"the spec is of version {version}; this nbstudio reads version {VERSION}"
        hint = "upgrade nbstudio" if version > VERSION else None
        raise SpecError([Diagnostic("unknown-version", message, text.place("nbstudio", value=True), hint=hint)])
    try:
        video = Video.model_validate({key: item for key, item in value.items() if not str(key).startswith("x-")})
    except ValidationError as error:
        wrong.extend(mistakes.found(error, value, text))
        raise SpecError(_in_order(wrong)) from error
    wrong.extend(_later(video, (), text))
    if wrong:
        raise SpecError(_in_order(wrong))
    return video


def _in_order(wrong: list[Diagnostic]) -> list[Diagnostic]:
    unique = dict.fromkeys(wrong)
    return sorted(unique, key=lambda d: (d.span.line, d.span.column) if d.span else (0, 0))


def _later(part: BaseModel, path: texts.Path, text: Text) -> Iterator[Diagnostic]:
    """Name every key that this version knows and does not honour."""
    for name in part.model_fields_set:
        info = type(part).model_fields.get(name)
        if info is None:
            continue
        key = info.alias or name
        value = getattr(part, name)
        if isinstance(info.json_schema_extra, dict) and NOT_YET in info.json_schema_extra:
            if value is not None:
                message = f"`{key}` is a key of {mistakes.what(path)} that this nbstudio doesn't honour yet"
                yield Diagnostic(
                    NOT_YET, message, text.place(*path, key), hint="take it out, or wait for a later version"
                )
        elif isinstance(value, BaseModel):
            yield from _later(value, (*path, key), text)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _later(item, (*path, key, i), text)
        elif isinstance(value, dict):
            for inner, item in value.items():
                if isinstance(item, BaseModel):
                    yield from _later(item, (*path, key, str(inner)), text)
    if isinstance(part, Shot) and not part.make:
        for key in extra(part):
            known = mistakes.keys(("shots",))
            yield Diagnostic(
                "unknown-key",
                f"`{key}` is not a key of a shot",
                text.place(*path, key),
                hint=did_you_mean(key, known) or f"its keys are {', '.join(sorted(known))}",
            )


# References


def _names(video: Video, shots: tuple[View, ...], text: Text) -> Iterator[Diagnostic]:
    """Hold every name against what it stands for."""
    yield from agreement.music(video, text)
    if video.scenes is None and not video.prompt:
        hint = "write `prompt: …`, what the film is about, or `scenes:` with shots"
        yield Diagnostic("missing-key", "a spec without `scenes` needs a `prompt`", text.place("title"), hint=hint)
    yield from agreement.sung(video, text)
    called: dict[str, str] = {}
    for name, output in video.outputs.items():
        if called.setdefault(name.lower(), name) != name:
            said = f"`{called[name.lower()]}` and `{name}` are one name to systems that don't tell capitals apart"
            yield Diagnostic("duplicate-id", said, text.place("outputs", name), hint="a film is made for each output")
        if output.size and (output.preset or not _sensible(output.size)):
            said = "`size` and `preset` exclude each other" if output.preset else f"`{output.size}` is no frame size"
            hint = "sizes are even, from 16x16 to 7680x4320"
            yield Diagnostic("wrong-value", said, text.place("outputs", name, "size", value=True), hint=hint)
    seen: dict[str, View] = {}
    yield from casting.check(video, {shot.path: shot.cast for shot in shots}, text)
    yield from agreement.times(video, text)
    yield from idle.titles(video, shots, text)
    for shot in shots:
        # A file is made for every id, and on some systems `A` and `a` are one file.
        if shot.id.lower() in seen:
            first = text.place(*seen[shot.id.lower()].path, "id")
            place = text.place(*shot.path, "id", value=True)
            note = f"the first stands in line {first.line}"
            other = seen[shot.id.lower()].id
            said = f"two shots are called `{shot.id}`"
            if other != shot.id:
                said = f"`{other}` and `{shot.id}` are one name to systems that don't tell capitals apart"
            yield Diagnostic("duplicate-id", said, place, (note,), "ids are unique")
        seen.setdefault(shot.id.lower(), shot)
        if not shot.make and not shot.still and not shot.video and not shot.title:
            hint = "write `still: …`, what it shows or an own picture, `video: …`, or `title: …` for a card"
            yield Diagnostic(
                "missing-key", f"the shot `{shot.id}` shows nothing", text.place(*shot.path, "id"), hint=hint
            )


def _sensible(size: str) -> bool:
    width, height = map(int, size.split("x"))
    return all(side % 2 == 0 and 16 <= side <= 7680 for side in (width, height)) and width * height <= 7680 * 4320


def _paths(video: Video, shots: tuple[View, ...], text: Text, files: Files) -> Iterator[Diagnostic]:
    """Take every file that the spec names; mistakes gather in `files`."""
    if video.music.file:
        files.take(video.music.file, _lazy(text, "music", "file"))
    for i, track in enumerate(video.audio.tracks):
        if track.source and track.source != MUSIC:
            files.take(track.source, _lazy(text, "audio", "tracks", i, "source"))
        if track.say and files.is_text(track.say):
            files.read(track.say, _lazy(text, "audio", "tracks", i, "say"))
    if video.music.lyrics and video.music.lyrics.file:
        files.take(video.music.lyrics.file, _lazy(text, "music", "lyrics", "file"))
    for name, person in video.cast.items():
        for n, photo in enumerate(person.photos):
            files.take(photo, _lazy(text, "cast", name, "photos", n))
    for part, path in graded(video):
        if part.lut and part.lut != NO_LUT:
            files.take(part.lut, _lazy(text, *path, "lut"))
    for shot in shots:
        if shot.still and files.is_path(shot.still):
            files.take(shot.still, _lazy(text, *shot.path, "still"))
        for key, value in shot.fields.items():
            if isinstance(value, str) and files.is_path(value):
                files.take(value, _lazy(text, *shot.path, key))
    yield from ()


def _lazy(text: Text, *path: str | int) -> Callable[[], Span]:
    """Return what finds a place, for it is slow to find in a large spec and mostly not needed."""
    return lambda: text.place(*path, value=True)
