"""Portraits: which of somebody's photos each shot shows.

A film of one face in one pose is a slide show, so shots that follow each other show another photo, each as often as
the others. A storyboard counts them. A written shot's follows from what it shows, as its seed does, and steps on only
where the shot before has the same: a shot that is put in between leaves most others as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbstudio.plan.desk import Desk
from nbstudio.plan.setup import Setup


def photos(desk: Desk, setups: Sequence[Setup]) -> dict[str, dict[str, int]]:
    """Return the photo, from 0, that each shot shows of everybody who has several, by its id and their names."""
    found: dict[str, dict[str, int]] = {}
    last: dict[str, int] = {}
    for setup in setups:
        for name in setup.people:
            count = len(desk.brief.people[name].photos)
            if count < 2:
                continue
            number = desk.seed(setup) // 6 if setup.view is None else setup.view
            number %= count
            if last.get(name) == number:
                number = (number + 1) % count
            last[name] = number
            found.setdefault(setup.id, {})[name] = number
    return found


def portrayed(setup: Setup, numbers: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Return what a still is told of the photos that it shows; nothing where there is but one.

    A mouth that sings is moved, so it is seen from the front.
    """
    if setup.id not in numbers:
        return {}
    return {"views": dict(numbers[setup.id]), **({"frontal": True} if setup.lip_sync else {})}
