"""Score: the analysis of a song that was composed here; nothing is listened to, for everything is known."""

from __future__ import annotations

from nbstudio.action import Job
from nbstudio.errors import StepError

VERSION = 2


def run(job: Job) -> None:
    """Leave the song's exact beats, bars, energy and sections, as an analysis would."""
    from nbstudio.sound.composing import performance

    try:
        song = performance.read(job.input("composition").read_text("utf-8")).song()
    except ValueError as error:
        raise StepError(str(error)) from error
    job.out.write_text(song.to_json(), "utf-8")
