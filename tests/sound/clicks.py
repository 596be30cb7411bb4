"""Clicks: the largest step of a sample at a join, beside the largest that the material takes there by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nbstudio.sound.track import Take
from tests.sound.music import RATE

AROUND = RATE // 10
"""Samples to each side of a join that tell what steps the material takes."""
CROSSFADE = RATE // 10

CUTS = {
    "in": Take(first=61_013),
    "out": Take(last=90_017),
    "duration": Take(length=90_017),
    "film's end": Take(at=5 * RATE),
    "loop": Take(loop=True, crossfade=CROSSFADE),
    "loop of a part": Take(loop=True, first=61_013, last=121_119, crossfade=CROSSFADE),
}
"""Takes of four seconds in a film of seven, each with a join of one kind."""


def step(sound: NDArray[np.floating], first: int, last: int) -> float:
    """Return the largest step to the samples from `first` to before `last`, silence before and after the sound."""
    padded = np.pad(sound.astype(np.float64), ((1, 1), (0, 0)))
    begin, end = max(0, first), max(0, last) + 1
    return float(np.abs(np.diff(padded[begin:end], axis=0)).max(initial=0.0))


def worst(material: NDArray[np.floating], heard: NDArray[np.floating], take: Take) -> float:
    """Return the largest step at the joins of `heard`, a take of `material`, in the material's own around them."""
    last = len(material) if take.last is None else take.last
    inside = np.abs(np.diff(material.astype(np.float64), axis=0)).max(axis=1)

    def own(*places: int) -> float:
        """Return the largest step that the material takes near places of its own."""
        return max(float(inside[max(0, at - AROUND) : at + AROUND].max(initial=0.0)) for at in places)

    found = []
    if take.first:
        found.append(step(heard, 0, AROUND) / own(take.first))
    if take.loop:
        period = last - take.first - CROSSFADE
        usual = own(take.first, take.first + CROSSFADE, last, last - CROSSFADE)
        joins = range(period, len(heard) - CROSSFADE, period)
        found += [step(heard, at, at + CROSSFADE) / usual for at in joins]
        ends = take.first + len(heard) % period
    else:
        ends = take.first + len(heard)
    if ends < len(material):
        found.append(step(heard, len(heard) - AROUND, len(heard) + 1) / own(ends))
    return max(found, default=0.0)
