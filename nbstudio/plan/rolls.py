"""Rolls: own footage on the timeline: what a step is told of it, and whether there is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nbstudio.diagnostics import Diagnostic
from nbstudio.plan.desk import Desk
from nbstudio.plan.setup import Footage, Setup
from nbstudio.plan.timeline import Clip

LACKING = 0.1
"""Seconds by which footage may be too short: its last frame stands for so long."""


def told(desk: Desk, setup: Setup, footage: Footage) -> dict[str, Any]:
    """Return what makes a shot of footage: where it begins, how it fits, and the film's look."""
    look = {key: desk.style[key] for key in ("grade", "paint") if key in desk.style}
    params: dict[str, Any] = {
        "in": f"{round(footage.begin, 6)}",
        "fit": footage.fit,
        "style": {**look, "changes": {**desk.brief.style_changes, **setup.grade}},
    }
    if footage.loop:
        params["until"] = f"{round(footage.length, 6)}"
    return params


def table(desk: Desk, setup: Setup) -> tuple[str, ...]:
    """Return the leaf of the shot's table of colours, or nothing."""
    lut = desk.brief.lut if setup.lut is None else setup.lut
    return (lut,) if lut else ()


def short(desk: Desk, setups: Sequence[Setup], clips: Sequence[Clip]) -> Iterator[Diagnostic]:
    """Name the shots for which there is not enough footage."""
    rate = float(desk.brief.frame.rate)
    for setup, clip in zip(setups, clips, strict=True):
        footage = setup.footage
        if footage is None or footage.loop:
            continue
        needs, has = (clip.last - clip.first) / rate, footage.length - footage.begin
        if needs > has + LACKING:
            yield Diagnostic(
                "short-footage",
                f"`{setup.id}` is seen for {needs:.2f} s, and the footage goes on for {has:.2f} s",
                desk.brief.place(*setup.path, "video"),
                notes=("what is seen in transitions counts",),
                hint="make the shot shorter, begin earlier (`in`), or write `loop: true`: it then begins anew",
            )
