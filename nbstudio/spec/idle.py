"""Idle: what a spec says and what nothing comes of, where it was probably meant to do something."""

from __future__ import annotations

from collections.abc import Iterator

from nbstudio.diagnostics import Diagnostic, nearest
from nbstudio.spec.model import Video
from nbstudio.spec.shots import View
from nbstudio.spec.text import Path, Text


def titles(video: Video, shots: tuple[View, ...], text: Text) -> Iterator[Diagnostic]:
    """Name titles without a letter."""
    for said, path in video.titles.told(((shot.title, (*shot.path, "title")) for shot in shots), video.title):
        if not any(char.isprintable() and not char.isspace() for char in said):
            hint = "write what it says, `true` for the film's name, or take it out"
            yield Diagnostic("wrong-value", "a title says nothing", text.place(*path, value=True), hint=hint)


def doubts(video: Video, shots: tuple[View, ...], text: Text) -> Iterator[Diagnostic]:
    """Name what is allowed and probably not meant."""
    used = {member for shot in shots for member in shot.cast}
    if video.scenes is not None:
        for name in video.cast:
            if name not in used:
                yield Diagnostic(
                    "unused-cast", f"`{name}` is in no shot", text.place("cast", name), severity="warning",
                    hint=f"write `cast: [{name}]` in a scene or a shot",
                )  # fmt: skip
    for i, scene in enumerate(video.scenes or ()):
        told: list[tuple[str | None, Path]] = [(scene.location, ("scenes", i, "location"))]
        told += [(shot.location, ("scenes", i, "shots", j, "location")) for j, shot in enumerate(scene.shots)]
        for location, path in told:
            near = nearest(location, video.locations) if location and location not in video.locations else None
            if location and near and " " not in location:
                yield Diagnostic(
                    "unnamed-location", f"`{location}` is read as words, for no location is called so",
                    text.place(*path, value=True), severity="warning", hint=f"did you mean `{near}`?",
                )  # fmt: skip
