"""Transitions: two moving pictures into one, frame by frame, on their planes.

A transition is a *family* (a module of `transitions/`, found by its name) and the numbers that the catalog
gives it. `t` runs from just above 0 (all but the first picture) to just below 1 (all but the second), so that
the frames beside a transition go on without a jump; the catalog's `ease` bends it before the family sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nbstudio import discovery
from nbstudio.picture.colour import Planes
from nbstudio.picture.ease import CURVES, Curve
from nbstudio.picture.warp import Box

COLLECTION = "nbstudio.picture.transitions"
Mixer = Callable[[Planes, Planes, float], Planes]
"""Makes a frame of a transition from both pictures' planes and `t`; it leaves the pictures as they are."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a transition is played: the frame in pixels (even sides), a seed, its easing, and both faces by `t`."""

    width: int
    height: int
    seed: int = 0
    curve: Curve = CURVES["linear"]
    faces: Callable[[float], tuple[Box | None, Box | None]] = lambda _: (None, None)

    @property
    def half(self) -> tuple[int, int]:
        """Return the size of chroma, (rows, columns)."""
        return self.height // 2, self.width // 2


def families() -> tuple[str, ...]:
    """Return the names of all families."""
    return discovery.names(COLLECTION)


def mixer(params: Mapping[str, Any], stage: Stage) -> Mixer:
    """Return what makes the frames of a transition with the catalog's `params`.

    Raises ValueError for a family or an easing that is none.
    """
    family = str(params.get("family", "mix"))
    found = discovery.find(COLLECTION, family)
    if found is None:
        raise ValueError(f"there is no family of transitions called `{family}`")
    ease = str(params.get("ease", "linear"))
    if ease not in CURVES:
        raise ValueError(f"there is no easing called `{ease}`")
    curve = CURVES[ease]
    make: Callable[[Mapping[str, Any], Stage], Mixer] = found.make
    mix = make(params, Stage(stage.width, stage.height, stage.seed, curve, stage.faces))
    return lambda a, b, t: mix(a, b, curve(t))
