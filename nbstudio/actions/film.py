"""Film: segments, transitions and the mix joined by copying, never encoded again."""

from __future__ import annotations

from fractions import Fraction

from nbstudio.action import Job
from nbstudio.errors import StepError

VERSION = 1


def run(job: Job) -> dict[str, int]:
    """Leave the film; fail where it is not as long as was planned."""
    from nbstudio.mux.inspect import faults, inspect
    from nbstudio.mux.join import join

    rate, samples = Fraction(job.params["rate"]), job.params["samples"]
    joined = join(
        job.inputs["segments"],
        job.optional("mix"),
        job.out,
        rate=rate,
        samples=samples,
    )
    wrong = faults(inspect(job.out), frames=job.params["frames"], rate=rate, samples=samples)
    if wrong:
        raise StepError(
            "the joined film is not what was planned",
            code="film-faulty",
            notes=wrong,
            hint="this is a mistake of nbstudio's; please report it with the spec",
        )
    return {"frames": joined.frames}
