"""Transition: the frames in which one shot becomes the next, from both stills or footage."""

from __future__ import annotations

from fractions import Fraction

from nbstudio.action import Job

VERSION = 5


def run(job: Job) -> None:
    """Leave the frames in which both shots are seen."""
    from nbstudio.picture.segment import Format, render_transition, side

    p = job.params
    gate = tuple(p["gate"]) if "gate" in p else None
    form = Format(p["width"], p["height"], Fraction(p["rate"]), p["profile"], p["grain"], gate)
    sung = job.optional("sung")
    voices = {"from": sung, "to": job.optional("to_sung") or sung}
    sides = [side(p[port], job.input(port), sung=voices[port], table=job.optional(f"{port}_lut")) for port in voices]
    over = {"captions": p.get("captions"), "titles": p.get("titles", ())}
    render_transition(sides[0], sides[1], p["transition"], p["count"], form, job.out, job.progress, **over)
