"""Sung: how far a singing or speaking mouth is open in each frame of the film."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from nbstudio.action import Job

VERSION = 2


def run(job: Job) -> Mapping[str, Any]:
    """Leave a list of whole numbers, 0 to 100, one a frame."""
    from nbstudio.sound import decode, wave
    from nbstudio.sound.sung import RATE, spoken, sung

    rate = Fraction(job.params["rate"])
    track = job.optional("track")
    if track:
        found = spoken(wave.read(track), rate, int(job.params["frames"]))
    else:
        heard = decode.decode(job.input("song"), rate=RATE)
        found = sung(heard, rate, float(job.params["start"]))
    job.out.write_text(json.dumps(found, separators=(",", ":")), "utf-8")
    return {"frames": len(found), "open": sum(value > 25 for value in found)}
