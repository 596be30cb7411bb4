"""Film: segments, transitions and the mix joined by copying, never encoded again."""

from __future__ import annotations

from fractions import Fraction

from nbstudio.action import Job

VERSION = 1


def run(job: Job) -> dict[str, int]:
    """Leave the film; fail where it is not as long as was planned."""
    from nbstudio.mux.join import join

    joined = join(
        job.inputs["segments"],
        job.optional("mix"),
        job.out,
        rate=Fraction(job.params["rate"]),
        samples=job.params.get("samples"),
    )
    return {"frames": joined.frames}
