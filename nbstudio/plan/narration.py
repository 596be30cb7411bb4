"""Narration: what is said in a film as captions of it.

How long a sentence is nobody knows before it is spoken, and with it when the next one is heard. So the sentences
of a track whose words are shown are spoken in the survey, and laid one after another by a step that opens the
sounds; where the track is in the film is known only with the music, and is added when the shots are planned.
"""

from __future__ import annotations

from dataclasses import dataclass

from nbstudio.plan import steps
from nbstudio.plan.desk import Desk
from nbstudio.plan.mixing import RATE, narrated, pauses, placed
from nbstudio.plan.moments import Music, Sung
from nbstudio.plan.step import Step
from nbstudio.plan.stretch import Stretch
from nbstudio.plan.voices import Spoken
from nbstudio.spec.audio import Track


@dataclass(frozen=True, slots=True)
class Said:
    """Targets with lines of those who speak, each with its place: see `words.lyrics.line.placed`."""

    targets: tuple[str, ...]
    places: tuple[tuple[float, float, float], ...]


def survey(desk: Desk) -> tuple[Step, ...]:
    """Return the steps that speak what captions show, and time its lines from the first sentence's beginning."""
    made: list[Step] = []
    for track, spoken in _spoken(desk):
        lines = steps.make(
            desk.rule("narration"),
            "lyrics",
            _target(track),
            {"pauses": pauses(spoken)},
            (("voices", tuple(name for name, _ in spoken.parts)), ("words", spoken.words)),
            path=("captions",),
            says=f"finding out when the words of {track.id} are said",
        )
        made += [*spoken.steps, lines]
    return tuple(made)


def said(desk: Desk, stretch: Stretch, frames: int, words: Sung = ()) -> Said | None:
    """Return what is said in a film of so many frames; nothing where captions show no such words.

    `words` are when the song's lyrics are sung.
    Of a track that is looped, that is the first time.

    Raises SpecError for a moment that the song does not have.
    """
    rate = desk.brief.frame.rate
    film = int(frames * RATE / rate)
    targets, places = [], []
    for track, spoken in _spoken(desk):
        rest = round(spoken.parts[0][1] * RATE)
        place = placed(desk, track, Music(stretch.whole, rate, words), stretch.sample(RATE), rest)
        ends = [place.first + max(0, film - place.at)]
        ends += [place.last] if place.last is not None else []
        ends += [place.first + place.length] if place.length is not None else []
        targets.append(_target(track))
        places.append((round(place.first / RATE, 6), round(min(ends) / RATE, 6), round(place.at / RATE, 6)))
    return Said(tuple(targets), tuple(places)) if targets else None


def _spoken(desk: Desk) -> list[tuple[Track, Spoken]]:
    asked = desk.brief.captions
    tracks = [track for track in desk.brief.audio.tracks if asked and track.id in asked.tracks]
    return [(track, found) for track in tracks if (found := narrated(desk, track))]


def _target(track: Track) -> str:
    # No id ends so: it can't be the target of the song's own lines.
    return f"lyrics/{track.id}.said"
