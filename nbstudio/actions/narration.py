"""Narration: the lines of a track that speaks, every line and word with its times."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbstudio.action import Job

VERSION = 1


def run(job: Job) -> Mapping[str, Any]:
    """Leave the lines as JSON, times in seconds from the beginning of the first sentence."""
    from nbstudio.picture.lettering import fonts
    from nbstudio.sound.alignment import Alignment
    from nbstudio.sound.decode import RATE
    from nbstudio.words.lyrics.line import Line, clean, moved
    from nbstudio.words.lyrics.phrasing import phrased
    from nbstudio.words.lyrics.sung import heard
    from nbstudio.words.lyrics.timing import complete

    lines: list[Line] = []
    at = 0
    voices, words, pauses = job.inputs["voices"], job.inputs["words"], job.params["pauses"]
    for sound, path, pause in zip(voices, words, pauses, strict=True):
        at += pause
        length = _samples(sound)
        found = [
            heard(clean(line.text), [(w.text, w.start, w.end) for w in line.words], line.method, line.quality)
            for line in Alignment.from_json(path.read_text("utf-8")).lines
        ]
        whole = complete([line for line in found if line.text and line.start is not None], length / RATE)
        lines += [moved(part, at / RATE) for line in whole for part in phrased(line)]
        at += length
    for line in lines:
        fonts.demand(line.text, "what is said", 0)
    told = [Line.as_json(line) | {"line": number} for number, line in enumerate(lines, 1)]
    job.out.write_text(json.dumps({"lines": told}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return {"lines": len(lines), "seconds": round(at / RATE, 3)}


def _samples(sound: Path) -> int:
    """Return how long a sentence is as the track that plays it counts: in samples of the film."""
    from nbstudio.sound import decode

    return sum(len(block) for block in decode.blocks(sound))
