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
    for n, shot in enumerate(shots):
        yield from _nothing(video, shot, text, first=n == 0)


def _nothing(video: Video, shot: View, text: Text, *, first: bool) -> Iterator[Diagnostic]:
    """Name keys of a shot that change nothing."""
    told = (video.scenes or ())[int(shot.path[1])].shots[int(shot.path[3])]
    found: list[tuple[tuple[str, ...], str, str]] = []
    if told.transition and first and told.transition.type != "cut":
        said = "the first shot has none before it to be joined to"
        found.append((("transition",), said, "take it out, or give it to the second shot"))
    elif told.transition and told.transition.type == "cut" and told.transition.duration:
        found.append((("transition", "duration"), "a cut takes no time", "take it out, or write another `type`"))
    if told.title and told.title.duration:
        found.append((("title", "duration"), "a shot's title is seen as long as the shot", "take it out"))
    for keys, said, hint in found:
        place = text.place(*shot.path, *keys)
        yield Diagnostic("no-effect", f"`{keys[-1]}` does nothing: {said}", place, hint=hint, severity="warning")
