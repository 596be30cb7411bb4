"""Storyboard: scenes and shots from a prompt and a song, by the writer that needs no model."""

from __future__ import annotations

import json

from nbstudio.action import Job

VERSION = 2


def run(job: Job) -> None:
    """Leave the storyboard as JSON."""
    from nbstudio.words import storyboard

    music = storyboard.Music.from_json(json.loads(job.input("song").read_text("utf-8")))
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
    )
    scenes = storyboard.write(brief, music)
    job.out.write_text(json.dumps(storyboard.to_json(scenes), indent=1, ensure_ascii=False) + "\n", "utf-8")
