"""Crowding: shots that are asked to be nearer than so many people can be in one frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbstudio.diagnostics import Diagnostic
from nbstudio.picture.sizes import held
from nbstudio.plan.desk import Desk
from nbstudio.plan.setup import Setup
from nbstudio.words import lexicon

NUMBERS = {2: "two", 3: "three", 4: "four"}


def doubts(desk: Desk, setups: Sequence[Setup]) -> Iterator[Diagnostic]:
    """Name the written shots whose people are seen from further off than they say."""
    frame = desk.brief.frame
    for setup in setups:
        if len(setup.people) < 2 or setup.picture or setup.footage or setup.make or setup.path[:1] != ("scenes",):
            continue
        size = setup.size or lexicon.read(setup.still, names=setup.people).size
        granted = held(size or "", len(setup.people), frame.width / frame.height)
        if size and granted != size:
            many = NUMBERS.get(len(setup.people), str(len(setup.people)))
            yield Diagnostic(
                "size-too-near",
                f"a {size} is too near for {many} people in a frame of {frame.width} × {frame.height}: "
                f"`{setup.id}` is a {granted}",
                desk.brief.place(*setup.path, "size" if setup.size else "still", value=True),
                hint=f"write `size: {granted}`, or show fewer of them",
                severity="warning",
            )
