"""Transition: the frames in which one shot becomes the next, from both stills."""

from __future__ import annotations

from fractions import Fraction

from nbstudio.action import Job

VERSION = 4


def run(job: Job) -> None:
    """Leave the frames in which both shots are seen."""
    from nbstudio.picture.segment import Format, Shot, render_transition

    p = job.params
    form = Format(p["width"], p["height"], Fraction(p["rate"]), p["profile"], p["grain"])
    sides = [
        Shot.told(job.input(port), side, job.optional("sung")) for port, side in (("from", p["from"]), ("to", p["to"]))
    ]
    over = {"captions": p.get("captions"), "titles": p.get("titles", ())}
    render_transition(sides[0], sides[1], p["transition"], p["count"], form, job.out, job.progress, **over)
