"""Idle: what a spec says and what nothing comes of, where it was probably meant to do something."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nbstudio.diagnostics import Diagnostic, nearest
from nbstudio.spec import casting, tracks
from nbstudio.spec.model import Video
from nbstudio.spec.shots import View
from nbstudio.spec.text import Path, Text


def titles(video: Video, shots: tuple[View, ...], text: Text) -> Iterator[Diagnostic]:
    """Name titles without a letter."""
    for said, path in video.titles.told(((shot.title, (*shot.path, "title")) for shot in shots), video.title):
        if not any(char.isprintable() and not char.isspace() for char in said):
            hint = "write what it says, `true` for the film's name, or take it out"
            yield Diagnostic("wrong-value", "a title says nothing", text.place(*path, value=True), hint=hint)


def doubts(video: Video, shots: tuple[View, ...], text: Text, files: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Name what is allowed and probably not meant; `files` are paths, as the spec writes them."""
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
        yield from _framed(video, shot, text, own=shot.still in files)
    yield from casting.doubts(video, {shot.path: shot.cast for shot in shots}, text)
    yield from _mix(video, text)


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


def _framed(video: Video, shot: View, text: Text, *, own: bool) -> Iterator[Diagnostic]:
    """Name what a shot says of its view, where nothing is painted: size, angle and place are in what it shows."""
    why = (
        "footage is seen as it was filmed" if shot.video
        else "a rule makes this picture" if shot.make
        else "an own picture is seen as it is" if own
        else "a card shows letters alone" if shot.title and not shot.still
        else ""
    )  # fmt: skip
    told = (video.scenes or ())[int(shot.path[1])].shots[int(shot.path[3])]
    for key in ("size", "angle", "location") if why else ():
        if getattr(told, key) is not None:
            hint = "take it out" if shot.make else "take it out; `motion: push-in` comes closer, and others move it"
            place = text.place(*shot.path, key)
            yield Diagnostic("no-effect", f"`{key}` does nothing: {why}", place, hint=hint, severity="warning")


def _mix(video: Video, text: Text) -> Iterator[Diagnostic]:
    """Name rules of ducking under which nothing steps back, and words that are said otherwise and never said."""
    found: list[tuple[Path, str, str]] = []
    listed = bool(video.audio.ducking) and isinstance(text.value["audio"]["ducking"], list)
    for i, rule in enumerate(video.audio.ducking):
        if not any(mine is rule for track in video.audio.tracks for mine, _ in tracks.ducked(video.audio, track)):
            said = f"no track of {_either(rule.duck)} is heard beside one of {_either(rule.under)}"
            at: Path = ("audio", "ducking", i) if listed else ("audio", "ducking")
            found.append((at, f"this ducking lowers nothing: {said}", "give tracks those roles, or name them by id"))
    for i, track in enumerate(video.audio.tracks):
        words = (track.say or "").lower()
        if not words or words.endswith((".txt", ".md")):
            continue  # what a file says is read when it is spoken
        for word in track.pronounce:
            if word.lower() not in words:
                path: Path = ("audio", "tracks", i, "pronounce", word)
                found.append((path, f"`{word}` is never said on the track `{track.id}`", "write it as the text does"))
    for path, said, hint in found:
        yield Diagnostic("no-effect", said, text.place(*path), hint=hint, severity="warning")


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)
