"""The brief: a spec as planning sees it, everything resolved but what the survey will find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from nbstudio.plan.setup import Setup, Title
from nbstudio.source import Span
from nbstudio.spec.audio import Audio
from nbstudio.spec.moment import Range

ROOM = Fraction(6, 5)
"""How much larger than the frame a still is made, so that motion has room."""


LYING = Fraction(3, 2)
"""Width by height from which a frame lies on its side."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture that is delivered: pixels, frames a second, and how it is encoded."""

    width: int
    height: int
    rate: Fraction
    profile: str

    def gate(self, aspect: float | None) -> tuple[int, int]:
        """Return the part of the frame (width, height) that a style of this aspect exposes, in the middle of it.

        Only a frame that lies on its side has bars: an upright or a square one is filled.
        """
        if aspect is None or self.width < LYING * self.height:
            return self.width, self.height
        own = Fraction(self.width, self.height)
        asked = Fraction(aspect).limit_denominator(1000)
        if asked > own:
            return self.width, min(self.height, 4 * round(self.width / asked / 4))
        return min(self.width, 4 * round(self.height * asked / 4)), self.height

    def still(self, aspect: float | None = None) -> tuple[int, int]:
        """Return the size in which stills are made."""
        width, height = self.gate(aspect)
        return _even(width * ROOM), _even(height * ROOM)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast: the photos' leaves, which face in them is meant, and how it is recognised.

    `about` is what is written of them.
    """

    photos: tuple[str, ...]
    face: str = "largest"
    backend: str = "mobilefacenet"
    min_score: float = 0.85
    on_fail: str = "retake"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Lyrics:
    """The words of the song: a leaf or the lines themselves, seconds that they are late, corrections by number."""

    file: str | None = None
    lines: tuple[str, ...] = ()
    heard: bool = False
    """Whether nobody has written them, and they are what a recogniser hears."""
    offset: float = 0.0
    fix: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Captions:
    """How words are shown: see `spec.captions.Captions`; `font` is what it changes of the style.

    `tracks` are the ids of those whose words are shown, in place of the song's.
    """

    mode: str = "line"
    style: str | None = None
    font: Mapping[str, Any] = field(default_factory=dict)
    position: str = "bottom"
    safe_area: str = "title"
    burn: bool = True
    sidecar: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """A spec as planning sees it: everything resolved but what the survey will find."""

    name: str
    music: str
    """The song: a leaf, or the target that composes it."""
    music_params: Mapping[str, Any]
    prompt: str
    seed: int
    people: Mapping[str, Member]
    style: str
    style_changes: Mapping[str, Any]
    """The numbers of the grade that the spec sets for the whole film."""
    frame: Frame
    loudness: Mapping[str, Any]
    """What the rule `mix` is told, where the spec, its output or the platform says anything."""
    setups: tuple[Setup, ...] | None
    """The shots as written, or nothing where a storyboard is asked for."""
    range: Range | None = None
    """The part of the song that the film covers; nothing for all of it."""
    range_path: tuple[str | int, ...] = ()
    """Where the spec says so."""
    lut: str | None = None
    """The film's table of colours, a leaf."""
    edit: str | None = None
    """The leaf of an analysis that a person edited, where there is one."""
    generate: Mapping[str, Any] | None = None
    """The order of a song that is to be composed, or nothing where one is given."""
    audio: Audio = field(default_factory=Audio)
    """The mix as written: its tracks, and what steps back for what."""
    sounds: Mapping[str, str] = field(default_factory=dict)
    """The leaf of every file that a track names."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The text of every file that a track speaks."""
    lyrics: Lyrics | None = None
    captions: Captions | None = None
    opening: Title | None = None
    """The film's name over its first pictures."""
    end: Title | None = None
    place: Callable[..., Span | None] = lambda *_: None
    """Looks up where a part of the spec stands."""


def _even(value: Fraction) -> int:
    return 2 * round(value / 2)
