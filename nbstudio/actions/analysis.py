"""Analysis: beats, downbeats, energy and sections of a song."""

from __future__ import annotations

from nbstudio.action import Job

VERSION = 2


def run(job: Job) -> None:
    """Leave what was heard as JSON."""
    from nbstudio.sound import analysis

    song = analysis.analyse(
        job.input("song"),
        bpm=job.params.get("bpm"),
        first_downbeat=job.params.get("first_downbeat"),
        beats_per_bar=job.params.get("beats_per_bar"),
    )
    job.out.write_text(song.to_json(), "utf-8")
