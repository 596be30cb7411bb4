"""Track: one lane of the mix, rendered as it goes into the sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.action import Job

VERSION = 2


def run(job: Job) -> Mapping[str, Any]:
    """Leave the track as a wave file that knows where it belongs; its times are samples of the film."""
    from nbstudio.sound import track
    from nbstudio.sound.ducking import Rule

    params = job.params
    sources, voices = job.inputs["source"], job.inputs.get("under", ())
    pauses = params.get("pauses") or [0] * len(sources)
    ducks = [
        track.Duck(
            Rule(duck["by"], duck["attack"], duck["hold"], duck["release"], duck.get("threshold")),
            tuple(voices[number] for number in duck["under"]),
        )
        for duck in params.get("ducks", ())
    ]
    sound = track.render(
        job.out,
        list(zip(sources, pauses, strict=True)),
        track.Take(**params.get("take", {})),
        track.Level(**{**params.get("level", {}), "gain": tuple((at, db) for at, db in params.get("gain", ()))}),
        film=params["film"],
        ducks=ducks,
        progress=job.progress,
    )
    return {"offset": sound.offset, "samples": sound.samples}
