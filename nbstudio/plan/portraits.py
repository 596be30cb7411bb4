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


def photos(desk: Desk, setups: Sequence[Setup]) -> dict[str, int]:
    """Return the number of the photo, from 0, that each shot shows of somebody who has several, by the shot's id."""
    found: dict[str, int] = {}
    last: dict[str, int] = {}
    for setup in setups:
        member = desk.brief.people.get(setup.person or "")
        if member is None or len(member.photos) < 2:
            continue
        number = desk.seed(setup) // 6 if setup.view is None else setup.view
        number %= len(member.photos)
        if last.get(str(setup.person)) == number:
            number = (number + 1) % len(member.photos)
        last[str(setup.person)] = found[setup.id] = number
    return found


def portrayed(desk: Desk, setup: Setup, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Return what a still is told of the photo that it shows; nothing where there is but one.

    A mouth that sings is moved, so it is seen from the front.
    """
    member = desk.brief.people.get(setup.person or "")
    if member is None or len(member.photos) < 2:
        return {}
    return {"view": numbers[setup.id], **({"frontal": True} if setup.lip_sync else {})}
