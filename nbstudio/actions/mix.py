"""Mix: all tracks summed and mastered to a loudness and a ceiling, as long as the film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.action import Job

VERSION = 2


def run(job: Job) -> Mapping[str, Any]:
    """Leave the mix as AAC, and tell what was measured of it when decoded."""
    from nbstudio.sound import mix

    mastered = mix.master(
        job.inputs["tracks"],
        job.out,
        samples=job.params["samples"],
        target=job.params["target"],
        ceiling=job.params["true_peak"],
        progress=job.progress,
    )
    return {
        "loudness": mastered.loudness,
        "true_peak": mastered.true_peak,
        "gain": mastered.gain,
        "samples": mastered.samples,
    }
