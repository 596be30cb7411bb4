"""Identity: the face in a finished segment held against the person's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbstudio.action import Job
from nbstudio.errors import StepError

VERSION = 2


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
    """Yield a segment's key frames (every two seconds, the first among them) and its last frame, as BGR.

    What lies between key frames is not decoded, but for the last group: that is most of the work of a long shot.
    """
    import av

    with av.open(str(segment)) as container:
        stream = container.streams.video[0]
        last, number, key = stream.frames - 1, -1, 0
        stream.codec_context.skip_frame = "NONKEY"
        for frame in container.decode(stream):
            key = int(frame.pts or 0)
            number = _number(frame, stream)
            yield number, frame.to_ndarray(format="bgr24")
    if number == last:
        return
    with av.open(str(segment)) as container:
        stream = container.streams.video[0]
        container.seek(key, stream=stream)
        end = None
        for frame in container.decode(stream):
            end = frame
        if end is not None:
            yield _number(end, stream), end.to_ndarray(format="bgr24")


def _number(frame: Any, stream: Any) -> int:
    """Return which frame of its segment this is, from 0."""
    return round(float((frame.pts - (stream.start_time or 0)) * stream.time_base * stream.average_rate))
