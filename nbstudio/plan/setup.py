"""Setups: what the camera is given for every shot, whoever wrote it.

A shot written in the spec and one from the storyboard come to the same form here; after this nobody needs
to know which it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbstudio.plan.timeline import REST, Length
from nbstudio.spec.moment import Moment, Range


@dataclass(frozen=True, slots=True)
class Title:
    """Letters over pictures: a film's name, who made it, its end."""

    text: str
    subtitle: str = ""
    credits: tuple[tuple[str, ...], ...] = ()
    """Each a line, or a role and a name."""
    design: str | None = None
    """A name of the catalog; the style's own where there is none."""
    length: Length | None = None
    ground: str = "style"
    """What a card is: the style's own dark, or `black`."""


@dataclass(frozen=True, slots=True)
class Footage:
    """Own moving pictures: a leaf, where in it the shot begins, and how long all of it is, in seconds."""

    leaf: str
    begin: float
    length: float
    fit: str = "cover"
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """One shot, ready to be planned: words resolved, nothing left to inherit."""

    id: str
    still: str = ""
    """What it shows, in words."""
    picture: str | None = None
    """An own picture's leaf, in place of words."""
    footage: Footage | None = None
    """Own moving pictures, in place of a still."""
    location: str = ""
    size: str | None = None
    angle: str | None = None
    people: tuple[str, ...] = ()
    """Who is seen, the nearest first."""
    motion: str = ""
    moves: str = ""
    """The words of the spec that its motion was read from."""
    lip_sync: str = ""
    """Whose voice its mouth follows: a track's id, `music` for the song's; empty for nobody's."""
    singers: tuple[str, ...] = ()
    """Whose mouths move; the first of its people's where nobody is told."""
    transition: str = "cut"
    overlap: Length | None = None
    """How long the transition into the shot is; nothing for the catalog's own length."""
    length: Length = REST
    start: float | None = None
    """When it begins, in seconds of the song, once that is settled: by the storyboard, or by `timing`."""
    snap: str = "beat"
    at: Moment | None = None
    """The moment that its beginning is pinned to."""
    range: Range | None = None
    """The part of the song that it fills."""
    filled: Range | None = None
    """The part of the song that its whole scene fills."""
    seed: int | None = None
    view: int | None = None
    """Which of the person's photos it shows, counted on and on; nothing where nobody counts."""
    grade: Mapping[str, float] = field(default_factory=dict)
    """The numbers of the grade that are its own, or its scene's."""
    lut: str | None = None
    """Its table of colours: a leaf; nothing for the style's own, and empty for none at all."""
    title: Title | None = None
    make: str | None = None
    """The rule that makes its still, in place of a provider."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """The rule's own keys."""
    path: tuple[str | int, ...] = ()
    """Where it stands in the spec."""
    length_path: tuple[str | int, ...] = ()
    """Where its length is told."""

    @property
    def is_card(self) -> bool:
        """Whether it shows a title and nothing else."""
        return self.title is not None and not (self.still or self.picture or self.footage or self.make)
