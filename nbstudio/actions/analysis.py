"""Analysis: beats, downbeats, energy, sections, loudness and key of a song; what is told of it is believed."""

from __future__ import annotations

from nbstudio.action import Job

VERSION = 3


def run(job: Job) -> None:
    """Leave what was heard as JSON."""
    from nbstudio.sound import analysis
    from nbstudio.spec import heard

    written = job.optional("edit")
    edit = heard.read(written, "the analysis beside the song") if written else heard.Edit()
    edit = heard.over(edit, job.params)
    job.out.write_text(analysis.analyse(job.input("song"), edit).to_json(), "utf-8")
