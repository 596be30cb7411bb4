"""Shots: what every shot is, once defaults and scenes have had their say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbstudio.spec import casting
from nbstudio.spec.audio import MUSIC
from nbstudio.spec.model import VOCALS, Grade, Shot, Transition, Video
from nbstudio.spec.moment import Moment, Range
from nbstudio.spec.text import Path
from nbstudio.spec.time import Duration
from nbstudio.spec.titles import Title


@dataclass(frozen=True, slots=True)
class View:
    """A shot with nothing left to inherit: built-in < defaults < scene < shot."""

    id: str
    scene: str
    path: Path
    """Where it stands in the spec."""
    still: str
    size: str | None
    angle: str | None
    motion: str
    transition: Transition
    duration: Duration | None
    cut_on: str
    cast: tuple[str, ...]
    """Who is seen, the nearest first."""
    location: str
    """Words: a location's own, where it is named."""
    seed: int | None
    grade: Grade = field(default_factory=Grade)
    """What of its colour is its own; the film's style is beneath it."""
    title: Title | None = None
    lip_sync: str = ""
    """Whose voice its mouth follows: a track's id, `music` for the song's; empty for nobody's."""
    singers: tuple[str, ...] = ()
    """Whose mouths move, where that is told; else the first of its cast's."""
    make: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    """The rule's own keys, of a shot with `make`."""
    duration_path: Path = ()
    """Where the duration is told: at the shot or among the defaults."""
    at: Moment | None = None
    range: Range | None = None
    filled: Range | None = None
    """The part of the song that the whole scene fills."""
    video: str = ""
    """Own footage, in place of a still, as the spec writes it; from when on, how it fits, whether it begins anew."""
    begin: float = 0.0
    fit: str = "cover"
    loop: bool = False


def views(video: Video) -> Iterator[View]:
    """Yield every shot of a video that has scenes, in order."""
    shared = video.defaults.shot
    for i, scene in enumerate(video.scenes or ()):
        for j, shot in enumerate(scene.shots):
            location = shot.location or scene.location or ""
            path = ("scenes", i, "shots", j)
            yield View(
                id=shot.id,
                scene=scene.id,
                path=path,
                still=shot.still or "",
                size=shot.size or shared.size,
                angle=shot.angle or shared.angle,
                motion=shot.motion or shared.motion or "",
                transition=shot.transition or shared.transition or Transition(),
                duration=shot.duration or shared.duration,
                cut_on=shot.cut_on or shared.cut_on or "beat",
                cast=casting.seen(shot, scene.cast or (), video.cast),
                location=video.locations.get(location, location),
                seed=shot.seed,
                grade=(shot.grade or Grade()).over((scene.grade or Grade()).over(shared.grade)),
                title=shot.title,
                lip_sync=_voice(shot.lip_sync, video),
                singers=casting.singers(shot.lip_sync, video),
                make=shot.make,
                fields=extra(shot),
                duration_path=(*path, "duration") if shot.duration else ("defaults", "shot", "duration"),
                at=shot.at,
                range=shot.range,
                filled=scene.section or scene.range,
                video=shot.video or "",
                begin=shot.in_ or 0.0,
                fit=shot.fit or "cover",
                loop=shot.loop,
            )


def _voice(told: str | bool | tuple[str, ...] | None, video: Video) -> str:
    """Return the track whose voice a mouth follows; a track called `vocals` is meant by its name."""
    if not told:
        return ""
    name = VOCALS if told is True or casting.singers(told, video) else str(told)
    ids = {track.id for track in video.audio.tracks if track.source != MUSIC}
    return MUSIC if name == VOCALS and name not in ids else name


def graded(video: Video) -> Iterator[tuple[Grade, Path]]:
    """Yield every grade that a video has, and where it stands."""
    yield video.style, ("style",)
    if video.defaults.shot.grade:
        yield video.defaults.shot.grade, ("defaults", "shot", "grade")
    for i, scene in enumerate(video.scenes or ()):
        if scene.grade:
            yield scene.grade, ("scenes", i, "grade")
        for j, shot in enumerate(scene.shots):
            if shot.grade:
                yield shot.grade, ("scenes", i, "shots", j, "grade")


def extra(shot: Shot) -> dict[str, Any]:
    """Return a shot's keys that are not the language's own."""
    own = {key: value for key, value in (shot.model_extra or {}).items() if not key.startswith("x-")}
    # `still` is a key of the language too; where a rule makes the shot, it is the rule's port.
    return {"still": shot.still, **own} if shot.make and shot.still else own
