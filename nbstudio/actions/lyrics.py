"""Lyrics: the words of a song, every line and word with its times."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nbstudio.action import Job

VERSION = 1


def run(job: Job) -> Mapping[str, Any]:
    """Leave the lines as JSON, and tell how many there are and how sure their times."""
    from nbstudio.picture.lettering import fonts
    from nbstudio.words.lyrics import reading, sung

    p = job.params
    file = job.optional("file")
    name = str(p.get("name") or "lyrics.txt")
    lines = reading.read(file.read_bytes(), name) if file else reading.listed([str(line) for line in p["lines"]])
    song = json.loads(job.input("song").read_text("utf-8"))
    timed = sung.time(
        lines,
        seconds=float(song["seconds"]),
        bars=[float(bar) for bar in song.get("downbeats", ())],
        offset=float(p.get("offset", 0.0)),
        fixes=sung.fixes(p.get("fix") or {}),
    )
    for line in timed:
        for text in (line.text, *line.under):
            fonts.demand(text, name, line.number)
    job.out.write_text(
        json.dumps({"lines": [line.as_json() for line in timed]}, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    return {"lines": len(timed), "quality": round(min((line.quality for line in timed), default=0.0), 3)}
