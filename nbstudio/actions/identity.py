"""Identity: the face in a finished segment held against the person's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbstudio.action import Job
from nbstudio.errors import StepError

VERSION = 1
EVERY = 45  # frames between those that are looked at; the first and the last are always among them


def run(job: Job) -> dict[str, Any]:
    """Leave the score of every frame looked at; fail where the spec wants it and a face is not the person's."""
    from nbstudio.faces import backends, holding, pack

    person = pack.load(job.input("face"))
    by = backends.find(person.backend)
    held = holding.hold(_frames(job.input("segment")), person.embedding, by)
    least = held.least
    passed = least is None or least >= job.params["min_score"]
    found = {
        "backend": by.name,
        "digest": by.digest,
        "least": least,
        "passed": passed,
        "frames": [{"frame": n, "score": score} for n, score in zip(held.frames, held.scores, strict=True)],
    }
    if least is None:
        found["why"] = "no face is large enough to be compared"
    if not passed and job.params["fail"]:
        worst = min((score, n) for n, score in zip(held.frames, held.scores, strict=True) if score is not None)
        raise StepError(
            f"the face in `{job.target.partition('/')[2]}` is not surely the person's",
            code="identity-failed",
            notes=[f"score {worst[0]:.2f} in frame {worst[1]}, {job.params['min_score']:.2f} is asked for"],
            hint="another size or style for the shot, a better photo, or `identity: {on_fail: warn}`",
        )
    job.out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return {"least": least, "passed": passed}


def _frames(segment: Path) -> Iterator[tuple[int, Any]]:
    """Yield every so many frames of a segment, the first and the last among them, as BGR."""
    import av

    with av.open(str(segment)) as container:
        last = None
        for number, frame in enumerate(container.decode(video=0)):
            last = (number, frame)
            if number % EVERY == 0:
                yield number, frame.to_ndarray(format="bgr24")
        if last and last[0] % EVERY:
            yield last[0], last[1].to_ndarray(format="bgr24")
