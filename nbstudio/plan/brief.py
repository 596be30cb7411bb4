"""The brief: a spec as planning sees it, everything resolved but what the survey will find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nbstudio.plan.setup import Setup
from nbstudio.source import Span

ROOM = Fraction(6, 5)
"""How much larger than the frame a still is made, so that motion has room."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture that is delivered: pixels, frames a second, and how it is encoded."""

    width: int
    height: int
    rate: Fraction
    profile: str

    @property
    def still(self) -> tuple[int, int]:
        """Return the size in which stills are made."""
        return _even(self.width * ROOM), _even(self.height * ROOM)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast: the photos' leaves, which face in them is meant, and how it is recognised."""

    photos: tuple[str, ...]
    face: str = "largest"
    backend: str = "mobilefacenet"
    min_score: float = 0.85
    on_fail: str = "retake"


@dataclass(frozen=True)
class Brief:
    """A spec as planning sees it: everything resolved but what the survey will find."""

    name: str
    music: str
    """The song's leaf."""
    music_params: Mapping[str, Any]
    prompt: str
    seed: int
    people: Mapping[str, Member]
    style: str
    style_changes: Mapping[str, Any]
    """The numbers of the grade that the spec sets for the whole film."""
    lut: str | None
    """The film's table of colours, a leaf."""
    frame: Frame
    loudness: Mapping[str, Any]
    setups: tuple[Setup, ...] | None
    """The shots as written, or nothing where a storyboard is asked for."""
    place: Callable[..., Span | None] = lambda *_: None
    """Looks up where a part of the spec stands."""


def _even(value: Fraction) -> int:
    return 2 * round(value / 2)
