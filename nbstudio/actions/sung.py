"""Sung: how far a singing mouth is open in each frame of the film."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from nbstudio.action import Job

VERSION = 2


def run(job: Job) -> Mapping[str, Any]:
    """Leave a list of whole numbers, 0 to 100, one a frame."""
    from nbstudio.sound import decode
    from nbstudio.sound.sung import RATE, sung

    heard = decode.decode(job.input("song"), rate=RATE)
    found = sung(heard, Fraction(job.params["rate"]), float(job.params["start"]))
    job.out.write_text(json.dumps(found, separators=(",", ":")), "utf-8")
    return {"frames": len(found), "open": sum(value > 25 for value in found)}
