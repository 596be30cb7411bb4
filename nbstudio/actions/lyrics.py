"""Lyrics: the words of a song, every line and word with its times."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbstudio.action import Job

if TYPE_CHECKING:
    from nbstudio.words.lyrics.line import Line
    from nbstudio.words.lyrics.sung import Heard

VERSION = 3


def run(job: Job) -> Mapping[str, Any]:
    """Leave the lines as JSON, and tell how many there are and how sure their times."""
    from nbstudio.picture.lettering import fonts
    from nbstudio.words.lyrics import sung

    p = job.params
    name = str(p.get("name") or "lyrics.txt")
    lines = _lines(job, name)
    fixes = sung.fixes(p.get("fix") or {})
    song = json.loads(job.input("song").read_text("utf-8"))
    timed = sung.time(
        lines,
        seconds=float(song["seconds"]),
        bars=[float(bar) for bar in song.get("downbeats", ())],
        offset=float(p.get("offset", 0.0)),
        fixes=fixes,
        hear=_ear(job.optional("sound")),
    )
    for line in timed:
        for text in (line.text, *line.under):
            fonts.demand(text, name, line.number)
    value: dict[str, Any] = {"lines": [line.as_json() for line in timed]}
    late = sung.late(lines, timed, fixes)
    if late:
        value["late"] = late
    unknown = sorted(number for number in fixes if number > len(lines))
    if unknown:
        value["unknown"] = unknown
    job.out.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return {"lines": len(timed), "quality": round(min((line.quality for line in timed), default=0.0), 3)}


def _lines(job: Job, name: str) -> Sequence[Line]:
    """Return the lines as somebody has written them, or as they were heard."""
    from nbstudio.words.lyrics import reading
    from nbstudio.words.lyrics.line import clean
    from nbstudio.words.lyrics.sung import heard

    file, words = job.optional("file"), job.optional("words")
    if file:
        return reading.read(file.read_bytes(), name)
    if words is None:
        return reading.listed([str(line) for line in job.params["lines"]])
    found = [
        heard(clean(line["text"]), [(w["text"], w["start"], w["end"]) for w in line["words"]], "heard", line["quality"])
        for line in json.loads(words.read_text("utf-8"))["lines"]
    ]
    return [line for line in found if line.text and line.start is not None]


def _ear(sound: Path | None) -> Heard | None:
    """Return what finds words in the song, where there is one."""
    if sound is None:
        return None

    def hear(texts: Sequence[str], spans: Sequence[tuple[float, float] | None]) -> list[Line]:
        from nbstudio.sound.align import align
        from nbstudio.words.lyrics.sung import heard

        found = align(sound, texts, spans=spans)
        return [
            heard(line.text, [(word.text, word.start, word.end) for word in line.words], line.method, line.quality)
            for line in found.lines
        ]

    return hear
