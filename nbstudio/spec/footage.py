"""Footage: what a spec says of own moving pictures, held against the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nbstudio import reel
from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import InputError
from nbstudio.spec.files import Files
from nbstudio.spec.model import Video
from nbstudio.spec.shots import View
from nbstudio.spec.text import Text

SLACK = 0.001
"""Seconds: specs are written in thousandths."""


def keys(video: Video, shots: tuple[View, ...], text: Text) -> Iterator[Diagnostic]:
    """Name keys of shots that don't go together."""
    for shot in shots:
        said = "excludes `video`" if shot.video else "is said of footage, and the shot has none"
        hint = "take one of them out, or make it two shots" if shot.video else "write `video: …`, or take it out"
        for key in ("still", "make", "lip_sync") if shot.video else ("in", "fit", "loop"):
            if shot.lip_sync if key == "lip_sync" else _told(video, shot, key):
                yield Diagnostic("wrong-value", f"`{key}` {said}", text.place(*shot.path, key), hint=hint)


def _told(video: Video, shot: View, key: str) -> bool:
    """Tell whether a shot has a key of its own."""
    _, scene, _, number = shot.path
    return {"in": "in_"}.get(key, key) in (video.scenes or ())[int(scene)].shots[int(number)].model_fields_set


def taken(shots: tuple[View, ...], text: Text, files: Files) -> dict[str, float]:
    """Take the footage that shots name; return how long each is, in seconds. Mistakes gather in `files`."""
    lengths: dict[str, float] = {}
    wrong: set[str] = set()
    for shot in shots:
        path = (*shot.path, "video")
        if not shot.video or shot.video in wrong:
            continue
        if shot.video not in lengths:
            leaf = files.take(shot.video, lambda path=path: text.place(*path, value=True))  # type: ignore[misc]
            found = _length(files.project.root / leaf, path, text, files) if leaf else None
            if found is None:
                wrong.add(shot.video)
                continue
            lengths[shot.video] = found
        if shot.begin > lengths[shot.video] - SLACK:
            files.wrong.append(
                Diagnostic(
                    "past-end",
                    f"`{shot.video}` is {lengths[shot.video]:.2f} s long, and `{shot.id}` begins at {shot.begin:g} s",
                    text.place(*shot.path, "in", value=True),
                    hint="`in` counts from the beginning of the footage",
                )
            )
    return lengths


def _length(file: Path, path: tuple[str | int, ...], text: Text, files: Files) -> float | None:
    try:
        return reel.info(file).seconds
    except InputError as error:
        place = text.place(*path, value=True)
        files.wrong.append(Diagnostic(error.code, error.message, place, error.notes, error.hint))
        return None
