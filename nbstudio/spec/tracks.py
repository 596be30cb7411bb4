"""Tracks: the names of a mix held against what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nbstudio.diagnostics import Diagnostic, did_you_mean
from nbstudio.spec.audio import MUSIC, ROLES, Audio, Ducking, Track
from nbstudio.spec.shots import View
from nbstudio.spec.text import Text


def names(audio: Audio, text: Text) -> Iterator[Diagnostic]:
    """Return a diagnostic for every track without a sound or a name of its own, and every name of none."""
    first: dict[str, int] = {}
    for i, track in enumerate(audio.tracks):
        path = ("audio", "tracks", i)
        # A file is made for every id, and on some systems `A` and `a` are one file.
        if track.id.lower() in first:
            note = f"the first stands in line {text.place('audio', 'tracks', first[track.id.lower()], 'id').line}"
            said = f"two tracks are called `{track.id}`"
            yield Diagnostic("duplicate-id", said, text.place(*path, "id", value=True), (note,), "ids are unique")
        first.setdefault(track.id.lower(), i)
        if track.id in ROLES and track.id != track.kind:
            said = f"`{track.id}` is a role, and this track is {track.kind}"
            hint = f"call it something else, or write `role: {track.id}`"
            yield Diagnostic("wrong-value", said, text.place(*path, "id", value=True), hint=hint)
        yield from _source(track, path, text)
    for i, rule in enumerate(audio.ducking):
        yield from _rule(audio.tracks, rule, i, text)
    yield from _cycles(audio, text)


def _source(track: Track, path: tuple[str | int, ...], text: Text) -> Iterator[Diagnostic]:
    if track.source and track.say:
        said = f"the track `{track.id}` has a `source` and something to `say`"
        yield Diagnostic("wrong-value", said, text.place(*path, "say"), hint="make two tracks of it")
    told = sorted(track.model_fields_set & {"voice", "speed", "pauses", "pronounce"})
    if told and not track.say:
        said = f"only a track that says something has a `{told[0]}`"
        yield Diagnostic("wrong-value", said, text.place(*path, told[0]), hint="write `say: …` beside it")
    if not track.source and not track.say:
        hint = "write `source: music`, the film's song, `source: sfx/rain.wav`, or `say: …`"
        yield Diagnostic("missing-key", f"the track `{track.id}` has no `source`", text.place(*path), hint=hint)
    for key, point in (("in", track.in_), ("out", track.out)):
        if point and track.source != MUSIC and point.kind not in {"seconds", "frames"}:
            said = f"`{point}` is a moment of the song, and this is a track of its own"
            place = text.place(*path, key, value=True)
            yield Diagnostic("wrong-value", said, place, hint=f"write `{key}: 12s`, a time in its source")
    if track.crossfade and not track.loop:
        hint = "write `loop: true`, or take `crossfade` out"
        yield Diagnostic("wrong-value", "only a loop has a crossfade", text.place(*path, "crossfade"), hint=hint)


def _rule(tracks: Sequence[Track], rule: Ducking, number: int, text: Text) -> Iterator[Diagnostic]:
    known = (*(track.id for track in tracks), *ROLES)
    listed = isinstance(text.value["audio"]["ducking"], list)
    at = ("audio", "ducking", number) if listed else ("audio", "ducking")
    for key, asked in (("under", rule.under), ("duck", rule.duck)):
        for name in asked:
            if name not in known:
                hint = did_you_mean(name, known) or f"roles are {', '.join(ROLES)}; a track is named by its id"
                said = f"there is no track and no role called `{name}`"
                yield Diagnostic("unknown-track", said, text.place(*at, key, value=True), hint=hint)


def followed(audio: Audio, shots: Iterable[View], text: Text) -> Iterator[Diagnostic]:
    """Return a diagnostic for every mouth that follows a track which there is not, or which is not heard."""
    known = {track.id: track for track in audio.tracks}
    audible = {track.id for track in heard(audio)}
    for shot in shots:
        name = shot.lip_sync
        if not name or (name == MUSIC and name not in known):
            continue
        place = text.place(*shot.path, "lip_sync", value=True)
        if name not in known:
            voices = [track.id for track in speaking(audio)]
            singers = [person for person in shot.cast if person not in known]
            hint = did_you_mean(name, ("vocals", *known, *singers))
            hint = hint or f"write {either('vocals', *voices, *singers)}, `true` or `false`"
            yield Diagnostic("unknown-track", f"there is no track called `{name}`", place, hint=hint)
        elif known[name].source == MUSIC:
            hint = "write `vocals`: the voice that is heard in the song"
            yield Diagnostic("wrong-value", f"the track `{name}` is the song", place, hint=hint)
        elif name not in audible:
            hint = "take `mute` out, or let the mouth follow another voice"
            yield Diagnostic("no-vocals", f"the track `{name}` is not heard, so no mouth can follow", place, hint=hint)


def either(*names: str) -> str:
    """Return names as a choice."""
    return " or ".join(f"`{name}`" for name in names)


def ducked(audio: Audio, track: Track) -> list[tuple[Ducking, list[Track]]]:
    """Return the rules that lower a track, each with the tracks under which it does."""
    found = []
    for rule in audio.ducking:
        if not _named(track, rule.duck) or _named(track, rule.under):
            continue
        voices = [other for other in heard(audio) if _named(other, rule.under)]
        if voices:
            found.append((rule, voices))
    return found


def speaking(audio: Audio, name: str | None = None) -> list[Track]:
    """Return the tracks that are heard and say something; those of an id or role, where a name is given."""
    return [track for track in heard(audio) if track.say and (name is None or _named(track, (name,)))]


def heard(audio: Audio) -> list[Track]:
    """Return the tracks that are in the mix: none that is muted, and, where any is solo, only those."""
    solo = any(track.solo and not track.mute for track in audio.tracks)
    return [track for track in audio.tracks if not track.mute and (track.solo or not solo)]


def ordered(audio: Audio) -> list[Track]:
    """Return the tracks that are heard so that each comes after those it is ducked under.

    Raises ValueError with the id of a track that would be ducked under itself.
    """
    waits = {track.id: {voice.id for _, voices in ducked(audio, track) for voice in voices} for track in heard(audio)}
    left, done = heard(audio), list[Track]()
    while left:
        ready = [track for track in left if not waits[track.id] & {other.id for other in left}]
        if not ready:
            raise ValueError(left[0].id)
        done += ready
        left = [track for track in left if track not in ready]
    return done


def _named(track: Track, names: Sequence[str]) -> bool:
    return track.id in names or track.kind in names


def _cycles(audio: Audio, text: Text) -> Iterator[Diagnostic]:
    try:
        ordered(audio)
    except ValueError as error:
        said = f"the track `{error}` would be ducked under itself, by way of others"
        yield Diagnostic("cycle", said, text.place("audio", "ducking"), hint="duck in one direction")
