"""Scenes: a storyboard as data: scenes and their shots, as plain values and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Transition:
    """The join into a shot: its type, and its length in beats (0 for a cut)."""

    type: str
    beats: float


@dataclass(frozen=True, slots=True)
class Shot:
    """One uninterrupted view, from `start` (seconds) to the next shot's start or the song's end."""

    id: str
    start: float
    size: str
    angle: str
    cast: tuple[str, ...]
    still: str
    motion: str
    transition: Transition
    seed: int
    view: int = 0
    """How many shots before it showed a person: another photo is due in each, where there are several."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One place and time; `section` is the song's, numbered (verse.1), `location` a sentence."""

    id: str
    section: str
    location: str
    shots: tuple[Shot, ...]


def to_json(scenes: Sequence[Scene]) -> dict[str, Any]:
    """Return a storyboard as plain values."""
    return {
        "scenes": [
            {
                "id": scene.id,
                "section": scene.section,
                "location": scene.location,
                "shots": [{**asdict(shot), "cast": list(shot.cast)} for shot in scene.shots],
            }
            for scene in scenes
        ]
    }


def from_json(data: Mapping[str, Any]) -> tuple[Scene, ...]:
    """Return the storyboard that `to_json` told."""
    return tuple(
        Scene(
            scene["id"],
            scene["section"],
            scene["location"],
            tuple(
                Shot(**{**shot, "cast": tuple(shot["cast"]), "transition": Transition(**shot["transition"])})
                for shot in scene["shots"]
            ),
        )
        for scene in data["scenes"]
    )
