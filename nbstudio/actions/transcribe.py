"""Transcribe: the words of a song that nobody has written down, with their times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbstudio.action import Job

VERSION = 1


def run(job: Job) -> Mapping[str, Any]:
    """Leave the alignment as JSON."""
    from nbstudio.sound.transcribe import transcribe

    found = transcribe(job.input("song"))
    job.out.write_text(found.to_json(), "utf-8")
    return {"lines": len(found.lines), "words": len(found.words)}
