"""Words: when each word of a spoken sentence is heard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.action import Job

VERSION = 1


def run(job: Job) -> Mapping[str, Any]:
    """Leave the alignment as JSON."""
    from nbstudio.sound.align import align

    found = align(job.input("voice"), [job.params["text"]], music=False)
    job.out.write_text(found.to_json(), "utf-8")
    return {"quality": found.lines[0].quality, "method": found.lines[0].method}
