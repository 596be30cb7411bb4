"""Mistakes: what pydantic finds wrong with a spec's shape, in the language's words and at the places of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.spec import amiss
from nbstudio.spec import text as texts
from nbstudio.spec.model import Video
from nbstudio.spec.text import Text

FORMS = {
    "dict_type": "is a mapping here, of keys and their values",
    "model_type": "is a mapping here, of keys and their values",
    "tuple_type": "is a list here, as `[a, b]`",
    "string_type": "is text here; a number that is meant as text stands in quotes",
    "string_too_short": "has to have letters",
    "string_pattern_mismatch": "is not of the form that it has here",
    "too_short": "has to have at least one item",
}
"""What is said of a value of the wrong form, in place of pydantic's words, which are a programmer's."""


def found(error: ValidationError, value: Any, text: Text) -> Iterator[Diagnostic]:
    """Turn what pydantic found into diagnostics at the places of the text."""
    errors = error.errors(include_url=False)
    seen: set[texts.Path] = set()
    for one in errors:
        # A list whose one item is wrong is then found empty, too: that is no mistake of its own.
        if one["type"] == "too_short" and any(_beneath(other["loc"], one["loc"]) for other in errors):
            continue
        path = _within(one["loc"], value)
        key = str(one["loc"][-1]) if one["loc"] else ""
        kind = one["type"]
        if kind == "extra_forbidden":
            known = keys(path[:-1])
            yield Diagnostic(
                "unknown-key",
                f"`{key}` is not a key of {what(path[:-1])}",
                text.place(*path),
                hint=did_you_mean(key, known) or f"its keys are {', '.join(sorted(known))}",
            )
        elif kind == "missing":
            yield Diagnostic("missing-key", f"{what(path)} needs `{key}`", text.place(*path), hint=_example(key))
        elif path not in seen:  # a value may be found wrong in several ways of reading it
            seen.add(path)
            message = FORMS.get(kind) or one["msg"].removeprefix("Value error, ")
            name = next((str(p) for p in reversed(path) if isinstance(p, str)), "spec")
            yield Diagnostic(
                "wrong-value",
                f"`{name}`: {message[:1].lower()}{message[1:]}",
                text.place(*path, value=one["loc"][-1:] != ("[key]",)),
                # Our own messages say what to write.
                hint=None if kind == "value_error" else amiss.hint(one, _field(path)) or _described(path),
            )


def _field(path: texts.Path) -> FieldInfo | None:
    """Return the field that the last key of `path` sets."""
    at = next((n for n in reversed(range(len(path))) if isinstance(path[n], str)), 0)
    fields = _model(path[:at]).model_fields
    return next((info for name, info in fields.items() if path and path[at] in {name, info.alias}), None)


def _described(path: texts.Path) -> str | None:
    """Return what the model says of the key at `path`, or of the nearest above it that the language has."""
    for at in reversed(range(len(path))):
        fields = _model(path[:at]).model_fields
        info = next((info for name, info in fields.items() if path[at] in {name, info.alias}), None)
        if info:
            said = info.description or ""
            return f"`{path[at]}`: {said.removesuffix('.')}" if said else None
    return None


def _beneath(loc: tuple[int | str, ...], above: tuple[int | str, ...]) -> bool:
    return len(loc) > len(above) and loc[: len(above)] == above


def _within(loc: tuple[int | str, ...], value: Any) -> texts.Path:
    """Return the part of pydantic's location that the text has, and a last key that it lacks."""
    path: list[str | int] = []
    for n, part in enumerate(loc):
        if isinstance(value, list):
            if isinstance(part, int) and part < len(value):
                value = value[part]
                path.append(part)
        elif isinstance(value, Mapping):
            if part in value:
                value = value[part]
                path.append(part)
            elif n == len(loc) - 1:
                break
    return tuple(path)


def _model(path: texts.Path) -> type[BaseModel]:
    """Return the model that describes the part of a spec at `path`."""
    from nbstudio.spec import audio as a
    from nbstudio.spec import captions as c
    from nbstudio.spec import model as m
    from nbstudio.spec import titles as t
    from nbstudio.spec import voice as v

    names: dict[str, type[BaseModel]] = {
        "music": m.Music, "generate": m.Generate,
        "style": m.Style, "defaults": m.Defaults, "shot": m.ShotDefaults, "audio": a.Audio,
        "loudness": a.Loudness, "tracks": a.Track, "ducking": a.Ducking, "pauses": v.Pauses, "transition": m.Transition,
        "scenes": m.Scene, "shots": m.Shot, "cast": m.Person, "outputs": m.Output, "identity": m.Identity,
        "lyrics": c.Lyrics, "fix": c.Fix, "captions": c.Captions, "font": c.Font, "grade": m.Grade,
        "titles": t.Titles, "opening": t.Title, "end": t.Title, "title": t.Title,
    }  # fmt: skip
    for part in reversed(path):
        if part in names:
            return names[str(part)]
    return Video


def keys(path: texts.Path) -> set[str]:
    """Return the keys that may stand in the part of a spec at `path`."""
    return {info.alias or name for name, info in _model(path).model_fields.items()}


def what(path: texts.Path) -> str:
    """Return what the part of a spec at `path` is called."""
    name = _model(path).__name__
    return {
        "Video": "a spec",
        "ShotDefaults": "`defaults.shot`",
        "Audio": "`audio`",
        "Ducking": "`ducking`",
        "Loudness": "`loudness`",
        "Defaults": "`defaults`",
        "Music": "`music`",
        "Generate": "`music.generate`",
        "Output": "an output",
        "Pauses": "`pauses`",
        "Lyrics": "`lyrics`",
        "Fix": "a correction",
        "Captions": "`captions`",
        "Person": "a member of the cast",
        "Titles": "`titles`",
    }.get(name, f"a {name.lower()}")


def _example(key: str) -> str | None:
    return {
        "nbstudio": "write `nbstudio: 1` at the top",
        "title": "write `title: …`",
        "music": "write `music: assets/song.mp3`",
        "id": "give it a name of its own: `id: …`",
        "photos": "write `photos: [assets/photo.jpg]`",
    }.get(key)
