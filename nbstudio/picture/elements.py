"""Elements: what moves in a shot by itself: rain, snow, fog, dust, beams, lights, water.

Each is drawn over (or into) a frame's planes while a segment is made, a few milliseconds a frame, from tables
made once. An element is a function of the shot's own frame index and nothing else, so that a transition shows
the very rain that the shot beside it shows. Which elements a shot has, its still tells (`Depth.moving`): whoever
painted the scene knows what was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from nbstudio.picture import drifting, falling, rippling, shining
from nbstudio.picture.astir import Air
from nbstudio.picture.stack import Stack, Views
from nbstudio.picture.warp import Window


class Element(Protocol):
    """Something that moves by itself."""

    def draw(self, out: Views, frame: int, plate: Window) -> None:
        """Draw itself into the planes of a frame of the shot, the plate being seen through a window."""
        ...


MAKERS: Mapping[str, Callable[[Air, Stack], Element]] = {
    "rain": falling.Rain,
    "snow": falling.Snow,
    "dust": falling.Dust,
    "embers": falling.Embers,
    "fog": drifting.Fog,
    "clouds": drifting.Clouds,
    "lights": shining.Lights,
    "stars": shining.Stars,
    "beams": shining.Beams,
    "lightning": shining.Lightning,
    "passing": shining.Passing,
    "water": rippling.Water,
}


@dataclass(frozen=True, slots=True)
class Elements:
    """A shot's elements, those behind its cards and those before them."""

    behind: tuple[Element, ...]
    before: tuple[Element, ...]

    @classmethod
    def of(
        cls, moving: Sequence[Mapping[str, Any]], stack: Stack, size: tuple[int, int], rate: float, seed: int
    ) -> Elements:
        """Return the elements that a still tells of, for frames of `size`; kinds that are not known are left out."""
        found: tuple[list[Element], list[Element]] = ([], [])
        for entry in moving:
            make = MAKERS.get(str(entry.get("kind")))
            if make:
                air = Air.of(entry, size, rate, seed)
                found[0 if air.behind else 1].append(make(air, stack))
        return cls(tuple(found[0]), tuple(found[1]))
