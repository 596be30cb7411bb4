"""Segment: the body of one shot, moved and encoded."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from nbstudio.action import Job

VERSION = 4


def run(job: Job) -> Mapping[str, Any]:
    """Leave the frames in which the shot is alone, and tell whether a mouth that was asked to sing could."""
    from nbstudio.picture.segment import Format, Shot, render_body

    p = job.params
    form = Format(p["width"], p["height"], Fraction(p["rate"]), p["profile"], p["grain"])
    shot = Shot.told(job.input("still"), p, job.optional("sung"))
    titles = p.get("titles", ())
    moved = render_body(shot, p["count"], form, job.out, job.progress, p.get("captions"), titles=titles)
    return {} if moved is None else {"lip_sync": moved}
