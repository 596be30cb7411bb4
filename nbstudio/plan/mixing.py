"""Mixing: the tracks of a spec as steps, one a track, so that a change renders what it touches and the sum.

Times become whole samples of the film here, each from its own moment and none from another's, so that
nothing drifts. A track that is ducked takes the rendered tracks under which it is, and comes after them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nbstudio.plan import steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.moments import Music, Nowhere
from nbstudio.plan.step import Step
from nbstudio.plan.voices import Spoken, spoken
from nbstudio.spec.audio import MUSIC, Audio, Ducking, Track
from nbstudio.spec.moment import Moment
from nbstudio.spec.time import Duration
from nbstudio.spec.tracks import ducked, ordered

RATE = 48_000
SONG = Audio(tracks=(Track(id="song", source=MUSIC),))
"""The mix of a spec that names no tracks."""
ATTACK, HOLD, RELEASE = 0.15, 0.25, 0.4
"""Seconds, where a rule of ducking doesn't say."""


def tracks(desk: Desk, music: Music, samples: int, cut: int = 0) -> tuple[Step, ...]:
    """Return the steps that render every track of the mix, for a film of so many samples, in the order of the sum.

    `cut` is the sample of the song with which the film begins: what is placed by the music moves back by as much,
    and what would begin before the film is entered later.

    Raises SpecError for a moment that the song does not have, and for a track that begins after the film.
    """
    audio = desk.brief.audio if desk.brief.audio.tracks else SONG
    return tuple(step for track in ordered(audio) for step in _track(desk, audio, track, music, samples, cut))


def _track(desk: Desk, audio: Audio, track: Track, music: Music, samples: int, cut: int) -> list[Step]:
    times = _Times(desk, music, _path(desk, track), cut)
    said = narrated(desk, track)
    place = placed(desk, track, music, cut, round(said.parts[0][1] * RATE) if said else 0)
    at = place.at
    if at >= samples:
        message = f"the track `{track.id}` begins after the film's end ({samples / RATE:.2f} s)"
        desk.refuse((*times.path, "at"), "beyond-film", message, "give it an earlier moment")
    if place.last is not None and place.last <= place.first:
        message = f"the track `{track.id}` ends in its source before it begins"
        desk.refuse((*times.path, "out"), "empty-range", message, "give a later `out`, or an earlier `in`")
    take = {
        "at": at,
        "first": place.first,
        "last": place.last,
        "length": place.length,
        "loop": track.loop or None,
        "crossfade": times.samples("crossfade", track.crossfade, at),
    }
    level = {
        "pan": track.pan,
        "fade_in": times.samples("fade_in", track.fade_in, at),
        "fade_out": times.samples("fade_out", track.fade_out, at),
    }
    params: dict[str, Any] = {"film": samples, "take": _told(take), "level": _told(level)}
    if track.gain:
        points = track.gain if isinstance(track.gain, tuple) else ((Moment("seconds"), track.gain),)
        params["gain"] = [list(point) for point in sorted((max(0, times.placed("gain", m)), db) for m, db in points)]
    rules = ducked(audio, track)
    under = list(dict.fromkeys(voice.id for _, voices in rules for voice in voices))
    if rules:
        params["ducks"] = [
            {**times.rule(rule), "under": [under.index(voice.id) for voice in voices]} for rule, voices in rules
        ]
    if said:
        params["pauses"] = pauses(said)
    sources = tuple(name for name, _ in said.parts) if said else (_source(desk, track),)
    inputs = [("source", sources), ("under", tuple(f"track/{name}" for name in under))]
    lane = steps.make(
        desk.rule("track"),
        "track",
        f"track/{track.id}",
        params,
        tuple((port, names) for port, names in inputs if names),
        path=times.path or ("music",),
        work=samples / RATE / 60,
        says=f"rendering the track {track.id}",
    )
    return [*(said.steps if said else ()), lane]


@dataclass(frozen=True, slots=True)
class Placed:
    """What is taken of a track's source (samples `first` to before `last`), and where in the film; see `sound.track`.

    `length` is how long it is heard at most; nothing for as long as it lasts.
    """

    at: int
    first: int
    last: int | None
    length: int | None


def placed(desk: Desk, track: Track, music: Music, cut: int, rest: int = 0) -> Placed:
    """Return where a track is in a film that begins with sample `cut` of the song; `rest` is silence before it.

    Raises SpecError for a moment that the song does not have.
    """
    times = _Times(desk, music, _path(desk, track), cut)
    begins = times.placed("at", track.at) if track.at or track.source != MUSIC else -cut
    at = max(0, begins) + rest
    first = times.point("in", track.in_, song=track.source == MUSIC) + max(0, -begins)
    last = times.point("out", track.out, song=track.source == MUSIC) if track.out else None
    return Placed(at, first, last, times.samples("duration", track.duration, at))


def pauses(said: Spoken) -> list[int]:
    """Return the samples of silence before each sentence; what is before the first is a part of where it begins."""
    return [0, *(round(pause * RATE) for _, pause in said.parts[1:])]


def narrated(desk: Desk, track: Track) -> Spoken | None:
    """Return how a track that speaks is spoken."""
    if not track.say:
        return None
    return spoken(desk, track.id, track, desk.brief.texts.get(track.say, track.say), _path(desk, track))


def _source(desk: Desk, track: Track) -> str:
    return desk.brief.music if track.source == MUSIC else desk.brief.sounds[str(track.source)]


def _path(desk: Desk, track: Track) -> tuple[str | int, ...]:
    own = desk.brief.audio.tracks
    return ("audio", "tracks", own.index(track)) if track in own else ()


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is nothing, so that a key that is added to the language changes no track without it."""
    return {key: value for key, value in values.items() if value}


class _Times:
    """Moments and lengths of one track, in samples; refused with their place."""

    def __init__(self, desk: Desk, music: Music, path: tuple[str | int, ...], cut: int) -> None:
        self.desk, self.music, self.path, self.cut = desk, music, path, cut

    def placed(self, key: str, moment: Moment | None) -> int:
        """Return the sample of the film at which a moment is: a time is the film's own, all else the song's."""
        if moment is None or moment.kind in {"seconds", "frames"}:
            return self.sample(key, moment)
        return self.sample(key, moment) - self.cut

    def sample(self, key: str, moment: Moment | None) -> int:
        """Return the sample at which a moment is, 0 for none."""
        if moment is None:
            return 0
        try:
            return round(self.music.at(moment) * RATE)
        except Nowhere as error:
            self.desk.refuse((*self.path, key), error.code, str(error), error.hint)

    def point(self, key: str, moment: Moment | None, *, song: bool) -> int:
        """Return a moment of a track's source, which is the song or has a time of its own."""
        if moment is None or song:
            return self.sample(key, moment)
        seconds = moment.amount if moment.kind == "seconds" else float(moment.amount / self.music.rate)
        if moment.offset:
            seconds += (-1 if moment.back else 1) * self._seconds(key, moment.offset)
        return max(0, round(seconds * RATE))

    def samples(self, key: str, length: Duration | None, at: int = 0) -> int | None:
        """Return how many samples a length has from sample `at` of the film on."""
        return None if length is None else max(1, round(self._seconds(key, length, (at + self.cut) / RATE) * RATE))

    def rule(self, rule: Ducking) -> dict[str, Any]:
        """Return a rule of ducking as a step is told it, in dB and seconds."""
        asked = {"attack": (rule.attack, ATTACK), "hold": (rule.hold, HOLD), "release": (rule.release, RELEASE)}
        times = {
            key: round(self._seconds(key, length), 6) if length else usual for key, (length, usual) in asked.items()
        }
        threshold = {} if rule.threshold is None else {"threshold": rule.threshold}
        return {"by": rule.by, **times, **threshold}

    def _seconds(self, key: str, length: Duration, at: float = 0.0) -> float:
        try:
            return self.music.after(at, length) - at
        except Nowhere as error:
            self.desk.refuse((*self.path, key), error.code, str(error), error.hint)
