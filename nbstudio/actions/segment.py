"""Segment: the body of one shot, moved and encoded."""

from __future__ import annotations

from fractions import Fraction

from nbstudio.action import Job

VERSION = 2


def run(job: Job) -> None:
    """Leave the frames in which the shot is alone."""
    from nbstudio.picture.segment import Format, Shot, render_body

    p = job.params
    form = Format(p["width"], p["height"], Fraction(p["rate"]), p["profile"], p["grain"])
    shot = Shot(job.input("still"), p["motion"], p["total"], p["first"], p["seed"], tuple(p["accents"]))
    titles = p.get("titles", ())
    render_body(shot, p["count"], form, job.out, job.progress, p.get("captions"), titles=titles)
