"""Segment: the body of one shot, moved and encoded."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from nbstudio.action import Job

VERSION = 5


def run(job: Job) -> Mapping[str, Any]:
    """Leave the frames in which the shot is alone, and tell what became of its mouth, or of its footage."""
    from nbstudio.picture.segment import Format, render_body, side

    p = job.params
    gate = tuple(p["gate"]) if "gate" in p else None
    form = Format(p["width"], p["height"], Fraction(p["rate"]), p["profile"], p["grain"], gate)
    file = job.input("footage" if "footage" in p else "still")
    shot = side(p, file, sung=job.optional("sung"), table=job.optional("lut"))
    titles = p.get("titles", ())
    return render_body(shot, p["count"], form, job.out, job.progress, p.get("captions"), titles=titles)
