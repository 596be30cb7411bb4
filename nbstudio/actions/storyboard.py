"""Storyboard: scenes and shots from a prompt and a song, by the writer that needs no model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nbstudio.action import Job

if TYPE_CHECKING:
    from nbstudio.words.music import Music

VERSION = 6
TRUSTED = 0.3
"""A line's quality from which it counts: what is merely spread over the song by rule says nothing of when."""


def run(job: Job) -> None:
    """Leave the storyboard as JSON."""
    from nbstudio.words import storyboard
    from nbstudio.words.manner import Manner

    music = storyboard.Music.from_json(json.loads(job.input("song").read_text("utf-8")))
    lines = job.optional("lines")
    if lines:
        music = _sung(music, lines)
    style = job.params["style"]
    plain = storyboard.Brief("")
    brief = storyboard.Brief(
        prompt=job.params["prompt"],
        cast=tuple(job.params["cast"]),
        seed=job.params["seed"],
        pace=storyboard.Pace(**style["pace"]) if style.get("pace") else plain.pace,
        transitions=tuple(style.get("transitions") or plain.transitions),
        motions=tuple(style.get("motions") or plain.motions),
        hour=style.get("hour"),
        places=tuple(style.get("places") or ()),
        manner=Manner.of(style.get("directing") or {}),
    )
    scenes = storyboard.write(brief, music)
    job.out.write_text(json.dumps(storyboard.to_json(scenes), indent=1, ensure_ascii=False) + "\n", "utf-8")


def _sung(music: Music, path: Path) -> Music:
    """Return the song with what is sung in it."""
    from nbstudio.words.lyrics.line import Line

    told = [Line.from_json(line) for line in json.loads(path.read_text("utf-8"))["lines"]]
    lines = [line for line in told if line.quality >= TRUSTED and line.start is not None and line.end is not None]
    spans = [(word.start, word.end) for line in lines if line.sure_words for word in line.words]
    return replace(
        music,
        lines=tuple((line.start or 0.0, line.end or 0.0) for line in lines),
        texts=tuple(line.text for line in lines),
        words=tuple(sorted((start or 0.0, end or 0.0) for start, end in spans)),
    )
