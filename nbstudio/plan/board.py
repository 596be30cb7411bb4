"""Board: a storyboard's shots as setups."""

from __future__ import annotations

import json

from nbstudio.plan.setup import Setup
from nbstudio.plan.timeline import Length
from nbstudio.words import storyboard


def setups(text: str, path: tuple[str | int, ...]) -> tuple[Setup, ...]:
    """Return the shots of a storyboard, in order; `path` is what asked for them."""
    return tuple(
        Setup(
            id=shot.id,
            still=shot.still,
            location=scene.location,
            size=shot.size,
            angle=shot.angle,
            people=shot.cast,
            motion=shot.motion,
            transition=shot.transition.type,
            overlap=Length(shot.transition.beats, "beats"),
            start=shot.start,
            seed=shot.seed,
            view=shot.view,
            path=path,
        )
        for scene in storyboard.from_json(json.loads(text))
        for shot in scene.shots
    )
