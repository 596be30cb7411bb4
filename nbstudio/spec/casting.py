"""Casting: who is seen in a shot, by its `cast`, by whom its words name, or by its scene's `cast`.

"Mira and Tom sing back to back" needs no list beside it. A name counts as written like one (with a capital), or in
any form where the scene's cast has it already: a shot of a scene of two whose words name one is of that one. Whom
words only think of ("a letter to Tom", "without Tom") is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.spec.model import VOCALS, Shot, Video
from nbstudio.spec.text import Path, Text

MOST = 4
"""People in one shot."""
ABSENT = re.compile(
    r"\b(?:no|not|nor|without|for|of|about|misses|remembers|forgets|letter to|song to|like)\s+$", re.IGNORECASE
)
"""Before a name: whoever it is, is not there."""
COMMON = re.compile(r"\b(?:a|an|the|this|every|each|at|till|until|before)\s+$", re.IGNORECASE)
"""Before a word in small letters: it is no name (`at dawn`)."""
_FILE = re.compile(r"\.\w{2,4}$")
FACE = re.compile(
    r"\b(?:the|a|her|his|their|my|your|\w+'s)\s+(?:face|eyes|lips|smile|profile|portrait)\b(?!\s+of\b)", re.IGNORECASE
)
SHOWING = frozenset({"silhouette", "double-exposure"})
"""Sizes that are nothing without somebody."""


def seen(shot: Shot, given: Sequence[str], cast: Collection[str]) -> tuple[str, ...]:
    """Return who is in a shot of a scene whose cast is `given`, the nearest first."""
    if shot.cast is not None:
        return shot.cast
    still = shot.still or ""
    if shot.make or _FILE.search(still.strip()):
        return tuple(given)
    return named(still, cast, given) or tuple(given)


def named(words: str, cast: Collection[str], given: Collection[str] = ()) -> tuple[str, ...]:
    """Return the members of the cast whom a sentence shows, in its order.

    Those of `given` count in any letters, others with a capital.
    """
    found: list[tuple[int, str]] = []
    for name in cast:
        parts = [re.escape(part) for part in re.split(r"[\s_-]+", name) if part]
        if not parts:
            continue
        form = re.compile(rf"\b(?<!['’-])({'[ _-]+'.join(parts)})\b(?!['’]s?\b|[-.]\w)", re.IGNORECASE)
        for match in form.finditer(words):
            before = words[: match.start()]
            if match[1][:1].islower() and (name not in given or COMMON.search(before)):
                continue
            if not ABSENT.search(before):
                found.append((match.start(), name))
                break
    return tuple(name for _, name in sorted(found))


def singers(told: str | bool | tuple[str, ...] | None, video: Video) -> tuple[str, ...]:
    """Return who of the cast a `lip_sync` names; nobody where it tells whose voice is followed."""
    if isinstance(told, tuple):
        return told
    tracks = {track.id for track in video.audio.tracks}
    return (told,) if isinstance(told, str) and told in video.cast and told not in tracks else ()


def check(video: Video, casts: Mapping[Path, tuple[str, ...]], text: Text) -> Iterator[Diagnostic]:
    """Hold every `cast` against the film's; `casts` tells who is seen in the shot at each path."""
    for i, scene in enumerate(video.scenes or ()):
        yield from _listed(scene.cast, ("scenes", i, "cast"), video, text)
        for j, shot in enumerate(scene.shots):
            path: Path = ("scenes", i, "shots", j)
            yield from _listed(shot.cast, (*path, "cast"), video, text)
            people = casts[path]
            told = shot.lip_sync if isinstance(shot.lip_sync, tuple) else singers(shot.lip_sync, video)
            yield from _singing(shot.id, told, people, (*path, "lip_sync"), video, text)
            if len(people) > MOST:
                at = (
                    (*path, "cast")
                    if shot.cast
                    else ("scenes", i, "cast")
                    if scene.cast == people
                    else (*path, "still")
                )
                yield Diagnostic(
                    "crowded-shot",
                    f"`{shot.id}` shows {len(people)} people, and a shot holds {MOST}",
                    text.place(*at, value=True),
                    hint=f"name up to {MOST} of them in the shot's own `cast`, or make it two shots",
                )


def _listed(cast: Sequence[str] | None, path: Path, video: Video, text: Text) -> Iterator[Diagnostic]:
    """Hold one list of names against the cast, and against itself."""
    for n, member in enumerate(cast or ()):
        place = text.place(*path, n, value=True)
        if member not in video.cast:
            known = ", ".join(video.cast)
            hint = did_you_mean(member, video.cast) or (f"the cast is {known}" if known else "there is no `cast:`")
            yield Diagnostic("unknown-cast", f"nobody called `{member}` is in the cast", place, hint=hint)
        elif member in (cast or ())[:n]:
            yield Diagnostic("duplicate-cast", f"`{member}` is in this cast twice", place, hint="name everybody once")


def _singing(
    shot: str, singers: Sequence[str], people: Sequence[str], path: Path, video: Video, text: Text
) -> Iterator[Diagnostic]:
    """Hold those who are to sing against those who are seen."""
    for n, name in enumerate(singers):
        place = text.place(*path, n, value=True)
        if name not in video.cast:
            near = did_you_mean(name, (VOCALS, *video.cast))
            hint = near or "write `vocals` or `true`, or the names of those of its cast who sing"
            yield Diagnostic("wrong-value", f"`lip_sync`: nobody called `{name}` is in the cast", place, hint=hint)
        elif name not in people:
            said = f"`{name}` is not in `{shot}`, so that this mouth can't sing there"
            hint = f"it shows {', '.join(people)}" if people else "it shows nobody"
            yield Diagnostic("no-mouth", said, place, hint=hint)


def doubts(video: Video, casts: Mapping[Path, tuple[str, ...]], text: Text) -> Iterator[Diagnostic]:
    """Name shots that are told to show nobody and want somebody to show."""
    for i, scene in enumerate(video.scenes or ()):
        for j, shot in enumerate(scene.shots):
            path: Path = ("scenes", i, "shots", j)
            if casts[path] or shot.cast is None or shot.video or shot.make or _FILE.search((shot.still or "").strip()):
                continue
            face = FACE.search(shot.still or "")
            if shot.size in SHOWING:
                said, at = f"a {shot.size} of nobody is a picture of the place alone", (*path, "size")
            elif face:
                said, at = f"`{face[0]}` is nobody's: no face is shown", (*path, "still")
            else:
                continue
            yield Diagnostic(
                "nobody-there",
                f"`{shot.id}` has `cast: []`, and {said}",
                text.place(*at),
                severity="warning",
                hint=f"write `cast: [{next(iter(video.cast), 'NAME')}]`, or another `size` or words",
            )
