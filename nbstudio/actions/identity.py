"""Identity: the faces in a finished segment held against the people's whose they are to be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbstudio.action import Job
from nbstudio.doubts import doubt
from nbstudio.errors import StepError

if TYPE_CHECKING:
    from nbstudio.faces.backend import Backend
    from nbstudio.faces.holding import Held

VERSION = 3


def run(job: Job) -> dict[str, Any]:
    """Leave everybody's score in every frame looked at; fail where the spec wants it and a face is not the person's."""
    from nbstudio.faces import backends, holding, pack

    packs = [pack.load(file) for file in job.inputs["face"]]
    by = [backends.find(person.backend) for person in packs]
    held = holding.hold(_frames(job.input("segment")), [(p.embedding, b) for p, b in zip(packs, by, strict=True)])
    people = {
        asked["name"]: _told(one, backend, float(asked["min_score"]))
        for asked, one, backend in zip(job.params["people"], held, by, strict=True)
    }
    missing = [name for name, told in people.items() if told["least"] is None]
    known = [told["least"] for told in people.values() if told["least"] is not None]
    found = {
        "least": min(known, default=None),
        "passed": all(told["passed"] for told in people.values()),
        "missing": missing,
        "people": people,
    }
    for asked, one in zip(job.params["people"], held, strict=True):
        if asked["fail"] and not people[asked["name"]]["passed"]:
            raise _refused(job.target.partition("/")[2], asked, one)
    if missing and known:
        doubt(
            f"no face of {' and '.join(missing)} can be seen in a shot of {' and '.join(people)}",
            code="face-missing",
            hint="another size, style or seed for the shot, or a photo that looks towards the camera",
        )
    job.out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    brief = {name: {key: told[key] for key in told if key != "frames"} for name, told in people.items()}
    return {key: found[key] for key in ("least", "passed", "missing")} | {"people": brief}


def _told(held: Held, by: Backend, least: float) -> dict[str, Any]:
    """Return what is known of one person's face, as plain values."""
    worst = held.least
    found: dict[str, Any] = {
        "backend": by.name,
        "digest": by.digest,
        "least": worst,
        "passed": worst is None or worst >= least,
        "frames": [
            {"frame": n, "score": score and round(score.value, 4), "raw": score and round(score.raw, 4)}
            for n, score in zip(held.frames, held.scores, strict=True)
        ],
    }
    if worst is None:
        found["why"] = "no face is large enough to be compared"
    return found


def _refused(shot: str, asked: dict[str, Any], held: Held) -> StepError:
    """Return why a film stops at somebody's face."""
    worst = min((score.value, n) for n, score in zip(held.frames, held.scores, strict=True) if score is not None)
    return StepError(
        f"the face in `{shot}` is not surely that of {asked['name']}",
        code="identity-failed",
        notes=[f"score {worst[0]:.2f} in frame {worst[1]}, {asked['min_score']:.2f} is asked for"],
        hint="another size or style for the shot, a better photo, or `identity: {on_fail: warn}`",
    )


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
